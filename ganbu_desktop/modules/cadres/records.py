"""The record types of the cadres room beyond the kernel's: how its tools are set."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Hidden, Text
from ganbu_desktop.store.record import Record, column


class ColumnMapping(Record, table="column_mapping", label="列对应关系"):
    """One layout of a home-made roster (its fingerprint) and which column is which item."""

    fingerprint: str = column(Hidden(label="版式"), not_null=True)
    title: str | None = column(Text(label="来源"))
    columns: str = column(Hidden(label="对应"), not_null=True)


class CheckSetting(Record, table="check_setting", label="校核项设置"):
    """The office's own level of one data check: a level's name, or 关闭."""

    check: str = column(Hidden(label="校核项"), not_null=True)
    level: str = column(Text(label="级别"), not_null=True)
