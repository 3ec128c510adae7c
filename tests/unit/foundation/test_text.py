from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation.text import (
    clean_line,
    clean_text,
    half_width,
    invisible_characters,
    trim,
    visible,
    without_blanks,
)


def test_a_line_is_trimmed_of_everything_invisible() -> None:
    assert clean_line(" \u3000\u00a0\ufeff\u200b张三\u200b\t ") == "张三"


def test_inner_line_breaks_become_a_blank() -> None:
    assert clean_line("某局\r\n局长\n主任") == "某局 局长 主任"


def test_controls_and_lone_surrogates_go() -> None:
    assert clean_line("张\x00三\x07\ud800") == "张三"


def test_compatibility_characters_stay_as_they_are() -> None:
    assert clean_line("﨑⼀Ａ㈠") == "﨑⼀Ａ㈠"
    assert clean_text("﨑⼀Ａ㈠") == "﨑⼀Ａ㈠"


def test_text_keeps_its_layout() -> None:
    assert clean_text("\r\n  一\r\n    二  \r三\u3000\n\n") == "  一\n    二\n三"


def test_text_keeps_inner_blank_lines_and_tabs() -> None:
    assert clean_text("一\n\n\t二") == "一\n\n\t二"


def test_invisible_characters_are_named_and_shown() -> None:
    assert invisible_characters("张\u200b三\u202e丰\u200b") == ["U+200B", "U+202E"]
    assert visible("张\u200b三") == "张‹U+200B›三"
    assert visible("张\u00a0三\ue000") == "张‹U+00A0›三‹U+E000›"


def test_ordinary_blanks_are_not_reported() -> None:
    assert invisible_characters("张　三 丰\n") == []


def test_half_width_leaves_chinese_alone() -> None:
    assert half_width("１Ａ（张）　，") == "1A(张) ,"


def test_without_blanks() -> None:
    assert without_blanks(" 张　\u200b三\n") == "张三"


@given(st.text(alphabet=st.characters()))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    assert trim(trim(text)) == trim(text)


@given(st.text())
def test_a_cleaned_line_can_always_be_stored(text: str) -> None:
    line = clean_line(text)
    assert "\n" not in line
    line.encode("utf-8")
    clean_text(text).encode("utf-8")
