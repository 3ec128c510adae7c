"""A button that folds a pane beside a list away; what the clerk chose is remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton

from ganbu_desktop.desktop.kit import icons
from ganbu_desktop.desktop.kit.settings import Settings


class FoldButton(QToolButton):
    """Pressed while the pane is wanted; ``turned`` after each press. The page shows and hides the pane itself."""

    turned = Signal()

    def __init__(self, settings: Settings, name: str, title: str, icon: str) -> None:
        """``name`` keys what is remembered; ``title``: what the pane is called."""
        super().__init__()
        key = f"fold.{name}"
        self._title = title
        self.setIcon(icons.icon(icon))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(True)
        self._is_chosen = isinstance(settings.get(key), bool)
        self.setChecked(settings.get(key, True) is not False)
        self.toggled.connect(lambda _is_open: self._say())
        self.clicked.connect(lambda is_open: self._choose(settings, key, is_open))
        self._say()

    def is_open(self) -> bool:
        """Return whether the pane is wanted."""
        return self.isChecked()

    def _choose(self, settings: Settings, key: str, is_open: bool) -> None:
        self._is_chosen = True
        settings.set(key, is_open)
        self.turned.emit()

    def kept(self) -> None:
        """Return nothing for a page made anew: a choice stands in the settings, the rest follows from the room."""

    def take_up(self, kept: object) -> None:
        """Do nothing: a press would be taken for the clerk's choice."""

    def suggest(self, is_open: bool) -> None:
        """Fold or open the pane as long as the clerk has not chosen: a low window is for the work."""
        if not self._is_chosen:
            self.setChecked(is_open)

    def offer(self, possible: bool) -> None:
        """Take note whether there is room for the pane at all."""
        self.setEnabled(possible)
        self._say()

    def _say(self) -> None:
        words = f"{'收起' if self.isChecked() else '展开'}{self._title}"
        self.setToolTip(words if self.isEnabled() else f"窗口太窄，放不下{self._title}")
        self.setAccessibleName(words)
