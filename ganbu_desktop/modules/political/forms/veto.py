"""Values of the three papers of a veto: the approval sheet, the notice to the person, the review's conclusion."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.political.actions.judging import RELEASE
from ganbu_desktop.modules.political.forms.shared import day, label, limiting_values, one, person_values
from ganbu_desktop.modules.political.records import VetoDecision, VetoReview
from ganbu_desktop.store.operations import find


def _decisions(connection: sa.Connection, veto: VetoDecision) -> tuple[Decision, Decision | None]:
    """Return the decision and the one that lifted it; an empty one where none hangs there."""
    hung = hanging(connection, Decision, VetoDecision.table.name, veto.id)
    decided = next((d for d in hung if d.matter != RELEASE), Decision(entry_table="", entry_id=""))
    return decided, next((d for d in hung if d.matter == RELEASE), None)


def approval_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return the approval sheet: facts, evidence, the person's opinion, the body's decision."""
    veto = one(connection, VetoDecision, record_id)
    decided, lifted = _decisions(connection, veto)
    return {
        **limiting_values(office, connection, veto),
        "clause": veto.clause or "",
        "evidence": veto.evidence_list or "",
        "body": decided.body or "",
        "met_on": day(decided.met_on),
        "participants": decided.participants or "",
        "document": decided.document or "",
        "effective_on": day(decided.effective_on),
        "conclusion": decided.conclusion or "",
        "handled_by": decided.handled_by or "",
        "checked_by": decided.checked_by or "",
        "told_on": day(decided.told_on),
        "released_on": day(lifted.effective_on) if lifted else "",
    }


def notice_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return the notice to the person: what was found, on what it rests, what was decided."""
    veto = one(connection, VetoDecision, record_id)
    decided, _ = _decisions(connection, veto)
    said = hanging(connection, Statement, VetoDecision.table.name, veto.id)
    informed = decided.told_on or next((s.informed_on for s in said if s.informed_on), None)
    return {
        **person_values(connection, veto.person_id),
        "document": decided.document or "",
        "met_on": day(decided.met_on),
        "body": decided.body or "",
        "clause": veto.clause or "",
        "facts": veto.facts or "",
        "evidence": veto.evidence_list or "",
        "conclusion": decided.conclusion or "",
        "effective_on": day(decided.effective_on),
        "informed_on": day(informed),
    }


def review_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return the conclusion of the latest review; an empty one where none was asked for."""
    veto = one(connection, VetoDecision, record_id)
    decided, _ = _decisions(connection, veto)
    reviews = find(connection, VetoReview, VetoReview.table.c.veto_id == record_id)
    reviews.sort(key=lambda r: r.concluded_on.digits() if r.concluded_on else "")
    review = reviews[-1] if reviews else VetoReview(veto_id=record_id)
    return {
        **person_values(connection, veto.person_id),
        "document": review.document or "",
        "asked_on": day(review.asked_on),
        "asked": review.asked or "",
        "veto_document": decided.document or "",
        "reviewed_by": review.reviewed_by or "",
        "findings": review.findings or "",
        "conclusion": label(review, "conclusion"),
        "body": review.body or "",
        "concluded_on": day(review.concluded_on),
        "told_on": day(review.told_on),
    }
