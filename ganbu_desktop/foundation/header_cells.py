"""The header of a table as cells: what stands beside or under the same words is one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class HeaderCell:
    """One cell of a header, rows and columns counted from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


def header_cells(header: Sequence[Sequence[str]]) -> tuple[HeaderCell, ...]:
    """Return the cells of a header given row by row, every row as long as the table has columns.

    Equal words beside each other are one cell, but never across the sides of a cell above; an empty place, or the same
    words again, under a cell belong to it.
    """
    taken: set[tuple[int, int]] = set()
    cells: list[HeaderCell] = []
    for row, texts in enumerate(header):
        for column, text in enumerate(texts):
            if (row, column) in taken:
                continue
            width = _width(header, taken, cells, row, column)
            height = _height(header, row, column, width)
            taken |= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
            cells.append(HeaderCell(row, column, height, width, text))
    return tuple(cells)


def _width(
    header: Sequence[Sequence[str]], taken: set[tuple[int, int]], cells: Sequence[HeaderCell], row: int, column: int
) -> int:
    walls = {c.column for c in cells if c.row + c.row_span == row}
    end = column + 1
    texts = header[row]
    while end < len(texts) and texts[end] == texts[column] and end not in walls and (row, end) not in taken:
        end += 1
    return end - column


def _height(header: Sequence[Sequence[str]], row: int, column: int, width: int) -> int:
    end = row + 1
    while end < len(header) and all(header[end][c] in ("", header[row][column]) for c in range(column, column + width)):
        end += 1
    return end - row


def column_names(header: Sequence[Sequence[str]], columns: int) -> tuple[str, ...]:
    """Return one name a column: its words from the top down, each said once."""
    names = []
    for column in range(columns):
        words: list[str] = []
        for texts in header:
            if texts[column] and texts[column] not in words:
                words.append(texts[column])
        names.append("·".join(words))
    return tuple(names)
