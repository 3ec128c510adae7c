"""A person's photo on screen, 4:5, or a quiet sign where there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QLabel

from ganbu_desktop.desktop.kit import icons, theme


class Portrait(QLabel):
    """``width`` pixels wide at 100 %; ``asked`` tells a click, Enter or Space when it may be changed."""

    asked = Signal()

    def __init__(self, width: int, *, editable: bool = False) -> None:
        """Start without a photo."""
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._editable = editable
        self._width = width
        self.setFixedSize(theme.pixels(width), theme.pixels(width * 5 // 4))
        c = theme.colours()
        self.setStyleSheet(
            f"QLabel {{ background: {c.ground}; border: 1px solid {c.line}; border-radius: 4px; }}"
            f"QLabel:focus {{ border: 2px solid {c.focus}; }}"
        )
        if editable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_photo(None)

    def show_photo(self, jpeg: bytes | None) -> None:
        """Show a photo's bytes, or that there is none."""
        picture = QPixmap()
        has = jpeg is not None and picture.loadFromData(jpeg)
        self.setAccessibleName("照片" if has else "没有照片")
        if has:
            inner = self.contentsRect().size()
            mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding
            scaled = picture.scaled(inner, mode, Qt.TransformationMode.SmoothTransformation)
            self.setPixmap(scaled.copy(0, 0, inner.width(), inner.height()))
        else:
            self.setPixmap(icons.pixmap("person", self._width // 2, "line_strong"))
        if self._editable:
            self.setToolTip("点击更换照片" if has else "点击添加照片")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for another photo."""
        super().mouseReleaseEvent(event)
        if self._editable and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space ask for another photo."""
        if self._editable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit()
            return
        super().keyPressEvent(event)
