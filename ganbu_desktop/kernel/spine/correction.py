"""Corrections (更正与申诉): any entry can be challenged, and the way of each challenge is kept with its receipt."""

from __future__ import annotations

from typing import ClassVar

from ganbu_desktop.foundation.fields import Choice, Date, Hidden, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.store.record import column

CORRECTED, PARTLY, REFUSED, CLEARED = "1", "2", "3", "4"
"""The codes of table ``correction_conclusion``: 予以更正, 部分更正, 不予更正, 澄清."""


class Correction(Hanging, table="correction", label="更正申请", owner="person_id", root=True, named_by="asked"):
    """One challenge: 申请 → 受理 → 核实 → 结论 → 回执. Each stage is set by its action, in that order.

    The day of each stage is the program's; who did it and what was found is written by whoever does it. A challenge
    stays in the register when the entry that it was about is deleted.
    """

    hangs_on: ClassVar[tuple[str, str] | None] = None
    number: str | None = column(Text(label="编号", by_program=True))
    field_name: str | None = column(Hidden(label="涉及项目"))
    asked: str = column(LongText(label="申请内容", wanted=True), not_null=True)
    materials: str | None = column(LongText(label="提交的材料"))
    asked_by: str | None = column(Text(label="申请人", wanted=True))
    asked_on: PartialDate | None = column(Date(label="申请日期", wanted=True))
    accepted_on: PartialDate | None = column(Date(label="受理日期", by_program=True))
    accepted_by: str | None = column(Text(label="受理人"))
    checked: str | None = column(LongText(label="核实情况"))
    checked_by: str | None = column(Text(label="核实人"))
    checked_on: PartialDate | None = column(Date(label="核实日期", by_program=True))
    conclusion: str | None = column(Choice(label="结论", table="correction_conclusion"))
    reason: str | None = column(LongText(label="结论的理由"))
    old_text: str | None = column(LongText(label="原值（作废）", by_program=True))
    new_text: str | None = column(LongText(label="新值", by_program=True))
    successor_id: str | None = column(Hidden(label="更正后的条目"))
    concluded_on: PartialDate | None = column(Date(label="办结日期", by_program=True))
    concluded_by: str | None = column(Text(label="结论人"))
    receipt_on: PartialDate | None = column(Date(label="回执送达日期", by_program=True))
    receipt_by: str | None = column(Text(label="回执签收"))
    appeal_of_id: str | None = column(Hidden(label="申诉针对的申请"))
