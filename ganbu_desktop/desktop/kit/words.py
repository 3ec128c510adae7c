"""Labels as the pages of this room use them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def words(text: str = "", role: str = "", *, centred: bool = False, wraps: bool = True) -> QLabel:
    """Return a label in a role of the theme (title, heading, muted, label, error ...); long text is wrapped."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if role:
        label.setProperty("role", role)
    if centred:
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
