"""What one edition of an official form is: frozen dataclasses, and where the files stand.

A form is a TOML file under ``resources/forms/<module>/``; ``form_file`` reads it strictly. Nothing here measures text
or knows a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ganbu_desktop.paper.cells import CellFrame, PageFrame

TEXT = "text"
IMAGE = "image"


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
    call the cell.
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


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """Rows printed for a list of children: how many there is room for. What is left over is reported."""

    binding: str
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: grid, cells in drawing order, repeated blocks."""

    frame: PageFrame
    cells: tuple[CellSpec, ...]
    blocks: tuple[BlockSpec, ...]


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

    @cached_property
    def text_bindings(self) -> frozenset[str]:
        """Return the names of the values that are single texts."""
        return frozenset(name for name, kind in self.bindings.items() if kind == TEXT)
