"""The privacy screen: one key covers every window when somebody comes near, and the same key uncovers them.

Nothing is asked for, unlike the lock: it is for the moment, and the lock for being away.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ganbu_desktop.desktop.kit.widgets import text_label
from ganbu_desktop.desktop.window.lock import Cover, LockDialog

KEY = Qt.Key.Key_F9
LOCK_KEY = "Ctrl+L"
_KEYS = {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod}


class PrivacyScreen(QObject):
    """Covers and uncovers; while covered no key but its own reaches the windows, and new dialogs are covered too."""

    def __init__(self, window: QWidget, lock: Callable[[], object]) -> None:
        """``window`` is the main one; it listens to the whole program, so that the key works over a dialog.

        ``lock`` locks the program: its key works while covered too, since whoever covered may have to leave.
        """
        super().__init__(window)
        self._window, self._lock = window, lock
        self._covers: list[Cover] = []
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def is_on(self) -> bool:
        """Return whether the windows are covered."""
        return bool(self._covers)

    def toggle(self) -> None:
        """Cover everything, or uncover it."""
        if self._covers:
            self.uncover()
            return
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for widget in QApplication.topLevelWidgets():
            if widget is self._window or (isinstance(widget, QDialog) and widget.isVisible()):
                self._cover(widget)

    def _cover(self, widget: QWidget) -> None:
        cover = Cover(widget)
        layout = cover.layout()
        if layout is not None:
            layout.addWidget(text_label("已遮住，没有锁定。按 F9 显示，按 Ctrl+L 锁定。", centred=True))
        cover.destroyed.connect(lambda: self._forget(cover))
        self._covers.append(cover)

    def _forget(self, cover: Cover) -> None:
        self._covers = [kept for kept in self._covers if kept is not cover]

    def uncover(self) -> None:
        """Show the windows again."""
        covers, self._covers = self._covers, []
        for cover in covers:
            cover.hide()
            cover.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys while covered; over a dialog, where the menu is out of reach, take the key that covers."""
        kind = event.type()
        if kind == QEvent.Type.Show and self._covers and isinstance(watched, QDialog):
            if isinstance(watched, LockDialog):
                self.uncover()
            else:
                self._cover(watched)
        if kind not in _KEYS:
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_for_us(event):
            self.toggle()
            return True
        if not self._covers:
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_lock(event):
            self._lock()
        return True

    def _is_for_us(self, event: QKeyEvent) -> bool:
        is_key = event.key() == KEY and not event.isAutoRepeat()
        return is_key and self._window.isVisible() and not isinstance(QApplication.activeModalWidget(), LockDialog)


def _is_lock(event: QKeyEvent) -> bool:
    return QKeySequence(event.keyCombination()) == QKeySequence(LOCK_KEY) and not event.isAutoRepeat()
