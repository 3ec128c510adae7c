"""The limiting record (限制性条目): the base of every entry that may count against a person.

Such an entry is a draft until it has evidence, the person's statement or the lawful reason why not, a recorder and
another reviewer, and an end date or the ground for having none. Only ``actions.make_effective`` makes it count, and
``guard`` asks for the same conditions in every operation that touches it. Facts, judgement and suggestion stand apart.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Flag, Hidden, LongText, Text
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.effect_period import OVER, PROTECTED, EffectPeriod, covers
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.hands import same_hand
from ganbu_desktop.kernel.spine.statement import NOT_HEARD, Statement
from ganbu_desktop.store.record import Record, column, record_types, reference

DRAFT, EFFECTIVE, VOID = "1", "2", "3"
"""The codes of table ``entry_state``: 草稿, 生效, 作废."""
_FACTS = "事实、评价与建议"
_HANDLED = "来源与经办"
FREE = frozenset({"state", "voided_on", "void_reason", "successor_id", "ends_on", "no_end_ground"})
"""What may still be written once an entry counts; an end may only come nearer."""


class Standing(Enum):
    """How an entry stands on a day; the value is what people read."""

    DRAFT = "草稿"
    IN_FORCE = "生效"
    PROTECTED = "容错保护"
    OVER = OVER
    VOID = "作废"


class LimitingRecord(Record):
    """Base of entries that may count against a person. A room's class adds its own fields and may narrow the rules.

    ``filled_later``: fields of which the content comes about only after the entry counts; each is filled once.
    ``is_personnel_decision``: the law says by when a complaint about one is answered (公务员法第九十五、九十六条).
    """

    filled_later: ClassVar[frozenset[str]] = frozenset()
    is_personnel_decision: ClassVar[bool] = False
    is_discreet: ClassVar[bool] = True
    person_id: str = reference("person", label="干部", not_null=True)
    state: str = column(Choice(label="状态", table="entry_state", by_program=True), not_null=True, default=DRAFT)
    occurred_on: PartialDate | None = column(Date(label="发生日期", group=_FACTS, wanted=True))
    facts: str | None = column(
        LongText(label="事实", group=_FACTS, wanted=True, help="只写经核实的事实：时间、地点、做了什么、结果怎样")
    )
    judgement: str | None = column(LongText(label="评价", group=_FACTS))
    suggestion: str | None = column(LongText(label="建议", group=_FACTS))
    source_kind: str | None = column(Choice(label="来源类型", group=_HANDLED, table="entry_source", wanted=True))
    source: str | None = column(Text(label="来源文号", group=_HANDLED, wanted=True))
    recorded_by: str | None = column(Text(label="记录人", group=_HANDLED, wanted=True))
    recorded_on: PartialDate | None = column(Date(label="记录日期", group=_HANDLED, wanted=True))
    reviewed_by: str | None = column(Text(label="复核人", group=_HANDLED, wanted=True, help="不能与记录人是同一人"))
    reviewer_is_leader: bool | None = column(
        Flag(label="部领导代为复核", group=_HANDLED, help="三五人的科室没有第二名经办时，由部领导复核")
    )
    reviewed_on: PartialDate | None = column(Date(label="复核日期", group=_HANDLED))
    ends_on: PartialDate | None = column(Date(label="失效日期", group=_HANDLED, wanted=True))
    no_end_ground: str | None = column(
        Text(label="长期有效的依据", group=_HANDLED, help="没有失效日期时写明依据的条款")
    )
    effective_on: PartialDate | None = column(Date(label="生效日期", group=_HANDLED, by_program=True))
    voided_on: PartialDate | None = column(Date(label="作废日期", group=_HANDLED, by_program=True))
    void_reason: str | None = column(Text(label="作废原因", group=_HANDLED, by_program=True))
    origin_table: str | None = column(Hidden(label="由何而来"))
    origin_id: str | None = column(Hidden(label="由哪条而来"), indexed=True)
    successor_id: str | None = column(Hidden(label="更正后的条目"))

    @property
    def is_limiting(self) -> bool:
        """Whether this entry counts against the person; a room whose entries can be for one too narrows this."""
        return True

    def own_periods(self, figures: ParameterSet) -> list[EffectPeriod]:
        """Return the periods of effect that begin with this entry, by the figures of the day it happened; none here."""
        return []

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Return what a room's kind of entry lacks beyond the common conditions; nothing here."""
        return []


def limiting_types() -> dict[str, type[LimitingRecord]]:
    """Return every kind of limiting record by its table."""
    return {cls.table.name: cls for cls in record_types() if issubclass(cls, LimitingRecord)}


def gaps(connection: sa.Connection, entry: LimitingRecord) -> list[str]:
    """Return a sentence for each condition that keeps the entry from counting; empty when it may be made effective."""
    found = [*_text_gaps(entry), *_hand_gaps(entry)]
    if entry.is_limiting:
        found += [*_fairness_gaps(connection, entry), *_end_gaps(entry)]
    return [*found, *entry.own_gaps(connection)]


def _text_gaps(entry: LimitingRecord) -> list[str]:
    found = []
    if not entry.facts:
        found.append("没有写明事实")
    if not entry.occurred_on:
        found.append("没有发生日期")
    if not entry.source_kind or not entry.source:
        found.append("没有来源类型和来源文号")
    elif codes.table("entry_source").entry_for(entry.source_kind) is None:
        found.append("来源类型不在代码表内（匿名反映、未查结的线索不能作为来源）")
    return found


def _hand_gaps(entry: LimitingRecord) -> list[str]:
    if not entry.recorded_by:
        return ["没有记录人"]
    if not entry.is_limiting:
        return []
    if not entry.reviewed_by:
        return ["没有复核人"]
    return ["复核人与记录人是同一人"] if same_hand(entry.recorded_by, entry.reviewed_by) else []


def _fairness_gaps(connection: sa.Connection, entry: LimitingRecord) -> list[str]:
    table, found = type(entry).table.name, []
    if not any(e.is_complete for e in hanging(connection, Evidence, table, entry.id)):
        found.append("没有佐证材料（须有种类、日期，以及文号、附件或存放位置）")
    if not any(s.is_complete for s in hanging(connection, Statement, table, entry.id)):
        found.append(f"{NOT_HEARD}：没有本人说明，也没有写明未告知的法定理由")
    return found


def _end_gaps(entry: LimitingRecord) -> list[str]:
    if entry.ends_on is None and not entry.no_end_ground:
        return ["没有失效日期，也没有写明长期有效的依据"]
    if entry.ends_on and entry.occurred_on and entry.ends_on < entry.occurred_on:
        return ["失效日期早于发生日期"]
    return []


def in_force(cls: type[LimitingRecord], day: date) -> sa.ColumnElement[bool]:
    """Return the condition for what default outputs, checks and warnings may show on ``day``.

    Left out: drafts, what is void, what is over, and what a protection (容错) covers, on itself or on its origin.
    """
    at, hung = cls.table.c, EffectPeriod.table.c
    running = sa.or_(at.ends_on.is_(None), at.ends_on > PartialDate.of(day))
    protecting = sa.and_(hung.kind == PROTECTED, covers(day), hung.entry_id.in_([at.id, at.origin_id]))
    return sa.and_(at.state == EFFECTIVE, running, ~sa.exists(sa.select(hung.id).where(protecting)))
