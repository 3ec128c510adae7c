"""Ledgers over records that are there already, for the window's kit: rewards, and limiting stand-ins."""

from __future__ import annotations

from collections.abc import Sequence

from support.stand_in import StandIn

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, save_changes
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Reward


def save(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    save_changes(office, pairs, title=title, right="test")


REWARDS = LedgerSpec(
    name="rewards",
    title="奖惩台账",
    record=Reward,
    fields=("person_id", "name", "code", "approved_on", "body"),
    key=("person_id", "name", "approved_on"),
    save=save,
    newest_by="approved_on",
    required=("name",),
    carried=("body",),
    new=lambda office: {"approved_on": PartialDate.of(office.today())},
    help="还没有奖惩记录。",
)
LIMITING = LedgerSpec(
    name="stand-ins",
    title="限制性条目台账",
    record=StandIn,
    fields=(
        "person_id",
        "state",
        "occurred_on",
        "facts",
        "judgement",
        "suggestion",
        "source_kind",
        "source",
        "recorded_by",
        "recorded_on",
        "reviewed_by",
        "ends_on",
        "no_end_ground",
    ),
    key=("person_id", "occurred_on", "facts"),
    save=save,
    newest_by="occurred_on",
)
