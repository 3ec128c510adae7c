"""What no operation may do to a challenge: skip a stage, rewrite what was concluded, or be judged by its own author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.kernel.spine.hands import same_hand
from ganbu_desktop.kernel.spine.moving import Moving
from ganbu_desktop.store.audit import Change, Image
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import record_type

_TABLE = Correction.table.name
_AFTER_CONCLUSION = frozenset({"receipt_on", "receipt_by"})


def guard(connection: sa.Connection, changes: Sequence[Change], kind: str) -> None:
    """Raise CheckFailed with a sentence when an operation breaks a rule; the whole operation vanishes then."""
    ours = [c for c in changes if c.record_table == _TABLE]
    if not ours:
        return
    gone = {c.record_id for c in changes if c.after is None and c.record_table != _TABLE}
    moving = Moving.of(changes, kind)
    for change in ours:
        if moving.settles(change, Correction.label):
            continue
        if change.after is None:
            _check_removal(change.before or {}, gone)
            continue
        _check_kept(change.before, change.after)
        for standing in find(connection, Correction, Correction.table.c.id == change.record_id):
            check_stages(standing)
            _check_hand(connection, standing, change.before)


def _check_removal(before: Image, gone: set[str]) -> None:
    if before.get("accepted_on") and before.get("person_id") not in gone:
        raise CheckFailed("已受理的更正申请不能删除，只能作出结论；数据未改动")


def _check_kept(before: Image | None, after: Image) -> None:
    if before is not None and before.get("appeal_of_id") != after.get("appeal_of_id"):
        raise CheckFailed("申诉针对哪一件不能改；数据未改动")
    if before is None or not before.get("concluded_on"):
        return
    if [n for n in after if after[n] != before.get(n) and n not in _AFTER_CONCLUSION]:
        raise CheckFailed("这件更正申请已经办结，结论不能再改，也不能撤销；数据未改动。如有新的情况请另行申请。")


def check_stages(correction: Correction) -> None:
    """Raise CheckFailed unless each stage that is done follows a stage that is done, and says what it must."""
    found = correction
    if found.accepted_on and not found.accepted_by:
        raise CheckFailed("请写明受理人；数据未改动")
    if found.checked_on and not found.accepted_on:
        raise CheckFailed("更正申请要先受理再核实；数据未改动")
    if found.checked_on and not (found.checked and found.checked_by):
        raise CheckFailed("请写明核实情况和核实人；数据未改动")
    if (found.concluded_on or found.conclusion) and not found.checked_on:
        raise CheckFailed("更正申请要先核实再作结论；数据未改动")
    if found.concluded_on and not (found.conclusion and found.reason and found.concluded_by):
        raise CheckFailed("请写明结论、理由和结论人（不予更正的也要书面说明理由）；数据未改动")
    if found.receipt_on and not found.concluded_on:
        raise CheckFailed("还没有结论，不能送达回执；数据未改动")
    if found.receipt_on and not found.receipt_by:
        raise CheckFailed("请写明回执由谁签收；数据未改动")
    days = [d for d in (found.asked_on, found.accepted_on, found.checked_on, found.concluded_on, found.receipt_on) if d]
    if any(later < earlier for earlier, later in pairwise(days)):
        raise CheckFailed("更正申请后一环节的日期早于前一环节；数据未改动")


def _check_hand(connection: sa.Connection, correction: Correction, before: Image | None) -> None:
    """The one who concludes is not the one who recorded the entry, nor, of an appeal, who concluded before."""
    if not correction.concluded_on or (before and before.get("concluded_on")):
        return
    for earlier in _appealed(connection, correction):
        if same_hand(earlier.concluded_by, correction.concluded_by):
            number = earlier.number or "上一件"
            raise CheckFailed(f"{number} 的结论人不能再为这件申诉作结论；数据未改动。请由另一人作结论。")
    table = record_type(correction.entry_table).table
    if "recorded_by" not in table.c:
        return
    row = connection.execute(sa.select(table.c.recorded_by).where(table.c.id == correction.entry_id)).first()
    if row is not None and same_hand(row.recorded_by, correction.concluded_by):
        raise CheckFailed("作结论的人不能是这条内容的记录人；数据未改动。请由另一人作结论。")


def _appealed(connection: sa.Connection, correction: Correction) -> Iterator[Correction]:
    """Yield the challenge that an appeal is against, and what that one was against, over however many."""
    seen = {correction.id}
    while correction.appeal_of_id and correction.appeal_of_id not in seen:
        found = find(connection, Correction, Correction.table.c.id == correction.appeal_of_id)
        if not found:
            break
        (correction,) = found
        seen.add(correction.id)
        yield correction
