"""The status bar: notices at the left; who acts, which store, and the last backup at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStatusBar, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import timer

NOTICE_MS = 8_000


class StatusBar(QStatusBar):
    """Shows one notice at a time, for eight seconds."""

    def __init__(self) -> None:
        """Start with nothing to say."""
        super().__init__()
        self.setSizeGripEnabled(False)
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setAccessibleName("状态")
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._facts = {name: QLabel() for name in ("demo", "account", "store", "backup")}
        self._timer = timer(self, NOTICE_MS, self.clear_notice, single=True)
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(theme.space(2), theme.space(0.5), 0, theme.space(0.5))
        layout.setSpacing(theme.space(1))
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        self.addWidget(holder, 1)
        for label in self._facts.values():
            label.setProperty("role", "muted")
            label.setContentsMargins(theme.space(1), 0, theme.space(1.5), 0)
            self.addPermanentWidget(label)
        self._facts["demo"].setProperty("role", "warning")

    def say(self, text: str, tone: str = "ok") -> None:
        """Show a notice; ``tone``: ok, hint, warning or error."""
        full = theme.colours().tone(tone)[0]
        self._sign.setPixmap(icons.pixmap(tone if tone in ("ok", "hint", "warning", "error") else "info", 16, tone))
        self._text.setText(text)
        self._text.setToolTip(text)
        self._text.setStyleSheet(f"color: {full};")
        self._timer.start()

    def clear_notice(self) -> None:
        """Take the notice away."""
        self._sign.clear()
        self._text.clear()

    def notice(self) -> str:
        """Return the notice on show."""
        return self._text.text()

    def set_fact(self, name: str, text: str, tip: str = "") -> None:
        """Show a fact: who acts (``account``), which file is open (``store``), the last ``backup``, or ``demo``."""
        self._facts[name].setText(text)
        self._facts[name].setToolTip(tip)
        self._facts[name].setTextFormat(Qt.TextFormat.PlainText)
