from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store import dates

MEMORY = sa.create_engine("sqlite://")
SPELLINGS = Path(__file__).parents[2] / "data" / "date_spellings.tsv"
ROWS = [line.split("\t") for line in SPELLINGS.read_text("utf-8").splitlines()]

days = st.dates(min_value=date(1850, 1, 1), max_value=date(2199, 12, 31))
partial_dates = st.builds(
    lambda day, known: PartialDate(*(day.year, day.month, day.day)[:known]), days, st.integers(min_value=1, max_value=3)
)


def test_the_golden_table_is_large_enough() -> None:
    assert len(ROWS) >= 120


@pytest.mark.parametrize(("spelling", "meant"), ROWS)
def test_spellings_are_read_or_refused(spelling: str, meant: str) -> None:
    if meant == "refused":
        with pytest.raises(FieldError):
            PartialDate.parse(spelling)
    else:
        assert str(PartialDate.parse(spelling)) == meant


def test_a_line_break_before_the_age_does_not_matter() -> None:
    assert PartialDate.parse("1975.03\n（50岁）") == PartialDate(1975, 3)


def test_refusals_say_what_to_do() -> None:
    with pytest.raises(FieldError, match="结束时间请留空"):
        PartialDate.parse("至今")
    with pytest.raises(FieldError, match="写全年份"):
        PartialDate.parse("75.03")
    with pytest.raises(FieldError, match="日期序号"):
        PartialDate.parse("27463")
    with pytest.raises(FieldError, match="公历"):
        PartialDate.parse("农历1975.03")
    with pytest.raises(FieldError, match="没有 13 月"):
        PartialDate.parse("1990-13")


@pytest.mark.parametrize("empty", ["", " ", "　", "\u200b"])
def test_empty_text_is_no_date(empty: str) -> None:
    with pytest.raises(FieldError, match="为空"):
        PartialDate.parse(empty)


def test_a_typed_date_keeps_its_day() -> None:
    assert PartialDate.of(datetime(1975, 3, 12, 8, 30)) == PartialDate(1975, 3, 12)
    assert PartialDate.of(date(1975, 3, 12)) == PartialDate(1975, 3, 12)


@pytest.mark.parametrize("parts", [(1975, 0), (1975, 13), (1975, 2, 29), (1975, None, 3), (1849, 1), (2200, 1)])
def test_impossible_dates_cannot_be_made(parts: tuple[int, ...]) -> None:
    with pytest.raises(FieldError):
        PartialDate(*parts)


def test_rendering() -> None:
    assert PartialDate(1975, 3).as_chinese() == "1975年3月"
    assert PartialDate(1975).as_chinese() == "1975年"
    assert PartialDate(1975, 3, 12).as_chinese() == "1975年3月12日"
    assert PartialDate(1975, 3).digits() == "197503"


def test_months_are_added_as_exactly_as_the_date_is_known() -> None:
    assert PartialDate(1975, 11).plus_months(3) == PartialDate(1976, 2)
    assert PartialDate(1975, 1).plus_months(-1) == PartialDate(1974, 12)
    assert PartialDate(2024, 1, 31).plus_months(1) == PartialDate(2024, 2, 29)
    assert PartialDate(1975).plus_months(12) == PartialDate(1976)


def test_agreement_goes_as_far_as_both_are_known() -> None:
    assert PartialDate(1975, 3).agrees_with(PartialDate(1975, 3, 12))
    assert PartialDate(1975).agrees_with(PartialDate(1975, 3, 12))
    assert not PartialDate(1975, 4).agrees_with(PartialDate(1975, 3, 12))


@given(partial_dates)
def test_what_is_written_is_read_back(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value
    assert PartialDate.parse(value.as_chinese()) == value
    assert PartialDate.from_digits(value.digits()) == value


@given(partial_dates, partial_dates)
def test_order_is_total_and_the_order_of_the_text(left: PartialDate, right: PartialDate) -> None:
    assert (left < right) + (left == right) + (left > right) == 1
    assert (left < right) == (str(left) < str(right))


@given(st.lists(partial_dates, min_size=3, max_size=3))
def test_order_is_transitive(three: list[PartialDate]) -> None:
    first, second, third = sorted(three)
    assert first <= second <= third
    assert first <= third


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        value = PartialDate.parse(text)
    except FieldError:
        return
    assert PartialDate.parse(str(value)) == value


@given(st.integers(min_value=-400, max_value=400), st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 1, 1)))
def test_months_there_and_back(months: int, day: date) -> None:
    value = PartialDate(day.year, day.month)
    assert value.plus_months(months).plus_months(-months) == value
    assert value.plus_months(months).month_index() - value.month_index() == months


def _meant(moment: PartialDate) -> list[date]:
    """Every day that a partial date can mean, found by going through the days of its year."""
    first = date(moment.year, 1, 1)
    whole = (first + timedelta(days=n) for n in range((date(moment.year, 12, 31) - first).days + 1))
    return [d for d in whole if PartialDate.of(d).agrees_with(moment)]


@given(partial_dates)
def test_first_and_last_day_are_the_ends_of_what_a_date_can_mean(moment: PartialDate) -> None:
    meant = _meant(moment)
    assert (moment.first_day(), moment.last_day()) == (meant[0], meant[-1])


def test_a_month_is_past_after_its_last_day_and_begun_on_its_first() -> None:
    may = PartialDate(2026, 5)
    assert [may.is_past(date(2026, *d)) for d in ((5, 2), (5, 31), (6, 1))] == [False, False, True]
    assert [may.has_begun(date(2026, *d)) for d in ((4, 30), (5, 1))] == [False, True]
    assert [may.is_over_by(date(2026, *d)) for d in ((5, 30), (5, 31))] == [False, True]


@given(partial_dates, days)
def test_statements_ask_the_same_of_a_date(moment: PartialDate, day: date) -> None:
    near = [day, moment.first_day(), moment.last_day()]
    for on in near:
        column = sa.literal(moment.digits())
        asked = (dates.has_begun(column, on), dates.is_past(column, on), dates.is_over_by(column, on))
        with MEMORY.connect() as connection:
            row = connection.execute(sa.select(*asked)).one()
        assert tuple(map(bool, row)) == (moment.has_begun(on), moment.is_past(on), moment.is_over_by(on))


def test_statements_know_the_end_of_february() -> None:
    column = sa.literal("202602")
    asked = [dates.is_over_by(column, date(2026, 2, day)) for day in (27, 28)]
    with MEMORY.connect() as connection:
        assert tuple(connection.execute(sa.select(*asked)).one()) == (0, 1)
