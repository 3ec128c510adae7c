"""班子结构 and 研判: a team at a time with figures that open, and the ledger of reviews with their suggestions."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Heading, SearchBox, Split, scrolled
from ganbu_desktop.desktop.ledger.entry_panel import LoopPanel
from ganbu_desktop.desktop.ledger.page import NEW, LedgerView
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.modules.units import ledgers
from ganbu_desktop.modules.units.pages.report_view import Tables
from ganbu_desktop.modules.units.records import REVIEW_LOOP
from ganbu_desktop.modules.units.team_page import TeamFacts, team_facts, units_with_teams

_WATCHED = {TODAY, "unit", "person", "tenure", "education", "source_tag", "team_review", "quota", "parameter_override"}
_ID = Qt.ItemDataRole.UserRole
ROOM = "units"


class TeamView(Page):
    """The teams at the left, the chosen one at the right. Target: a unit's id."""

    def __init__(self, desk: Desk) -> None:
        """Show the first team."""
        super().__init__(desk)
        self.list = QListWidget()
        self.list.setAccessibleName("班子")
        self.list.currentItemChanged.connect(lambda *_: self._load())
        self.search = SearchBox("查找单位")
        self.search.searched.connect(self._narrow)
        self.search.left_downwards.connect(self.list.setFocus)
        self.heading = Heading("")
        self.tables = Tables(desk)
        self.facts: TeamFacts | None = None
        self.add_command("登记研判", run=self.review, icon="add", tip="登记这个班子的研判，保存时冻结当天的结构")
        self.add_command("班子结构分析表…", run=partial(self._report, "team-structure"), icon="table")
        self.add_command("结构性配备对照表…", run=partial(self._report, "structure-targets"), icon="table")
        self._assemble()
        self.reload()

    def _assemble(self) -> None:
        left, right = QWidget(), QWidget()
        column, shown = QVBoxLayout(left), QVBoxLayout(right)
        for layout in (column, shown):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.space(1))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        shown.addWidget(self.heading)
        shown.addWidget(scrolled(self.tables), 1)
        left.setMinimumWidth(theme.pixels(160))
        self.body.addWidget(Split("units.teams", self.desk.settings, left, right, (220, 840)))

    def reload(self) -> None:
        """Read the teams again; the chosen one stays."""
        kept = self.unit_id()
        self.list.blockSignals(True)
        self.list.clear()
        for unit in units_with_teams(self.office):
            item = QListWidgetItem(unit.short_name or unit.name or "未命名")
            item.setData(_ID, unit.id)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._narrow(self.search.text())
        if not self.list.count():
            empty = "还没有班子。在单位信息里填正职、副职领导职数，或在干部的任职里勾选“领导成员”。"
            self.heading.set_text("班子结构", "")
            self.tables.show_tables((), empty)
        elif not kept or not self.choose(kept):
            self.list.setCurrentRow(0)

    def unit_id(self) -> str:
        """Return the chosen team's unit, empty when there is none."""
        item = self.list.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def choose(self, unit_id: str) -> bool:
        """Show a unit's team; False when it has none."""
        for number in range(self.list.count()):
            if self.list.item(number).data(_ID) == unit_id:
                self.list.setCurrentRow(number)
                return True
        return False

    def _narrow(self, typed: str) -> None:
        wanted = typed.strip()
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(wanted not in item.text())

    def _load(self) -> None:
        unit_id = self.unit_id()
        if unit_id:
            self.desk.tasks.run(
                lambda _progress: team_facts(self.office, unit_id),
                title="汇总班子结构",
                writes=False,
                quiet=True,
                context=self,
                done=self._show,
            )

    def _show(self, facts: TeamFacts | None) -> None:
        if facts is None or facts.unit.id != self.unit_id():
            return
        self.facts = facts
        self.heading.set_text(facts.unit.name or "未命名", facts.reviewed)
        self.tables.show_tables(facts.tables, "没有")

    def review(self) -> None:
        """Begin a review of the chosen team."""
        if self.unit_id():
            self.desk.go(ROOM, ("team-reviews", (NEW, {"unit_id": self.unit_id()})))

    def _report(self, name: str) -> None:
        self.desk.go("reports", (name, f"{self.office.today():%Y-%m}"))

    def refresh(self, tables: frozenset[str]) -> None:
        """Read again what others have changed."""
        if tables & _WATCHED:
            self.reload()

    def show_target(self, target: object) -> None:
        """Show one unit's team."""
        if isinstance(target, str):
            self.choose(target)

    def focus_first(self) -> None:
        """Begin in the list of teams."""
        self.list.setFocus()


class ReviewsView(LedgerView):
    """The ledger of reviews, with the suggestions of each beside it."""

    def __init__(self, desk: Desk) -> None:
        """Show all reviews, the newest first."""
        super().__init__(desk, ledgers.REVIEWS, panels=(partial(LoopPanel, kind=REVIEW_LOOP, title="研判建议"),))
