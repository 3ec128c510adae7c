"""Report runs (报表生成记录): which report was made of what, when and by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.fields import Date, Hidden, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.audit import Change
from ganbu_desktop.store.record import Record, column


class ReportRun(Record, table="report_run", label="报表", root=True, named_by="title"):
    """One run. ``blob`` names its content in the store: all cells, the rule versions and the records it was made of.

    ``content_hash`` is the SHA-256 of what the report says; the same records and rules give the same one.
    """

    report: str = column(Hidden(label="报表名称"), not_null=True, indexed=True)
    title: str = column(Text(label="报表", by_program=True), not_null=True)
    period: str = column(Text(label="期间", by_program=True), not_null=True, indexed=True)
    rule_versions: str | None = column(LongText(label="口径版本", by_program=True))
    content_hash: str = column(Text(label="数据指纹", by_program=True), not_null=True)
    blob: str = column(Hidden(label="数据"), not_null=True)
    generated_by: str = column(Text(label="生成人", by_program=True), not_null=True)
    generated_at: str = column(Text(label="生成时间", by_program=True), not_null=True)
    submitted_on: PartialDate | None = column(Date(label="报送日期"))
    submitted_to: str | None = column(Text(label="报送单位"))
    submitted_by: str | None = column(Text(label="报送人"))
    acknowledged_on: PartialDate | None = column(Date(label="签收日期"))
    acknowledged_by: str | None = column(Text(label="签收人"))
    note: str | None = column(LongText(label="说明"))


FREE = frozenset(
    {"submitted_on", "submitted_to", "submitted_by", "acknowledged_on", "acknowledged_by", "note"},
)
"""What of a run is still written after it was made."""


def keep_runs_whole(connection: sa.Connection, changes: Sequence[Change], kind: str) -> None:
    """Refuse, in every operation, to rewrite or delete a run; CheckFailed with a sentence, nothing is written then."""
    for change in changes:
        if change.record_table != ReportRun.table.name or change.before is None:
            continue
        if change.after is None:
            raise CheckFailed("报表的生成记录不能删除；数据未改动。数据有变化时请重新生成，新旧两次都保留。")
        if any(value != change.before.get(name) for name, value in change.after.items() if name not in FREE):
            raise CheckFailed(
                "已生成的报表不能手工修改数字；数据未改动。请改正所依据的记录后重新生成，新旧两次都保留，可以比较。"
            )
