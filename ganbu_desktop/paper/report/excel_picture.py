"""A picture under the table of a report's sheet: as wide as the page, in its own proportions."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

from ganbu_desktop.paper import form_excel_parts as parts
from ganbu_desktop.paper.report.model import PaperReport
from ganbu_desktop.paper.roster import excel_parts

SHEET_DRAWING = '<drawing r:id="rId1"/>'
"""What a sheet with a picture ends with."""
_ROW_MM = 5.0
"""The height of a row that nothing is written in; 15 points is 5.3 mm."""
_WIDEST_MM = 180.0


def _size_mm(picture: bytes, report: PaperReport) -> tuple[float, float]:
    """Return the width and height of a PNG on a report's page."""
    width, height = struct.unpack(">II", picture[16:24])
    shown = min(report.body_mm, _WIDEST_MM)
    return shown, shown * height / width


def rows_of(picture: bytes, report: PaperReport) -> int:
    """Return how many empty rows a picture covers, with one above it."""
    return math.ceil(_size_mm(picture, report)[1] / _ROW_MM) + 1


def write_picture(write: Callable[[str, str | bytes], None], picture: bytes, row: int, report: PaperReport) -> None:
    """Write the parts of a picture that begins under row ``row`` of the first sheet; ``write``: name and content."""
    anchor = excel_parts.photo_anchor(1, row, 0, (0.0, 0.0, *_size_mm(picture, report)))
    write("xl/worksheets/_rels/sheet1.xml.rels", parts.sheet_relations("drawing1.xml"))
    write("xl/drawings/drawing1.xml", parts.drawing_of([anchor]))
    write("xl/drawings/_rels/drawing1.xml.rels", parts.drawing_relations(["image1.png"]))
    write("xl/media/image1.png", picture)
