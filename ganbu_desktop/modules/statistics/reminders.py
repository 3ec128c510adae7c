"""What the statistics room reminds of: freezing the month before it ends, since records of a past day are not kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.kernel.report.reminders import GENERATE_FROM
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.statistics.catalogue import OFFICIAL
from ganbu_desktop.modules.statistics.queries import snapshots

NAME = "statistics-freeze"
PAGE = "statistics"


def freeze_due(office: Office, day: date) -> Iterator[Reminder]:
    """Yield a reminder at the month's end while the month has not been frozen."""
    begin = office.parameters().get(GENERATE_FROM, day)
    assert isinstance(begin.value, int)
    period = Period.month_of(day)
    if day.day < begin.value or snapshots(office, OFFICIAL, period.text):
        return
    yield Reminder(
        rule=NAME,
        key=f"{NAME}/{period.text}",
        title=f"{period.chinese()}的统计表还没有冻结",
        why=f"每月 {version_of(begin)}起提醒；冻结以后，明年才有同期数可以比较，过了这个月不能补",
        due_on=period.last,
        target=(PAGE, OFFICIAL),
    )


RULES = (ReminderRule(NAME, "统计冻结", Nature.DUTY, "月末把各张统计表冻结一份，供以后重印和比较", freeze_due),)
