"""Reading a home-made roster: header, columns, persons, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ganbu_desktop.exchange.cells import Cell
from ganbu_desktop.exchange.free_roster import rows as row_rules
from ganbu_desktop.exchange.free_roster.columns import LEFT_OUT, RosterColumn, layout_fingerprint, suggest
from ganbu_desktop.exchange.free_roster.header import find_header, flat_titles, title_paths
from ganbu_desktop.exchange.workbook import Row, Sheet, Workbook, fill_merged
from ganbu_desktop.foundation.errors import ExchangeError


class NoHeader(ExchangeError):
    """No row of the sheet looks like a header; the clerk may still point at it."""


_NAME_KEYS = ("A01.姓名", "A01.身份证号", "B01.机构名称")


_UNREAD = "有没有对应到项目的列，没有读入"


@dataclass(frozen=True)
class RosterRow:
    """One person's row: its number in the sheet, the group title above it, its non-empty cells by item key."""

    number: int
    hidden: bool
    group: str
    values: dict[str, Cell]


@dataclass(frozen=True)
class RosterReading:
    """What a sheet holds. ``mapping`` is the one used: column index to item key; keep it under ``fingerprint``.

    ``filled``: the names of the columns that hold something an item could take, by number.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: list[RosterColumn]
    mapping: dict[int, str]
    rows: list[RosterRow]
    skipped: list[tuple[int, str]]
    fingerprint: str
    notices: list[str] = field(default_factory=list)
    filled: dict[int, str] = field(default_factory=dict)

    def notices_for(self, mapping: Mapping[int, str]) -> list[str]:
        """Return the notices as they are with columns mapped otherwise: what is mapped by now is not called unread."""
        kept = [notice for notice in self.notices if not notice.startswith(_UNREAD)]
        return [*kept, *_unread(self.filled, mapping)]

    @property
    def hidden_count(self) -> int:
        """How many persons stand in hidden rows that were left out."""
        return sum(reason == row_rules.HIDDEN for _, reason in self.skipped)


def best_sheet(workbook: Workbook) -> Sheet:
    """Return the visible sheet with a roster header and most rows; raises ExchangeError when none has one."""
    candidates = [sheet for sheet in workbook.sheets if find_header(sheet)]
    if not candidates:
        raise ExchangeError(f"“{workbook.path.name}”里没有找到表头（至少要有“姓名”等两个认识的列名）；数据未改动")
    return max(candidates, key=lambda sheet: (not sheet.hidden, len(sheet.rows)))


def read_roster(
    sheet: Sheet,
    mapping: Mapping[int, str | None] | None = None,
    *,
    header: tuple[int, ...] = (),
    include_hidden: bool = False,
) -> RosterReading:
    """Read a sheet. ``mapping`` (column index from 1 to item key, None or ``-`` for left out) replaces the suggestions.

    ``header``: the numbers of the header rows where somebody has said so; without, they are looked for.
    Raises ExchangeError when no header is found.
    """
    header = header or find_header(sheet)
    if not header:
        raise NoHeader(f"工作表“{sheet.name}”里没有找到表头（至少要有“姓名”等两个认识的列名）；数据未改动")
    filled_sheet, filled = fill_merged(sheet, header[-1] + 1)
    body = filled_sheet.rows[header[-1] :]
    paths = title_paths(sheet, header)
    width = max([len(paths), *(len(row.values) for row in body)])
    paths += [()] * (width - len(paths))
    titles = ["".join(path) for path in paths]
    columns = suggest(paths, row_rules.samples_of(body, width))
    used = _used_mapping(columns, mapping)
    rows, skipped = _divide(body, titles, used, include_hidden=include_hidden or sheet.hidden)
    notices = _notices(sheet, columns, mapping, filled)
    held = _filled(body, columns)
    notices += _unread(held, used)
    fingerprint = layout_fingerprint(flat_titles(sheet, header))
    return RosterReading(sheet.name, header, columns, used, rows, skipped, fingerprint, notices, held)


def _used_mapping(columns: Sequence[RosterColumn], mapping: Mapping[int, str | None] | None) -> dict[int, str]:
    if mapping is None:
        chosen = {column.index: column.suggested_key for column in columns if column.confidence >= 0.7}
    else:
        chosen = dict(mapping)
    return {index: key for index, key in chosen.items() if key and key != LEFT_OUT}


def _divide(
    body: Sequence[Row], titles: Sequence[str], mapping: Mapping[int, str], *, include_hidden: bool
) -> tuple[list[RosterRow], list[tuple[int, str]]]:
    """Divide the rows into persons and those left out."""
    names = [index for index, key in mapping.items() if key in _NAME_KEYS]
    persons: list[RosterRow] = []
    skipped: list[tuple[int, str]] = []
    group = ""
    for row in body:
        reason = row_rules.reason_to_skip(row, titles, names)
        if reason is None and row.hidden and not include_hidden:
            reason = row_rules.HIDDEN
        if reason is None:
            values = {key: cell for index, key in mapping.items() if (cell := row.cell(index))}
            persons.append(RosterRow(row.number, row.hidden, group, values))
            continue
        if reason == row_rules.GROUP:
            group = row_rules.group_title(row)
        skipped.append((row.number, reason))
    last = max([person.number for person in persons], default=0)
    return persons, list(row_rules.notes_at_the_end(skipped, last))


def _filled(body: Sequence[Row], columns: Sequence[RosterColumn]) -> dict[int, str]:
    """Return the columns that hold something an item could take, by number; untitled ones show what."""
    return {
        column.index: column.title or f"{column.name}：{'，'.join(column.samples)}"
        for column in columns
        if not column.rival and column.suggested_key != LEFT_OUT and any(row.cell(column.index) for row in body)
    }


def _unread(filled: Mapping[int, str], used: Mapping[int, str]) -> list[str]:
    """Return a sentence for the columns that hold something and are taken as no item."""
    left = [name for index, name in filled.items() if index not in used]
    return [f"{_UNREAD}：{'、'.join(left)}"] if left else []


def _notices(
    sheet: Sheet, columns: Sequence[RosterColumn], mapping: Mapping[int, str | None] | None, filled: int
) -> list[str]:
    notices = []
    if sheet.hidden:
        notices.append(f"工作表“{sheet.name}”是隐藏的")
    if filled:
        notices.append(f"有 {filled} 处合并的单元格，各行都按合并的内容读取")
    hidden = [column.title for column in columns if column.index in sheet.hidden_columns and column.title]
    if hidden:
        notices.append(f"有隐藏的列，照常读取：{'、'.join(hidden)}")
    rivals = [column.title for column in columns if column.rival]
    if rivals and mapping is None:
        notices.append(f"有重复的列，只用其中一列：{'、'.join(rivals)}")
    return notices
