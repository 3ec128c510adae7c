"""What the checks room reminds of: errors in the data, or that nobody has checked since it changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.modules.checks import checking


def check_errors(office: Office, day: date) -> Iterator[Reminder]:
    """Yield one reminder when the data check finds errors, or has not been run since a large store changed."""
    errors = checking.count_errors(office)
    if errors == 0:
        return
    title = "数据有改动，还没有校核" if errors is None else f"数据校核有 {errors} 处错误"
    why = "全部数据按现行校核规则检查；错误会使表格被退回"
    yield Reminder("check", f"check/{day:%Y%m}/{errors}", title, why, None, None, ("check", None))


RULES = (ReminderRule("check", "数据校核", Nature.DUTY, "全部数据的错误数", check_errors),)
