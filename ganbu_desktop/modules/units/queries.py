"""What the units page reads: the tree and the figures of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.posts import held_on
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.operations import find


@dataclass(frozen=True)
class UnitNode:
    """One unit with its people (``people`` in it, ``total`` with all below) and current posts and leading posts."""

    unit: Unit
    people: int
    total: int
    posts: int
    leaders: int


@dataclass(frozen=True)
class UnitTree:
    """All units, parents before children, siblings in their order."""

    nodes: tuple[UnitNode, ...]

    def node(self, unit_id: str) -> UnitNode | None:
        """Return one unit."""
        return next((n for n in self.nodes if n.unit.id == unit_id), None)

    def siblings(self, parent_id: str | None) -> list[str]:
        """Return the ids directly below a unit (None: the top), in order."""
        return [n.unit.id for n in self.nodes if n.unit.parent_id == parent_id]

    def below(self, unit_id: str) -> set[str]:
        """Return a unit and everything below it."""
        found = {unit_id}
        for node in self.nodes:
            if node.unit.parent_id in found:
                found.add(node.unit.id)
        return found

    def path(self, unit_id: str) -> list[str]:
        """Return the names from the top down to the unit above this one."""
        names: list[str] = []
        by_id = {n.unit.id: n.unit for n in self.nodes}
        unit = by_id.get(unit_id)
        while unit is not None and unit.parent_id in by_id:
            unit = by_id[unit.parent_id or ""]
            names.insert(0, unit.short_name or unit.name or "")
        return names


def read_tree(office: Office) -> UnitTree:
    """Return the tree with its figures, in one consistent view."""
    with office.reading() as connection:
        units = find(connection, Unit)
        people = _counted(connection, Person.table.c.unit_id)
        current = held_on(office.today())
        posts = _counted(connection, Tenure.table.c.unit_id, current)
        leaders = _counted(connection, Tenure.table.c.unit_id, current, Tenure.table.c.is_leading_post.is_(True))
    ordered = in_order(units)
    totals = _totals(ordered, people)
    nodes = (UnitNode(u, people.get(u.id, 0), totals[u.id], posts.get(u.id, 0), leaders.get(u.id, 0)) for u in ordered)
    return UnitTree(tuple(nodes))


def _counted(connection: sa.Connection, column: sa.Column[str], *conditions: sa.ColumnElement[bool]) -> dict[str, int]:
    statement = sa.select(column, sa.func.count()).where(column.is_not(None), *conditions).group_by(column)
    return {unit_id: int(number) for unit_id, number in connection.execute(statement)}


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """Return units as the tree shows them: parents before children, siblings in their order."""
    below: dict[str | None, list[Unit]] = {}
    ids = set()
    for unit in units:
        ids.add(unit.id)
        below.setdefault(unit.parent_id, []).append(unit)
    ordered: list[Unit] = []
    waiting = sorted((u for u in _roots(below, ids)), key=_place, reverse=True)
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting += sorted(below.get(unit.id, []), key=_place, reverse=True)
    return ordered


def _roots(below: Mapping[str | None, list[Unit]], ids: set[str]) -> list[Unit]:
    return [unit for parent, units in below.items() if parent is None or parent not in ids for unit in units]


def _place(unit: Unit) -> tuple[int, str]:
    return unit.position, unit.name or ""


def _totals(ordered: list[Unit], people: Mapping[str, int]) -> dict[str, int]:
    totals = {unit.id: people.get(unit.id, 0) for unit in ordered}
    for unit in reversed(ordered):
        if unit.parent_id in totals:
            totals[unit.parent_id] += totals[unit.id]
    return totals


def ids_of_names(office: Office, names: Iterable[str]) -> list[str]:
    """Return the units called so, by full or short name; CheckFailed for a name that none or several units have."""
    units = in_order(office.find(Unit))
    found = []
    for name in names:
        called = [u for u in units if u.name == name] or [u for u in units if u.short_name == name]
        if not called:
            near = [u.short_name or u.name or "" for u in units if name in f"{u.name} {u.short_name}"][:5]
            hint = f"，相近的有：{'、'.join(near)}" if near else "，请写单位的全称或简称"
            raise CheckFailed(f"没有名为“{name}”的单位{hint}；没有写出任何文件")
        if len(called) > 1:
            full = "、".join(u.name or "" for u in called)
            raise CheckFailed(f"叫“{name}”的单位有 {len(called)} 个：{full}，请写全称；没有写出任何文件")
        found.append(called[0].id)
    return found
