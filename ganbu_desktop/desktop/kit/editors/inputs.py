"""The inputs of single fields; every input speaks text and is read by its field."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.foundation import identity_number
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import SEALED_WORDS, Field, Flag
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.log.sealed_guard import is_sealed

GAP = "待完善"


class GrowingText(QPlainTextEdit):
    """Plain text as high as what it holds, between ``least`` and ``most`` lines; Tab goes to the next field."""

    left = Signal()

    def __init__(self, least: int = 2, most: int = 14) -> None:
        """Start at ``least`` lines."""
        super().__init__()
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def _fit(self) -> None:
        lines = int(self.document().size().height())
        shown = min(self._most, max(self._least, lines))
        frame = 2 * self.frameWidth() + int(2 * self.document().documentMargin()) + theme.pixels(10)
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + frame)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the text has been left."""
        super().focusOutEvent(event)
        self.left.emit()


class QuietCombo(QComboBox):
    """A list that the mouse wheel does not change while one scrolls past it; typing narrows its entries."""

    def __init__(self, labels: list[str], *, typed: bool = True) -> None:
        """``typed``: text may be typed, entries holding it anywhere are offered."""
        super().__init__()
        self.setEditable(typed)
        self.setModel(QStringListModel(["", *labels], self))
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if typed:
            completer = QCompleter(labels, self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setMaxVisibleItems(12)
            self.setCompleter(completer)
            self.view().setMinimumWidth(theme.pixels(220))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form unless the list has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that open the list from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._opens(event):
            event.accept()
            return True
        return super().event(event)

    def _opens(self, event: QKeyEvent) -> bool:
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier
        return alt_down or event.key() == Qt.Key.Key_F4

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down (and F4) open the list, as everywhere."""
        if self._opens(event):
            self.showPopup()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """May be as narrow as its column."""
        return QSize(theme.pixels(60), super().minimumSizeHint().height())


class Editor(QObject):
    """One input of one field. Speaks text; ``value`` reads it, ``remark`` says what the input makes of it."""

    changed = Signal()
    left = Signal()

    def __init__(self, field: Field, widget: QWidget) -> None:
        """``widget`` is what stands on screen."""
        super().__init__(widget)
        self.field = field
        self.widget = widget
        self.widget.setAccessibleName(field.label)
        self.widget.setAccessibleDescription(field.help)
        if field.help:
            self.widget.setToolTip(field.help)

    def text(self) -> str:
        """Return what stands in the input."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Put a text into the input."""
        raise NotImplementedError

    def value(self) -> Any:
        """Return the value; raises FieldError with a sentence."""
        return self.field.parse(self.text())

    def set_value(self, value: Any) -> None:
        """Show a stored value."""
        self.set_text(self.field.format(value))

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        self.widget.setEnabled(not read_only)

    def select_all(self) -> None:
        """Choose the whole text, so that typing replaces it."""

    def remark(self) -> tuple[str, str]:
        """Return (tone, sentence) about what stands there: an error of the field or a helpful reading of it."""
        try:
            self.value()
        except FieldError as error:
            return "error", str(error)
        return "", ""

    def tidy(self) -> None:
        """Show the text as the field would write it, once it has been left."""
        try:
            tidied = self.field.format(self.value())
        except FieldError:
            return
        if tidied != self.text():
            self.set_text(tidied)

    def show_gap(self, gap: bool) -> None:
        """Mark an empty input as still to be filled."""


class LineEditor(Editor):
    """One line of text."""

    def __init__(self, field: Field) -> None:
        """Make the line."""
        self.line = QLineEdit()
        super().__init__(field, self.line)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self.left)

    def text(self) -> str:
        """Return the line."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Show the beginning of a text."""
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:
        """Let the text be read and copied only."""
        self.line.setReadOnly(read_only)

    def select_all(self) -> None:
        """Choose the whole line."""
        self.line.selectAll()

    def show_gap(self, gap: bool) -> None:
        """Mark the empty line."""
        _mark_gap(self.line, gap)


