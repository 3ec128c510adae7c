"""Placed cells: the one measured description of a page that PDF, Excel and the preview all draw.

Whoever lays out a document (a form, a roster) measures once and hands over a ``PlacedDocument``; whoever draws it
breaks no line, chooses no font size and drops no text. All places are millimetres from the top left corner of the
page, all font measures are points. Nothing here knows where the values came from.
"""

from __future__ import annotations

from dataclasses import dataclass

from ganbu_desktop.foundation.findings import Finding

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Margins:
    """Distances from the four sides, millimetres; of a page, or the padding inside a cell."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Borders:
    """Line widths of a cell's four sides in points; 0 draws nothing."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0


@dataclass(frozen=True, eq=False)
class CellFrame:
    """Where one cell stands and how it is written: the part that is the same for every person.

    ``row``/``column`` count from 0 in the page's grid. ``family`` is a role ('song', 'heiti', 'kaiti', 'fangsong',
    'title', 'song-bold'). ``align`` is left, center, right or spread (each character in a box of ``pitch_mm``),
    ``valign`` top, middle, bottom or spread (its lines fill the height). ``kind`` is text or image. ``binding`` names
    the value, None for a label.
    ``hanging`` is the indent of continuation lines in half-width characters.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    kind: str = "text"
    binding: str | None = None
    family: str = "song"
    align: str = "center"
    valign: str = "middle"
    vertical: bool = False
    borders: Borders = Borders()
    padding: Margins = Margins()
    hanging: int = 0
    pitch_mm: float = 0.0

    @property
    def right_mm(self) -> float:
        """Return the x of the right side."""
        return self.x_mm + self.width_mm

    @property
    def bottom_mm(self) -> float:
        """Return the y of the lower side."""
        return self.y_mm + self.height_mm


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """Characters of one line that one font draws; ``offset_pt`` is measured from the line's start."""

    offset_pt: float
    font_name: str
    text: str


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of text (or, in a vertical cell, one character) with its start and baseline on the page."""

    text: str
    x_mm: float
    baseline_mm: float
    width_pt: float
    runs: tuple[PlacedRun, ...]


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """A picture that fills its cell: file bytes (JPEG or PNG) and the part cut off each side, as fractions."""

    data: bytes
    crop_left: float = 0.0
    crop_top: float = 0.0
    crop_right: float = 0.0
    crop_bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """One cell with its value: ``text`` as it was given (or rendered), ``lines`` as they are drawn.

    ``overflow`` is True where not all of the text could be drawn at the smallest size; the document then carries a
    finding.
    """

    frame: CellFrame
    text: str = ""
    lines: tuple[PlacedLine, ...] = ()
    size_pt: float = 0.0
    leading_pt: float = 0.0
    overflow: bool = False
    image: PlacedImage | None = None


@dataclass(frozen=True, eq=False)
class PageFrame:
    """A sheet of paper and its grid; shared by all documents of the same form."""

    width_mm: float
    height_mm: float
    margins: Margins
    columns_mm: tuple[float, ...]
    rows_mm: tuple[float, ...]
    cells: tuple[CellFrame, ...]


@dataclass(frozen=True, slots=True)
class Watermark:
    """A pale text across the whole page, behind everything else; ``width_pt`` is one line of it at ``size_pt``."""

    text: str
    size_pt: float
    width_pt: float
    runs: tuple[PlacedRun, ...]


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """One page: its frame and its cells in drawing order, over a watermark if it has one.

    ``head``: a line above the frame, outside its grid, for what the page itself does not say.
    """

    frame: PageFrame
    cells: tuple[PlacedCell, ...]
    watermark: Watermark | None = None
    head: PlacedCell | None = None


@dataclass(frozen=True, slots=True)
class PlacedDocument:
    """The pages of one document (one person's form, one roster) and what does not fit or cannot be drawn.

    ``name`` is a short text that tells it from the others of a batch: it names the sheet and the bookmark.
    """

    title: str
    pages: tuple[PlacedPage, ...]
    findings: tuple[Finding, ...] = ()
    name: str = ""
