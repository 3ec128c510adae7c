"""The import's third step: everything that was read, compared with the store, for the clerk to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Notice, SearchBox, Split, link_button
from ganbu_desktop.desktop.people.choose_people import ChoosePeopleDialog
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.intake.compare import decide, join_rows
from ganbu_desktop.modules.intake.correcting import correct, may_correct
from ganbu_desktop.modules.intake.incoming import Problem
from ganbu_desktop.modules.intake.pages.import_detail import DetailPanel
from ganbu_desktop.modules.intake.pages.import_lines import UnitNames, unit_names
from ganbu_desktop.modules.intake.pages.import_mending import MendingLine
from ganbu_desktop.modules.intake.pages.import_models import PeopleModel, UnitsModel
from ganbu_desktop.modules.intake.pages.import_views import CheckTable
from ganbu_desktop.modules.intake.plan import ImportPlan, PersonPlan, Status

_WRITTEN = (Status.NEW, Status.CHANGED)
_PEOPLE_TABS = (Status.NEW, Status.CHANGED, Status.UNCHANGED, Status.DOUBTFUL)
_UNITS, _PROBLEMS, _NOTICES = "单位", "不导入", "提示"
_PROBLEM_COLUMNS = (
    Column("file", "文件", 190),
    Column("sheet", "工作表", 110),
    Column("row", "行", 60, "right"),
    Column("column", "列", 130),
    Column("text", "内容", 160),
    Column("message", "原因", 460),
)


class PreviewStep(QWidget):
    """Tabs of people by status, units and refusals; ``changed`` tells that something was chosen."""

    changed = Signal()
    hidden_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        """Start without a plan."""
        super().__init__()
        self._desk = desk
        self.plan: ImportPlan | None = None
        self._names: UnitNames = {}
        self._reasons: dict[int, str] = {}
        self.notice = Notice()
        self.with_hidden = link_button("连同隐藏的行重新读取", "eye", self.hidden_wanted.emit)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("按去向查看")
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._show_tab)
        self.people = PeopleModel(self)
        self.people.chosen.connect(self._chosen)
        self.units = UnitsModel(self)
        self.units.chosen.connect(self._chosen)
        self.people_view = CheckTable("人员", self.people, (84, 112))
        self.people_view.selectionModel().currentRowChanged.connect(lambda *_: self._show_person())
        self.units_view = CheckTable("单位", self.units, (280, 60), multiple=False)
        self.units_view.selectionModel().currentRowChanged.connect(lambda *_: self._show_unit())
        self.search = SearchBox("在本页查找姓名、单位、身份证号")
        self.search.searched.connect(self._narrow)
        self.search.left_downwards.connect(self.people_view.setFocus)
        self.detail = DetailPanel()
        self.detail.chosen.connect(self._detail_chosen)
        self.detail.match_wanted.connect(self.match_by_hand)
        self.detail.doubt.decided.connect(self._decide)
        self.detail.doubt.put_off.connect(self._put_off)
        self.detail.doubt.joined.connect(self.join_rows)
        self.detail.doubt.new_wanted.connect(self.keep_rows_apart)
        self.problems = ListSource(_PROBLEM_COLUMNS)
        self.problem_table = DataTable("import_problems", self.problems, title="导入中的问题", desk=desk)
        self.problem_table.set_empty("没有读不进去的内容")
        self.mending = MendingLine()
        self.mending.corrected.connect(self.correct)
        self.problem_table.current_changed.connect(lambda _id: self._show_problem())
        self.problem_table.opened.connect(lambda _id: self.mending.text.setFocus())
        self.notices = ListSource((Column("text", "读取时的提示", 900),))
        self.notice_table = DataTable("import_notices", self.notices, title="导入中的提示", desk=desk, filters=False)
        self._assemble()

    def _assemble(self) -> None:
        self._lists = QStackedWidget()
        self._lists.addWidget(self._people_side())
        self._lists.addWidget(self.units_view)
        self._lists.setMinimumWidth(theme.pixels(250))
        self._stack = QStackedWidget()
        self._stack.addWidget(Split("import", self._desk.settings, self._lists, self.detail, (320, 700)))
        self._stack.addWidget(self._problems_side())
        self._stack.addWidget(self.notice_table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        head = QHBoxLayout()
        head.addWidget(self.notice, 1)
        head.addWidget(self.with_hidden, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)
        layout.addLayout(head)

    def _people_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        line = QHBoxLayout()
        self._all = link_button("全选", "", lambda: self.people.take_all(True))
        self._none = link_button("全不选", "", lambda: self.people.take_all(False))
        line.addWidget(self._all)
        line.addWidget(self._none)
        line.addStretch(1)
        column.addWidget(self.search)
        column.addWidget(self.people_view, 1)
        column.addLayout(line)
        return side

    def _problems_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.problem_table, 1)
        column.addWidget(self.mending)
        return side

    def _show_problem(self) -> None:
        problem = self._problem()
        possible = problem is not None and self.plan is not None and may_correct(self.plan, problem)
        self.mending.show_problem(problem, may_correct=possible)

    def _problem(self) -> Problem | None:
        row = self.problem_table.current_id()
        number = int(row) if row else -1
        problems = self.plan.problems if self.plan is not None else []
        return problems[number] if 0 <= number < len(problems) else None

    def correct(self, text: str) -> None:
        """Put a corrected text in the place of the refused one on show; the person goes in with it."""
        problem = self._problem()
        if self.plan is None or problem is None:
            return
        try:
            correct(self._desk.office, self.plan, problem, text)
        except GanbuError as error:
            self.mending.refuse(str(error))
            return
        self._desk.notify(f"已改好{problem.place}的“{problem.header}”，导入时一起写入")
        self._fill_tables(self.plan)
        self._fill_tabs()
        self.problem_table.focus_rows()
        self._show_problem()
        self.changed.emit()

    # ---- the plan

    def set_plan(self, plan: ImportPlan) -> None:
        """Show a plan, beginning with what needs a decision."""
        self.plan = plan
        self._names = unit_names(self._desk.office, plan)
        self._reasons = {id(p): p.reason for p in plan.people}
        self.units.set_units(plan.units)
        self._fill_tables(plan)
        self._say(plan)
        self._fill_tabs()
        first = next((s.value for s in (Status.DOUBTFUL, Status.NEW, Status.CHANGED) if plan.count(s)), None)
        self.show_tab(first or (_PROBLEMS if plan.problems else Status.UNCHANGED.value))

    def _say(self, plan: ImportPlan) -> None:
        hidden = plan.incoming.hidden_rows
        texts = []
        if plan.already:
            texts.append(f"这个文件导入过：{plan.already}。再次导入时，没有改动的内容不会重复写入。")
        if hidden:
            texts.append(f"有 {hidden} 行在文件中是隐藏的，没有读入。")
        if plan.count(Status.DOUBTFUL):
            rows = sum(p.status is Status.DOUBTFUL and p.rival is not None for p in plan.people)
            stored = plan.count(Status.DOUBTFUL) - rows
            texts.append(f"有 {stored} 人与库中人员可能是同一人，请在“待确认”里逐个定下。" if stored else "")
            texts.append(f"有 {rows} 行与前面的行可能是同一个人，请在“待确认”里选是或不是。" if rows else "")
        self.notice.say("warning" if plan.already or hidden else "hint", "　".join(text for text in texts if text))
        self.with_hidden.setVisible(bool(hidden))

    def _fill_tables(self, plan: ImportPlan) -> None:
        self.problems.set_rows([_problem_row(n, problem) for n, problem in enumerate(plan.problems)])
        self.notices.set_rows([Row(str(n), (text,)) for n, text in enumerate(plan.incoming.notices)])
        self.problem_table.reload()
        self.notice_table.reload()

    def _fill_tabs(self) -> None:
        assert self.plan is not None
        current = self.current_tab()
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for title, count in self._counts():
            index = self.tabs.addTab(f"{title} {count:,}")
            self.tabs.setTabData(index, title)
        self.tabs.blockSignals(False)
        self.tabs.setFixedHeight(self.tabs.sizeHint().height())
        if current:
            self._select(current)

    def _counts(self) -> list[tuple[str, int]]:
        assert self.plan is not None
        counts = [(status.value, self.plan.count(status)) for status in _PEOPLE_TABS]
        counts += [(_UNITS, self.units.rowCount()), (_PROBLEMS, len(self.plan.problems))]
        notices = len(self.plan.incoming.notices)
        return [*counts, (_NOTICES, notices)] if notices else counts

    def current_tab(self) -> str:
        """Return the title of the tab on show."""
        return str(self.tabs.tabData(self.tabs.currentIndex()) or "")

    def show_tab(self, title: str) -> None:
        """Show the tab of this title."""
        self._select(title)
        self._show_tab(self.tabs.currentIndex())

    def show_rest(self, *, refused: bool) -> None:
        """Show what was refused, or those who wait to be decided or ticked."""
        statuses = (Status.DOUBTFUL, Status.CHANGED, Status.NEW)
        waiting = next((s.value for s in statuses if self.plan is not None and self.plan.count(s)), _PROBLEMS)
        self.show_tab(_PROBLEMS if refused else waiting)

    def _select(self, title: str) -> None:
        for index in range(self.tabs.count()):
            if self.tabs.tabData(index) == title:
                self.tabs.blockSignals(True)
                self.tabs.setCurrentIndex(index)
                self.tabs.blockSignals(False)

    def _show_tab(self, _index: int) -> None:
        title = self.current_tab()
        if self.plan is None or not title:
            return
        if title in (_PROBLEMS, _NOTICES):
            self._stack.setCurrentIndex(1 if title == _PROBLEMS else 2)
            return
        self._stack.setCurrentIndex(0)
        self._lists.setCurrentIndex(1 if title == _UNITS else 0)
        if title == _UNITS:
            self.units_view.choose_row(0)
            self._show_unit()
            return
        status = Status(title)
        for button in (self._all, self._none):
            button.setVisible(status in _WRITTEN)
        self._fill_people(status)

    def _fill_people(self, status: Status) -> None:
        assert self.plan is not None
        self.people.set_people([p for p in self.plan.people if p.status is status], self._names)
        self.people_view.choose_row(0)
        self._show_person()

    def _narrow(self, typed: str) -> None:
        self.people.narrow(typed)
        self.people_view.choose_row(0)
        self._show_person()

    def _show_person(self) -> None:
        plan = self.people.person(self.people_view.current_row())
        if plan is None:
            typed = self.search.text().strip()
            self.detail.show_nobody("没有符合查找内容的人" if typed else f"没有{self.current_tab()}的人员")
        else:
            self.detail.show_person(plan, self._names)

    def _show_unit(self) -> None:
        unit = self.units.unit(self.units_view.current_row())
        if unit is None:
            self.detail.show_nobody("没有新增或变更的单位")
        else:
            self.detail.show_unit(unit)

    # ---- choices

    def _chosen(self) -> None:
        self.changed.emit()

    def _detail_chosen(self) -> None:
        """A person of whom nothing is left to write is not written; ticking something brings the person back."""
        plan = self.detail.plan
        if plan is not None and plan.status is Status.CHANGED:
            anything = any(f.accepted for f in plan.fields) or any(r.accepted for r in plan.rows) or plan.photo_is_new
            plan.accepted = anything
        self.people.tell_changed()
        self.changed.emit()

    def match_by_hand(self) -> None:
        """Let the clerk name the stored person whom a new one really is: a changed name or number."""
        plan = self.detail.plan
        if plan is None:
            return
        sub = f"文件中的{plan.name}是库中的哪一位？姓名或身份证号改过时用。"
        dialog = ChoosePeopleDialog(self._desk, "对应到库中人员", sub, ok="对应", multiple=False)
        ids = dialog.ids() if dialog.exec() else []
        dialog.deleteLater()
        self.match_with(plan, ids)

    def match_with(self, plan: PersonPlan, person_ids: Sequence[str]) -> None:
        """Compare a new person with a stored one after all."""
        for found in looking.rows(self._desk.office, person_ids[:1]):
            plan.candidates = [found.person]
            self._decide(found.person)

    def _decide(self, target: Person | None) -> None:
        plan, person = self.plan, self.detail.plan
        if plan is None or person is None:
            return
        rival = _claimed(plan, person, target) if target is not None else None
        if rival is not None:
            taken = f"{rival.incoming.place}已经对应到库中的{rival.name}，同一个人只能对应一行。"
            text = f"{taken}\n\n没有改动；请先改那一行。"
            self._desk.messages.warn(self._desk.window, "这个人已经有对应的行", text)
            self.detail.show_person(person, self._names)
            return
        self._desk.tasks.run(
            lambda _progress: decide(self._desk.office, plan, person, target),
            title="比对人员",
            writes=False,
            quiet=True,
            context=self,
            done=lambda _none: self._decided(person),
        )

    def _rival_rows(self, everywhere: bool) -> list[PersonPlan]:
        """Return the row on show, or every undecided one that may be the same person as an earlier row."""
        person = self.detail.plan
        if not everywhere or self.plan is None:
            return [person] if person is not None and person.rival is not None else []
        return [p for p in self.plan.people if p.rival is not None and p.status is Status.DOUBTFUL]

    def join_rows(self, everywhere: bool = False) -> None:
        """Take rows for the same person as the earlier rows that they look like."""
        plan, rows = self.plan, self._rival_rows(everywhere)
        if plan is not None and rows:
            self._settle_rows(lambda: join_rows(self._desk.office, plan, rows))

    def keep_rows_apart(self, everywhere: bool = False) -> None:
        """Take rows for somebody else than the earlier rows that they look like."""
        plan, rows = self.plan, self._rival_rows(everywhere)
        if plan is None or not rows:
            return

        def settle() -> None:
            for row in rows:
                decide(self._desk.office, plan, row, None)

        self._settle_rows(settle)

    def _settle_rows(self, settle: Callable[[], None]) -> None:
        shown = self.detail.plan
        self._desk.tasks.run(
            lambda _progress: settle(),
            title="比对人员",
            writes=False,
            quiet=True,
            context=self,
            done=lambda _none: self._decided(shown) if shown is not None else None,
        )

    def _put_off(self) -> None:
        person = self.detail.plan
        if person is None:
            return
        person.status, person.target, person.accepted = Status.DOUBTFUL, None, False
        person.fields, person.rows, person.photo_is_new = [], [], False
        person.reason = self._reasons.get(id(person), "") or "与库中人员的对应还没有定"
        self._decided(person)

    def _decided(self, person: PersonPlan) -> None:
        """Stay with the person in the tab of the decision, so that it can be looked over or taken back."""
        assert self.plan is not None
        self._fill_tables(self.plan)
        row = self.people.row_of(person)
        self._fill_tabs()
        self.people.tell_changed()
        if row is not None:
            self.detail.show_person(person, self._names)
        self.changed.emit()

    # ---- what it comes to

    def counts(self) -> tuple[int, int, int]:
        """Return how many people and units would be written, and how many people are still doubtful."""
        if self.plan is None:
            return 0, 0, 0
        people = sum(p.accepted and p.status in _WRITTEN for p in self.plan.people)
        units = sum(u.accepted and u.status in _WRITTEN for u in self.plan.units)
        return people, units, self.plan.count(Status.DOUBTFUL)


def _claimed(plan: ImportPlan, person: PersonPlan, target: Person) -> PersonPlan | None:
    others = (p for p in plan.people if p is not person and p.accepted and p.target is not None)
    return next((p for p in others if p.target is not None and p.target.id == target.id), None)


def _problem_row(number: int, problem: Problem) -> Row:
    place = problem.place
    row = str(place.row) if place.row else ""
    cells = (place.file, place.sheet, row, problem.header, problem.text, problem.message)
    return Row(str(number), cells, tip=str(problem), icon="error", tone="")
