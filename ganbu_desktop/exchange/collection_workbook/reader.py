"""Reading a filled collection workbook as units hand it in: sheets renamed, columns moved, titles added or gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ganbu_desktop.exchange.cells import Cell, CellKind, RawValue, cell_of
from ganbu_desktop.exchange.collection_workbook.layout import LAYOUT, NOTES_SHEET, SheetLayout, header_index, header_key
from ganbu_desktop.exchange.free_roster.rows import is_total_or_note
from ganbu_desktop.exchange.plain import building_in_bulk
from ganbu_desktop.exchange.workbook import Row, Sheet, Workbook, fill_merged, read_workbook
from ganbu_desktop.foundation.errors import ExchangeError

_SEARCHED_ROWS = 12
_KEYS = [(layout, {header_key(column.header): column.header for column in layout.columns}) for layout in LAYOUT]
_SERIAL = ("序号", "编号", "行号")
_BLANK_ZEROS = ("集体内排序", "学制年限", "排序")
"""Columns in which the official blank form itself holds a number 0, which stays when its first row is filled in."""
_SHORTEST_ID = 15


@dataclass(frozen=True)
class SheetRow:
    """One data row. ``values`` holds the non-empty cells by canonical header; ``row_number`` is the sheet's own."""

    set: str
    sheet: str
    row_number: int
    hidden: bool
    values: dict[str, Cell]


@dataclass(frozen=True)
class CollectionWorkbook:
    """All data rows, in the order of the file.

    ``headers``: per set the canonical headers that the file has (a column that is not there says nothing about its
    values). ``columns``: per set header to column number from 1, for marking cells in the clerk's own file.
    """

    path: Path
    rows: list[SheetRow]
    headers: dict[str, tuple[str, ...]]
    columns: dict[str, dict[str, int]]
    notices: list[str] = field(default_factory=list)

    def rows_of(self, information_set: str) -> list[SheetRow]:
        """Return the rows of one set."""
        return [row for row in self.rows if row.set == information_set]

    @property
    def hidden_count(self) -> int:
        """How many rows the file hides."""
        return sum(row.hidden for row in self.rows)


@dataclass(frozen=True)
class _Found:
    """A recognised sheet: where its header row is and which column carries which header."""

    layout: SheetLayout
    sheet: Sheet
    header_row: int
    columns: dict[str, int]
    unknown: dict[int, str]
    doubled: tuple[str, ...]


def read_collection_workbook(path: Path | str, *, cancelled: Callable[[], bool] | None = None) -> CollectionWorkbook:
    """Read a file; raises ExchangeError with a sentence when it cannot be read or is no collection workbook."""
    return from_workbook(read_workbook(path, skip=(NOTES_SHEET,), cancelled=cancelled))


def is_collection_workbook(workbook: Workbook) -> bool:
    """Tell whether the sheets look like the collection workbook: the persons' sheet, or two of the others."""
    found = _find_sheets(workbook)
    return "A01" in found or len(found) >= 2


def from_workbook(workbook: Workbook) -> CollectionWorkbook:
    """Turn an already read workbook into rows; raises ExchangeError when it is no collection workbook."""
    found = _find_sheets(workbook)
    if not found:
        raise ExchangeError(f"“{workbook.path.name}”里没有信息采集表的工作表（如“A01人员”）；数据未改动")
    notices = [*workbook.notices, *_strangers(workbook, found)]
    rows: list[SheetRow] = []
    for sheet in found.values():
        notices.extend(_column_notices(sheet))
        with building_in_bulk():
            rows.extend(_rows(sheet, notices))
    hidden = sum(row.hidden for row in rows)
    if hidden:
        notices.append(f"文件里有 {hidden} 行是隐藏的，默认不导入")
    return CollectionWorkbook(
        workbook.path,
        rows,
        {name: tuple(sheet.columns) for name, sheet in found.items()},
        {name: sheet.columns for name, sheet in found.items()},
        notices,
    )


def _find_sheets(workbook: Workbook) -> dict[str, _Found]:
    """Return set to sheet in the order of the layout; of two candidates the one with more columns, then more rows."""
    best: dict[str, _Found] = {}
    for sheet in workbook.sheets:
        found = _recognise(sheet)
        if found is None:
            continue
        rival = best.get(found.layout.set)
        if rival is None or _weight(found) > _weight(rival):
            best[found.layout.set] = found
    return {layout.set: best[layout.set] for layout in LAYOUT if layout.set in best}


def _weight(found: _Found) -> tuple[int, int]:
    return len(found.columns), len(found.sheet.rows)


def _recognise(sheet: Sheet) -> _Found | None:
    """Find the header row and the layout it fits: half of its headers, or three and the sheet's name."""
    best: tuple[float, SheetLayout, Row] | None = None
    for row in sheet.rows[:_SEARCHED_ROWS]:
        keys = {header_key(cell.text) for cell in row.cells if cell}
        for layout, known in _KEYS:
            share = len(known.keys() & keys) / len(known)
            named = _is_named(sheet.name, layout) and len(known.keys() & keys) >= min(3, len(known))
            score = share + named
            if (share >= 0.5 or named) and (best is None or score > best[0]):
                best = (score, layout, row)
    return _match_columns(sheet, best[1], best[2]) if best else None


