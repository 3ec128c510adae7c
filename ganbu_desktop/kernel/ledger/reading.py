"""A workbook as rows of a ledger: its sheets told by their headers, each cell read by its field, nothing looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ganbu_desktop.exchange.cells import Cell, read_cell, refuse_unreadable
from ganbu_desktop.exchange.collection_workbook import is_collection_workbook
from ganbu_desktop.exchange.fillable_workbook import INSTRUCTIONS, LISTS, sheet_name
from ganbu_desktop.exchange.free_roster.columns import title_key
from ganbu_desktop.exchange.free_roster.rows import is_total_or_note
from ganbu_desktop.exchange.workbook import Row, Sheet, Workbook, fill_merged
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import SEALED_WORDS, Identity, Sealed, Text
from ganbu_desktop.kernel.ledger.columns import NUMBER_TITLE, UNIT_TITLES, Part, SheetColumn, by_title, must_have
from ganbu_desktop.kernel.ledger.names import MAIN, is_about_a_person
from ganbu_desktop.kernel.ledger.plan import LinePlace, Trouble
from ganbu_desktop.kernel.ledger.spec import LedgerSpec

SIDE_SHEETS = frozenset({INSTRUCTIONS, LISTS})
_SEARCHED_ROWS = 30
_LEAST_KNOWN, _LEAST_SHARE = 2, 0.6
_LONGEST_REMEMBERED = 40
_NUMBER, _LINE = Identity(label=NUMBER_TITLE), Text(label="名称")


@dataclass(frozen=True)
class LedgerSheet:
    """One sheet told to be a ledger's: where its header stands and which column is what (numbers from 1)."""

    sheet: Sheet
    header: int
    columns: Mapping[int, SheetColumn]
    unit_column: int | None
    strangers: tuple[str, ...]


