"""Where the pages of the window stand; while one is made for the first time, its frame is there at once."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QStackedWidget

from ganbu_desktop.desktop.kit.widgets.basic import text_label
from ganbu_desktop.desktop.window.page import Page


class Stage(QStackedWidget):
    """Pages are added by ``addWidget``; ``page`` is the one on show."""

    def __init__(self) -> None:
        """Show nothing."""
        super().__init__()
        self.frame = text_label(role="muted", centred=True)
        self.addWidget(self.frame)

    def page(self) -> Page | None:
        """Return the page on show, None while there is none yet."""
        shown = self.currentWidget()
        return None if shown is self.frame else cast("Page | None", shown)

    def announce(self, title: str) -> None:
        """Say that a page is being opened, and paint it before the work on it begins."""
        if self.isVisible():
            self.frame.setText(f"正在打开“{title}”…")
            self.setCurrentWidget(self.frame)
            self.window().repaint()
