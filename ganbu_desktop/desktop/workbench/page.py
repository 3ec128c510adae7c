"""The start page: overview, list and calendar over one agenda, worked out aside."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.desktop.workbench.month import Month
from ganbu_desktop.desktop.workbench.overview import Overview
from ganbu_desktop.desktop.workbench.reminder_list import ReminderList
from ganbu_desktop.kernel.office.office import Progress
from ganbu_desktop.kernel.people.person_list import ListQuery, count
from ganbu_desktop.kernel.reminders.agenda import Agenda, read_agenda
from ganbu_desktop.kernel.reminders.reminder import Rule

OVERVIEW, LIST, MONTH = "overview", "list", "month"


class WorkbenchPage(RoomPage):
    """What there is to do today, this month and this year, from all rooms."""

    def __init__(self, desk: Desk, rules: Sequence[Rule]) -> None:
        """``rules``: what the rooms remind of, handed in by the composition root."""
        self._rules = tuple(rules)
        self._agenda: tuple[Agenda, int] | None = None
        self._asked = 0
        super().__init__(
            desk, (Tab(OVERVIEW, "总览", Overview), Tab(LIST, "提醒清单", ReminderList), Tab(MONTH, "日历", Month))
        )
        self.overview().listed.connect(lambda name: self.show_target((LIST, name)))
        self.add_command("重新推算", icon="refresh", shortcut="Ctrl+R", run=self.work_out)
        self.work_out()

    def overview(self) -> Overview:
        """Return the first tab."""
        page = self.tab(OVERVIEW)
        assert isinstance(page, Overview)
        return page

    def work_out(self) -> None:
        """Work the reminders out anew, aside from the lists; of several askings only the last is shown."""
        self._asked += 1
        turn = self._asked
        self.desk.tasks.run(
            self._find,
            title="推算提醒",
            writes=False,
            quiet=True,
            aside=True,
            context=self,
            done=lambda found: self._take(found) if turn == self._asked else None,
        )

    def _find(self, progress: Progress) -> tuple[Agenda, int]:
        with self.office.reading() as connection:
            people = count(connection, ListQuery())
        return read_agenda(self.office, self._rules, progress=progress), people

    def _take(self, found: tuple[Agenda, int]) -> None:
        self._agenda = found
        for index in self._made:
            self._hand(index)

    def _hand(self, index: int) -> None:
        if self._agenda is None:
            return
        page, (agenda, people) = self._made[index], self._agenda
        if isinstance(page, Overview):
            page.show_agenda(agenda, people)
        elif isinstance(page, ReminderList | Month):
            page.show_agenda(agenda)

    def _show(self, index: int) -> None:
        is_new = index not in self._made
        super()._show(index)
        page = self._made[index]
        if is_new and isinstance(page, ReminderList):
            page.answered.connect(self.work_out)
        if is_new:
            self._hand(index)

    def refresh(self, tables: frozenset[str]) -> None:
        """Take note of changed records."""
        super().refresh(tables)
        self.work_out()