@dataclass
class ReadRow:
    """One row as it was read: values by field, what names people and records, and where each stood."""

    place: LinePlace
    values: dict[str, Any] = field(default_factory=dict)
    people: dict[str, dict[Part, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    cells: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def trouble(self, name: str, title: str, message: str) -> None:
        """Note what is wrong with a field."""
        self.troubles.append(Trouble(self.place, self.cells.get(name), title, self.texts.get(name, ""), message))


def recognised(book: Workbook, specs: Sequence[LedgerSpec]) -> LedgerSpec | None:
    """Return the ledger whose layout a workbook has, by its header; None for any other file."""
    if is_collection_workbook(book):
        return None
    best: tuple[tuple[bool, int], LedgerSpec] | None = None
    for spec in specs:
        for found in ledger_sheets(book, spec):
            weight = (found.sheet.name == sheet_name(spec.title), len(found.columns))
            if best is None or weight > best[0]:
                best = (weight, spec)
    return best[1] if best else None


def ledger_sheets(book: Workbook, spec: LedgerSpec) -> list[LedgerSheet]:
    """Return the sheets of a workbook that have the ledger's layout; hidden ones are left out."""
    columns = by_title(spec)
    wanted = must_have(spec)
    found = (_recognise(s, spec, columns, wanted) for s in book.sheets if not s.hidden and s.name not in SIDE_SHEETS)
    return [sheet for sheet in found if sheet is not None]


def missing_titles(book: Workbook, spec: LedgerSpec) -> list[str]:
    """Return the needed column titles that the best header of a workbook lacks."""
    columns = by_title(spec)
    rows = [_keys(row) for s in book.sheets if s.name not in SIDE_SHEETS for row in s.rows[:_SEARCHED_ROWS]]
    best = max(rows, key=lambda keys: len(columns.keys() & set(keys.values())), default={})
    lacking = [titles for titles in must_have(spec) if not titles & set(best.values())]
    return [next(c.title for key, c in columns.items() if key in titles) for titles in lacking]


def _keys(row: Row) -> dict[int, str]:
    return {n: title_key(cell.text) for n, cell in enumerate(row.cells, 1) if cell and len(cell.text) <= 60}


def _recognise(
    sheet: Sheet, spec: LedgerSpec, columns: Mapping[str, SheetColumn], wanted: Sequence[frozenset[str]]
) -> LedgerSheet | None:
    is_named = sheet.name.strip() == sheet_name(spec.title)
    best: tuple[int, int, dict[int, str]] | None = None
    for row in sheet.rows[:_SEARCHED_ROWS]:
        keys = _keys(row)
        titles = set(keys.values())
        known = titles & columns.keys()
        if not all(some & titles for some in wanted):
            continue
        own = [k for k in known if columns[k].field != MAIN]
        if (is_named or _is_likely(len(own), len(known), len(titles))) and (best is None or len(known) > best[0]):
            best = (len(known), row.number, keys)
    return _with_columns(sheet, spec, columns, best[1], best[2]) if best else None


def _is_likely(own: int, known: int, all_titles: int) -> bool:
    return own >= _LEAST_KNOWN and known >= _LEAST_SHARE * all_titles


def _with_columns(
    sheet: Sheet, spec: LedgerSpec, columns: Mapping[str, SheetColumn], header: int, keys: Mapping[int, str]
) -> LedgerSheet:
    found: dict[int, SheetColumn] = {}
    strangers: list[str] = []
    unit_column = None
    units = {title_key(title) for title in UNIT_TITLES}
    for number, key in keys.items():
        column = columns.get(key)
        if column is not None and column not in found.values():
            found[number] = column
        elif column is None and key in units and unit_column is None and is_about_a_person(spec):
            unit_column = number
        elif key:
            strangers.append(sheet.rows[header - 1].cell(number).text.strip())
    return LedgerSheet(sheet, header, found, unit_column, tuple(strangers))


def rows_of(found: LedgerSheet, file: str, *, with_hidden: bool, with_sealed: bool) -> Iterator[ReadRow | None]:
    """Yield the rows below the header, None for each hidden one that is left out; blank rows, sums and notes are none.

    A value that stands in merged cells counts for every row they cover.
    """
    sheet, _ = fill_merged(found.sheet, found.header + 1)
    wanted = {n: c for n, c in found.columns.items() if c.is_read and (with_sealed or not isinstance(c.entry, Sealed))}
    readers = {n: _Reader(column) for n, column in wanted.items()}
    for row in sheet.rows[found.header :]:
        cells = {n: cell for n in readers if (cell := row.cell(n))}
        if not cells or _is_note(row, cells):
            continue
        if row.hidden and not with_hidden:
            yield None
            continue
        read = ReadRow(LinePlace(file, sheet.name, row.number))
        for number, cell in cells.items():
            readers[number].read(read, number, cell)
        if found.unit_column:
            read.unit = row.cell(found.unit_column).text
        yield read


def _is_note(row: Row, cells: Mapping[int, Cell]) -> bool:
    """Tell a sum or a note under the table, which stands alone or begins the row."""
    first = next((cell.text for cell in row.cells if cell), "")
    return len(cells) <= 2 and is_total_or_note(first)


class _Reader:
    """Reads one column; equal short cells are read once."""

    def __init__(self, column: SheetColumn) -> None:
        self._column = column
        self._seen: dict[Cell, Any] = {}

    def read(self, row: ReadRow, number: int, cell: Cell) -> None:
        column = self._column
        if column.part is not Part.PERSON_NUMBER or column.field not in row.cells:
            row.cells[column.field], row.texts[column.field] = number, cell.text
        try:
            value = self._seen[cell] if cell in self._seen else self._value(cell)
        except FieldError as error:
            row.troubles.append(Trouble(row.place, number, column.title, cell.text, str(error)))
            return
        if len(cell.text) <= _LONGEST_REMEMBERED:
            self._seen[cell] = value
        if value is None:
            return
        if column.part is Part.VALUE:
            row.values[column.field] = value
        elif column.part is Part.NAME:
            row.names[column.field] = value
        else:
            row.people.setdefault(column.field, {})[column.part] = value

    def _value(self, cell: Cell) -> Any:
        part, entry = self._column.part, self._column.entry
        if part is Part.PERSON_NUMBER:
            return read_cell(_NUMBER, cell)
        if part is Part.VALUE:
            return None if cell.text.strip() == SEALED_WORDS else read_cell(entry, cell)
        refuse_unreadable(entry, cell)
        return _LINE.parse(cell.text)
