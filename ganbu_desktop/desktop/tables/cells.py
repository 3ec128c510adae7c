"""A table view whose cells may be edited, with the heads of groups drawn across its columns."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.tables.model import PagedTableModel
from ganbu_desktop.desktop.tables.source import RowGroup

_Trigger = QAbstractItemView.EditTrigger
_TYPED = (_Trigger.DoubleClicked, _Trigger.EditKeyPressed, _Trigger.AnyKeyPressed)
_TINT = 38
"""How strongly, of 255, a refused cell is tinted: its text stays readable on it."""
Index = QModelIndex | QPersistentModelIndex


class CellsView(QTableView):
    """Says why a cell cannot be typed into; ``shown_in`` names another view that shows the cell on top of this one."""

    refused = Signal(str)

    def shown_in(self, index: Index) -> CellsView | None:
        """Return the view in which a cell is edited, None for this one."""
        return None

    def edit(self, index: Index, trigger: Any = None, event: Any = None) -> bool:  # type: ignore[override]
        """Open the editor of a cell, in the view that shows it, or tell why it stays shut."""
        asked = _Trigger.EditKeyPressed if trigger is None else trigger
        typed = asked in _TYPED and bool(self.editTriggers() & asked) and index.isValid()
        if typed and not self._may(index):
            return False
        view = self.shown_in(index) or self
        return view.open_editor(index, asked, event)

    def open_editor(self, index: Index, trigger: Any, event: Any) -> bool:
        """Open the editor of a cell here."""
        return bool(super().edit(index, trigger, event))

    def _may(self, index: Index) -> bool:
        model = self.model()
        entry = model.entry_at(index.row()) if isinstance(model, PagedTableModel) else None
        if not isinstance(model, PagedTableModel) or model.editing is None or entry is None:
            return True
        why = model.editing.column_refusal(model.key(index.column())) or model.editing.refusal(entry)
        if why:
            self.refused.emit(why)
        return not why

    def keyboardSearch(self, search: str) -> None:
        """Leave letters alone: Qt would read every row to find one that begins with them."""

    def covered_width(self) -> int:
        """Return how many pixels at the left another view covers: nothing is painted there."""
        return 0

    # ---- the heads of groups

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, and each head's words across the columns."""
        covered = self.covered_width()
        if covered:
            seen = event.region().subtracted(QRegion(0, 0, covered, self.viewport().height()))
            super().paintEvent(QPaintEvent(seen))
        else:
            super().paintEvent(event)
        model = self.model()
        if self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectItems:
            self._paint_current()
        if isinstance(model, PagedTableModel) and (len(model.groups) or model.refused()):
            painter = QPainter(self.viewport())
            for row in self._rows_in_sight(model):
                head = model.group_at(row)
                if head is not None:
                    self._paint_head(painter, model, row, head)
                else:
                    self._paint_refused(painter, model, row)
            painter.end()

    def _rows_in_sight(self, model: PagedTableModel) -> range:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(max(0, first), (last if last >= 0 else model.rowCount() - 1) + 1)

    def _paint_refused(self, painter: QPainter, model: PagedTableModel, row: int) -> None:
        """Tint the cells of a row whose text is not written."""
        tint = QColor(theme.colours().error)
        tint.setAlpha(_TINT)
        for column in model.refused_columns(row):
            if not self.isColumnHidden(column):
                painter.fillRect(self.visualRect(model.index(row, column)), tint)

    def _paint_current(self) -> None:
        """Draw a frame around the current cell, so that it is seen within a range."""
        index = self.currentIndex()
        focused = self.hasFocus() or ((proxy := self.focusProxy()) is not None and proxy.hasFocus())
        if not index.isValid() or self.isColumnHidden(index.column()):
            return
        colours = theme.colours()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(colours.accent if focused else colours.line_strong), 2))
        painter.drawRect(self.visualRect(index).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_head(self, painter: QPainter, model: PagedTableModel, row: int, head: RowGroup) -> None:
        area = QRect(0, self.rowViewportPosition(row), self._free_width(model, head), self.rowHeight(row))
        chosen = self.selectionModel().isRowSelected(row, QModelIndex()) or self.currentIndex().row() == row
        colours = theme.colours()
        painter.fillRect(area, QColor(colours.accent_soft if chosen else colours.stripe))
        size, gap = theme.pixels(16), theme.pixels(6)
        icon = icons.icon("down" if model.groups.is_open(head) else "right", "muted")
        icon.paint(painter, QRect(gap, area.top(), size, area.height()))
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        words = area.adjusted(size + 2 * gap, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"{head.label}（{head.count:,}）")

    def _free_width(self, model: PagedTableModel, head: RowGroup) -> int:
        """Return how far a head's words may reach: up to the first column with a subtotal."""
        edge = self.viewport().width()
        for section, column in enumerate(model.shown_columns()):
            if column.key in head.totals and not self.isColumnHidden(section) and section:
                return max(0, min(edge, self.columnViewportPosition(section)))
        return edge
