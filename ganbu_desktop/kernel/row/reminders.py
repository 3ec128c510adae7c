"""Reminders that follow from dates of a record: what comes due, what is owed after a day, what a period lacks.

A date known to the month means all of it: it comes due with its last day and is past the day after. What was missed
stays, with how long, until it is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Date
from ganbu_desktop.foundation.parameters import Parameter
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.names import MAIN, UNIT, names_of, references
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import serving_on
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, in_force
from ganbu_desktop.store.dates import has_begun, is_past
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, fields_of

Target = tuple[str, str]
"""Page and ledger that a reminder's entry stands in."""
Asked = Callable[[Any], bool]
_MONTHS = ("个月", "月")
_NAME_LENGTH = 30
"""Characters of a long text by which an entry is named."""
_SPARE = timedelta(days=3)
"""A month back from a month ahead may end some days later: what the statement lets through is judged by the day."""
_PERIODS_BACK = {"month": 12, "quarter": 4, "year": 3}


@dataclass(frozen=True)
class Due:
    """The date ``field`` comes: reminded of from ``ahead`` (a figure in days or months) before it.

    It stays after the day, with how long, until the field ``until`` is filled in; without one it is answered on the
    workbench alone. ``asks``: which entries are reminded of at all (a named function of the record).
    """

    name: str
    field: str
    title: str
    ahead: str
    until: str = ""
    nature: Nature = Nature.DUTY
    help: str = ""
    asks: Asked | None = None

    def faults(self, record: type[Record]) -> Iterator[str]:
        """Yield what cannot be."""
        yield from _date_faults(self.name, record, self.field)
        yield from _field_faults(self.name, record, self.until)

    def rule(self, record: type[Record], reads: str, target: Target) -> ReminderRule:
        """Return the rule of these reminders."""

        def found(office: Office, day: date) -> Iterator[Reminder]:
            figure = office.parameters().get(self.ahead, day)
            at = record.table.c
            near = has_begun(at[self.field], _later(day, figure, 1) + _SPARE)
            open_ones = at[self.until].is_(None) if self.until else sa.true()
            for entry, who in _entries(office, record, reads, day, near, open_ones):
                moment: PartialDate = getattr(entry, self.field)
                last = moment.last_day()
                if _is_asked(self.asks, entry) and _later(last, figure, -1) <= day:
                    said = f"{fields_of(record)[self.field].label} {moment}；提前 {version_of(figure)}提醒"
                    yield _reminder(self.name, entry, who, f"{self.title}{_passed(last, day)}", said, last, target)

        return ReminderRule(self.name, self.title, self.nature, self.help or f"{self.title}前规定时间提醒", found)


@dataclass(frozen=True)
class Owed:
    """The field ``field`` is still empty after the date ``after`` is past, and ``within`` (a figure) besides if given.

    It stays, with how long, until the field is filled in.
    """

    name: str
    field: str
    title: str
    after: str
    within: str = ""
    nature: Nature = Nature.DUTY
    help: str = ""
    asks: Asked | None = None

    def faults(self, record: type[Record]) -> Iterator[str]:
        """Yield what cannot be."""
        yield from _date_faults(self.name, record, self.after)
        yield from _field_faults(self.name, record, self.field)

    def rule(self, record: type[Record], reads: str, target: Target) -> ReminderRule:
        """Return the rule of these reminders."""

        def found(office: Office, day: date) -> Iterator[Reminder]:
            figure = office.parameters().get(self.within, day) if self.within else None
            at = record.table.c
            wanted = (at[self.field].is_(None), is_past(at[self.after], day))
            for entry, who in _entries(office, record, reads, day, *wanted):
                moment: PartialDate = getattr(entry, self.after)
                last = moment.last_day() if figure is None else _later(moment.last_day(), figure, 1)
                if _is_asked(self.asks, entry) and last < day:
                    described = fields_of(record)
                    said = f"{described[self.after].label} {moment}，{described[self.field].label}没有填"
                    rests_on = f"；{version_of(figure)}" if figure is not None else ""
                    words = f"{self.title}{_passed(last, day)}"
                    yield _reminder(self.name, entry, who, words, f"{said}{rests_on}", last, target)

        return ReminderRule(self.name, self.title, self.nature, self.help or f"{self.title}的条目", found)


