"""Running text on as many pages as it needs: lines first, then pages, then a grid row for each piece of a paragraph.

A piece of a paragraph is one cell, so that the workbook keeps paragraphs whole and may be edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ganbu_desktop.foundation.text import clean_text
from ganbu_desktop.paper.cells import POINTS_PER_MM, CellFrame, Margins, PageFrame, PlacedCell, PlacedPage
from ganbu_desktop.paper.form_flow import cuts, visible_length
from ganbu_desktop.paper.form_letter import PLACEHOLDER
from ganbu_desktop.paper.form_spec import PageSpec, ParagraphSpec, Style
from ganbu_desktop.paper.text_place import TextPlacer

_ENDLESS_MM = 100_000.0
_HIGHEST_ROW_MM = 140.0
"""A row of a workbook may be 409 points high."""
_TOLERANCE_PT = 0.05
_NUMBER_GAP_MM, _NUMBER_MM, _NUMBER_SIZE = 7.0, 5.5, 14.0
_SHORTEST_MM = 0.05


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a paragraph: ``drawn`` counts its visible characters, ``before_pt`` the space above it."""

    paragraph: int
    drawn: int
    height_pt: float
    before_pt: float
    is_tied: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """What of one paragraph stands on one page."""

    spec: ParagraphSpec
    text: str
    rows: int
    before_pt: float


class LetterPages:
    """The pages of one letter with its values."""

    def __init__(self, page: PageSpec, values: Mapping[str, str], placer: TextPlacer) -> None:
        """``values`` holds the text of every binding."""
        assert page.letter is not None
        self._paper, self._letter, self._placer = page.frame, page.letter, placer
        self._texts = [_filled(spec, values) for spec in self._letter.paragraphs]
        room = page.frame.rows_mm[0] * POINTS_PER_MM
        self.sheets = list(self._pieces(_paginated(list(self._lines()), room)))

    def _lines(self) -> Iterator[_Line]:
        is_kept = False
        for number, (spec, text) in enumerate(zip(self._letter.paragraphs, self._texts, strict=True)):
            if text is None:
                continue
            fitted = self._placer.fitted(text, _frame(spec, self._paper, self._columns()), _style(spec))
            drawn = [0] * fitted.rows
            for line in fitted.lines:
                drawn[line.row] += visible_length(line.text)
            for row in range(fitted.rows):
                before = spec.before * self._letter.leading if row == 0 else 0.0
                yield _Line(number, drawn[row], spec.leading, before, spec.tied or (is_kept and row == 0))
            is_kept = spec.keeps_next

    def _pieces(self, pages: Iterable[list[_Line]]) -> Iterator[list[Piece]]:
        left = list(self._texts)
        for page in pages:
            pieces: list[Piece] = []
            for number, lines in groupby(page, key=lambda line: line.paragraph):
                held = list(lines)
                ((text, rest),) = cuts(left[number] or "", [sum(line.drawn for line in held)])
                left[number] = rest
                before = held[0].before_pt if pieces else 0.0
                pieces.append(Piece(self._letter.paragraphs[number], text, len(held), before))
            yield pieces

    def _columns(self) -> list[float]:
        """Return the x of every column edge that a paragraph begins or ends at, millimetres from the left margin."""
        width = self._paper.columns_mm[0]
        edges = {0.0, width}
        for spec in self._letter.paragraphs:
            edges |= {spec.left * spec.size / POINTS_PER_MM, width - spec.right * spec.size / POINTS_PER_MM}
        kept: list[float] = []
        for edge in sorted(edges):
            if not kept or edge - kept[-1] > _SHORTEST_MM:
                kept.append(edge)
        return kept

    def placed(self, sheet: list[Piece], number: int) -> PlacedPage:
        """Return one page; ``number`` is its number in the document, from 1."""
        edges = self._columns()
        rows: list[float] = []
        cells: list[PlacedCell] = []
        used = 0.0
        for piece in sheet:
            if piece.before_pt:
                rows.append(piece.before_pt / POINTS_PER_MM)
                used += rows[-1]
            height = piece.rows * piece.spec.leading / POINTS_PER_MM
            heights = _row_heights(height)
            frame = replace(
                _frame(piece.spec, self._paper, edges),
                row=len(rows),
                row_span=len(heights),
                y_mm=self._paper.margins.top + used,
                height_mm=height,
            )
            cells.append(self._placer.set(piece.text, frame, _style(piece.spec)))
            rows += heights
            used += height
        margins = self._paper.margins
        if self._letter.has_page_number:
            rest = self._paper.rows_mm[0] - used
            rows += [height for height in (rest, _NUMBER_GAP_MM, _NUMBER_MM) if height > _SHORTEST_MM]
            cells.append(self._number(number, len(rows) - 1, len(edges) - 1))
            margins = replace(margins, bottom=margins.bottom - _NUMBER_GAP_MM - _NUMBER_MM)
        columns = tuple(right - left for left, right in pairwise(edges))
        frames = tuple(cell.frame for cell in cells)
        grid = PageFrame(self._paper.width_mm, self._paper.height_mm, margins, columns, tuple(rows), frames)
        return PlacedPage(grid, tuple(cells))

    def _number(self, number: int, row: int, columns: int) -> PlacedCell:
        """Return the page number below the text: at the right of odd pages, at the left of even ones, one em in."""
        margins, is_odd = self._paper.margins, bool(number % 2)
        em = _NUMBER_SIZE / POINTS_PER_MM
        frame = CellFrame(
            row,
            0,
            1,
            columns,
            margins.left,
            self._paper.height_mm - margins.bottom + _NUMBER_GAP_MM,
            self._paper.columns_mm[0],
            _NUMBER_MM,
            family="song",
            align="right" if is_odd else "left",
            padding=Margins(right=em if is_odd else 0.0, left=0.0 if is_odd else em),
        )
        return self._placer.set(f"— {number} —", frame, Style((_NUMBER_SIZE,), 1.0, "wrap", False))


