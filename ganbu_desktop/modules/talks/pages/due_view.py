"""应谈名单: who is to be talked with or visited, why and by when; one click opens the talk with its outline."""

from __future__ import annotations

from typing import Any

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import link_button, text_label
from ganbu_desktop.desktop.ledger.page import NEW
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import PERSON, TODAY, Desk, Page
from ganbu_desktop.foundation import person_name
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.talks import due, queries
from ganbu_desktop.modules.talks.due import Due

ROOM = "talks"
_COLUMNS = (
    Column("what", "应办", 84),
    Column("name", "姓名", 88),
    Column("unit", "单位", 150),
    Column("post", "职务", 200),
    Column("due_on", "截止", 100, align="center"),
    Column("text", "事由", 280),
    Column("last", "最近谈话", 100, align="center"),
    Column("why", "依据", 320),
)
_CHANGING = {
    TODAY,
    "talk",
    "home_visit",
    "person",
    "tenure",
    "unit",
    "talk_exemption",
    "attendance_state",
    "effect_period",
    "parameter_override",
}


class DueView(Page):
    """The list of what is owed today, the earliest first; Enter begins the talk or visit."""

    def __init__(self, desk: Desk) -> None:
        """Show everybody who is due."""
        super().__init__(desk)
        self._due: dict[str, Due] = {}
        self._person_id = ""
        self._only: frozenset[str] = frozenset()
        self.table = DataTable("talks.due", ListSource(_COLUMNS), title="应谈名单", desk=desk, multiple=False, frozen=2)
        self.search = self.table.search_box("姓名、单位、事由")
        self.sums = text_label(role="muted")
        self.begin_action = self.add_command(
            "谈话／家访", run=self.begin, icon="add", tip="为选中的人登记谈话（按事由带出类型和提纲）或家访"
        )
        self.add_command("打开干部", run=self._open_person, icon="person", tip="打开选中的干部")
        self.add_command("未谈未访名单", run=self._open_report, icon="list", tip="打开报表“未谈未访名单”，可以打印")
        self.table.add_menu_action(self.begin_action)
        self.search.setMaximumWidth(theme.pixels(380))
        self.table.bar.insertWidget(0, self.search, 30)
        self.table.bar.insertWidget(1, self.sums)
        self.everybody = link_button("看全部", "close", lambda: self.show_target(None))
        self.table.bar.insertWidget(2, self.everybody)
        self.table.bar.removeWidget(self.table.count_label)
        self.table.count_label.hide()
        self.body.addWidget(self.table, 1)
        self.table.set_empty("没有应谈、应访未办的人。次数和期限在“参数”页设定，病产假等在“不列入应谈”登记。")
        self.table.opened.connect(lambda _id: self.begin())
        self.reload()

    def reload(self) -> None:
        """Work out anew who is due today."""
        day = self.office.today()
        found = [*due.due_talks(self.office, day), *due.due_visits(self.office, day)]
        if self._person_id:
            found = [entry for entry in found if entry.cadre.person_id == self._person_id]
        if self._only:
            found = [entry for entry in found if entry.cadre.person_id in self._only]
        self.everybody.setVisible(bool(self._only))
        found.sort(key=lambda entry: entry.due_on)
        last = queries.last_talks(self.office)
        self._due = {f"{d.reason}/{d.cadre.person_id}/{d.mark}": d for d in found}
        source = self.table.source
        assert isinstance(source, ListSource)
        source.set_rows([self._row(key, entry, last) for key, entry in self._due.items()])
        self.table.reload()
        overdue = sum(entry.is_overdue(day) for entry in found)
        people = len({entry.cadre.person_id for entry in found})
        whose = f"选出的 {len(self._only)} 人里：" if self._only else ""
        self.sums.setText(f"{whose}{people} 人，{len(found)} 项" + (f"，其中超期 {overdue} 项" if overdue else ""))

    def _row(self, key: str, entry: Due, last: dict[str, PartialDate]) -> Row:
        cadre, day = entry.cadre, self.office.today()
        cells = (
            "家访" if entry.reason in due.VISIT_REASONS else "谈话",
            person_name.padded(cadre.name),
            cadre.unit_name,
            cadre.post,
            entry.due_on.strftime("%Y.%m.%d"),
            entry.text,
            str(last.get(cadre.person_id, "无记录")),
            entry.why,
        )
        return Row(key, cells, tone="warning" if entry.is_overdue(day) else "")

    # ---- what the window asks

    def refresh(self, tables: frozenset[str]) -> None:
        """Work the list out anew when something it stands on has changed."""
        if tables & _CHANGING:
            self.reload()

    def show_target(self, target: object) -> None:
        """Show what one person is owed (an id, or ``(PERSON, id)``) or several are; else everybody."""
        self._only = frozenset(map(str, target)) if isinstance(target, list) else frozenset()
        if isinstance(target, tuple) and len(target) == 2 and target[0] == PERSON:
            target = target[1]
        self._person_id = target if isinstance(target, str) else ""
        self.reload()
        if self._person_id and not self._due:
            self._person_id = ""
            self.reload()

    def focus_first(self) -> None:
        """Go to the list."""
        self.table.focus_rows()

    # ---- commands

    def _current(self) -> Due | None:
        return self._due.get(self.table.current_id() or "")

    def begin(self) -> None:
        """Open a new talk or visit for the current line."""
        entry = self._current()
        if entry is None:
            return
        values: dict[str, Any] = {"person_id": entry.cadre.person_id}
        if entry.reason in due.VISIT_REASONS:
            self.desk.go(ROOM, ("home-visits", (NEW, values)))
        else:
            self.desk.go(ROOM, ("talks", (NEW, {**values, "kind": entry.kind})))

    def _open_person(self) -> None:
        entry = self._current()
        if entry is not None:
            self.desk.go(PERSON, entry.cadre.person_id)

    def _open_report(self) -> None:
        self.desk.go("reports", ("talk-unreached", str(self.office.today().year)))
