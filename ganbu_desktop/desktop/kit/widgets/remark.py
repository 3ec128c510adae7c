"""The line of remarks under an input."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets.basic import text_label


class Remark(QWidget):
    """A sign and a sentence under an input; hidden while there is nothing to say."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(0.5))
        self._sign = QLabel()
        self._text = text_label(wrap=True)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.hide()

    def keep_place(self) -> Remark:
        """Keep the room of one line from the start, so that what stands below never moves; returns itself."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(max(self._text.fontMetrics().height(), theme.pixels(16)) + theme.space(0.5))
        return self

    def say(self, tone: str, text: str) -> None:
        """Show a sentence in a tone; empty text hides it."""
        self.setVisible(bool(text))
        if not text:
            return
        self._text.setText(text)
        full = theme.colours().tone(tone)[0]
        self._text.setStyleSheet(f"color: {full};")
        self._sign.setVisible(bool(tone))
        if tone:
            self._sign.setPixmap(icons.pixmap(tone, 16, tone))

    def text(self) -> str:
        """Return the sentence on show."""
        return self._text.text() if not self.isHidden() else ""
