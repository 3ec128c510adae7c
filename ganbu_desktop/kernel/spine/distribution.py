"""The distribution of entries that count against people, by sex, age and kind of unit: to find bias, never a person.

A self-check (``kernel.samples``): groups that are too small are joined, and no name is behind any of these figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import age_at, age_band, age_bands
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import serving
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report import samples
from ganbu_desktop.kernel.report.samples import Grouping
from ganbu_desktop.kernel.report.spec import Figure, share
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, in_force, limiting_types
from ganbu_desktop.store.operations import find

UNKNOWN = "未填"
BY_SEX, BY_AGE, BY_UNIT = "性别", "年龄", "机构类别"
AGE_BOUNDS = "age_group_bounds"
_CHUNK = 500


@dataclass(frozen=True)
class Group:
    """One group: people in it, entries in force on them, entries of a hundred people in tenths (14 is 1.4)."""

    title: str
    people: int
    entries: int
    per_hundred: int


def distribution(
    office: Office, day: date, kinds: Sequence[type[LimitingRecord]] | None = None
) -> dict[str, list[Group]]:
    """Return the groups by sex, age and kind of unit for the entries of ``kinds`` (default: all) in force on a day.

    Who counts: the people who serve on that day. A table of too few people has no groups.
    """
    figures = office.parameters()
    with office.reading() as connection:
        counts = _entries_by_person(connection, day, list(limiting_types().values()) if kinds is None else kinds)
        served = serving(connection, day)
        units = {person_id: stay.unit_id for person_id, stay in served.people.items()}
        tables = grouped(connection, units, figures, day)
    base = figures.integer(samples.ROUNDING, day)
    found = samples.shown(tables, samples.least_of(figures, day))
    return {table.title: [_group(group, counts, base) for group in table.groups] for table in found}


def grouped(
    connection: sa.Connection, units: Mapping[str, str | None], figures: ParameterSet, day: date
) -> list[Grouping]:
    """Return people (id to the id of the unit they count in) by sex, by age on a day and by kind of unit."""
    sexes, categories = codes.table("sex"), codes.table("unit_category")
    bounds = [int(text) for text in figures.words(AGE_BOUNDS, day)]
    month = PartialDate(day.year, day.month)
    by_sex: dict[str, list[str]] = {title: [] for title in sexes.labels()}
    by_age: dict[str, list[str]] = {title: [] for title in age_bands(bounds)}
    by_unit: dict[str, list[str]] = {title: [] for title in categories.labels()}
    kinds = {row.id: row.category for row in connection.execute(sa.select(Unit.table.c.id, Unit.table.c.category))}
    at, ids = Person.table.c, sorted(units)
    for start in range(0, len(ids), _CHUNK):
        chosen = sa.select(at.id, at.sex, at.born_on).where(at.id.in_(ids[start : start + _CHUNK]))
        for row in connection.execute(chosen):
            age, category = age_at(row.born_on, month), kinds.get(units[row.id])
            _put(by_sex, sexes.label_for(row.sex) if row.sex else "", row.id)
            _put(by_age, "" if age is None or not bounds else age_band(age, bounds), row.id)
            _put(by_unit, categories.label_for(category) if category else "", row.id)
    return [
        Grouping.of(BY_SEX, by_sex),
        Grouping.of(BY_AGE, by_age, is_ordered=True),
        Grouping.of(BY_UNIT, by_unit),
    ]


def _put(groups: dict[str, list[str]], title: str, person_id: str) -> None:
    groups.setdefault(title or UNKNOWN, []).append(person_id)


def _entries_by_person(connection: sa.Connection, day: date, kinds: Sequence[type[LimitingRecord]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for cls in kinds:
        for entry in find(connection, cls, in_force(cls, day)):
            if entry.is_limiting:
                counts[entry.person_id] = counts.get(entry.person_id, 0) + 1
    return counts


def _group(group: samples.Group, counts: Mapping[str, int], base: int) -> Group:
    entries = samples.rounded(sum(counts.get(person, 0) for person in group.people), base, group.people)
    return Group(group.title, len(group), entries, share(entries, len(group)).value or 0)


def rate(group: Group) -> Figure:
    """Return a group's entries of a hundred people with one decimal."""
    said = share(group.entries, group.people, formula="条目数÷人数×100，保留一位小数")
    return replace(said, text=said.text.removesuffix("%"))
