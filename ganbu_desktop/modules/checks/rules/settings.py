"""The office's own levels of the checks: read for a run, set one at a time, undone like anything else."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.checks.records import CheckSetting
from ganbu_desktop.modules.checks.rights import SET_CHECKS
from ganbu_desktop.modules.checks.rules import BY_KEY
from ganbu_desktop.store.operations import find

OFF = "关闭"
CHOICES = (*(level.label for level in Level), OFF)
"""What a check can be set to, in the order a person chooses from."""


def levels(connection: sa.Connection) -> Mapping[str, Level | None]:
    """Return the office's own levels by check, None for one that is off; unknown words are passed over."""
    rows = [row for row in find(connection, CheckSetting) if row.level in CHOICES]
    return {row.check: None if row.level == OFF else Level(row.level) for row in rows}


def set_check_level(office: Office, key: str, choice: str) -> None:
    """Set a check to 错误, 警告, 提示 or 关闭; its shipped level takes the office's own decision away again."""
    check = BY_KEY.get(key)
    if check is None:
        raise CheckFailed(f"没有名为“{key}”的校核项；数据未改动")
    if choice not in CHOICES:
        raise CheckFailed(f"级别应为{'、'.join(CHOICES)}之一，现为“{choice}”；数据未改动")
    with office.operation(f"校核项“{check.title}”设为{choice}", right=SET_CHECKS) as current:
        for old in current.find(CheckSetting, CheckSetting.table.c.check == key):
            current.delete(old)
        if choice != check.level.label:
            current.insert(CheckSetting(check=key, level=choice))
