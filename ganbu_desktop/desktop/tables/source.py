"""Where a table's rows come from: an ordered list of ids for a query, and the rows of some ids.

A source sorts and filters where the data is; the window holds ids and a few chunks of rows, whatever the size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol, runtime_checkable

Align = Literal["left", "center", "right"]
CONDITIONS = "conditions"
"""The key of ``Query.extra`` under which a tree of conditions is asked for."""


@dataclass(frozen=True)
class Column:
    """One column that a table can show; ``width`` in pixels at 100 %.

    ``groupable``: rows can be grouped by it (the source is a ``GroupedSource``). ``places``: decimals of its numbers,
    None where it holds no numbers to add up. ``is_state``: a word that tells a state, with a mark in the row's tone;
    where a table has such a column, only muted rows have coloured text.
    """

    key: str
    title: str
    width: int = 120
    align: Align = "left"
    sortable: bool = True
    filterable: bool = True
    visible: bool = True
    help: str = ""
    groupable: bool = False
    places: int | None = None
    is_state: bool = False


@dataclass(frozen=True)
class Sort:
    """A ready-made order that is not that of a column."""

    key: str
    title: str


@dataclass(frozen=True)
class Query:
    """What a table asks for. ``sort`` is the key of a column or of a ``Sort``; ``extra`` what the page adds."""

    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)

    def narrows(self) -> bool:
        """Return whether the clerk has asked for less than everything."""
        typed = self.search.strip() or any(text.strip() for text in self.filters.values())
        return bool(typed or self.extra.get(CONDITIONS))


@dataclass(frozen=True)
class Row:
    """The cells of one row, one text a column. ``tone``: error, warning, hint, ok, muted; ``icon``: at the left."""

    id: str
    cells: tuple[str, ...]
    tone: str = ""
    tip: str = ""
    icon: str = ""


@dataclass(frozen=True)
class RowGroup:
    """The head of one group: the value its rows share, its words, how many rows, and subtotals by column key."""

    key: object
    label: str
    count: int
    totals: Mapping[str, str] = field(default_factory=dict)


class RowSource(Protocol):
    """What a table reads from. Called from the window's thread and from the reading thread: no state, no Qt."""

    @property
    def columns(self) -> Sequence[Column]:
        """All columns, in their first order."""

    @property
    def sorts(self) -> Sequence[Sort]:
        """Ready-made orders; the first is the default one."""

    def ids(self, query: Query, limit: int | None = None) -> list[str]:
        """Return the ids of the rows in order, at most ``limit`` of them."""

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Return the rows of these ids; ids that are gone are left out."""


@runtime_checkable
class GroupedSource(RowSource, Protocol):
    """A source that can also show its rows by groups, and add up a column without reading its rows."""

    def groups(self, query: Query, by: str) -> list[RowGroup]:
        """Return the heads of all groups of what is asked for, in order."""

    def group_ids(self, query: Query, by: str, key: object) -> list[str]:
        """Return the ids of one group's rows, in order."""

    def totals(self, query: Query) -> dict[str, tuple[Decimal, int]]:
        """Return the sum and the number of values of each column with numbers, over all that is asked for."""


@runtime_checkable
class MeasuredSource(RowSource, Protocol):
    """A source that knows its longest texts, so that a column can be as wide as they need."""

    def longest(self, key: str) -> Sequence[str]:
        """Return the longest texts of a column, none where they are not known."""


class ListSource:
    """Rows held in memory, for short lists: searches, filters and sorts their texts."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row] = (), sorts: Sequence[Sort] = ()) -> None:
        """``sorts`` may be empty: then the given order is the default one."""
        self.columns: Sequence[Column] = tuple(columns)
        self.sorts: Sequence[Sort] = tuple(sorts)
        self._rows: dict[str, Row] = {}
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows."""
        self._rows = {row.id: row for row in rows}

    def ids(self, query: Query, limit: int | None = None) -> list[str]:
        """Return the ids of the rows that hold what is asked for."""
        found = [row for row in self._rows.values() if self._holds(row, query)]
        keys = [column.key for column in self.columns]
        if query.sort in keys:
            index = keys.index(query.sort)
            found.sort(key=lambda row: _order(row.cells[index]), reverse=query.descending)
        return [row.id for row in found][:limit]

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Return the rows of these ids."""
        return [self._rows[i] for i in ids if i in self._rows]

    def row(self, row_id: str) -> Row | None:
        """Return one row."""
        return self._rows.get(row_id)

    def _holds(self, row: Row, query: Query) -> bool:
        words = query.search.casefold().split()
        text = "\n".join(row.cells).casefold()
        if not all(word in text for word in words):
            return False
        cells = dict(zip((c.key for c in self.columns), row.cells, strict=True))
        return all(_matches(cells.get(key, ""), wanted.strip()) for key, wanted in query.filters.items())


def _matches(cell: str, wanted: str) -> bool:
    if wanted == "空":
        return not cell
    if wanted == "非空":
        return bool(cell)
    return wanted.casefold() in cell.casefold()


def _order(cell: str) -> tuple[int, float, str]:
    number = cell.replace(",", "")
    try:
        return (0, float(number), cell)
    except ValueError:
        return (1, 0.0, cell)
