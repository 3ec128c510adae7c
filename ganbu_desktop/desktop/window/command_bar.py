"""The commands of the page on show as buttons; what does not fit stands in a menu at the end, so nothing is cut off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import tool_button


class CommandBar(QWidget):
    """Buttons side by side, a thin line where the page parts its commands."""

    def __init__(self) -> None:
        """Start without commands."""
        super().__init__()
        self.setAccessibleName("命令")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._entries: list[tuple[QAction | None, QWidget]] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.space(0.25))
        self._layout.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.more = tool_button("更多", "more", "其他命令")
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.hide()
        self._layout.addWidget(self.more)

    def set_actions(self, actions: Sequence[QAction | None]) -> None:
        """Show other commands; None is a line between them."""
        for _action, widget in self._entries:
            self._layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._entries = [(action, self._widget(action)) for action in actions]
        for place, (_action, widget) in enumerate(self._entries):
            self._layout.insertWidget(place, widget)
        self._fit()

    def actions_shown(self) -> list[str]:
        """Return the titles of the commands that stand as buttons."""
        return [action.text() for action, widget in self._entries if action is not None and not widget.isHidden()]

    def _widget(self, action: QAction | None) -> QWidget:
        if action is None:
            line = QFrame()
            line.setProperty("role", "divider")
            line.setFixedSize(1, theme.pixels(20))
            return line
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.ensurePolished()
        return button

    def _fit(self) -> None:
        gap = self._layout.spacing()
        widths = [max(widget.sizeHint().width(), widget.minimumWidth()) + gap for _action, widget in self._entries]
        room = self.width()
        if sum(widths) > room:
            room -= self.more.sizeHint().width() + gap
        self._menu.clear()
        used, fits = 0, True
        for (action, widget), width in zip(self._entries, widths, strict=True):
            used += width
            fits = fits and used <= room
            widget.setVisible(fits)
            if not fits and action is not None:
                self._menu.addAction(action)
        self.more.setVisible(not self._menu.isEmpty())

    def sizeHint(self) -> QSize:
        """Be as high as a button and as wide as there is room."""
        return QSize(theme.pixels(200), self.more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as fit."""
        super().resizeEvent(event)
        self._fit()
