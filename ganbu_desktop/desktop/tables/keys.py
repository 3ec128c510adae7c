"""The keys of a spreadsheet in a table whose cells are chosen singly: which key asks for what."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

_Key = Qt.Key
_CONTROL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
ENTER = (_Key.Key_Return, _Key.Key_Enter)

FILL_DOWN, FILL_RIGHT, CLEAR, PASTE, REPLACE = "fill-down", "fill-right", "clear", "paste", "replace"
TODAY, WHOLE_ROW, WHOLE_COLUMN, FORGET = "today", "row", "column", "forget"
EDIT_KEYS: dict[tuple[Qt.Key, bool, bool], str] = {
    (_Key.Key_D, True, False): FILL_DOWN,
    (_Key.Key_R, True, False): FILL_RIGHT,
    (_Key.Key_Delete, False, False): CLEAR,
    (_Key.Key_V, True, False): PASTE,
    (_Key.Key_H, True, False): REPLACE,
    (_Key.Key_Semicolon, True, False): TODAY,
}
"""(key, Ctrl, Shift) → what it asks for, where cells are edited."""
_JUMPS = {
    _Key.Key_Up: (-1, 0),
    _Key.Key_Down: (1, 0),
    _Key.Key_Left: (0, -1),
    _Key.Key_Right: (0, 1),
}


def add_key(owner: QWidget, keys: str, run: Callable[[], object]) -> None:
    """Run something by a key while the focus is in ``owner``."""
    action = QAction(owner)
    action.setShortcut(QKeySequence(keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _checked=False: run())
    owner.addAction(action)


def asked_by(event: QKeyEvent) -> str:
    """Return what a key asks for in the cells of a table that is edited, empty for any other key."""
    held = event.modifiers()
    if held & _ALT:
        return ""
    return EDIT_KEYS.get((_Key(event.key()), bool(held & _CONTROL), bool(held & _SHIFT)), "")


def choice_by(event: QKeyEvent) -> str:
    """Return whether a key chooses the whole row (Shift+Space) or column (Ctrl+Space)."""
    if event.key() != _Key.Key_Space:
        return ""
    held = event.modifiers()
    if held & _SHIFT:
        return WHOLE_ROW
    return WHOLE_COLUMN if held & _CONTROL else ""


def jump_by(event: QKeyEvent) -> tuple[int, int] | None:
    """Return the direction in which Ctrl and an arrow go to the edge."""
    return _JUMPS.get(_Key(event.key())) if event.modifiers() & _CONTROL else None


def extends(event: QKeyEvent) -> bool:
    """Return whether a movement takes the choice along."""
    return bool(event.modifiers() & _SHIFT)
