"""One page of a roster in the making: rows from the top down, each a row of the page's grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.paper.cells import Borders, CellFrame, Margins, PageFrame, PlacedCell, PlacedImage, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import Style
from ganbu_desktop.paper.roster.measure import (
    BODY_FAMILY,
    HEAD_FAMILY,
    LEADING,
    PADDING,
    Measured,
    Picture,
    cell_frame,
    height_of,
    sizes_from,
    troubles_of,
)
from ganbu_desktop.paper.roster.spec import Column, RosterSpec
from ganbu_desktop.paper.text_fit import Fitted
from ganbu_desktop.paper.text_place import TextPlacer

TITLE_MM, SUBTITLE_MM, GROUP_MM, TOTAL_MM, FOOTER_MM = 13.0, 7.0, 8.0, 7.5, 7.0
TITLE_SIZE, LINE_SIZE, GROUP_SIZE = 22.0, 10.5, 10.5
_TITLE_STYLE = Style(sizes_from(TITLE_SIZE), 1.2, "shrink", True)
_LINE_STYLE = Style(sizes_from(LINE_SIZE), 1.2, "shrink", True)
_GROUP_STYLE = Style(sizes_from(GROUP_SIZE), 1.2, "shrink", True)
_HIGHEST_HEADER_MM = 40.0
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Head:
    """The texts above the table: title, a line at the left, a line at the right."""

    title: str
    left: str
    right: str

    @property
    def has_subtitle(self) -> bool:
        """Tell whether there is a line below the title."""
        return bool(self.left or self.right)

    @property
    def continued(self) -> str:
        """Return the line above every page but the first."""
        return "　".join(filter(None, (self.title, self.left, self.right)))


class PageMaker:
    """Makes page after page: ``start``, then rows, then ``finish``."""

    def __init__(self, spec: RosterSpec, book: FontBook, placer: TextPlacer) -> None:
        self._spec = spec
        self._book = book
        self._placer = placer
        self.findings: list[Finding] = []
        self._widths = [column.width_mm for column in spec.columns]
        self._lefts = list(accumulate(self._widths, initial=spec.margins.left))
        self._group_mm, self.header_mm = self._header_heights()
        self._reset()

    def _reset(self) -> None:
        self._heights: list[float] = []
        self._table: list[tuple[CellFrame, Measured]] = []
        self._cells: list[PlacedCell] = []
        self._y = self._spec.margins.top

    def start(self, head: Head | None) -> None:
        """Begin a page with the texts above the table (on the first one) and the header."""
        self._reset()
        if head is not None:
            self._line(head.title, TITLE_MM, _TITLE_STYLE, family="title", align="center")
            if head.has_subtitle:
                self._set(head.left, self._across(SUBTITLE_MM, align="left"), _LINE_STYLE)
                self._set(head.right, self._across(SUBTITLE_MM, align="right"), _LINE_STYLE)
                self._advance(SUBTITLE_MM)
        self._header()

    def _header_heights(self) -> tuple[float, float]:
        """Return the height of the row of common titles (0 without any) and of the whole header."""
        spec = self._spec
        alone = [self._title_height(column.title, column) for column in spec.columns if not column.group]
        if not spec.has_groups:
            return 0.0, max(spec.header_height_mm, *alone)
        above = max(
            self._title_height(title, replace(spec.columns[first], width_mm=sum(self._widths[first : first + count])))
            for title, first, count in spec.groups
            if title
        )
        below = max(self._title_height(column.title, column) for column in spec.columns if column.group)
        return above, max(spec.header_height_mm, above + below, *alone)

    def _header(self) -> None:
        top = len(self._heights)
        heights = [self._group_mm, self.header_mm - self._group_mm] if self._group_mm else [self.header_mm]
        for title, first, count in self._spec.groups:
            if title:
                self._head_cell(title, first, columns=count, rows=(top, 1), y=self._y, height_mm=self._group_mm)
        for number, column in enumerate(self._spec.columns):
            if column.group:
                y, row, height = self._y + self._group_mm, (top + 1, 1), heights[1]
            else:
                y, row, height = self._y, (top, len(heights)), self.header_mm
            self._head_cell(column.title, number, columns=1, rows=row, y=y, height_mm=height)
        for height in heights:
            self._advance(height)

    def _head_cell(
        self, title: str, first: int, *, columns: int, rows: tuple[int, int], y: float, height_mm: float
    ) -> None:
        """Set one title of the header; ``rows``: its first row of the page's grid and how many it takes."""
        is_below = bool(self._table) and self._table[0][0].row != rows[0]
        frame = replace(
            self._frame(first, height_mm, align="center", family=HEAD_FAMILY),
            row=rows[0],
            row_span=rows[1],
            column_span=columns,
            y_mm=y,
            width_mm=sum(self._widths[first : first + columns]),
        )
        outer, inner = self._spec.outer_border, self._spec.inner_border
        right = outer if first + columns == len(self._widths) else inner
        frame = replace(frame, borders=replace(frame.borders, top=inner if is_below else outer, right=right))
        column = self._spec.columns[first]
        self._table.append((frame, Measured(title, self._placer.fitted(title, frame, _header_style(column)))))

    def _title_height(self, title: str, column: Column) -> float:
        frame = replace(cell_frame(column, _HIGHEST_HEADER_MM, HEAD_FAMILY), align="center")
        return height_of(self._placer.fitted(title, frame, _header_style(column)))

    def group(self, title: str) -> None:
        """Add a row across the table with the title of a group."""
        frame = replace(
            self._across(GROUP_MM, align="left"), family=HEAD_FAMILY, borders=self._borders(0, len(self._widths))
        )
        self._table.append((frame, Measured(title, self._fitted(title, frame, _GROUP_STYLE))))
        self._advance(GROUP_MM)

    def person(self, cells: Sequence[Measured], height_mm: float) -> None:
        """Add one person's row."""
        for number, (measured, column) in enumerate(zip(cells, self._spec.columns, strict=True)):
            frame = self._frame(number, height_mm, align=column.align, kind=column.kind, binding=column.key)
            self._table.append((frame, measured))
        self._advance(height_mm)

    def finish(self, number: int, count: int, total: int | None) -> PlacedPage:
        """Close the table, add the total (on the last page) and the page number, and return the page."""
        self._cells += self._closed_table()
        if total is not None:
            self._line(self._spec.total_line(total), TOTAL_MM, _LINE_STYLE, align="left")
        spec = self._spec
        rest = spec.height_mm - spec.margins.bottom - FOOTER_MM - self._y
        if rest > 0:
            self._advance(rest)
        self._line(f"第 {number} 页 共 {count} 页", FOOTER_MM, _LINE_STYLE, align="center")
        frames = tuple(cell.frame for cell in self._cells)
        widths, heights = tuple(self._widths), tuple(self._heights)
        frame = PageFrame(spec.width_mm, spec.height_mm, spec.margins, widths, heights, frames)
        return PlacedPage(frame, tuple(self._cells))

    def _closed_table(self) -> list[PlacedCell]:
        """Return the cells of the table, the last row with the outer line below."""
        last = max(frame.row + frame.row_span for frame, _ in self._table)
        cells: list[PlacedCell] = []
        for open_frame, measured in self._table:
            is_last = open_frame.row + open_frame.row_span == last
            bottom = self._spec.outer_border if is_last else open_frame.borders.bottom
            frame = replace(open_frame, borders=replace(open_frame.borders, bottom=bottom))
            cells.append(self._placed(frame, measured))
            if measured.picture is not None:
                cells.append(_picture_cell(frame, measured.picture))
        return cells

    def _placed(self, frame: CellFrame, measured: Measured) -> PlacedCell:
        if measured.fitted is None:
            return PlacedCell(frame)
        return self._placer.placed(measured.text, frame, measured.fitted)

    def _line(self, text: str, height_mm: float, style: Style, *, align: str, family: str = BODY_FAMILY) -> None:
        self._set(text, replace(self._across(height_mm, align=align), family=family), style)
        self._advance(height_mm)

    def _set(self, text: str, frame: CellFrame, style: Style) -> None:
        if text:
            self._cells.append(self._placer.placed(text, frame, self._fitted(text, frame, style)))

    def _fitted(self, text: str, frame: CellFrame, style: Style) -> Fitted:
        """Fit a text across the page; what cannot be drawn of it goes to ``findings``."""
        fitted = self._placer.fitted(text, frame, style)
        for rule, reason in troubles_of(text, frame.family, fitted, self._book):
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            self.findings.append(Finding(rule, Level.WARNING, f"“{shown}”：{reason}"))
        return fitted

    def _advance(self, height_mm: float) -> None:
        self._heights.append(height_mm)
        self._y += height_mm

    def _across(self, height_mm: float, *, align: str) -> CellFrame:
        left, width = self._lefts[0], self._lefts[-1] - self._lefts[0]
        columns = len(self._widths)
        return CellFrame(
            len(self._heights), 0, 1, columns, left, self._y, width, height_mm, align=align, padding=PADDING
        )

    def _frame(
        self,
        column: int,
        height_mm: float,
        *,
        align: str,
        family: str = BODY_FAMILY,
        kind: str = "text",
        binding: str | None = None,
    ) -> CellFrame:
        return CellFrame(
            len(self._heights),
            column,
            1,
            1,
            self._lefts[column],
            self._y,
            self._widths[column],
            height_mm,
            kind=kind,
            binding=binding,
            family=family,
            align=align,
            borders=self._borders(column, 1),
            padding=PADDING,
        )

    def _borders(self, column: int, span: int) -> Borders:
        outer, inner = self._spec.outer_border, self._spec.inner_border
        return Borders(
            top=inner if self._table and self._table[0][0].row != len(self._heights) else outer,
            right=outer if column + span == len(self._widths) else inner,
            bottom=inner,
            left=outer if column == 0 else inner,
        )


def _header_style(column: Column) -> Style:
    return Style(sizes_from(column.size_pt), LEADING, "shrink", True)


def _picture_cell(frame: CellFrame, picture: Picture) -> PlacedCell:
    """Return the photo whole and undistorted in the middle of its cell, as a cell of its own without borders."""
    width, height = picture_size_mm(frame.width_mm, frame.height_mm, picture.ratio)
    inner = replace(
        frame,
        x_mm=frame.x_mm + (frame.width_mm - width) / 2,
        y_mm=frame.y_mm + (frame.height_mm - height) / 2,
        width_mm=width,
        height_mm=height,
        borders=Borders(),
        padding=Margins(),
    )
    return PlacedCell(inner, image=PlacedImage(picture.data))


def picture_size_mm(width_mm: float, height_mm: float, ratio: float) -> tuple[float, float]:
    """Return width and height of a picture that fills a padded cell without being distorted."""
    most_width, most_height = width_mm - PADDING.left - PADDING.right, height_mm - PADDING.top - PADDING.bottom
    width = min(most_width, most_height * ratio)
    return width, width / ratio
