"""The recycle bin: what was deleted, by whom, and its way back.

Nothing is copied there: the bin is read from the audit's images, so that a restored record is exactly the deleted one
with everything it owned.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed, NotFound
from ganbu_desktop.foundation.fields import Date
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.audit import Change, change_table, operation_table
from ganbu_desktop.store.record import fields_of, record_type, record_types

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office

RESTORE_RIGHT, PURGE_RIGHT = "bin.restore", "bin.purge"


@dataclass(frozen=True)
class DeletedEntry:
    """One deleted record. ``days_left``: until it is over the keeping time (it is never purged by itself)."""

    operation: int
    record_table: str
    record_id: str
    record_label: str
    title: str
    at: datetime
    actor: str
    days_left: int


def deleted(office: Office) -> list[DeletedEntry]:
    """Return the deleted records that can still be restored, newest first."""
    keep = office.parameters().integer("recycle_bin_days", office.today())
    found: dict[str, DeletedEntry] = {}
    images: dict[str, dict[str, Any]] = {}
    roots = {c.table.name: c for c in record_types() if c.root}
    with office.reading() as connection:
        rows = connection.execute(
            sa.select(change_table, operation_table.c.at, operation_table.c.actor)
            .join(operation_table, operation_table.c.seq == change_table.c.operation)
            .where(
                change_table.c.after.is_(None),
                change_table.c.before.is_not(None),
                change_table.c.record_table.in_(roots),
            )
            .order_by(change_table.c.seq.desc())
        ).all()
        for row in rows:
            table = roots[row.record_table].table
            standing = connection.execute(sa.select(table.c.id).where(table.c.id == row.record_id)).first()
            if standing is None and row.record_id not in found:
                images[row.record_id] = json.loads(row.before)
                found[row.record_id] = _entry(row, images[row.record_id], office.clock(), keep)
        named = _people(connection, images)
    return [replace(entry, title=_title(entry, images[i], named)) for i, entry in found.items()]


def _people(connection: sa.Connection, images: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of the people that deleted entries are about, those who are in the bin themselves included."""
    wanted = {str(image["person_id"]) for image in images.values() if image.get("person_id")}
    table = record_type("person").table.c
    rows = connection.execute(sa.select(table.id, table.name).where(table.id.in_(wanted)))
    return {i: images[i].get("name") or "" for i in wanted & set(images)} | {row.id: row.name or "" for row in rows}


def _title(entry: DeletedEntry, image: Mapping[str, Any], named: Mapping[str, str]) -> str:
    """Return what a deleted entry is called: by its own name, else by whom it is about and its first date.

    What not everybody may know of a person is called by its kind alone.
    """
    discreet = record_type(entry.record_table).is_discreet
    whose = "" if discreet else named.get(image.get("person_id") or "", "")
    if image.get("name") or not whose:
        return entry.title
    described = fields_of(record_type(entry.record_table))
    dates = [name for name, field in described.items() if isinstance(field, Date) and image.get(name)]
    return f"{whose} {PartialDate.parse(str(image[dates[0]]))}" if dates else whose


def _entry(row: Any, image: Mapping[str, Any], now: datetime, keep: int) -> DeletedEntry:
    at = datetime.fromisoformat(row.at)
    left = (at + timedelta(days=keep) - now).days
    label = record_type(row.record_table).label
    title = image.get("name") or label
    return DeletedEntry(row.operation, row.record_table, row.record_id, label, title, at, row.actor, max(left, 0))


def _changes(office: Office, entry: DeletedEntry) -> list[Change]:
    gone = [c for c in office.operations.changes_of(entry.operation) if c.after is None]
    own = _gone_with(gone, entry.record_id)
    if not own or any(c.before is None for c in own):
        raise NotFound("回收站中已没有这一项；数据未改动")
    return [Change(c.record_table, c.record_id, c.root_id, None, c.before) for c in reversed(own)]


def _gone_with(gone: Sequence[Change], record_id: str) -> list[Change]:
    """Return of an operation's deletions those of one record, of what it owned and of what hung on it, in order."""
    theirs = {record_id}
    while True:
        found = [c for c in gone if theirs & {c.record_id, c.root_id, _hung_on(c)}]
        if {c.record_id for c in found} <= theirs:
            return found
        theirs |= {c.record_id for c in found}


def _hung_on(change: Change) -> str | None:
    hangs_on = record_type(change.record_table).hangs_on
    return None if hangs_on is None or change.before is None else change.before[hangs_on[1]]


def restore(office: Office, entry: DeletedEntry) -> None:
    """Put a deleted record back with everything that was deleted with it."""
    office.require(RESTORE_RIGHT)
    title = f"从回收站恢复{entry.record_label}：{entry.title}"
    office.operations.restore_deleted(_changes(office, entry), title, actor=office.account.name)


def purge(office: Office, entry: DeletedEntry, *, typed: str) -> None:
    """Wipe a deleted record for good; ``typed`` must repeat its title. Backups still hold it until they are thinned."""
    office.require(PURGE_RIGHT)
    if typed.strip() != entry.title:
        raise CheckFailed(f"请完整输入“{entry.title}”以确认彻底删除；数据未改动")
    ids = [entry.record_id, *(c.record_id for c in _changes(office, entry) if c.record_id != entry.record_id)]
    title = f"彻底删除{entry.record_label}"
    office.operations.purge(ids, title, actor=office.account.name)
