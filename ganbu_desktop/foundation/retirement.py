"""法定退休年月 under the gradual delay in force from January 2025, and the months of 弹性退休: the table of the law.

Counted by months; the day of birth does not count. All figures come from resources/rules/retirement.toml. Whose
category is which, is not asked here: see ``kernel.people.retirement``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate


class Category(Enum):
    """Whose original retirement age counts; the value is the stable code."""

    M60 = "M60"
    F55 = "F55"
    F50 = "F50"

    @property
    def label(self) -> str:
        """Return the Chinese words."""
        return {"M60": "男", "F55": "女干部", "F50": "女工人"}[self.value]


@dataclass(frozen=True)
class Series:
    """The figures of one category: original age in years, one month more for every ``step`` months, at most ``cap``."""

    age: int
    step: int
    cap: int


@dataclass(frozen=True)
class RetirementFigures:
    """What the law says on a date: ``reform_start`` is the first month of the delay."""

    reform_start: PartialDate
    series: dict[Category, Series]
    early_months: int
    early_notice_months: int
    late_months: int
    late_notice_months: int
    female_county_level_as_m60: bool

    @classmethod
    def of(cls, parameters: ParameterSet, as_of: PartialDate | date | None = None) -> RetirementFigures:
        """Read the figures in force on a date."""
        return cls(
            reform_start=PartialDate.parse(str(parameters.value("retirement_reform_start", as_of))),
            series={category: _series(parameters, category, as_of) for category in Category},
            early_months=parameters.integer("early_retirement_months", as_of),
            early_notice_months=parameters.integer("early_retirement_notice_months", as_of),
            late_months=parameters.integer("late_retirement_months", as_of),
            late_notice_months=parameters.integer("late_retirement_notice_months", as_of),
            female_county_level_as_m60=parameters.flag("female_county_level_series", as_of),
        )


def _series(parameters: ParameterSet, category: Category, as_of: PartialDate | date | None) -> Series:
    suffix = category.value.lower()
    return Series(
        age=parameters.integer(f"retirement_age_{suffix}", as_of),
        step=parameters.integer(f"retirement_step_{suffix}", as_of),
        cap=parameters.integer(f"retirement_cap_{suffix}", as_of),
    )


@dataclass(frozen=True)
class StatutoryAge:
    """When a person reaches the statutory age: month, months of delay, and the age then in years and further months."""

    month: PartialDate
    delay_months: int
    age_years: int
    age_months: int

    def age_text(self) -> str:
        """Return ``60岁`` or ``61岁3个月``."""
        return f"{self.age_years}岁" + (f"{self.age_months}个月" if self.age_months else "")

    def text(self) -> str:
        """Return what stands in the form's 到龄时间: ``2030.12（61岁3个月）``."""
        return f"{self.month}（{self.age_text()}）"


def original_month(category: Category, born_on: PartialDate, figures: RetirementFigures) -> PartialDate:
    """Return the month of reaching the age before the reform."""
    return born_on.to_month().plus_months(figures.series[category].age * 12)


def statutory_age(category: Category, born_on: PartialDate | None, figures: RetirementFigures) -> StatutoryAge | None:
    """Return when a person reaches the statutory age; None when the month of birth is not known."""
    if born_on is None or born_on.month is None:
        return None
    series = figures.series[category]
    original = original_month(category, born_on, figures)
    late = original.month_index() - figures.reform_start.month_index()
    delay = 0 if late < 0 else min(series.cap, late // series.step + 1)
    years, months = divmod(series.age * 12 + delay, 12)
    return StatutoryAge(original.plus_months(delay), delay, years, months)


def earliest_flexible_month(
    category: Category, born_on: PartialDate | None, figures: RetirementFigures
) -> PartialDate | None:
    """Return the earliest month of 弹性提前退休: at most three years before, never before the original age."""
    found = statutory_age(category, born_on, figures)
    if found is None or born_on is None:
        return None
    return max(found.month.plus_months(-figures.early_months), original_month(category, born_on, figures))


def latest_flexible_month(
    category: Category, born_on: PartialDate | None, figures: RetirementFigures
) -> PartialDate | None:
    """Return the latest month of 弹性延迟退休, for those who may put it off: three years after the statutory month."""
    found = statutory_age(category, born_on, figures)
    return None if found is None else found.month.plus_months(figures.late_months)


def births_reaching(
    category: Category, first: PartialDate, last: PartialDate, figures: RetirementFigures
) -> tuple[PartialDate, PartialDate] | None:
    """Return the first and last month of birth of those who reach the statutory age from ``first`` to ``last``.

    None where there are none. Who is born later never reaches it earlier, so they are all those between.
    """
    series = figures.series[category]
    earliest = first.to_month().plus_months(-series.age * 12 - series.cap)
    found = []
    for number in range(last.month_index() - first.month_index() + series.cap + 1):
        born_on = earliest.plus_months(number)
        reached = statutory_age(category, born_on, figures)
        if reached is not None and first.month_index() <= reached.month.month_index() <= last.month_index():
            found.append(born_on)
    return (found[0], found[-1]) if found else None
