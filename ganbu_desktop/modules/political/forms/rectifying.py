"""Values of what is put right: one problem with its closing, a team's list, a meeting's register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine.entry import hanging, hanging_on
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.political.forms.shared import day, evidence_text, label, one, unit_name
from ganbu_desktop.modules.political.records import PartyMeeting, Rectification, SelfCheck, TeamInspection
from ganbu_desktop.store.operations import find


def rectification_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    """Return what the file of one sheet is called."""
    return f"{one(connection, Rectification, record_id).matter or '整改'}整改销号表"


def rectification_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return one problem: measure, time limit, what came of it, on which papers and by whom it was closed."""
    row = one(connection, Rectification, record_id)
    items = hanging(connection, LoopItem, Rectification.table.name, row.id)
    item = items[0] if items else LoopItem(entry_table="", entry_id="", kind="")
    person = find(connection, Person, Person.table.c.id == row.person_id)
    whose = (unit_name(connection, row.unit_id), (person[0].name or "") if person else "")
    return {
        "matter": row.matter or "",
        "printed_on": day(PartialDate.of(office.today())),
        "whose": "　".join(part for part in whose if part),
        "found_by": label(row, "found_by"),
        "found_on": day(row.found_on),
        "due_on": day(item.due_on),
        "problem": item.problem or "",
        "measure": item.measure or "",
        "responsible": item.responsible or "",
        "extended_reason": item.extended_reason or "",
        "result": item.result or "",
        "evidence": evidence_text(connection, item),
        "finished_on": day(item.finished_on),
        "closed_on": day(item.closed_on),
        "closed_by": item.closed_by or "",
        "state": _state(item, office),
    }


def team_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the problems that were found in a unit's team, with how each stands."""
    inspection = one(connection, TeamInspection, record_id)
    items = hanging(connection, LoopItem, TeamInspection.table.name, record_id)
    return {
        "unit": unit_name(connection, inspection.unit_id),
        "right": f"考察：{day(inspection.inspected_on)}　反馈：{day(inspection.fed_back_on) or '无记录'}",
        "items": _rows(items, office),
    }


def report_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return the report on a unit's team: how it is, what was found with measure and limit, what was fed back."""
    inspection = one(connection, TeamInspection, record_id)
    items = hanging(connection, LoopItem, TeamInspection.table.name, record_id)
    told = f"{day(inspection.fed_back_on)}向{inspection.fed_back_to or '班子'}反馈。" if inspection.fed_back_on else ""
    return {
        "unit": unit_name(connection, inspection.unit_id),
        "year": str(inspection.year or (inspection.inspected_on.year if inspection.inspected_on else "")),
        "inspected_on": day(inspection.inspected_on),
        "examiners": inspection.examiners or "",
        "findings": inspection.findings or "无记录。",
        "problems": "\n".join(_told(number, item, office) for number, item in enumerate(items, 1)) or "没有发现问题。",
        "fed_back": told or "尚未反馈。",
        "printed_on": day(PartialDate.of(office.today())),
    }


def _told(number: int, item: LoopItem, office: Office) -> str:
    parts = (("措施", item.measure), ("责任人", item.responsible), ("时限", day(item.due_on)))
    said = "；".join(f"{label}：{text}" for label, text in parts if text)
    return f"{number}.{item.problem or ''}（{'；'.join(part for part in (said, _state(item, office)) if part)}）"


def meeting_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return what people found in themselves at one meeting, with how each problem stands."""
    meeting = one(connection, PartyMeeting, record_id)
    checks = find(connection, SelfCheck, SelfCheck.table.c.meeting_id == record_id)
    hung = hanging_on(connection, LoopItem, [check.id for check in checks])
    people = {
        p.id: p.name or "" for p in find(connection, Person, Person.table.c.id.in_([c.person_id for c in checks]))
    }
    pairs = [(people.get(check.person_id, ""), item) for check in checks for item in hung.get(check.id, ())]
    rows = _rows([item for _, item in pairs], office)
    return {
        "meeting": f"{unit_name(connection, meeting.unit_id)}　{label(meeting, 'kind')}　{meeting.topic or ''}",
        "right": f"召开日期：{day(meeting.held_on)}",
        "items": [{**row, "name": name} for (name, _), row in zip(pairs, rows, strict=True)],
    }


def _rows(items: Sequence[LoopItem], office: Office) -> list[dict[str, str]]:
    return [
        {
            "row": str(number),
            "problem": item.problem or "",
            "measure": item.measure or "",
            "responsible": item.responsible or "",
            "due_on": str(item.due_on or ""),
            "result": item.result or "",
            "closed": "\n".join(part for part in (item.closed_by, str(item.closed_on or "")) if part),
            "state": _state(item, office),
        }
        for number, item in enumerate(items, 1)
    ]


def _state(item: LoopItem, office: Office) -> str:
    if item.is_closed:
        return "已销号"
    return "超期" if item.is_overdue(office.today()) else "整改中"
