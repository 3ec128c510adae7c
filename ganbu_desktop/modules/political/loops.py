"""How far what is to be put right has come: one reading for every ledger of the room that has loops."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.store.record import Record


def settled(office: Office, rows: Sequence[Record]) -> list[str]:
    """Return for each entry how many of its problems are closed, and how many are overdue."""
    with office.reading() as connection:
        items = hanging_on(connection, LoopItem, [row.id for row in rows])
    return [_state(items.get(row.id, []), office) for row in rows]


def _state(items: Sequence[LoopItem], office: Office) -> str:
    if not items:
        return "无记录"
    closed = sum(item.is_closed for item in items)
    overdue = sum(item.is_overdue(office.today()) for item in items)
    said = "已销号" if closed == len(items) else f"已销号 {closed}/{len(items)}" if len(items) > 1 else "整改中"
    return f"{said}，超期 {overdue}" if overdue else said
