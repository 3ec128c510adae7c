"""A table view whose first columns stay in sight: a second view of the same model lies over the first."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyledItemDelegate, QTableView, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors.cell import CellDelegate
from ganbu_desktop.desktop.tables import keys
from ganbu_desktop.desktop.tables.cells import CellsView, Index
from ganbu_desktop.desktop.tables.chosen import Chosen, Span
from ganbu_desktop.desktop.tables.header import FilterHeader
from ganbu_desktop.desktop.tables.model import PagedTableModel

_Trigger = QAbstractItemView.EditTrigger
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


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


class FrozenTableView(CellsView):
    """``freeze(n)`` keeps the first n columns in sight; Enter tells which row is opened.

    Where cells are edited (``edit_cells``), Enter goes down, Tab right, and Ctrl+Enter opens the row.
    """

    opened = Signal(QModelIndex)
    asked = Signal(str)
    """A key of a spreadsheet was pressed: one of the words of ``tables.keys``."""
    _count = 0
    _is_grid = False
    _enter_opens = True

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the view and the one over it."""
        super().__init__(parent)
        self.header = FilterHeader(self)
        prepare(self, self.header)
        self._over = CellsView(self)
        self.over_header = FilterHeader(self._over)
        prepare(self._over, self.over_header)
        self._dress_over()
        self.header.sectionResized.connect(self._main_resized)
        self.over_header.sectionResized.connect(self._over_resized)
        self.header.geometriesChanged.connect(self.update_over)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.header.place())
        self.verticalScrollBar().valueChanged.connect(self._over.verticalScrollBar().setValue)
        self._over.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        for view in (self, self._over):
            view.doubleClicked.connect(self._double_clicked)
        self._over.refused.connect(self.refused)

    def _dress_over(self) -> None:
        over = self._over
        over.verticalHeader().hide()
        over.setFrameShape(QFrame.Shape.NoFrame)
        over.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        over.setFocusProxy(self)
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

    def edit_cells(self, *, enter_opens: bool = False) -> None:
        """Choose cells instead of rows and let them be typed into.

        ``enter_opens``: Enter and a double click open the row as in other tables; F2 and typing edit.
        """
        self._is_grid, self._enter_opens = True, enter_opens
        triggers = _Trigger.AnyKeyPressed | _Trigger.EditKeyPressed
        for view in (self, self._over):
            view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
            view.setEditTriggers(triggers if enter_opens else triggers | _Trigger.DoubleClicked)
            delegate = CellDelegate(view)
            delegate.moved.connect(self.step)
            view.setItemDelegate(delegate)
            view.setShowGrid(True)

    def clears(self) -> bool:
        """Return whether Delete empties the chosen cells."""
        return self._is_grid and not self._enter_opens

    def is_grid(self) -> bool:
        """Return whether cells are chosen singly."""
        return self._is_grid

    def over(self) -> QTableView:
        """Return the view over the first columns."""
        return self._over

    def shown_in(self, index: Index) -> CellsView | None:
        """Edit the cells of the frozen columns in the view that shows them."""
        return self._over if index.column() < self._count and self._over.isVisible() else None

    def set_row_height(self, pixels: int) -> None:
        """Set the height of every row, in pixels."""
        for view in (self, self._over):
            view.verticalHeader().setDefaultSectionSize(pixels)

    # ---- the frozen columns

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

    def covered_width(self) -> int:
        """Return the width of the frozen columns, which the upper view paints."""
        return self._frozen_width() if self._over.isVisible() else 0

    def _frozen_width(self) -> int:
        return sum(self.columnWidth(section) for section in range(self._count))

    def _main_resized(self, section: int, _old: int, new: int) -> None:
        if section < self._count and self._over.columnWidth(section) != new:
            self._over.setColumnWidth(section, new)
        self._place_over()

    def _over_resized(self, section: int, _old: int, new: int) -> None:
        is_stretched = section == self.header.count() - 1  # the last one takes what room there is, whatever it is given
        if section < self._count and new > 0 and not is_stretched and self.columnWidth(section) != new:
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

    # ---- keys

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current and only chosen one, whatever keys are held."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def step(self, down: int, right: int) -> None:
        """Move the current cell; Tab at the end of a row goes on in the next."""
        model, index = self.model(), self.currentIndex()
        row, column = index.row() + down, index.column() + right
        if column >= model.columnCount():
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, model.columnCount() - 1
        target = model.index(row, column)
        if target.isValid():
            self.go_to(target)

    def commit_open_editor(self) -> None:
        """Take the text of an input that is still open."""
        index = self.currentIndex()
        for view in (self, self._over):
            widget = view.indexWidget(index) if index.isValid() else None
            if widget is not None and view.state() == QAbstractItemView.State.EditingState:
                view.commitData(widget)
                view.closeEditor(widget, QStyledItemDelegate.EndEditHint.NoHint)

    def _double_clicked(self, index: QModelIndex) -> None:
        if self._enter_opens or self._on_head(index):
            self.opened.emit(index)

    def _on_head(self, index: QModelIndex) -> bool:
        model = self.model()
        return isinstance(model, PagedTableModel) and model.group_at(index.row()) is not None

    def event(self, event: QEvent) -> bool:
        """Keep the grid's own keys from the window's shortcuts, and Tab from Qt's walk through the inputs."""
        if self._is_grid and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and (self._asked(event) or self._jumped(event)):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in _TABS and not self._at_end(event):
                self.step(0, 1 if event.key() == Qt.Key.Key_Tab else -1)
                return True
        return super().event(event)

    def _jumped(self, event: QKeyEvent) -> tuple[int, int] | None:
        """Return the direction of a jump; lists that open by Enter keep Ctrl+Shift and arrows for moving rows."""
        return None if self._enter_opens and keys.extends(event) else keys.jump_by(event)

    def _at_end(self, event: QKeyEvent) -> bool:
        """Return whether Tab leaves the table: at its last cell, or back from its first."""
        index, model = self.currentIndex(), self.model()
        if not index.isValid() or event.modifiers() & Qt.KeyboardModifier.ControlModifier or self._enter_opens:
            return True
        if event.key() == Qt.Key.Key_Backtab:
            return (index.row(), index.column()) == (0, 0)
        return (index.row(), index.column()) == (model.rowCount() - 1, model.columnCount() - 1)

    def _asked(self, event: QKeyEvent) -> str:
        model = self.model()
        is_edited = isinstance(model, PagedTableModel) and model.editing is not None
        asked = keys.asked_by(event) if is_edited else ""
        if asked == keys.CLEAR and not self.clears():
            asked = ""
        return asked or keys.choice_by(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys of a spreadsheet; elsewhere Enter opens the current row."""
        index = self.currentIndex()
        if event.key() in keys.ENTER and index.isValid():
            self._enter(event, index)
        elif index.isValid() and self._turns_head(event, index):
            self.opened.emit(index)
        elif self._is_grid and (asked := self._asked(event)):
            self._choose_whole(asked) if keys.choice_by(event) else self.asked.emit(asked)
        elif self._is_grid and index.isValid() and (jump := self._jumped(event)):
            self._jump(jump, extend=keys.extends(event))
        elif self._is_grid and event.matches(QKeySequence.StandardKey.Cancel):
            self.asked.emit(keys.FORGET)
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _enter(self, event: QKeyEvent, index: QModelIndex) -> None:
        opens = self._enter_opens or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if opens or self._on_head(index):
            self.opened.emit(index)
        else:
            self.step(-1 if keys.extends(event) else 1, 0)

    def _turns_head(self, event: QKeyEvent, index: QModelIndex) -> bool:
        """Return whether a key opens or closes the group whose head is current: + and -, or Space."""
        keys_of_heads = (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Space)
        return event.key() in keys_of_heads and not event.modifiers() and self._on_head(index)

    def _choose_whole(self, asked: str) -> None:
        chosen, model = self._chosen(), self.model()
        span = chosen.span()
        if span is None:
            return
        if asked == keys.WHOLE_ROW:
            whole = Span(span.top, 0, span.bottom, model.columnCount() - 1)
        else:
            whole = Span(0, span.left, model.rowCount() - 1, span.right)
        chosen.choose(whole, self.currentIndex())

    def _jump(self, direction: tuple[int, int], *, extend: bool) -> None:
        """Go to the first or last row or column, the choice with it where ``extend``."""
        model, index, chosen = self.model(), self.currentIndex(), self._chosen()
        down, right = direction
        row = index.row() if not down else 0 if down < 0 else model.rowCount() - 1
        column = index.column() if not right else 0 if right < 0 else model.columnCount() - 1
        target = model.index(row, column)
        if not extend:
            self.go_to(target)
            return
        span = chosen.span()
        assert span is not None
        fixed_row = span.bottom if index.row() == span.top and span.height > 1 else span.top
        fixed_column = span.right if index.column() == span.left and span.width > 1 else span.left
        wanted = Span(min(fixed_row, row), min(fixed_column, column), max(fixed_row, row), max(fixed_column, column))
        chosen.choose(wanted, target)
        self.scrollTo(target)

    def _chosen(self) -> Chosen:
        model = self.model()
        assert isinstance(model, PagedTableModel)
        return Chosen(self, model)
