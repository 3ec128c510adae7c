"""The page of a room: one entry in the navigation, its tabs in one or two levels, each a page made at first show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import GroupedTabs
from ganbu_desktop.desktop.window.page import PERSON, Desk, Page


@dataclass(frozen=True)
class Tab:
    """One tab of a room. ``name``: in targets (English). ``title``: on the tab. ``make``: its page, at first show.

    ``group``: neighbours of one group stand in a second bar under the group's title; for rooms with many tabs.
    ``ledger``: the name of the ledger that it shows, where that is another: a target may name either.
    """

    name: str
    title: str
    make: Callable[[Desk], Page]
    group: str = ""
    ledger: str = ""


class RoomPage(Page):
    """Shows one tab at a time; what the window asks of the page is passed to it.

    Targets: ``"name"`` of a tab, ``("name", argument)`` for its ``show_target``, or ``(PERSON, person_id)``, which goes
    to the tab named by ``person_tab`` (the first one unless a subclass says otherwise).
    """

    person_tab = ""

    def __init__(self, desk: Desk, tabs: Sequence[Tab]) -> None:
        """Show the first of ``tabs``."""
        super().__init__(desk)
        self._tabs = list(tabs)
        self._made: dict[int, Page] = {}
        self._stale: dict[int, frozenset[str]] = {}
        self._kept: dict[int, object] = {}
        self._shown = 0
        self.bar = GroupedTabs([(tab.title, tab.group) for tab in self._tabs])
        self._stack = QStackedWidget()
        self.body.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(2))
        self.body.setSpacing(theme.space(1))
        self.bar.setVisible(len(self._tabs) > 1)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._stack, 1)
        self._add_keys()
        self._show(0)
        self.bar.chosen.connect(self._switch)

    def _add_keys(self) -> None:
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1), ("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self.step(by))
        for number in range(min(9, len(self.bar.group_titles()))):
            QShortcut(QKeySequence(f"Alt+{number + 1}"), self, lambda number=number: self._choose_group(number))

    # ---- tabs

    def names(self) -> list[str]:
        """Return the names of the tabs, in order."""
        return [tab.name for tab in self._tabs]

    def current_name(self) -> str:
        """Return the name of the tab on show."""
        return self._tabs[self._shown].name

    def current(self) -> Page:
        """Return the page in the tab on show."""
        return self._page(self._shown)

    def tab(self, name: str) -> Page:
        """Return the page of a tab, made if it has not been shown yet."""
        return self._page(self.names().index(name))

    def choose(self, name: str) -> bool:
        """Show a tab; False when there is none of that name or the one on show may not be left."""
        index = next((i for i, tab in enumerate(self._tabs) if name in (tab.name, tab.ledger or tab.name)), None)
        if index is None:
            return False
        self._switch(index)
        return self._shown == index

    def step(self, by: int) -> None:
        """Show the next (1) or the last (-1) tab, round and round."""
        self._choose_by_key((self._shown + by) % len(self._tabs))

    def _choose_by_key(self, index: int) -> None:
        if index != self._shown and self.choose(self._tabs[index].name):
            self.current().focus_first()

    def _choose_group(self, number: int) -> None:
        self._choose_by_key(self.bar.first_of_group(number))

    def _page(self, index: int) -> Page:
        if index not in self._made:
            made = self._tabs[index].make(self.desk)
            made.body.setContentsMargins(0, 0, 0, 0)
            made.setProperty("role", "ground")
            made.commands_changed.connect(lambda: self._tell(index))
            self._made[index] = made
            self._stack.addWidget(made)
            if index in self._kept:
                made.take_up(self._kept.pop(index))
        return self._made[index]

    def _tell(self, index: int) -> None:
        if index == self._shown:
            self.commands_changed.emit()

    def _show(self, index: int) -> None:
        page = self._page(index)
        self._shown = index
        self.bar.mark(index)
        self._stack.setCurrentWidget(page)
        tables = self._stale.pop(index, frozenset())
        if tables:
            page.refresh(tables)
        self.commands_changed.emit()

    def _switch(self, index: int) -> None:
        if index == self._shown:
            return
        if self.current().may_leave():
            self._show(index)

    # ---- what the window asks

    def commands(self) -> list[QAction | None]:
        """Return the commands of the tab on show, then those of the room itself."""
        own = super().commands()
        theirs = self.current().commands()
        return [*theirs, None, *own] if own and theirs else [*theirs, *own]

    def refresh(self, tables: frozenset[str]) -> None:
        """Tell the tab on show what has changed; the others are told when they are shown again."""
        for index in self._made:
            self._stale[index] = self._stale.get(index, frozenset()) | tables
        self.current().refresh(self._stale.pop(self._shown))

    def show_target(self, target: object) -> None:
        """Show a tab, and in it what was asked for."""
        if isinstance(target, str):
            self.choose(target)
        elif isinstance(target, tuple) and len(target) == 2 and isinstance(target[0], str):
            name, argument = target
            if name == PERSON and name not in self.names():
                self._show_person(str(argument))
            elif self.choose(name):
                self.current().show_target(argument)

    def _show_person(self, person_id: str) -> None:
        if self.choose(self.person_tab or self._tabs[0].name):
            self.current().show_target((PERSON, person_id))

    def kept(self) -> object:
        """Return the tab on show, and what is kept of every tab that has been shown."""
        return self._shown, {**self._kept, **{index: page.kept() for index, page in self._made.items()}}

    def take_up(self, kept: object) -> None:
        """Show the same tab; each takes up what is its own when it is next shown."""
        shown, self._kept = cast("tuple[int, dict[int, object]]", kept)
        for index in [index for index in self._made if index in self._kept]:
            self._made[index].take_up(self._kept.pop(index))
        self._show(shown)

    def may_be_made_anew(self) -> bool:
        """Ask every tab that has been shown."""
        return all(page.may_be_made_anew() for page in self._made.values())

    def may_leave(self) -> bool:
        """Ask the tab on show."""
        return self.current().may_leave()

    def focus_first(self) -> None:
        """Put the focus where work in the tab on show begins."""
        self.current().focus_first()
