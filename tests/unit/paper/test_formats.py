"""The closed list of formats."""

from __future__ import annotations

import pytest

from ganbu_desktop.paper.formats import FORMATS


@pytest.mark.parametrize(
    ("name", "text", "result"),
    [
        ("plain", "一\r\n二\x07 \r\n", "一\n二"),
        ("one_line", " 一\n二 ", "一 二"),
        ("padded_name", "张三", "张\u3000三"),
        ("padded_name", "张\u3000三", "张\u3000三"),
        ("padded_name", "欧阳某某", "欧阳某某"),
        ("padded_name", "", ""),
        ("or_none_word", "  ", "无"),
        ("or_none_word", "三等功", "三等功"),
    ],
)
def test_format(name: str, text: str, result: str) -> None:
    assert FORMATS[name](text) == result


def test_every_format_is_tested_here() -> None:
    assert set(FORMATS) == {"plain", "one_line", "padded_name", "or_none_word"}
