"""The input inside a cell: by the kind of its field, taken by Enter and Tab, in grids and in lists alike."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors.by_kind import editor_for
from ganbu_desktop.desktop.kit.editors.inputs import Editor, LongTextEditor
from ganbu_desktop.desktop.kit.widgets.tinted import paint_ground
from ganbu_desktop.foundation.fields import Field

Index = QModelIndex | QPersistentModelIndex
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NEW_LINE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@runtime_checkable
class TypedModel(Protocol):
    """A model that says what is typed into a cell."""

    def field_at(self, index: Index) -> Field | None:
        """Return the field of a cell, None where nothing is typed."""


class CellDelegate(QStyledItemDelegate):
    """Opens the input of a cell's field; Enter and Tab take the text and move on."""

    moved = Signal(int, int)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the input for the cell's kind of field."""
        model = index.model()
        field = model.field_at(index) if isinstance(model, TypedModel) else None
        assert field is not None
        editor = editor_for(field)
        editor.widget.setParent(parent)
        editor.widget.setAutoFillBackground(True)
        if isinstance(editor.widget, QLineEdit):
            colours = theme.colours()
            editor.widget.setStyleSheet(
                f"QLineEdit {{ background: {colours.surface}; color: {colours.text};"
                f" border: 2px solid {colours.accent}; padding: 0 {theme.pixels(3)}px; }}"
            )
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
        if key in ENTER:
            if isinstance(editor, LongTextEditor) and event.modifiers() & _NEW_LINE:
                editor.area.insertPlainText("\n")
                event.accept()
                return None
            return (-1, 0) if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else (1, 0)
        if key == Qt.Key.Key_Tab:
            return 0, 1
        return (0, -1) if key == Qt.Key.Key_Backtab else None


class TintedCellDelegate(CellDelegate):
    """The same over cells with a ground of their own, painted in Python: for grids of a few hundred cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and text."""
        paint_ground(painter, option, index)
        super().paint(painter, option, index)


def _editor(widget: QWidget) -> Editor:
    found = widget.findChild(Editor, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert isinstance(found, Editor)
    return found
