"""What the room's sheets have in common: whose they are, what an entry rests on, dates as people write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.kernel.spine.showing import shown_as, standing_marks
from ganbu_desktop.kernel.spine.statement import NOT_HEARD, Statement
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, fields_of

R = TypeVar("R", bound=Record)
Named = Callable[[Office, sa.Connection, str], str]
Blank = Callable[[Office], Mapping[str, Any]]


def one(connection: sa.Connection, cls: type[R], record_id: str) -> R:
    """Return a record that is there."""
    (found,) = find(connection, cls, cls.table.c.id == record_id)
    return found


def text_of(record: Record, name: str) -> str:
    """Return the shown text of a field."""
    return fields_of(type(record))[name].format(getattr(record, name))


def label(record: Record, name: str) -> str:
    """Return the label of a choice, empty when nothing was chosen."""
    assert isinstance(fields_of(type(record))[name], Choice)
    return text_of(record, name)


def day(moment: PartialDate | None) -> str:
    """Return ``2026年3月2日``, as exactly as the date is known; empty without one."""
    if moment is None:
        return ""
    parts = [f"{moment.year}年", f"{moment.month}月" if moment.month else "", f"{moment.day}日" if moment.day else ""]
    return "".join(parts)


def person_values(connection: sa.Connection, person_id: str) -> dict[str, str]:
    """Return name, unit and post of whom a sheet is about."""
    person = one(connection, Person, person_id)
    return {"name": person.name or "", "unit": unit_name(connection, person.unit_id), "post": person.current_post or ""}


def unit_name(connection: sa.Connection, unit_id: str | None) -> str:
    """Return a unit's name, empty without one."""
    found = find(connection, Unit, Unit.table.c.id == unit_id) if unit_id else []
    return (found[0].name or "") if found else ""


def limiting_values(office: Office, connection: sa.Connection, entry: LimitingRecord) -> dict[str, str]:
    """Return what every limiting entry prints: facts first, what it rests on, the person's words, how it stands."""
    return {
        **person_values(connection, entry.person_id),
        "marks": standing_marks(connection, entry, office.today()),
        "occurred_on": day(entry.occurred_on),
        "facts": entry.facts or "",
        "judgement": entry.judgement or "",
        "evidence": evidence_text(connection, entry),
        "statement": statement_text(connection, entry),
        "recorded_by": entry.recorded_by or "",
        "reviewed_by": f"{entry.reviewed_by or ''}{'（部领导）' if entry.reviewer_is_leader else ''}",
        "ends_on": day(entry.ends_on) or (f"长期（{entry.no_end_ground}）" if entry.no_end_ground else ""),
        "state": shown_as(connection, entry, office.today()).standing.value,
    }


def evidence_text(connection: sa.Connection, entry: Record) -> str:
    """Return a line for the source and each piece of evidence: kind, number or source, date, place."""
    lines = []
    if isinstance(entry, LimitingRecord) and entry.source:
        lines.append("　".join(part for part in (label(entry, "source_kind"), entry.source) if part))
    for number, piece in enumerate(hanging(connection, Evidence, type(entry).table.name, entry.id), 1):
        parts = (label(piece, "kind"), piece.document, day(piece.dated_on), piece.place)
        lines.append(f"{number}. " + "　".join(part for part in parts if part))
    return "\n".join(lines)


def statement_text(connection: sa.Connection, entry: LimitingRecord) -> str:
    """Return the person's words with when they were said, or why the person was not heard."""
    said = hanging(connection, Statement, type(entry).table.name, entry.id)
    if not said:
        return NOT_HEARD if entry.is_limiting else ""
    return "\n".join(_said(statement) for statement in said)


def _said(statement: Statement) -> str:
    if statement.not_heard_ground:
        return f"{NOT_HEARD}：{statement.not_heard_ground}"
    signed = "本人已签字" if statement.is_signed else f"未签字：{statement.unsigned_reason or '原因无记录'}"
    return f"{statement.words or ''}（{day(statement.stated_on)}，{signed}）"


def empty(form: str, **given: Any) -> Blank:
    """Return what gives the values of an empty sheet: nothing in any place but ``given``."""

    def values(office: Office) -> Mapping[str, Any]:
        blank = {name: [] if isinstance(kind, tuple) else "" for name, kind in load_form(form).bindings.items()}
        return {**blank, **given}

    return values


def named_for_person(cls: type[Record], title: str) -> Named:
    """Return what names the file of one sheet after its person."""

    def name(office: Office, connection: sa.Connection, record_id: str) -> str:
        person_id: str = getattr(one(connection, cls, record_id), "person_id")  # noqa: B009 - of several record types
        return f"{one(connection, Person, person_id).name or '未命名'}{title}"

    return name


def named_for_unit(cls: type[Record], title: str) -> Named:
    """Return what names the file of one sheet after its unit."""

    def name(office: Office, connection: sa.Connection, record_id: str) -> str:
        unit_id: str = getattr(one(connection, cls, record_id), "unit_id")  # noqa: B009 - of several record types
        return f"{unit_name(connection, unit_id) or '未写单位'}{title}"

    return name
