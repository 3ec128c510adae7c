"""The mark over a sheet that must not be taken for what it looks like (草稿, 作废, 影响期已满), in its largest letters.

It is a row of the page's own grid, put into the margin above it, so that PDF, Word, the workbook on screen and the
preview all show it, and nothing of the sheet moves.
"""

from __future__ import annotations

from dataclasses import replace

from ganbu_desktop.paper.cells import POINTS_PER_MM, CellFrame, PageFrame, PlacedCell, PlacedDocument, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import Style
from ganbu_desktop.paper.text_place import TextPlacer

_LARGER_PT, _LEAST_PT, _ABOVE_MM, _LINE = 4.0, 26.0, 3.0, 1.5
"""``_LINE``: the height of the row in font sizes; a workbook needs that much, or it shrinks the letters."""


def stamped(document: PlacedDocument, text: str, book: FontBook) -> PlacedDocument:
    """Return the document with ``text`` over each page; as it is where there is none."""
    if not text:
        return document
    placer = TextPlacer(book)
    return replace(document, pages=tuple(_stamped(page, text, placer) for page in document.pages))


def _stamped(page: PlacedPage, text: str, placer: TextPlacer) -> PlacedPage:
    size = max(_LEAST_PT, _LARGER_PT + max((cell.size_pt for cell in page.cells if cell.text), default=0.0))
    height = size * _LINE / POINTS_PER_MM
    before = page.frame
    margins = replace(before.margins, top=max(before.margins.top - height, _ABOVE_MM))
    height = before.margins.top - margins.top
    mark = CellFrame(
        row=0,
        column=0,
        row_span=1,
        column_span=len(before.columns_mm),
        x_mm=margins.left,
        y_mm=margins.top,
        width_mm=sum(before.columns_mm),
        height_mm=height,
        family="heiti",
        align="left",
    )
    moved = {id(frame): replace(frame, row=frame.row + 1) for frame in before.cells}
    frame = PageFrame(
        before.width_mm,
        before.height_mm,
        margins,
        before.columns_mm,
        (height, *before.rows_mm),
        (mark, *moved.values()),
    )
    cells = tuple(replace(cell, frame=moved.get(id(cell.frame), cell.frame)) for cell in page.cells)
    stamp: PlacedCell = placer.set(text, mark, Style((size,), 1.0, "wrap", False))
    return replace(page, frame=frame, cells=(stamp, *cells))
