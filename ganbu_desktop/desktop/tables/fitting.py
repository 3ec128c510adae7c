"""How a list fits its content: widths by what the first rows and the titles need, and where the rows are."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.tables.model import PagedTableModel
from ganbu_desktop.desktop.tables.source import MeasuredSource

ROWS_LOOKED_AT = 60
_PADDING, _TITLE_PADDING, MARK = 22, 30, 26
_SMALLEST, _LARGEST, LARGEST_WHOLE = 48, 280, 420
"""``LARGEST_WHOLE``: of the columns that stay in sight, which tell whose row it is."""
_NUMBER = re.compile(r"[-+−]?(\d{1,3}(,\d{3})+|\d{1,7})(\.\d+)?%?")
_MONTH = re.compile(r"(19|20)\d\d(\.\d\d)?")


def widths(model: PagedTableModel, metrics: QFontMetrics, frozen: int) -> list[int]:
    """Return a width in pixels for every column on show, by the first rows (a chunk that is read anyhow).

    The first ``frozen`` columns are whole; of these the source may tell its longest texts, wherever they stand.
    """
    rows = range(min(ROWS_LOOKED_AT, model.rowCount()))
    found = []
    for place, column in enumerate(model.shown_columns()):
        texts = {model.cell(row, place).replace("\n", " ") for row in rows}
        if place < frozen and isinstance(model.source, MeasuredSource):
            texts |= set(model.source.longest(column.key))
        text = max((metrics.horizontalAdvance(text) for text in texts), default=0) + theme.pixels(_PADDING)
        has_icon = column.is_state or (place == 0 and any(model.row_at(row).icon for row in rows))
        text += theme.pixels(MARK) if has_icon else 0
        title = metrics.horizontalAdvance(column.title) + theme.pixels(_TITLE_PADDING)
        largest = theme.pixels(LARGEST_WHOLE if place < frozen else _LARGEST)
        found.append(max(title, theme.pixels(_SMALLEST), min(text, largest)))
    return found


def holds_numbers(model: PagedTableModel, place: int) -> bool:
    """Return whether the first rows of a column show nothing but numbers; years and months are none."""
    texts = {model.cell(row, place).strip() for row in range(min(ROWS_LOOKED_AT, model.rowCount()))} - {"", "—"}
    return bool(texts) and all(_NUMBER.fullmatch(t) for t in texts) and not all(_MONTH.fullmatch(t) for t in texts)


def rows_rect(view: QTableView) -> QRect:
    """Return where a view's rows are, row numbers and frozen columns included."""
    rows, frame = view.viewport().geometry(), view.frameWidth()
    return QRect(frame, rows.top(), rows.right() - frame + 1, rows.height())
