"""Ledgers of no room: posts held (references, numbers, flags, dates, long texts), rewards, and a limiting entry."""

from __future__ import annotations

from collections.abc import Sequence

from support.stand_in import StandIn

from ganbu_desktop.kernel.editing import Pair, save_changes
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Reward, Tenure


def save(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write as a room's action does."""
    save_changes(office, pairs, title=title, right="tests.edit")


TENURES = LedgerSpec(
    name="tenures",
    title="任职台账",
    record=Tenure,
    fields=(
        "person_id",
        "unit_id",
        "post_name",
        "is_main",
        "team_position",
        "member_kind",
        "appointed_on",
        "removed_on",
        "change_reason",
    ),
    key=("person_id", "appointed_on"),
    save=save,
    newest_by="appointed_on",
    required=("person_id", "post_name", "appointed_on"),
    new=lambda office: {"state": "1"},
    derived={"年数": lambda office, records: [_years(office, r) for r in records]},
)
REWARDS = LedgerSpec(
    name="rewards",
    title="奖励台账",
    record=Reward,
    fields=("person_id", "name", "code", "approved_on", "body"),
    key=("person_id", "name"),
    save=save,
    newest_by="approved_on",
    required=("person_id", "name"),
)
ENTRIES = LedgerSpec(
    name="entries",
    title="限制性条目",
    record=StandIn,
    fields=("person_id", "state", "occurred_on", "facts", "source", "recorded_by", "ends_on", "effective_on"),
    key=("person_id", "occurred_on"),
    save=save,
    newest_by="occurred_on",
    required=("person_id", "facts"),
)


def _years(office: Office, record: object) -> str:
    assert isinstance(record, Tenure)
    return str(office.today().year - record.appointed_on.year) if record.appointed_on else ""
