"""Values of the three papers of a veto: the approval sheet, the notice to the person, the review's conclusion."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.political.actions.judging import RELEASE
from ganbu_desktop.modules.political.forms.shared import day, label, limiting_values, one, person_values
from ganbu_desktop.modules.political.records import VetoDecision, VetoReview
from ganbu_desktop.store.operations import find


def _decided(connection: sa.Connection, veto: VetoDecision) -> dict[str, str]:
    """Return what each sheet says of the decision, empty where there is none yet, and when it was lifted."""
    hung = hanging(connection, Decision, VetoDecision.table.name, veto.id)
    decided = next((d for d in hung if d.matter != RELEASE), None)
    lifted = next((d for d in hung if d.matter == RELEASE), None)
    texts = ("body", "participants", "document", "conclusion", "handled_by", "checked_by")
    dates = ("met_on", "effective_on", "told_on")
    return {
        **{name: getattr(decided, name, None) or "" for name in texts},
        **{name: day(getattr(decided, name, None)) for name in dates},
        "released_on": day(lifted.effective_on) if lifted else "",
    }


def approval_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return the approval sheet: facts, evidence, the person's opinion, the body's decision."""
    veto = one(connection, VetoDecision, record_id)
    return {
        **limiting_values(office, connection, veto),
        **_decided(connection, veto),
        "clause": veto.clause or "",
        "evidence": veto.evidence_list or "",
    }


def notice_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return the notice to the person: what was found, on what it rests, what was decided."""
    veto = one(connection, VetoDecision, record_id)
    decided = _decided(connection, veto)
    said = hanging(connection, Statement, VetoDecision.table.name, veto.id)
    informed = day(next((s.informed_on for s in said if s.informed_on), None))
    return {
        **person_values(connection, veto.person_id),
        **decided,
        "clause": veto.clause or "",
        "facts": veto.facts or "",
        "evidence": veto.evidence_list or "",
        "informed_on": decided["told_on"] or informed,
    }


def review_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, str]:
    """Return the conclusion of the latest review; an empty one where none was asked for."""
    veto = one(connection, VetoDecision, record_id)
    reviews = find(connection, VetoReview, VetoReview.table.c.veto_id == record_id)
    reviews.sort(key=lambda r: r.concluded_on.digits() if r.concluded_on else "")
    review = reviews[-1] if reviews else VetoReview(veto_id=record_id)
    return {
        **person_values(connection, veto.person_id),
        "document": review.document or "",
        "asked_on": day(review.asked_on),
        "asked": review.asked or "",
        "veto_document": _decided(connection, veto)["document"],
        "reviewed_by": review.reviewed_by or "",
        "findings": review.findings or "",
        "conclusion": label(review, "conclusion"),
        "body": review.body or "",
        "concluded_on": day(review.concluded_on),
        "told_on": day(review.told_on),
    }
