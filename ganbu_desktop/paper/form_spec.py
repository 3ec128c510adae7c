"""What one edition of an official form is: frozen dataclasses, and where the files stand.

A form is a TOML file under ``resources/forms/<module>/``; ``form_file`` reads it strictly. Nothing here measures text
or knows a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ganbu_desktop.paper.cells import CellFrame, PageFrame

TEXT = "text"
IMAGE = "image"
FAMILIES = ("song", "song-bold", "heiti", "kaiti", "fangsong", "title")


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell's text is set.

    ``sizes``: the sizes in points tried in turn, largest first. ``leading``: line distance as a multiple of the size.
    ``fit``: shrink (try every size), wrap (first size only) or clip (first size, no wrapping). ``keep_lines``: the
    text's own lines must not be broken while a smaller size is left.
    """

    sizes: tuple[float, ...]
    leading: float
    fit: str
    keep_lines: bool


@dataclass(frozen=True, slots=True)
class CellSpec:
    """One cell: its frame, its style, and either a fixed ``text`` or a ``binding``.

    A cell of a repeated block names its block's binding in ``repeat`` and its place among the rows in ``index``.
    ``prefix`` stands before a bound text. ``format`` is a name out of ``formats.FORMATS``. ``label`` is what findings
    call the cell. ``flow``: what does not fit at the smallest size goes on in the next printing of the page. ``on``:
    ``first`` or ``last`` where the cell is filled on that printing only, else ``every``.
    """

    frame: CellFrame
    style: Style
    text: str | None
    binding: str | None
    label: str
    prefix: str = ""
    format: str = "plain"
    repeat: str | None = None
    index: int = 0
    flow: bool = False
    on: str = "every"


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """Rows printed for a list of children: how many there is room for on a page.

    ``continues``: the rows left over go on in the next printing of the page; without it they are reported.
    """

    binding: str
    count: int
    label: str
    continues: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphSpec:
    """One paragraph of a letter. ``text`` may hold ``{binding}``s; where all its values are empty it is left out.

    ``size`` and ``leading`` are points; ``indent``, ``left`` and ``right`` ems: blanks before each line of the text
    as given, and room kept free at the sides. ``before``: space above in lines of the letter. ``tied``: stays on one
    page with the line above it, as signature and date do. ``keeps_next``: a heading, never the last on its page.
    """

    text: str
    bindings: tuple[str, ...]
    label: str
    family: str
    size: float
    leading: float
    align: str
    indent: int
    left: float
    right: float
    before: float
    tied: bool
    keeps_next: bool = False


@dataclass(frozen=True, slots=True)
class LetterSpec:
    """A page of running text (公文) that fills as many pages as it needs; ``leading`` is the line distance, points."""

    leading: float
    paragraphs: tuple[ParagraphSpec, ...]
    has_page_number: bool = False


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: grid, cells in drawing order, repeated blocks; or a ``letter``, whose frame has only paper and margins.

    ``is_continuation``: printed only for what flows over from the page before it, as often as needed. A page without
    one behind it is itself printed again.
    """

    frame: PageFrame
    cells: tuple[CellSpec, ...]
    blocks: tuple[BlockSpec, ...]
    is_continuation: bool = False
    letter: LetterSpec | None = None

    @property
    def flowing(self) -> frozenset[str]:
        """Return the bindings whose values may go on in the next printing."""
        cells = {cell.binding for cell in self.cells if cell.flow and cell.binding}
        return frozenset(cells | {block.binding for block in self.blocks if block.continues})


@dataclass(frozen=True, eq=False)
class FormSpec:
    """One edition of a form. ``bindings``: name → ``text``, ``image`` or the field names of a repeated row."""

    name: str
    title: str
    edition: str
    source: str
    path: Path
    bindings: Mapping[str, str | tuple[str, ...]]
    pages: tuple[PageSpec, ...]