class DateEditor(LineEditor):
    """A date in any unambiguous spelling; what is understood stands beside it."""

    def remark(self) -> tuple[str, str]:
        """Return the date in words, or why it cannot be taken."""
        tone, text = super().remark()
        if tone or not self.text().strip():
            return tone, text
        value = self.value()
        return ("", value.as_chinese()) if isinstance(value, PartialDate) else ("", "")


class IdentityEditor(LineEditor):
    """An identity number with what its digits say about it."""

    def remark(self) -> tuple[str, str]:
        """Return what is wrong with the number; a wrong one is kept all the same."""
        tone, text = super().remark()
        value = "" if tone else self.value()
        if not value:
            return tone, text
        problems = identity_number.problems(value, sex=None, born_on=None)
        return ("warning", "；".join(problems)) if problems else ("ok", "校验码正确")


class LongTextEditor(Editor):
    """Text of several lines."""

    def __init__(self, field: Field) -> None:
        """Make the text."""
        self.area = GrowingText()
        super().__init__(field, self.area)
        self.area.textChanged.connect(self.changed)
        self.area.left.connect(self.left)

    def text(self) -> str:
        """Return the text."""
        return self.area.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a text."""
        self.area.setPlainText(text)

    def set_read_only(self, read_only: bool) -> None:
        """Let the text be read and copied only."""
        self.area.setReadOnly(read_only)
        _restyle(self.area)

    def select_all(self) -> None:
        """Choose the whole text."""
        self.area.selectAll()

    def show_gap(self, gap: bool) -> None:
        """Mark the empty text."""
        _mark_gap(self.area, gap)


class SealedEditor(LongTextEditor):
    """Private text: edited in clear when the record was opened for it, else only named as sealed."""

    _shut: str | None = None

    def set_value(self, value: Any) -> None:
        """Show an opened text for editing; of a sealed one only that it is there."""
        self._shut = value if isinstance(value, str) and is_sealed(value) else None
        self.area.setReadOnly(self._shut is not None)
        self.set_text(SEALED_WORDS if self._shut is not None else str(value or ""))
        _restyle(self.area)

    def value(self) -> Any:
        """Return the text as typed, or the sealed value unchanged."""
        return self._shut if self._shut is not None else self.field.parse(self.text())

    def tidy(self) -> None:
        """Leave private text as it was typed."""


class ChoiceEditor(Editor):
    """An entry of a list, chosen or typed."""

    def __init__(self, field: Field, labels: list[str]) -> None:
        """Offer ``labels``."""
        self.combo = QuietCombo(labels)
        super().__init__(field, self.combo)
        self.combo.currentTextChanged.connect(lambda _text: self.changed.emit())
        line = self.combo.lineEdit()
        line.editingFinished.connect(self.left)
        line.setAccessibleName(field.label)

    def text(self) -> str:
        """Return the text in the list's line."""
        return self.combo.currentText()

    def set_text(self, text: str) -> None:
        """Choose the entry, or show a text outside the list."""
        self.combo.setCurrentIndex(self.combo.findText(text))
        self.combo.setEditText(text)
        self.combo.lineEdit().setCursorPosition(0)

    def select_all(self) -> None:
        """Choose the whole text."""
        self.combo.lineEdit().selectAll()

    def show_gap(self, gap: bool) -> None:
        """Mark the empty list."""
        _mark_gap(self.combo.lineEdit(), gap)


class FlagEditor(Editor):
    """Yes, no or unknown."""

    def __init__(self, field: Flag) -> None:
        """Offer the field's own words."""
        self.combo = QuietCombo([field.yes, field.no], typed=False)
        super().__init__(field, self.combo)
        self.combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.combo.activated.connect(lambda _index: self.left.emit())

    def text(self) -> str:
        """Return the chosen word."""
        return self.combo.currentText()

    def set_text(self, text: str) -> None:
        """Choose a word."""
        self.combo.setCurrentIndex(max(0, self.combo.findText(text)))


def _restyle(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _mark_gap(widget: QLineEdit | QPlainTextEdit, gap: bool) -> None:
    widget.setPlaceholderText(GAP if gap else "")
    if widget.property("gap") != gap:
        widget.setProperty("gap", gap)
        _restyle(widget)
