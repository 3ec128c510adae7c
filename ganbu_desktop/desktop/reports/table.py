"""A report's table on screen: header in as many lines as it has rows, figures that open what they stand on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.foundation.header_cells import column_names
from ganbu_desktop.kernel.report.spec import Cell, Figure, ReportTable

_LEAST_WIDTH, _HEAD_PADDING = 74, 18
_WRAPPED_ROWS = 400
_ALIGNS = {
    "l": Qt.AlignmentFlag.AlignLeft,
    "c": Qt.AlignmentFlag.AlignHCenter,
    "r": Qt.AlignmentFlag.AlignRight,
}
_Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractTableModel):
    """The cells of one table."""

    def __init__(self, table: ReportTable) -> None:
        super().__init__()
        self.table = table
        self._names = column_names(table.header, len(table.widths))
        self._linked = QFont()
        self._linked.setUnderline(True)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.table.widths)

    def cell(self, index: _Index) -> Cell:
        return self.table.rows[index.row()][index.column()]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        text = cell if isinstance(cell, str) else cell.shown()
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            aligns = self.table.aligns
            letter = aligns[index.column()] if index.column() < len(aligns) else "c"
            return _ALIGNS.get(letter, Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
        if isinstance(cell, Figure):
            if role == Qt.ItemDataRole.ForegroundRole:
                return QColor(theme.colours().accent_dark)
            if role == Qt.ItemDataRole.FontRole:
                return self._linked
            if role == Qt.ItemDataRole.ToolTipRole:
                return "点开看这个数怎么来的（回车）"
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.title(index)}：{text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._names[section].replace("·", "\n")
        return None

    def title(self, index: _Index) -> str:
        """Return what the figure at ``index`` is called: row and column."""
        row = self.table.rows[index.row()]
        label = next((cell for cell in row if isinstance(cell, str) and cell and not cell.isdigit()), "")
        return "·".join(part for part in (label, self._names[index.column()]) if part)


class ReportTableView(QTableView):
    """One table of a report; ``figure_opened`` tells title and figure."""

    figure_opened = Signal(str, object)

    def __init__(self, table: ReportTable) -> None:
        """Show ``table``."""
        super().__init__()
        self._model = _Model(table)
        self.setModel(self._model)
        self.verticalHeader().hide()
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(table.title or "报表内容")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        self.horizontalHeader().setStretchLastSection(True)
        self.clicked.connect(self._open)
        if table.rows:
            self.setCurrentIndex(self._first_figure())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns as on paper; narrow ones keep room for words, and the view scrolls then."""
        super().resizeEvent(event)
        table = self._model.table
        whole, room = sum(table.widths), self.viewport().width()
        for column, share in enumerate(table.widths):
            self.setColumnWidth(column, max(theme.pixels(_LEAST_WIDTH), int(room * share / whole)))
        self.horizontalHeader().setFixedHeight(self._header_height())
        if len(table.rows) <= _WRAPPED_ROWS:
            self.resizeRowsToContents()

    def _header_height(self) -> int:
        """Return the height in which the words of every column stand whole; Qt does not wrap for itself."""
        font = self.font()
        font.setBold(True)
        metrics, highest = QFontMetrics(font), 0
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWrapAnywhere)
        for column in range(self._model.columnCount()):
            text = self._model.headerData(column, Qt.Orientation.Horizontal)
            room = QRect(0, 0, max(self.columnWidth(column) - theme.pixels(_HEAD_PADDING), 1), 1000)
            highest = max(highest, metrics.boundingRect(room, flags, text).height())
        return highest + theme.pixels(_HEAD_PADDING)

    def _first_figure(self) -> QModelIndex:
        cells = self._model.table.rows[0]
        column = next((n for n, cell in enumerate(cells) if isinstance(cell, Figure)), 0)
        return self._model.index(0, column)

    def _open(self, index: QModelIndex) -> None:
        cell = self._model.cell(index)
        if isinstance(cell, Figure):
            self.figure_opened.emit(self._model.title(index), cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current figure."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)
