"""Whom to call up to a class: by conditions that are the same for all, with what speaks against the dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.training.queries.away import absences
from ganbu_desktop.modules.training.queries.roll import Member, roll
from ganbu_desktop.modules.training.records import (
    BusyPeriod,
    Enrolment,
    TrainingClass,
    TrainingHours,
)
from ganbu_desktop.modules.training.records.teaching import REPLACED
from ganbu_desktop.modules.training.rules.levels import Group
from ganbu_desktop.modules.training.rules.standards import Forms, State
from ganbu_desktop.store.operations import find


@dataclass(frozen=True)
class Conditions:
    """Who is wanted. ``group``: of the levels on the first day; ``unit_id``: with all below it; ages in full years.

    ``not_called_years``: no off-work class for so many years. ``missed_kind``: code of a kind of class not attended
    within ``missed_years``. ``is_short``: only who has not met the standard of the year.
    """

    group: Group | None = None
    unit_id: str | None = None
    least_age: int | None = None
    most_age: int | None = None
    not_called_years: int | None = None
    missed_kind: str | None = None
    missed_years: int = 5
    is_short: bool = False

    def words(self) -> str:
        """Return the conditions as they stand in the notice and the audit."""
        said = []
        if self.group is not None:
            said.append(self.group.value)
        if self.least_age is not None:
            said.append(f"{self.least_age} 岁以上")
        if self.most_age is not None:
            said.append(f"{self.most_age} 岁以下")
        if self.not_called_years is not None:
            said.append(f"近 {self.not_called_years} 年未参加脱产培训")
        if self.missed_kind is not None:
            kind = codes.table("training_kind").label_for(self.missed_kind)
            said.append(f"近 {self.missed_years} 年未参加{kind}")
        if self.is_short:
            said.append("学时未达标")
        return "；".join(said) or "全体在职干部"


@dataclass(frozen=True)
class Clash:
    """What speaks against calling somebody up: ``kind`` in one word, ``text`` as the clerk reads it."""

    kind: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """One person who meets the conditions, with the last off-work class and the clashes."""

    member: Member
    last_off_work_on: PartialDate | None
    clashes: tuple[Clash, ...]


def candidates(office: Office, class_id: str, conditions: Conditions) -> list[Candidate]:
    """Return who meets the conditions for a class and is not in it yet, in the order of units."""
    entry = office.get(TrainingClass, class_id)
    assert entry is not None
    day = entry.starts_on.first_day() if entry.starts_on else office.today()
    members = roll(office, day.year, day, unit_id=conditions.unit_id)
    with office.reading() as connection:
        last = last_off_work(connection, office, day)
        missed = _attended(connection, conditions, day)
        there = {e.person_id for e in find(connection, Enrolment, Enrolment.table.c.class_id == class_id)}
    wanted = [
        m for m in members if m.person.id not in there and _meets(m, conditions, last.get(m.person.id), missed, day)
    ]
    found = clashes(office, entry, [m.person.id for m in wanted])
    return [Candidate(m, last.get(m.person.id), found.get(m.person.id, ())) for m in wanted]


def _meets(member: Member, wanted: Conditions, last: PartialDate | None, attended: frozenset[str], day: date) -> bool:
    age = age_at(member.person.born_on, PartialDate.of(day))
    if wanted.group is not None and member.group is not wanted.group:
        return False
    if wanted.least_age is not None and (age is None or age < wanted.least_age):
        return False
    if wanted.most_age is not None and (age is None or age > wanted.most_age):
        return False
    if (
        wanted.not_called_years is not None
        and last is not None
        and last.last_day() > _years_before(day, wanted.not_called_years)
    ):
        return False
    if wanted.missed_kind is not None and member.person.id in attended:
        return False
    return not wanted.is_short or member.standing.state in (State.SHORT, State.NO_RECORD)


def _years_before(day: date, years: int) -> date:
    return PartialDate.of(day).plus_months(-12 * years).last_day()


def last_off_work(connection: sa.Connection, office: Office, day: date) -> dict[str, PartialDate]:
    """Return when each person's last off-work class before or on a day ended."""
    at = TrainingHours.table.c
    table = codes.table("training_form")
    wanted = [table.code_for(label) for label in Forms.on(office.parameters(), day).off_work]
    ended = sa.type_coerce(sa.func.coalesce(at.ends_on, at.starts_on), sa.String)
    statement = (
        sa.select(at.person_id, sa.func.max(ended))
        .where(at.form.in_(wanted), ended <= PartialDate.of(day).digits())
        .group_by(at.person_id)
    )
    return {owner: PartialDate.from_digits(digits) for owner, digits in connection.execute(statement)}


