"""The audit as a chain: each operation carries a digest over the one before it, its own line and its changes.

Each change keeps a digest of its images beside them, and the operation's digest is over that. A purge wipes images and
leaves their digests, so that the chain still holds and only what was purged can no longer be compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.store.audit import AS_WRITTEN, Change, change_table, dump_image, operation_table
from ganbu_desktop.store.chain import START, link
from ganbu_desktop.store.sql import insert_rows, raw_connection

WIPED = ""
"""The digest of images that had been purged before there was a chain."""
_COLUMNS = ("operation", "record_table", "record_id", "root_id", "before", "after", "digest")
_LINE = ("seq", "id", "title", "kind", "actor", "at", "reverses", "detail")
_LINE_SQL = f"SELECT {', '.join(_LINE)} FROM operation WHERE seq = ?"
_BEFORE_SQL = "SELECT digest FROM operation WHERE seq < ? ORDER BY seq DESC LIMIT 1"


class RunningDigest:
    """The digest of an operation's changes, carried on as they are written."""

    def __init__(self) -> None:
        """Begin with no change."""
        self._running = hashlib.sha256()

    def add(self, rows: Sequence[tuple[str, str, str | None, str | None]]) -> None:
        """Take in changes: table, record, root and the digest of their images."""
        self._running.update("".join([f"{t}\x1f{r}\x1f{o}\x1f{d}\n" for t, r, o, d in rows]).encode())

    def value(self) -> str:
        """Return the digest so far, in hex."""
        return self._running.hexdigest()


def images_digest(before: str | None, after: str | None) -> str:
    """Return what is kept beside two images; a made record's first image stands elsewhere and keeps its mark."""
    if after == AS_WRITTEN:
        return AS_WRITTEN
    return hashlib.sha256(f"{before or ''}\x1f{after or ''}".encode()).hexdigest()


def write_changes(connection: sa.Connection, operation: int, changes: Sequence[Change], content: RunningDigest) -> None:
    """Write the changes of an open operation and take them into its digest."""
    rows: list[tuple[Any, ...]] = []
    for c in changes:
        before = dump_image(c.before)
        after = AS_WRITTEN if c.before is None else dump_image(c.after)
        digest = images_digest(before, after)
        rows.append((operation, c.record_table, c.record_id, c.root_id, before, after, digest))
    insert_rows(connection, change_table, _COLUMNS, rows)
    content.add([(row[1], row[2], row[3], row[6]) for row in rows])


def close_line(connection: sa.Connection, seq: int, content: RunningDigest) -> None:
    """Chain an operation's line, as it stands now, to the one before it."""
    raw = raw_connection(connection)
    (line,) = raw.execute(_LINE_SQL, (seq,)).fetchall()
    before = raw.execute(_BEFORE_SQL, (seq,)).fetchone()
    digest = link(before[0] if before else START, *line, content.value())
    raw.execute("UPDATE operation SET digest = ? WHERE seq = ?", (digest, seq))


def last_digest(connection: sa.Connection) -> str:
    """Return the digest of the newest line: written down elsewhere, it shows later that no line was cut off."""
    newest = sa.select(operation_table.c.digest).order_by(operation_table.c.seq.desc()).limit(1)
    return connection.execute(newest).scalar() or START


def broken_lines(connection: sa.Connection) -> Iterator[str]:
    """Yield a sentence that names the first operation that is not as it was written; nothing in a whole audit."""
    o = operation_table.c
    details = connection.execute(sa.select(o.detail).where(o.kind == "purge")).scalars()
    purged = {record_id for detail in details for record_id in (detail or "").split()}
    lines = connection.execute(sa.select(*(o[name] for name in _LINE), o.digest).order_by(o.seq))
    changes = _changes_by_operation(connection)
    operation, rows = next(changes, (None, []))
    before = START
    for line in lines:
        content, touched = RunningDigest(), False
        if operation == line.seq:
            content.add([(r.record_table, r.record_id, r.root_id, r.digest) for r in rows])
            touched = any(_is_touched(r, purged) for r in rows)
            operation, rows = next(changes, (None, []))
        before = link(before, *line[:-1], content.value())
        if touched or before != line.digest:
            yield (
                f"操作日志第 {line.seq} 行（{line.at}，{line.actor}，{line.title}）与校验值不符："
                "它、它的改动内容或它前面的行被改动、插入或删去过"
            )
            return
    if operation is not None:
        yield f"操作日志第 {operation} 行不见了，它的改动内容还在"


def _changes_by_operation(connection: sa.Connection) -> Iterator[tuple[int, list[Any]]]:
    rows = connection.execute(sa.select(change_table).order_by(change_table.c.operation, change_table.c.seq))
    for operation, group in groupby(rows, key=lambda row: int(row.operation)):
        yield operation, list(group)


def _is_touched(row: Any, purged: set[str]) -> bool:
    """Whether a change's images are not those it was written with; what was purged has none any more."""
    if row.before is None and row.after is None:
        return row.digest != WIPED and not {row.root_id, row.record_id} & purged
    return bool(row.digest != images_digest(row.before, row.after))
