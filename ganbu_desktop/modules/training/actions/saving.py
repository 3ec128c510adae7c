"""What the room's saving verbs have in common: the rights, and refusals that several of them make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record

R = TypeVar("R", bound=Record)
EDIT, APPROVE = "training.edit", "training.approve"

Prepare = Callable[[Operation, R | None, R], R]
"""Looks at (old, new) before it is written: raises CheckFailed, or returns what is to be written."""


def save(
    office: Office,
    pairs: Sequence[Pair],
    cls: type[R],
    *,
    title: str,
    prepare: Prepare[R] | None = None,
    forget: Callable[[Operation, R], None] | None = None,
) -> None:
    """Write pairs of one kind as one operation; ``prepare`` looks at each new value, ``forget`` at each deletion."""
    with office.operation(title, right=EDIT) as current:
        ready: list[Pair] = []
        for old, new in pairs:
            assert old is None or isinstance(old, cls)
            if new is None:
                if old is not None and forget is not None:
                    forget(current, old)
                ready.append((old, None))
            else:
                assert isinstance(new, cls)
                ready.append((old, prepare(current, old, new) if prepare else new))
        write_changes(current, ready)


def refuse_turned(start: PartialDate | None, end: PartialDate | None, what: str) -> None:
    """Refuse an end before its start, as far as both are known."""
    if start is not None and end is not None and end < start and not end.agrees_with(start):
        raise CheckFailed(f"“{what}”的结束时间 {end} 早于开始时间 {start}；没有保存，请核对时间")


def refuse_used(current: Operation, entry: Record, name: str, uses: Sequence[tuple[type[Record], str]]) -> None:
    """Refuse deleting an entry that others name, and say how many of which."""
    found = [(cls.label, len(current.find(cls, cls.table.c[column] == entry.id))) for cls, column in uses]
    said = "、".join(f"{number} 条{label}" for label, number in found if number)
    if said:
        raise CheckFailed(f"“{name}”还有 {said}，没有删除，数据未改动。请先处理这些记录。")
