"""The distribution of entries that count against people, by sex, age and kind of unit: to find bias, never a person.

Groups below the smallest sample are not shown, and no name is behind any of these figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import Person
from ganbu_desktop.kernel.spine.ballots import SMALLEST, shown_groups
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, in_force, limiting_types
from ganbu_desktop.kernel.unit import Unit
from ganbu_desktop.store.operations import find

UNKNOWN = "未填"
BY_SEX, BY_AGE, BY_UNIT = "性别", "年龄", "机构类别"


@dataclass(frozen=True)
class Group:
    """One group: people in it, entries in force on them, entries of a hundred people; None where it is too small."""

    title: str
    people: int | None
    entries: int | None
    per_hundred: int | None


@dataclass(frozen=True)
class Counted:
    """One person as the distribution sees them: no name, only the groups and how many entries are in force."""

    sex: str
    age: str
    unit: str
    entries: int


def distribution(
    office: Office, day: date, kinds: Sequence[type[LimitingRecord]] | None = None
) -> dict[str, list[Group]]:
    """Return the groups by sex, age and kind of unit for the entries of ``kinds`` (default: all) in force on a day."""
    figures = office.parameters()
    bounds = [int(text) for text in figures.words("age_group_bounds", day)]
    with office.reading() as connection:
        counts = _entries_by_person(connection, day, list(limiting_types().values()) if kinds is None else kinds)
        people = [_counted(row, counts, bounds, day) for row in connection.execute(_PEOPLE)]
    least = figures.integer(SMALLEST, day)
    by: dict[str, Callable[[Counted], str]] = {BY_SEX: _sex, BY_AGE: _age, BY_UNIT: _unit}
    return {title: _groups(people, key, least) for title, key in by.items()}


_PEOPLE = sa.select(Person.table.c.id, Person.table.c.sex, Person.table.c.born_on, Unit.table.c.category).select_from(
    Person.table.outerjoin(Unit.table, Unit.table.c.id == Person.table.c.unit_id)
)


def _entries_by_person(connection: sa.Connection, day: date, kinds: Sequence[type[LimitingRecord]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for cls in kinds:
        for entry in find(connection, cls, in_force(cls, day)):
            if entry.is_limiting:
                counts[entry.person_id] = counts.get(entry.person_id, 0) + 1
    return counts


def _counted(row: Any, counts: dict[str, int], bounds: list[int], day: date) -> Counted:
    age = age_at(row.born_on, PartialDate.of(day))
    return Counted(
        codes.table("sex").label_for(row.sex) or UNKNOWN if row.sex else UNKNOWN,
        UNKNOWN if age is None else _band(age, bounds),
        codes.table("unit_category").label_for(row.category) or UNKNOWN if row.category else UNKNOWN,
        counts.get(row.id, 0),
    )


def _band(age: int, bounds: list[int]) -> str:
    above = [b for b in bounds if age <= b]
    if not above:
        return f"{bounds[-1] + 1}岁以上"
    place = bounds.index(above[0])
    return f"{bounds[0]}岁以下" if place == 0 else f"{bounds[place - 1] + 1}—{above[0]}岁"


def _sex(person: Counted) -> str:
    return person.sex


def _age(person: Counted) -> str:
    return person.age


def _unit(person: Counted) -> str:
    return person.unit


def _groups(people: Sequence[Counted], key: Callable[[Counted], str], least: int) -> list[Group]:
    sizes: dict[str, int] = {}
    entries: dict[str, int] = {}
    for person in people:
        title = key(person)
        sizes[title] = sizes.get(title, 0) + 1
        entries[title] = entries.get(title, 0) + person.entries
    titles = sorted(sizes)
    shown = shown_groups([sizes[t] for t in titles], least)
    return [
        Group(t, sizes[t], entries[t], (entries[t] * 100 + sizes[t] // 2) // sizes[t])
        if seen
        else Group(t, None, None, None)
        for t, seen in zip(titles, shown, strict=True)
    ]
