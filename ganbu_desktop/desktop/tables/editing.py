"""What lets the cells of a table be edited where they stand; a page hands it to its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.kernel.ledger import cells as ledger_cells
from ganbu_desktop.kernel.ledger.paste import Pasted

Place = tuple[str, str]
"""A cell: the id of its row and the key of its column."""
NEW_ROW = ledger_cells.NEW
"""How the id of a row begins that a paste is to make."""


@dataclass(frozen=True)
class Edit:
    """One cell that is to hold ``value``; ``text`` is what was typed."""

    row_id: str
    key: str
    text: str
    value: Any


@dataclass(frozen=True)
class Refused:
    """A cell that could not be written: what was typed stays on show, red, with why."""

    text: str
    why: str


@dataclass(frozen=True)
class Written:
    """What came of some edits: how many rows were written, of them new, and the sentences of refused cells.

    ``made``: the ids that new rows have now, by the made-up ones of the edits.
    """

    rows: int = 0
    new: int = 0
    made: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[Place, str] = field(default_factory=dict)


class CellEditing(Protocol):
    """Says what can be typed into a table's cells, and writes it. ``may_add``: a paste may make rows below the last."""

    may_add: bool

    def field(self, key: str) -> Field | None:
        """Return what is typed into a column, None where nothing is."""

    def column_refusal(self, key: str) -> str:
        """Return why nothing is typed into a column, empty where something is."""

    def refusal(self, row_id: str) -> str:
        """Return why nothing can be typed into a row, empty where it can."""

    def texts(self, row_ids: Sequence[str], keys: Sequence[str]) -> dict[Place, str]:
        """Return the texts that editors of these cells begin with."""

    def read_block(self, text: str, keys: Sequence[str]) -> Pasted:
        """Return what a block from the clipboard becomes under these columns; its rows are keyed by column."""

    def needed(self) -> Sequence[str]:
        """Return the columns that a new row cannot be without."""

    def ask(self, edits: Sequence[Edit]) -> str:
        """Ask the clerk what has to be known before edits are written; return why not to, empty to go on."""

    def write(self, edits: Sequence[Edit], title: str) -> Written:
        """Write all edits as one step called ``title``; safe off the window's thread. Raises GanbuError."""
