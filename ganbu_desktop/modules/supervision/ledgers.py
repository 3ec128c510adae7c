"""The ledger of sanctions in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.effect_period import OVER
from ganbu_desktop.modules.supervision import actions
from ganbu_desktop.modules.supervision.records import Sanction
from ganbu_desktop.store.record import Record


def _fresh(office: Office) -> Mapping[str, Any]:
    return {"recorded_by": office.account.name, "recorded_on": PartialDate.of(office.today()), "source_kind": "11"}


def _left(office: Office, rows: Sequence[Record]) -> list[str]:
    today = PartialDate.of(office.today())
    return [_left_of(cast("Sanction", row), today) for row in rows]


def _left_of(row: Sanction, today: PartialDate) -> str:
    if row.is_waiting:
        return "恢复党员权利后计算"
    if row.ends_on is None:
        return "长期" if row.no_end_ground else "无记录"
    if row.ends_on <= today:
        return OVER
    months = row.ends_on.month_index() - today.month_index()
    return f"还有 {months} 个月" if months else "本月期满"


LEDGERS = (
    LedgerSpec(
        name="sanctions",
        title="处理处分登记",
        record=Sanction,
        fields=(
            "person_id",
            "kind",
            "decided_by",
            "document",
            "decided_on",
            "is_village",
            "occurred_on",
            "facts",
            "judgement",
            "suggestion",
            "source_kind",
            "source",
            "ends_on",
            "merged_count",
            "period_document",
            "no_end_ground",
            "restored_on",
            "restored_document",
            "recorded_by",
            "recorded_on",
            "reviewed_by",
            "reviewer_is_leader",
        ),
        listed=("person_id", "state", "kind", "decided_by", "document", "decided_on", "ends_on"),
        key=("person_id", "kind", "decided_on"),
        required=("person_id", "kind", "decided_on"),
        save=actions.save_sanctions,
        newest_by="decided_on",
        new=_fresh,
        derived={"影响期": _left},
        help="只登记已生效的处理处分决定；在查、未结的事项和举报内容不登记。影响期按行为发生时的规定推算，决定书载明期间的以决定书为准，到期自动移出。",
    ),
)
