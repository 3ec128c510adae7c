"""A bar of tabs in the house's look: flat, underlined, with arrows that show where not all fit."""

from __future__ import annotations

from PySide6.QtWidgets import QTabBar

from ganbu_desktop.desktop import theme
from ganbu_desktop.paths import resource


def tab_bar(name: str) -> QTabBar:
    """Return an empty bar; ``name`` is what screen readers call it."""
    bar = QTabBar()
    bar.setExpanding(False)
    bar.setUsesScrollButtons(True)
    bar.setAccessibleName(name)
    bar.setStyleSheet(_scroll_arrows())
    return bar


def _scroll_arrows() -> str:
    """Return the look of the buttons that scroll the tabs where they do not all fit."""
    c, icons = theme.colours(), resource("icons").as_posix()
    return (
        f"QTabBar::scroller {{ width: {theme.pixels(52)}px; }}"
        f"QTabBar QToolButton {{ background: {c.surface}; border: 1px solid {c.line}; padding: 0; }}"
        f"QTabBar QToolButton::left-arrow {{ image: url({icons}/arrow-left.svg); }}"
        f"QTabBar QToolButton::right-arrow {{ image: url({icons}/arrow-right.svg); }}"
    )
