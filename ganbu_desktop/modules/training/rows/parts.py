"""What several rows of the room share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.row import Now, in_order
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record


def ends_after_start(entry: Record, now: Now) -> Iterator[str]:
    """Yield what is wrong with the days of an entry."""
    yield from in_order(entry, "starts_on", "ends_on")


def this_year(office: Office) -> int:
    """Return the office's year, for ``Row.new``."""
    return office.today().year


def refuse_used(current: Operation, entry: Record, name: str, uses: Sequence[tuple[type[Record], str]]) -> None:
    """Refuse deleting an entry that others name, and say how many of which."""
    found = [(cls.label, len(current.find(cls, cls.table.c[column] == entry.id))) for cls, column in uses]
    said = "、".join(f"{number} 条{label}" for label, number in found if number)
    if said:
        raise CheckFailed(f"“{name}”还有 {said}，没有删除，数据未改动。请先处理这些记录。")


def counted(
    office: Office, column: sa.Column[Any], ids: Sequence[str], condition: sa.ColumnElement[bool]
) -> dict[str, int]:
    """Return how many entries name each of some others by a column."""
    statement = sa.select(column, sa.func.count()).where(column.in_(list(ids)), condition).group_by(column)
    with office.reading() as connection:
        return {owner: int(number) for owner, number in connection.execute(statement)}
