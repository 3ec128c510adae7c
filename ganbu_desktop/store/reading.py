"""Reading records: those of a kind that meet conditions, and what hangs on one."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

import sqlalchemy as sa

from ganbu_desktop.store.record import Record, hanging_types, remake

R = TypeVar("R", bound=Record)


def find(connection: sa.Connection, cls: type[R], *conditions: sa.ColumnElement[bool]) -> list[R]:
    """Return the records of a kind that meet all conditions, in the order of their table's ``position`` if any."""
    statement = sa.select(cls.table).where(*conditions)
    if "position" in cls.table.c:
        statement = statement.order_by(cls.table.c.position, cls.table.c.id)
    rows = connection.execute(statement)
    names = tuple(rows.keys())
    return [remake(cls, dict(zip(names, row, strict=True))) for row in rows]


def hung_on(connection: sa.Connection, table: str, record_id: str) -> list[Record]:
    """Return whatever hangs on a record and goes with it, of every kind that there is."""
    types = hanging_types()
    if not types:
        return []
    rows = connection.execute(_hanging_statement(types), {"wanted_table": table, "wanted_id": record_id}).all()
    found: list[Record] = []
    for cls in types:
        ids = [row.id for row in rows if row.kind == cls.table.name]
        found += find(connection, cls, cls.table.c.id.in_(ids)) if ids else []
    return found


@lru_cache(maxsize=8)
def _hanging_statement(types: tuple[type[Record], ...]) -> sa.CompoundSelect[tuple[str, str]]:
    """Return one statement over all kinds, since it is asked of each record that is deleted."""
    parts = []
    for cls in types:
        assert cls.hangs_on is not None
        table, record_id = (cls.table.c[name] for name in cls.hangs_on)
        wanted = (record_id == sa.bindparam("wanted_id"), table == sa.bindparam("wanted_table"))
        parts.append(sa.select(sa.literal(cls.table.name).label("kind"), cls.table.c.id).where(*wanted))
    return sa.union_all(*parts)
