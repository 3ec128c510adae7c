"""The views of the import preview: rows with check boxes, ticked by mouse or by the space bar."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTreeView

from ganbu_desktop.desktop.kit import theme


class CheckTable(QTableView):
    """A table of rows with a check box in the first column; space ticks all chosen rows alike."""

    def __init__(self, name: str, model: QAbstractItemModel, widths: tuple[int, ...], *, multiple: bool = True) -> None:
        """``widths`` of all columns but the last, in pixels at 100 %; the last takes the rest."""
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if multiple else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.pixels(32))
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, theme.pixels(width))

    def current_row(self) -> int:
        """Return the current row, -1 when there is none."""
        return self.currentIndex().row() if self.currentIndex().isValid() else -1

    def choose_row(self, row: int) -> None:
        """Make a row the current one."""
        if 0 <= row < self.model().rowCount():
            self.selectRow(row)
            self.setCurrentIndex(self.model().index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        rows = self.selectionModel().selectedRows() if self.selectionModel() else []
        if event.key() == Qt.Key.Key_Space and rows:
            toggle(self.model(), rows)
            return
        super().keyPressEvent(event)


class CheckTree(QTreeView):
    """A tree with check boxes in the first column; space ticks the current line from any column."""

    def __init__(self, name: str, model: QAbstractItemModel) -> None:
        """The first column takes a third, the others share the rest."""
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        for column in range(1, model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first column's share."""
        super().resizeEvent(event)
        self.setColumnWidth(0, min(theme.pixels(280), self.viewport().width() * 36 // 100))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        current = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and current.isValid():
            toggle(self.model(), [current.siblingAtColumn(0)])
            return
        super().keyPressEvent(event)


def toggle(model: QAbstractItemModel, indexes: list[QModelIndex]) -> None:
    """Turn the first row's tick and give all others the same."""
    role = Qt.ItemDataRole.CheckStateRole
    boxes = [i for i in indexes if i.data(role) is not None]
    if not boxes:
        return
    ticked = Qt.CheckState(boxes[0].data(role)) == Qt.CheckState.Checked
    for index in boxes:
        model.setData(index, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked, role)
