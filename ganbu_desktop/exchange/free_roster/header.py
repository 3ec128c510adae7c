"""Where the header of a roster stands and what its one to four rows say, column by column."""

from __future__ import annotations

from ganbu_desktop.exchange.cells import EMPTY_CELL, Cell, CellKind
from ganbu_desktop.exchange.free_roster.columns import known_titles, match_title
from ganbu_desktop.exchange.workbook import Row, Sheet
from ganbu_desktop.foundation.text import without_blanks

_SEARCHED_ROWS = 30
_MOST_HEADER_ROWS = 4


def find_header(sheet: Sheet) -> tuple[int, ...]:
    """Return the numbers of the header rows, empty when no row has two known titles."""
    scores = [(known_titles(row.cells), -row.number) for row in sheet.rows[:_SEARCHED_ROWS]]
    if not scores:
        return ()
    most, negative = max(scores)
    if most < 2:
        return ()
    first = last = -negative
    while first > 1 and last - first < _MOST_HEADER_ROWS - 1 and _is_group_row(sheet, first - 1):
        first -= 1
    last = max(_bottom_by_merges(sheet, first, last), _bottom_by_gaps(sheet, last))
    return tuple(range(first, min(last, first + _MOST_HEADER_ROWS - 1, len(sheet.rows)) + 1))


def _is_group_row(sheet: Sheet, number: int) -> bool:
    """A row of group titles has ranges over some columns, not one over (nearly) all as a title of the sheet has."""
    width = max(len(_filled(row)) for row in sheet.rows[number - 1 : number + 1])
    spans = [right - left + 1 for top, left, bottom, right in sheet.merged if top == number and right > left]
    groups = [span for span in spans if 1 < span < max(width - 1, 3)]
    return bool(groups) and len(_filled(sheet.rows[number - 1])) >= 2


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if cell]


def _bottom_by_merges(sheet: Sheet, first: int, last: int) -> int:
    bottoms = [
        bottom for top, _, bottom, _ in sheet.merged if first <= top <= last and bottom - top < _MOST_HEADER_ROWS
    ]
    return max([last, *bottoms])


def _bottom_by_gaps(sheet: Sheet, header: int) -> int:
    """Without merged ranges: a second header row has titles below the gaps of the first and nothing below the name."""
    if header >= len(sheet.rows):
        return header
    upper, lower = sheet.rows[header - 1].cells, sheet.rows[header].cells
    below = [(n, cell) for n, cell in enumerate(lower) if cell]
    if not below or any(cell.kind is not CellKind.TEXT or len(cell.text) > 12 for _, cell in below):
        return header
    names = [n for n, cell in enumerate(upper) if cell and match_title(cell.text)[0] in {"A01.姓名", "A01.身份证号"}]
    if not names or any(n < len(lower) and lower[n] for n in names):
        return header
    in_gaps = [n for n, _ in below if n >= len(upper) or not upper[n]]
    return header + 1 if in_gaps or any(match_title(cell.text)[1] == 1.0 for _, cell in below) else header


def flat_titles(sheet: Sheet, numbers: tuple[int, ...]) -> list[str]:
    """Return one title a column: the texts of its header cells from top to bottom, group titles spread to the right."""
    grids = [_spread(sheet, number, is_last=number == numbers[-1]) for number in numbers]
    width = max(map(len, grids), default=0)
    titles = []
    for column in range(width):
        parts = [grid[column] for grid in grids if column < len(grid) and grid[column]]
        titles.append("".join(part for n, part in enumerate(parts) if n == 0 or part != parts[n - 1]))
    while titles and not titles[-1]:
        titles.pop()
    return titles


def _spread(sheet: Sheet, number: int, *, is_last: bool) -> list[str]:
    """Return the row's texts with merged ranges spread over what they cover, downwards too.

    Without a merged range a group title goes on to the right over gaps that the row below fills.
    """
    texts = [without_blanks(cell.text) for cell in sheet.rows[number - 1].cells]
    merged = [r for r in sheet.merged if r[0] <= number <= r[2]]
    for top, left, _, right in merged:
        source = sheet.rows[top - 1].cell(left) if top <= len(sheet.rows) else EMPTY_CELL
        texts.extend([""] * (min(right, 300) - len(texts)))
        for column in range(left, min(right, 300) + 1):
            texts[column - 1] = without_blanks(source.text)
    if not is_last and not any(r[3] > r[1] for r in merged):
        below = sheet.rows[number].cells
        for column in range(1, max(len(texts), len(below))):
            texts.extend([""] * (column + 1 - len(texts)))
            if not texts[column] and column < len(below) and below[column]:
                texts[column] = texts[column - 1]
    return texts
