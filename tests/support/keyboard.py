"""Typing any text, also Chinese, into whatever has the focus, as an input method would."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def focused() -> QWidget:
    """Return the widget that has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_text(text: str, widget: QWidget | None = None) -> None:
    """Type ``text`` into ``widget``, or into the focus (which may move after the first key)."""
    for char in text:
        target = widget or focused()
        if ord(char) < 128:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = Qt.Key(ord(char.upper())) if char.isalnum() else Qt.Key.Key_unknown
                QApplication.sendEvent(target, QKeyEvent(kind, key.value, Qt.KeyboardModifier.NoModifier, char))
        else:
            QApplication.sendEvent(target, QInputMethodEvent(char, []))
            commit = QInputMethodEvent()
            commit.setCommitString(char)
            QApplication.sendEvent(widget or focused(), commit)
