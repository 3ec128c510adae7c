"""Placed documents as workbooks: a sheet a page, merged cells for spans, millimetres as Excel counts them.

The sheet XML is written directly: what is the same for every person is compiled once for a form, so that a thousand
forms take seconds. Every text is an inline string and can never become a formula.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary
from xml.sax.saxutils import escape

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.paper import form_excel_parts as parts
from ganbu_desktop.paper.cells import (
    POINTS_PER_MM,
    CellFrame,
    PageFrame,
    PlacedCell,
    PlacedDocument,
    PlacedImage,
    PlacedLine,
    PlacedPage,
)
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.text_fit import vertical_rows

Step = Callable[[int, int], None]
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 28
_EPOCH = (1980, 1, 1, 0, 0, 0)
_EXCEL_MARGINS_MM = 1.5
_NARROW = frozenset(map(chr, range(0x2000)))
_EXCEL_LEADING = 1.34
"""Excel's line distance as a multiple of the size of 宋体; it cannot be set."""


def write_workbook(
    path: Path, documents: Iterable[PlacedDocument], book: FontBook, *, total: int = 0, step: Step | None = None
) -> int:
    """Write all documents into one workbook and return the number of sheets.

    When ``step`` or the generator raises, nothing is left at ``path`` and an older file there stays. Raises
    DocumentError when there is nothing to write or the file cannot be written.
    """
    with (
        safe_write(path) as temporary,
        zipfile.ZipFile(temporary, "w") as archive,
    ):
        workbook = _Workbook(archive, book)
        for done, document in enumerate(documents, 1):
            workbook.add(document)
            if step is not None:
                step(done, total)
        if not workbook.names:
            raise DocumentError("没有要写出的内容；没有写出任何文件")
        workbook.finish()
        return len(workbook.names)


class _Workbook:
    """The parts of one workbook in the making."""

    def __init__(self, archive: zipfile.ZipFile, book: FontBook) -> None:
        self._archive = archive
        self._styles = parts.Styles(book)
        self.names: list[str] = []
        self._defined: list[str] = []
        self._images: dict[bytes, str] = {}
        self._drawings = 0

    def add(self, document: PlacedDocument) -> None:
        """Write the sheets of one document."""
        for number, page in enumerate(document.pages, 1):
            suffix = f" {number}" if len(document.pages) > 1 else ""
            self.names.append(self._free_name(document.name or document.title, suffix))
            area = parts.print_area(len(page.frame.columns_mm), len(page.frame.rows_mm))
            self._defined.append(parts.defined_name("Print_Area", len(self.names) - 1, self.names[-1], area))
            self._write_page(page)

    def _free_name(self, wanted: str, suffix: str) -> str:
        stem = wanted.translate(_FORBIDDEN_IN_NAMES).strip()[: _LONGEST_NAME - len(suffix)] or "表"
        name, number = stem + suffix, 2
        taken = {n.casefold() for n in self.names}
        while name.casefold() in taken:
            mark = f"({number})"
            name = stem[: _LONGEST_NAME - len(suffix) - len(mark)] + mark + suffix
            number += 1
        return name

    def _write_page(self, page: PlacedPage) -> None:
        number = len(self.names)
        pictures = [(cell.frame, cell.image) for cell in page.cells if cell.image is not None]
        xml = _sheet_xml(page, self._styles, has_drawing=bool(pictures))
        self._write(f"xl/worksheets/sheet{number}.xml", xml)
        if pictures:
            self._write_drawing(number, pictures)

    def _write_drawing(self, sheet: int, pictures: list[tuple[CellFrame, PlacedImage]]) -> None:
        self._drawings += 1
        name = f"drawing{self._drawings}.xml"
        names = [self._image_name(image) for _, image in pictures]
        write = self._write
        write(f"xl/worksheets/_rels/sheet{sheet}.xml.rels", parts.sheet_relations(name))
        write(f"xl/drawings/{name}", parts.drawing(pictures))
        write(f"xl/drawings/_rels/{name}.rels", parts.drawing_relations(names))

    def _image_name(self, image: PlacedImage) -> str:
        if image.data not in self._images:
            kind = "png" if image.data.startswith(b"\x89PNG") else "jpeg"
            name = f"image{len(self._images) + 1}.{kind}"
            self._images[image.data] = name
            self._write(f"xl/media/{name}", image.data, zipfile.ZIP_STORED)
        return self._images[image.data]

    def _write(self, name: str, content: str | bytes, compression: int = zipfile.ZIP_DEFLATED) -> None:
        """Add a part with a fixed time, so that the same documents give the same bytes."""
        entry = zipfile.ZipInfo(name, _EPOCH)
        self._archive.writestr(entry, content, compression, 3)

    def finish(self) -> None:
        """Write what depends on everything else."""
        for name, content in parts.fixed_parts(self.names, self._defined, self._drawings):
            self._write(name, content)
        self._write("xl/styles.xml", self._styles.xml())


