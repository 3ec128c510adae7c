"""The pale text across pages with private content: which text, set in which fonts, at which places.

It stands behind the form, so that nothing of the form is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ganbu_desktop.paper.cells import POINTS_PER_MM, PageFrame, PlacedDocument, PlacedRun, Watermark
from ganbu_desktop.paper.fonts import FontBook

SLANT_DEGREES = 30.0
GREY = 0.86
"""How light it is: 0 black, 1 white."""
_SIZE_PT = 20.0
_FAMILY = "song"
_ACROSS_MM, _DOWN_MM = 30.0, 62.0


def marked(document: PlacedDocument, text: str, book: FontBook) -> PlacedDocument:
    """Return the document with a text across each page."""
    runs, offset = [], 0.0
    for run in book.runs(text, _FAMILY):
        runs.append(PlacedRun(offset, run.font_name, run.text))
        offset += book.width(run.text, _FAMILY, _SIZE_PT)
    mark = Watermark(text, _SIZE_PT, offset, tuple(runs))
    return replace(document, pages=tuple(replace(page, watermark=mark) for page in document.pages))


def places(frame: PageFrame, mark: Watermark) -> Iterator[tuple[float, float]]:
    """Yield where each repetition of the text begins, millimetres from the top left; rows stand half a step apart."""
    step = mark.width_pt / POINTS_PER_MM + _ACROSS_MM
    row, y = 0, _DOWN_MM * 0.75
    while y < frame.height_mm + _DOWN_MM:
        x = -step / 2 if row % 2 else 0.0
        while x < frame.width_mm:
            yield x + _ACROSS_MM / 2, y
            x += step
        row, y = row + 1, y + _DOWN_MM
