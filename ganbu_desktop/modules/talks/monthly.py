"""The monthly report to the superior body (谈心谈话情况月报表): sums by type of talk, and nothing that was said.

One reading of the month's talks and one of the month before give every figure; a home visit counts under 政治家访.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.talks import rules
from ganbu_desktop.modules.talks.expected import digest
from ganbu_desktop.modules.talks.records import HomeVisit, Need, Talk
from ganbu_desktop.modules.talks.rules import Window

SECTION_CHIEF, SECTION_DEPUTY = "1A41", "1A42"
BELOW_SECTION = frozenset({"1A50", "1A60", "试用期人员（公务员）"})
"""Codes of table ``post_level``: 乡科级正职, 乡科级副职, and 科员及以下."""
FEMALE = "2"
PERSON_KEYS = ("chief", "deputy", "below", "women", "young", "leaders", "members", "organisations")
COUNTED = ("problem_count", "reminded_count", "inquired_count", "admonished_count")


@dataclass
class Sum:
    """What one figure counts: how many, and the people and entries behind it in the order they were read."""

    number: int = 0
    people: dict[str, None] = field(default_factory=dict)
    records: list[tuple[str, str]] = field(default_factory=list)

    def add(self, number: int, person_id: str, record: tuple[str, str]) -> None:
        """Count ``number`` more for one entry about one person."""
        self.number += number
        self.people[person_id] = None
        self.records.append(record)


@dataclass
class Row:
    """The sums of one type of talk, by key; ``counts_problems``: whether any talk filled in a count of problems."""

    sums: dict[str, Sum] = field(default_factory=dict)
    counts_problems: bool = False

    def add(self, key: str, number: int, person_id: str, record: tuple[str, str]) -> None:
        """Count under one key."""
        found = self.sums.get(key)
        if found is None:
            found = self.sums[key] = Sum()
        found.add(number, person_id, record)

    def number(self, key: str) -> int:
        """Return a sum, 0 where nothing was counted."""
        found = self.sums.get(key)
        return found.number if found else 0


@dataclass
class Month:
    """Everything that one month says: a row a type, what was read, and what is missing in the entries."""

    rows: dict[str, Row]
    inputs: list[tuple[str, str, str]]
    people: set[str]
    unlevelled: int
    unregistered: int


def month_of(connection: sa.Connection, period: Period, young_age: int, *, with_inputs: bool = True) -> Month:
    """Return the sums of one month; ``young_age``: the age up to which people count as young at its end.

    ``with_inputs``: whether to keep a digest of each entry that was read.
    """
    window = Window(period.first, period.last)
    limit = _born_from(period, young_age)
    found = Month({code: Row() for code in _types()}, [], set(), 0, 0)
    with_needs: set[str] = set()
    for row in connection.execute(_needs(window)):
        kind, record = row.kind or rules.HOME_VISIT, ("need", row.id)
        found.rows[kind].add("appeals", 1, row.person_id, record)
        if row.closed_on is not None and row.closed_on <= window.upper:
            found.rows[kind].add("settled", 1, row.person_id, record)
        with_needs.add(row.source_id)
        found.inputs.append((*record, digest((kind, row.person_id, row.closed_on))))
    _count_talks(found, connection.execute(_talks(window)).all(), limit, with_needs, with_inputs)
    _count_visits(found, connection.execute(_visits(window)).all(), limit, with_inputs)
    if not with_inputs:
        found.inputs = []
    return found


def _types() -> list[str]:
    return [entry.code for entry in codes.table("talk_type").entries]


def _born_from(period: Period, age: int) -> str:
    """Return the earliest month of birth, as stored, with which someone is not past ``age`` at the month's end."""
    return PartialDate(period.last.year, period.last.month).plus_months(1 - 12 * (age + 1)).digits()


