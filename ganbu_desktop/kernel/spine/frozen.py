"""Frozen records: written once, never changed or deleted, whichever way an operation came about."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.store.audit import Change
from ganbu_desktop.store.record import Record, record_types


class FrozenRecord(Record):
    """Base of records that must be found again as they were made; ``keep_frozen`` holds that in every operation."""


def keep_frozen(connection: sa.Connection, changes: Sequence[Change], kind: str) -> None:
    """Refuse, in every operation, to change or delete a frozen record; CheckFailed, and nothing is written."""
    frozen = {cls.table.name: cls.label for cls in record_types() if issubclass(cls, FrozenRecord)}
    for change in changes:
        label = frozen.get(change.record_table)
        if label is not None and change.before is not None:
            raise CheckFailed(f"{label}一经冻结不能修改或删除；数据未改动。数据有变化时请再冻结一次，两次都保留。")
