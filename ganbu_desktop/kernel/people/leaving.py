"""Leaving the service (流动): one record for each time that somebody left."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Choice, Date, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Record, column, reference

RETIRED, GONE, DEAD, OTHER = "离退人员", "调出人员", "已去世", "其他人员"
STATES = {"1": GONE, "2": GONE, "3": OTHER, "4": OTHER, "5": RETIRED, "6": DEAD, "7": OTHER, "8": OTHER}
"""The 管理状态 that follows each ``exit_kind`` when nothing says it otherwise."""


class ExitEvent(Record, table="exit_event", label="流动", owner="person_id", root=True):
    """One leaving. The reason is the person's own, in the person's words; a wish to leave is never recorded."""

    person_id: str = reference("person", label="干部", not_null=True)
    kind: str = column(Choice(label="类型", table="exit_kind"), not_null=True)
    happened_on: PartialDate | None = column(Date(label="日期", wanted=True), indexed=True)
    unit_id: str | None = reference("unit", label="离开时所在单位")
    destination: str | None = column(Text(label="去向"))
    own_reason: str | None = column(LongText(label="本人自述的原因（原话）", help="只写本人的原话；没有说的不填"))
    document: str | None = column(Text(label="文号", max_length=60))
