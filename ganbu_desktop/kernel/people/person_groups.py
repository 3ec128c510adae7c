"""The list of people by groups: heads with counts by one statement, the people of one group when wanted."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, Flag
from ganbu_desktop.kernel.ledger.groups import NOTHING, LedgerGroup, in_order, words_of, year_of
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import person_index, unit_index
from ganbu_desktop.kernel.people.person_list import ListQuery, conditions, order_of
from ganbu_desktop.store.record import fields_of

UNIT_KEY = "unit"
"""The column 单位 of the list of people."""


def can_group(name: str) -> bool:
    """Tell whether people can be grouped by a column: their unit, a code, a flag, the year of a date."""
    return name == UNIT_KEY or isinstance(fields_of(Person).get(name), Choice | Flag | Date)


def groups(connection: sa.Connection, query: ListQuery, by: str) -> list[LedgerGroup]:
    """Return the groups of the people that a query shows, units in their order, codes in that of their table."""
    limits = conditions(connection, query)
    if limits is None:
        return []
    key = _key(by)
    source: sa.FromClause = Person.table
    label: sa.ColumnElement[Any] = key
    order: sa.ColumnElement[Any] = key
    if by == UNIT_KEY:
        source = Person.table.outerjoin(unit_index, unit_index.c.unit_id == Person.table.c.unit_id)
        label, order = unit_index.c.name, unit_index.c.order_key
    statement = (
        sa.select(key, sa.func.max(label), sa.func.count())
        .select_from(source)
        .where(*limits)
        .group_by(key)
        .order_by(sa.func.min(order), key)
    )
    entry = fields_of(Person).get(by)
    found = []
    for value, name, count in connection.execute(statement):
        words = str(name or NOTHING) if entry is None else words_of(entry, value)
        found.append(LedgerGroup(value, words, count, {}))
    return in_order(entry, found)


def ids_of(connection: sa.Connection, query: ListQuery, by: str, key: Any) -> list[str]:
    """Return the ids of one group's people, in the list's order."""
    limits = conditions(connection, query)
    if limits is None:
        return []
    statement = (
        sa.select(person_index.c.person_id)
        .select_from(person_index.join(Person.table, Person.table.c.id == person_index.c.person_id))
        .where(*limits, _key(by).is_not_distinct_from(key))
        .order_by(*order_of(query))
    )
    return list(connection.execute(statement).scalars())


def _key(by: str) -> sa.ColumnElement[Any]:
    at = Person.table.c
    if by == UNIT_KEY:
        return at.unit_id
    return year_of(at[by]) if isinstance(fields_of(Person)[by], Date) else at[by]
