"""Operations: the one way in which anything in the store changes.

One operation is one transaction, one audit entry and one undo step, whether a clerk typed one field or imported 20,000
rows. Every written record leaves its before and after image in ``change``; undo replays those images backwards as
another operation, after checking that each record still is as the step left it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import get_ident
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed, NotFound, UndoConflict
from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.audit import (
    Announcement,
    Change,
    Image,
    OperationEntry,
    change_table,
    changes_from,
    empty_image,
    entry_from,
    entry_of_row,
    fill_image,
    operation_table,
    plain_image,
    record_from,
    row_to_record,
)
from ganbu_desktop.store.audit_chain import RunningDigest, close_line, write_changes
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.reading import find as find
from ganbu_desktop.store.reading import hung_on
from ganbu_desktop.store.record import (
    Record,
    is_derived,
    metadata,
    needed_fields,
    new_id,
    record_type,
    record_types,
    replace,
)
from ganbu_desktop.store.sql import insert_rows, selected_by_id, updated_by_id

R = TypeVar("R", bound=Record)


blob_table = sa.Table(
    "blob",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

_NEW_OPERATION = operation_table.insert()
Deriver = Callable[[sa.Connection, Sequence[Change]], None]
Guard = Callable[[sa.Connection, Sequence[Change], str], None]
FINAL = "final"
"""The kind of an operation that undo never takes back: what it ends stays ended."""


@dataclass
class Operation:
    """The open transaction: reads see its own writes, nothing outside does until it commits.

    ``at``: the moment that its entry bears, so that what it stamps and what the log says are the same day.
    """

    connection: sa.Connection
    seq: int
    at: datetime
    changes: list[Change] = field(default_factory=list)
    content: RunningDigest = field(default_factory=RunningDigest)

    @property
    def day(self) -> PartialDate:
        """Return the day of the operation, as a record holds it."""
        return PartialDate.of(self.at)

    def get(self, cls: type[R], record_id: str) -> R:
        """Return one record; NotFound when it is not there."""
        found = self.connection.execute(selected_by_id(cls.table), {"wanted_id": record_id}).first()
        if found is None:
            raise NotFound(f"这条{cls.label}已不存在，可能已被删除；数据未改动")
        return row_to_record(cls, found)

    def find(self, cls: type[R], *conditions: sa.ColumnElement[bool]) -> list[R]:
        """Return the records that meet all conditions."""
        return find(self.connection, cls, *conditions)

    def insert(self, record: R) -> R:
        """Write a new record."""
        self.insert_many([record])
        return record

    def insert_many(self, records: Sequence[Record]) -> None:
        """Write many new records, grouped by kind, as one batch each."""
        groups: dict[type[Record], list[Image]] = defaultdict(list)
        for record in records:
            groups[type(record)].append(record.__dict__)
        for cls, group in groups.items():
            self.insert_values(cls, group)

    def insert_values(self, cls: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Write many new records of one kind given as field values; ``id`` is made where none is given."""
        empty = empty_image(cls)
        images = [fill_image(cls, empty, row) for row in rows]
        needed = needed_fields(cls)
        for image in images:
            image["id"] = image["id"] or new_id()
            _refuse_gaps(cls, needed, image)
        insert_rows(self.connection, cls.table, list(empty), [tuple(image.values()) for image in images])
        self._note([Change(cls.table.name, i["id"], i[cls.owner or "id"] or i["id"], None, i) for i in images])

    def change(self, record: R, **values: Any) -> R:
        """Write changed values of a record; nothing is written or noted when nothing differs."""
        changed = replace(record, values)
        self.update_many([(record, changed)])
        return changed

    def update_many(self, pairs: Sequence[tuple[R, R]]) -> None:
        """Write many changed records (old, new); unchanged pairs are left alone."""
        for old, new in pairs:
            differing = {k: v for k, v in new.__dict__.items() if v != old.__dict__[k]}
            if not differing:
                continue
            cls = type(old)
            _refuse_gaps(cls, needed_fields(cls), new.__dict__)
            done = self.connection.execute(updated_by_id(cls.table), {"wanted_id": old.id, **differing})
            if done.rowcount != 1:
                raise NotFound(f"这条{cls.label}已不存在，可能已被删除；数据未改动")
            self._note_one(old, new)

    def delete(self, record: Record) -> None:
        """Delete a record, what it owns and what hangs on it; the images, but of derived rows, stay for the bin."""
        for cls, child in self._owned(record):
            self.connection.execute(cls.table.delete().where(cls.table.c.id == child.id))
            if child is record or not is_derived(child):
                self._note_one(child, None)

    def put_blob(self, content: bytes) -> str:
        """Keep binary content once under its SHA-256 and return that name, for a record to hold."""
        name = hashlib.sha256(content).hexdigest()
        there = self.connection.execute(sa.select(blob_table.c.sha256).where(blob_table.c.sha256 == name)).first()
        if there is None:
            self.connection.execute(blob_table.insert().values(sha256=name, content=content))
        return name

    def _owned(self, record: Record) -> Iterator[tuple[type[Record], Record]]:
        parent_table = type(record).table.name
        for cls in record_types():
            if cls.owner is None:
                continue
            column = cls.table.c[cls.owner]
            if next(iter(column.foreign_keys)).column.table.name == parent_table:
                for child in self.find(cls, column == record.id):
                    yield from self._owned(child)
        for piece in hung_on(self.connection, parent_table, record.id):
            yield from self._owned(piece)
        yield type(record), record

    def _note_one(self, before: Record | None, after: Record | None) -> None:
        standing = after or before
        assert standing is not None
        cls = type(standing)
        images = [plain_image(r.__dict__) if r else None for r in (before, after)]
        root = getattr(standing, cls.owner or "id") or standing.id
        self._note([Change(cls.table.name, standing.id, root, *images)])

    def _note(self, changes: Sequence[Change]) -> None:
        self.changes += changes
        write_changes(self.connection, self.seq, changes, self.content)


