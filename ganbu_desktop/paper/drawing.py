"""What a placed page looks like, as three lists: pictures, rules, texts.

PDF and the preview on screen paint these and nothing else, so they agree by construction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ganbu_desktop.paper.cells import POINTS_PER_MM, CellFrame, PageFrame, PlacedImage, PlacedPage, PlacedRun
from ganbu_desktop.paper.watermark import GREY, SLANT_DEGREES, places

_GRID_MM = 0.001


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from (x1, y1) to (x2, y2) in millimetres from the top left; ``width_pt`` in points."""

    x1_mm: float
    y1_mm: float
    x2_mm: float
    y2_mm: float
    width_pt: float


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters in one font from ``x_mm`` on along the baseline ``y_mm``."""

    x_mm: float
    y_mm: float
    font_name: str
    size_pt: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that fills a box; ``image`` says what is cut off its sides."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    image: PlacedImage


@dataclass(frozen=True, slots=True)
class Mark:
    """One repetition of a watermark: from (x, y) upwards to the right by ``slant`` degrees, in a light grey."""

    x_mm: float
    y_mm: float
    slant: float
    grey: float
    size_pt: float
    runs: tuple[PlacedRun, ...]


@dataclass(frozen=True, slots=True)
class PageDrawing:
    """Everything on one page in painting order: marks, pictures, then rules (over their edges), then texts."""

    pictures: tuple[Picture, ...]
    rules: tuple[Rule, ...]
    texts: tuple[TextRun, ...]
    marks: tuple[Mark, ...] = ()


_RULES: WeakKeyDictionary[PageFrame, tuple[Rule, ...]] = WeakKeyDictionary()


def page_drawing(page: PlacedPage) -> PageDrawing:
    """Return what to paint for one page."""
    texts = [
        TextRun(line.x_mm + run.offset_pt / POINTS_PER_MM, line.baseline_mm, run.font_name, cell.size_pt, run.text)
        for cell in (*page.cells, *((page.head,) if page.head else ()))
        for line in cell.lines
        for run in line.runs
    ]
    pictures = [
        Picture(cell.frame.x_mm, cell.frame.y_mm, cell.frame.width_mm, cell.frame.height_mm, cell.image)
        for cell in page.cells
        if cell.image is not None
    ]
    return PageDrawing(tuple(pictures), page_rules(page.frame), tuple(texts), _marks(page))


def _marks(page: PlacedPage) -> tuple[Mark, ...]:
    mark = page.watermark
    if mark is None:
        return ()
    return tuple(Mark(x, y, SLANT_DEGREES, GREY, mark.size_pt, mark.runs) for x, y in places(page.frame, mark))


def page_rules(frame: PageFrame) -> tuple[Rule, ...]:
    """Return the ruled lines of a page frame, worked out once for all documents that share it."""
    rules = _RULES.get(frame)
    if rules is None:
        rules = _RULES[frame] = ruled_lines(frame.cells)
    return rules


def ruled_lines(cells: Iterable[CellFrame]) -> tuple[Rule, ...]:
    """Return the lines of all cells, neighbours' common sides once (the wider counts), runs joined.

    Lines along the same grid line that touch and have the same width become one, so that corners stay closed.
    """
    sides: dict[tuple[bool, int], dict[tuple[int, int], float]] = defaultdict(dict)
    for cell in cells:
        for level, horizontal, start, end, width in _sides(cell):
            if width:
                line = sides[(horizontal, _key(level))]
                span = (_key(start), _key(end))
                line[span] = max(width, line.get(span, 0.0))
    return tuple(rule for key in sorted(sides) for rule in _joined(key, sides[key]))


def _key(mm: float) -> int:
    return round(mm / _GRID_MM)


def _sides(cell: CellFrame) -> list[tuple[float, bool, float, float, float]]:
    """Return (level, is horizontal, start, end, width) of the four sides."""
    return [
        (cell.y_mm, True, cell.x_mm, cell.right_mm, cell.borders.top),
        (cell.bottom_mm, True, cell.x_mm, cell.right_mm, cell.borders.bottom),
        (cell.x_mm, False, cell.y_mm, cell.bottom_mm, cell.borders.left),
        (cell.right_mm, False, cell.y_mm, cell.bottom_mm, cell.borders.right),
    ]


def _joined(key: tuple[bool, int], spans: dict[tuple[int, int], float]) -> list[Rule]:
    horizontal, level = key
    rules: list[Rule] = []
    merged: list[tuple[int, int, float]] = []
    for (start, end), width in sorted(spans.items()):
        if merged and merged[-1][2] == width and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), width)
        else:
            merged.append((start, end, width))
    for start, end, width in merged:
        low, high, at = start * _GRID_MM, end * _GRID_MM, level * _GRID_MM
        rules.append(Rule(low, at, high, at, width) if horizontal else Rule(at, low, at, high, width))
    return rules
