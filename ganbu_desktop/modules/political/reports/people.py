"""Whom the room's reports count: people who serve now, by unit in the order of the tree; the others with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.person import Person
from ganbu_desktop.kernel.person_index import unit_order_keys
from ganbu_desktop.kernel.report import Period
from ganbu_desktop.kernel.unit import Unit
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


def staff(connection: sa.Connection) -> Staff:
    """Return everybody by unit, units in the order of the tree, people without a unit last."""
    serving = codes.table("management_state").code_for("现职人员")
    units = find(connection, Unit)
    keys = unit_order_keys(units)
    persons = sorted(find(connection, Person), key=lambda p: (p.position, p.id))
    by_unit: dict[str | None, list[Person]] = {}
    for person in persons:
        by_unit.setdefault(person.unit_id if person.unit_id in keys else None, []).append(person)
    ordered = sorted((u for u in units if u.id in by_unit), key=lambda u: keys[u.id])
    groups = [_group(unit.name or NO_UNIT, unit.id, by_unit[unit.id], serving) for unit in ordered]
    if None in by_unit:
        groups.append(_group(NO_UNIT, None, by_unit[None], serving))
    return Staff(tuple(groups), {p.id: p for p in persons}, {u.id: u for u in units})


def _group(title: str, unit_id: str | None, persons: Sequence[Person], serving: str | None) -> Group:
    counted = tuple(p.id for p in persons if p.management_state in (None, serving))
    left_out = tuple(
        (p.id, codes.table("management_state").label_for(p.management_state))
        for p in persons
        if p.management_state not in (None, serving)
    )
    return Group(title, counted, left_out, unit_id)


def bounds(period: Period) -> tuple[PartialDate, PartialDate]:
    """Return the first and last moment of a period, for comparison with dates known to the year or month."""
    first = PartialDate(period.first.year) if period.first.month == 1 else PartialDate.of(period.first)
    return first, PartialDate.of(period.last)
