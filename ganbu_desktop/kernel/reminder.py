"""The reminder mechanism: rooms declare what they remind of, the kernel gathers it and keeps the answers.

A reminder is worked out anew each time from records and figures; only the answer of a person is stored: done, or put
off with a reason. Rights and duties stand side by side (``Nature``), neither is shown above the other.

A room offers a reminder by a ``ReminderRule`` in its ``reminders`` module::

    RULES = (ReminderRule("retirement", "到龄退休", Nature.DUTY, "法定退休时间前 N 个月", retiring),)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.fields import Date, Hidden, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.store.record import Record, column, replace

RIGHT = "reminders.answer"


class Nature(Enum):
    """Whether something is owed by the office or to the person."""

    DUTY = "办理"
    RIGHT = "权利"


class Answer(Enum):
    """What was answered to a reminder."""

    DONE = "已办"
    LATER = "以后再说"
    IGNORED = "忽略"


@dataclass(frozen=True)
class Reminder:
    """One thing to see to. ``key`` tells it from every other, for ever; ``due_on`` None: as soon as possible.

    ``why`` names rule, figure and source; ``target`` is where one click leads (page name and its argument).
    """

    rule: str
    key: str
    title: str
    why: str
    due_on: date | None
    person_id: str | None = None
    target: tuple[str, object] | None = None


Finder = Callable[[Office, date], Iterable[Reminder]]


@dataclass(frozen=True)
class ReminderRule:
    """One kind of reminder that a room offers: pure finding, no writing."""

    name: str
    title: str
    nature: Nature
    help: str
    find: Finder


class ReminderAnswer(Record, table="reminder_answer", label="提醒办理"):
    """What was answered to one reminder, by whom and why; ``until``: when a put-off one comes back."""

    key: str = column(Hidden(label="提醒"), not_null=True)
    answer: str = column(Hidden(label="办理结果"), not_null=True)
    reason: str | None = column(Text(label="理由"))
    answered_by: str | None = column(Text(label="办理人"))
    answered_on: PartialDate | None = column(Date(label="办理日期"))
    until: PartialDate | None = column(Date(label="暂缓至"))


def due(office: Office, rules: Sequence[ReminderRule], on: date | None = None) -> dict[ReminderRule, list[Reminder]]:
    """Return what is to be seen to on a day, by rule, soonest first; what was answered is left out."""
    day = on or office.today()
    settled = _settled(office, day)
    found = {}
    for rule in rules:
        open_ones = [r for r in rule.find(office, day) if r.key not in settled]
        found[rule] = sorted(open_ones, key=lambda r: (r.due_on or date.min, r.title))
    return found


def _settled(office: Office, day: date) -> set[str]:
    today = PartialDate.of(day)
    return {
        a.key for a in office.find(ReminderAnswer) if a.answer != Answer.LATER.name or (a.until and a.until > today)
    }


def answer(
    office: Office,
    reminder: Reminder,
    what: Answer,
    *,
    reason: str = "",
    until: PartialDate | None = None,
    initiator: object | None = None,
) -> None:
    """Record the answer to a reminder; putting off and ignoring need a reason, putting off a day to come back."""
    if what is not Answer.DONE and not reason.strip():
        raise CheckFailed(f"“{what.value}”要写明理由；提醒仍然保留")
    if what is Answer.LATER and until is None:
        raise CheckFailed("请写明暂缓到哪一天；提醒仍然保留")
    values = {
        "answer": what.name,
        "reason": reason.strip() or None,
        "answered_by": office.account.name,
        "answered_on": PartialDate.of(office.today()),
        "until": until,
    }
    title = f"{what.value}提醒：{reminder.title}"
    with office.operation(title, right=RIGHT, initiator=initiator) as current:
        old = current.find(ReminderAnswer, ReminderAnswer.table.c.key == reminder.key)
        if old:
            current.update_many([(old[0], replace(old[0], values))])
        else:
            current.insert_values(ReminderAnswer, [{"key": reminder.key, **values}])
