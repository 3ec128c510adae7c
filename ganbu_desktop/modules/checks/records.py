"""What the checks room keeps of its own: the level of each check."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Hidden, Text
from ganbu_desktop.store.record import Record, column


class CheckSetting(Record, table="check_setting", label="校核项设置"):
    """The office's own level of one data check: a level's name, or 关闭."""

    check: str = column(Hidden(label="校核项"), not_null=True)
    level: str = column(Text(label="级别"), not_null=True)
