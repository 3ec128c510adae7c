"""Report runs (报表生成记录): which report was made of what, when and by whom, and what became of it."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Date, Hidden, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Record, column


class ReportRun(Record, table="report_run", label="报表", root=True, named_by="title"):
    """One run. ``figures`` and ``inputs`` are JSON, for telling what differs from another run of the same period."""

    report: str = column(Hidden(label="报表名称"), not_null=True)
    title: str = column(Text(label="报表", by_program=True), not_null=True)
    period: str = column(Text(label="期间", by_program=True), not_null=True, indexed=True)
    rule_versions: str | None = column(LongText(label="口径版本", by_program=True))
    content_hash: str = column(Text(label="数据指纹", by_program=True), not_null=True)
    figures: str = column(Hidden(label="数据"), not_null=True)
    inputs: str = column(Hidden(label="所依据的记录"), not_null=True)
    generated_by: str | None = column(Text(label="生成人", by_program=True))
    generated_at: str | None = column(Text(label="生成时间", by_program=True))
    submitted_on: PartialDate | None = column(Date(label="报送日期"))
    submitted_to: str | None = column(Text(label="报送单位"))
    submitted_by: str | None = column(Text(label="报送人"))
    acknowledged_on: PartialDate | None = column(Date(label="签收日期"))
    acknowledged_by: str | None = column(Text(label="签收人"))
    note: str | None = column(LongText(label="说明"))
