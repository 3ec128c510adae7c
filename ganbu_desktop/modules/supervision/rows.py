"""The register of sanctions in force; restoring rights and longer probation have verbs of their own (``actions``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.effect_period import OVER
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.supervision.actions import EDIT
from ganbu_desktop.modules.supervision.records import UNTIL_RESTORED, Sanction
from ganbu_desktop.store.record import Record, replace


def with_its_end(office: Office, old: Sanction | None, new: Sanction | None) -> Sanction | None:
    """Return a sanction with its end; one that was filled in by the program follows what was changed since."""
    if new is None:
        return None
    figures = office.parameters()
    values: dict[str, Any] = {}
    if old is not None and new.ends_on == old.ends_on == old.figured_end(figures):
        values["ends_on"] = None
    if new.no_end_ground == UNTIL_RESTORED:
        values["no_end_ground"] = None
    new = replace(new, values)
    if new.ends_on is not None or new.no_end_ground:
        return new
    if new.is_waiting:
        return replace(new, {"no_end_ground": UNTIL_RESTORED})
    return replace(new, {"ends_on": new.figured_end(figures)})


def left(office: Office, sanctions: Sequence[Sanction]) -> list[str]:
    """Return how long each still limits its person."""
    today = PartialDate.of(office.today())
    return [_left_of(sanction, today) for sanction in sanctions]


def _left_of(sanction: Sanction, today: PartialDate) -> str:
    if sanction.is_waiting:
        return "恢复党员权利后计算"
    if sanction.ends_on is None:
        return "长期" if sanction.no_end_ground else "无记录"
    if sanction.ends_on <= today:
        return OVER
    months = sanction.ends_on.month_index() - today.month_index()
    return f"还有 {months} 个月" if months else "本月期满"


def invented(county: row.County) -> Iterator[Record]:
    """Yield sanctions that wait for their reviewer: a merged one, one with rights restored, one without an end."""
    own: tuple[dict[str, Any], ...] = (
        {"kind": "22", "merged_count": 2, "ends_on": county.ago(-400), "period_document": "演示决定书第三条"},
        {"kind": "14", "restored_on": county.ago(30), "restored_document": "青纪恢〔演示〕1号"},
        {"kind": "16", "no_end_ground": "演示〔2026〕2号第六条：长期保留"},
    )
    for number, (person, values) in enumerate(zip(county.people, own, strict=False), 1):
        document, decided = f"青纪决〔演示〕{number}号", county.ago(420)
        sanction = Sanction(
            person_id=person.id,
            decided_by="青禾县纪委监委（演示）",
            document=document,
            decided_on=decided,
            is_village=False,
            occurred_on=county.ago(600),
            facts="违规审批一笔专项资金（演示）",
            judgement="违反工作纪律",
            suggestion="所在单位党组织跟踪了解",
            source_kind="11",
            source=document,
            recorded_by="演示经办",
            reviewed_by="演示复核",
            reviewer_is_leader=False,
            **values,
        )
        yield sanction
        yield Evidence(**place_of(sanction), kind="1", document=document, dated_on=decided)
        yield Statement(
            **place_of(sanction), words="服从决定。", stated_on=decided, informed_on=decided, is_signed=True
        )


SANCTIONS = row.Row(
    Sanction,
    "sanctions",
    key=("person_id", "kind", "decided_on"),
    right=EDIT,
    title="处理处分登记",
    help="只登记已生效的处理处分决定；在查、未结的事项和举报内容不登记。影响期按行为发生时的规定推算，决定书载明期间的以决定书为准，到期自动移出。",
    fields=(
        *("person_id", "kind", "decided_by", "document", "decided_on", "is_village", "occurred_on"),
        *("facts", "judgement", "suggestion", "source_kind", "source", "ends_on", "merged_count", "period_document"),
        *("no_end_ground", "restored_on", "restored_document"),
        *("recorded_by", "recorded_on", "reviewed_by", "reviewer_is_leader"),
    ),
    listed=("person_id", "state", "kind", "decided_by", "document", "decided_on", "ends_on"),
    new={"source_kind": "11"},
    derived={"影响期": left},
    before=with_its_end,
    demo=invented,
)
ROWS = (SANCTIONS,)
