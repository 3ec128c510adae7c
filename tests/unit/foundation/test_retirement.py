from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.retirement import (
    Category,
    RetirementFigures,
    births_reaching,
    earliest_flexible_month,
    latest_flexible_month,
    original_month,
    statutory_age,
)

EXAMPLES = json.loads((Path(__file__).parents[2] / "data" / "retirement_examples.json").read_text("utf-8"))["items"]
FIGURES = RetirementFigures.of(ParameterSet.load(), PartialDate(2026, 1))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['category']}-{e['birth']}")
def test_worked_examples(example: dict[str, str]) -> None:
    found = statutory_age(Category(example["category"]), PartialDate.parse(example["birth"]), FIGURES)
    assert found is not None
    assert found.delay_months == example["delay_months"]
    assert found.age_text() == example["age"]
    assert found.month == PartialDate.parse(example["retire_month"])


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) >= 30
    assert {example["category"] for example in EXAMPLES} == {"M60", "F55", "F50"}


def test_the_text_on_the_form() -> None:
    found = statutory_age(Category.M60, PartialDate.parse("196909"), FIGURES)
    assert found is not None
    assert found.text() == "2030.12（61岁3个月）"


def test_days_do_not_count() -> None:
    with_day = statutory_age(Category.M60, PartialDate(1970, 1, 31), FIGURES)
    assert with_day == statutory_age(Category.M60, PartialDate(1970, 1), FIGURES)
    assert with_day is not None
    assert with_day.month == PartialDate(2031, 5)


def test_no_month_of_birth_no_date() -> None:
    assert statutory_age(Category.M60, None, FIGURES) is None
    assert statutory_age(Category.M60, PartialDate(1970), FIGURES) is None
    assert earliest_flexible_month(Category.M60, None, FIGURES) is None


@pytest.mark.parametrize(
    ("category", "born", "month"),
    [
        (Category.M60, "1980.01", "2040.01"),
        (Category.M60, "1970.01", "2030.01"),
        (Category.F50, "1990.01", "2042.01"),
        (Category.M60, "1964.12", "2024.12"),
    ],
)
def test_early_retirement_is_three_years_at_most_and_not_before_the_original_age(
    category: Category, born: str, month: str
) -> None:
    assert earliest_flexible_month(category, PartialDate.parse(born), FIGURES) == PartialDate.parse(month)


def test_late_retirement_is_three_years_after_the_statutory_month() -> None:
    assert latest_flexible_month(Category.F50, PartialDate.parse("1980.01"), FIGURES) == PartialDate(2035, 8)
    assert latest_flexible_month(Category.F50, PartialDate(1980), FIGURES) is None


births = st.builds(PartialDate, st.integers(min_value=1950, max_value=2000), st.integers(min_value=1, max_value=12))


@given(st.sampled_from(Category), births)
def test_laws_of_the_delay(category: Category, born: PartialDate) -> None:
    found, later = statutory_age(category, born, FIGURES), statutory_age(category, born.plus_months(1), FIGURES)
    earliest = earliest_flexible_month(category, born, FIGURES)
    assert found is not None
    assert later is not None
    assert earliest is not None
    assert 0 <= found.delay_months <= FIGURES.series[category].cap
    assert 0 <= later.delay_months - found.delay_months <= 1
    assert found.month.month_index() - born.month_index() == found.age_years * 12 + found.age_months
    assert original_month(category, born, FIGURES) <= earliest <= found.month


@given(st.sampled_from(Category), births, st.integers(min_value=0, max_value=24))
def test_who_reaches_the_age_between_two_months(category: Category, first: PartialDate, months: int) -> None:
    """The births named are exactly those whose own reckoning falls between the two months."""
    from_on = first.plus_months(12 * FIGURES.series[category].age)
    until = from_on.plus_months(months)
    expected = []
    for number in range(-FIGURES.series[category].cap - 2, months + 2):
        born = first.plus_months(number)
        found = statutory_age(category, born, FIGURES)
        if found is not None and from_on <= found.month <= until:
            expected.append(born)
    named = births_reaching(category, from_on, until, FIGURES)
    assert named == ((expected[0], expected[-1]) if expected else None)
