"""What a screen reader has to say about a widget."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_KINDS = (QLineEdit, QComboBox, QAbstractItemView, QAbstractButton, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


_IDENTIFIER = re.compile(r"[a-z]+([-_. ][a-z]+)*")
"""What only the program calls something: no word for a clerk."""


def name_of(widget: QWidget) -> str:
    """Return what is said: its own name, that of its label, or the text on it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return widget.accessibleName() or (interface.text(QAccessible.Text.Name) if interface else "")


def nameless(within: QWidget) -> Iterator[str]:
    """Yield what is on show, takes the keyboard and has no name, or only the program's own for it.

    Parts of another widget speak through that.
    """
    for widget in within.findChildren(QWidget):
        if not isinstance(widget, _KINDS) or widget.isHidden() or widget.focusProxy() is not None:
            continue
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(within) or _is_part(widget):
            continue
        if not name_of(widget) or _IDENTIFIER.fullmatch(name_of(widget)):
            parents = "/".join(type(parent).__name__ for parent in _parents(widget))
            yield f"{type(widget).__name__} {name_of(widget) or widget.objectName()} in {parents}"


def _parents(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _is_part(widget: QWidget) -> bool:
    near = [parent for _, parent in zip(range(2), _parents(widget), strict=False)]
    return any(isinstance(parent, QComboBox | QAbstractSpinBox) for parent in near)