def _is_named(name: str, layout: SheetLayout) -> bool:
    return header_key(name).upper().startswith(layout.set) or layout.name[len(layout.set) :] == header_key(name)


def _match_columns(sheet: Sheet, layout: SheetLayout, row: Row) -> _Found:
    known = header_index(layout)
    columns: dict[str, int] = {}
    unknown: dict[int, str] = {}
    doubled: list[str] = []
    stated = {header_key(cell.text) for cell in row.cells}
    for number, cell in enumerate(row.cells, 1):
        key = header_key(cell.text)
        header = known.get(key)
        if header is None or (key != header_key(header) and header_key(header) in stated):
            if cell and key not in _SERIAL:
                unknown[number] = cell.text.strip()
        elif header in columns:
            doubled.append(header)
        else:
            columns[header] = number
    ordered = {header: columns[header] for header in layout.headers if header in columns}
    return _Found(layout, sheet, row.number, ordered, unknown, tuple(doubled))


def _strangers(workbook: Workbook, found: dict[str, _Found]) -> list[str]:
    used = {id(sheet.sheet) for sheet in found.values()}
    others = [s for s in workbook.sheets if id(s) not in used and header_key(s.name) != NOTES_SHEET]
    notices = [_stranger(s, found) for s in others if any(not r.is_blank for r in s.rows)]
    missing = [layout.name for layout in LAYOUT if layout.set not in found]
    return [*notices, f"文件里没有这些工作表：{'、'.join(missing)}"] if missing else notices


def _stranger(sheet: Sheet, found: dict[str, _Found]) -> str:
    twin = _recognise(sheet)
    if twin is None:
        return f"工作表“{sheet.name}”不是信息采集表的工作表，没有读取"
    read = found[twin.layout.set].sheet.name
    return f"工作表“{sheet.name}”和“{read}”是同一种表，只读取了“{read}”；要一起导入请先合并"


def _column_notices(found: _Found) -> list[str]:
    name, notices = found.sheet.name, []
    missing = [header for header in found.layout.headers if header not in found.columns]
    if missing:
        notices.append(f"工作表“{name}”缺少列：{'、'.join(missing)}")
    filled = [text for number, text in found.unknown.items() if _has_values(found, number)]
    if filled:
        notices.append(f"工作表“{name}”有不认识的列，没有读取：{'、'.join(filled)}")
    if found.doubled:
        notices.append(f"工作表“{name}”有重复的列，只读取第一个：{'、'.join(found.doubled)}")
    concealed = [header for header, number in found.columns.items() if number in found.sheet.hidden_columns]
    if concealed:
        notices.append(f"工作表“{name}”有隐藏的列，照常读取：{'、'.join(concealed)}")
    return notices


def _has_values(found: _Found, column: int) -> bool:
    return any(row.cell(column) for row in found.sheet.rows[found.header_row :])


def _rows(found: _Found, notices: list[str]) -> list[SheetRow]:
    sheet, filled = fill_merged(found.sheet, found.header_row + 1)
    if filled:
        notices.append(f"工作表“{sheet.name}”有 {filled} 处合并的单元格，各行都按合并的内容读取")
    if sheet.hidden:
        notices.append(f"工作表“{sheet.name}”是隐藏的")
    places = [(header, number - 1) for header, number in found.columns.items()]
    rows: list[SheetRow] = []
    remarks: list[str] = []
    known: dict[str, Cell] = {}
    for row in sheet.rows[found.header_row :]:
        values = _values(row.values, places, known)
        if not _is_record(values):
            continue
        if _is_remark(values):
            remarks.append(str(row.number))
            continue
        rows.append(SheetRow(found.layout.set, sheet.name, row.number, row.hidden or sheet.hidden, values))
    if remarks:
        notices.append(f"工作表“{sheet.name}”第 {'、'.join(remarks[:20])} 行是合计或说明，没有读取")
    return rows


def _values(raw: list[RawValue], places: list[tuple[str, int]], known: dict[str, Cell]) -> dict[str, Cell]:
    """Return the non-empty cells; equal texts share one cell, because names and codes repeat many times."""
    width = len(raw)
    values = {}
    for header, index in places:
        value = raw[index] if index < width else ""
        if value == "":
            continue
        if value.__class__ is str:
            cell = known.get(value)
            if cell is None:
                cell = known[value] = cell_of(value)
        else:
            cell = cell_of(value)
        if cell.kind is CellKind.EMPTY or (value == 0 and header in _BLANK_ZEROS):
            continue
        values[header] = cell
    return values


def _is_remark(values: dict[str, Cell]) -> bool:
    """A total, note or signature line below the rows stands where the name belongs and has no identity number."""
    identity = values.get("身份证号")
    if identity is not None and len(identity.text) >= _SHORTEST_ID:
        return False
    name = values.get("姓名") or values.get("机构名称")
    return name is not None and is_total_or_note(name.text)


def _is_record(values: dict[str, Cell]) -> bool:
    """A row of nothing but the blank form's zeros, or a repeated header row, is no record."""
    if not values:
        return False
    header, cell = next(iter(values.items()))
    if cell.text[:1] != "0" and cell.text.strip()[:1] != header[:1]:
        return True
    if all(cell.text == "0" for cell in values.values()):
        return False
    return any(header_key(cell.text) != header_key(header) for header, cell in values.items())
