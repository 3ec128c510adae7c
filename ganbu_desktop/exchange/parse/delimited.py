"""Comma-, tab- and semicolon-separated text. Every value is text; nothing is guessed.

A row ends at CRLF, LF or CR and at nothing else: other signs that Python takes for line ends stand inside cells.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from ganbu_desktop.exchange.parse.sheet_facts import MAX_CELLS, MAX_ROWS
from ganbu_desktop.foundation.errors import ExchangeError

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_LONGEST_CELL = 1_000_000
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')


def read_delimited(text: str) -> dict[str, Any]:
    """Return the text's rows as one sheet, in the plain form of ``spreadsheet``."""
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_delimiter(text)):
            cells += len(row)
            if len(rows) >= MAX_ROWS or cells > MAX_CELLS:
                raise ExchangeError("表格行数超过能读取的上限，请分成几个文件后再导入；数据未改动")
            rows.append([_value(value) for value in row])
    except csv.Error as error:
        raise ExchangeError(f"第 {len(rows) + 1} 行的引号不成对或内容过长，无法分列；数据未改动") from error
    sheet = {"name": "文本表", "hidden": False, "rows": rows, "hidden_rows": [], "hidden_columns": [], "merged": []}
    return {"sheets": [{**sheet, "notices": []}]}


def _delimiter(text: str) -> str:
    """The separator found most often outside quotes in the first lines; a Chinese comma separates words only."""
    head = text[:20000]
    unquoted = "".join(head.split('"')[::2])
    return max(",\t;", key=unquoted.count)


def _value(text: str) -> str:
    """Strip what guards a text from spreadsheets: an apostrophe before a formula sign, or ``="…"`` around a number."""
    if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS):
        return text[1:]
    quoted = _QUOTED_FORMULA.fullmatch(text)
    return text if quoted is None else quoted[1]
