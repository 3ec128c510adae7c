"""Fitting one text into one cell: line breaking, the steps of shrinking, hanging indent, vertical labels.

``fit`` returns lines relative to the cell; ``text_place`` turns them into places on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from ganbu_desktop.paper.cells import POINTS_PER_MM, CellFrame
from ganbu_desktop.paper.form_spec import Style
from ganbu_desktop.paper.line_break import Unit, fill_lines, units_of

WidthEm = Callable[[str], float]
_Fill = Callable[[list[Unit], float, float, WidthEm], list[tuple[str, float]]]
_PERIOD = re.compile(r"\d{4}\.\d{2}--(?:\d{4}\.\d{2})? *")
_HALF_EM = 0.5
_TOLERANCE_PT = 0.01


@dataclass(frozen=True, slots=True)
class FittedLine:
    """One line: its text, where it starts (points from the left of the text area), its width, its row from the top."""

    text: str
    start_pt: float
    width_pt: float
    row: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """The outcome: lines at one size; ``rows`` is the number of line heights used, ``lost`` what found no room."""

    lines: tuple[FittedLine, ...]
    size_pt: float
    leading_pt: float
    rows: int
    lost: int


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start_em: float
    width_em: float
    row: int


@dataclass(frozen=True, slots=True)
class _Laid:
    """Lines in em at one line length; ``broken`` tells whether a line of the text itself was broken."""

    lines: list[_Line]
    rows: int
    broken: bool


def fit(text: str, frame: CellFrame, style: Style, width_em: WidthEm) -> Fitted:
    """Set ``text`` into the frame at the largest size of the style that holds it all.

    Where even the smallest does not, the rows that fit are kept and ``lost`` counts the others (1 when clip cut a
    line short).
    """
    width, height = text_area_pt(frame)
    setter, ink_em = _setter(text, frame, style, width_em)
    for size in style.sizes:
        leading = size * style.leading
        last = size == style.sizes[-1]
        room = max(1, int((height + _TOLERANCE_PT) / leading))
        if not last and ink_em * size > room * (width + _TOLERANCE_PT):
            continue  # more ink than room, however the lines are broken
        laid = setter(width / size)
        if laid.rows <= room and (last or not (laid.broken and style.keep_lines)):
            return _fitted(laid, size, leading, lost=int(laid.broken and style.fit == "clip"))
    if style.keep_lines:
        return fit(text, frame, Style(style.sizes, style.leading, style.fit, False), width_em)
    return _cut(laid, style.sizes[-1], leading, room)


def text_area_pt(frame: CellFrame) -> tuple[float, float]:
    """Return width and height inside the padding, in points."""
    padding = frame.padding
    width = (frame.width_mm - padding.left - padding.right) * POINTS_PER_MM
    return width, (frame.height_mm - padding.top - padding.bottom) * POINTS_PER_MM


def vertical_rows(text: str) -> list[str]:
    """Return the rows of a vertical label: a line of ``text`` is a column, left to right, short ones centred."""
    columns = text.split("\n")
    tallest = max(map(len, columns))
    lifted = ["\u3000" * ((tallest - len(column)) // 2) + column for column in columns]
    return ["".join(row) for row in zip_longest(*lifted, fillvalue="\u3000")]


def _setter(text: str, frame: CellFrame, style: Style, width_em: WidthEm) -> tuple[Callable[[float], _Laid], float]:
    """Return what lays the text into a given line length, and the ems it takes at least, 0 where that is not asked.

    The text is cut and measured only once.
    """
    if frame.vertical:
        laid = _vertical(text, width_em)
        return (lambda limit: laid), 0.0
    if frame.pitch_mm:
        return (lambda limit: _spread(text, frame, width_em, limit)), 0.0
    if style.fit == "clip":
        return (lambda limit: _clipped(text, width_em, limit)), 0.0
    paragraphs = _paragraphs(text, frame.hanging, width_em)
    fill = _balanced if frame.align == "center" else fill_lines
    ink_em = sum(unit.width_em for paragraph in paragraphs for unit in paragraph.units if not unit.blank)
    return (lambda limit: _wrapped(paragraphs, limit, width_em, fill)), ink_em


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A line of the text as given: a period that stands in the hanging indent, then the units that wrap."""

    period: str
    period_em: float
    start_em: float
    units: list[Unit]


