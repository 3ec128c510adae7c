"""Rows as text for the clipboard, in the shape that spreadsheets paste into cells."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.desktop.tables.model import PagedTableModel


def as_text(model: PagedTableModel, ids: Sequence[str]) -> str:
    """Return rows as tab-separated lines, with the titles above when there are several."""
    rows = [model.row_of(i) for i in ids]
    width = model.columnCount()
    lines = [[model.cell(row, column) for column in range(width)] for row in rows if row is not None]
    if len(lines) > 1:
        lines.insert(0, [column.title for column in model.shown_columns()])
    return "\n".join("\t".join(_one_line(cell) for cell in line) for line in lines)


def _one_line(cell: str) -> str:
    """Return a cell that spans lines in quotes, so that it stays one cell."""
    if "\n" in cell or "\t" in cell or '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
