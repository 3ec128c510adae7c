"""The agenda: what every room reminds of, sorted by when it is due, duties and rights beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, Rule, due
from ganbu_desktop.kernel.report.spec import Report, ReportTable


class When(Enum):
    """How near a reminder's day is; the value is what the clerk reads."""

    OVERDUE = "已到期"
    TODAY = "今天"
    MONTH = "本月"
    YEAR = "今年"
    SOON = "尽快"
    LATER = "以后"


@dataclass(frozen=True)
class Item:
    """One reminder in the agenda, with the rule that found it."""

    rule: Rule
    reminder: Reminder
    when: When


@dataclass(frozen=True)
class Agenda:
    """Everything to see to as of ``day``, soonest first within each rule."""

    day: date
    items: tuple[Item, ...]

    def counts(self) -> dict[When, int]:
        """Return how many reminders there are of each nearness."""
        found = dict.fromkeys(When, 0)
        for item in self.items:
            found[item.when] += 1
        return found

    def groups(self, nature: Nature, when: When | None = None) -> list[tuple[Rule, list[Item]]]:
        """Return the rules of a nature with what they found (of one nearness), the nearest first."""
        found: dict[str, tuple[Rule, list[Item]]] = {}
        for item in self.items:
            if item.rule.nature is nature and when in (None, item.when):
                found.setdefault(item.rule.name, (item.rule, []))[1].append(item)
        nearness = list(When)
        return sorted(found.values(), key=lambda group: min(nearness.index(item.when) for item in group[1]))

    def on(self, day: date) -> list[Item]:
        """Return what is due on one day."""
        return [item for item in self.items if item.reminder.due_on == day]


def read_agenda(
    office: Office, rules: Sequence[Rule], on: date | None = None, progress: Progress | None = None
) -> Agenda:
    """Work the agenda out anew as of a day (default: today)."""
    day = on or office.today()
    found = due(office, rules, day, progress)
    items = (Item(rule, r, when(r.due_on, day)) for rule, reminders in found.items() for r in reminders)
    return Agenda(day, tuple(items))


def when(due_on: date | None, day: date) -> When:
    """Return how near ``due_on`` is as seen on ``day``; without a day it is 尽快, the first stands for the month."""
    if due_on is None:
        return When.SOON
    if due_on.day == 1 and (due_on.year, due_on.month) == (day.year, day.month):
        return When.MONTH
    if due_on <= day:
        return When.TODAY if due_on == day else When.OVERDUE
    if due_on.year == day.year:
        return When.MONTH if due_on.month == day.month else When.YEAR
    return When.LATER


def date_text(reminder: Reminder) -> str:
    """Return the day as the clerk reads it; the first of a month stands for the month."""
    if reminder.due_on is None:
        return When.SOON.value
    return f"{reminder.due_on:%Y.%m}" if reminder.due_on.day == 1 else f"{reminder.due_on:%Y.%m.%d}"


def as_report(agenda: Agenda, items: Sequence[Item]) -> Report:
    """Return the printable list of some items (提醒清单)."""
    rows = tuple(
        (str(n), i.rule.title, i.rule.nature.value, i.reminder.title, date_text(i.reminder), i.reminder.why)
        for n, i in enumerate(items, 1)
    )
    header = (("序号", "种类", "性质", "提醒事项", "时间", "依据"),)
    table = ReportTable("", header, rows, (10, 28, 14, 70, 24, 110), "clclcl")
    return Report(
        "提醒清单",
        (table,),
        right=f"{agenda.day.year}年{agenda.day.month}月{agenda.day.day}日",
        remarks=("提醒由数据和参数推算，只提示、不作结论；办理类与权利类同等列出。",),
    )
