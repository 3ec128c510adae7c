"""Populations (统计范围): whom a table counts on its day, and how they are read in one pass.

Who served on the day is asked of the service history, so that a table of last year is the same whenever it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, cast

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.list.conditions.catalogue import people_catalogue
from ganbu_desktop.kernel.list.conditions.ready import ReadyCondition
from ganbu_desktop.kernel.list.conditions.reckoning import Moment as Now
from ganbu_desktop.kernel.list.saved_view import SavedView, content_of
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.person_index import person_index, unit_index
from ganbu_desktop.kernel.people.person_list import ListQuery, ids, unit_and_below
from ganbu_desktop.kernel.people.population import left_out, population_remarks
from ganbu_desktop.kernel.people.posts import held_on
from ganbu_desktop.kernel.people.seats import in_team
from ganbu_desktop.kernel.people.service import Serving, serving
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.statistics.dimensions import Body, Dimension, Moment

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Population:
    """Whom a table counts. ``title`` stands on the paper.

    ``is_team``: only members of leading teams; ``unit_id``: that unit and all below it; ``ids``: just these people,
    whatever their state. Without ``ids`` only those count who served on the day.
    """

    title: str = "全部现职干部"
    is_team: bool = False
    unit_id: str | None = None
    ids: tuple[str, ...] | None = None


SERVING = Population()
TEAMS = Population("领导班子成员", is_team=True)


@dataclass(frozen=True)
class People:
    """The people of a population in the county's order: rows of id and raw values; who was left out and why.

    ``said``: whom the table counts, in words.
    """

    rows: Sequence[Row]
    left_out: tuple[tuple[str, str], ...]
    said: tuple[str, ...]


def moment(office: Office, connection: sa.Connection, period: Period) -> Moment:
    """Return what lines depend on at the end of a period."""
    unit, index = Unit.table.c, unit_index.c
    statement = sa.select(
        unit.id, sa.func.coalesce(unit.short_name, unit.name, ""), index.order_key, unit.category, unit.level, unit.kind
    ).select_from(Unit.table.outerjoin(unit_index, index.unit_id == unit.id))
    bodies = {row[0]: Body(row[1], row[2] or "", *row[3:]) for row in connection.execute(statement)}
    return Moment(PartialDate.of(period.last), office.parameters(), _distinct(bodies))


def _distinct(bodies: dict[str, Body]) -> dict[str, Body]:
    """Tell units of the same short name apart, so that they do not share a line."""
    seen: dict[str, int] = {}
    found = {}
    for unit_id, body in sorted(bodies.items(), key=lambda pair: (pair[1].order, pair[0])):
        number = seen[body.name] = seen.get(body.name, 0) + 1
        name = body.name or "未命名单位"
        found[unit_id] = Body(f"{name}（{number}）" if number > 1 else name, body.order, *_kinds(body))
    return found


def _kinds(body: Body) -> tuple[str | None, str | None, str | None]:
    return body.category, body.level, body.kind


def read(connection: sa.Connection, population: Population, dimensions: Sequence[Dimension], period: Period) -> People:
    """Read the people of a population with a raw value for each dimension: ``(id, value, value…)``."""
    person, index = Person.table.c, person_index.c
    values = [dimension.raw(period) for dimension in dimensions]
    joined = Person.table.join(person_index, index.person_id == person.id)
    statement = sa.select(person.id, *values).select_from(joined).order_by(index.default_key)
    if population.is_team:
        statement = statement.where(_holds_team_post(period))
    rows = raw_rows(connection, statement)
    if population.ids is not None:
        wanted = set(population.ids)
        return People([row for row in rows if row[0] in wanted], (), (_CHOSEN,))
    served = _within(connection, population, serving(connection, period.so_far), period)
    rows = [row for row in rows if row[0] in served.people]
    return People(rows, left_out(served), population_remarks(connection, served, period.so_far))


_CHOSEN = "只统计所列的人，不论当日是否在职。"


def _holds_team_post(period: Period) -> sa.ColumnElement[bool]:
    at = Tenure.table.c
    return (
        sa.exists()
        .where(at.person_id == Person.table.c.id, held_on(period.so_far), in_team(at))
        .correlate(Person.table)
    )


def _within(connection: sa.Connection, population: Population, served: Serving, period: Period) -> Serving:
    """Return the part of an answer that is about a population: who did not serve belongs to the unit recorded now."""
    place: list[sa.ColumnElement[bool]] = []
    units: frozenset[str | None] | None = None
    if population.unit_id is not None:
        units = frozenset(unit_and_below(connection, population.unit_id))
        place.append(Person.table.c.unit_id.in_(units))
    if population.is_team:
        place.append(_holds_team_post(period))
    if not place:
        return served
    near = set(connection.scalars(sa.select(Person.table.c.id).where(*place)))
    team = near if units is None else set(connection.scalars(sa.select(Person.table.c.id).where(*place[1:])))
    return Serving(
        {
            person: stay
            for person, stay in served.people.items()
            if person in team and (units is None or stay.unit_id in units)
        },
        tuple(pair for pair in served.left_out if pair[0] in near),
        tuple(pair for pair in served.unknown if pair[0] in near),
    )


def raw_rows(connection: sa.Connection, statement: sa.Select[Any]) -> list[Row]:
    """Return rows as the driver gives them: for the whole county several times quicker than through the types."""
    cursor = cast("sa.CursorResult[Any]", connection.execute(statement)).cursor
    assert cursor is not None
    return cast("list[Row]", cursor.fetchall())


def view_ids(office: Office, view: SavedView, ready: Sequence[ReadyCondition]) -> tuple[str, ...]:
    """Return whom a saved view of the cadres list shows now; ``ready``: the ready-made conditions of the rooms.

    FieldError or CheckFailed with a sentence for a view that this version cannot read.
    """
    content = content_of(view)
    tree = content.conditions
    where = None if tree is None else people_catalogue(ready).where(tree, Now.of(office))
    query = ListQuery(typed=content.search, filters=tuple(content.filters.items()), where=where)
    with office.reading() as connection:
        return tuple(ids(connection, query))


def inputs_of_rows(rows: Sequence[Row], table: str = "person") -> tuple[tuple[str, str, str], ...]:
    """Return what ``Report.inputs`` takes: table, id and a digest of what was read of each."""
    return tuple(sorted((table, row[0], _digest(row)) for row in rows))


def _digest(row: Row) -> str:
    return blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
