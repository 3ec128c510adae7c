"""Small parts of this room's pages: timers that settle, texts that do not break."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget


def settle_timer(owner: QWidget, milliseconds: int, run: Callable[[], object]) -> QTimer:
    """Return a timer that runs once when ``start`` has not been called again for a while, if ``owner`` is on screen."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(lambda: run() if owner.isVisible() else None)
    return timer


def unbroken(text: str) -> str:
    """Return a text that a line break never parts."""
    return "\u2060".join(text)
