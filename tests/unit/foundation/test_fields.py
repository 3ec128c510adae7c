from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Date, Field, Flag, Identity, LongText, Name, Number, Text
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.foundation.partial_date import PartialDate


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (Text(label="籍贯"), " 湖南长沙\u3000", "湖南长沙"),
        (LongText(label="简历"), "一\r\n  二 \r\n", "一\n  二"),
        (LongText(label="简历"), "  一\n二", "  一\n二"),
        (Name(label="姓名"), "张　三", "张三"),
        (Identity(label="身份证号"), " 11010519491231002x", "11010519491231002X"),
        (Date(label="出生年月"), "197503", PartialDate(1975, 3)),
        (Number(label="编制数"), "12.0", 12),
        (Number(label="编制数"), "0", 0),
        (Number(label="编制数"), "１２名", 12),
        (Number(label="考核年度"), "2021年度", 2021),
        (Number(label="编制数"), "9" * 15, 10**15 - 1),
        (Flag(label="主职务"), "√", True),
        (Flag(label="主职务"), "否", False),
        (Flag(label="状态", yes="输出", no="不输出"), "不输出", False),
    ],
)
def test_texts_become_values_and_come_back(field: Field, text: str, value: Any) -> None:
    assert field.parse(text) == value
    assert field.parse(field.format(value)) == value


@pytest.mark.parametrize("empty", ["", " ", "\u3000", "\u200b\n"])
@pytest.mark.parametrize("kind", [Text, LongText, Name, Identity, Date, Number, Flag])
def test_empty_text_is_no_value(kind: type[Field], empty: str) -> None:
    assert kind(label="栏").parse(empty) is None
    assert kind(label="栏").format(None) == ""


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Number(label="编制数"), "十二"),
        (Number(label="编制数"), "12.5"),
        (Number(label="编制数"), "-1"),
        (Number(label="编制数"), "1" * 16),
        (Flag(label="主职务"), "也许"),
        (Date(label="出生年月"), "75.03"),
        (Identity(label="身份证号"), "5.1E+17"),
    ],
)
def test_refusals_are_sentences(field: Field, text: str) -> None:
    with pytest.raises(FieldError, match=r"[\u4e00-\u9fff]"):
        field.parse(text)


def test_a_text_longer_than_the_editor_takes_is_kept() -> None:
    assert Text(label="姓名", max_length=3).parse("四个字了") == "四个字了"


def test_a_wrong_check_digit_is_kept_for_the_data_check() -> None:
    assert Identity(label="身份证号").parse("110105194912310021") == "110105194912310021"


@given(st.text())
def test_any_text_can_be_stored_as_text(text: str) -> None:
    field = LongText(label="备注")
    value = field.parse(text)
    assert field.parse(field.format(value)) == value


def test_levels_have_words_and_an_order() -> None:
    assert [level.label for level in Level] == ["错误", "警告", "提示"]
    assert [level.rank for level in Level] == [0, 1, 2]
    assert Finding("born", Level.ERROR, "出生年月为空") == Finding("born", Level.ERROR, "出生年月为空")
