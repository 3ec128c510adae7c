"""The planning rules against tables worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.talks import rules
from ganbu_desktop.modules.talks.rules import Absence, Window

YEAR = Window(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "first", "last", "text"),
    [
        (date(2026, 3, 2), 12, date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        (date(2026, 6, 30), 6, date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        (date(2026, 7, 1), 6, date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        (date(2026, 5, 9), 3, date(2026, 4, 1), date(2026, 6, 30), "2026年第2季度"),
        (date(2028, 2, 9), 1, date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        (date(2026, 12, 1), 5, date(2026, 11, 1), date(2026, 12, 31), "2026年11—12月"),
    ],
)
def test_windows_begin_anew_each_january(day: date, months: int, first: date, last: date, text: str) -> None:
    window = rules.window_of(day, months)
    assert (window.first, window.last, window.text) == (first, last, text)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(1, 12))
def test_a_day_lies_in_its_window_and_a_year_has_as_many_as_it_says(day: date, months: int) -> None:
    window = rules.window_of(day, months)
    assert window.first <= day <= window.last
    starts = {rules.window_of(date(day.year, month, 1), months).first for month in range(1, 13)}
    assert len(starts) == rules.times_a_year(months)


@pytest.mark.parametrize(
    ("held_on", "in_year", "in_half"),
    [("2026", True, False), ("2026.06", True, True), ("2026.06.30", True, True), ("2026.07.01", True, False)],
)
def test_a_date_known_to_the_year_lies_in_the_year_alone(held_on: str, in_year: bool, in_half: bool) -> None:
    moment = PartialDate.parse(held_on)
    half = rules.window_of(date(2026, 3, 1), 6)
    assert (YEAR.lower <= moment <= YEAR.upper) is in_year
    assert (half.lower <= moment <= half.upper) is in_half


@pytest.mark.parametrize(
    ("absences", "reason"),
    [
        ([], None),
        ([("1", "2026.01.01", "2026.07.02")], "病假 183 天，达到统计期的 50%"),
        ([("1", "2026.01.01", "2026.07.01")], None),
        ([("3", "2025.06", None)], "借出，截止日未结束"),
        ([("2", "2026.10.01", "2027.02.28")], "产假，截止日未结束"),
        ([("1", "2026.01", "2026.03"), ("4", "2026.03", "2026.07")], "病假、脱产学习 212 天，达到统计期的 50%"),
        ([("1", "2024.01", "2025.12")], None),
    ],
)
def test_who_is_away_too_long_is_left_out_with_the_reason(
    absences: list[tuple[str, str, str | None]], reason: str | None
) -> None:
    """183 of 365 days are half of them, 182 are not; March counts once although two absences hold it."""
    spans = [Absence(r, PartialDate.parse(a), PartialDate.parse(b) if b else None) for r, a, b in absences]
    assert rules.away(spans, YEAR, 50) == reason


@pytest.mark.parametrize(
    ("appointed_on", "is_new"),
    [("2026.02", True), ("2025.12.03", True), ("2025.12.02", False), ("2026.03.03", False), ("2026", False)],
)
def test_newly_appointed_is_less_than_the_months_ago(appointed_on: str, is_new: bool) -> None:
    assert rules.newly_appointed(PartialDate.parse(appointed_on), date(2026, 3, 2), 3) is is_new


@pytest.mark.parametrize(
    ("kind", "held_on", "counts"),
    [
        ("01", "2026.02.20", True),
        ("02", "2026.01.05", True),
        ("01", "2026.01.05", False),
        ("02", "2025.10.30", False),
        ("18", "2026.02.20", False),
    ],
)
def test_the_talk_after_an_appointment(kind: str, held_on: str, counts: bool) -> None:
    """Before the appointment only a talk held for it counts, and a group talk never."""
    appointed = PartialDate(2026, 2, 3)
    assert rules.appointment_talk_counts(kind, PartialDate.parse(held_on), appointed, 3) is counts


def test_what_stands_in_brackets_belongs_to_the_name_before() -> None:
    assert rules.people_in("张三（组织部部长、县委常委）、李四;王五") == ["张三", "李四", "王五"]
    assert rules.people_in("张三 部长") == ["张三 部长"]


def test_only_terms_of_kinship_are_known() -> None:
    assert rules.unknown_kin("妻子、儿子，岳母") == []
    assert rules.unknown_kin("妻子、张小红") == ["张小红"]
