"""Whom the room's reports count: who served on the last day of the period, by unit; the others with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import unit_order_keys
from ganbu_desktop.kernel.people.service import serving
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.store.operations import find

NO_UNIT = "未分单位"


@dataclass(frozen=True)
class Group:
    """The people of one unit (or of all): those who are counted and those left out with the reason."""

    title: str
    people: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    unit_id: str | None = None


@dataclass(frozen=True)
class Staff:
    """Everybody, by unit; ``persons`` and ``units`` by id."""

    groups: tuple[Group, ...]
    persons: dict[str, Person] = field(repr=False)
    units: dict[str, Unit] = field(repr=False)

    @property
    def everybody(self) -> Group:
        """Return all units as one group."""
        people = tuple(p for group in self.groups for p in group.people)
        return Group("合计", people, tuple(p for group in self.groups for p in group.left_out))


def staff(connection: sa.Connection, day: date) -> Staff:
    """Return who served on a day by the unit of that day, units in the order of the tree, people without one last.

    Whoever did not serve, or of whom it cannot be told, stands with the reason at the unit of today.
    """
    served = serving(connection, day)
    units = find(connection, Unit)
    keys = unit_order_keys(units)
    persons = {p.id: p for p in sorted(find(connection, Person), key=lambda p: (p.position, p.id))}
    place = {person_id: n for n, person_id in enumerate(persons)}
    counted: dict[str | None, list[str]] = {}
    for person_id in sorted(served.people, key=lambda i: (place.get(i, len(place)), i)):
        unit_id = served.people[person_id].unit_id
        counted.setdefault(unit_id if unit_id in keys else None, []).append(person_id)
    left_out: dict[str | None, list[tuple[str, str]]] = {}
    for person_id, reason in (*served.left_out, *served.unknown):
        unit_id = persons[person_id].unit_id if person_id in persons else None
        left_out.setdefault(unit_id if unit_id in keys else None, []).append((person_id, reason))
    named = sorted((u for u in units if u.id in {*counted, *left_out}), key=lambda u: keys[u.id])
    titles: list[tuple[str | None, str]] = [(u.id, u.name or NO_UNIT) for u in named]
    titles += [(None, NO_UNIT)] * (None in {*counted, *left_out})
    groups = (Group(name, tuple(counted.get(i, ())), tuple(left_out.get(i, ())), i) for i, name in titles)
    return Staff(tuple(groups), persons, {u.id: u for u in units})


def bounds(period: Period) -> tuple[PartialDate, PartialDate]:
    """Return the first and last moment of a period, for comparison with dates known to the year or month."""
    first = PartialDate(period.first.year) if period.first.month == 1 else PartialDate.of(period.first)
    return first, PartialDate.of(period.last)