def _attended(connection: sa.Connection, conditions: Conditions, day: date) -> frozenset[str]:
    if conditions.missed_kind is None:
        return frozenset()
    at = TrainingHours.table.c
    since = PartialDate(day.year - conditions.missed_years + 1).digits()
    statement = sa.select(at.person_id).where(
        at.kind == conditions.missed_kind, sa.type_coerce(at.ends_on, sa.String) >= since
    )
    return frozenset(connection.execute(statement).scalars())


def clashes(office: Office, entry: TrainingClass, person_ids: Sequence[str]) -> dict[str, tuple[Clash, ...]]:
    """Return for some people what speaks against the dates of a class; those without any clash are left out."""
    if entry.starts_on is None:
        return {}
    first, last = entry.starts_on.first_day(), (entry.ends_on or entry.starts_on).last_day()
    wanted = set(person_ids)
    found: dict[str, list[Clash]] = {}
    with office.reading() as connection:
        for person_id, clash in [
            *_away(connection, first, last),
            *_elsewhere(connection, office, entry, first, last),
            *_busy(connection, first, last, wanted),
        ]:
            if person_id in wanted:
                found.setdefault(person_id, []).append(clash)
    return {person_id: tuple(items) for person_id, items in found.items()}


def _away(connection: sa.Connection, first: date, last: date) -> list[tuple[str, Clash]]:
    found = []
    for person_id, times in absences(connection).items():
        for time in times:
            if time.meets(first, last):
                put_off = "，培训任务顺延" if time.is_exempt else ""
                text = f"{time.label}：{time.starts_on or '？'}—{time.ends_on or '至今'}{put_off}"
                found.append((person_id, Clash("休假" if time.is_exempt else "学习", text)))
    return found


def _overlap(start: PartialDate | None, end: PartialDate | None, first: date, last: date) -> bool:
    if start is None or start.first_day() > last:
        return False
    return end is None or end.last_day() >= first


def _elsewhere(
    connection: sa.Connection, office: Office, entry: TrainingClass, first: date, last: date
) -> list[tuple[str, Clash]]:
    """Return who is in another class on the same days, or has been called up often enough this year."""
    most = office.parameters().integer("training_repeat_calls", first)
    others = {c.id: c for c in find(connection, TrainingClass) if c.id != entry.id and c.starts_on is not None}
    same_days = [c.id for c in others.values() if _overlap(c.starts_on, c.ends_on or c.starts_on, first, last)]
    this_year = [c.id for c in others.values() if c.starts_on is not None and c.starts_on.year == first.year]
    at = Enrolment.table.c
    found = []
    statement = sa.select(at.person_id, at.class_id).where(at.state != REPLACED, at.class_id.in_(same_days))
    for person_id, class_id in connection.execute(statement.order_by(at.id)):
        other = others[class_id]
        text = f"同期参加“{other.title}”（{other.starts_on}—{other.ends_on or ''}）"
        found.append((person_id, Clash("时间冲突", text)))
    counted = (
        sa.select(at.person_id, sa.func.count())
        .where(at.state != REPLACED, at.class_id.in_(this_year))
        .group_by(at.person_id)
        .having(sa.func.count() >= most - 1)
    )
    for person_id, number in connection.execute(counted):
        text = f"{first.year} 年已调训 {number} 次，再调为第 {number + 1} 次（同年 {most} 次起为重复调训）"
        found.append((person_id, Clash("重复调训", text)))
    return found


def _busy(connection: sa.Connection, first: date, last: date, wanted: set[str]) -> list[tuple[str, Clash]]:
    """Return whose unit, or a unit above it, has a major task on those days."""
    tasks: dict[str, list[BusyPeriod]] = {}
    for row in find(connection, BusyPeriod):
        if _overlap(row.starts_on, row.ends_on or row.starts_on, first, last):
            tasks.setdefault(row.unit_id, []).append(row)
    if not tasks:
        return []
    above = {u.id: u.parent_id for u in find(connection, Unit)}
    found = []
    for person_id, unit_id in _units_of(connection, wanted).items():
        seen: set[str] = set()
        at = unit_id
        while at and at not in seen:
            seen.add(at)
            for task in sorted(tasks.get(at, ()), key=lambda t: t.id):
                text = f"单位重大任务“{task.title}”（{task.starts_on}—{task.ends_on or ''}），建议错峰"
                found.append((person_id, Clash("重大任务", text)))
            at = above.get(at)
    return found


def _units_of(connection: sa.Connection, wanted: set[str]) -> Mapping[str, str | None]:
    rows = connection.execute(sa.select(Person.table.c.id, Person.table.c.unit_id))
    return {person_id: unit_id for person_id, unit_id in rows if person_id in wanted}
