"""Marks findings in a workbook, inside the worker process: nothing is written to disk here, the bytes go back."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from ganbu_desktop.exchange.cells import CellKind, cell_of
from ganbu_desktop.exchange.parse.spreadsheet import checked_source
from ganbu_desktop.exchange.parse.tables import read_tables
from ganbu_desktop.exchange.plain import plain
from ganbu_desktop.exchange.sheet_xml import MAX_CELL_TEXT, literal, storable

_SHEET = "错误"
_AUTHOR = "数据检查"
_RED = PatternFill("solid", fgColor="FFFF9999")
_NO_FILL = PatternFill()
_TITLES = ("序号", "工作表", "行", "列", "现有内容", "问题（点击定位）")
_WIDTHS = (6, 20, 8, 8, 32, 80)

Finding = tuple[str, int, int | None, str]


def annotated_workbook(path: str, kind: str, encoding: str | None, findings: list[Finding]) -> bytes:
    """Return the ``.xlsx`` bytes of the file with findings ``[sheet, row, column or None, message]`` marked."""
    workbook = _open(path) if kind in {"XLSX", "XLSM"} else _rebuilt(path, kind, encoding)
    _prepare(workbook)
    texts = [_mark_and_describe(workbook, sheet, row, column) for sheet, row, column, _ in findings]
    _add_comments(workbook, findings)
    _add_error_sheet(workbook, findings, texts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _MemoryWriter(workbook, archive).save()
    return buffer.getvalue()


class _MemoryWriter(ExcelWriter):
    """Writes sheets to memory: the library's own way leaves personal data in temporary files."""

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        out = io.BytesIO()
        writer = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], out.getvalue())  # type: ignore[attr-defined]
        self.manifest.append(ws)


def _open(path: str) -> Workbook:
    return openpyxl.load_workbook(checked_source(path), keep_vba=False, keep_links=False, rich_text=True)


def _rebuilt(path: str, kind: str, encoding: str | None) -> Workbook:
    """Return a new workbook with the same sheets, rows and columns, everything as text."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for content in read_tables(path, kind, encoding, [])["sheets"]:
        sheet = workbook.create_sheet(content["name"][:31])
        for number, values in enumerate(content["rows"], 1):
            for column, value in enumerate(values, 1):
                read = cell_of(value if isinstance(value, str | bool | float | int | list) else plain(value))
                if read.kind is not CellKind.EMPTY:
                    _put_text(sheet.cell(number, column), read.text)
        for number in content["hidden_rows"]:
            sheet.row_dimensions[number].hidden = True
    if not workbook.worksheets:
        workbook.create_sheet("空表")
    return workbook


def _put_text(cell: Cell | MergedCell, text: str) -> None:
    """Set a text that stays text, whatever it begins with."""
    if isinstance(cell, MergedCell):
        return
    cell.value = literal(storable(text)[:MAX_CELL_TEXT])
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))


def _prepare(workbook: Workbook) -> None:
    """Take off the marks of an earlier round and make sure that every text stays what it is."""
    if _SHEET in workbook.sheetnames and len(workbook.sheetnames) > 1:
        workbook.remove(workbook[_SHEET])
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "_x" in cell.value and "_x005F_" not in cell.value:
                    _keep_literal(cell)
                if cell.comment is not None and cell.comment.author == _AUTHOR:
                    cell.comment = None
                    if cell.fill.fgColor.rgb == _RED.fgColor.rgb:
                        cell.fill = _NO_FILL


def _keep_literal(cell: Cell | MergedCell) -> None:
    """Undo the library's one-sided unescaping, which would turn the text ``_x000D_`` into a line end on saving."""
    if isinstance(cell, Cell) and cell.data_type == "s":
        cell.value = literal(str(cell.value))
        cell.data_type = "s"


def _target(workbook: Workbook, sheet: str, row: int, column: int | None) -> Cell | None:
    """Return the cell to mark: the top left one of a merged range, the first column for a whole row."""
    worksheet = workbook[sheet] if sheet in workbook.sheetnames else None
    if not isinstance(worksheet, Worksheet) or not 0 < row <= 1_048_576 or not 0 < (column or 1) <= 16384:
        return None
    cell = worksheet.cell(row, column or 1)
    if isinstance(cell, MergedCell):
        home = next(r for r in worksheet.merged_cells.ranges if cell.coordinate in r)
        cell = worksheet.cell(home.min_row, home.min_col)
    return cell if isinstance(cell, Cell) else None


def _mark_and_describe(workbook: Workbook, sheet: str, row: int, column: int | None) -> str:
    cell = _target(workbook, sheet, row, column)
    if cell is None:
        return ""
    cell.fill = _RED
    return "" if column is None or cell.value is None else str(cell.value)


def _add_comments(workbook: Workbook, findings: list[Finding]) -> None:
    """One comment a cell with all its findings; a comment of the clerk's own stays above them."""
    messages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sheet, row, column, message in findings:
        cell = _target(workbook, sheet, row, column)
        if cell is not None:
            messages[sheet, cell.coordinate].append(storable(message))
    for (sheet, coordinate), texts in messages.items():
        cell = workbook[sheet][coordinate]
        own = [cell.comment.text] if cell.comment is not None else []
        comment = Comment("\n".join([*own, *texts])[:4000], _AUTHOR)
        comment.width, comment.height = 320, 40 + 24 * min(len(texts) + 1, 8)
        cell.comment = comment


def _add_error_sheet(workbook: Workbook, findings: list[Finding], texts: list[str]) -> None:
    sheet = workbook.create_sheet(_SHEET, 0)
    workbook.active = 0
    for other in workbook.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for column, (title, width) in enumerate(zip(_TITLES, _WIDTHS, strict=True), 1):
        sheet.cell(1, column, title).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    for number, (finding, text) in enumerate(zip(findings, texts, strict=True), 1):
        _add_error(workbook, sheet, number, finding, text)


def _add_error(workbook: Workbook, errors: Worksheet, number: int, finding: Finding, text: str) -> None:
    sheet, row, column, message = finding
    errors.cell(number + 1, 1, number)
    errors.cell(number + 1, 3, row)
    for place, value in ((2, sheet), (4, get_column_letter(column) if column else "整行"), (5, text), (6, message)):
        _put_text(errors.cell(number + 1, place), value)
        errors.cell(number + 1, place).alignment = Alignment(wrap_text=True, vertical="top")
    cell = _target(workbook, sheet, row, column)
    if cell is not None:
        link = errors.cell(number + 1, 6)
        name = sheet.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!{cell.coordinate}")
        link.font = Font(color="FF0563C1", underline="single")