def _paragraphs(text: str, hanging: int, width_em: WidthEm) -> list[_Paragraph]:
    paragraphs = []
    free = False
    for line in text.split("\n"):
        period = _PERIOD.match(line) if hanging else None
        if not line.strip():
            free = True
        elif period:
            free = False
        head = period.group() if period else ""
        head_em = width_em(head) if head else 0.0
        start = 0.0 if free or not hanging else max(hanging * _HALF_EM, head_em)
        body = line[len(head) :] if not hanging or free else line[len(head) :].lstrip()
        paragraphs.append(_Paragraph(head, head_em, start, units_of(body, width_em)))
    return paragraphs


def _balanced(units: list[Unit], first_em: float, rest_em: float, width_em: WidthEm) -> list[tuple[str, float]]:
    """Break a centred paragraph into lines of about equal length, no more of them than needed."""
    lines = fill_lines(units, first_em, rest_em, width_em)
    if len(lines) == 1:
        return lines
    narrow = sum(unit.width_em for unit in units) / len(lines)
    while narrow < rest_em:
        tried = fill_lines(units, narrow, narrow, width_em)
        if len(tried) <= len(lines):
            return tried
        narrow += _HALF_EM
    return lines


def _wrapped(paragraphs: list[_Paragraph], limit: float, width_em: WidthEm, fill: _Fill) -> _Laid:
    lines: list[_Line] = []
    row, broken = 0, False
    for paragraph in paragraphs:
        room = limit - paragraph.start_em
        filled = fill(paragraph.units, room, room, width_em)
        broken = broken or len(filled) > 1
        if paragraph.period:
            lines.append(_Line(paragraph.period, 0.0, paragraph.period_em, row))
        lines.extend(_Line(text, paragraph.start_em, used, row + index) for index, (text, used) in enumerate(filled))
        row += len(filled)
    return _Laid(lines, row, broken)


def _vertical(text: str, width_em: WidthEm) -> _Laid:
    """One character a row; the characters of a column follow each other, so that copied text reads right."""
    columns = text.split("\n")
    tallest = max(map(len, columns))
    lines = [
        _Line(character, float(index), width_em(character), (tallest - len(column)) // 2 + row)
        for index, column in enumerate(columns)
        for row, character in enumerate(column)
        if character.strip()
    ]
    return _Laid(lines, tallest, False)


def _spread(text: str, frame: CellFrame, width_em: WidthEm, limit: float) -> _Laid:
    """Each character in the middle of a box of ``pitch_mm``, all boxes in the middle of the cell."""
    em_mm = text_area_pt(frame)[0] / POINTS_PER_MM / limit
    pitch = frame.pitch_mm / em_mm
    first = (limit - pitch * len(text)) / 2
    widths = [width_em(character) for character in text]
    lines = [
        _Line(character, first + index * pitch + (pitch - width) / 2, width, 0)
        for index, (character, width) in enumerate(zip(text, widths, strict=True))
    ]
    return _Laid(lines, 1, False)


def _clipped(text: str, width_em: WidthEm, limit: float) -> _Laid:
    lines, broken = [], False
    for row, line in enumerate(text.split("\n")):
        kept = line
        while width_em(kept) > limit and kept:
            kept = kept[:-1]
        broken = broken or kept != line
        lines.append(_Line(kept, 0.0, width_em(kept), row))
    return _Laid(lines, len(lines), broken)


def _fitted(laid: _Laid, size: float, leading: float, lost: int) -> Fitted:
    lines = tuple(
        FittedLine(line.text, line.start_em * size, line.width_em * size, line.row) for line in laid.lines if line.text
    )
    return Fitted(lines, size, leading, laid.rows, lost)


def _cut(laid: _Laid, size: float, leading: float, room: int) -> Fitted:
    kept = [line for line in laid.lines if line.row < room]
    rows = min(laid.rows, room)
    return _fitted(_Laid(kept, rows, laid.broken), size, leading, lost=laid.rows - rows)
