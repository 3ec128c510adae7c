"""The inputs of the form on screen: text on paper, without frames, shrinking to its cell like the printed one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QCompleter, QLineEdit, QTextEdit, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Choice, Field

_SMALLEST = 0.5
_STEP = 0.92
_BARE = (
    f"background: transparent; color: {theme.INK}; border: none; border-radius: 0; padding: 0; min-height: 0;"
    f" placeholder-text-color: {theme.on_paper().warning};"
)
_HANGING = "2001.08--2001.08  "
HALF_WIDTH_FAMILIES = ("SimSun", "宋体", "NSimSun", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN")


def paper_font(pixels: float) -> QFont:
    """Return the form's face (宋体 or its kin) in a size."""
    font = QFont()
    font.setFamilies([*HALF_WIDTH_FAMILIES, *theme.FAMILIES])
    font.setPixelSize(max(6, round(pixels)))
    return font


class Spot:
    """One editable place on the paper: which field it is, its input, what it showed when loaded."""

    def __init__(self, owner: str, name: str, field: Field, widget: PaperLine | PaperText) -> None:
        """``owner`` is person, sheet, or the number of a relative's row."""
        self.owner = owner
        self.name = name
        self.field = field
        self.widget = widget
        self.sentence, self.tone = "", ""
        self._loaded = ""
        widget.setAccessibleName(field.label)

    def load(self, value: object) -> None:
        """Show a value."""
        self._loaded = self.field.format(value)
        self.widget.put(self._loaded)
        self.mark("", "")

    def hint(self, text: str) -> None:
        """Show in grey what stands for an empty place."""
        if self.widget.placeholderText() != text:
            self.widget.setPlaceholderText(text)
            self.widget.fit()

    def text(self) -> str:
        """Return what stands there."""
        return self.widget.content()

    def dirty(self) -> bool:
        """Return whether it differs from what was loaded."""
        return self.text() != self._loaded

    def value(self) -> object:
        """Return the value; raises FieldError."""
        return self.field.parse(self.text())

    def error(self) -> str:
        """Return why the text cannot be taken, or empty."""
        try:
            self.value()
        except FieldError as error:
            return str(error)
        return ""

    def mark(self, tone: str, sentence: str) -> None:
        """Remember the tone of the place, which the paper paints under it, and say why."""
        self.tone, self.sentence = tone, sentence
        self.widget.setToolTip(sentence or self.field.help)

    def ground(self) -> str:
        """Return the colour under the place: its tone, else that of the focus; empty for plain paper."""
        c = theme.on_paper()
        if self.tone:
            return c.tone(self.tone)[1]
        return c.accent_soft if self.widget.hasFocus() else ""


