"""Where the header of a roster stands and what its one to four rows say, column by column.

A header is told by content, by how many cells of a row are column titles that are known, never by its place alone; the
clerk can always say herself which rows it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ganbu_desktop.exchange.cells import EMPTY_CELL, Cell, CellKind
from ganbu_desktop.exchange.free_roster.columns import known_titles, layout_fingerprint, match_title
from ganbu_desktop.exchange.workbook import Row, Sheet
from ganbu_desktop.foundation.text import without_blanks

SEARCHED_ROWS = 200
MOST_HEADER_ROWS = 4
_LONGEST_GROUP = 14
_MOST_COLUMNS = 300
# What a form says of itself between its title and its header: 填报单位：…, 2026年10月, 单位（盖章）, 单位：人.
_CAPTION = re.compile(
    r"[:：]|\d{4}[年.\-/]|盖章|签字|(?:填报|制表|报送|统计|填表|截至|截止)(?:单位|时间|日期|人|部门|日|$)|^第?\d+页"
)


def find_header(sheet: Sheet) -> tuple[int, ...]:
    """Return the numbers of the header rows, empty when no row has two known titles."""
    scores = [(known_titles(row.cells), -row.number) for row in sheet.rows[:SEARCHED_ROWS]]
    if not scores:
        return ()
    most, negative = max(scores)
    if most < 2:
        return ()
    first = last = -negative
    while first > 1 and last - first < MOST_HEADER_ROWS - 1 and _is_group_row(sheet, first - 1):
        first -= 1
    last = max(_bottom_by_merges(sheet, first, last), _bottom_by_gaps(sheet, first, last))
    return tuple(range(first, min(last, first + MOST_HEADER_ROWS - 1, len(sheet.rows)) + 1))


def known_header(sheet: Sheet, fingerprints: Collection[str]) -> tuple[int, ...]:
    """Return the header rows whose layout is one of those mapped before, empty when none is."""
    if not fingerprints:
        return ()
    for rows in _candidates(sheet):
        if layout_fingerprint(flat_titles(sheet, rows)) in fingerprints:
            return rows
    return ()


def _candidates(sheet: Sheet) -> Iterator[tuple[int, ...]]:
    for first in range(1, min(len(sheet.rows), SEARCHED_ROWS) + 1):
        if sheet.rows[first - 1].is_blank:
            continue
        for last in range(first, min(first + MOST_HEADER_ROWS, len(sheet.rows) + 1)):
            yield tuple(range(first, last + 1))


def is_caption(text: str) -> bool:
    """Tell whether a text says something of the whole sheet, such as who fills it in and when: no title of a column."""
    solid = without_blanks(text)
    return len(solid) > _LONGEST_GROUP or bool(_CAPTION.search(solid))


def _is_group_row(sheet: Sheet, number: int) -> bool:
    """A row of group titles stands over some columns each; a title of the sheet or a line of captions does not."""
    upper, lower = sheet.rows[number - 1], sheet.rows[number]
    filled = _filled(upper)
    if len(filled) < 2 or any(cell.kind is not CellKind.TEXT or is_caption(cell.text) for cell in filled):
        return False
    width = max(len(filled), len(_filled(lower)))
    spans = [right - left + 1 for top, left, _, right in sheet.merged if top == number and right > left]
    if spans:
        return any(1 < span < max(width - 1, 3) for span in spans)
    places = [n for n, cell in enumerate(upper.cells, 1) if cell]
    gaps = [n for n in range(places[0], len(lower.cells) + 1) if lower.cell(n) and not upper.cell(n)]
    return bool(gaps) and all(lower.cell(n) for n in places)


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if cell]


def _bottom_by_merges(sheet: Sheet, first: int, last: int) -> int:
    bottoms = [bottom for top, _, bottom, _ in sheet.merged if first <= top <= last and bottom - top < MOST_HEADER_ROWS]
    return max([last, *bottoms])


def _bottom_by_gaps(sheet: Sheet, first: int, last: int) -> int:
    """Without merged ranges: further header rows have titles below gaps of those above and nothing below the name."""
    while last < min(len(sheet.rows), first + MOST_HEADER_ROWS - 1) and _continues(sheet, first, last):
        last += 1
    return last


def _continues(sheet: Sheet, first: int, last: int) -> bool:
    head, lower = sheet.rows[first - 1 : last], sheet.rows[last]
    below = [(n, cell) for n, cell in enumerate(lower.cells, 1) if cell]
    if not below or any(cell.kind is not CellKind.TEXT or len(cell.text) > 12 for _, cell in below):
        return False
    names = [
        n
        for row in head
        for n, cell in enumerate(row.cells, 1)
        if cell and match_title(cell.text)[0] in {"A01.姓名", "A01.身份证号"}
    ]
    if not names or any(lower.cell(n) for n in names):
        return False
    in_gaps = any(not any(row.cell(n) for row in head) for n, _ in below)
    return in_gaps or any(match_title(cell.text)[1] == 1.0 for _, cell in below)


def title_paths(sheet: Sheet, numbers: tuple[int, ...]) -> list[tuple[str, ...]]:
    """Return for each column the texts of its header cells from top to bottom, group titles spread to the right.

    A text that a merged range repeats downwards counts once; columns without any title at the right end are left out.
    """
    grids = [_spread(sheet, numbers, number) for number in numbers]
    width = max(map(len, grids), default=0)
    paths = []
    for column in range(width):
        parts = [grid[column] for grid in grids if column < len(grid) and grid[column]]
        paths.append(tuple(part for n, part in enumerate(parts) if n == 0 or part != parts[n - 1]))
    while paths and not paths[-1]:
        paths.pop()
    return paths


def flat_titles(sheet: Sheet, numbers: tuple[int, ...]) -> list[str]:
    """Return one title a column: its path as one text."""
    return ["".join(path) for path in title_paths(sheet, numbers)]


def _spread(sheet: Sheet, numbers: tuple[int, ...], number: int) -> list[str]:
    """Return the row's texts with merged ranges spread over what they cover, downwards too.

    Without a merged range a group title goes on to the right over gaps that a header row below fills.
    """
    texts = [without_blanks(cell.text) for cell in sheet.rows[number - 1].cells]
    merged = [r for r in sheet.merged if r[0] <= number <= r[2]]
    for top, left, _, right in merged:
        source = sheet.rows[top - 1].cell(left) if top <= len(sheet.rows) else EMPTY_CELL
        texts.extend([""] * (min(right, _MOST_COLUMNS) - len(texts)))
        for column in range(left, min(right, _MOST_COLUMNS) + 1):
            texts[column - 1] = without_blanks(source.text)
    lower = [sheet.rows[n - 1] for n in numbers if n > number]
    if lower and not any(r[3] > r[1] for r in merged):
        for column in range(2, max(len(texts), *(len(row.values) for row in lower)) + 1):
            texts.extend([""] * (column - len(texts)))
            if not texts[column - 1] and any(row.cell(column) for row in lower):
                texts[column - 1] = texts[column - 2]
    return texts
