"""The archives: the list of them, and one person's archive in full."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget

from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.page import PERSON, Desk, Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.modules.political import actions, ledgers, queries
from ganbu_desktop.modules.political.pages.archive_view import ArchivePane
from ganbu_desktop.modules.political.records import PoliticalArchive


class ArchiveTab(Page):
    """Shows the list; Enter or a double click opens the archive, Esc goes back. Targets: an id, ``(PERSON, id)``."""

    def __init__(self, desk: Desk) -> None:
        """Show the list."""
        super().__init__(desk)
        self.list = LedgerView(desk, ledgers.ARCHIVES, extra_commands=self._offer, enter_opens=True)
        self.pane = ArchivePane(desk)
        self._stack = QStackedWidget()
        for page in (self.list, self.pane):
            page.body.setContentsMargins(0, 0, 0, 0)
            page.setProperty("role", "ground")
            page.commands_changed.connect(self.commands_changed.emit)
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)
        self.list.table.opened.disconnect()
        self.list.table.opened.connect(lambda _id: self.open_current())
        self.pane.left.connect(self.show_list)

    def _offer(self, view: LedgerView) -> None:
        view.add_command(
            "为现职干部建档", icon="people", tip="给还没有档案的现职干部各建一份，编号自动接续", run=self.open_missing
        )
        view.add_row_command("查看档案", self.open_current, icon="person", shortcut="Ctrl+O", tip="打开这个人的档案")

    # ---- what the window asks

    def commands(self) -> list[QAction | None]:
        """Return the commands of what is on show."""
        return self.pane.commands() if self.is_open() else self.list.commands()

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what has changed."""
        self.list.refresh(tables)
        if self.is_open():
            self.pane.reload()

    def show_target(self, target: object) -> None:
        """Open a person's archive, or choose one in the list."""
        if isinstance(target, tuple) and len(target) == 2 and target[0] == PERSON:
            self.open_person(str(target[1]))
        else:
            self.show_list()
            self.list.show_target(target)

    def focus_first(self) -> None:
        """Go to the search line, or to the archive's text."""
        (self.pane if self.is_open() else self.list).focus_first()

    # ---- going there and back

    def is_open(self) -> bool:
        """Return whether one person's archive is on show."""
        return self._stack.currentWidget() is self.pane

    def open_current(self) -> None:
        """Open the archive of the current row."""
        entry = self.list.current_entry()
        if isinstance(entry, PoliticalArchive):
            self.open_person(entry.person_id)

    def open_person(self, person_id: str) -> None:
        """Show what the room keeps of a person, also where there is no archive yet."""
        if self.pane.show_person(person_id):
            self._stack.setCurrentWidget(self.pane)
            self.commands_changed.emit()
            self.pane.focus_first()

    def show_list(self) -> None:
        """Go back to the list."""
        self._stack.setCurrentWidget(self.list)
        self.commands_changed.emit()
        self.list.table.view.setFocus()

    def open_missing(self) -> None:
        """Open an archive for everybody who serves and has none, after asking."""
        missing = queries.serving_without_archive(self.office)
        if not missing:
            self.desk.notify("现职干部都已有政治素质档案", "hint")
            return
        text = f"将给还没有档案的 {len(missing)} 名现职干部各建一份政治素质档案，编号自动接续。可按 Ctrl+Z 撤销。"
        if not self.desk.messages.question(self.desk.window, "为现职干部建档", text, yes="建档"):
            return
        try:
            count = actions.open_archives(self.office, missing)
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify(f"已建立 {count} 份政治素质档案")
        self.list.refresh(frozenset({PoliticalArchive.table.name}))
