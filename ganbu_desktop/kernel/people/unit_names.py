"""Under which name a unit was known on a day: a table of a past period calls units what they were called then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.people.deleted import writing_to_memory
from ganbu_desktop.kernel.people.person_index import unit_index
from ganbu_desktop.kernel.people.unit import Unit, UnitName
from ganbu_desktop.store.dates import digits_of, first_digits

Names = dict[str, tuple[str, str | None]]
"""Unit id to name and short name."""


def names_on(connection: sa.Connection, day: date) -> Names:
    """Return the names on a day of the units that were called otherwise than now.

    It is the former name that was given up first after the day; one that nobody dated is of no day. A change known to
    the month counts from its first day.
    """
    at, found = UnitName.table.c, Names()
    given_up = first_digits(at.used_until)
    rows = connection.execute(
        sa.select(at.unit_id, at.name, at.short_name)
        .where(given_up > digits_of(day))
        .order_by(given_up.desc(), at.id.desc())
    )
    for unit_id, name, short_name in rows:
        found[unit_id] = (name, short_name)
    return found


_SHOWN = {
    Unit.table.name: {"name": "f.name", "short_name": "f.short_name"},
    unit_index.name: {"name": "coalesce(f.short_name, f.name)"},
}
"""Where the names of units are read, and what stands there of a unit that was called otherwise."""


@contextmanager
def called_as_on(connection: sa.Connection, day: date) -> Iterator[None]:
    """Let a reader's statements inside the block find units under their names of a day."""
    names = names_on(connection, day)
    if not names:
        yield
        return
    with writing_to_memory(connection):
        connection.exec_driver_sql("CREATE TEMP TABLE unit_called (id TEXT PRIMARY KEY, name TEXT, short_name TEXT)")
        values = [(unit_id, *called) for unit_id, called in names.items()]
        connection.exec_driver_sql("INSERT INTO temp.unit_called VALUES (?, ?, ?)", values)
        for table, key in ((Unit.table, "id"), (unit_index, "unit_id")):
            then = _SHOWN[table.name]
            columns = ", ".join(
                f'CASE WHEN f.id IS NULL THEN u."{c.name}" ELSE {then[c.name]} END AS "{c.name}"'
                if c.name in then
                else f'u."{c.name}"'
                for c in table.columns
            )
            source = f'main."{table.name}" u LEFT JOIN temp.unit_called f ON f.id = u."{key}"'
            connection.exec_driver_sql(f'CREATE TEMP VIEW "{table.name}" AS SELECT {columns} FROM {source}')
    try:
        yield
    finally:
        with writing_to_memory(connection):
            for name in _SHOWN:
                connection.exec_driver_sql(f'DROP VIEW temp."{name}"')
            connection.exec_driver_sql("DROP TABLE temp.unit_called")