def _count_talks(found: Month, rows: Sequence[Any], limit: str, with_needs: set[str], with_inputs: bool) -> None:
    for values in rows:
        talk_id, person_id, kind, level, post_level, *counts, has_appeals, sex, born_on = values
        row, record = found.rows[kind], ("talk", talk_id)
        _count_person(found, row, record, person_id, level, post_level, sex, born_on, limit)
        if any(number is not None for number in counts):
            row.counts_problems = True
            for key, number in zip(COUNTED, counts, strict=True):
                if number:
                    row.add(key, number, person_id, record)
        found.unregistered += bool(has_appeals) and talk_id not in with_needs
        if with_inputs:
            found.inputs.append((*record, digest(values[1:])))


def _count_visits(found: Month, rows: Sequence[Any], limit: str, with_inputs: bool) -> None:
    row = found.rows[rules.HOME_VISIT]
    for visit_id, person_id, level, post_level, sex, born_on in rows:
        record = ("home_visit", visit_id)
        _count_person(found, row, record, person_id, level, post_level, sex, born_on, limit)
        if with_inputs:
            found.inputs.append((*record, digest((person_id, level, post_level, sex, born_on))))


_LEVELS = {rules.DEPARTMENT_LEADER: "leaders", rules.DEPARTMENT_MEMBER: "members"}
_LEVELS[rules.PARTY_ORGANISATION] = "organisations"
_POSTS = {SECTION_CHIEF: "chief", SECTION_DEPUTY: "deputy", **dict.fromkeys(BELOW_SECTION, "below")}


def _count_person(
    found: Month,
    row: Row,
    record: tuple[str, str],
    person_id: str,
    level: str | None,
    post_level: str | None,
    sex: str | None,
    born_on: str | None,
    limit: str,
) -> None:
    row.add("talks", 1, person_id, record)
    found.people.add(person_id)
    if post_level is None:
        found.unlevelled += 1
    elif post_level in _POSTS:
        row.add(_POSTS[post_level], 1, person_id, record)
    if sex == FEMALE:
        row.add("women", 1, person_id, record)
    if born_on is not None and born_on >= limit:
        row.add("young", 1, person_id, record)
    if level in _LEVELS:
        row.add(_LEVELS[level], 1, person_id, record)


def _talks(window: Window) -> sa.Select[Any]:
    at, of = Talk.table.c, Person.table.c
    return (
        sa.select(
            at.id,
            at.person_id,
            at.kind,
            at.talker_level,
            at.post_level,
            *(at[name] for name in COUNTED),
            at.appeals.is_not(None).label("has_appeals"),
            of.sex,
            sa.type_coerce(of.born_on, sa.String),
        )
        .join(Person.table, of.id == at.person_id)
        .where(at.held_on >= window.lower, at.held_on <= window.upper)
        .order_by(at.id)
    )


def _visits(window: Window) -> sa.Select[Any]:
    at, of = HomeVisit.table.c, Person.table.c
    return (
        sa.select(at.id, at.person_id, at.visitor_level, at.post_level, of.sex, sa.type_coerce(of.born_on, sa.String))
        .join(Person.table, of.id == at.person_id)
        .where(at.visited_on >= window.lower, at.visited_on <= window.upper)
        .order_by(at.id)
    )


def _needs(window: Window) -> sa.Select[Any]:
    """Select the needs that came up in the month's talks and visits, each with the type of talk."""
    at, talk, visit = Need.table.c, Talk.table.c, HomeVisit.table.c
    in_talk = sa.and_(talk.held_on >= window.lower, talk.held_on <= window.upper)
    in_visit = sa.and_(visit.visited_on >= window.lower, visit.visited_on <= window.upper)
    return (
        sa.select(at.id, at.person_id, at.closed_on, talk.kind, sa.func.coalesce(talk.id, visit.id).label("source_id"))
        .select_from(
            Need.table.outerjoin(Talk.table, talk.id == at.talk_id).outerjoin(HomeVisit.table, visit.id == at.visit_id)
        )
        .where(sa.or_(in_talk, in_visit))
        .order_by(at.id)
    )


def undated(connection: sa.Connection, year: int) -> int:
    """Return how many talks of a year have no month, and so stand in no monthly report."""
    at = Talk.table.c
    statement = sa.select(sa.func.count()).select_from(Talk.table).where(at.held_on == PartialDate(year))
    return int(connection.execute(statement).scalar_one())
