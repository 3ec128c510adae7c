"""One class on screen: 训前 with its name list, 训中 with the sign-in, 训后 with scores and follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget

from ganbu_desktop.desktop.kit.widgets import Badge, Heading, link_button, row, tab_bar, text_label
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.reports.figure_label import FigureLabel
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.foundation import codes, person_name
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.describe import Record
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.report.samples import SMALLEST
from ganbu_desktop.modules.training import actions, ledgers
from ganbu_desktop.modules.training.pages.call_dialog import CallDialog
from ganbu_desktop.modules.training.pages.sign_in_pane import SignInPane
from ganbu_desktop.modules.training.pages.substitution_dialog import decide_next
from ganbu_desktop.modules.training.queries.calling import clashes
from ganbu_desktop.modules.training.queries.classes import (
    STAGES,
    ClassView,
    Learner,
    attendance_rate,
    class_view,
    satisfaction,
    stage_of,
)
from ganbu_desktop.modules.training.records import Enrolment, FollowUp, TrainingScore
from ganbu_desktop.modules.training.records.teaching import NOTIFIED, PENDING
from ganbu_desktop.modules.training.rows import teaching
from ganbu_desktop.modules.training.rules.standards import shown_tenths
from ganbu_desktop.modules.training.rules.teaching import weights_text

_BEFORE = (
    Column("name", "姓名", 88),
    Column("unit", "单位", 140),
    Column("post", "职务", 200),
    Column("batch", "批次", 80),
    Column("state", "状态", 90),
    Column("notified", "通知日期", 90, align="center"),
    Column("clash", "冲突", 320),
)
_AFTER = (
    Column("name", "姓名", 88),
    Column("unit", "单位", 140),
    Column("exam", "考试", 64, align="right"),
    Column("contest", "竞争性展示", 90, align="right"),
    Column("review", "评议", 64, align="right"),
    Column("total", "总评", 64, align="right"),
    Column("leave", "缺课占比", 80, align="right"),
    Column("state", "状态", 80),
    Column("certificate", "证书编号", 120),
    Column("first", "训后3个月", 90, align="center"),
    Column("second", "训后6个月", 90, align="center"),
)
_OVERALL = "6"
_CHANGING = {
    TODAY,
    "training_class",
    "training_enrolment",
    "training_substitution",
    "training_session",
    "training_attendance",
    "training_score",
    "training_follow_up",
    "training_evaluation",
    "training_group",
    "training_exemption",
    "attendance_state",
    "training_busy_period",
    "person",
}


class ClassBoard(Page):
    """A class and its three stages; ``closed`` asks for the list."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Start without a class."""
        super().__init__(desk)
        self.view: ClassView | None = None
        self.heading = Heading("班次", "")
        self.badge = Badge("", "hint")
        self.bar = tab_bar("阶段")
        self.people = self._table("people", _BEFORE, "名单是空的。点“按条件调训”，按同一条件选人并看冲突。")
        self.sign_in = SignInPane(desk)
        self.after = self._table("after", _AFTER, "名单是空的。")
        self.figures = [FigureLabel(desk) for _ in range(2)]
        self._stack = QStackedWidget()
        for title, pane in zip(STAGES, (self.people, self.sign_in, self.after), strict=True):
            self.bar.addTab(title)
            self._stack.addWidget(pane)
        self._actions: dict[str, list[QAction | None]] = {stage: [] for stage in STAGES}
        self._make_commands()
        back = link_button("返回班次列表", "left", self.closed.emit)
        said = row(text_label("出勤率"), self.figures[0], text_label("总体满意度"), self.figures[1], stretch=True)
        self.body.addWidget(row(back, self.badge, said, stretch=True))
        self.body.addWidget(self.heading)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._choose)
        self.people.opened.connect(lambda _id: self.edit_enrolment())
        self.after.opened.connect(lambda _id: self.edit_score())
        self.sign_in.changed.connect(self.reload)

    def _table(self, name: str, columns: Sequence[Column], empty: str) -> DataTable:
        table = DataTable(f"training.class.{name}", ListSource(columns), desk=self.desk, title="参训人员", frozen=1)
        table.set_empty(empty)
        return table

    def _make_commands(self) -> None:
        before, during, after = STAGES
        self._add(before, "按条件调训", "people", self.call_up, "按同一条件选人，列出休假、其他班次、重大任务等冲突")
        self._add(before, "登记通知", "check", self.issue_notice, "登记调训通知的文号和日期")
        self._add(before, "替训申请", "edit", self.ask_substitution, "登记替训申请")
        self._add(before, "审批替训", "ok", self.decide, "审批待办的替训申请，须由另一人审批")
        self._add(before, "编辑", "edit", self.edit_enrolment, "编辑选中的人的参训情况")
        self._add(before, "打印通知", "print", lambda: self.print_class("call-notice"), "调训通知和名册")
        self._add(during, "新增课次", "add", lambda: self._new(teaching.SESSIONS.ledger), "录入课程表的一次课")
        self._add(during, "退学", "delete", self.withdraw, "登记退学，写明原因")
        self._add(during, "打印签到表", "print", self.print_sign_in, "所选课次的签到表")
        self._add(during, "打印学员手册", "print", lambda: self.print_class("class-handbook"), "课程表和学员名单")
        self._add(after, "录成绩", "edit", self.edit_score, "录入选中的人的考、竞、评成绩")
        self._add(after, "训后跟踪", "history", self.follow_up, "登记选中的人的训后跟踪")
        self._add(after, "评课", "table", lambda: self._new(teaching.EVALUATIONS.ledger), "录入不记名评课的合计数")
        self._add(after, "结业并记学时", "ok", self.complete, "合格的结业，学时记入个人档案；缺课超限的留待处理")
        self._add(after, "打印成绩单", "print", lambda: self.print_class("score-sheet"), "成绩单")
        self._add(after, "打印评估报告", "print", lambda: self.print_class("class-report"), "班次评估报告")

    def _add(self, stage: str, title: str, icon: str, run: Callable[[], object], tip: str) -> None:
        self._actions[stage].append(self.add_command(title, run=run, icon=icon, tip=tip))

    def commands(self) -> list[QAction | None]:
        """Return the commands of the stage on show."""
        return list(self._actions[STAGES[self.bar.currentIndex()]])

    def _choose(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.commands_changed.emit()

    # ---- showing

    def show_class(self, class_id: str) -> bool:
        """Show a class in the stage it is in; False when it is gone."""
        view = class_view(self.office, class_id)
        if view is None:
            return False
        is_other = self.view is None or self.view.entry.id != class_id
        self._show(view)
        if is_other:
            self.bar.setCurrentIndex(STAGES.index(stage_of(view.entry, self.office.today())))
        return True

    def reload(self) -> None:
        """Read the class on show again; back to the list when it is gone."""
        view = class_view(self.office, self.view.entry.id) if self.view else None
        if view is None:
            self.view = None
            self.closed.emit()
            return
        self._show(view)

    def _show(self, view: ClassView) -> None:
        self.view = view
        entry = view.entry
        stage = stage_of(entry, self.office.today())
        dates = "—".join(str(d) for d in (entry.starts_on, entry.ends_on) if d)
        facts = (dates, entry.venue, weights_text(entry) or "未定权重", f"{len(view.present)} 人")
        self.heading.set_text(entry.title, "　".join(f for f in facts if f))
        self.badge.set(stage, "ok" if stage == STAGES[1] else "hint")
        found = clashes(self.office, entry, [x.person.id for x in view.present]) if stage == STAGES[0] else {}
        self._fill(
            self.people, [self._before(x, "；".join(c.text for c in found.get(x.person.id, ()))) for x in view.learners]
        )
        self._fill(self.after, [self._after(x) for x in view.learners])
        self.sign_in.show_class(view)
        least = self.office.parameters().integer(SMALLEST, self.office.today())
        self.figures[0].set_figure("出勤率", attendance_rate(view))
        self.figures[1].set_figure("总体满意度", satisfaction(view, least).get(_OVERALL))

    def _fill(self, table: DataTable, rows: list[Row]) -> None:
        source = table.source
        assert isinstance(source, ListSource)
        source.set_rows(rows)
        table.reload()

    def _before(self, learner: Learner, clash: str) -> Row:
        row = learner.enrolment
        cells = (
            person_name.padded(learner.person.name),
            learner.person.unit_name,
            learner.person.post,
            row.batch or "",
            _state(row),
            str(row.notified_on or ""),
            clash,
        )
        return Row(row.id, cells, tone="warning" if clash else "")

    def _after(self, learner: Learner) -> Row:
        score, row = learner.score, learner.enrolment
        stages = {f.stage: f for f in learner.follow_ups}
        marks = [shown_tenths(getattr(score, n)) if score else "" for n in _PARTS]
        cells = (
            person_name.padded(learner.person.name),
            learner.person.unit_name,
            *marks,
            learner.leave.shown(),
            _state(row),
            row.certificate or "",
            *("已跟踪" if stage in stages else "" for stage in ("1", "2")),
        )
        return Row(row.id, cells, tone="warning" if learner.leave.is_over else "")

    # ---- what the window asks

    def refresh(self, tables: frozenset[str]) -> None:
        """Read again what has changed."""
        if self.view is not None and tables & _CHANGING:
            self.reload()

    def focus_first(self) -> None:
        """Go to the list of the stage on show."""
        (self.people, self.sign_in.table, self.after)[self.bar.currentIndex()].focus_rows()

    # ---- verbs

    def _learner(self) -> Learner | None:
        index = self.bar.currentIndex()
        if self.view is None:
            return None
        if index == 1:
            chosen = self.sign_in.table.current_id()
            return next((x for x in self.view.learners if x.person.id == chosen), None)
        wanted = (self.people if index == 0 else self.after).current_id()
        return next((x for x in self.view.learners if x.enrolment.id == wanted), None)

    def _do(self, run: Callable[[], object], said: str) -> bool:
        try:
            run()
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return False
        self.desk.notify(said)
        self.reload()
        return True

    def _open(self, spec: LedgerSpec, entry: Record | None, values: dict[str, object]) -> None:
        dialog = EntryDialog(self.desk, spec, entry, values=values)
        dialog.saved.connect(lambda _record: self.reload())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _new(self, spec: LedgerSpec) -> None:
        if self.view is not None:
            self._open(spec, None, {"class_id": self.view.entry.id})

    def call_up(self) -> None:
        """Choose people by conditions and put them on the list."""
        if self.view is None:
            return
        dialog = CallDialog(self.desk, self.view.entry)
        dialog.called.connect(self.reload)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def issue_notice(self) -> None:
        """Ask for the number of the notice and record it with today's date."""
        if self.view is None:
            return
        entry = self.view.entry
        number = self.desk.messages.ask_text(self.desk.window, "登记调训通知", "通知文号", entry.notice_document or "")
        if number is not None:
            today = PartialDate.of(self.office.today())
            self._do(lambda: actions.issue_notice(self.office, entry, number, today), "已登记通知，可按 Ctrl+Z 撤销")

    def ask_substitution(self) -> None:
        """Begin a wish to send somebody else than the current person."""
        learner = self._learner()
        if learner is not None:
            values = {"person_id": learner.person.id, "class_id": learner.enrolment.class_id}
            self._open(ledgers.SUBSTITUTIONS, None, dict(values))

    def decide(self) -> None:
        """Decide on the first wish that waits."""
        waiting = [s for s in self.view.substitutions if s.state == PENDING] if self.view else []
        if not waiting:
            self.desk.messages.info(self.desk.window, "审批替训", "没有待审批的替训申请。")
        elif decide_next(self.desk, waiting):
            self.reload()

    def edit_enrolment(self) -> None:
        """Edit the current person's line."""
        learner = self._learner()
        entry = self.office.get(Enrolment, learner.enrolment.id) if learner else None
        if entry is not None:
            self._open(teaching.ENROLMENTS.ledger, entry, {})

    def withdraw(self) -> None:
        """Ask why the current person leaves the class and record it."""
        learner = self._learner()
        if learner is None:
            return
        entry = learner.enrolment
        reason = self.desk.messages.ask_text(self.desk.window, "登记退学", f"{learner.person.name}退学的原因")
        if reason is not None:
            self._do(lambda: actions.withdraw(self.office, entry, reason), "已登记退学，可按 Ctrl+Z 撤销")

    def edit_score(self) -> None:
        """Enter or edit the current person's scores."""
        learner = self._learner()
        if learner is None:
            return
        entry = self.office.get(TrainingScore, learner.score.id) if learner.score else None
        values = {"person_id": learner.person.id, "class_id": learner.enrolment.class_id}
        self._open(teaching.SCORES.ledger, entry, {} if entry else dict(values))

    def follow_up(self) -> None:
        """Begin the follow-up of the stage that the current person has not had."""
        learner = self._learner()
        if learner is None:
            return
        done = {f.stage: f for f in learner.follow_ups}
        stage = next((s for s in ("1", "2") if s not in done), None)
        if stage is None:
            self._open(teaching.FOLLOW_UPS.ledger, self.office.get(FollowUp, done["2"].id), {})
            return
        values = {"person_id": learner.person.id, "class_id": learner.enrolment.class_id, "stage": stage}
        self._open(teaching.FOLLOW_UPS.ledger, None, dict(values))

    def complete(self) -> None:
        """Let everybody who may complete, and say who is left and why."""
        if self.view is None:
            return
        entry = self.view.entry
        prefix = self.desk.messages.ask_text(
            self.desk.window, "结业并记学时", "证书编号的前一段（如“青培2026-”），不编号的留空"
        )
        if prefix is None:
            return
        try:
            done = actions.complete_class(self.office, entry, certificate_prefix=prefix.strip())
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify(f"{done.done} 人结业并记入学时，可按 Ctrl+Z 撤销")
        if done.left:
            said = "\n".join(f"{name}：{why}" for name, why in done.left)
            self.desk.messages.info(self.desk.window, "留待处理", f"下列人员没有结业，请逐一处理：\n{said}")
        self.reload()

    def print_class(self, form: str) -> None:
        """Print a sheet of the class."""
        self._print(form, self.view.entry.id if self.view else None)

    def print_sign_in(self) -> None:
        """Print the chosen lesson's sheet."""
        self._print("sign-in", self.sign_in.session_id())

    def _print(self, form: str, entry_id: str | None) -> None:
        from ganbu_desktop.desktop.paper.print_dialog import ask_print  # the preview loads when it is wanted

        if entry_id:
            ask_print(self.desk, "打印", (form,), [entry_id])


_PARTS = ("exam_tenths", "contest_tenths", "review_tenths", "total_tenths")


def _state(row: Enrolment) -> str:
    """Return how far somebody is; who was only put on the list, without a notice, has not been told."""
    if row.state == NOTIFIED and row.notified_on is None:
        return "待通知"
    return codes.table("training_enrolment_state").label_for(row.state)
