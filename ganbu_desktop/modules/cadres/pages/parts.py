"""Small parts of this room's pages: timers that settle, tool buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QToolButton, QWidget

from ganbu_desktop.desktop import icons


def settle_timer(owner: QWidget, milliseconds: int, run: Callable[[], object]) -> QTimer:
    """Return a timer that runs once when ``start`` has not been called again for a while, if ``owner`` is on screen."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(lambda: run() if owner.isVisible() else None)
    return timer


def tool_button(text: str, icon: str, tip: str, run: Callable[[], object] | None = None) -> QToolButton:
    """Return a flat button with icon and text that the Tab key reaches."""
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setIcon(icons.icon(icon))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if run is not None:
        button.clicked.connect(lambda _checked=False: run())
    return button
