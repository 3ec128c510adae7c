"""Reports as workbooks: a sheet a table with merged header, frozen and repeated, numbers as numbers.

Every printed page has what stands above the table again: title, unit and day. Title and the line above stand on every
sheet; boxes, remarks and signatures under the first table. Every text is an inline string and can never become a
formula.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.paper import form_excel_parts as parts
from ganbu_desktop.paper.cells import POINTS_PER_MM, Borders, CellFrame
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.report.blocks import (
    CAPTION_SIZE,
    INNER_PT,
    LEAST_BOX_MM,
    LEAST_ROW_MM,
    LINE_MM,
    LINE_SIZE,
    REMARK_SIZE,
    SIGNATURE_MM,
    TITLE_MM,
    TITLE_SIZE,
)
from ganbu_desktop.paper.report.excel_picture import SHEET_DRAWING, rows_of, write_picture
from ganbu_desktop.paper.report.model import EMPTY_TEXT, PaperReport, PaperTable, PaperValue
from ganbu_desktop.paper.roster import excel_parts
from ganbu_desktop.paper.roster.excel import EPOCH
from ganbu_desktop.paper.roster.measure import BODY_FAMILY, HEAD_FAMILY

_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 28
_HIGHEST_ROW_PT = 409.0
_RULED = Borders(INNER_PT, INNER_PT, INNER_PT, INNER_PT)


def write_report_excel(path: Path, report: PaperReport, book: FontBook, picture: bytes | None = None) -> int:
    """Write the report and return the number of sheets; DocumentError when the file cannot be written.

    ``picture``: a PNG (a chart) that stands under the first table, as wide as the page.
    """
    with (
        safe_write(path) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        styles = _Styles(book)
        names = _sheet_names(report)
        defined = []
        for number, table in enumerate(report.shown_tables()):
            sheet = _Sheet(report, table, styles)
            drawn = picture if number == 0 else None
            xml = sheet.xml(is_first=number == 0, picture=drawn)
            _write(archive, f"xl/worksheets/sheet{number + 1}.xml", xml)
            if drawn is not None:
                write_picture(lambda name, content: _write(archive, name, content), drawn, sheet.picture_row, report)
            area = parts.print_area(len(table.widths), sheet.row)
            titles = f"$1:${sheet.header_rows[1]}"
            defined.append(parts.defined_name("Print_Area", number, names[number], area))
            defined.append(parts.defined_name("Print_Titles", number, names[number], titles))
        for name, content in parts.fixed_parts(names, defined, int(picture is not None)):
            _write(archive, name, content)
        _write(archive, "xl/styles.xml", styles.styles.xml())
    return len(names)


def _write(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)


def _sheet_names(report: PaperReport) -> list[str]:
    names: list[str] = []
    for number, table in enumerate(report.shown_tables(), 1):
        wanted = (table.title or report.title).translate(_FORBIDDEN_IN_NAMES).strip()[:_LONGEST_NAME] or f"表{number}"
        taken = {name.casefold() for name in names}
        names.append(wanted if wanted.casefold() not in taken else f"{wanted[: _LONGEST_NAME - 4]} {number}")
    return names


class _Styles:
    """The looks of a report's cells."""

    def __init__(self, book: FontBook) -> None:
        self.styles = parts.Styles(book)
        self._frames: dict[tuple[str, str, str, bool], CellFrame] = {}

    def number(
        self,
        size: float,
        align: str,
        *,
        family: str = BODY_FAMILY,
        valign: str = "middle",
        ruled: bool = False,
        number_format: str = "@",
    ) -> int:
        """Return the number of a style."""
        key = (family, align, valign, ruled)
        if key not in self._frames:
            borders = _RULED if ruled else Borders()
            self._frames[key] = CellFrame(
                0, 0, 1, 1, 0, 0, 0, 0, family=family, align=align, valign=valign, borders=borders
            )
        return self.styles.number_of(self._frames[key], size, number_format)


@dataclass(frozen=True)
class _Measure:
    width_mm: float
    size_pt: float


