"""From a text and its cell to places on the page: fitted lines get their start, their baseline and their fonts."""

from __future__ import annotations

from ganbu_desktop.paper.cells import POINTS_PER_MM, CellFrame, PlacedCell, PlacedLine, PlacedRun
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import Style
from ganbu_desktop.paper.text_fit import Fitted, FittedLine, fit, text_area_pt


class TextPlacer:
    """Sets texts with the fonts of one book. Not for two threads at a time."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._measures: dict[str, _Widths] = {}
        self._ascents: dict[str, float] = {}

    def set(self, text: str, frame: CellFrame, style: Style) -> PlacedCell:
        """Return the cell with its text, at the largest size of the style that holds it."""
        return self.placed(text, frame, self.fitted(text, frame, style)) if text else PlacedCell(frame)

    def fitted(self, text: str, frame: CellFrame, style: Style) -> Fitted:
        """Return the lines of the text in a cell of the frame's measures, wherever on the page it stands."""
        return fit(text, frame, style, self._measure(frame.family))

    def placed(self, text: str, frame: CellFrame, fitted: Fitted) -> PlacedCell:
        """Return the cell with lines that were fitted for its measures (or for a higher cell)."""
        self._measure(frame.family)
        lines = tuple(self._line(line, frame, fitted) for line in fitted.lines)
        return PlacedCell(frame, text, lines, fitted.size_pt, fitted.leading_pt, overflow=fitted.lost > 0)

    def _measure(self, family: str) -> _Widths:
        if family not in self._measures:
            self._measures[family] = _Widths(self._book, family)
            self._ascents[family] = self._book.ascent(family, 1.0)
        return self._measures[family]

    def _line(self, line: FittedLine, frame: CellFrame, fitted: Fitted) -> PlacedLine:
        area_width, area_height = text_area_pt(frame)
        top = _offset(frame.valign, area_height - fitted.rows * fitted.leading_pt)
        baseline = (
            top
            + line.row * fitted.leading_pt
            + (fitted.leading_pt - fitted.size_pt) / 2
            + self._ascents[frame.family] * fitted.size_pt
        )
        start = _line_start(line, frame, fitted, area_width)
        return PlacedLine(
            text=line.text,
            x_mm=frame.x_mm + frame.padding.left + start / POINTS_PER_MM,
            baseline_mm=frame.y_mm + frame.padding.top + baseline / POINTS_PER_MM,
            width_pt=line.width_pt,
            runs=self._runs(line.text, frame.family, fitted.size_pt),
        )

    def _runs(self, text: str, family: str, size: float) -> tuple[PlacedRun, ...]:
        runs = self._book.runs(text, family)
        if len(runs) == 1:
            return (PlacedRun(0.0, runs[0].font_name, runs[0].text),)
        placed, offset = [], 0.0
        for run in runs:
            placed.append(PlacedRun(offset, run.font_name, run.text))
            offset += self._book.width(run.text, family, size)
        return tuple(placed)


class _Widths(dict[str, float]):
    """Widths of single characters in em, asked of the fonts once; calling it measures a string."""

    def __init__(self, book: FontBook, family: str) -> None:
        super().__init__()
        self._book, self._family = book, family

    def __missing__(self, character: str) -> float:
        width = self[character] = self._book.width(character, self._family, 1.0)
        return width

    def __call__(self, text: str) -> float:
        return sum(map(self.__getitem__, text))


def _offset(valign: str, slack: float) -> float:
    return {"top": 0.0, "spread": 0.0, "middle": slack / 2, "bottom": slack}[valign]


def _line_start(line: FittedLine, frame: CellFrame, fitted: Fitted, area_width: float) -> float:
    """Return where the line starts, points from the left of the text area."""
    if frame.vertical:
        columns = 1 + max(round(each.start_pt / fitted.size_pt) for each in fitted.lines)
        return (area_width - columns * fitted.size_pt) / 2 + line.start_pt
    if frame.pitch_mm or frame.align == "left":
        return line.start_pt
    slack = area_width - line.start_pt - line.width_pt
    return line.start_pt + (slack / 2 if frame.align == "center" else slack)
