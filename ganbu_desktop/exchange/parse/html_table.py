"""Web pages saved as ``.xls`` by older systems: every table becomes a sheet. No network, no scripts."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from ganbu_desktop.exchange.parse.sheet_facts import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from ganbu_desktop.foundation.errors import ExchangeError

_BREAKS = {"br", "p", "div", "li"}
_SILENT = {"script", "style", "head", "title", "xml"}
_MAX_SPAN = 1000


class _Table:
    """One table being filled; cells that a span covers from above are skipped."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.hidden_rows: list[int] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.covered: set[tuple[int, int]] = set()

    def add(self, text: str, row_span: int, column_span: int) -> None:
        row = self.rows[-1]
        while (len(self.rows), len(row) + 1) in self.covered:
            row.append("")
        number, column = len(self.rows), len(row) + 1
        if column + column_span > MAX_COLUMNS + 1:
            return
        row.extend([text, *[""] * (column_span - 1)])
        if row_span > 1 or column_span > 1:
            self.merged.append((number, column, number + row_span - 1, column + column_span - 1))
            self.covered.update((number + r, column + c) for r in range(1, row_span) for c in range(column_span))


class _TableParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self.cell: list[str] | None = None
        self.spans = (1, 1)
        self.silent = 0
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self._finish_cell()
            self.open.append(_Table())
            self.tables.append(self.open[-1])
        elif tag == "tr" and self.open:
            self._finish_cell()
            self._start_row(attributes)
        elif tag in {"td", "th"} and self.open:
            self._finish_cell()
            if not self.open[-1].rows:
                self._start_row({})
            self.cell, self.spans = [], (_span(attributes, "rowspan"), _span(attributes, "colspan"))
        elif tag in _BREAKS and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in {"td", "th", "tr"}:
            self._finish_cell()
        elif tag == "table" and self.open:
            self._finish_cell()
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.silent:
            self.cell.append(" ".join(data.replace("\n", " ").replace("\r", " ").split(" ")))

    def _start_row(self, attributes: dict[str, str]) -> None:
        table = self.open[-1]
        table.rows.append([])
        style = attributes.get("style", "").replace(" ", "").lower()
        if "display:none" in style or "mso-hide:all" in style or "hidden" in attributes:
            table.hidden_rows.append(len(table.rows))
        if len(table.rows) > MAX_ROWS:
            raise ExchangeError("表格行数超过能读取的上限，请分成几个文件后再导入；数据未改动")

    def _finish_cell(self) -> None:
        if self.cell is not None and self.open and self.open[-1].rows:
            self.cells += self.spans[0] * self.spans[1]
            if self.cells > MAX_CELLS:
                raise ExchangeError("表格单元格数超过能读取的上限，请分成几个文件后再导入；数据未改动")
            lines = [" ".join(line.split(" ")).strip() for line in "".join(self.cell).split("\n")]
            self.open[-1].add("\n".join(lines).strip(), *self.spans)
        self.cell = None


def _span(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1").strip()
    return min(max(int(text), 1), _MAX_SPAN) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def read_html(text: str) -> dict[str, Any]:
    """Return the tables of a page as sheets, the plain form of ``spreadsheet``; text only, spans as merged ranges."""
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    parser._finish_cell()
    tables = [table for table in parser.tables if any(any(row) for row in table.rows)]
    names = ["网页表格"] if len(tables) == 1 else [f"网页表格{number}" for number in range(1, len(tables) + 1)]
    return {"sheets": [_plain(name, table) for name, table in zip(names, tables, strict=True)]}


def _plain(name: str, table: _Table) -> dict[str, Any]:
    return {
        "name": name,
        "hidden": False,
        "rows": table.rows,
        "hidden_rows": table.hidden_rows,
        "hidden_columns": [],
        "merged": table.merged,
        "notices": [],
    }
