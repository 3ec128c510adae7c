"""What stands in a table without rows: a sentence, and the button that leads on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from ganbu_desktop.desktop.kit.widgets import EmptyState
from ganbu_desktop.desktop.tables import fitting


class EmptyOverlay(QObject):
    """Shows one sentence over the rows' place, kept in its middle."""

    def __init__(self, view: QTableView) -> None:
        """Lie hidden over the rows of ``view``."""
        super().__init__(view)
        self._view = view
        self.state = EmptyState()
        self.state.setParent(view)
        self.state.hide()
        view.viewport().installEventFilter(self)

    def show(self, text: str, icon: str, button: str, run: Callable[[], object] | None) -> None:
        """Show a sentence with an icon and perhaps a button."""
        self.hide()
        self.state.deleteLater()
        self.state = EmptyState(text, icon, button, run)
        self.state.setParent(self._view)
        self.state.setGeometry(fitting.rows_rect(self._view))
        self.state.show()
        self.state.raise_()

    def hide(self) -> None:
        """Show the rows."""
        self.state.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the sentence in the middle."""
        if event.type() == QEvent.Type.Resize:
            self.state.setGeometry(fitting.rows_rect(self._view))
        return super().eventFilter(watched, event)
