"""Values of the sheets about one record of a person: inspection, front line, visit, hit, assessment, reason."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.political import rules
from ganbu_desktop.modules.political.forms.shared import (
    day,
    empty,
    label,
    limiting_values,
    one,
    person_values,
    text_of,
)
from ganbu_desktop.modules.political.records import (
    DutyAssessment,
    FrontlineRecord,
    NegativeHit,
    NegativeListClause,
    NegativeListVersion,
    OffHoursNote,
    PoliticalInspection,
    RecommendReason,
)
from ganbu_desktop.store.operations import find

inspection_blank = empty("political-inspection")
frontline_blank = empty("frontline-record")
note_blank = empty("off-hours-note")
reason_blank = empty("recommend-reason")


def inspection_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return one inspection: examples by focus, the judgement apart; of who was asked only the number."""
    record = one(connection, PoliticalInspection, record_id)
    return {
        **person_values(connection, record.person_id),
        "marks": "",
        "held_on": day(record.held_on),
        "way": label(record, "way"),
        "examiners": record.examiners or "",
        "interviewed": "" if record.interviewed is None else f"{record.interviewed} 人",
        "examples": "\n".join(f"{focus}：{text}" for focus, text in rules.examples(record)),
        "judgement": record.judgement or "",
        "evidence": record.evidence or "",
    }


def frontline_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return one front-line record with its days; leave for illness or care is told without blame."""
    record = one(connection, FrontlineRecord, record_id)
    days = rules.days_at(record, office.today())
    leave = label(record, "leave_kind")
    return {
        **person_values(connection, record.person_id),
        "recorded_by": record.recorded_by or "",
        "task": record.task or "",
        "started_on": day(record.started_on),
        "ended_on": day(record.ended_on),
        "post_there": record.post or "",
        "days": "" if days is None else f"{days} 天",
        "facts": record.facts or "",
        "evaluation": label(record, "evaluation"),
        "evaluated_on": day(record.evaluated_on),
        "evaluated_by": record.evaluated_by or "",
        "proof": record.proof or "",
        "leave": f"{leave}（不作负面记载，天数照计）" if leave else "",
    }


def note_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return one visit's note."""
    record = one(connection, OffHoursNote, record_id)
    return {
        **limiting_values(office, connection, record),
        "way": label(record, "way"),
        "visitors": record.visitors or "",
        "place": record.place or "",
        "checked": record.checked or "",
    }


def hit_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return one hit with the clause and the edition that was in force then."""
    record = one(connection, NegativeHit, record_id)
    clause = one(connection, NegativeListClause, record.clause_id) if record.clause_id else None
    version = one(connection, NegativeListVersion, clause.version_id) if clause else None
    return {
        **limiting_values(office, connection, record),
        "version": f"{version.title}（{day(version.effective_from)}起施行）" if version else "",
        "clause": "\n".join(p for p in (clause.title, clause.situation, clause.basis) if p) if clause else "",
        "verification": text_of(record, "verification"),
        "verified_in": record.verified_in or "",
        "handling": record.handling or "",
    }


def list_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return the text of one edition of the negative list."""
    version = one(connection, NegativeListVersion, record_id)
    clauses = find(connection, NegativeListClause, NegativeListClause.table.c.version_id == record_id)
    ended = f"，{day(version.ended_on)}起不再适用" if version.ended_on else ""
    return {
        "heading": version.title,
        "document": version.document or "",
        "in_force": f"（{day(version.effective_from)}起施行{ended}）" if version.effective_from else "",
        "clauses": "\n".join(_clause(clause) for clause in clauses) or "还没有条款。",
    }


def list_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    """Return what the file of one edition is called."""
    return one(connection, NegativeListVersion, record_id).title


def _clause(clause: NegativeListClause) -> str:
    basis = f"（依据：{clause.basis}）" if clause.basis else ""
    return f"{clause.title}：{clause.situation or '情形无记录'}{basis}"


def assessment_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return one assessment: facts, the meeting's opinion, the measure."""
    record = one(connection, DutyAssessment, record_id)
    return {
        **limiting_values(office, connection, record),
        "meeting": record.meeting or "",
        "met_on": day(record.met_on),
        "participants": record.participants or "",
        "measure": record.measure or "",
    }


def reason_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return one reason for recommending: what was done, and the papers that show it."""
    record = one(connection, RecommendReason, record_id)
    return {
        **person_values(connection, record.person_id),
        "recorded_by": record.recorded_by or "",
        "recommended_by": record.recommended_by or "",
        "recommended_on": day(record.recommended_on),
        "facts": record.facts or "",
        "papers": record.papers or "",
    }
