"""A table view whose first columns stay in sight: a second view of the same model lies over the first."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from ganbu_desktop.desktop import theme
from ganbu_desktop.desktop.tables.header import FilterHeader


def prepare(view: QTableView, header: FilterHeader) -> None:
    """Give a view the kit's habits: rows are chosen whole, scrolling is by pixel, heights are even."""
    view.setHorizontalHeader(header)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    rows = view.verticalHeader()
    rows.setSectionResizeMode(rows.ResizeMode.Fixed)
    rows.setDefaultSectionSize(theme.pixels(32))
    rows.setMinimumWidth(theme.pixels(44))
    rows.setHighlightSections(False)


class FrozenTableView(QTableView):
    """``freeze(n)`` keeps the first n columns in sight; Enter tells which row is opened."""

    opened = Signal(QModelIndex)
    _count = 0

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the view and the one over it."""
        super().__init__(parent)
        self.header = FilterHeader(self)
        prepare(self, self.header)
        self._over = QTableView(self)
        self.over_header = FilterHeader(self._over)
        prepare(self._over, self.over_header)
        self._dress_over()
        self.header.sectionResized.connect(self._main_resized)
        self.over_header.sectionResized.connect(self._over_resized)
        self.header.geometriesChanged.connect(self.update_over)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.header.place())
        self.verticalScrollBar().valueChanged.connect(self._over.verticalScrollBar().setValue)
        self._over.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.doubleClicked.connect(self.opened)
        self._over.doubleClicked.connect(self.opened)

    def _dress_over(self) -> None:
        over = self._over
        over.verticalHeader().hide()
        over.setFrameShape(QFrame.Shape.NoFrame)
        over.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        over.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        over.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        over.setStyleSheet(
            f"QTableView {{ border: none; border-right: 2px solid {theme.colours().line_strong}; border-radius: 0; }}"
        )
        over.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.viewport().stackUnder(over)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model in both views, with one selection."""
        super().setModel(model)
        self._over.setModel(model)
        self._over.setSelectionModel(self.selectionModel())
        if model is not None:
            model.modelReset.connect(self.update_over)

    def over(self) -> QTableView:
        """Return the view over the first columns."""
        return self._over

    def freeze(self, count: int) -> None:
        """Keep the first ``count`` columns in sight."""
        self._count = count
        self.update_over()

    def frozen(self) -> int:
        """Return how many columns are kept in sight."""
        return self._count

    def update_over(self) -> None:
        """Fit the upper view to the columns it shows."""
        model = self.model()
        columns = model.columnCount() if model is not None else 0
        for section in range(columns):
            self._over.setColumnHidden(section, section >= self._count)
            if section < self._count:
                self._over.setColumnWidth(section, self.columnWidth(section))
        self._over.setVisible(0 < self._count < columns)
        self._place_over()

    def _place_over(self) -> None:
        frame = self.frameWidth()
        left = self.verticalHeader().width() + frame
        self._over.setGeometry(
            QRect(left, frame, self._frozen_width() + 2, self.viewport().height() + self.header.height())
        )
        self.over_header.setFixedHeight(self.header.height())
        self.over_header.place()

    def _frozen_width(self) -> int:
        return sum(self.columnWidth(section) for section in range(self._count))

    def _main_resized(self, section: int, _old: int, new: int) -> None:
        if section < self._count and self._over.columnWidth(section) != new:
            self._over.setColumnWidth(section, new)
        self._place_over()

    def _over_resized(self, section: int, _old: int, new: int) -> None:
        if section < self._count and new > 0 and self.columnWidth(section) != new:
            self.setColumnWidth(section, new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep both views together."""
        super().resizeEvent(event)
        self._place_over()

    def updateGeometries(self) -> None:
        """Keep both views together when headers grow."""
        super().updateGeometries()
        if hasattr(self, "_over"):
            self._place_over()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, beside the frozen columns and not under them."""
        if index.column() < self._count:
            horizontal = self.horizontalScrollBar().value()
            super().scrollTo(index, hint)
            self.horizontalScrollBar().setValue(horizontal)
            return
        super().scrollTo(index, hint)
        hidden = self._frozen_width() - self.visualRect(index).left()
        if self._over.isVisible() and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
