"""Where Chinese lines may break."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.paper.line_break import fill_lines, units_of

_CLOSERS = "，。；：、）》”！？"
_OPENERS = "（《“"


def width_em(text: str) -> float:
    return sum(0.5 if ord(character) < 0x2000 else 1.0 for character in text)


def broken(text: str, limit: float) -> list[str]:
    return [line for line, _ in fill_lines(units_of(text, width_em), limit, limit, width_em)]


def test_punctuation_never_begins_a_line() -> None:
    assert broken("清河县委，县政府", 4) == ["清河县", "委，县政", "府"]


def test_opening_marks_never_end_a_line() -> None:
    assert broken("镇长（正科级）", 3) == ["镇长", "（正科", "级）"]


def test_a_period_stays_whole() -> None:
    assert broken("其间：2003.03--2007.06在校", 9) == ["其间：", "2003.03--2007.06在", "校"]


def test_a_dash_of_two_is_not_torn() -> None:
    assert broken("甲乙丙——丁", 4) == ["甲乙", "丙——丁"]


def test_blanks_at_a_break_are_dropped() -> None:
    assert broken("红星 农场", 2) == ["红星", "农场"]


def test_a_word_longer_than_the_line_is_torn() -> None:
    assert broken("ABCDEFG", 2) == ["ABCD", "EFG"]


def test_an_empty_text_is_one_line() -> None:
    assert fill_lines([], 5, 5, width_em) == [("", 0.0)]


@given(st.text(alphabet="县委组织部局长的一是在A1.-" + _CLOSERS + _OPENERS, max_size=60), st.integers(6, 20))
def test_no_character_is_lost_and_no_line_too_long(text: str, limit: int) -> None:
    lines = broken(text, limit)
    assert "".join(lines) == text
    assert all(width_em(line) <= limit for line in lines)


@given(st.lists(st.sampled_from(["县", "委，", "（局", "长）", "《法》", "部。"]), max_size=40), st.integers(4, 20))
def test_kinsoku_holds_where_units_fit(pieces: list[str], limit: int) -> None:
    lines = broken("".join(pieces), limit)
    assert not any(line[0] in _CLOSERS for line in lines if line)
    assert not any(line[-1] in _OPENERS for line in lines if line)
