"""Pages on a screen that is not there."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)


def put_on_screen(qtbot: QtBot, widget: W) -> W:
    """Show a widget as large as a page is in a window of 1366 x 768; ``qtbot`` closes it after the test."""
    qtbot.addWidget(widget)
    widget.resize(1160, 660)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget
