"""The first sheet: how to fill the workbook, the unit's own facts, and from column T on the hidden drop-down lists."""

from __future__ import annotations

from collections.abc import Mapping

from ganbu_desktop.exchange.collection_workbook.layout import CHOICE_LISTS, TITLE, VERSION
from ganbu_desktop.exchange.collection_workbook.parts import HIDDEN_LIST, NOTE, SharedStrings, labels, worksheet
from ganbu_desktop.exchange.collection_workbook.parts import TITLE as TITLE_STYLE
from ganbu_desktop.exchange.sheet_xml import column_letters, fits

_COVER = ("单位名称", "实有人数", "本年末机构数", "联系人", "联系方式")
_INSTRUCTIONS = (
    "1. 一个文件填报的人员以不满 2000 人为宜，人员较多时按单位分成几个文件。\n"
    "2. 先填“B01单位”，再填人员；各表都以姓名和身份证号对应到人。\n"
    "3. 身份证号、日期按文本填写；日期写 6 位（如 199005）或 8 位（如 19900501）数字。\n"
    "4. 有下拉列表的列请从列表中选取；红色列名为应填项。"
)
_FIRST_LIST, _LAST_LIST = 20, 54


def notes_sheet(strings: SharedStrings, cover: Mapping[str, str]) -> str:
    """Return the sheet's XML; ``cover`` fills the unit's facts, which stay empty without it."""
    rows = _front(strings, cover)
    for choices in CHOICE_LISTS:
        for number, text in enumerate((choices.title, *labels(choices)), 1):
            rows.setdefault(number, {})[_number(choices.column)] = (strings[text], HIDDEN_LIST)
    before, after = worksheet(
        dimension=f"A1:{column_letters(_LAST_LIST)}{max(rows)}",
        widths=[(1, 8, 17, False), (_FIRST_LIST, _LAST_LIST, 22.625, True)],
        merges=["A1:H1", "A2:G2", "A3:C3", "A4:C8", "E3:H3", *(f"F{n}:H{n}" for n in range(4, 9))],
        row_height=13.5,
    )
    return before + "".join(_row(number, rows[number]) for number in sorted(rows)) + after


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _front(strings: SharedStrings, cover: Mapping[str, str]) -> dict[int, dict[int, tuple[int, int]]]:
    rows = {
        1: {1: (strings[TITLE], TITLE_STYLE)},
        2: {1: (strings["版本号："], NOTE), 8: (strings[VERSION], NOTE)},
        3: {1: (strings["填报说明"], NOTE), 5: (strings["单位信息"], NOTE)},
        4: {1: (strings[_INSTRUCTIONS], NOTE)},
    }
    for number, label in enumerate(_COVER, 4):
        row = rows.setdefault(number, {})
        row[5] = (strings[label], NOTE)
        if cover.get(label):
            row[6] = (strings[fits(cover[label], label)], NOTE)
    return rows


def _row(number: int, cells: Mapping[int, tuple[int, int]]) -> str:
    height = ' ht="56.25" customHeight="1"' if number in {1, *range(4, 9)} else ""
    body = "".join(
        f'<c r="{column_letters(column)}{number}" s="{style}" t="s"><v>{text}</v></c>'
        for column, (text, style) in sorted(cells.items())
    )
    return f'<row r="{number}"{height}>{body}</row>'