@dataclass(frozen=True)
class Missing:
    """A period (``every``: month, quarter, year) without an entry dated ``field`` in it.

    Reminded of from ``ahead`` (a figure) before its end, and after it until there is one; back to the period of the
    first entry, a year at most by months and quarters. A ledger without any entry reminds of the current period only.
    """

    name: str
    field: str
    title: str
    every: str
    ahead: str
    nature: Nature = Nature.DUTY
    help: str = ""

    def faults(self, record: type[Record]) -> Iterator[str]:
        """Yield what cannot be."""
        yield from _date_faults(self.name, record, self.field)
        if self.every not in _PERIODS_BACK:
            yield f"reminder {self.name!r}: every is one of {', '.join(_PERIODS_BACK)}"

    def rule(self, record: type[Record], reads: str, target: Target) -> ReminderRule:
        """Return the rule of these reminders."""

        def found(office: Office, day: date) -> Iterator[Reminder]:
            if reads and not office.account.may(reads):
                return
            figure = office.parameters().get(self.ahead, day)
            dates = [moment for e in office.find(record) if (moment := getattr(e, self.field)) is not None]
            first = min((moment.first_day() for moment in dates), default=day)
            period = Period.around(day, self.every)
            for _ in range(_PERIODS_BACK[self.every] + 1):
                if period.last < first:
                    return
                is_near = _later(period.last, figure, -1) <= day
                if is_near and not any(period.holds(moment) for moment in dates):
                    title = f"{period.chinese()}：{self.title}{_passed(period.last, day)}"
                    why = f"期末 {PartialDate.of(period.last)}；提前 {version_of(figure)}提醒"
                    key = f"{self.name}/{period.text}"
                    yield Reminder(self.name, key, title, why, period.last, None, (target[0], target[1]))
                period = period.before

        return ReminderRule(self.name, self.title, self.nature, self.help or f"{self.title}的期间", found)


def _date_faults(name: str, record: type[Record], field: str) -> Iterator[str]:
    if not isinstance(fields_of(record).get(field), Date):
        dates = [n for n, entry in fields_of(record).items() if isinstance(entry, Date)]
        yield f"reminder {name!r} is about {field!r}, which is no date; the record has {', '.join(dates)}"


def _field_faults(name: str, record: type[Record], field: str) -> Iterator[str]:
    if field and field not in fields_of(record):
        yield f"reminder {name!r} names {field!r}; the record has {', '.join(fields_of(record))}"


def _later(day: date, figure: Parameter, sign: int) -> date:
    """Return the day that lies a figure in days or months after (``sign`` 1) or before (-1) another."""
    assert isinstance(figure.value, int)
    if figure.unit in _MONTHS:
        return PartialDate.of(day).plus_months(sign * figure.value).first_day()
    return day + timedelta(days=sign * figure.value)


def _is_asked(asks: Asked | None, entry: Record) -> bool:
    return asks is None or asks(entry)


def _passed(last: date, day: date) -> str:
    days = (last - day).days
    return f"（还有 {days} 天）" if days > 0 else "（今天）" if not days else f"（已过 {-days} 天）"


def _reminder(rule: str, entry: Record, who: str, title: str, why: str, due: date, target: Target) -> Reminder:
    """Return a reminder of one entry; another date of the same entry is another occasion."""
    key = f"{rule}/{entry.id}/{PartialDate.of(due).digits()}"
    said = f"{who}：{title}" if who else title
    return Reminder(rule, key, said, why, due, getattr(entry, MAIN, None), (target[0], (target[1], entry.id)))


def _entries(
    office: Office, record: type[Record], reads: str, day: date, *conditions: sa.ColumnElement[bool]
) -> Iterator[tuple[Record, str]]:
    """Yield entries that are to be reminded of and whom each is about: of serving people, in force where they limit."""
    if reads and not office.account.may(reads):
        return
    wanted = [*conditions]
    if issubclass(record, LimitingRecord):
        wanted.append(in_force(record, day))
    if MAIN in fields_of(record):
        serving = sa.select(Person.table.c.id).where(serving_on(day))
        wanted.append(sa.or_(record.table.c[MAIN].is_(None), record.table.c[MAIN].in_(serving)))
    with office.reading() as connection:
        entries = find(connection, record, *wanted)
        names = names_of(connection, record, entries)
    for entry in entries:
        yield entry, _named(record, entry, names.of)


def _named(record: type[Record], entry: Record, name_of: Callable[..., str]) -> str:
    """Return the person an entry is about, else its unit and its own name."""
    found: Sequence[str] = [
        name_of(reference, getattr(entry, name), short=True)
        for name, reference in references(record).items()
        if name == MAIN or (reference.target == UNIT and MAIN not in references(record))
    ]
    own = str(getattr(entry, record.named_by) or "") if record.named_by and MAIN not in references(record) else ""
    own = f"{own[:_NAME_LENGTH]}…" if len(own) > _NAME_LENGTH else own
    return " ".join(part for part in (*found, own) if part)