class _Sheet:
    """One sheet in the making; rows count from 1."""

    def __init__(self, report: PaperReport, table: PaperTable, styles: _Styles) -> None:
        self._report, self._table, self._styles = report, table, styles
        self._widths = table.widths_mm(report.body_mm)
        self._letters = [parts.column_letters(n) for n in range(len(self._widths))]
        self._out: list[str] = []
        self._merged: list[str] = []
        self.row = 0
        self.header_rows = (1, 1)
        self.picture_row = 0

    def xml(self, *, is_first: bool, picture: bytes | None = None) -> str:
        """Return the whole sheet."""
        report, number = self._report, self._styles.number
        self._across(report.title, number(TITLE_SIZE, "center", family="title"), TITLE_MM * POINTS_PER_MM)
        if report.origin:
            self._across(report.origin, number(LINE_SIZE, "center"), LINE_MM * POINTS_PER_MM)
        if report.left or report.right:
            self._two(report.left, report.right)
        if self._table.title:
            style = number(CAPTION_SIZE, "center", family=HEAD_FAMILY)
            self._across(self._table.title, style, (LINE_MM + 1) * POINTS_PER_MM)
        self._header()
        self._rows()
        if is_first:
            self._below()
        if picture is not None:
            self.picture_row = self.row + 1
            self.row += rows_of(picture, report)
        return self._head() + "".join(self._out) + self._tail(has_drawing=picture is not None)

    def _head(self) -> str:
        frozen = 2 if len(self._widths) > 6 else 0
        view = excel_parts.frozen_view(self.header_rows[1], frozen)
        return f"{parts.sheet_opening()}{view}{parts.column_widths(self._widths)}<sheetData>"

    def _tail(self, *, has_drawing: bool) -> str:
        setup = parts.page_setup(*self._report.size_mm, self._report.margins, pages_high=0)
        return (
            f"</sheetData>{parts.merged_ranges(self._merged)}{setup}"
            "<headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter>"
            f"{SHEET_DRAWING if has_drawing else ''}</worksheet>"
        )

    def _header(self) -> None:
        style = self._styles.number(self._table.size_pt, "center", family=HEAD_FAMILY, ruled=True)
        cells = self._table.cells_of_header()
        first = self.row + 1
        heights = [LEAST_ROW_MM * POINTS_PER_MM] * len(self._table.header)
        texts = {}
        for cell in sorted(cells, key=lambda c: c.row_span):
            width = sum(self._widths[cell.column : cell.column + cell.column_span])
            last = cell.row + cell.row_span - 1
            needed = _height_pt(cell.text, width, self._table.size_pt)
            heights[last] += max(0.0, needed - sum(heights[cell.row : last + 1]))
            texts[cell.row, cell.column] = cell.text
            self._merge(first + cell.row, cell.column, first + last, cell.column + cell.column_span - 1)
        for row, height in enumerate(heights):
            self._write([(style, texts.get((row, column), "")) for column in range(len(self._widths))], height)
        self.header_rows = (first, self.row)

    def _rows(self) -> None:
        table = self._table
        if not table.rows:
            self._across(
                EMPTY_TEXT, self._styles.number(table.size_pt, "center", ruled=True), LEAST_ROW_MM * POINTS_PER_MM
            )
        for row in table.rows:
            height = LEAST_ROW_MM * POINTS_PER_MM
            cells: list[tuple[int, str | PaperValue]] = []
            for column, value in enumerate(row):
                height = max(height, _height_pt(value.text, self._widths[column], table.size_pt))
                form = value.number_format if value.number is not None else "@"
                style = self._styles.number(table.size_pt, table.align_of(column), ruled=True, number_format=form)
                cells.append((style, value if value.number is not None else value.text))
            self._write(cells, min(height, _HIGHEST_ROW_PT))

    def _below(self) -> None:
        """Write boxes, remarks and signatures."""
        for title, text in self._report.boxes:
            self._box(title, text)
        style = self._styles.number(REMARK_SIZE, "left")
        for text in self._report.remark_lines():
            self._across(text, style, _height_pt(text, self._report.body_mm, REMARK_SIZE) + 2)
        if self._report.signatures:
            self._signatures(self._report.signatures)

    def _box(self, title: str, text: str) -> None:
        label = self._styles.number(LINE_SIZE, "center", family=HEAD_FAMILY, ruled=True)
        body = self._styles.number(LINE_SIZE, "left", valign="top", ruled=True)
        columns = len(self._letters)
        split = min(2 if columns > 4 else 1, max(1, columns - 1))
        if columns == 1:
            self._across(f"{title}：{text}", body, LEAST_BOX_MM * POINTS_PER_MM)
            return
        width = sum(self._widths[split:])
        height = max(LEAST_BOX_MM * POINTS_PER_MM, _height_pt(text, width, LINE_SIZE))
        cells = [(label if n < split else body, {0: title, split: text}.get(n, "")) for n in range(columns)]
        self._merge(self.row + 1, 0, self.row + 1, split - 1)
        self._merge(self.row + 1, split, self.row + 1, columns - 1)
        self._write(cells, min(height, _HIGHEST_ROW_PT))

    def _two(self, left: str, right: str) -> None:
        columns = len(self._letters)
        if columns == 1:
            style = self._styles.number(LINE_SIZE, "left")
            self._across("　".join(filter(None, (left, right))), style, LINE_MM * POINTS_PER_MM)
            return
        half = columns // 2
        styles = self._styles.number(LINE_SIZE, "left"), self._styles.number(LINE_SIZE, "right")
        cells = [(styles[n >= half], {0: left, half: right}.get(n, "")) for n in range(columns)]
        self._merge(self.row + 1, 0, self.row + 1, half - 1)
        self._merge(self.row + 1, half, self.row + 1, columns - 1)
        self._write(cells, LINE_MM * POINTS_PER_MM)

    def _signatures(self, words: Sequence[str]) -> None:
        columns = len(self._letters)
        shown = list(words) if len(words) <= columns else ["　　　".join(words)]
        starts = [n * columns // len(shown) for n in range(len(shown))]
        style = self._styles.number(LINE_SIZE, "left")
        for start, end in zip(starts, [*starts[1:], columns], strict=True):
            self._merge(self.row + 1, start, self.row + 1, end - 1)
        texts = dict(zip(starts, shown, strict=True))
        self._write([(style, texts.get(n, "")) for n in range(columns)], SIGNATURE_MM * POINTS_PER_MM)

    def _across(self, text: str, style: int, height_pt: float) -> None:
        self._merge(self.row + 1, 0, self.row + 1, len(self._letters) - 1)
        self._write([(style, text if not n else "") for n in range(len(self._letters))], height_pt)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self._merged.append(f"{self._letters[left]}{top}:{self._letters[right]}{bottom}")

    def _write(self, cells: Sequence[tuple[int, str | PaperValue]], height_pt: float) -> None:
        self.row += 1
        self._out.append(excel_parts.row_head(self.row, height_pt, is_fixed=True))
        for letters, (style, value) in zip(self._letters, cells, strict=True):
            place = f"{letters}{self.row}"
            if isinstance(value, str):
                self._out.append(excel_parts.cell(place, style, value))
            else:
                self._out.append(f'<c r="{place}" s="{style}"><v>{value.number!r}</v></c>')
        self._out.append("</row>")


def _height_pt(text: str, width_mm: float, size_pt: float) -> float:
    return excel_parts.LineCounter([_Measure(width_mm, size_pt)]).height_pt(0, text) if text else 0.0
