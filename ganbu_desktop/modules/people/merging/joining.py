"""The step itself: chosen fields and rows, everything of every room under one person, the other to the bin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ganbu_desktop.foundation.errors import CheckFailed, UndoConflict
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_merge
from ganbu_desktop.kernel.people.person import PERSON_SETS
from ganbu_desktop.kernel.spine.moving import MERGE as MERGE_KIND
from ganbu_desktop.modules.people.merging.comparing import LEFT, ROW_SETS, SINGLE, Comparison, compared, compared_fields
from ganbu_desktop.modules.people.rights import DELETE, MERGE
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record, needed_fields, replace

CONFIRMING = "是同一人"
"""What is typed to join two records that something speaks against."""


@dataclass(frozen=True)
class Joined:
    """What was done: who stays, how many records moved, how many equal or unchosen rows stay with the other record."""

    kept_id: str
    moved: int
    left_behind: int


def join(
    office: Office,
    found: Comparison,
    ledgers: Sequence[LedgerSpec],
    *,
    taken: frozenset[tuple[str, str]],
    unwanted: frozenset[str] = frozenset(),
    typed: str = "",
) -> Joined:
    """Join two compared records as one step that undo takes back whole.

    ``taken``: the fields (table, name) whose value is the other record's. ``unwanted``: ids of rows not to be kept;
    one of the record that goes stays with it in the recycle bin. ``typed`` must be ``CONFIRMING`` where there are
    doubts. CheckFailed with a sentence where something stands in the way, UndoConflict when either record, or what
    hangs on it, is no longer as it was compared; nothing is written then.
    """
    office.require(DELETE)
    if found.doubts and typed.strip() != CONFIRMING:
        raise CheckFailed(
            f"这两条记录{'、'.join(found.doubts)}，可能是两个人，没有合并；数据未改动。\n"
            f"核对档案确认是同一人后，请完整输入“{CONFIRMING}”。"
        )
    kept, left = found.kept, found.left
    with office.operation(f"合并干部：{kept.name or '未填姓名'}", right=MERGE, kind=MERGE_KIND) as current:
        now = compared(current.connection, kept.id, left.id, ledgers)
        if now != found:
            raise UndoConflict("比较之后，其中一人的资料又有改动，没有合并；数据未改动。请重新打开比较后再合并。")
        _refuse(found, unwanted)
        moved, left_behind = _join(current, found, taken, unwanted)
        current.delete(left)
    return Joined(kept.id, moved, left_behind)


def _refuse(found: Comparison, unwanted: frozenset[str]) -> None:
    if found.obstacles:
        raise CheckFailed("；\n".join(found.obstacles) + "。\n没有合并，数据未改动。")
    fixed = [line for line in found.rows if line.is_fixed and line.record.id in unwanted]
    if fixed:
        raise CheckFailed(f"这条{fixed[0].label}还连着别的记录，不能不留：{fixed[0].text}。没有合并，数据未改动。")


def _join(
    current: Operation, found: Comparison, taken: frozenset[tuple[str, str]], unwanted: frozenset[str]
) -> tuple[int, int]:
    kept, left = found.kept, found.left
    theirs = person_merge.held(current.connection, left.id)
    current.update_many([(kept, _filled(kept, left, taken))])
    for cls in SINGLE:
        _join_single(current, cls, kept.id, left.id, taken)
    person_merge.hand_on(current, [r for r in theirs if type(r) not in PERSON_SETS], left.id, kept.id)
    coming = [line.record for line in found.rows if line.side == LEFT and line.record.id not in unwanted]
    for cls in ROW_SETS:
        _append(current, cls, [r for r in coming if type(r) is cls], kept.id)
    for line in found.rows:
        if line.side != LEFT and line.record.id in unwanted:
            current.delete(line.record)
    elsewhere = sum(type(r) not in PERSON_SETS for r in theirs)
    return elsewhere + len(coming), sum(type(r) in ROW_SETS for r in theirs) - len(coming)


def _filled(kept: Record, left: Record, taken: frozenset[tuple[str, str]]) -> Any:
    table = type(kept).table.name
    return replace(kept, {name: getattr(left, name) for of, name in taken if of == table})


def _join_single(
    current: Operation, cls: type[Record], kept_id: str, left_id: str, taken: frozenset[tuple[str, str]]
) -> None:
    """Fill the kept person's one record from the other's; a person who had none takes over the other's own."""
    at = cls.table.c
    mine, theirs = (current.find(cls, at.person_id == i) for i in (kept_id, left_id))
    if not theirs:
        return
    if mine:
        current.update_many([(mine[0], _filled(mine[0], theirs[0], taken))])
        return
    chosen = {name for of, name in taken if of == cls.table.name}
    if chosen.issuperset(needed_fields(cls).keys() - {"person_id"}) and chosen:
        unchosen = {name: None for name in compared_fields(cls) if name not in chosen}
        current.update_many([(theirs[0], replace(theirs[0], {"person_id": kept_id, **unchosen}))])


def _append(current: Operation, cls: type[Record], rows: Sequence[Record], kept_id: str) -> None:
    """Put rows under the kept person, after the rows that stand there."""
    first = 0
    if "position" in cls.table.c:
        standing = current.find(cls, cls.table.c.person_id == kept_id)
        first = max((getattr(r, "position", 0) for r in standing), default=0)
    pairs = []
    for number, row in enumerate(rows, 1):
        values: dict[str, Any] = {"person_id": kept_id}
        if "position" in cls.table.c:
            values["position"] = first + number
        pairs.append((row, replace(row, values)))
    current.update_many(pairs)
