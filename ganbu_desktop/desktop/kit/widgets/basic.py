"""Headings, cards, notices, search boxes, buttons: each with its spacing and its name for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.settings import Settings

Run = Callable[[], object]
_EMPTY_WIDTH, _EMPTY_HEIGHT = 480, 140
_TONE_ICONS = {"error": "error", "warning": "warning", "hint": "hint", "ok": "ok", "accent": "info"}


def resize_within_screen(widget: QWidget, width: int, height: int) -> None:
    """Give a dialog its size in pixels at 100 %, never larger than the screen."""
    screen = widget.screen().availableSize()
    widget.resize(
        min(theme.pixels(width), round(screen.width() * 0.96)), min(theme.pixels(height), round(screen.height() * 0.9))
    )


def text_label(text: str = "", *, role: str = "", wrap: bool = False, centred: bool = False) -> QLabel:
    """Return a label; ``role`` names its look in the style sheet."""
    label = QLabel(text)
    if role:
        label.setProperty("role", role)
    label.setWordWrap(wrap)
    if centred:
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def timer(parent: QObject, milliseconds: int, run: Run, *, single: bool = False) -> QTimer:
    """Return a timer of ``parent`` that is not started yet."""
    result = QTimer(parent)
    result.setInterval(milliseconds)
    result.setSingleShot(single)
    result.timeout.connect(run)
    return result


def tool_button(text: str, icon: str, tip: str, run: Run | None = None) -> QToolButton:
    """Return a flat button of a bar, reached by Tab."""
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleDescription(tip)
    button.setIcon(icons.icon(icon))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if run is not None:
        button.clicked.connect(lambda _checked=False: run())
    return button


def row(*widgets: QWidget, stretch: bool = False) -> QWidget:
    """Return widgets side by side; ``stretch`` pushes them to the left."""
    return _line(QHBoxLayout(), widgets, stretch)


def column(*widgets: QWidget, stretch: bool = False) -> QWidget:
    """Return widgets one under the other; ``stretch`` pushes them up."""
    return _line(QVBoxLayout(), widgets, stretch)


def _line(layout: QHBoxLayout | QVBoxLayout, widgets: Sequence[QWidget], stretch: bool) -> QWidget:
    holder = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.space(1))
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    holder.setLayout(layout)
    return holder


def scrolled(widget: QWidget) -> QScrollArea:
    """Return ``widget`` in an area that scrolls when the window is too small for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    widget.setProperty("role", "scrolled")
    area.setWidget(widget)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _button(text: str, role: str, icon: str, tone: str, run: Run | None) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", role)
    button.setAutoDefault(True)
    button.setAccessibleName(text)
    if icon:
        button.setIcon(icons.icon(icon, tone))
    if run is not None:
        button.clicked.connect(lambda _checked=False: run())
    return button


def primary_button(text: str, icon: str = "", run: Run | None = None) -> QPushButton:
    """Return the one button of a page that goes on."""
    return _button(text, "primary", icon, "on_accent", run)


def plain_button(text: str, icon: str = "", run: Run | None = None) -> QPushButton:
    """Return an ordinary button."""
    return _button(text, "plain", icon, "", run)


def danger_button(text: str, icon: str = "", run: Run | None = None) -> QPushButton:
    """Return a button for something that takes away."""
    return _button(text, "danger", icon, "error", run)


def link_button(text: str, icon: str = "", run: Run | None = None) -> QPushButton:
    """Return a button that looks like a link."""
    return _button(text, "link", icon, "accent", run)


class Heading(QWidget):
    """The title of a page or dialog, with a muted line under it."""

    def __init__(self, text: str, sub: str = "", *, level: str = "title") -> None:
        """``level`` is title or heading."""
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(0.5))
        self._title = QLabel(text)
        self._title.setProperty("role", level)
        self._sub = text_label(sub, role="muted", wrap=True)
        self._sub.setVisible(bool(sub))
        layout.addWidget(self._title)
        layout.addWidget(self._sub)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def set_text(self, text: str, sub: str | None = None) -> None:
        """Change the title, and the line under it if given."""
        self._title.setText(text)
        if sub is not None:
            self._sub.setText(sub)
            self._sub.setVisible(bool(sub))


class Card(QFrame):
    """A white panel with a title; fill ``body``."""

    def __init__(self, title: str = "") -> None:
        """Make an empty panel."""
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        self.body.setSpacing(theme.space(1.5))
        if title:
            label = QLabel(title)
            label.setProperty("role", "heading")
            self.body.addWidget(label)
            self.setAccessibleName(title)


class Badge(QLabel):
    """A short word on a soft ground."""

    def __init__(self, text: str = "", tone: str = "") -> None:
        """Show ``text`` in a tone of the theme."""
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.set(text, tone)

    def set(self, text: str, tone: str = "") -> None:
        """Change word and tone."""
        full, soft = theme.colours().tone(tone)
        self.setText(text)
        self.setVisible(bool(text))
        self.setStyleSheet(
            f"background: {soft}; color: {full}; border-radius: 4px;"
            f" padding: {theme.pixels(2)}px {theme.pixels(8)}px; font-weight: 600;"
        )


