"""A digest of everything stored: equal contents have equal digests, whatever file they stand in.

Derived content (search indexes kept by SQLite itself) is left out; the order of rows and the numbers SQLite gives them
do not count, their values and the schema do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ganbu_desktop.store.driver import Driver

_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class ContentDigest:
    """SHA-256 and row count of every table, the SHA-256 of the schema, and the schema's version number."""

    version: int
    schema: str
    tables: Mapping[str, str]
    rows: Mapping[str, int]

    @property
    def value(self) -> str:
        """One SHA-256 in hex over all of it."""
        parts = [str(self.version), self.schema]
        parts += [f"{name}={self.rows[name]}:{self.tables[name]}" for name in sorted(self.tables)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def content_digest(connection: Driver) -> ContentDigest:
    """Digest all tables as one moment sees them: the caller has begun a transaction. Time grows with the content."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    names = _table_names(connection)
    digests = {name: _table_digest(connection, name) for name in names}
    return ContentDigest(
        version,
        _schema_digest(connection),
        {name: digest for name, (digest, _) in digests.items()},
        {name: rows for name, (_, rows) in digests.items()},
    )


def _table_names(connection: Driver) -> list[str]:
    rows = connection.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main'").fetchall()
    return sorted(name for name, kind in rows if kind == "table" and not name.startswith("sqlite_"))


def _schema_digest(connection: Driver) -> str:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _table_digest(connection: Driver, name: str) -> tuple[str, int]:
    columns = connection.execute(f"SELECT name, type, pk FROM pragma_table_info({_literal(name)})").fetchall()
    listed = ", ".join(_quoted(column) for column, _, _ in sorted(columns))
    keyed = [column for column, _, place in sorted(columns, key=lambda entry: entry[2]) if place]
    order = ", ".join(_quoted(column) for column in keyed) or listed
    has_blobs = any("BLOB" in (kind or "").upper() for _, kind, _ in columns)
    digest, count = hashlib.sha256(listed.encode()), 0
    cursor = connection.execute(f"SELECT {listed} FROM {_quoted(name)} ORDER BY {order}")
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        count += len(rows)
        for row in rows:
            digest.update(repr(tuple(_shortened(row)) if has_blobs else row).encode())
    return digest.hexdigest(), count


def _shortened(row: Iterable[Any]) -> Iterable[Any]:
    """Replace large bytes by their hash: ``repr`` of a photo would be four times its size."""
    return (hashlib.sha256(value).digest() if isinstance(value, bytes) else value for value in row)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
