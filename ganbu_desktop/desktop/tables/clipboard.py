"""Rows and cells as text for the clipboard, in the shape that spreadsheets paste into cells."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.desktop.tables.chosen import Chosen, Span
from ganbu_desktop.desktop.tables.model import PagedTableModel


def copied(model: PagedTableModel, chosen: Chosen, *, cells: bool, titles: bool | None) -> tuple[str, str]:
    """Return what is chosen as text, and a sentence on it; both empty when nothing is."""
    span = chosen.span()
    if span is None:
        return "", ""
    if cells:
        return span_text(model, span, titles=bool(titles)), f"已复制 {span.height:,} 行、{span.width} 列"
    ids = chosen.ids()
    return as_text(model, ids), f"已复制 {len(ids)} 行" if ids else ""


def as_text(model: PagedTableModel, ids: Sequence[str]) -> str:
    """Return rows as tab-separated lines, with the titles above when there are several."""
    rows = [model.row_of(i) for i in ids]
    width = model.columnCount()
    lines = [[model.cell(row, column) for column in range(width)] for row in rows if row is not None]
    if len(lines) > 1:
        lines.insert(0, [column.title for column in model.shown_columns()])
    return _text(lines)


def span_text(model: PagedTableModel, span: Span, *, titles: bool) -> str:
    """Return a rectangle of cells as tab-separated lines, with the titles above where asked for."""
    columns = range(span.left, span.right + 1)
    lines = [[model.cell(row, column) for column in columns] for row in range(span.top, span.bottom + 1)]
    if titles:
        lines.insert(0, [model.shown_columns()[column].title for column in columns])
    return _text(lines)


def _text(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(_one_line(cell) for cell in line) for line in lines)


def _one_line(cell: str) -> str:
    """Return a cell that spans lines in quotes, so that it stays one cell."""
    if "\n" in cell or "\t" in cell or '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
