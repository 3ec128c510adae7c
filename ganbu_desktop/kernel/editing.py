"""Saving what a page has changed: the one verb behind every form and ledger.

The page hands over pairs (old, new); somebody else's change in between is a refusal, never a silent overwrite.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ganbu_desktop.foundation.errors import CheckFailed, NotFound, UndoConflict
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.audit import Change, record_from
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record, fields_of, record_type

Pair = tuple[Record | None, Record | None]


def save_changes(office: Office, pairs: Sequence[Pair], *, title: str, right: str) -> None:
    """Write all pairs as one operation: (None, new) inserts, (old, new) changes, (old, None) deletes.

    Raises UndoConflict when a stored record is no longer ``old``; nothing is written then.
    """
    with office.operation(title, right=right) as current:
        write_changes(current, pairs)


def write_changes(current: Operation, pairs: Sequence[Pair]) -> None:
    """Write all pairs inside an open operation, for a room's action that writes more than they say."""
    current.insert_many([new for old, new in pairs if old is None and new is not None])
    for old, new in pairs:
        if old is None:
            continue
        _still(current, old)
        if new is None:
            current.delete(old)
        else:
            current.update_many([(old, new)])


def _still(current: Operation, old: Record) -> None:
    if current.get(type(old), old.id) != old:
        raise UndoConflict(f"这条{old.label}在您编辑期间已被改动，没有保存；请重新打开后再改，您的输入还在屏幕上")


def change_title(subject: str, old: Record, new: Record) -> str:
    """Return the undo title of one changed record: ``修改张三：民族、籍贯``."""
    described = fields_of(type(old))
    labels = [described[n].label for n in described if getattr(old, n) != getattr(new, n)]
    named = "、".join(labels[:3]) + ("等" if len(labels) > 3 else "")
    return f"修改{subject}：{named}" if labels else f"修改{subject}"


def restore_version(office: Office, change: Change, *, right: str, before: bool = True) -> None:
    """Bring one record back to the values it had before (or after) a change, as a new operation.

    Only fields are brought back; a record that has been deleted since is written again.
    """
    image = change.before if before else change.after
    if image is None:
        raise CheckFailed("这一版本之前还没有这条记录，不能恢复到那时；数据未改动。如需删除请直接删除。")
    cls = record_type(change.record_table)
    wanted = record_from(cls, image)
    with office.operation(f"恢复{cls.label}的历史版本", right=right, kind="restore") as current:
        try:
            standing = current.get(cls, change.record_id)
        except NotFound:
            current.insert(wanted)
            return
        values = {f.name: getattr(wanted, f.name) for f in dataclasses.fields(wanted) if f.name != "id"}
        current.change(standing, **values)
