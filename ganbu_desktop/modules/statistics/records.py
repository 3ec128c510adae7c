"""The record types of the statistics room: the tables that a clerk put together, and the frozen ones of each month."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Hidden, Text
from ganbu_desktop.kernel.spine.frozen import FrozenRecord
from ganbu_desktop.store.record import Record, column

LONGEST_TITLE = 40


class CrossTable(Record, table="cross_table", label="统计表", root=True, named_by="title"):
    """A cross table that was put together once: which two dimensions, and what the shares are of."""

    title: str = column(Text(label="名称", wanted=True, max_length=LONGEST_TITLE), not_null=True)
    down: str = column(Hidden(label="行"), not_null=True)
    across: str = column(Hidden(label="列"), not_null=True)
    shares: str = column(Hidden(label="比率"), not_null=True)
    made_by: str = column(Text(label="账号", by_program=True), not_null=True)


class StatisticsSnapshot(FrozenRecord, table="statistics_snapshot", label="统计快照", root=True, named_by="title"):
    """One table as it was when its month was frozen. ``blob`` names the whole report in the store.

    ``name``: which table (a report's name, or ``cross/`` and the id of a ``CrossTable``); ``content_hash``: SHA-256 of
    what it says. Nothing of it is ever changed or deleted.
    """

    name: str = column(Hidden(label="统计表名称"), not_null=True, indexed=True)
    title: str = column(Text(label="统计表", by_program=True), not_null=True)
    period: str = column(Text(label="期间", by_program=True), not_null=True, indexed=True)
    content_hash: str = column(Text(label="数据指纹", by_program=True), not_null=True)
    blob: str = column(Hidden(label="数据"), not_null=True)
    made_by: str = column(Text(label="冻结人", by_program=True), not_null=True)
    made_at: str = column(Text(label="冻结时间", by_program=True), not_null=True)
