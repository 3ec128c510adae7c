"""Plain tables as workbooks: lists of findings and results. Every cell is text, so nothing can become a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ganbu_desktop.foundation.files import safe_write

Table = tuple[str, Sequence[str], Iterable[Sequence[str]]]
_WIDEST, _NARROWEST = 60, 8


def write_table(target: Path, tables: Sequence[Table]) -> None:
    """Write sheets of (name, header, rows): frozen header, filter, widths by content, wrapped text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    bold, fill = Font(bold=True), PatternFill("solid", start_color="E8EDF2")
    wrap = Alignment(wrap_text=True, vertical="top")

    def cells(sheet: Any, values: Sequence[str], *, is_header: bool) -> list[Any]:
        found = []
        for value in values:
            cell = WriteOnlyCell(sheet, value=_legal(value))
            cell.data_type, cell.number_format, cell.alignment = "s", "@", wrap
            if is_header:
                cell.font, cell.fill = bold, fill
            found.append(cell)
        return found

    for name, header, rows in tables:
        kept = [tuple(row) for row in rows]
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, title in enumerate(header, 1):
            widest = max([_width(title), *(_width(row[number - 1]) for row in kept[:500])])
            sheet.column_dimensions[get_column_letter(number)].width = min(max(widest + 2, _NARROWEST), _WIDEST)
        sheet.append(cells(sheet, header, is_header=True))
        for row in kept:
            sheet.append(cells(sheet, row, is_header=False))
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(kept) + 1}"
    with safe_write(target) as temporary:
        book.save(temporary)


def _legal(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\n\t")[:32767]


def _width(text: str) -> int:
    longest = max(text.split("\n"), key=len, default="")
    return sum(2 if ord(c) > 0x2E80 else 1 for c in longest)
