"""What is to be put right: the loop of each problem, in step with it while it is open, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine.entry import hanging, hanging_on, place_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.political.records import Working
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record

R = TypeVar("R", bound=Working)
RECTIFYING = "1"
"""The code of table ``loop_kind`` for 整改."""
_FOLLOWED = ("problem", "measure", "responsible", "due_on")


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


def in_step(current: Operation, old: R | None, row: R) -> R:
    """Make the loop of a new problem, and keep an open one in step with it; what is closed stays as it is."""
    values = {name: getattr(row, name) for name in _FOLLOWED}
    values["unit_id"] = getattr(row, "unit_id", None) or _unit_of(current, getattr(row, "person_id", None))
    items = hanging(current.connection, LoopItem, type(row).table.name, row.id)
    if not items:
        current.insert(LoopItem(kind=RECTIFYING, **place_of(row), **values))
    elif not items[0].is_closed:
        current.change(items[0], **values)
    elif any(getattr(items[0], name) != values[name] for name in _FOLLOWED):
        raise CheckFailed("这项整改已经销号，问题、措施、责任人和时限不能再改；没有保存")
    return row


def _unit_of(current: Operation, person_id: str | None) -> str | None:
    people = current.find(Person, Person.table.c.id == person_id) if person_id else []
    return people[0].unit_id if people else None
