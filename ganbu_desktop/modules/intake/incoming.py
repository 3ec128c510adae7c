"""What was read from files, before it meets the store: parsed values, where they stood, and what could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ganbu_desktop.exchange.cells import Cell, read_cell
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Field, Hidden, Number
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Integer, Record, Reference, fields_of

_UNREAD = object()
_LONGEST_REMEMBERED = 40


@dataclass(frozen=True)
class Place:
    """Where something stood: file, sheet and row (1-based; 0 for a file without rows)."""

    file: str
    sheet: str = ""
    row: int = 0

    def __str__(self) -> str:
        parts = [self.file, self.sheet, f"第 {self.row} 行" if self.row else ""]
        return " ".join(p for p in parts if p)


@dataclass(frozen=True)
class Problem:
    """One cell or row that was refused; ``header`` is its column's title (empty: the whole row).

    ``field``: of the record that its row becomes, where the rest of the row is taken in.
    """

    place: Place
    header: str
    text: str
    message: str
    field: str = ""

    def __str__(self) -> str:
        column = f"“{self.header}”" if self.header else ""
        return f"{self.place}{column}：{self.message}"


@dataclass
class IncomingRow:
    """One record to be: its parsed values by field name.

    ``unit_name``: the unit that a post names, or, of a unit, that only its name is known (from a roster).
    """

    cls: type[Record]
    values: dict[str, Any]
    place: Place
    problems: list[Problem] = field(default_factory=list)
    unit_name: str = ""


@dataclass
class IncomingPerson:
    """One person to be, with the rows that hang on it.

    ``in_store_only``: only child rows name this person; ``absence``: why the sheet of persons does not help.
    ``is_form``: read from a 任免审批表, which states some things only in the words of the form.
    """

    place: Place
    name: str
    id_number: str | None
    born_on: PartialDate | None
    row: IncomingRow
    children: list[IncomingRow] = field(default_factory=list)
    photo: bytes | None = None
    unit_name: str = ""
    notices: list[str] = field(default_factory=list)
    in_store_only: bool = False
    absence: str = ""
    is_form: bool = False


@dataclass
class Incoming:
    """Everything one import has read. ``columns``: (file, sheet) → column title → its number from 1."""

    files: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    units: list[IncomingRow] = field(default_factory=list)
    people: list[IncomingPerson] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    rows_read: int = 0
    columns: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def problems(self) -> list[Problem]:
        """Return every refusal, of rows and of single cells."""
        found = list(self.refused)
        for row in self.units:
            found += row.problems
        for person in self.people:
            found += person.row.problems
            for child in person.children:
                found += child.problems
        return found


class RowParser:
    """Turns the cells of one sheet into values of one record class; equal cells are read once."""

    def __init__(self, cls: type[Record], names: Mapping[str, str] | None = None) -> None:
        """``names`` maps field names to column titles; without it the record's own headers count."""
        self.cls = cls
        described = fields_of(cls)
        titles = names or {n: f.header or f.label for n, f in described.items()}
        self._columns: dict[str, tuple[str, Field, dict[Cell, Any]]] = {}
        for name, title in titles.items():
            entry = described[name]
            if isinstance(entry, Reference) or (isinstance(entry, Hidden) and not isinstance(entry, Integer)):
                continue
            reader = Number(label=entry.label) if isinstance(entry, Integer) else entry
            self._columns[title] = (name, reader, {})

    def parse(self, cells: Mapping[str, Cell], place: Place) -> IncomingRow:
        """Read one row; a cell that cannot be taken becomes a problem, the others stand."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        columns = self._columns
        for title, cell in cells.items():
            column = columns.get(title)
            if column is None:
                continue
            name, entry, seen = column
            value = seen.get(cell, _UNREAD)
            if value is _UNREAD:
                try:
                    value = read_cell(entry, cell)
                except FieldError as error:
                    problems.append(Problem(place, title, cell.text, str(error), name))
                    continue
                if len(cell.text) <= _LONGEST_REMEMBERED:
                    seen[cell] = value
            if value is not None:
                values[name] = value
        return IncomingRow(self.cls, values, place, problems)
