"""The list of rooms at the left: one entry a page, by mouse, arrow keys or Ctrl and a digit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.window.page import PageSpec

WIDTH = 176
NARROW_WIDTH = 60
BLOCKS = (30, 75, 80)
"""Orders of pages at which a line parts the entries: cadres and units, the rooms, figures, tools."""


class Navigation(QFrame):
    """``chosen`` tells the name of the page asked for; the mark follows ``mark`` only."""

    chosen = Signal(str)

    def __init__(self, specs: Sequence[PageSpec], title: str) -> None:
        """List ``specs`` in order, a line of text before each new section."""
        super().__init__()
        self.setProperty("role", "side")
        self.setAccessibleName("导航")
        self._buttons: dict[str, QToolButton] = {}
        self._labels: list[QLabel] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._title = QLabel(title)
        self._title.setStyleSheet(f"font-size: {theme.pixels(16)}px; font-weight: 600;")
        self._title.setContentsMargins(theme.space(2), theme.space(1.25), theme.space(1), theme.space(1))
        self._narrow = False
        self._assemble(specs)

    def _assemble(self, specs: Sequence[PageSpec]) -> None:
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        entries = QVBoxLayout(inner)
        entries.setContentsMargins(0, 0, 0, theme.space(1))
        entries.setSpacing(0)
        section, block = "", 0
        for number, spec in enumerate(specs, 1):
            if spec.section != section:
                section = spec.section
                entries.addStretch(1)
                entries.addWidget(self._section(section))
            elif not section and sum(order <= spec.order for order in BLOCKS) > block:
                block = sum(order <= spec.order for order in BLOCKS)
                if number > 1:
                    entries.addWidget(_line())
            entries.addWidget(self._entry(spec, number))
        if not section:
            entries.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addWidget(area, 1)
        self.setFixedWidth(theme.pixels(WIDTH))

    def _section(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "muted")
        label.setContentsMargins(theme.space(2), theme.space(1), 0, theme.space(0.25))
        self._labels.append(label)
        return label

    def _entry(self, spec: PageSpec, number: int) -> QToolButton:
        button = QToolButton()
        button.setText(f" {spec.title}")
        button.setIcon(icons.icon(spec.icon, "side_text"))
        button.setIconSize(QSize(theme.pixels(20), theme.pixels(20)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key = f"（Ctrl+{number}）" if number < 10 else ""
        button.setToolTip(f"{spec.title}{key}")
        button.setAccessibleName(spec.title)
        button.clicked.connect(lambda _checked=False, name=spec.name: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[spec.name] = button
        return button

    def names(self) -> list[str]:
        """Return the names of the entries, in order."""
        return list(self._buttons)

    def mark(self, name: str) -> None:
        """Show which page is on show; a page without an entry leaves the mark where it is."""
        button = self._buttons.get(name)
        if button is not None:
            button.setChecked(True)

    def marked(self) -> str:
        """Return the name of the marked entry."""
        return next((name for name, button in self._buttons.items() if button.isChecked()), "")

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, for small screens and large text."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._buttons.values():
            button.setToolButtonStyle(style)
        for label in (self._title, *self._labels):
            label.setVisible(not narrow)
        self.setFixedWidth(theme.pixels(NARROW_WIDTH if narrow else WIDTH))

    def is_narrow(self) -> bool:
        """Return whether only icons are shown."""
        return self._narrow

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move between the entries, Enter goes there."""
        buttons = list(self._buttons.values())
        focused = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if focused is not None and step:
            buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            buttons[focused].click()
        else:
            super().keyPressEvent(event)


def _line() -> QFrame:
    """Return the line between two blocks of entries."""
    line = QFrame()
    line.setProperty("role", "block")
    line.setFixedHeight(theme.space(1) + 1)
    line.setContentsMargins(0, 0, 0, 0)
    return line
