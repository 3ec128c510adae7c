"""Working days by the yearly arrangement of holidays and make-up days, which the office enters as rule figures.

A year whose arrangement is not there is not known: nothing is worked out for it, for a guess would be a wrong limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ganbu_desktop.foundation.errors import FieldError, GanbuError
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate

HOLIDAYS, MAKEUP = "holidays", "makeup_work_days"
_SATURDAY = 5


class UnknownYear(GanbuError):
    """The arrangement of a year has not been entered, so its working days cannot be told."""


class WorkingDays:
    """Tells working days by the figures ``holidays`` and ``makeup_work_days`` of each year."""

    def __init__(self, figures: ParameterSet) -> None:
        """Take the arrangements from ``figures``; each year's is read when it is first asked for."""
        self._figures = figures
        self._years: dict[int, tuple[frozenset[date], frozenset[date]] | None] = {}

    def is_working(self, day: date) -> bool:
        """Return whether a day is worked; UnknownYear when its year's arrangement is not there."""
        found = self._arrangement(day.year)
        if found is None:
            raise UnknownYear(
                f"{day.year} 年的放假安排还没有录入，工作日时限没有推算。"
                "请在“参数”页按国务院办公厅的通知录入“放假安排”。"
            )
        holidays, makeup = found
        return day in makeup or (day.weekday() < _SATURDAY and day not in holidays)

    def after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after a day, which itself does not count; UnknownYear as above."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days lie after ``first`` up to and with ``last``; UnknownYear as above."""
        days = (last - first).days
        return sum(self.is_working(first + timedelta(days=n)) for n in range(1, days + 1))

    def _arrangement(self, year: int) -> tuple[frozenset[date], frozenset[date]] | None:
        if year not in self._years:
            day = date(year, 12, 31)
            holidays, makeup = (
                frozenset(d for d in days_of(self._figures.words(name, day)) if d.year == year)
                for name in (HOLIDAYS, MAKEUP)
            )
            self._years[year] = (holidays, makeup) if holidays else None
        return self._years[year]


def days_of(texts: Iterable[str]) -> list[date]:
    """Return the days that texts name, one day or first-last; FieldError with a sentence for any that names none."""
    found: list[date] = []
    for text in texts:
        first, _, last = text.replace("—", "-").replace("–", "-").partition("-")
        begin, end = _day(first, text), _day(last or first, text)
        if end < begin:
            raise FieldError(f"“{text}”的止日早于起日")
        found += [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    return found


def _day(text: str, whole: str) -> date:
    found = PartialDate.parse(text)
    if found.month is None or found.day is None:
        raise FieldError(f"“{whole}”要写到日，如 2026.01.01 或 2026.01.01-2026.01.03")
    return date(found.year, found.month, found.day)
