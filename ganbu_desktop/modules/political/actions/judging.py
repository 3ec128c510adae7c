"""Vetoes, duty assessments, reasons for recommending, visits: what bodies decide or say, never the program."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.actions import EFFECT, RECORD, VOIDING, void_within
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import hanging, place_of
from ganbu_desktop.kernel.spine.hands import people_in
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE
from ganbu_desktop.modules.political import rules
from ganbu_desktop.modules.political.actions.saving import as_drafts, refuse, save
from ganbu_desktop.modules.political.records import (
    REVOKED,
    VetoDecision,
    VetoReview,
)
from ganbu_desktop.store.operations import FINAL
from ganbu_desktop.store.record import new_id, replace

RELEASE = "解除一票否决"
"""The matter of the decision that lifts a veto."""


def save_vetoes(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save vetoes as drafts; none counts before a body's whole decision hangs on it."""
    save(office, as_drafts(office, pairs), title=title)


def decide_veto(office: Office, veto: VetoDecision, decision: Decision) -> Decision:
    """Hang the body's decision on a draft, or complete the one that hangs there."""
    with office.operation("登记一票否决的决定", right=RECORD) as current:
        standing = current.get(VetoDecision, veto.id)
        if standing.state != DRAFT:
            raise CheckFailed("这条一票否决已经生效或作废，决定不能再改；数据未改动")
        for old in hanging(current.connection, Decision, VetoDecision.table.name, veto.id):
            current.delete(old)
        return current.insert(replace(decision, {"id": new_id(), **place_of(standing)}))


def review_veto(office: Office, veto: VetoDecision, review: VetoReview) -> VetoReview:
    """Record a review's conclusion; 撤销 voids the veto and everything that was carried on from it, for good."""
    refuse(rules.review_problems(review))
    with office.operation("一票否决复核结论", right=VOIDING, kind=FINAL) as current:
        standing = current.get(VetoDecision, veto.id)
        if standing.state != EFFECTIVE:
            raise CheckFailed("只有生效的一票否决可以复核；数据未改动")
        decided = hanging(current.connection, Decision, VetoDecision.table.name, veto.id)
        hands = {name for d in decided for name in (*people_in(d.handled_by), *people_in(d.checked_by))}
        if hands & set(people_in(review.reviewed_by)):
            raise CheckFailed("复核人不能是原来的经办人或审核人；数据未改动")
        written_review = current.insert(dataclasses.replace(review, veto_id=veto.id))
        if review.conclusion == REVOKED:
            today = PartialDate.of(office.today())
            void_within(current, standing, reason=f"复核撤销（{review.document}）", today=today)
        return written_review


def release_veto(office: Office, veto: VetoDecision, decision: Decision) -> VetoDecision:
    """Lift a veto by a whole decision: it ends on the day that decision takes effect and leaves every output."""
    missing = decision.gaps()
    if missing or decision.effective_on is None:
        raise CheckFailed(f"解除的决定不完整：缺{'、'.join(missing)}；数据未改动")
    with office.operation(RELEASE, right=EFFECT, kind=FINAL) as current:
        standing = current.get(VetoDecision, veto.id)
        if standing.state != EFFECTIVE:
            raise CheckFailed("只有生效的一票否决可以解除；数据未改动")
        current.insert(dataclasses.replace(decision, **place_of(standing), matter=RELEASE))
        return current.change(standing, ends_on=decision.effective_on)
