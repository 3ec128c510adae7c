from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation.ages import age_at, age_band, age_bands, full_months, full_years, years_and_months
from ganbu_desktop.foundation.partial_date import PartialDate


@pytest.mark.parametrize(
    ("born", "as_of", "age"),
    [
        ("1975.03", "2025.03", 50),
        ("1975.03", "2025.02", 49),
        ("1975.03.31", "2025.03.01", 50),
        ("1975.03", "2025.12", 50),
        ("1972.04", "2024.05", 52),
        ("2025.03", "2025.03", 0),
        ("1975.03", "2025", 49),
    ],
)
def test_age_counts_months_not_days(born: str, as_of: str, age: int) -> None:
    assert age_at(PartialDate.parse(born), PartialDate.parse(as_of)) == age


def test_no_age_without_a_month_or_before_birth() -> None:
    assert age_at(None, PartialDate(2025, 1)) is None
    assert age_at(PartialDate(1975), PartialDate(2025, 1)) is None
    assert age_at(PartialDate(2025, 2), PartialDate(2025, 1)) is None


def test_spans() -> None:
    assert full_months(PartialDate(2020, 3), PartialDate(2025, 2)) == 59
    assert full_years(PartialDate(2020, 3), PartialDate(2025, 2)) == 4
    assert full_years(PartialDate(2020, 3), PartialDate(2025, 3)) == 5
    assert full_years(None, PartialDate(2025, 3)) is None
    assert full_months(PartialDate(2025, 4), PartialDate(2025, 3)) is None


@pytest.mark.parametrize(("months", "text"), [(0, "不满1个月"), (5, "5个月"), (12, "1年"), (41, "3年5个月")])
def test_spans_in_words(months: int, text: str) -> None:
    assert years_and_months(months) == text


months = st.builds(PartialDate, st.integers(min_value=1900, max_value=2100), st.integers(min_value=1, max_value=12))


@given(months, months)
def test_age_is_the_full_years_since_birth(born: PartialDate, as_of: PartialDate) -> None:
    assert age_at(born, as_of) == full_years(born, as_of)


def test_bands_of_age_and_their_bounds() -> None:
    assert age_bands([30, 35]) == ("30岁以下", "31—35岁", "36岁以上")
    assert [age_band(age, [30, 35]) for age in (30, 31, 35, 36)] == ["30岁以下", "31—35岁", "31—35岁", "36岁以上"]
    assert age_bands([]) == ()