@dataclass
class _Template:
    """What is the same on every page of one frame: head, rows with their slots, tail."""

    head: str
    rows: list[tuple[str, list[tuple[str, CellFrame, bool]]]]
    tail: str


_TEMPLATES: WeakKeyDictionary[PageFrame, _Template] = WeakKeyDictionary()


def _template(frame: PageFrame) -> _Template:
    if frame not in _TEMPLATES:
        owners: dict[tuple[int, int], CellFrame] = {}
        for cell in frame.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    owners[row, column] = cell
        rows = [
            (f'<row r="{row + 1}" ht="{parts.points(height)}" customHeight="1">', list(_slots(owners, row, frame)))
            for row, height in enumerate(frame.rows_mm)
        ]
        _TEMPLATES[frame] = _Template(parts.sheet_head(frame), rows, parts.sheet_tail(frame))
    return _TEMPLATES[frame]


def _slots(
    owners: dict[tuple[int, int], CellFrame], row: int, frame: PageFrame
) -> Iterator[tuple[str, CellFrame, bool]]:
    for column in range(len(frame.columns_mm)):
        owner = owners.get((row, column))
        if owner is not None:
            is_first = (owner.row, owner.column) == (row, column)
            yield parts.reference(row, column), owner, is_first


def _sheet_xml(page: PlacedPage, styles: parts.Styles, *, has_drawing: bool) -> str:
    template = _template(page.frame)
    written = {id(cell.frame): _written(cell, styles) for cell in page.cells}
    out = [template.head, "<sheetData>"]
    for head, slots in template.rows:
        out.append(head)
        for reference, owner, is_first in slots:
            style, text = written[id(owner)]
            out.append(f'<c r="{reference}" s="{style}"{text if is_first else "/>"}')
        out.append("</row>")
    out.append("</sheetData>")
    out.append(template.tail)
    if page.watermark is not None or page.head is not None:
        out.append(
            parts.header_text(page.watermark.text if page.watermark else "", page.head.text if page.head else "")
        )
    if has_drawing:
        out.append('<drawing r:id="rId1"/>')
    out.append("</worksheet>")
    return "".join(out)


def _written(cell: PlacedCell, styles: parts.Styles) -> tuple[int, str]:
    """Return the number of a cell's style, and what follows it in the XML of the cell."""
    shown = shown_text(cell)
    style = styles.number_of(cell.frame, _size(cell, shown))
    if not shown:
        return style, "/>"
    return style, f' t="inlineStr"><is><t xml:space="preserve">{escape(parts.legal(shown))}</t></is></c>'


def shown_text(cell: PlacedCell) -> str:
    """Return what stands in a cell of the workbook: its text; where lines are indented or vertical, its drawn rows.

    Excel breaks other lines itself, at the same width. Excel cannot set a title's pitch: blanks stand for it.
    """
    frame = cell.frame
    if frame.vertical:
        return "\n".join(vertical_rows(cell.text))
    if frame.align == "spread":
        return " ".join(cell.text)
    if not frame.hanging:
        return cell.text
    return "\n".join(_hanging_row(row, frame) for row in _rows(cell))


def _rows(cell: PlacedCell) -> list[list[PlacedLine]]:
    """Return the drawn pieces of a cell row by row; a period and its text stand on one baseline."""
    rows: dict[float, list[PlacedLine]] = {}
    for line in cell.lines:
        rows.setdefault(round(line.baseline_mm, 2), []).append(line)
    return list(rows.values())


def _hanging_row(row: list[PlacedLine], frame: CellFrame) -> str:
    start = frame.x_mm + frame.padding.left
    if len(row) == 1:
        return ("\u3000" * (frame.hanging // 2) if row[0].x_mm - start > 1.0 else "") + row[0].text
    return row[0].text.ljust(frame.hanging) + "".join(line.text for line in row[1:])


def _size(cell: PlacedCell, shown: str) -> float:
    """Return the font size in points: the drawn one, or less where Excel's own measures would not hold the rows.

    Excel's line distance cannot be set, and its 宋体 has Latin letters of half an em; rows that were broken here must
    not be broken again.
    """
    if not cell.lines:
        return cell.size_pt
    frame = cell.frame
    most = frame.height_mm * POINTS_PER_MM / (len({line.baseline_mm for line in cell.lines}) * _EXCEL_LEADING)
    if frame.hanging:
        room = (frame.width_mm - _EXCEL_MARGINS_MM) * POINTS_PER_MM
        most = min(most, room / max(map(_office_width_em, shown.split("\n"))))
    return cell.size_pt if cell.size_pt <= most else int(most * 2) / 2


def _office_width_em(text: str) -> float:
    """Return the width where Latin letters take half an em, at least one em."""
    narrow = sum(map(_NARROW.__contains__, text))
    return max(1.0, len(text) - narrow / 2)
