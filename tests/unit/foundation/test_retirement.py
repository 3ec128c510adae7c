from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation.parameters import Override, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.retirement import (
    Category,
    RetirementFigures,
    category_for,
    category_for_limit,
    earliest_flexible_month,
    original_month,
    retirement,
    retirement_month,
)

EXAMPLES = json.loads((Path(__file__).parents[2] / "data" / "retirement_examples.json").read_text("utf-8"))["items"]
FIGURES = RetirementFigures.of(ParameterSet.load(), PartialDate(2026, 1))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['category']}-{e['birth']}")
def test_worked_examples(example: dict[str, str]) -> None:
    found = retirement(Category(example["category"]), PartialDate.parse(example["birth"]), FIGURES)
    assert found is not None
    assert found.delay_months == example["delay_months"]
    assert found.age_text() == example["age"]
    assert found.month == PartialDate.parse(example["retire_month"])


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) >= 30
    assert {example["category"] for example in EXAMPLES} == {"M60", "F55", "F50"}


def test_the_text_on_the_form() -> None:
    found = retirement(Category.M60, PartialDate.parse("196909"), FIGURES)
    assert found is not None
    assert found.text() == "2030.12（61岁3个月）"


def test_days_do_not_count() -> None:
    with_day = retirement_month(Category.M60, PartialDate(1970, 1, 31), FIGURES)
    assert with_day == retirement_month(Category.M60, PartialDate(1970, 1), FIGURES) == PartialDate(2031, 5)


def test_no_month_of_birth_no_date() -> None:
    assert retirement(Category.M60, None, FIGURES) is None
    assert retirement_month(Category.M60, PartialDate(1970), FIGURES) is None
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


def test_categories() -> None:
    assert category_for("1", FIGURES) is Category.M60
    assert category_for("2", FIGURES) is Category.F55
    assert category_for("2", FIGURES, worker=True) is Category.F50
    assert category_for("2", FIGURES, county_level=True) is Category.M60
    assert category_for(None, FIGURES) is None


def test_the_switch_for_women_of_county_level() -> None:
    decided = Override("female_county_level_series", "否", PartialDate(2025, 1), "县组发〔2025〕1号")
    figures = RetirementFigures.of(ParameterSet.load([decided]), PartialDate(2026, 1))
    assert category_for("2", figures, county_level=True) is Category.F55


def test_limits_without_formula() -> None:
    assert category_for_limit("60") is Category.M60
    assert category_for_limit("55") is Category.F55
    assert [category_for_limit(limit) for limit in ("63", "65", "66", "-1")] == [None] * 4


births = st.builds(PartialDate, st.integers(min_value=1950, max_value=2000), st.integers(min_value=1, max_value=12))


@given(st.sampled_from(Category), births)
def test_laws_of_the_delay(category: Category, born: PartialDate) -> None:
    found, later = retirement(category, born, FIGURES), retirement(category, born.plus_months(1), FIGURES)
    earliest = earliest_flexible_month(category, born, FIGURES)
    assert found is not None
    assert later is not None
    assert earliest is not None
    assert 0 <= found.delay_months <= FIGURES.series[category].cap
    assert 0 <= later.delay_months - found.delay_months <= 1
    assert found.month.month_index() - born.month_index() == found.age_years * 12 + found.age_months
    assert original_month(category, born, FIGURES) <= earliest <= found.month