class PaperLine(QLineEdit):
    """One line, centred; entries of a code table are offered while typing."""

    edited = Signal()
    entered = Signal()
    done = Signal()

    def __init__(self, field: Field, *, centred: bool = True) -> None:
        """``centred`` as on the form."""
        super().__init__()
        self._size = 16.0
        self.setStyleSheet(_BARE)
        if centred:
            self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if isinstance(field, Choice):
            completer = QCompleter(list(codes.table(field.table).labels()), self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.setCompleter(completer)
        self.textChanged.connect(lambda _text: self._changed())
        self.editingFinished.connect(self.done)

    def put(self, text: str) -> None:
        """Show a text."""
        self.blockSignals(True)
        self.setText(text)
        self.setCursorPosition(0)
        self.blockSignals(False)
        self.fit()

    def content(self) -> str:
        """Return the text."""
        return self.text()

    def set_size(self, pixels: float) -> None:
        """Set the largest size of the letters."""
        self._size = pixels
        self.fit()

    def fit(self) -> None:
        """Shrink the letters until the line fits."""
        size, room = self._size, self.width() - 4
        shown = self.text() or self.placeholderText()
        while size > self._size * _SMALLEST and QFontMetricsF(paper_font(size)).horizontalAdvance(shown) > room:
            size *= _STEP
        if self.font().pixelSize() != paper_font(size).pixelSize():
            self.setFont(paper_font(size))

    def _changed(self) -> None:
        self.fit()
        self.edited.emit()

    def minimumSizeHint(self) -> QSize:
        """May be as small as its cell."""
        return QSize(10, 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the letters to the new size."""
        super().resizeEvent(event)
        self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the place is current."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next place."""
        popup = self.completer().popup() if self.completer() is not None else None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (popup and popup.isVisible()):
            self.focusNextChild()
            return
        super().keyPressEvent(event)


def _width(text: str, size: float) -> float:
    return QFontMetricsF(paper_font(size)).horizontalAdvance(text)


class PaperText(QTextEdit):
    """Plain text of several lines; the résumé hangs its continuation lines under the text."""

    edited = Signal()
    entered = Signal()
    done = Signal()

    def __init__(self, *, hanging: bool = False, centred: bool = False) -> None:
        """``hanging``: continuation lines stand under the text of their period; ``centred`` as short entries are."""
        super().__init__()
        if centred:
            option = self.document().defaultTextOption()
            option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.document().setDefaultTextOption(option)
        self._size = 16.0
        self._hanging = hanging
        self._fitting = False
        self.setStyleSheet(_BARE)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self.textChanged.connect(self._changed)

    def put(self, text: str) -> None:
        """Show a text."""
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self.fit()

    def content(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def set_size(self, pixels: float) -> None:
        """Set the largest size of the letters."""
        self._size = pixels
        self.fit()

    def fit(self) -> None:
        """Shrink the letters until the text fits; only then does it scroll."""
        if self._fitting:
            return
        self._fitting = True
        self.blockSignals(True)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff)
        size = self._size
        self._dress(size)
        while size > self._size * _SMALLEST and self.document().size().height() > self.height():
            size *= _STEP
            self._dress(size)
        height = self.document().size().height()
        if height > self.height():
            self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded)
        free = 0 if self._hanging else max(0, round((self.height() - height) / 2))
        if self.viewportMargins().top() != free:
            self.setViewportMargins(0, free, 0, 0)
        self.blockSignals(False)
        self._fitting = False

    def _dress(self, size: float) -> None:
        font = paper_font(size)
        if {self.document().defaultFont().pixelSize(), self.viewport().font().pixelSize()} != {font.pixelSize()}:
            self.document().setDefaultFont(font)
            self.setFont(font)
            self.viewport().setFont(font)
        if self._hanging:
            width = QFontMetricsF(font).horizontalAdvance(_HANGING)
            if self.document().firstBlock().blockFormat().leftMargin() != width or self._unhung(width):
                self._hang(width)

    def _unhung(self, width: float) -> bool:
        block = self.document().firstBlock()
        while block.isValid():
            if block.blockFormat().leftMargin() != width:
                return True
            block = block.next()
        return False

    def _hang(self, width: float) -> None:
        cursor = QTextCursor(self.document())
        cursor.joinPreviousEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        shape = QTextBlockFormat()
        shape.setLeftMargin(width)
        shape.setTextIndent(-width)
        cursor.mergeBlockFormat(shape)
        cursor.endEditBlock()

    def _changed(self) -> None:
        self.fit()
        self.edited.emit()

    def minimumSizeHint(self) -> QSize:
        """May be as small as its cell."""
        return QSize(10, 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the letters to the new size."""
        super().resizeEvent(event)
        self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the place is current."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the place has been left."""
        super().focusOutEvent(event)
        self.done.emit()


def spot_widget(parent: QWidget, field: Field, *, lines: bool, hanging: bool, centred: bool) -> PaperLine | PaperText:
    """Return the input of a place on the paper."""
    widget: PaperLine | PaperText = (
        PaperText(hanging=hanging, centred=centred) if lines else PaperLine(field, centred=centred)
    )
    widget.setParent(parent)
    return widget
