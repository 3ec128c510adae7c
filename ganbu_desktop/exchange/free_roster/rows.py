"""Which rows below a roster's header are persons, and why the others are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ganbu_desktop.exchange.cells import Cell
from ganbu_desktop.exchange.free_roster.columns import is_title, title_key
from ganbu_desktop.exchange.workbook import Row
from ganbu_desktop.foundation.text import without_blanks

_NUMERALS = "一二三四五六七八九十百"
_ORDINAL = re.compile(rf"^(?:[(（][{_NUMERALS}\d]+[)）]|[{_NUMERALS}]+[、.．]|\d+[、.．](?!\d))\s*")
_COUNT_BEHIND = re.compile(r"\s*[(（]?(?:共|计|合计)?\s*\d+\s*[人名][)）]?$")

BLANK, TOTAL, HEADER_AGAIN, NOTE, GROUP, NAMELESS, HIDDEN = (
    "空行",
    "合计行",
    "重复的表头",
    "表下的说明",
    "分组标题",
    "没有姓名",
    "隐藏行",
)
"""Reasons why a row is left out, as the clerk reads them."""

_TOTAL = re.compile(r"(?:合计|小计|总计|共计|累计|平均)(?:$|[:：\d(（人])|^(?:共|合计)\d+[人名]")
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填报说明)[:：\d]|^(?:填表人|填报人|制表人?|制表单位|审核人?|审签|负责人|单位负责人|联系人|联系电话|"
    r"填报日期|填表日期|制表日期|填表时间|填报时间|打印日期|填报单位|第\d+页)"
)


def is_total_or_note(text: str) -> bool:
    """Tell whether what stands where a name belongs is a total, a note or a signature line of the sheet."""
    solid = without_blanks(text)
    return bool(_NOTE.search(solid)) or (len(solid) <= 12 and bool(_TOTAL.search(solid)))


def reason_to_skip(row: Row, titles: Sequence[str], name_columns: Sequence[int]) -> str | None:
    """Return why a row is no person, None for one. ``name_columns`` are those of 姓名 and 身份证号, from 1."""
    filled = [cell for cell in row.cells if cell]
    if not filled:
        return BLANK
    texts = [without_blanks(cell.text) for cell in filled]
    if any(_TOTAL.search(text) for text in texts[:3] if len(text) <= 12):
        return TOTAL
    if _repeats_header(row, titles) or _numbers_columns(texts):
        return HEADER_AGAIN
    if _NOTE.search(texts[0]) and len(filled) <= max(2, len(titles) // 2):
        return NOTE
    if len(filled) == 1 and len(titles) > 2 and not _stands_in_name_alone(row, name_columns):
        return GROUP
    if name_columns and not any(row.cell(column) for column in name_columns):
        return NAMELESS
    if any(is_title(row.cell(column).text) for column in name_columns):
        return HEADER_AGAIN
    return None


def _stands_in_name_alone(row: Row, name_columns: Sequence[int]) -> bool:
    """A name without anything else may be a person still to be filled in; a longer text there is a title or note."""
    cells = [row.cell(column) for column in name_columns if column != 1 and row.cell(column)]
    return bool(cells) and len(without_blanks(cells[0].text)) <= 4


def _numbers_columns(texts: Sequence[str]) -> bool:
    """A line below the header that numbers the columns: 1 2 3 …, （1）（2）（3）…, 甲 1 2 …"""
    numbers = [text.strip("()（）") for text in texts]
    if numbers and numbers[0] in {"甲", "栏次", "A", "a"}:
        numbers = numbers[1:]
    return len(numbers) >= 3 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _repeats_header(row: Row, titles: Sequence[str]) -> bool:
    pairs = [(title_key(cell.text), title_key(title)) for cell, title in zip(row.cells, titles, strict=False) if cell]
    same = sum(bool(text) and (text == title or title.endswith(text)) for text, title in pairs)
    return len(pairs) >= 2 and same >= max(2, len(pairs) * 2 // 3)


def group_title(row: Row) -> str:
    """Return the name in a group row: 二、县政府办（5人） is about 县政府办."""
    text = next((cell.text.strip() for cell in row.cells if cell), "")
    return _COUNT_BEHIND.sub("", _ORDINAL.sub("", text)).strip() or text


def notes_at_the_end(skipped: Sequence[tuple[int, str]], last_person: int) -> Iterator[tuple[int, str]]:
    """Turn group titles after the last person into notes: nothing follows that they could be the title of."""
    for number, reason in skipped:
        yield number, NOTE if reason == GROUP and number > last_person else reason


def samples_of(rows: Sequence[Row], width: int) -> list[list[Cell]]:
    """Return the filled cells of each column among the first rows."""
    return [[cell for row in rows[:20] if (cell := row.cell(column))] for column in range(1, width + 1)]