def _filled(spec: ParagraphSpec, values: Mapping[str, str]) -> str | None:
    """Return the text of a paragraph, its lines indented, blank ones left out; None where all its values are empty."""
    if spec.bindings and not any(values[name].strip() for name in spec.bindings):
        return None
    text = PLACEHOLDER.sub(lambda found: values[found[1]].strip(), spec.text)
    return "\n".join("\u3000" * spec.indent + line.strip() for line in clean_text(text).split("\n") if line.strip())


def _style(spec: ParagraphSpec) -> Style:
    return Style((spec.size,), spec.leading / spec.size, "wrap", False)


def _frame(spec: ParagraphSpec, paper: PageFrame, edges: list[float]) -> CellFrame:
    """Return the frame of a paragraph, endlessly high, between the column edges where it begins and ends."""
    left = spec.left * spec.size / POINTS_PER_MM
    right = paper.columns_mm[0] - spec.right * spec.size / POINTS_PER_MM
    first = min(range(len(edges)), key=lambda index: abs(edges[index] - left))
    last = min(range(len(edges)), key=lambda index: abs(edges[index] - right))
    return CellFrame(
        0,
        first,
        1,
        max(last - first, 1),
        paper.margins.left + edges[first],
        paper.margins.top,
        edges[max(last, first + 1)] - edges[first],
        _ENDLESS_MM,
        binding=spec.bindings[0] if spec.bindings else None,
        family=spec.family,
        align=spec.align,
        valign="spread",
    )


def _row_heights(height_mm: float) -> list[float]:
    count = int(height_mm // _HIGHEST_ROW_MM) + 1
    return [height_mm / count] * count


def _paginated(lines: list[_Line], room_pt: float) -> list[list[_Line]]:
    """Return the lines of each page; a tied line goes over together with the line above it."""
    pages: list[list[_Line]] = [[]]
    for line in lines:
        if _height(pages[-1]) + line.before_pt + line.height_pt > room_pt + _TOLERANCE_PT and pages[-1]:
            pages.append(_moved(pages[-1]) if line.is_tied else [])
        pages[-1].append(line)
    return pages


def _moved(page: list[_Line]) -> list[_Line]:
    """Take the lines off the end of a page that the next line is tied to; none when it is the whole page."""
    start = len(page) - 1
    while start > 0 and page[start].is_tied:
        start -= 1
    moved = page[start:] if start > 0 else []
    del page[len(page) - len(moved) :]
    return moved


def _height(page: list[_Line]) -> float:
    above = sum(line.before_pt for line in page[1:])
    return above + sum(line.height_pt for line in page)
