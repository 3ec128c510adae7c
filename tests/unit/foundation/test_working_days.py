"""Working days by the arrangement of each year; a year without one is said, never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.parameters import Override, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.working_days import UnknownYear, WorkingDays, days_of

SHIPPED = ParameterSet.load()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),  # Friday before the spring festival
        (date(2026, 2, 14), True),  # a Saturday that is made up
        (date(2026, 2, 16), False),  # a Monday of the festival
        (date(2026, 3, 7), False),  # a plain Saturday
        (date(2026, 3, 9), True),
        (date(2025, 10, 11), True),
        (date(2025, 10, 8), False),
    ],
)
def test_holidays_make_up_days_and_weekends(day: date, works: bool) -> None:
    assert WorkingDays(SHIPPED).is_working(day) is works


def test_a_limit_runs_over_the_festival() -> None:
    days = WorkingDays(SHIPPED)
    assert days.after(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert days.after(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert days.after(date(2026, 3, 2), 5) == date(2026, 3, 9)
    assert days.between(date(2026, 2, 13), date(2026, 2, 24)) == 2


def test_a_year_that_was_not_entered_is_said() -> None:
    days = WorkingDays(SHIPPED)
    with pytest.raises(UnknownYear, match="2027 年的放假安排还没有录入"):
        days.after(date(2026, 12, 30), 5)


def test_the_office_enters_the_next_year_itself() -> None:
    entered = [
        Override("holidays", "2027.01.01-2027.01.03、2027.02.05-2027.02.12", PartialDate(2027, 1), "通知"),
        Override("makeup_work_days", "2027.02.14", PartialDate(2027, 1), "通知"),
    ]
    days = WorkingDays(SHIPPED.with_overrides(entered))
    assert days.after(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert days.is_working(date(2027, 2, 14))
    assert not days.is_working(date(2026, 10, 1)), "the years before keep their own"


@pytest.mark.parametrize("text", ["2026.01", "2026.01.05-2026.01.02", "元旦"])
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(FieldError):
        days_of([text])