class Notice(QFrame):
    """A coloured bar with icon and text, for what should be read but needs no answer.

    It comes and goes, and what can be clicked may not move under the mouse: it stands below the part of a page that
    gives way (the table), or keeps its place from the start.
    """

    def __init__(self, tone: str = "", text: str = "") -> None:
        """Hidden while there is no text."""
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        layout.setSpacing(theme.space(1))
        self._sign = QLabel()
        self._text = text_label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.setObjectName("notice")
        self.say(tone, text)

    def keep_place(self, lines: int = 2) -> Notice:
        """Keep the room of so many lines from the start, so that what stands below never moves; returns itself."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        line = max(self._text.fontMetrics().height(), theme.pixels(20))
        self.setMinimumHeight(lines * line + 3 * theme.space(1))
        return self

    def say(self, tone: str, text: str) -> None:
        """Show a text in a tone; empty text hides the bar."""
        full, soft = theme.colours().tone(tone)
        self._text.setText(text)
        self._sign.setPixmap(icons.pixmap(_TONE_ICONS.get(tone, "info"), 20, tone or "muted"))
        self.setStyleSheet(f"#notice {{ background: {soft}; border-left: 4px solid {full}; border-radius: 4px; }}")
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def clear(self) -> None:
        """Hide the bar."""
        self.say("", "")

    def text(self) -> str:
        """Return what is shown."""
        return self._text.text()


class EmptyState(QWidget):
    """What a list shows while it has nothing: a sentence, and the button that changes that."""

    def __init__(self, text: str = "暂无内容", icon: str = "list", button: str = "", run: Run | None = None) -> None:
        """Make the centre of an empty area."""
        super().__init__()
        self.setProperty("role", "empty")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.space(1.5))
        layout.addStretch(1)
        self._sign = text_label(centred=True)
        self._sign.setPixmap(icons.pixmap(icon, 48, "line_strong"))
        self._text = text_label(text, role="muted", wrap=True, centred=True)
        layout.addWidget(self._sign)
        layout.addWidget(self._text)
        self.button = primary_button(button, "", run)
        self.button.setVisible(bool(button))
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lines short enough to read in a wide area, and leave the sign out of a low one."""
        super().resizeEvent(event)
        self._sign.setVisible(self.height() >= theme.pixels(_EMPTY_HEIGHT))
        side = max(theme.space(2), (self.width() - theme.pixels(_EMPTY_WIDTH)) // 2)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(side, theme.space(1), side, theme.space(1))

    def say(self, text: str) -> None:
        """Change the sentence."""
        self._text.setText(text)

    def text(self) -> str:
        """Return the sentence shown."""
        return self._text.text()


class SearchBox(QLineEdit):
    """A line that tells what is searched for a moment after the last key; Esc empties it."""

    searched = Signal(str)
    left_downwards = Signal()

    def __init__(self, placeholder: str, *, delay_ms: int = 100) -> None:
        """``placeholder`` says what is searched."""
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName("搜索")
        self.setAccessibleDescription(placeholder)
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = timer(self, delay_ms, self._tell, single=True)
        self.textChanged.connect(lambda _text: self._timer.start())
        self.returnPressed.connect(self._tell)

    def _tell(self) -> None:
        self._timer.stop()
        self.searched.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties, Down goes to the results."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
            return
        if event.key() == Qt.Key.Key_Down:
            self._tell()
            self.left_downwards.emit()
            return
        super().keyPressEvent(event)


class Split(QSplitter):
    """Two panes whose widths are remembered."""

    def __init__(
        self,
        name: str,
        settings: Settings,
        first: QWidget,
        second: QWidget,
        sizes: tuple[int, int],
        *,
        vertical: bool = False,
        side: float = 1.0,
    ) -> None:
        """``sizes`` are the first widths (or heights) in pixels at 100 %.

        ``side``: the largest part that the side pane (the left or lower one) takes before anybody has moved it.
        """
        super().__init__(Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal)
        self.addWidget(first)
        self.addWidget(second)
        self.setHandleWidth(theme.space(1.5))
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, int(vertical))
        self.setStretchFactor(1, int(not vertical))
        key = f"split.{name}"
        kept = settings.get(key)
        good = isinstance(kept, list) and len(kept) == 2 and all(isinstance(x, int) and x > 0 for x in kept)
        self._side = 0 if good or side == 1.0 else theme.pixels(sizes[1] if vertical else sizes[0])
        self._largest = side
        self.setSizes(kept if good else [theme.pixels(x) for x in sizes])
        self.splitterMoved.connect(lambda _pos, _index: settings.set(key, self.sizes()))

    def showEvent(self, event: QShowEvent) -> None:
        """Leave the main pane most of the room at first, however large the text is."""
        super().showEvent(event)
        is_vertical = self.orientation() is Qt.Orientation.Vertical
        room = self.height() if is_vertical else self.width()
        side, self._side = min(self._side, round(room * self._largest)), 0
        if side:
            self.setSizes([room - side, side] if is_vertical else [side, room - side])
