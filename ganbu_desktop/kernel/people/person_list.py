"""Lists of people: which ids, in which order, by which conditions; rows by chunks.

A list holds ids only. Its first chunk is asked for with a limit so that it shows at once, whatever the size; the rest
of the ids follows when needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Field
from ganbu_desktop.kernel.list.column_filter import filtered
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import person_index, unit_index
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store import search
from ganbu_desktop.store.audit import row_to_record
from ganbu_desktop.store.record import fields_of, remake

_PERSON_NAMES = tuple(column.name for column in Person.table.columns)


class Order(Enum):
    """The ready-made orders of a roster; the value is what the clerk reads."""

    DEFAULT = "单位序、班子内序"
    LEVEL = "职务层次"
    STROKES = "姓氏笔画"
    PINYIN = "拼音"


@dataclass(frozen=True)
class ListQuery:
    """What a list of people shows.

    ``typed``: the quick search. ``unit_id``: that unit and all below it. ``filters``: text that the shown value of a
    field must hold, by field name (see ``column_filter``). ``order``: a ready-made order, or a field name sorted by
    its stored value; ``descending`` turns it. ``where``: a condition on ``Person`` (of ``conditions``).
    """

    typed: str = ""
    unit_id: str | None = None
    filters: tuple[tuple[str, str], ...] = ()
    order: Order | str = Order.DEFAULT
    descending: bool = False
    ids: tuple[str, ...] | None = field(default=None, repr=False)
    where: sa.ColumnElement[bool] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class PersonRow:
    """One row of a list: the person and the shown name of the unit."""

    person: Person
    unit_name: str


def conditions(connection: sa.Connection, query: ListQuery) -> list[sa.ColumnElement[bool]] | None:
    """Return the conditions of a query, None where nothing can be found for what was typed."""
    person = Person.table.c
    found: list[sa.ColumnElement[bool]] = []
    if query.typed.strip():
        matching = search.matching(query.typed)
        if matching is None:
            return None
        sql, values = matching
        found.append(
            person.id.in_(sa.text(sql).bindparams(**values).columns(sa.column("owner_id", sa.Text)).scalar_subquery())
        )
    if query.unit_id is not None:
        found.append(person.unit_id.in_(unit_and_below(connection, query.unit_id)))
    if query.ids is not None:
        found.append(person.id.in_(query.ids))
    if query.where is not None:
        found.append(query.where)
    for name, text in query.filters:
        condition = _filter(name, text.strip())
        if condition is not None:
            found.append(condition)
    return found


def _filter(name: str, text: str) -> sa.ColumnElement[bool] | None:
    if not text:
        return None
    at = Person.table.c
    if name == "unit":
        return filtered(at.unit_id, None, text, _of_units)
    column, described = at[name], fields_of(Person)[name]
    return filtered(column, described, text, partial(_holds, column, described))


def _of_units(text: str) -> sa.ColumnElement[bool]:
    named = sa.select(unit_index.c.unit_id).where(unit_index.c.search_text.contains(text, autoescape=True))
    return Person.table.c.unit_id.in_(named)


def _holds(column: sa.Column[Any], described: Field, text: str) -> sa.ColumnElement[bool]:
    if isinstance(described, Choice):
        table = codes.table(described.table)
        hits = [e.code for e in table.entries if text in e.label]
        return sa.or_(column.in_(hits), column.contains(text, autoescape=True))
    if isinstance(described, Date):
        digits = "".join(c for c in text if c.isdigit())
        return sa.cast(column, sa.Text).startswith(digits) if digits else sa.false()
    return sa.cast(column, sa.Text).contains(text, autoescape=True)


def unit_and_below(connection: sa.Connection, unit_id: str) -> list[str]:
    """Return the id of a unit and of every unit below it."""
    unit = Unit.table.c
    tree = sa.select(unit.id).where(unit.id == unit_id).cte("tree", recursive=True)
    tree = tree.union(sa.select(unit.id).join(tree, unit.parent_id == tree.c.id))
    return list(connection.execute(sa.select(tree.c.id)).scalars())


def order_of(query: ListQuery) -> list[sa.ColumnElement[object]]:
    """Return the columns by which a query is ordered."""
    index = person_index.c
    orders: dict[Order, list[sa.ColumnElement[object]]] = {
        Order.DEFAULT: [index.default_key],
        Order.LEVEL: [index.level_order, Person.table.c.post_level_since, index.stroke_key],
        Order.STROKES: [index.stroke_key],
        Order.PINYIN: [index.pinyin, index.stroke_key],
    }
    if isinstance(query.order, Order):
        columns = orders[query.order]
    elif query.order == "unit":
        columns = orders[Order.DEFAULT]
    elif query.order == "name":
        columns = orders[Order.STROKES]
    else:
        columns = [Person.table.c[query.order], index.default_key]
    return [c.desc() for c in columns] if query.descending else columns


def ids(connection: sa.Connection, query: ListQuery, limit: int | None = None) -> list[str]:
    """Return the ids of the people that a query shows, in its order."""
    limits = conditions(connection, query)
    if limits is None:
        return []
    statement = (
        sa.select(person_index.c.person_id)
        .select_from(person_index.join(Person.table, Person.table.c.id == person_index.c.person_id))
        .where(*limits)
        .order_by(*order_of(query))
    )
    if not limits and query.order is Order.DEFAULT:
        statement = sa.select(person_index.c.person_id).order_by(*order_of(query))
    if limit is not None:
        statement = statement.limit(limit)
    return list(connection.execute(statement).scalars())


def count(connection: sa.Connection, query: ListQuery) -> int:
    """Return how many people a query shows."""
    limits = conditions(connection, query)
    if limits is None:
        return 0
    statement = sa.select(sa.func.count()).select_from(Person.table).where(*limits)
    return int(connection.execute(statement).scalar_one())


def quick(connection: sa.Connection, typed: str, limit: int = 200) -> list[PersonRow]:
    """Return the first people found for what was typed, for search as you type."""
    return rows(connection, search.find(connection, typed, limit))


def rows(connection: sa.Connection, wanted: Sequence[str]) -> list[PersonRow]:
    """Return the rows of some ids, in that order; ids that are gone are left out."""
    names = unit_index.c
    joined = Person.table.outerjoin(unit_index, names.unit_id == Person.table.c.unit_id)
    found: dict[str, PersonRow] = {}
    for start in range(0, len(wanted), 500):
        statement = (
            sa.select(Person.table, names.name.label("unit_name_"))
            .select_from(joined)
            .where(Person.table.c.id.in_(wanted[start : start + 500]))
        )
        for row in connection.execute(statement):
            *values, unit_name = row
            person = remake(Person, dict(zip(_PERSON_NAMES, values, strict=True)))
            found[person.id] = PersonRow(person, unit_name or "")
    return [found[i] for i in wanted if i in found]


def person_of(connection: sa.Connection, person_id: str) -> Person | None:
    """Return one person, or None."""
    row = connection.execute(sa.select(Person.table).where(Person.table.c.id == person_id)).first()
    return None if row is None else row_to_record(Person, row)
