"""The grid of a ledger: the keys of a spreadsheet, and inputs by kind of field inside its cells."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ganbu_desktop.desktop import theme
from ganbu_desktop.desktop.editors.by_kind import editor_for
from ganbu_desktop.desktop.editors.inputs import Editor, LongTextEditor
from ganbu_desktop.desktop.editors.ledger_model import LedgerModel
from ganbu_desktop.desktop.widgets import TintedDelegate

Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_TABS = (_Key.Key_Tab, _Key.Key_Backtab)
_NEW_LINE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class CellDelegate(TintedDelegate):
    """Opens the input of a cell's field; Enter and Tab take the text and move on."""

    moved = Signal(int, int)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the input for the cell's kind of field."""
        model = index.model()
        assert isinstance(model, LedgerModel)
        editor = editor_for(model.fields[model.names[index.column()]])
        editor.widget.setParent(parent)
        editor.widget.setAutoFillBackground(True)
        return editor.widget

    def setEditorData(self, widget: QWidget, index: Index) -> None:
        """Show the cell's text, chosen whole."""
        editor = _editor(widget)
        editor.set_text(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.select_all()

    def setModelData(self, widget: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take the typed text."""
        model.setData(index, _editor(widget).text())

    def updateEditorGeometry(self, widget: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell; text of several lines may reach below it."""
        area = option.rect  # type: ignore[attr-defined]
        if isinstance(_editor(widget), LongTextEditor):
            area.setHeight(max(area.height(), widget.height()))
            area.setWidth(max(area.width(), theme.pixels(280)))
        widget.setGeometry(area)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        """Enter takes the text and goes down, Tab goes right; Alt+Enter makes a new line in long texts."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(widget, QWidget):
            step = self._step(_editor(widget), event)
            if step is not None:
                self.commitData.emit(widget)
                self.closeEditor.emit(widget, QStyledItemDelegate.EndEditHint.NoHint)
                self.moved.emit(*step)
                return True
        return super().eventFilter(widget, event)

    def _step(self, editor: Editor, event: QKeyEvent) -> tuple[int, int] | None:
        key = event.key()
        if key in _ENTER:
            if isinstance(editor, LongTextEditor) and event.modifiers() & _NEW_LINE:
                editor.area.insertPlainText("\n")
                event.accept()
                return None
            return (-1, 0) if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else (1, 0)
        if key == _Key.Key_Tab:
            return 0, 1
        return (0, -1) if key == _Key.Key_Backtab else None


class LedgerView(QTableView):
    """A grid whose keys are those of a spreadsheet."""

    add_asked = Signal()
    remove_asked = Signal()
    move_asked = Signal(int)
    fill_asked = Signal()
    copy_asked = Signal()
    paste_asked = Signal()
    clear_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self) -> None:
        """Make an empty grid."""
        super().__init__()
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(theme.pixels(34))
        rows.setMinimumWidth(theme.pixels(36))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        self._delegate = CellDelegate(self)
        self._delegate.moved.connect(self.step)
        self.setItemDelegate(self._delegate)
        self._keys = {
            (_Key.Key_Insert, False, False): self.add_asked,
            (_Key.Key_Delete, True, False): self.remove_asked,
            (_Key.Key_Delete, False, False): self.clear_asked,
            (_Key.Key_D, True, False): self.fill_asked,
            (_Key.Key_C, True, False): self.copy_asked,
            (_Key.Key_V, True, False): self.paste_asked,
            (_Key.Key_Z, True, False): self.undo_asked,
            (_Key.Key_Y, True, False): self.redo_asked,
        }

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
            self.setCurrentIndex(target)
        elif row == model.rowCount() and down >= 0 and index.isValid():
            self.add_asked.emit()

    def commit_open_editor(self) -> None:
        """Take the text of an input that is still open."""
        index = self.currentIndex()
        widget = self.indexWidget(index) if index.isValid() else None
        if widget is not None and self.state() == QAbstractItemView.State.EditingState:
            self.commitData(widget)
            self.closeEditor(widget, QStyledItemDelegate.EndEditHint.NoHint)

    def _own_key(self, event: QKeyEvent) -> object | None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        signal = self._keys.get((_Key(event.key()), control, alt))
        model = self.model()
        if isinstance(model, LedgerModel):
            if signal is self._keys[(_Key.Key_Z, True, False)] and not model.can_undo():
                return None
            if signal is self._keys[(_Key.Key_Y, True, False)] and not model.can_redo():
                return None
        return signal

    def event(self, event: QEvent) -> bool:
        """Keep the grid's own keys from the window's shortcuts, and Tab from Qt's walk through the inputs."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            moves = event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (_Key.Key_Up, _Key.Key_Down)
            if moves or self._own_key(event):
                event.accept()
                return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _TABS:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys of a spreadsheet."""
        signal = self._own_key(event)
        if signal is not None:
            signal.emit()  # type: ignore[attr-defined]
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (_Key.Key_Up, _Key.Key_Down):
            self.move_asked.emit(-1 if event.key() == _Key.Key_Up else 1)
        elif event.key() in _ENTER:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif event.key() == _Key.Key_Tab and not event.modifiers():
            self._tab(1)
        elif event.key() == _Key.Key_Backtab:
            self._tab(-1)
        elif event.matches(QKeySequence.StandardKey.Cancel):
            self.clearSelection()
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _tab(self, step: int) -> None:
        index = self.currentIndex()
        last = self.model().index(self.model().rowCount() - 1, self.model().columnCount() - 1)
        at_end = not index.isValid() or (index == last if step > 0 else (index.row(), index.column()) == (0, 0))
        if at_end:
            self.focusNextPrevChild(step > 0)
        else:
            self.step(0, step)


def _editor(widget: QWidget) -> Editor:
    found = widget.findChild(Editor, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert isinstance(found, Editor)
    return found
