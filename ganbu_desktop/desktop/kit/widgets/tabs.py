"""Bars of tabs in the house's look: flat, underlined, in two levels where there are many; arrows where not all fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme


def tab_bar(name: str) -> QTabBar:
    """Return an empty bar; ``name`` is what screen readers call it."""
    bar = QTabBar()
    bar.setExpanding(False)
    bar.setUsesScrollButtons(True)
    bar.setAccessibleName(name)
    bar.setStyleSheet(_scroll_arrows())
    return bar


@dataclass
class _Group:
    title: str
    places: list[int]
    last: int


class GroupedTabs(QWidget):
    """Tabs in one bar, or groups in the upper bar and the tabs of the current group in a slimmer one under it.

    Tabs are known by their place among all of them. ``chosen`` asks for one; ``mark`` shows which one is on show.
    """

    chosen = Signal(int)

    def __init__(self, tabs: Sequence[tuple[str, str]]) -> None:
        """``tabs``: title and group of each; neighbours with the same group stand together, "" alone."""
        super().__init__()
        self._titles = [title for title, _group in tabs]
        self._groups = _grouped(tabs)
        self._current = 0
        self.upper_bar = tab_bar("页签")
        self.lower_bar = tab_bar("分页签")
        self.lower_bar.setStyleSheet(_segments() + _scroll_arrows())
        for number, group in enumerate(self._groups, 1):
            self.upper_bar.addTab(group.title)
            keys = f"（Alt+{number}）" if number < 10 else ""
            within = "、".join(self._titles[place] for place in group.places) if len(group.places) > 1 else group.title
            self.upper_bar.setTabToolTip(number - 1, f"{within}{keys}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(0.75))
        layout.addWidget(self.upper_bar)
        layout.addWidget(self.lower_bar)
        self.setVisible(len(tabs) > 1)
        self.mark(0)
        self.upper_bar.currentChanged.connect(self._upper_changed)
        self.lower_bar.currentChanged.connect(self._lower_changed)

    def group_titles(self) -> list[str]:
        """Return the titles of the upper bar."""
        return [group.title for group in self._groups]

    def first_of_group(self, number: int) -> int:
        """Return the place a group leads to: the tab of it that was on show last."""
        return self._groups[number].last

    def current(self) -> int:
        """Return the place of the marked tab."""
        return self._current

    def mark(self, place: int) -> None:
        """Show which tab is on show, and its neighbours in the group; tells nobody."""
        number = next(n for n, group in enumerate(self._groups) if place in group.places)
        group = self._groups[number]
        group.last = self._current = place
        for bar in (self.upper_bar, self.lower_bar):
            bar.blockSignals(True)
        self.upper_bar.setCurrentIndex(number)
        wanted = [self._titles[p] for p in group.places]
        if [self.lower_bar.tabText(n) for n in range(self.lower_bar.count())] != wanted:
            while self.lower_bar.count():
                self.lower_bar.removeTab(0)
            for title in wanted:
                self.lower_bar.addTab(title)
        self.lower_bar.setCurrentIndex(group.places.index(place))
        for bar in (self.upper_bar, self.lower_bar):
            bar.blockSignals(False)
        self.lower_bar.setVisible(len(group.places) > 1)

    def _upper_changed(self, number: int) -> None:
        self._ask(self._groups[number].last)

    def _lower_changed(self, number: int) -> None:
        group = next(group for group in self._groups if self._current in group.places)
        self._ask(group.places[number])

    def _ask(self, place: int) -> None:
        before = self._current
        self.chosen.emit(place)
        if self._current == before:
            self.mark(before)


def _grouped(tabs: Sequence[tuple[str, str]]) -> list[_Group]:
    groups: list[_Group] = []
    for place, (title, group) in enumerate(tabs):
        if group and groups and groups[-1].title == group:
            groups[-1].places.append(place)
        else:
            groups.append(_Group(group or title, [place], place))
    return groups


def _segments() -> str:
    """Return the look of the lower bar: small rounded buttons side by side."""
    c, p = theme.colours(), theme.pixels
    return (
        f"QTabBar::tab {{ padding: {p(4)}px {p(12)}px; margin-right: {p(4)}px; border: 1px solid {c.line};"
        f" border-radius: {p(4)}px; background: {c.surface}; color: {c.muted}; }}"
        f"QTabBar::tab:hover {{ color: {c.text}; border-color: {c.line_strong}; }}"
        f"QTabBar::tab:selected {{ background: {c.accent_soft}; color: {c.accent_dark}; border: 1px solid {c.accent};"
        " font-weight: 600; }"
        f"QTabBar::tab:selected:focus {{ border: 2px solid {c.focus}; padding: {p(4) - 1}px {p(12) - 1}px; }}"
    )


def _scroll_arrows() -> str:
    """Return the look of the buttons that scroll the tabs where they do not all fit."""
    c = theme.colours()
    return (
        f"QTabBar::scroller {{ width: {theme.pixels(52)}px; }}"
        f"QTabBar QToolButton {{ background: {c.surface}; border: 1px solid {c.line}; padding: 0; }}"
        f"QTabBar QToolButton::left-arrow {{ image: url({theme.sign('arrow-left')}); }}"
        f"QTabBar QToolButton::right-arrow {{ image: url({theme.sign('arrow-right')}); }}"
    )
