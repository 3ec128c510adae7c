"""Which fields are private, and that none of their texts is ever written as it was typed."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.fields import Sealed
from ganbu_desktop.store.audit import Change
from ganbu_desktop.store.record import Record, fields_of, record_type

MARK = "sealed1:"
"""What a sealed text begins with in the store."""
_SEALED: dict[type[Record], tuple[str, ...]] = {}


def is_sealed(value: str | None) -> bool:
    """Return whether a stored value is one that ``sealed.sealed`` gave."""
    return value is not None and value.startswith(MARK)


def sealed_fields(cls: type[Record]) -> tuple[str, ...]:
    """Return the names of a record's private fields."""
    found = _SEALED.get(cls)
    if found is None:
        found = tuple(name for name, field in fields_of(cls).items() if isinstance(field, Sealed))
        _SEALED[cls] = found
    return found


def guard(connection: sa.Connection, changes: Sequence[Change], kind: str) -> None:
    """Refuse an operation that would write a private text as it was typed, whichever way it came."""
    private = {table: sealed_fields(record_type(table)) for table in {c.record_table for c in changes}}
    for change in changes:
        for name in private[change.record_table]:
            value = change.after.get(name) if change.after else None
            if value and not is_sealed(value):
                label = fields_of(record_type(change.record_table))[name].label
                raise CheckFailed(f"“{label}”须加密保存，这一步没有加密，没有写入；数据未改动")
