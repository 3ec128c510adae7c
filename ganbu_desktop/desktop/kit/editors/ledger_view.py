"""The grid of a ledger: the keys of a spreadsheet, and inputs by kind of field inside its cells."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QTableView

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors.cell import ENTER, TintedCellDelegate
from ganbu_desktop.desktop.kit.editors.ledger_model import LedgerModel

_Key = Qt.Key
_TABS = (_Key.Key_Tab, _Key.Key_Backtab)


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
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(theme.pixels(34))
        rows.setMinimumWidth(theme.pixels(36))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        self._delegate = TintedCellDelegate(self)
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
        elif event.key() in ENTER:
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
