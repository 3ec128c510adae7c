"""Lets Ctrl+Z and Ctrl+Y reach the program's own steps from inside a text field that has nothing to undo itself.

Qt gives these keys to whatever field has the focus, also to an empty search box; there they would do nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit


class UndoReach(QObject):
    """An event filter of the application."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a field from claiming a key that it has no use for, so that the menu's command runs."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
        if not (undo or redo) or not _is_idle(watched, undo=undo):
            return False
        event.ignore()
        return True


def _is_idle(field: QObject, *, undo: bool) -> bool:
    """Return whether a text field has no step of its own to take back or to bring back."""
    if isinstance(field, QLineEdit):
        return not (field.isUndoAvailable() if undo else field.isRedoAvailable())
    if isinstance(field, QTextEdit | QPlainTextEdit):
        document = field.document()
        return not (document.isUndoAvailable() if undo else document.isRedoAvailable())
    return False
