"""The way of a challenge: 申请 → 受理 → 核实 → 结论 → 回执. What was there before is never overwritten without a trace.

An entry that counts against a person is voided and, where something takes its place, linked to its successor; a plain
field keeps its old value with the challenge. ``correction_guard`` holds the order of the stages in every operation.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.log.access_log import EXPORT, PRINT, access_table, accesses_in
from ganbu_desktop.kernel.log.sealed import seal_record
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.actions import void_within
from ganbu_desktop.kernel.spine.correction import CLEARED, CORRECTED, PARTLY, REFUSED, Correction
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, LimitingRecord, limiting_types
from ganbu_desktop.kernel.spine.loop import CORRECTION_NOTICE, LoopItem
from ganbu_desktop.store.operations import FINAL, Operation, find
from ganbu_desktop.store.record import Record, Reference, fields_of, new_id, record_type, replace

L = TypeVar("L", bound=LimitingRecord)
LEGAL_ANSWER = "complaint_review_answer_days"
RECORD, CONCLUDE = "corrections.record", "corrections.conclude"
_PERSON = "person"


@dataclass(frozen=True)
class Limits:
    """By when a challenge must be accepted and concluded; None where the day it counts from is not known.

    ``legal_by``: the last day that the law allows for the answer, of personnel decisions alone (公务员法第九十六条).
    """

    accept_by: date | None
    conclude_by: date | None
    legal_by: date | None = None

    @property
    def accept_day(self) -> date | None:
        """The last day to accept it: the office's own or the law's for the answer, whichever comes first."""
        return min((day for day in (self.accept_by, self.legal_by) if day is not None), default=None)

    @property
    def conclude_day(self) -> date | None:
        """The last day to conclude it: the office's own or the law's, whichever comes first."""
        return min((day for day in (self.conclude_by, self.legal_by) if day is not None), default=None)


@dataclass(frozen=True)
class Outcome:
    """How a challenge ends: the conclusion with its reason, and what takes the place of what was there."""

    conclusion: str
    reason: str
    successor: LimitingRecord | None
    new_values: Mapping[str, Any]


def open_correction(office: Office, entry: Record, correction: Correction) -> Correction:
    """Take a challenge of any entry, or of one of its fields (``field_name``), into the register.

    ``correction`` carries what was asked, by whom, when and on which materials; its place, number and, where it is not
    given, its day are set here. CheckFailed for a draft, which is simply edited, and for what is void already.
    """
    cls = type(entry)
    _refuse_unchallengeable(entry)
    if correction.field_name and correction.field_name not in fields_of(cls):
        raise CheckFailed(f"{cls.label}没有这个项目，没有登记；数据未改动")
    asked_on = correction.asked_on or PartialDate.of(office.today())
    with office.operation(f"登记更正申请：{cls.label}", right=RECORD) as current:
        number = correction.number or next_number(current, asked_on.year)
        return current.insert(
            dataclasses.replace(correction, **place_of_challenged(entry), number=number, asked_on=asked_on)
        )


def open_appeal(office: Office, concluded: Correction, appeal: Correction) -> Correction:
    """Take an appeal (申诉) against a conclusion into the register: a new challenge of the same entry and field.

    Another hand than the one that concluded before answers it. CheckFailed before there is a conclusion, or when the
    entry is gone or void: there is nothing left to correct then.
    """
    if concluded.concluded_on is None:
        raise CheckFailed("这件申请还没有结论，不能申诉；没有登记")
    entry = entry_of(office, concluded)
    if entry is None:
        raise CheckFailed("申请更正的条目已不在数据文件中；没有登记申诉")
    return open_correction(
        office, entry, dataclasses.replace(appeal, field_name=concluded.field_name, appeal_of_id=concluded.id)
    )


def place_of_challenged(entry: Record) -> dict[str, Any]:
    """Return where a challenge of ``entry`` hangs: of a person, on that person."""
    place = place_of(entry)
    return {**place, "person_id": entry.id} if place["entry_table"] == _PERSON else place


def _refuse_unchallengeable(entry: Record) -> None:
    if not isinstance(entry, LimitingRecord):
        return
    if entry.state == DRAFT:
        raise CheckFailed(f"这条{type(entry).label}还是草稿，没有生效，请直接修改或删除；没有登记更正申请")
    if entry.state != EFFECTIVE:
        raise CheckFailed(f"这条{type(entry).label}已经作废，不需要再更正；没有登记更正申请")


def next_number(current: Operation, year: int) -> str:
    """Return the next free number of a year, such as 2026-001."""
    taken = [c.number or "" for c in current.find(Correction, Correction.table.c.number.like(f"{year}-%"))]
    last = max((int(n.split("-")[1]) for n in taken if n.split("-")[1].isdigit()), default=0)
    return f"{year}-{last + 1:03d}"


def accept(office: Office, correction: Correction, *, accepted_by: str) -> Correction:
    """Accept (受理) a challenge today."""
    return _advance(office, correction, "受理更正申请", accepted_on=_today(office), accepted_by=accepted_by.strip())


def check(office: Office, correction: Correction, *, checked: str, checked_by: str) -> Correction:
    """Write down what checking (核实) found."""
    values = {"checked": checked.strip(), "checked_by": checked_by.strip(), "checked_on": _today(office)}
    return _advance(office, correction, "核实更正申请", **values)


def give_receipt(office: Office, correction: Correction, *, receipt_by: str) -> Correction:
    """Note that the person has got the answer (回执), and who signed for it."""
    return _advance(office, correction, "送达更正回执", receipt_on=_today(office), receipt_by=receipt_by.strip())


def _advance(office: Office, correction: Correction, title: str, **values: Any) -> Correction:
    with office.operation(f"{title}：{correction.number or ''}", right=RECORD) as current:
        return current.change(current.get(Correction, correction.id), **values)


def conclude(
    office: Office,
    correction: Correction,
    conclusion: str,
    *,
    reason: str,
    concluded_by: str,
    successor: LimitingRecord | None = None,
    new_values: Mapping[str, Any] | None = None,
) -> Correction:
    """Conclude a checked challenge and carry the conclusion out, as one step that undo never takes back.

    ``conclusion``: CORRECTED, PARTLY, REFUSED or CLEARED. A limiting entry is voided with all that hangs on it, for a
    ``successor`` (a draft) where one takes its place; CLEARED voids the entry it was carried on from too, for the
    matter itself is untrue. ``new_values``: of a plain record, its fields as they should be, by name. Where the voided
    entry has been printed or exported, an item to correct it in the same circle is opened. ``concluded_by`` is another
    hand than the entry's recorder.
    """
    if conclusion not in (CORRECTED, PARTLY, REFUSED, CLEARED):
        raise CheckFailed("请选择更正的结论；数据未改动")
    title = f"更正结论：{correction.number or ''}"
    with office.operation(title, right=CONCLUDE, kind=FINAL) as current:
        standing = current.get(Correction, correction.id)
        entry = challenged(current, standing)
        outcome = Outcome(conclusion, reason.strip(), successor, new_values or {})
        done = {} if conclusion == REFUSED else _carry_out(office, current, entry, outcome)
        concluded = current.change(
            standing,
            conclusion=conclusion,
            reason=reason.strip(),
            concluded_on=_today(office),
            concluded_by=concluded_by.strip(),
            **done,
        )
        if conclusion != REFUSED:
            _open_notice(office, current, concluded)
        return concluded


def challenged(current: Operation, correction: Correction) -> Record:
    """Return the entry that a challenge is about; NotFound when it is gone."""
    return current.get(record_type(correction.entry_table), correction.entry_id)


def entry_of(office: Office, correction: Correction) -> Record | None:
    """Return the entry that a challenge is about, None when it is gone."""
    return office.get(record_type(correction.entry_table), correction.entry_id)


def successor_of(entry: L) -> L:
    """Return a fresh draft with the contents of an entry, to be corrected and saved as what takes its place."""
    fresh = {"id": new_id(), "state": DRAFT, "effective_on": None, "reviewed_on": None, "origin_table": None}
    return replace(entry, {**fresh, "origin_id": None, "successor_id": None})


def _carry_out(office: Office, current: Operation, entry: Record, outcome: Outcome) -> dict[str, Any]:
    if not isinstance(entry, LimitingRecord):
        return _correct_fields(office, current, entry, outcome)
    if outcome.new_values:
        raise CheckFailed(f"{type(entry).label}不能改字，只能作废后另立新条目；数据未改动")
    successor, is_cleared = outcome.successor, outcome.conclusion == CLEARED
    if is_cleared and successor is not None:
        raise CheckFailed("澄清的条目不另立新条目；数据未改动")
    if successor is not None and successor.person_id != entry.person_id:
        raise CheckFailed("另立的新条目须是同一个人的；数据未改动")
    first = _first_of_chain(current, entry) if is_cleared else entry
    words = f"{'澄清' if is_cleared else '更正'}：{outcome.reason}"
    void_within(current, first, reason=words, today=_today(office), successor=successor)
    return {"successor_id": successor.id if successor else None}


def _first_of_chain(current: Operation, entry: LimitingRecord) -> LimitingRecord:
    """Return the entry that counts from which this one was carried on, over however many."""
    seen = {entry.id}
    while entry.origin_table in limiting_types() and entry.origin_id and entry.origin_id not in seen:
        cls = limiting_types()[entry.origin_table]
        origins = current.find(cls, cls.table.c.id == entry.origin_id, cls.table.c.state == EFFECTIVE)
        if not origins:
            break
        entry = origins[0]
        seen.add(entry.id)
    return entry


def _correct_fields(office: Office, current: Operation, entry: Record, outcome: Outcome) -> dict[str, Any]:
    cls, new_values = type(entry), outcome.new_values
    if outcome.successor is not None:
        raise CheckFailed(f"{cls.label}不另立新条目，请写明更正后的值；数据未改动")
    if outcome.conclusion == CLEARED:
        raise CheckFailed(f"{cls.label}不是限制性条目，没有可以澄清的；请选“予以更正”。数据未改动")
    described = fields_of(cls)
    if unknown := [n for n in new_values if n not in described or isinstance(described[n], Reference)]:
        raise CheckFailed(f"{cls.label}的这些项目不能在更正里改：{'、'.join(unknown)}；数据未改动")
    changed = {n: v for n, v in new_values.items() if v != getattr(entry, n)}
    if not changed:
        raise CheckFailed("没有写明更正后的值，或与原值相同；数据未改动")
    current.update_many([(entry, seal_record(office, replace(entry, changed)))])
    old = {n: getattr(entry, n) for n in changed}
    return {"old_text": _told(described, old), "new_text": _told(described, changed)}


def _told(described: Mapping[str, Field], values: Mapping[str, Any]) -> str:
    return "；".join(f"{described[n].label}：{described[n].format(v) or '（空）'}" for n, v in values.items())


@dataclass(frozen=True)
class Notice:
    """One time that a corrected entry had been printed or exported before, and so one place to correct it at.

    ``is_entry``: the entry itself was; else a sheet about its person on which it may have stood.
    """

    at: str
    account: str
    what: str
    purpose: str
    is_entry: bool


def notices(office: Office, correction: Correction) -> list[Notice]:
    """Return where a challenged entry had been printed or exported since it counts, newest first."""
    with office.reading() as connection:
        cls = record_type(correction.entry_table)
        entries = find(connection, cls, cls.table.c.id == correction.entry_id)
        return _notices(connection, correction, entries[0] if entries else None)


def _notices(connection: sa.Connection, correction: Correction, entry: Record | None) -> list[Notice]:
    c = access_table.c
    about = (c.record_id == correction.entry_id) | (c.person_id == correction.person_id)
    since = getattr(entry, "effective_on", None)
    found = accesses_in(connection, about, c.what.in_((PRINT, EXPORT)), limit=100_000)
    return [
        Notice(f"{a.at:%Y-%m-%d %H:%M}", a.account, a.what, a.purpose, a.record_id == correction.entry_id)
        for a in found
        if since is None or PartialDate.of(a.at.date()) >= since
    ]


def _open_notice(office: Office, current: Operation, correction: Correction) -> None:
    entry = challenged(current, correction)
    found = _notices(current.connection, correction, entry)
    if not found:
        return
    days = office.parameters().integer("correction_notice_days", office.today())
    words = {what: sum(n.what == what for n in found) for what in (PRINT, EXPORT)}
    said = "、".join(f"{what} {count} 次" for what, count in words.items() if count)
    current.insert(
        LoopItem(
            **place_of(correction),
            kind=CORRECTION_NOTICE,
            problem=f"更正前的内容已{said}（{correction.number}）",
            measure="在同样范围内更正：收回或更换已打印的，通知收到导出文件的单位",
            responsible=correction.concluded_by,
            due_on=PartialDate.of(office.today() + timedelta(days=days)),
        )
    )


def limits(figures: ParameterSet, correction: Correction) -> Limits:
    """Return by when a challenge is to be accepted (from the day asked) and concluded (from the day accepted)."""
    return Limits(
        _after(figures, "correction_accept_days", correction.asked_on),
        _after(figures, "correction_conclude_days", correction.accepted_on),
        _after(figures, LEGAL_ANSWER, correction.asked_on) if is_of_decision(correction) else None,
    )


def is_of_decision(correction: Correction) -> bool:
    """Return whether a challenge is of a personnel decision, for which the law sets a limit of its own."""
    cls = limiting_types().get(correction.entry_table)
    return cls is not None and cls.is_personnel_decision


def _after(figures: ParameterSet, name: str, since: PartialDate | None) -> date | None:
    if since is None:
        return None
    begun = since.first_day()
    return begun + timedelta(days=figures.integer(name, begun))


def _today(office: Office) -> PartialDate:
    return PartialDate.of(office.today())
