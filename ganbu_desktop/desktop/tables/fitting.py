"""How a list fits its content: widths by what the first rows and the titles need, and where the rows are."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.tables.model import PagedTableModel

ROWS_LOOKED_AT = 60
_PADDING, _TITLE_PADDING, MARK = 22, 30, 26
_SMALLEST, _LARGEST = 64, 280


def widths(model: PagedTableModel, metrics: QFontMetrics) -> list[int]:
    """Return a width in pixels for every column on show, by the first rows (a chunk that is read anyhow)."""
    rows = range(min(ROWS_LOOKED_AT, model.rowCount()))
    found = []
    for place, column in enumerate(model.shown_columns()):
        texts = {model.cell(row, place).replace("\n", " ") for row in rows}
        text = max((metrics.horizontalAdvance(text) for text in texts), default=0) + theme.pixels(_PADDING)
        text += theme.pixels(MARK) if column.is_state else 0
        title = metrics.horizontalAdvance(column.title) + theme.pixels(_TITLE_PADDING)
        smallest, largest = theme.pixels(_SMALLEST), theme.pixels(_LARGEST)
        found.append(max(title, smallest, min(text, largest)))
    return found


def rows_rect(view: QTableView) -> QRect:
    """Return where a view's rows are, row numbers and frozen columns included."""
    rows, frame = view.viewport().geometry(), view.frameWidth()
    return QRect(frame, rows.top(), rows.right() - frame + 1, rows.height())
