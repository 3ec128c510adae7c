"""Loops (问题—措施—责任—时限—销号): settled on evidence, and closed by another hand than the responsible one."""

from __future__ import annotations

from datetime import date

from ganbu_desktop.foundation.fields import Choice, Date, Flag, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.store.record import Integer, column, reference

CORRECTION_NOTICE = "6"
"""The code of table ``loop_kind`` for telling those who have the old content of a corrected entry."""


class LoopItem(Hanging, table="loop_item", label="闭环事项", owner="person_id"):
    """One item. It is open until ``closed_on``; closing is ``actions.close_loop`` and nothing else.

    ``is_void``: the entry that it hung on was voided while it was open, so that nobody has to settle it any more.
    """

    position: int = column(Integer(label="排序"), not_null=True, default=0)
    kind: str = column(Choice(label="类别", table="loop_kind"), not_null=True)
    problem: str | None = column(LongText(label="问题", wanted=True))
    measure: str | None = column(LongText(label="措施", wanted=True))
    unit_id: str | None = reference("unit", label="责任单位")
    responsible: str | None = column(Text(label="责任人", wanted=True))
    due_on: PartialDate | None = column(Date(label="时限", wanted=True), indexed=True)
    extended_reason: str | None = column(Text(label="延期理由"))
    result: str | None = column(LongText(label="办理情况"))
    finished_on: PartialDate | None = column(Date(label="完成日期"))
    satisfaction: str | None = column(Choice(label="满意度", table="satisfaction"))
    closed_by: str | None = column(Text(label="销号人", by_program=True))
    closed_on: PartialDate | None = column(Date(label="销号日期", by_program=True))
    is_void: bool | None = column(Flag(label="已作废", by_program=True))

    @property
    def is_closed(self) -> bool:
        """Whether the item has been closed."""
        return self.closed_on is not None

    @property
    def is_open(self) -> bool:
        """Whether the item still has to be settled."""
        return not self.is_closed and not self.is_void

    def is_overdue(self, day: date) -> bool:
        """Return whether the item is open past its time limit."""
        return self.is_open and self.due_on is not None and self.due_on.is_past(day)
