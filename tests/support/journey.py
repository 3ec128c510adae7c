"""Acting in the real main window: modal dialogs, waiting for work, keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.desktop.window.page import Page

P = TypeVar("P", bound=Page)
NONE = Qt.KeyboardModifier.NoModifier


def drive(*acts: Callable[[QWidget], bool]) -> None:
    """Call the first of ``acts`` with the modal dialog on screen until it says that it is done, then the next."""
    left = list(acts)

    def look() -> None:
        widget = QApplication.activeModalWidget()
        if widget is not None and widget.isVisible() and left[0](widget):
            left.pop(0)
        if left:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def calm(qtbot: QtBot, window: MainWindow, timeout: int = 30000) -> None:
    """Wait until nothing is under way, and a moment for what follows from it."""
    qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=timeout)
    qtbot.wait(30)
    qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=timeout)
    if QApplication.activeModalWidget() is None:
        window.activateWindow()


def page(window: MainWindow, kind: type[P]) -> P:
    """Return the page on show, which is of this kind."""
    found = window.current_page()
    assert isinstance(found, kind)
    return found


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key wherever the focus is."""
    qtbot.waitUntil(lambda: (QApplication.focusWidget() or QApplication.activeWindow()) is not None)
    qtbot.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifier)


def finish(qtbot: QtBot, window: MainWindow) -> None:
    """Close the window as a clerk does, with the backup on exit."""
    window.close()
    qtbot.waitUntil(lambda: window._leaving == "done", timeout=20000)
