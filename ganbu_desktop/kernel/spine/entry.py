"""How spine records name the entry they hang on: its table and id, in whatever room it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Hidden
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, column, reference

R = TypeVar("R", bound="Hanging")


class Hanging(Record):
    """Base of what hangs on an entry of any room; ``person_id`` is the entry's person, None for one about a unit.

    To be a subclass is to be on the one list of what goes with an entry that is deleted (``store.record``); a kind that
    stays says so by ``hangs_on = None``.
    """

    hangs_on: ClassVar[tuple[str, str] | None] = ("entry_table", "entry_id")
    person_id: str | None = reference("person", label="干部")
    entry_table: str = column(Hidden(label="所属条目类别"), not_null=True)
    entry_id: str = column(Hidden(label="所属条目"), not_null=True, indexed=True)


def place_of(entry: Record) -> dict[str, Any]:
    """Return the values by which a spine record hangs on ``entry``."""
    return {
        "person_id": getattr(entry, "person_id", None),
        "entry_table": type(entry).table.name,
        "entry_id": entry.id,
    }


def hanging(connection: sa.Connection, cls: type[R], entry_table: str, entry_id: str) -> list[R]:
    """Return the spine records of one kind that hang on an entry, in their order."""
    at = cls.table.c
    return find(connection, cls, at.entry_id == entry_id, at.entry_table == entry_table)


def hanging_on(connection: sa.Connection, cls: type[R], entry_ids: Iterable[str]) -> dict[str, list[R]]:
    """Return the spine records of one kind by the entry they hang on, for many entries at once."""
    found: dict[str, list[R]] = {}
    wanted = list(entry_ids)
    for start in range(0, len(wanted), 500):
        for record in find(connection, cls, cls.table.c.entry_id.in_(wanted[start : start + 500])):
            found.setdefault(record.entry_id, []).append(record)
    return found
