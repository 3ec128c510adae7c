"""Rosters as workbooks, written row by row: twenty thousand people need little time and memory.

The sheet XML is written directly. Every value is an inline string and can never become a formula.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence, Sized
from itertools import chain
from pathlib import Path
from typing import IO

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.paper import form_excel_parts as parts
from ganbu_desktop.paper.cells import POINTS_PER_MM
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_excel import write_workbook
from ganbu_desktop.paper.roster import excel_parts
from ganbu_desktop.paper.roster.layout import lay_out
from ganbu_desktop.paper.roster.measure import least_height_mm, picture_ratio
from ganbu_desktop.paper.roster.page import GROUP_MM, SUBTITLE_MM, TITLE_MM, TOTAL_MM, picture_size_mm
from ganbu_desktop.paper.roster.rows import Entry, Row, entries
from ganbu_desktop.paper.roster.spec import RosterSpec

Step = Callable[[int, int], None]
_SHEET = "名册"
_BLOCK = 100
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every part, so that the same people give the same bytes."""
_LONGEST_TEXT, _HIGHEST_ROW_PT = 32_767, 409.0


def write_roster_excel(
    path: Path,
    spec: RosterSpec,
    rows: Iterable[Row],
    book: FontBook,
    *,
    as_of_text: str = "",
    note: str = "",
    step: Step | None = None,
) -> int:
    """Write the roster of ``rows`` (see ``rows``; may be a generator) and return the number of people.

    Texts as in ``layout.lay_out``. ``step(done, total)`` is called every hundred people and at the end; ``total`` is 0
    while it is not known. When ``step`` or ``rows`` raises, nothing is left at ``path`` and an older file there stays.
    Raises DocumentError when a value is missing or too long for a cell, or the file cannot be written.
    """
    total = len(rows) if isinstance(rows, Sized) else 0
    if spec.is_grid:
        return _write_grid(path, spec, rows, book, as_of_text, note)
    with (
        safe_write(path) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        styles = parts.Styles(book)
        part = zipfile.ZipInfo("xl/worksheets/sheet1.xml", EPOCH)
        part.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(part, "w") as target:  # no zip64: programs that read strictly refuse it in a small file
            sheet = _Sheet(spec, excel_parts.roster_styles(spec, styles), target)
            sheet.open(note, spec.subtitle_for(as_of_text))
            for done, entry in enumerate(entries(spec, rows), 1):
                sheet.add(entry)
                if step is not None and done % _BLOCK == 0:
                    step(done, total)
            sheet.close()
        _finish(archive, sheet, styles)
        if step is not None:
            step(sheet.people, sheet.people)
        return sheet.people


def _write_grid(path: Path, spec: RosterSpec, rows: Iterable[Row], book: FontBook, as_of_text: str, note: str) -> int:
    """Write a roster of boxes from the placed pages that its PDF is drawn from, a sheet a page."""
    document = lay_out(spec, rows, book, as_of_text=as_of_text, note=note)
    write_workbook(path, [document], book)
    return document.people


def _finish(archive: zipfile.ZipFile, sheet: _Sheet, styles: parts.Styles) -> None:
    """Write the pictures and everything that names the other parts."""
    if sheet.anchors:
        _write(archive, "xl/worksheets/_rels/sheet1.xml.rels", parts.sheet_relations("drawing1.xml"))
        _write(archive, "xl/drawings/drawing1.xml", parts.drawing_of(sheet.anchors))
        _write(archive, "xl/drawings/_rels/drawing1.xml.rels", parts.drawing_relations(sheet.image_names))
    for data, name in sheet.images.items():
        _write(archive, f"xl/media/{name}", data, zipfile.ZIP_STORED)
    for name, content in parts.fixed_parts([_SHEET], sheet.defined_names(), int(bool(sheet.anchors))):
        _write(archive, name, content)
    _write(archive, "xl/styles.xml", styles.xml())


def _write(archive: zipfile.ZipFile, name: str, content: str | bytes, way: int = zipfile.ZIP_DEFLATED) -> None:
    archive.writestr(zipfile.ZipInfo(name, EPOCH), content, way)


class _Sheet:
    """The one sheet in the making; rows count from 1."""

    def __init__(self, spec: RosterSpec, styles: excel_parts.RosterStyles, target: IO[bytes]) -> None:
        self._spec = spec
        self._styles = styles
        self._target = target
        self._letters = [parts.column_letters(n) for n in range(len(spec.columns))]
        self._counter = excel_parts.LineCounter(spec.columns)
        self._least_pt = least_height_mm(spec) * POINTS_PER_MM
        self._row = 0
        self._buffer: list[str] = []
        self._merged: list[str] = []
        self.people = 0
        self.header_row = 0
        self.images: dict[bytes, str] = {}
        self.image_names: list[str] = []
        self.anchors: list[str] = []

    def open(self, left: str, right: str) -> None:
        """Write what stands above the people."""
        spec, styles = self._spec, self._styles
        self.header_row = (3 if left or right else 2) + int(spec.has_groups)
        self._buffer.append(excel_parts.sheet_head(spec, self.header_row))
        self._across(spec.title, styles.title, TITLE_MM)
        if left or right:
            self._two_texts(left, right)
        self._header()

    def _header(self) -> None:
        spec = self._spec
        heights = [self._counter.height_pt(number, column.title) for number, column in enumerate(spec.columns)]
        least = max(spec.header_height_mm * POINTS_PER_MM, *heights)
        if not spec.has_groups:
            self._header_row([column.title for column in spec.columns], least)
            return
        above = max(column.size_pt for column in spec.columns if column.group) * excel_parts.HEAD_LINE
        below = max(height for height, column in zip(heights, spec.columns, strict=True) if column.group)
        titles = [column.group or column.title for column in spec.columns]
        for _, start, count in spec.groups:
            titles[start + 1 : start + count] = [""] * (count - 1)
        self._header_row(titles, above)
        self._header_row([c.title if c.group else "" for c in spec.columns], max(least - above, below))
        for title, start, count in spec.groups:
            self._merge_head(start, start + count - 1, below=not title)

    def _merge_head(self, first: int, last: int, *, below: bool) -> None:
        """Join cells of the first header row, or one with the cell below it."""
        if below or last > first:
            top = self._row - 1
            self._merged.append(f"{self._letters[first]}{top}:{self._letters[last]}{self._row if below else top}")

    def _header_row(self, titles: Sequence[str], height_pt: float) -> None:
        self._row += 1
        cells = zip(self._letters, self._styles.head, titles, strict=True)
        self._write_row(height_pt, [excel_parts.cell(f"{a}{self._row}", style, title) for a, style, title in cells])

    def add(self, entry: Entry) -> None:
        """Write one person, and the group's title above where one begins."""
        if entry.group:
            self._across(entry.group, self._styles.group, GROUP_MM)
        self._row += 1
        self.people += 1
        height, out = self._least_pt, []
        photos: list[tuple[int, bytes]] = []
        for column, (value, letters, style) in enumerate(
            zip(entry.values, self._letters, self._styles.values, strict=True)
        ):
            text = ""
            if isinstance(value, bytes):
                photos.append((column, value))
            else:
                text = value
                if len(text) > 4:
                    height = max(height, self._height_pt(column, text, entry))
            out.append(excel_parts.cell(f"{letters}{self._row}", style, text))
        height = min(height, _HIGHEST_ROW_PT)
        self._write_row(height, out, is_fixed=bool(photos))
        for column, data in photos:
            self._photo(column, data, height)

    def _height_pt(self, column: int, text: str, entry: Entry) -> float:
        if len(text) > _LONGEST_TEXT:
            label = self._spec.columns[column].label
            raise DocumentError(
                f"{entry.name}的“{label}”有 {len(text)} 个字，一个单元格最多放 {_LONGEST_TEXT} 个，没有写出文件。"
                "数据没有改动，请精简后重试。"
            )
        return self._counter.height_pt(column, text)

    def _photo(self, column: int, data: bytes, height_pt: float) -> None:
        ratio = picture_ratio(data) if data else None
        if ratio is None:
            return
        cell_width, cell_height = self._spec.columns[column].width_mm, height_pt / POINTS_PER_MM
        width, height = picture_size_mm(cell_width, cell_height, ratio)
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        name = self.images.setdefault(data, f"image{len(self.images) + 1}.{kind}")
        self.image_names.append(name)
        place = ((cell_width - width) / 2, (cell_height - height) / 2, width, height)
        self.anchors.append(excel_parts.photo_anchor(len(self.image_names), self._row - 1, column, place))

    def _across(self, text: str, style: int, height_mm: float) -> None:
        """Write a row of one text across the table."""
        self._row += 1
        out = [excel_parts.cell(f"A{self._row}", style, text)]
        out += [excel_parts.cell(f"{letters}{self._row}", style, "") for letters in self._letters[1:]]
        self._merge(0, len(self._letters) - 1)
        self._write_row(height_mm * POINTS_PER_MM, out, is_fixed=True)

    def _two_texts(self, left: str, right: str) -> None:
        """Write a row of a text at the left and one at the right; a roster of one column joins them."""
        if len(self._letters) == 1:
            self._across("　".join(filter(None, (left, right))), self._styles.left, SUBTITLE_MM)
            return
        self._row += 1
        half = len(self._letters) // 2
        texts = {0: left, half: right}
        out = [
            excel_parts.cell(
                f"{letters}{self._row}", self._styles.left if n < half else self._styles.right, texts.get(n, "")
            )
            for n, letters in enumerate(self._letters)
        ]
        self._merge(0, half - 1)
        self._merge(half, len(self._letters) - 1)
        self._write_row(SUBTITLE_MM * POINTS_PER_MM, out, is_fixed=True)

    def _merge(self, first: int, last: int) -> None:
        if last > first:
            self._merged.append(f"{self._letters[first]}{self._row}:{self._letters[last]}{self._row}")

    def _write_row(self, height_pt: float, cells: Iterable[str], *, is_fixed: bool = False) -> None:
        self._buffer += chain((excel_parts.row_head(self._row, height_pt, is_fixed=is_fixed),), cells, ("</row>",))
        if self._row % _BLOCK == 0:
            self._flush()

    def _flush(self) -> None:
        self._target.write("".join(self._buffer).encode())
        self._buffer.clear()

    def defined_names(self) -> tuple[str, str]:
        """Return the names that Excel keeps about the finished sheet."""
        return excel_parts.defined_names(_SHEET, self.header_row, len(self._letters), self._row)

    def close(self) -> None:
        """Write the total and what follows the rows."""
        self._across(self._spec.total_line(self.people), self._styles.left, TOTAL_MM)
        last = f"{self._letters[-1]}{self._row}"
        self._buffer.append(excel_parts.sheet_tail(self._spec, self._merged, last, has_drawing=bool(self.anchors)))
        self._flush()
