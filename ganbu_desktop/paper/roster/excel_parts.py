"""The parts of a roster's workbook that are not those of a form: sheet head and tail, print titles, styles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol
from xml.sax.saxutils import escape

from ganbu_desktop.paper import form_excel_parts as parts
from ganbu_desktop.paper.cells import POINTS_PER_MM, Borders, CellFrame
from ganbu_desktop.paper.roster.measure import BODY_FAMILY, HEAD_FAMILY, PADDING
from ganbu_desktop.paper.roster.page import GROUP_SIZE, LINE_SIZE, TITLE_SIZE
from ganbu_desktop.paper.roster.spec import RosterSpec

_SPECIAL = re.compile("[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_HEIGHT = 1.34
"""Excel's line distance as a multiple of the size of 宋体; it cannot be set."""
HEAD_LINE = 1.9
"""Height of the row of common titles as a multiple of their size."""
_EMU_PER_MM = 36_000
_SPARE_PT = 4.0
_FROZEN_UP_TO = 3


@dataclass(frozen=True)
class RosterStyles:
    """Numbers of the styles of a roster's workbook: texts above and below, header, group rows, one a column."""

    title: int
    left: int
    right: int
    head: tuple[int, ...]
    group: int
    values: tuple[int, ...]


def roster_styles(spec: RosterSpec, styles: parts.Styles) -> RosterStyles:
    """Enter the styles of a roster into ``styles``."""
    inner = spec.inner_border
    ruled = Borders(inner, inner, inner, inner)

    def number(size: float, family: str, align: str, borders: Borders = ruled) -> int:
        frame = CellFrame(0, 0, 1, 1, 0, 0, 0, 0, family=family, align=align, borders=borders)
        return styles.number_of(frame, size)

    return RosterStyles(
        title=number(TITLE_SIZE, "title", "center", Borders()),
        left=number(LINE_SIZE, BODY_FAMILY, "left", Borders()),
        right=number(LINE_SIZE, BODY_FAMILY, "right", Borders()),
        head=tuple(number(column.size_pt, HEAD_FAMILY, "center") for column in spec.columns),
        group=number(GROUP_SIZE, HEAD_FAMILY, "left"),
        values=tuple(number(column.size_pt, BODY_FAMILY, column.align) for column in spec.columns),
    )


def cell(reference: str, style: int, text: str) -> str:
    """Return a cell of text; whatever the text looks like, it stays text."""
    if not text:
        return f'<c r="{reference}" s="{style}"/>'
    if _SPECIAL.search(text):
        text = escape(parts.legal(text))
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def row_head(number: int, height_pt: float, *, is_fixed: bool = False) -> str:
    """Return the start of a row; Excel may refit one whose height is not fixed when somebody edits it."""
    fixed = ' customHeight="1"' if is_fixed else ""
    return f'<row r="{number}" ht="{height_pt:.2f}"{fixed}>'


class Measure(Protocol):
    """Anything that has a width in millimetres and a font size in points."""

    @property
    def width_mm(self) -> float:
        """Return the width with the padding."""

    @property
    def size_pt(self) -> float:
        """Return the font size."""


class LineCounter:
    """Estimates how many lines Excel makes of a text, rather one too many than one too few."""

    def __init__(self, columns: Sequence[Measure]) -> None:
        usable = [(column.width_mm - PADDING.left - PADDING.right) * POINTS_PER_MM for column in columns]
        self._ems = [max(1.0, width / column.size_pt) for width, column in zip(usable, columns, strict=True)]
        self._line_pt = [column.size_pt * _LINE_HEIGHT for column in columns]

    def height_pt(self, column: int, text: str) -> float:
        """Return the height that ``text`` needs in a column, points."""
        ems = self._ems[column]
        if len(text) <= ems and "\n" not in text:
            return self._line_pt[column]
        return self._line_pt[column] * sum(_lines(line, ems) for line in text.split("\n")) + _SPARE_PT


def _lines(line: str, ems: float) -> int:
    narrow = len(line.encode("ascii", "ignore"))
    width = len(line) - narrow * 0.45
    return 1 if width <= ems else ceil(width / max(1.0, ems - 1))


def sheet_head(spec: RosterSpec, header_row: int) -> str:
    """Return everything before the rows: the panes stay put below ``header_row`` and right of the name."""
    widths = parts.column_widths(column.width_mm for column in spec.columns)
    return f"{parts.sheet_opening()}{_views(spec, header_row)}{widths}<sheetData>"


def _views(spec: RosterSpec, header_row: int) -> str:
    keys = [column.key for column in spec.columns[:_FROZEN_UP_TO]]
    return frozen_view(
        header_row, keys.index("name") + 1 if "name" in keys and len(spec.columns) > _FROZEN_UP_TO else 0
    )


def frozen_view(header_row: int, frozen: int) -> str:
    """Return the view of a sheet whose first rows, up to ``header_row``, and first columns stay put."""
    across = f'xSplit="{frozen}" ' if frozen else ""
    pane = "bottomRight" if frozen else "bottomLeft"
    first = parts.reference(header_row, frozen)
    return (
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane {across}ySplit="{header_row}" topLeftCell="{first}" activePane="{pane}" state="frozen"/>'
        f'<selection pane="{pane}" activeCell="{first}" sqref="{first}"/></sheetView></sheetViews>'
    )


def sheet_tail(spec: RosterSpec, merged: Sequence[str], last: str, *, has_drawing: bool) -> str:
    """Return everything after the rows; ``last`` is the reference of the last cell.

    Numbers kept as text (identity numbers) are no mistake, so Excel is told not to mark them.
    """
    drawing = '<drawing r:id="rId1"/>' if has_drawing else ""
    setup = parts.page_setup(spec.width_mm, spec.height_mm, spec.margins, pages_high=0)
    return (
        f"</sheetData>{parts.merged_ranges(merged)}{setup}"
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter>"
        f'<ignoredErrors><ignoredError sqref="A1:{last}" numberStoredAsText="1"/></ignoredErrors>'
        f"{drawing}</worksheet>"
    )


def defined_names(sheet_name: str, header_row: int, columns: int, rows: int) -> tuple[str, str]:
    """Return what repeats title, unit, day and header on every printed page, and what is printed."""
    return (
        parts.defined_name("Print_Area", 0, sheet_name, parts.print_area(columns, rows)),
        parts.defined_name("Print_Titles", 0, sheet_name, f"$1:${header_row}"),
    )


def photo_anchor(number: int, row: int, column: int, place: tuple[float, float, float, float]) -> str:
    """Return a picture in a cell counted from 0; ``place``: its x and y in the cell, width and height, millimetres."""
    x, y, width, height = (round(mm * _EMU_PER_MM) for mm in place)
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>{x}</xdr:colOff>"
        f'<xdr:row>{row}</xdr:row><xdr:rowOff>{y}</xdr:rowOff></xdr:from><xdr:ext cx="{width}" cy="{height}"/>'
        f"{parts.picture(number, extent=(width, height))}<xdr:clientData/></xdr:oneCellAnchor>"
    )
