"""What no operation may do to limiting records and loops, whether an edit, an import, undo or redo wrote it.

The guard runs inside every operation before it commits. It looks at the changes and at the store as it would be, so
that a screen, a command line verb or a later room cannot forget a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.hands import same_hand
from ganbu_desktop.kernel.spine.limiting import (
    DRAFT,
    EFFECTIVE,
    FREE,
    VOID,
    LimitingRecord,
    gaps,
    limiting_types,
)
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.moving import Moving
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.store.audit import Change, Image
from ganbu_desktop.store.operations import find

_REPLAYED = ("undo", "redo", "restore")
_CARRYING = (Evidence.table.name, Statement.table.name, Decision.table.name)


def guard(connection: sa.Connection, changes: Sequence[Change], kind: str) -> None:
    """Raise CheckFailed with a sentence when an operation breaks a rule; the whole operation vanishes then."""
    types = limiting_types()
    touched = {c.record_table for c in changes}
    if not touched & {*types, *_CARRYING, LoopItem.table.name}:
        return
    moving = Moving.of(changes, kind)
    for change in changes:
        if change.record_table in types:
            cls = types[change.record_table]
            if not moving.settles(change, cls.label):
                _check_step(cls, change, kind, moving.gone)
        elif change.record_table in _CARRYING and not moving.settles(change, "佐证材料、本人说明和决定"):
            _check_carrying(connection, types, change, moving.gone)
    _check_conditions(connection, types, changes)
    if LoopItem.table.name in touched:
        _check_loops(connection, [c.record_id for c in changes if c.record_table == LoopItem.table.name])


def _check_step(cls: type[LimitingRecord], change: Change, kind: str, gone: frozenset[str]) -> None:
    was = str(change.before["state"]) if change.before else None
    now = str(change.after["state"]) if change.after else None
    if change.before is not None and change.after is None:
        if was != DRAFT and change.before["person_id"] not in gone:
            raise CheckFailed(f"已生效或作废的{cls.label}不能删除，只能通过更正作废；数据未改动")
        return
    if was is None and now != DRAFT and kind not in _REPLAYED:
        raise CheckFailed(f"新的{cls.label}只能先作为草稿保存，核对齐全后再生效；数据未改动")
    if was == VOID and change.before != change.after:
        raise CheckFailed(f"这条{cls.label}已经作废，不能再改，也不能用撤销恢复；数据未改动。如有需要请另行登记。")
    if was == EFFECTIVE and now == DRAFT and kind != "undo":
        raise CheckFailed(f"已生效的{cls.label}不能改回草稿，只能通过更正作废；数据未改动")
    if was == DRAFT and now == VOID:
        raise CheckFailed(f"草稿不需要作废，请直接删除；这条{cls.label}没有改动")
    if was == EFFECTIVE and now in (EFFECTIVE, VOID) and change.before and change.after:
        _check_frozen(cls, change.before, change.after)


def _check_frozen(cls: type[LimitingRecord], before: Image, after: Image) -> None:
    once = {n for n in cls.filled_later if before.get(n) is None}
    changed = [n for n in after if after[n] != before.get(n) and n not in FREE | once]
    if changed:
        raise CheckFailed(
            f"这条{cls.label}已经生效，内容不能直接改；数据未改动。请发起更正，原条目作废保留，另立新条目。"
        )
    old, new = before["ends_on"], after["ends_on"]
    if old != new and (new is None or (old is not None and new > old)):
        raise CheckFailed(f"已生效的{cls.label}的失效日期只能提前，不能推后或取消；数据未改动")


def _check_carrying(
    connection: sa.Connection, types: dict[str, type[LimitingRecord]], change: Change, gone: frozenset[str]
) -> None:
    """What an effective entry rests on may be added to, not taken away or rewritten."""
    image = change.before
    if image is None or image["person_id"] in gone:
        return
    cls = types.get(str(image["entry_table"]))
    if cls is None:
        return
    entries = find(connection, cls, cls.table.c.id == image["entry_id"], cls.table.c.state != DRAFT)
    if entries:
        raise CheckFailed(f"这条{cls.label}已经生效，它的佐证材料、本人说明和决定不能改动或删除；数据未改动")


def _check_conditions(
    connection: sa.Connection, types: dict[str, type[LimitingRecord]], changes: Iterable[Change]
) -> None:
    for change in changes:
        cls = types.get(change.record_table)
        if cls is None or change.after is None or change.after["state"] != EFFECTIVE:
            continue
        for entry in find(connection, cls, cls.table.c.id == change.record_id):
            missing = gaps(connection, entry)
            if missing:
                raise CheckFailed(f"这条{cls.label}还不能生效：{'；'.join(missing)}。数据未改动，请补齐后再生效。")


def _check_loops(connection: sa.Connection, ids: Sequence[str]) -> None:
    for item in find(connection, LoopItem, LoopItem.table.c.id.in_(ids), LoopItem.table.c.closed_on.is_not(None)):
        if not item.closed_by or same_hand(item.closed_by, item.responsible):
            raise CheckFailed("销号人不能是责任人本人，没有销号；数据未改动")
        if not hanging(connection, Evidence, LoopItem.table.name, item.id) and not item.result:
            raise CheckFailed("没有办理情况，也没有办结材料，不能销号；数据未改动")
