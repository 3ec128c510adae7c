"""The reminder mechanism: rooms declare what they remind of, the kernel gathers it and keeps the answers.

A reminder is worked out anew each time from records and figures; only the answer of a person is stored: done, or put
off with a reason. Rights and duties stand side by side (``Nature``), neither is shown above the other.

A room offers a reminder by a rule in its ``reminders`` module. One that looks at each serving person by itself is a
``PersonRule``, which shares one reading of everybody with all others of its kind; any other is a ``ReminderRule``::

    RULES = (
        PersonRule("photo", "照片更新", Nature.DUTY, "没有照片或照片过旧", (Photo,), old_photo),
        ReminderRule("loops", "整改到期", Nature.DUTY, "到期前 N 天", loops_due),
    )
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.fields import Date, Hidden, Text
from ganbu_desktop.foundation.garbage import collector_paused
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers
from ganbu_desktop.kernel.people.person_list import ListQuery, ids
from ganbu_desktop.kernel.people.service import serves
from ganbu_desktop.store.record import Record, column, replace

RIGHT = "reminders.answer"
_STEP = 200


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


PersonFinder = Callable[[Dossier, ParameterSet, date], Iterable[Reminder]]


@dataclass(frozen=True)
class PersonRule:
    """One kind of reminder found in a serving person's own records; ``sets``: those it looks at."""

    name: str
    title: str
    nature: Nature
    help: str
    sets: tuple[type[Record], ...]
    find_person: PersonFinder

    def find(self, office: Office, day: date) -> Iterator[Reminder]:
        """Yield what this rule alone finds."""
        for _, reminder in _of_persons(office, [self], day, SilentProgress()):
            yield reminder


Rule = ReminderRule | PersonRule


class ReminderAnswer(Record, table="reminder_answer", label="提醒办理"):
    """What was answered to one reminder, by whom and why; ``until``: when a put-off one comes back."""

    key: str = column(Hidden(label="提醒"), not_null=True)
    answer: str = column(Hidden(label="办理结果"), not_null=True)
    reason: str | None = column(Text(label="理由"))
    answered_by: str | None = column(Text(label="办理人"))
    answered_on: PartialDate | None = column(Date(label="办理日期"))
    until: PartialDate | None = column(Date(label="暂缓至"))


def due(
    office: Office, rules: Sequence[Rule], on: date | None = None, progress: Progress | None = None
) -> dict[Rule, list[Reminder]]:
    """Return what is to be seen to on a day, by rule, soonest first; what was answered is left out."""
    progress = progress or SilentProgress()
    day = on or office.today()
    settled = _settled(office, day)
    found: dict[Rule, list[Reminder]] = {rule: [] for rule in rules}
    with collector_paused():
        for number, rule in enumerate(rules):
            progress.step(number, len(rules), rule.title)
            if isinstance(rule, ReminderRule):
                found[rule] += rule.find(office, day)
        for rule, reminder in _of_persons(office, [r for r in rules if isinstance(r, PersonRule)], day, progress):
            found[rule].append(reminder)
    return {
        rule: sorted((r for r in all_ if r.key not in settled), key=lambda r: (r.due_on or date.min, r.title))
        for rule, all_ in found.items()
    }


def _of_persons(
    office: Office, rules: Sequence[PersonRule], day: date, progress: Progress
) -> Iterator[tuple[PersonRule, Reminder]]:
    """Yield what the rules find in each serving person, reading everybody once."""
    if not rules:
        return
    figures = office.parameters()
    sets = tuple(dict.fromkeys(cls for rule in rules for cls in rule.sets))
    with office.reading() as connection:
        everybody = ids(connection, ListQuery())
        for number, dossier in enumerate(dossiers(connection, everybody, sets)):
            if number % _STEP == 0:
                progress.step(number, len(everybody), "推算提醒")
            if serves(dossier.person.management_state):
                for rule in rules:
                    for reminder in rule.find_person(dossier, figures, day):
                        yield rule, reminder


def of_person(
    rule: str, dossier: Dossier, mark: str, title: str, why: str, due_on: date | None = None, page: str = "person"
) -> Reminder:
    """Return a reminder about one person; ``mark`` tells one occasion from the next."""
    person = dossier.person
    key = f"{rule}/{person.id}/{mark}"
    return Reminder(rule, key, f"{person.name or '未命名'}：{title}", why, due_on, person.id, (page, person.id))


def _settled(office: Office, day: date) -> set[str]:
    """Return the keys of what was answered; a put-off one comes back on the first day that 暂缓至 can mean."""
    answers = office.find(ReminderAnswer)
    return {a.key for a in answers if a.answer != Answer.LATER.name or (a.until and not a.until.has_begun(day))}


def answer(
    office: Office,
    reminder: Reminder,
    what: Answer,
    *,
    reason: str = "",
    until: PartialDate | None = None,
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
    with office.operation(title, right=RIGHT) as current:
        old = current.find(ReminderAnswer, ReminderAnswer.table.c.key == reminder.key)
        if old:
            current.update_many([(old[0], replace(old[0], values))])
        else:
            current.insert_values(ReminderAnswer, [{"key": reminder.key, **values}])
