"""法定退休年月 under the gradual delay in force from January 2025, and what hangs on it.

Counted by months; the day of birth does not count. All figures come from resources/rules/retirement.toml.
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
    female_county_level_as_m60: bool

    @classmethod
    def of(cls, parameters: ParameterSet, as_of: PartialDate | date | None = None) -> RetirementFigures:
        """Read the figures in force on a date."""
        return cls(
            reform_start=PartialDate.parse(str(parameters.value("retirement_reform_start", as_of))),
            series={category: _series(parameters, category, as_of) for category in Category},
            early_months=parameters.integer("early_retirement_months", as_of),
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
class Retirement:
    """The result: month, months of delay, and the age then in years and further months."""

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


def category_for(
    sex: str | None, figures: RetirementFigures, *, worker: bool = False, county_level: bool = False
) -> Category | None:
    """Return the category of a person by sex code ("1" or "2"); None when the sex is not known.

    ``county_level`` is a woman of 县处级 (or equal by provincial rule), who counts like a man where the switch says so.
    """
    if sex == "1":
        return Category.M60
    if sex != "2":
        return None
    if county_level and figures.female_county_level_as_m60:
        return Category.M60
    return Category.F50 if worker else Category.F55


def original_month(category: Category, born_on: PartialDate, figures: RetirementFigures) -> PartialDate:
    """Return the month of reaching the age before the reform."""
    return born_on.to_month().plus_months(figures.series[category].age * 12)


def retirement(category: Category, born_on: PartialDate | None, figures: RetirementFigures) -> Retirement | None:
    """Return when a person reaches the statutory age; None when the month of birth is not known."""
    if born_on is None or born_on.month is None:
        return None
    series = figures.series[category]
    original = original_month(category, born_on, figures)
    late = original.month_index() - figures.reform_start.month_index()
    delay = 0 if late < 0 else min(series.cap, late // series.step + 1)
    years, months = divmod(series.age * 12 + delay, 12)
    return Retirement(original.plus_months(delay), delay, years, months)


def retirement_month(category: Category, born_on: PartialDate | None, figures: RetirementFigures) -> PartialDate | None:
    """Return the statutory month of retirement, or None when the month of birth is not known."""
    found = retirement(category, born_on, figures)
    return None if found is None else found.month


def earliest_flexible_month(
    category: Category, born_on: PartialDate | None, figures: RetirementFigures
) -> PartialDate | None:
    """Return the earliest month of 弹性提前退休: at most three years before, never before the original age."""
    found = retirement(category, born_on, figures)
    if found is None or born_on is None:
        return None
    return max(found.month.plus_months(-figures.early_months), original_month(category, born_on, figures))


def category_for_limit(limit: str) -> Category | None:
    """Return the category whose original age is a code of 改革前任职年龄界限 on the form.

    Only "60" and "55" follow the delay; 63, 65, 66 and 已到龄人员 have no formula and give None.
    """
    return {"60": Category.M60, "55": Category.F55}.get(limit)