def _begin_line(connection: sa.Connection, values: Mapping[str, Any]) -> int:
    result = connection.execute(_NEW_OPERATION, values)
    return int(cast("sa.CursorResult[Any]", result).inserted_primary_key[0])  # type: ignore[index]


def read_blob(connection: sa.Connection, name: str) -> bytes:
    """Return binary content by its SHA-256; NotFound when the store does not hold it."""
    row = connection.execute(sa.select(blob_table.c.content).where(blob_table.c.sha256 == name)).first()
    if row is None:
        raise NotFound("照片或附件的内容不在数据文件中；其他数据未受影响，可从备份恢复")
    return bytes(row.content)


class _Rehearsed(Exception):
    """Takes back what a rehearsed operation wrote; it leaves ``Operations.operation`` never."""


class Operations:
    """Opens operations on one data file, and undoes and redoes them."""

    def __init__(self, file: DataFile, *, clock: Callable[[], datetime]) -> None:
        """``clock`` gives the moments of the audit; derivers and listeners are added by the composition root."""
        self._file = file
        self._clock = clock
        self._derivers: list[Deriver] = []
        self._guards: list[Guard] = []
        self._listeners: list[Callable[[Announcement], None]] = []
        self._rehearsing: int | None = None

    def derive_with(self, deriver: Deriver) -> None:
        """Add a function that keeps derived tables in step, inside the same transaction."""
        self._derivers.append(deriver)

    def guard_with(self, guard: Guard) -> None:
        """Add a function that looks at every operation's changes and kind before it commits; what it raises stops it.

        It runs for edits, imports, undo and redo alike, inside the transaction, so that no way of writing goes round.
        """
        self._guards.append(guard)

    def listen(self, listener: Callable[[Announcement], None]) -> Callable[[], None]:
        """Call ``listener`` after every commit; the returned function stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Let this thread's operations run inside the block, guards and all, and leave nothing: no row, no log line."""
        self._rehearsing = get_ident()
        try:
            yield
        finally:
            self._rehearsing = None

    @contextmanager
    def operation(
        self,
        title: str,
        *,
        actor: str,
        kind: str = "edit",
        reverses: int | None = None,
        detail: str | None = None,
    ) -> Iterator[Operation]:
        """Open one operation; it commits at the end of the block and vanishes whole on any exception.

        An operation that changed nothing leaves no entry.
        """
        at = self._clock()
        is_rehearsed = self._rehearsing == get_ident()
        with suppress(_Rehearsed), self._writing() as connection:
            row = {"id": new_id(), "title": title, "kind": kind, "actor": actor, "at": at.isoformat(timespec="seconds")}
            seq = _begin_line(connection, {**row, "reverses": reverses, "detail": detail})
            current = Operation(connection, seq, at)
            yield current
            if current.changes:
                for guard in self._guards:
                    guard(connection, current.changes, kind)
                if is_rehearsed:
                    raise _Rehearsed
                for deriver in self._derivers:
                    deriver(connection, current.changes)
                close_line(connection, seq, current.content)
            else:
                connection.execute(operation_table.delete().where(operation_table.c.seq == seq))
        if current.changes and not is_rehearsed:
            entry = OperationEntry(seq, row["id"], title, kind, actor, at, reverses, detail)
            self._announce(Announcement(frozenset(c.record_table for c in current.changes), entry))

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """Give the writer; a reference to nothing, which only the commit finds, is refused with a sentence."""
        done = False
        try:
            with self._file.writer() as connection:
                yield connection
                done = True
        except sa.exc.IntegrityError as error:
            if not done:
                raise
            raise CheckFailed(
                "这一步会留下对不存在的内容的引用（如已删除的单位），没有写入，数据未改动。请先恢复被引用的内容。"
            ) from error

    def _announce(self, announcement: Announcement) -> None:
        for listener in list(self._listeners):
            listener(announcement)

    def undoable(self) -> OperationEntry | None:
        """Return the step that undo would take back: the newest that is not itself taken back."""
        return self._newest("undo")

    def redoable(self) -> OperationEntry | None:
        """Return the step that redo would bring back; any new edit after an undo leaves nothing to redo."""
        return self._newest("redo")

    def _newest(self, direction: str) -> OperationEntry | None:
        done: list[OperationEntry] = []
        undone: list[OperationEntry] = []
        with self._file.reader() as connection:
            rows = connection.execute(
                sa.select(operation_table).order_by(operation_table.c.seq.desc()).limit(2000)
            ).all()
        by_seq = {row.seq: entry_of_row(row) for row in rows}
        for row in reversed(rows):
            entry = by_seq[row.seq]
            if entry.kind == "undo" and entry.reverses in by_seq:
                done = [e for e in done if e.seq != entry.reverses]
                undone.append(by_seq[entry.reverses])
            elif entry.kind == "redo" and entry.reverses in by_seq:
                undone = [e for e in undone if e.seq != entry.reverses]
                done.append(entry)
            elif entry.kind not in ("undo", "redo", "purge", FINAL):
                undone = []
                done.append(entry)
        stack = done if direction == "undo" else undone
        return stack[-1] if stack else None

    def undo(self, *, actor: str) -> OperationEntry:
        """Take back the newest step; UndoConflict when one of its records has changed since."""
        entry = self.undoable()
        if entry is None:
            raise NotFound("没有可以撤销的操作")
        self.reverse(entry, actor=actor, kind="undo")
        return entry

    def redo(self, *, actor: str) -> OperationEntry:
        """Bring back the step last undone."""
        entry = self.redoable()
        if entry is None:
            raise NotFound("没有可以重做的操作")
        self._replay(entry, self.changes_of(entry.seq), actor, "redo", f"重做：{entry.title}")
        return entry

    def reverse(self, entry: OperationEntry, *, actor: str, kind: str = "undo") -> None:
        """Replay one step's images backwards as a new operation."""
        inverse = [
            Change(c.record_table, c.record_id, c.root_id, c.after, c.before)
            for c in reversed(self.changes_of(entry.seq))
        ]
        self._replay(entry, inverse, actor, kind, f"撤销：{entry.title}")

    def restore_deleted(self, changes: Sequence[Change], title: str, *, actor: str) -> None:
        """Write deleted records again from their images (the recycle bin's and the history's restore)."""
        with self.operation(title, actor=actor, kind="restore") as current:
            for change in changes:
                _apply(current, change)

    def _replay(
        self,
        entry: OperationEntry,
        changes: Sequence[Change],
        actor: str,
        kind: str,
        title: str,
    ) -> None:
        with self.operation(title, actor=actor, kind=kind, reverses=entry.seq) as current:
            inserts: list[Record] = []
            for change in changes:
                if change.before is None and change.after is None:
                    raise UndoConflict("这一步涉及的内容已从回收站彻底删除，不能撤销；数据未改动")
                if change.before is None and change.after is not None:
                    inserts.append(record_from(record_type(change.record_table), change.after))
                    continue
                current.insert_many(inserts)
                inserts = []
                _apply(current, change)
            current.insert_many(inserts)

    def purge(self, ids: Sequence[str], title: str, *, actor: str) -> None:
        """Wipe every image of deleted records and of what they owned; only the fact of their deletion stays.

        ``ids``: the record's own first, then those of what hung on it. This cannot be undone; all must be deleted.
        """
        at = self._clock().isoformat(timespec="seconds")
        with self._file.writer() as connection:
            theirs = sa.or_(change_table.c.root_id.in_(ids), change_table.c.record_id.in_(ids))
            wiped = change_table.update().where(theirs).values(before=None, after=None)
            if connection.execute(wiped).rowcount == 0:
                raise NotFound("回收站中已没有这一项；数据未改动")
            row = {"id": new_id(), "title": title, "kind": "purge", "actor": actor, "at": at, "detail": " ".join(ids)}
            close_line(connection, _begin_line(connection, row), RunningDigest())

    def changes_of(self, seq: int) -> list[Change]:
        """Return the changes of one operation, in the order they were made."""
        with self._file.reader() as connection:
            rows = connection.execute(
                sa.select(change_table).where(change_table.c.operation == seq).order_by(change_table.c.seq)
            )
            return changes_from(connection, rows.mappings().all())

    def history(self, root_id: str, limit: int = 500) -> list[tuple[OperationEntry, list[Change]]]:
        """Return what was done to a record and to all it owns, newest first."""
        with self._file.reader() as connection:
            rows = (
                connection.execute(
                    sa.select(change_table, operation_table)
                    .join(operation_table, operation_table.c.seq == change_table.c.operation)
                    .where(change_table.c.root_id == root_id)
                    .order_by(change_table.c.operation.desc(), change_table.c.seq)
                    .limit(limit)
                )
                .mappings()
                .all()
            )
            changes = changes_from(connection, rows)
        found: dict[int, tuple[OperationEntry, list[Change]]] = {}
        for row, change in zip(rows, changes, strict=True):
            seq = row[change_table.c.operation]
            if seq not in found:
                found[seq] = (entry_from(row), [])
            found[seq][1].append(change)
        return list(found.values())

    def recent(self, limit: int = 200) -> list[OperationEntry]:
        """Return the newest audit entries."""
        with self._file.reader() as connection:
            rows = connection.execute(
                sa.select(operation_table).order_by(operation_table.c.seq.desc()).limit(limit)
            ).all()
        return [entry_of_row(row) for row in rows]


def _refuse_gaps(cls: type[Record], needed: Mapping[str, Field], values: Mapping[str, Any]) -> None:
    for name, field_ in needed.items():
        if values[name] is None or values[name] == "":
            raise CheckFailed(f"{cls.label}缺少“{field_.label}”，没有保存；数据未改动，请补填后再保存")


def _apply(current: Operation, change: Change) -> None:
    cls = record_type(change.record_table)
    standing = current.find(cls, cls.table.c.id == change.record_id)
    if change.before is None:
        if standing:
            raise UndoConflict(f"这条{cls.label}已经存在，不能再次恢复；数据未改动")
        current.insert(record_from(cls, cast("Image", change.after)))
        return
    expected = record_from(cls, change.before)
    if not standing or standing[0] != expected:
        raise UndoConflict(f"其中一条{cls.label}之后又被修改过，不能撤销这一步；数据未改动。请先撤销较新的操作。")
    if change.after is None:
        current.connection.execute(cls.table.delete().where(cls.table.c.id == change.record_id))
        current._note_one(expected, None)
    else:
        current.update_many([(expected, record_from(cls, change.after))])
