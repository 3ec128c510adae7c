"""Days and words that the invented training is made of."""

from __future__ import annotations

from datetime import date, timedelta

from ganbu_desktop.foundation.partial_date import PartialDate

ORGANISERS = ("县委组织部", "县委党校", "市委党校", "市委组织部")


def day_of(day: date) -> PartialDate:
    """Return a day as records hold it."""
    return PartialDate.of(day)


def months_before(today: date, months: int) -> date:
    """Return a Monday early in the month so many months before."""
    moment = PartialDate(today.year, today.month, 8).plus_months(-months)
    found = moment.first_day().replace(day=8)
    return found - timedelta(days=found.weekday())
