"""The verbs of the spine: the only ways to make an entry count, to void it, to close a loop."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import periods
from ganbu_desktop.kernel.spine.effect_period import EffectPeriod
from ganbu_desktop.kernel.spine.entry import hanging, place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, VOID, LimitingRecord, gaps, limiting_types
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.procedure import Procedure
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.store.operations import FINAL, Operation
from ganbu_desktop.store.record import Record

E = TypeVar("E", bound=LimitingRecord)
RECORD, EFFECT, VOIDING, CLOSE = "entries.record", "entries.effect", "entries.void", "loops.close"


def add_evidence(office: Office, entry: Record, evidence: Evidence, *, content: bytes | None = None) -> Evidence:
    """Hang a piece of evidence on an entry; ``content`` is kept once under its SHA-256."""
    title = f"登记佐证材料：{evidence.document or evidence.file_name or type(entry).label}"
    with office.operation(title, right=RECORD) as current:
        blob = current.put_blob(content) if content is not None else evidence.blob
        return current.insert(dataclasses.replace(evidence, **place_of(entry), blob=blob))


def add_statement(office: Office, entry: Record, statement: Statement) -> Statement:
    """Hang the person's own words, or the lawful reason why there are none, on an entry."""
    with office.operation(f"登记本人说明：{type(entry).label}", right=RECORD) as current:
        return current.insert(dataclasses.replace(statement, **place_of(entry)))


def missing(office: Office, entry: LimitingRecord) -> list[str]:
    """Return what still keeps an entry from counting."""
    with office.reading() as connection:
        return gaps(connection, entry)


def make_effective(office: Office, entry: E) -> E:
    """Let a draft count from today; CheckFailed names everything that is missing, and nothing is written then."""
    label = type(entry).label
    with office.operation(f"{label}生效", right=EFFECT) as current:
        standing = current.get(type(entry), entry.id)
        if standing.state != DRAFT:
            raise CheckFailed(f"这条{label}不是草稿，没有改动")
        today = PartialDate.of(office.today())
        begun = standing.own_periods(office.parameters())
        longest = periods.longest(begun)
        values = {"ends_on": longest.ends_on} if longest is not None and standing.ends_on is None else {}
        current.insert_many(begun)
        return current.change(
            standing, state=EFFECTIVE, effective_on=today, reviewed_on=standing.reviewed_on or today, **values
        )


def void(
    office: Office,
    entry: LimitingRecord,
    *,
    reason: str,
    successor: LimitingRecord | None = None,
) -> None:
    """Void an entry that counts, and everything that hangs on it; ``successor`` takes its place as a draft.

    The old one stays readable as 作废 and links to the new one. This is final: undo does not take it back.
    """
    if not reason.strip():
        raise CheckFailed("请写明作废的原因；数据未改动")
    title = f"{type(entry).label}作废：{reason.strip()}"
    with office.operation(title, right=VOIDING, kind=FINAL) as current:
        void_within(current, entry, reason=reason, today=PartialDate.of(office.today()), successor=successor)


def void_within(
    current: Operation,
    entry: LimitingRecord,
    *,
    reason: str,
    today: PartialDate,
    successor: LimitingRecord | None = None,
) -> None:
    """Void inside an open operation: the entry, what hangs on it, and the entries carried on from it.

    Its periods and open loops become void, its running procedures end.
    """
    standing = current.get(type(entry), entry.id)
    if standing.state == DRAFT:
        raise CheckFailed("草稿不需要作废，请直接删除；数据未改动")
    if standing.state == VOID:
        return
    if successor is not None:
        current.insert(successor)
    current.change(
        standing,
        state=VOID,
        voided_on=today,
        void_reason=reason.strip(),
        successor_id=successor.id if successor else None,
    )
    table = type(entry).table.name
    _end_hanging(current, table, entry.id, today)
    for cls in limiting_types().values():
        for carried in current.find(cls, cls.table.c.origin_id == entry.id, cls.table.c.origin_table == table):
            if carried.state == EFFECTIVE:
                void_within(current, carried, reason=f"所依据的条目已作废（{reason.strip()}）", today=today)
            elif carried.state == DRAFT:
                current.delete(carried)


def _end_hanging(current: Operation, table: str, entry_id: str, today: PartialDate) -> None:
    for period in hanging(current.connection, EffectPeriod, table, entry_id):
        current.change(period, is_void=True)
    for item in hanging(current.connection, LoopItem, table, entry_id):
        if item.is_open:
            current.change(item, is_void=True)
    for running in hanging(current.connection, Procedure, table, entry_id):
        if running.ended_on is None:
            current.change(running, ended_on=today)


def discard(office: Office, entry: LimitingRecord) -> None:
    """Delete a draft with its evidence and statements."""
    with office.operation(f"删除草稿：{type(entry).label}", right=RECORD) as current:
        current.delete(current.get(type(entry), entry.id))


def close_loop(office: Office, item: LoopItem, *, closed_by: str, result: str | None = None) -> LoopItem:
    """Close a loop by another hand than the responsible one, on its result or its evidence."""
    with office.operation("闭环事项销号", right=CLOSE) as current:
        standing = current.get(LoopItem, item.id)
        today = PartialDate.of(office.today())
        return current.change(
            standing,
            result=result or standing.result,
            finished_on=standing.finished_on or today,
            closed_by=closed_by.strip(),
            closed_on=today,
        )
