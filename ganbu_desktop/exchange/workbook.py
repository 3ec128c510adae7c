"""A table file from outside as sheets of rows of cells, read in a worker process; knows no persons and no fields."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from ganbu_desktop.exchange.cells import EMPTY_CELL, Cell, RawValue, cell_of
from ganbu_desktop.exchange.plain import building_in_bulk
from ganbu_desktop.exchange.sandbox import Limits, run_isolated
from ganbu_desktop.exchange.sniff import TABLES, FileKind, inspect, refusal
from ganbu_desktop.foundation.errors import ExchangeError

ERROR_SHEET = "错误"
"""The sheet of findings that ``annotate`` adds to a clerk's workbook; never read back as data."""


class Row(NamedTuple):
    """One row: its number in the sheet (from 1), whether the sheet hides it, and its values as read."""

    number: int
    values: list[RawValue]
    hidden: bool = False

    @property
    def cells(self) -> list[Cell]:
        """The row's cells, made when asked for; ``cells[0]`` is column A."""
        return [cell_of(value) for value in self.values]

    def cell(self, column: int) -> Cell:
        """Return the cell of a column (from 1), empty beyond the row's end."""
        return cell_of(self.values[column - 1]) if 0 < column <= len(self.values) else EMPTY_CELL

    @property
    def is_blank(self) -> bool:
        """Tell whether no cell holds anything that can be seen."""
        return not any(value.strip() if isinstance(value, str) else value is not None for value in self.values)


_MAX_COVERED = 1_000_000
"""Merged ranges that overlap each other in a hostile file are followed this far."""


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``merged`` ranges are (first row, first column, last row, last column), all from 1."""

    name: str
    rows: list[Row]
    hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """All sheets in order, and what the clerk should know about the file (whole sentences)."""

    path: Path
    kind: FileKind
    sheets: list[Sheet]
    notices: list[str] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet of this name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read_workbook(
    path: Path | str, *, skip: Collection[str] = (), cancelled: Callable[[], bool] | None = None
) -> Workbook:
    """Read a table file of any readable kind; sheets named in ``skip`` are left out.

    Raises ExchangeError with a sentence beginning with the file's name for everything that cannot be read, Cancelled.
    """
    source = Path(path)
    found = inspect(source)
    if found.kind not in TABLES:
        raise ExchangeError(f"“{source.name}”：{refusal(found.kind) or '这不是表格文件；数据未改动'}")
    request = (str(source.resolve()), found.kind.name, found.encoding, sorted(skip))
    try:
        plain = run_isolated("parse.tables:read_tables", *request, limits=Limits.for_file(source), cancelled=cancelled)
    except ExchangeError as error:
        raise ExchangeError(f"“{source.name}”：{error}") from error
    return _workbook(source, found.kind, plain["sheets"])


def _workbook(source: Path, kind: FileKind, sheets: list[dict[str, Any]]) -> Workbook:
    notices = ["文件里有宏，宏不会运行，也不会保留"] if kind is FileKind.XLSM else []
    if kind in {FileKind.XLSB, FileKind.ODS}:
        notices.append(f"{kind.value}里的隐藏行无法辨认，隐藏的行会一并读入")
    sheets = [sheet for sheet in sheets if sheet["name"] != ERROR_SHEET]
    for sheet in sheets:
        notices.extend(f"工作表“{sheet['name']}”{text}" for text in sheet["notices"])
    with building_in_bulk():
        return Workbook(source, kind, [_sheet(sheet) for sheet in sheets], notices)


def _sheet(plain: dict[str, Any]) -> Sheet:
    hidden = set(plain["hidden_rows"])
    rows = [Row(number, values, number in hidden) for number, values in enumerate(plain["rows"], 1)]
    merged = [(a, b, c, d) for a, b, c, d in plain["merged"]]
    return Sheet(plain["name"], rows, plain["hidden"], merged, frozenset(plain["hidden_columns"]))


def fill_merged(sheet: Sheet, first_row: int) -> tuple[Sheet, int]:
    """Return the sheet with merged values written into every row they cover, from ``first_row`` on, and how many.

    Only downwards: a range over several columns keeps its value in the first one, where a title or note stands.
    """
    ranges = [r for r in sheet.merged if r[0] >= first_row and r[2] > r[0] and r[0] <= len(sheet.rows)]
    if not ranges:
        return sheet, 0
    values = [list(row.values) for row in sheet.rows]
    filled = covered = 0
    for top, left, bottom, _ in ranges:
        covered += min(bottom, len(values)) - top
        if covered > _MAX_COVERED:
            break
        value = sheet.rows[top - 1].values[left - 1] if left <= len(sheet.rows[top - 1].values) else ""
        if not cell_of(value):
            continue
        filled += 1
        for number in range(top, min(bottom, len(values))):
            values[number].extend([""] * (left - len(values[number])))
            values[number][left - 1] = value
    rows = [row._replace(values=new) for row, new in zip(sheet.rows, values, strict=True)]
    return replace(sheet, rows=rows), filled
