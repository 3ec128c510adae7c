"""The ledger of the units room that is no plain row (``rows``): reviews of teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.units import entry_actions as actions
from ganbu_desktop.modules.units.following import standing_of_loops
from ganbu_desktop.modules.units.records import TeamReview


def _new_review(office: Office) -> Mapping[str, Any]:
    return {"held_on": PartialDate.of(office.today()), "kind": "1"}


REVIEWS = LedgerSpec(
    name="team-reviews",
    title="班子研判",
    record=TeamReview,
    fields=(
        *("unit_id", "held_on", "kind", "participants", "term_ends_on", "facts", "judgement", "strengths"),
        *("weaknesses", "suggestions", "basis", "title"),
    ),
    listed=("title", "unit_id", "held_on", "kind", "participants", "term_ends_on"),
    key=("unit_id", "held_on", "kind"),
    required=("unit_id", "held_on"),
    save=actions.save_reviews,
    newest_by="held_on",
    new=_new_review,
    forms=("team-review",),
    carried=("participants",),
    derived={"建议落实": standing_of_loops},
    help="还没有研判记录。保存时冻结当天的班子结构；要办的建议登记为“研判建议”，由责任人以外的人销号。",
)

LEDGERS = (REVIEWS,)
