"""Looking back past a deletion: people deleted after a period still are in its numbers.

Whoever was there when the period ended was counted and handed up; that the record was put into the bin later changes
nothing about the period. Their records are read from the bin's images into temporary tables beside the stored ones, on
a reader's own connection and in memory, and every statement of a report reads both under the one name. What was purged
is gone, what a merge left belongs to the person who was kept, and a creation that was undone never was. Somebody
deleted during a period no longer counts in it: leaving is recorded as leaving, not by deleting.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.people import person_index, service_derive
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.spine.moving import MERGE
from ganbu_desktop.store.audit import change_table, operation_table
from ganbu_desktop.store.record import record_types

_PERSON = Person.table.name
Rows = dict[str, list[dict[str, Any]]]


@contextmanager
def deleted_after(connection: sa.Connection, day: date) -> Iterator[sa.Connection]:
    """Let a reader's statements inside the block also see who was deleted after a day, with all they had."""
    rows = _rows(connection, day)
    if not rows:
        yield connection
        return
    shown: list[str] = []
    with writing_to_memory(connection):
        for table, images in rows.items():
            _show(connection, table, images)
            shown.append(table)
        _derive(connection, [image["id"] for image in rows[_PERSON]], shown)
    try:
        yield connection
    finally:
        with writing_to_memory(connection):
            for table in shown:
                connection.exec_driver_sql(f'DROP VIEW temp."{table}"')
                connection.exec_driver_sql(f'DROP TABLE temp."gone_{table}"')


@contextmanager
def writing_to_memory(connection: sa.Connection) -> Iterator[None]:
    """Lift a reader's refusal to write for its temporary tables, which are kept in memory (``store.driver``)."""
    connection.exec_driver_sql("PRAGMA query_only=OFF")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA query_only=ON")


def _show(connection: sa.Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Put a view of the stored and the given rows in the place of a table."""
    connection.exec_driver_sql(f'CREATE TEMP TABLE "gone_{table}" AS SELECT * FROM main."{table}" WHERE 0')
    columns = [row[1] for row in connection.exec_driver_sql(f'PRAGMA main.table_info("{table}")')]
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    values = [tuple(row.get(name) for name in columns) for row in rows]
    connection.exec_driver_sql(f'INSERT INTO temp."gone_{table}" ({names}) VALUES ({marks})', values)
    both = f'SELECT {names} FROM main."{table}" UNION ALL SELECT {names} FROM temp."gone_{table}"'
    connection.exec_driver_sql(f'CREATE TEMP VIEW "{table}" AS {both}')


def _derive(connection: sa.Connection, people: Sequence[str], shown: list[str]) -> None:
    """Show what is derived of the people as well: their place in lists, and the service spells inferred of them."""
    _show(connection, person_index.person_index.name, person_index.rows_of(connection, people))
    shown.append(person_index.person_index.name)
    spells = ServiceSpell.table.name
    inferred = service_derive.inferred_rows(connection, people)
    if spells in shown:
        columns = list(inferred[0]) if inferred else []
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO temp."gone_{spells}" ({", ".join(columns)}) VALUES ({marks})'
        if inferred:
            connection.exec_driver_sql(statement, [tuple(row.values()) for row in inferred])
    else:
        _show(connection, spells, inferred)
        shown.append(spells)


def _rows(connection: sa.Connection, day: date) -> Rows:
    """Return the images of everything that went with the people deleted after a day; nothing where nobody was."""
    at, operation = change_table.c, operation_table.c
    deletions = connection.execute(
        sa.select(at.record_id, at.operation, operation.kind, operation.reverses)
        .join_from(change_table, operation_table, operation.seq == at.operation)
        .where(
            at.record_table == _PERSON,
            at.after.is_(None),
            at.before.is_not(None),
            operation.at > f"{day:%Y-%m-%d}T24",
            at.record_id.not_in(sa.select(Person.table.c.id)),
        )
        .order_by(at.seq)
    ).all()
    last = {row.record_id: row for row in deletions}
    steps = {row.operation for row in last.values() if _is_deletion(connection, row.kind, row.reverses)}
    if not steps:
        return {}
    found: Rows = defaultdict(list)
    gone = {person_id for person_id, row in last.items() if row.operation in steps}
    tables = {cls.table.name: cls.table for cls in record_types()}
    images = connection.execute(
        sa.select(at.record_table, at.record_id, at.before)
        .where(at.operation.in_(steps), at.after.is_(None), at.before.is_not(None))
        .order_by(at.seq)
    ).all()
    for name, record_id, before in images:
        if name in tables and (name != _PERSON or record_id in gone):
            found[name].append(json.loads(before))
    for name, rows in list(found.items()):
        ids = [row["id"] for row in rows]
        standing = set(connection.execute(sa.select(tables[name].c.id).where(tables[name].c.id.in_(ids))).scalars())
        found[name] = [row for row in rows if row["id"] not in standing]
    return {name: rows for name, rows in found.items() if rows}


def _is_deletion(connection: sa.Connection, kind: str, reverses: int | None) -> bool:
    """Tell whether a step that took a person away was a deletion: no merge, and no creation taken back."""
    if kind == MERGE:
        return False
    if kind not in ("undo", "redo") or reverses is None:
        return True
    at = operation_table.c
    taken = connection.execute(sa.select(at.kind, at.reverses).where(at.seq == reverses)).one()
    if kind == "undo":
        return bool(taken.kind == "restore")
    return _is_deletion(connection, taken.kind, taken.reverses)
