"""A workbook to be filled in and handed back: the rows, how to fill each column, and hidden lists behind drop-downs.

Written directly as XML, row by row. Texts are text cells with number format ``@``, so that no ID number becomes a float
and no text a formula; numbers are numbers, so that an office can add them up.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from ganbu_desktop.exchange.collection_workbook.parts import SharedStrings
from ganbu_desktop.exchange.sheet_xml import attribute, column_letters, fits
from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.paths import resource

INSTRUCTIONS, LISTS = "填表说明", "选项"
"""The sheets beside the rows; neither is ever read back."""
LAST_ROW = 60_000
"""Drop-downs reach down to here."""
_HEADER, _HEADER_REQUIRED, _TEXT, _NUMBER, _TITLE, _LOUD = 1, 2, 3, 4, 5, 6
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_PLAIN_NUMBER = re.compile(r"\d{1,15}(\.\d{1,4})?", re.ASCII)
_CHUNK = 2_000
_LINE_HEIGHT, _MOST_LINES = 15, 8
_FITTED = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
_PAGE = '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
"""Printed, a sheet is as wide as an A4 page on its side and as long as it needs."""
_LEGIBLE = 200
"""Wider sheets, in characters, are printed on several pages side by side."""
_INSTRUCTION_WIDTHS = (22.0, 8.0, 60.0, 60.0)


@dataclass(frozen=True)
class FillableColumn:
    """One column. ``must_stay``: its cells may be empty but the column may not be taken out. ``width`` in characters;
    ``choices``: its drop-down, which ``is_open`` lets others than these pass; ``help``: how it is filled."""

    title: str
    is_required: bool = False
    must_stay: bool = False
    is_number: bool = False
    width: float = 14
    choices: tuple[str, ...] = ()
    is_open: bool = False
    help: str = ""


def sheet_name(title: str) -> str:
    """Return a title as a sheet can be called."""
    return _NO_SHEET_NAME.sub("_", title)[:31] or "表"


_LOUD_LINES = 2
"""Lines that the height of a row takes for a loud text."""


class Loud(str):
    """A text in the largest letters of the sheet: what a row is that must not be taken for what it once was."""

    __slots__ = ()


def write_fillable(
    path: Path | str,
    title: str,
    columns: Sequence[FillableColumn],
    rows: Iterable[Sequence[str]],
    *,
    notes: Sequence[str] = (),
) -> int:
    """Write ``rows`` (a text a column) under the columns' titles and return how many there were.

    ``notes``: sentences above the table of the sheet 填表说明. Raises DocumentError for a text longer than a cell can
    hold and for trouble with the target; what ``rows`` raises goes on, and then no file is left and an older one stays.
    """
    strings = SharedStrings()
    names = [sheet_name(title), INSTRUCTIONS, LISTS]
    with (
        safe_write(path) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive,
    ):
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            count = 0
            for number, text in _sheet(names[0], columns, rows, strings):
                part.write(text.encode())
                count = max(count, number)
        archive.writestr("xl/worksheets/sheet2.xml", _instructions(title, columns, notes, strings))
        archive.writestr("xl/worksheets/sheet3.xml", _lists(columns, strings))
        archive.writestr("xl/sharedStrings.xml", strings.xml())
        for name, content in _fixed_parts(names):
            archive.writestr(name, content)
    return count


def _sheet(
    name: str, columns: Sequence[FillableColumn], rows: Iterable[Sequence[str]], strings: SharedStrings
) -> Iterator[tuple[int, str]]:
    """Yield (rows so far, XML) of the sheet of rows."""
    letters = [column_letters(number) for number in range(1, len(columns) + 1)]
    fitted = _FITTED if sum(c.width for c in columns) <= _LEGIBLE else ""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{c.width}" style="{_NUMBER if c.is_number else _TEXT}" customWidth="1"/>'
        for n, c in enumerate(columns, 1)
    )
    header = "".join(
        f'<c r="{at}1" s="{_HEADER_REQUIRED if c.is_required else _HEADER}" t="s"><v>{strings[c.title]}</v></c>'
        for at, c in zip(letters, columns, strict=True)
    )
    yield (
        0,
        f'{_HEAD}<worksheet xmlns="{_MAIN}">{fitted}<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="18"/><cols>{widths}</cols><sheetData>'
        f'<row r="1" ht="30" customHeight="1">{header}</row>',
    )
    chunk: list[str] = []
    count = 0
    for count, row in enumerate(rows, 1):
        cells = (
            _cell(f"{at}{count + 1}", column, text, f"工作表“{name}”第 {count + 1} 行“{column.title}”", strings)
            for at, column, text in zip(letters, columns, row, strict=True)
            if text
        )
        chunk.append(f'<row r="{count + 1}"{_height(columns, row)}>{"".join(cells)}</row>')
        if len(chunk) >= _CHUNK:
            yield count, "".join(chunk)
            chunk.clear()
    last = f"A1:{letters[-1]}{count + 1}"
    yield count, f'{"".join(chunk)}</sheetData><autoFilter ref="{last}"/>{_drop_downs(columns)}{_PAGE}</worksheet>'


def _height(columns: Sequence[FillableColumn], row: Sequence[str]) -> str:
    """Return how high a row is whose texts wrap, at most some lines; nothing for a plain one."""
    lines = _LOUD_LINES if any(isinstance(text, Loud) for text in row) else 1
    for column, text in zip(columns, row, strict=True):
        if 2 * len(text) > column.width or "\n" in text:
            wrapped = (ceil(sum(2 if c > "\u2e80" else 1 for c in line) / column.width) for line in text.split("\n"))
            lines = max(lines, sum(max(n, 1) for n in wrapped))
    return f' ht="{_LINE_HEIGHT * min(lines, _MOST_LINES)}" customHeight="1"' if lines > 1 else ""


def _cell(at: str, column: FillableColumn, text: str, place: str, strings: SharedStrings) -> str:
    if column.is_number and _PLAIN_NUMBER.fullmatch(text):
        return f'<c r="{at}" s="{_NUMBER}"><v>{text}</v></c>'
    style = _LOUD if isinstance(text, Loud) else _TEXT
    return f'<c r="{at}" s="{style}" t="s"><v>{strings[fits(text, place)]}</v></c>'


def _drop_downs(columns: Sequence[FillableColumn]) -> str:
    with_lists = [c for c in columns if c.choices]
    items = []
    for number, column in enumerate(columns, 1):
        if column.choices:
            at, source = column_letters(number), column_letters(with_lists.index(column) + 1)
            strict = "0" if column.is_open else "1"
            items.append(
                f'<dataValidation type="list" allowBlank="1" showErrorMessage="{strict}" '
                f'errorTitle="{attribute(column.title[:30])}" error="请从下拉列表中选取" sqref="{at}2:{at}{LAST_ROW}">'
                f"<formula1>{LISTS}!${source}$2:${source}${len(column.choices) + 1}</formula1></dataValidation>"
            )
    return f'<dataValidations count="{len(items)}">{"".join(items)}</dataValidations>' if items else ""


def _instructions(title: str, columns: Sequence[FillableColumn], notes: Sequence[str], strings: SharedStrings) -> str:
    table = [("栏目", "必填", "怎样填", "可填的内容")]
    for column in columns:
        words = "、".join(column.choices)
        shown = words if len(words) <= 300 else f"见下拉列表（{len(column.choices)} 项）"
        needed = "必填" if column.is_required else "留列" if column.must_stay else ""
        table.append((column.title, needed, column.help, shown))
    lines: list[tuple[Sequence[str], int]] = [((f"{title}填表说明",), _TITLE)]
    lines += [((note,), 0) for note in notes]
    lines += [(texts, _HEADER if n == 0 else _TEXT) for n, texts in enumerate(table)]
    return _plain_sheet(lines, _INSTRUCTION_WIDTHS, strings)


def _lists(columns: Sequence[FillableColumn], strings: SharedStrings) -> str:
    lists = [(c.title, *c.choices) for c in columns if c.choices]
    longest = max(map(len, lists), default=0)
    lines = [([entries[n] if n < len(entries) else "" for entries in lists], _TEXT) for n in range(longest)]
    return _plain_sheet(lines, [20.0] * max(len(lists), 1), strings)


def _plain_sheet(lines: Sequence[tuple[Sequence[str], int]], widths: Sequence[float], strings: SharedStrings) -> str:
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, 1))
    rows = []
    for number, (texts, style) in enumerate(lines, 1):
        cells = "".join(
            f'<c r="{column_letters(n)}{number}" s="{style}" t="s"><v>{strings[text]}</v></c>'
            for n, text in enumerate(texts, 1)
            if text
        )
        height = ' ht="26" customHeight="1"' if style == _TITLE else ""
        rows.append(f'<row r="{number}"{height}>{cells}</row>')
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}">{_FITTED}<cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
        f"{_PAGE}</worksheet>"
    )


def _fixed_parts(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    sheets = "".join(
        f'<sheet name="{attribute(name)}" sheetId="{n}"{_hidden(name)} r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    yield "xl/styles.xml", resource("exchange", "fillable_styles.xml").read_text("utf-8")
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
    )
    parts = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
    parts += [("rId100", "styles", "styles.xml"), ("rId101", "sharedStrings", "sharedStrings.xml")]
    yield "xl/_rels/workbook.xml.rels", _relations(parts)
    yield "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")])
    kinds = [(f"worksheets/sheet{n}.xml", "worksheet") for n in range(1, len(names) + 1)]
    kinds += [("styles.xml", "styles"), ("workbook.xml", "sheet.main"), ("sharedStrings.xml", "sharedStrings")]
    overrides = "".join(f'<Override PartName="/xl/{n}" ContentType="{_TYPE}.{kind}+xml"/>' for n, kind in kinds)
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    )


def _hidden(name: str) -> str:
    return ' state="hidden"' if name == LISTS else ""


def _relations(entries: Sequence[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for i, kind, target in entries
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'
