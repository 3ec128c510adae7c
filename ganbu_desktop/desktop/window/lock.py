"""The locked window: everything on screen is covered until the password has been given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import (
    Heading,
    Notice,
    make_default,
    plain_button,
    primary_button,
    row,
    text_label,
    timer,
)

_ACTIVITY = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
LOOK_EVERY_MS = 5_000
_SHORTEST = timedelta(minutes=1)


class IdleWatch(QObject):
    """Tells when nobody has touched keyboard or mouse for the given minutes.

    It compares moments of the clock, so that the time a computer slept counts.
    """

    idle = Signal()

    def __init__(self, clock: Callable[[], datetime], minutes: Callable[[], int], parent: QObject) -> None:
        """``minutes`` is asked each time, so that a changed figure counts at once."""
        super().__init__(parent)
        self._clock = clock
        self._minutes = minutes
        self._last = clock()
        self._stopped = False
        self._timer = timer(self, LOOK_EVERY_MS, self.look)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note every sign of life; a sign after too long a pause comes too late."""
        if event.type() in _ACTIVITY:
            self.look()
            self._last = self._clock()
        return False

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._stopped = True

    def look(self) -> None:
        """Tell when the pause has grown too long; a clock put back counts as a sign of life.

        The figure is only asked for after a pause that could be too long, as it is read from the store.
        """
        now = self._clock()
        if now < self._last:
            self._last = now
        elif self._stopped or now - self._last < _SHORTEST:
            return
        elif now - self._last >= timedelta(minutes=self._minutes()):
            self._last = now
            self.idle.emit()


class Cover(QFrame):
    """An opaque sheet over one window."""

    def __init__(self, over: QWidget) -> None:
        """Cover ``over`` whole."""
        super().__init__(over)
        self.setObjectName("cover")
        self.setStyleSheet(f"#cover {{ background: {theme.colours().ground}; }}")
        self.setGeometry(over.rect())
        layout = QVBoxLayout(self)
        sign = text_label(centred=True)
        sign.setPixmap(icons.pixmap("lock", 64, "line_strong"))
        layout.addWidget(sign)
        over.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with the window."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False


class LockDialog(QDialog):
    """Asks for the password; nothing but the password or leaving the program closes it."""

    def __init__(self, parent: QWidget, account: str, fits: Callable[[str], bool], leave: Callable[[], object]) -> None:
        """``fits`` says whether a password is the right one; ``leave`` ends the program."""
        super().__init__(parent)
        self.setWindowTitle("已锁定")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._fits = fits
        self._leave = leave
        self._open = False
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("密码")
        self.notice = Notice()
        self._assemble(account)

    def _assemble(self, account: str) -> None:
        label = QLabel(f"“{account}”的密码")
        label.setProperty("role", "label")
        label.setBuddy(self.password)
        good = primary_button("解锁", "unlock", self.unlock)
        make_default(good, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(4), theme.space(4), theme.space(4), theme.space(3))
        layout.setSpacing(theme.space(1.5))
        layout.addWidget(Heading("已锁定", "窗口内容已遮住，正在进行的保存和备份不受影响。"))
        layout.addWidget(label)
        layout.addWidget(self.password)
        layout.addWidget(self.notice.keep_place())
        layout.addWidget(row(good, plain_button("退出程序", "", self._leave), stretch=True))
        self.setMinimumWidth(theme.pixels(420))
        self.password.setFocus()

    def unlock(self) -> None:
        """Try the typed password."""
        if self._fits(self.password.text()):
            self._open = True
            self.accept()
            return
        self.notice.say("error", "密码不正确，窗口仍然锁定。请检查大小写和输入法后重试。")
        self.password.selectAll()
        self.password.setFocus()

    def reject(self) -> None:
        """Esc does nothing here."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross does nothing here."""
        if not self._open:
            event.ignore()


class Lock(QObject):
    """Covers every window of the program and uncovers them again."""

    unlocked = Signal()

    def __init__(self, window: QWidget, account: str, fits: Callable[[str], bool], leave: Callable[[], object]) -> None:
        """``window`` is the main one."""
        super().__init__(window)
        self._window = window
        self._account = account
        self._fits = fits
        self._leave = leave
        self._covers: list[Cover] = []
        self.dialog: LockDialog | None = None

    def is_locked(self) -> bool:
        """Return whether the windows are covered."""
        return self.dialog is not None

    def lock(self) -> None:
        """Cover everything and ask for the password."""
        if self.dialog is not None:
            return
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for widget in QApplication.topLevelWidgets():
            if widget is self._window or (isinstance(widget, QDialog) and widget.isVisible()):
                self._covers.append(Cover(widget))
        QApplication.clipboard().clear()
        self.dialog = LockDialog(self._window, self._account, self._fits, self._leave)
        self.dialog.accepted.connect(self._uncover)
        self.dialog.open()

    def _uncover(self) -> None:
        for cover in self._covers:
            cover.hide()
            cover.deleteLater()
        self._covers = []
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.unlocked.emit()
