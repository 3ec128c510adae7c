"""The pieces a report is stacked of: each is measured once, and stands whole on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.paper.cells import POINTS_PER_MM, Borders, CellFrame, Margins
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import Style
from ganbu_desktop.paper.report.model import EMPTY_TEXT, PaperReport, PaperTable, PaperValue, edges
from ganbu_desktop.paper.roster.measure import (
    BODY_FAMILY,
    HEAD_FAMILY,
    LEADING,
    PADDING,
    height_of,
    sizes_from,
    troubles_of,
)
from ganbu_desktop.paper.text_fit import Fitted, FittedLine
from ganbu_desktop.paper.text_place import TextPlacer

OUTER_PT, INNER_PT = 1.5, 0.5
TITLE_MM, LINE_MM, SIGNATURE_MM, GAP_MM, LEAST_ROW_MM = 13.0, 7.0, 11.0, 3.0, 6.5
TITLE_SIZE, LINE_SIZE, CAPTION_SIZE, REMARK_SIZE = 22.0, 10.5, 12.0, 9.0
LABEL_MM = 28.0
BOX_HEIGHTS_MM = (24.0, 16.0, 11.0)
"""Heights of an empty box: lower ones are taken where they save a page."""
LEAST_BOX_MM = BOX_HEIGHTS_MM[0]
_TALL_MM = 500.0
_OFF_THE_RULE = replace(PADDING, right=PADDING.right + 0.9)
"""Room for a number that ends beside a ruled line."""
_CACHED_LENGTH = 24
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of a block; its frame is measured from the block's top left corner, borders are inner ones."""

    frame: CellFrame
    text: str
    fitted: Fitted | None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page. ``group``: blocks of one table or box, framed together on each page.

    ``repeated``: what stands above again when a page begins with this block. ``keeps_next``: never the last on a page.
    """

    heights_mm: tuple[float, ...]
    pieces: tuple[Piece, ...]
    group: str = ""
    repeated: Block | None = None
    keeps_next: bool = False

    @property
    def height_mm(self) -> float:
        """Return the height of all its rows."""
        return sum(self.heights_mm)


@dataclass
class BlockMaker:
    """Measures the blocks of one report; what cannot be drawn goes to ``findings``."""

    report: PaperReport
    book: FontBook
    placer: TextPlacer
    highest_mm: float
    least_box_mm: float = LEAST_BOX_MM
    findings: list[Finding] = field(default_factory=list)
    _known: dict[tuple[float, float, str], Fitted] = field(default_factory=dict)

    def blocks(self) -> Iterator[Block]:
        """Yield everything from the title down to the signatures."""
        report = self.report
        yield self._across(report.title, TITLE_MM, TITLE_SIZE, "center", family="title", keeps=True)
        if report.origin:
            yield self._across(report.origin, LINE_MM, LINE_SIZE, "center", family=BODY_FAMILY, keeps=True)
        if report.left or report.right:
            yield self._line()
        for number, table in enumerate(report.shown_tables()):
            if number:
                yield Block((GAP_MM,), ())
            if table.title:
                yield self._across(table.title, LINE_MM + 1, CAPTION_SIZE, "center", family=HEAD_FAMILY, keeps=True)
            yield from self._table(table, f"table{number}")
        for number, (title, text) in enumerate(report.boxes):
            if not number:
                yield Block((GAP_MM,), ())
            yield from self._box(title, text, f"box{number}")
        yield from map(self._remark, report.remark_lines())
        if report.signatures:
            yield self._signatures(report.signatures)

    def _across(self, text: str, height: float, size: float, align: str, *, family: str, keeps: bool) -> Block:
        frame = self._frame(0.0, self.report.body_mm, height, align=align, family=family)
        return Block((height,), (self._piece(text, frame, _shrinking(size)),), keeps_next=keeps)

    def _line(self) -> Block:
        half = self.report.body_mm / 2
        left = self._frame(0.0, half, LINE_MM, align="left")
        right = self._frame(half, half, LINE_MM, align="right")
        style = _shrinking(LINE_SIZE)
        pieces = self._piece(self.report.left, left, style), self._piece(self.report.right, right, style)
        return Block((LINE_MM,), pieces, keeps_next=True)

    def _signatures(self, words: Sequence[str]) -> Block:
        width = self.report.body_mm / len(words)
        frames = [self._frame(n * width, width, SIGNATURE_MM, align="left") for n in range(len(words))]
        style = _shrinking(LINE_SIZE)
        pieces = tuple(self._piece(text, frame, style) for text, frame in zip(words, frames, strict=True))
        return Block((SIGNATURE_MM,), pieces)

    def _remark(self, text: str) -> Block:
        open_frame = self._frame(0.0, self.report.body_mm, self.highest_mm, align="left")
        fitted = self._fitted(text, open_frame, Style((REMARK_SIZE,), LEADING, "shrink", False))
        frame = replace(open_frame, height_mm=height_of(fitted))
        return Block((frame.height_mm,), (Piece(frame, text, fitted),))

    def _table(self, table: PaperTable, group: str) -> Iterator[Block]:
        widths = table.widths_mm(self.report.body_mm)
        head = self._header(table, widths, group)
        yield head
        if not table.rows:
            frame = self._ruled(0.0, self.report.body_mm, LEAST_ROW_MM, last=True)
            empty = self._piece(EMPTY_TEXT, frame, _shrinking(table.size_pt))
            yield Block((LEAST_ROW_MM,), (empty,), group)
        for number, row in enumerate(table.rows, 1):
            yield self._row(table, widths, row, group, head, number)

    def _header(self, table: PaperTable, widths: Sequence[float], group: str) -> Block:
        lefts = edges(widths)
        cells = table.cells_of_header()
        style = Style(sizes_from(table.size_pt), LEADING, "shrink", False)
        fitted = [
            self._fitted(c.text, self._frame(0.0, sum(widths[c.column : c.column + c.column_span]), 60.0), style)
            for c in cells
        ]
        heights = [LEAST_ROW_MM] * len(table.header)
        for cell, lines in sorted(zip(cells, fitted, strict=True), key=lambda pair: pair[0].row_span):
            last = cell.row + cell.row_span - 1
            lacking = height_of(lines) - sum(heights[cell.row : last + 1])
            heights[last] += max(0.0, lacking)
        tops = edges(heights)
        pieces = []
        for cell, lines in zip(cells, fitted, strict=True):
            right = cell.column + cell.column_span
            frame = self._ruled(
                lefts[cell.column],
                lefts[right] - lefts[cell.column],
                tops[cell.row + cell.row_span] - tops[cell.row],
                last=right == len(widths),
                family=HEAD_FAMILY,
            )
            frame = replace(frame, row=cell.row, column=cell.column, y_mm=tops[cell.row])
            frame = replace(frame, row_span=cell.row_span, column_span=cell.column_span)
            pieces.append(Piece(frame, cell.text, lines if cell.text else None))
        return Block(tuple(heights), tuple(pieces), group, keeps_next=True)

    def _row(
        self,
        table: PaperTable,
        widths: Sequence[float],
        row: Sequence[PaperValue],
        group: str,
        head: Block,
        number: int,
    ) -> Block:
        room = self.highest_mm - head.height_mm
        lines = []
        for column, value in enumerate(row):
            frame = self._frame(0.0, widths[column], room, align=table.align_of(column))
            style = Style(sizes_from(table.size_pt), LEADING, "shrink", value.number is not None)
            lines.append(self._fitted(value.text, frame, style, f"第{number}行：") if value.text else None)
        height = max([LEAST_ROW_MM, *(height_of(fitted) for fitted in lines if fitted)])
        lefts = edges(widths)
        pieces = []
        for column, (value, fitted) in enumerate(zip(row, lines, strict=True)):
            last = column + 1 == len(widths)
            frame = self._ruled(lefts[column], widths[column], height, last=last, align=table.align_of(column))
            pieces.append(Piece(replace(frame, column=column), value.text, fitted))
        return Block((height,), tuple(pieces), group, repeated=head)

    def _box(self, title: str, text: str, group: str) -> Iterator[Block]:
        """Yield a box line by line, so that a long text goes on over the page."""
        width = self.report.body_mm - LABEL_MM
        open_frame = self._frame(LABEL_MM, width, _TALL_MM * 20, align="left")
        style = Style((LINE_SIZE,), 1.4, "shrink", False)
        fitted = self._fitted(text, open_frame, style) if text else None
        rows = _single_rows(fitted) if fitted else []
        line_mm = LINE_SIZE * 1.4 / POINTS_PER_MM
        heights = [line_mm] * len(rows) or [0.0]
        heights[0] += PADDING.top
        heights[-1] += PADDING.bottom
        heights[-1] += max(0.0, self.least_box_mm - sum(heights))
        for number, height in enumerate(heights):
            pieces = list(self._box_frames(title if not number else "", height, line_mm))
            if rows:
                frame = replace(pieces[1].frame, valign="top", padding=_box_padding(number == 0))
                pieces[1] = Piece(frame, "".join(line.text for line in rows[number].lines), rows[number])
            yield Block((height,), tuple(pieces), group, keeps_next=number == 0 and len(heights) > 1)

    def _box_frames(self, title: str, height: float, line_mm: float) -> Iterator[Piece]:
        sides = Borders(right=INNER_PT, left=OUTER_PT)
        label = replace(self._frame(0.0, LABEL_MM, height, family=HEAD_FAMILY), borders=sides)
        label = replace(label, valign="top", padding=_box_padding(is_first=True))
        style = Style(sizes_from(LINE_SIZE), 1.4, "shrink", True)
        fitted = self._fitted(title, replace(label, height_mm=line_mm + PADDING.top), style) if title else None
        yield Piece(label, title, fitted)
        body = self._frame(LABEL_MM, self.report.body_mm - LABEL_MM, height, align="left")
        yield Piece(replace(body, column=1, borders=Borders(right=OUTER_PT, left=INNER_PT)), "", None)

    def _ruled(
        self, x: float, width: float, height: float, *, last: bool, align: str = "center", family: str = BODY_FAMILY
    ) -> CellFrame:
        borders = Borders(INNER_PT, OUTER_PT if last else INNER_PT, INNER_PT, INNER_PT if x else OUTER_PT)
        return replace(self._frame(x, width, height, align=align, family=family), borders=borders)

    def _frame(
        self, x: float, width: float, height: float, *, align: str = "center", family: str = BODY_FAMILY
    ) -> CellFrame:
        padding = _OFF_THE_RULE if align == "right" else PADDING
        return CellFrame(0, 0, 1, 1, x, 0.0, width, height, family=family, align=align, padding=padding)

    def _piece(self, text: str, frame: CellFrame, style: Style) -> Piece:
        return Piece(frame, text, self._fitted(text, frame, style) if text else None)

    def _fitted(self, text: str, frame: CellFrame, style: Style, where: str = "") -> Fitted:
        key = (frame.width_mm, style.sizes[0], text)
        is_common = len(text) <= _CACHED_LENGTH and frame.family == BODY_FAMILY and not style.keep_lines
        if is_common and key in self._known:
            return self._known[key]
        fitted = self.placer.fitted(text, frame, style)
        troubles = troubles_of(text, frame.family, fitted, self.book)
        for rule, reason in troubles:
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            self.findings.append(Finding(rule, Level.WARNING, f"{where}“{shown}”：{reason}"))
        if is_common and not troubles:
            self._known[key] = fitted
        return fitted


def _shrinking(size: float) -> Style:
    return Style(sizes_from(size), 1.2, "shrink", True)


def _box_padding(is_first: bool) -> Margins:
    return Margins(PADDING.top if is_first else 0.0, PADDING.right + 1.0, 0.0, PADDING.left + 1.0)


def _single_rows(fitted: Fitted) -> list[Fitted]:
    """Return the rows of a fitted text, each by itself."""
    rows: list[list[FittedLine]] = [[] for _ in range(fitted.rows)]
    for line in fitted.lines:
        rows[line.row].append(replace(line, row=0))
    return [Fitted(tuple(lines), fitted.size_pt, fitted.leading_pt, 1, 0) for lines in rows]
