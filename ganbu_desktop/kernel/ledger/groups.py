"""A ledger's list by groups: heads with counts and subtotals by one statement, the entries of one group when wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Field, LongText, Number, Scaled, Sealed
from ganbu_desktop.kernel.ledger.listing import (
    PERSON_COLUMN,
    STATE_COLUMN,
    UNIT_COLUMN,
    LedgerQuery,
    columns,
    conditions,
    is_limiting,
    ordered,
)
from ganbu_desktop.kernel.ledger.names import MAIN, UNIT, name_column, name_text
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import person_index, unit_index
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, Standing
from ganbu_desktop.kernel.spine.showing import standing_key
from ganbu_desktop.store.record import Reference, fields_of, record_type

NOTHING = "（空）"
_YEARS = ("year", "quarter", "month", "position", "number")
"""Numbers that name something: no sum is made of them."""


@dataclass(frozen=True)
class LedgerGroup:
    """One group. ``key``: the stored value that its entries share; ``totals``: sums of the stored values by field."""

    key: Any
    label: str
    count: int
    totals: Mapping[str, int]


@dataclass(frozen=True)
class _Way:
    source: sa.FromClause
    key: sa.ColumnElement[Any]
    label: sa.ColumnElement[Any]
    order: sa.ColumnElement[Any]


def can_group(spec: LedgerSpec, name: str) -> bool:
    """Tell whether a list can be grouped by a column."""
    if name in (PERSON_COLUMN, UNIT_COLUMN) or (name == STATE_COLUMN and is_limiting(spec)):
        return True
    entry = fields_of(spec.record).get(name)
    return entry is not None and not isinstance(entry, LongText | Sealed) and name not in spec.guarded


def summed(spec: LedgerSpec) -> dict[str, Field]:
    """Return the fields of a list whose values are added up."""
    described = {column.name: column.field for column in columns(spec)}
    return {
        name: entry
        for name, entry in described.items()
        if isinstance(entry, Number | Scaled) and not name.endswith(_YEARS) and name not in spec.guarded
    }


def groups(connection: sa.Connection, spec: LedgerSpec, query: LedgerQuery, by: str) -> list[LedgerGroup]:
    """Return the groups of what a query shows, in the order of the column they are made by."""
    limits = conditions(connection, spec, query)
    if limits is None:
        return []
    way, sums = _way(spec, query, by), list(summed(spec))
    added = [sa.func.coalesce(sa.func.sum(spec.record.table.c[name]), 0) for name in sums]
    statement = (
        sa.select(way.key, sa.func.max(way.label), sa.func.count(), *added)
        .select_from(way.source)
        .where(*limits)
        .group_by(way.key)
        .order_by(sa.func.min(way.order), way.key)
    )
    found = []
    for key, label, count, *totals in connection.execute(statement):
        shown = _label(spec, by, key, label)
        found.append(LedgerGroup(key, shown, count, dict(zip(sums, map(int, totals), strict=True))))
    return in_order(fields_of(spec.record).get(by), found)


def ids_of(connection: sa.Connection, spec: LedgerSpec, query: LedgerQuery, by: str, key: Any) -> list[str]:
    """Return the ids of one group's entries, in the list's order."""
    limits = conditions(connection, spec, query)
    if limits is None:
        return []
    table = spec.record.table
    if by == UNIT_COLUMN:
        people = sa.select(Person.table.c.id).where(Person.table.c.unit_id.is_not_distinct_from(key))
        within: sa.ColumnElement[bool] = table.c[MAIN].in_(people)
        within = within if key is not None else sa.or_(within, table.c[MAIN].is_(None))
    else:
        within = _way(spec, query, by).key.is_not_distinct_from(key)
    source, order = ordered(spec, query)
    statement = sa.select(table.c.id).select_from(source).where(*limits, within).order_by(*order)
    return list(connection.execute(statement).scalars())


def totals(connection: sa.Connection, spec: LedgerSpec, query: LedgerQuery) -> dict[str, tuple[int, int]]:
    """Return the sum of the stored values and how many there are, by field, over all that a query shows."""
    limits, names = conditions(connection, spec, query), list(summed(spec))
    if limits is None or not names:
        return {}
    at = spec.record.table.c
    asked = [part for name in names for part in (sa.func.coalesce(sa.func.sum(at[name]), 0), sa.func.count(at[name]))]
    row = connection.execute(sa.select(*asked).select_from(spec.record.table).where(*limits)).one()
    return {name: (int(row[2 * place]), int(row[2 * place + 1])) for place, name in enumerate(names)}


def _way(spec: LedgerSpec, query: LedgerQuery, by: str) -> _Way:
    table, people, units = spec.record.table, Person.table, unit_index
    if by == UNIT_COLUMN:
        source = table.outerjoin(people, people.c.id == table.c[MAIN])
        source = source.outerjoin(units, units.c.unit_id == people.c.unit_id)
        return _Way(source, people.c.unit_id, units.c.name, units.c.order_key)
    if by in (PERSON_COLUMN, MAIN) and MAIN in table.c:
        source = table.outerjoin(people, people.c.id == table.c[MAIN])
        source = source.outerjoin(person_index, person_index.c.person_id == table.c[MAIN])
        return _Way(source, table.c[MAIN], people.c.name, person_index.c.stroke_key)
    if by == STATE_COLUMN and issubclass(spec.record, LimitingRecord):
        key: sa.ColumnElement[Any] = standing_key(spec.record, query.day)
        return _Way(table, key, key, key)
    return _way_of_field(spec, by)


def _way_of_field(spec: LedgerSpec, by: str) -> _Way:
    table, entry = spec.record.table, fields_of(spec.record)[by]
    column = table.c[by]
    if isinstance(entry, Date):
        year = year_of(column)
        return _Way(table, year, year, sa.cast(year, sa.Integer) * -1)
    if isinstance(entry, Reference) and entry.target == UNIT:
        source = table.outerjoin(unit_index, unit_index.c.unit_id == column)
        return _Way(source, column, unit_index.c.name, unit_index.c.order_key)
    named = name_column(entry.target) if isinstance(entry, Reference) else None
    if isinstance(entry, Reference) and named is not None:
        other = record_type(entry.target).table.alias("named")
        source = table.outerjoin(other, other.c.id == column)
        return _Way(source, column, other.c[named.name], other.c[named.name])
    return _Way(table, column, column, column)


def year_of(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Return the year of a stored date, by which dates are grouped."""
    return sa.func.substr(sa.cast(column, sa.Text), 1, 4)


def _label(spec: LedgerSpec, by: str, key: Any, label: Any) -> str:
    if key is None or key == "":
        return NOTHING
    if by == STATE_COLUMN and is_limiting(spec):
        return Standing[key].value
    entry = fields_of(spec.record).get(by)
    if by in (PERSON_COLUMN, UNIT_COLUMN) or entry is None:
        return str(label or NOTHING)
    if isinstance(entry, Reference):
        return str(label or NOTHING) if entry.target == UNIT else name_text(entry.target, label) or NOTHING
    return words_of(entry, key)


def words_of(entry: Field, key: Any) -> str:
    """Return what people read of the value that a group shares: the year of a date, the label of a code."""
    if key is None or key == "":
        return NOTHING
    return f"{key}年" if isinstance(entry, Date) else entry.format(key) or NOTHING


def in_order(entry: Field | None, found: list[LedgerGroup]) -> list[LedgerGroup]:
    """Return groups by a code in the order of its table, what has no value last."""
    places: dict[str, int] = {}
    if isinstance(entry, Choice):
        places = {e.code: place for place, e in enumerate(codes.table(entry.table).entries)}
    return sorted(found, key=lambda g: (g.label == NOTHING, places.get(g.key, len(places)) if places else 0))
