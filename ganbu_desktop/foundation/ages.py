"""Ages and spans of service, counted in months as personnel work counts them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ganbu_desktop.foundation.partial_date import PartialDate


def age_at(born_on: PartialDate | None, as_of: PartialDate) -> int | None:
    """Return the age in full years at 计算年龄时间: the years' difference, less one before the month of birth.

    Days do not count. None when the month of birth is not known, or the date lies before birth; a reference date known
    to the year counts from its January.
    """
    if born_on is None or born_on.month is None:
        return None
    years = as_of.year - born_on.year - ((as_of.month or 1) < born_on.month)
    return years if years >= 0 else None


def full_months(start: PartialDate | None, end: PartialDate) -> int | None:
    """Return the months from one month to another, days left out; None for an unknown start or an end before it."""
    if start is None:
        return None
    months = end.month_index() - start.month_index()
    return months if months >= 0 else None


def full_years(start: PartialDate | None, end: PartialDate) -> int | None:
    """Return the full years of service or in a post from ``start`` to ``end``, counted by months."""
    months = full_months(start, end)
    return None if months is None else months // 12


def years_and_months(months: int) -> str:
    """Return ``3年5个月``, ``3年``, ``5个月`` or ``不满1个月``."""
    years, rest = divmod(months, 12)
    text = (f"{years}年" if years else "") + (f"{rest}个月" if rest else "")
    return text or "不满1个月"


def age_bands(bounds: Sequence[int]) -> tuple[str, ...]:
    """Return the titles of the age groups that end at ``bounds``: ``30岁以下、31—35岁……56岁以上``."""
    between = (f"{low + 1}—{high}岁" for low, high in pairwise(bounds))
    return (f"{bounds[0]}岁以下", *between, f"{bounds[-1] + 1}岁以上") if bounds else ()


def age_band(age: int, bounds: Sequence[int]) -> str:
    """Return the title of the age group that an age lies in."""
    return age_bands(bounds)[sum(age > bound for bound in bounds)]
