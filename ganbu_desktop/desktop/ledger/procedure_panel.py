"""How a procedure on an entry stands: its stages with their days, what is late, what comes next, and its button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt

from ganbu_desktop.desktop.kit.widgets import Notice, plain_button, primary_button, row
from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.ledger.entry_lines import line
from ganbu_desktop.desktop.ledger.entry_panel import HangingPanel
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.describe import Record, replaced
from ganbu_desktop.kernel.spine import procedures
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE, LimitingRecord
from ganbu_desktop.kernel.spine.procedure import Procedure, ProcedureStep
from ganbu_desktop.kernel.spine.procedure_spec import specs
from ganbu_desktop.kernel.spine.procedures import Course


class ProcedurePanel(HangingPanel):
    """One procedure of an entry, the newest run of it; a finished one stays to be read."""

    def __init__(self, desk: Desk, name: str) -> None:
        """``name``: the procedure, of ``resources/procedures``."""
        super().__init__(desk)
        self._spec = specs()[name]
        self._course: Course | None = None
        self.stages = self.section(self._spec.title)
        self.notice = Notice()
        self.button = primary_button("", "check", self.go_on)
        self.unasked = plain_button("本人未申请…", "close", self.end_unasked)
        self.extend_button = plain_button("延长期限…", "edit", self.extend)
        self.body.addWidget(
            row(self.button, self.unasked, self.extend_button, stretch=True), 0, Qt.AlignmentFlag.AlignLeft
        )
        self.body.addWidget(self.notice)

    def show_entry(self, entry: Record) -> None:
        """Show how far the procedure on an entry is."""
        self.entry = entry
        run = self._newest()
        with self.office.reading() as connection:
            self._course = procedures.course(connection, run, self.office.today()) if run is not None else None
        self.stages.show_lines(
            [line(*self._words(step)) for step in self._course.steps] if self._course else [],
            f"还没有启动；环节依据：{self._spec.source}",
        )
        self._say()

    def _newest(self) -> Procedure | None:
        runs = [run for run in self.hung(Procedure) if run.name == self._spec.name]
        return max(runs, key=lambda run: (run.ended_on is None, run.started_on or PartialDate(1), run.id), default=None)

    def _words(self, step: ProcedureStep) -> tuple[str, str, tuple[str, str]]:
        assert self._course is not None
        stage = procedures.spec_of(self._course.procedure).stage(step.stage)
        papers = "、".join((step.papers or "").split("\n")) or "、".join(stage.papers if stage else ())
        facts = (
            ("由", stage.who if stage else ""),
            ("应办", str(step.due_on or "")),
            ("法定最迟", str(step.legal_due_on or "")),
            ("已延长", step.extended_reason or ""),
            ("实办", str(step.done_on or "")),
            ("经办", step.done_by or ""),
            ("材料", papers),
            ("说明", step.note or ""),
        )
        return step.title or step.stage, "　".join(f"{a} {b}" for a, b in facts if b), self._badge(step)

    def _badge(self, step: ProcedureStep) -> tuple[str, str]:
        assert self._course is not None
        is_late = step in self._course.overdue
        if step.done_on is not None:
            return ("逾期办结", "warning") if is_late else ("已办", "ok")
        if step is self._course.next_step and self._is_persons(step):
            return ("申请期限已过", "warning") if is_late else ("等本人申请", "hint")
        if step is self._course.next_step:
            return ("已超期", "error") if is_late else ("待办", "hint")
        return "", ""

    def _is_persons(self, step: ProcedureStep) -> bool:
        stage = self._spec.stage(step.stage)
        return stage is not None and stage.by_person

    def _may_extend(self, step: ProcedureStep) -> bool:
        stage = self._spec.stage(step.stage)
        return stage is not None and bool(stage.extend) and not step.extended_reason

    def _say(self) -> None:
        how, following = self._course, self._course.next_step if self._course else None
        may_start = isinstance(self.entry, LimitingRecord) and self.entry.state == EFFECTIVE
        self.button.setVisible(following is not None or may_start)
        self.button.setText(f"办结：{following.title}…" if following else f"启动{self._spec.title}")
        self.unasked.setVisible(following is not None and self._is_persons(following))
        self.extend_button.setVisible(following is not None and self._may_extend(following))
        if how is None or how.next_step is None:
            self.notice.clear()
        elif how.next_step in how.unknown_limits:
            self.notice.say("warning", "时限落在节假日还没有录入的年份，算不出应办日期；请先在“参数”补录节假日。")
        else:
            due = f"，应于 {how.next_step.last_day} 前办理" if how.next_step.last_day else ""
            due += f"（法定最迟 {how.next_step.legal_due_on}）" if how.next_step.legal_due_on else ""
            tone = "warning" if how.next_step in how.overdue else "hint"
            self.notice.say(tone, f"下一步：{how.next_step.title}{due}")

    # ---- going on

    def go_on(self) -> None:
        """Start the procedure, or note the stage that comes next as done."""
        following = self._course.next_step if self._course else None
        if following is not None:
            self._finish(following)
        elif isinstance(self.entry, LimitingRecord):
            entry = self.entry
            self.do(lambda: procedures.start(self.office, entry, self._spec.name), f"已启动{self._spec.title}")

    def end_unasked(self) -> None:
        """End the run, since the person did not apply, with how that is known."""
        assert self._course is not None
        run, label = self._course.procedure, "怎样得知本人没有申请（如“期限届满未申请”“本人书面表示不申请”）"
        note = self.desk.messages.ask_text(self.desk.window, "本人未申请", label)
        if note is not None:
            self.do(lambda: procedures.end_unasked(self.office, run, note=note), f"{self._spec.title}已终结")

    def extend(self) -> None:
        """Make the law's limit of the next stage longer, with the reason."""
        how = self._course
        assert how is not None
        assert how.next_step is not None
        stage = how.next_step.stage
        reason = self.desk.messages.ask_text(self.desk.window, "延长期限", "延长的理由（案情复杂等，只能延长一次）")
        if reason is not None:
            self.do(lambda: procedures.extend(self.office, how.procedure, stage, reason=reason), "期限已延长")

    def _finish(self, step: ProcedureStep) -> None:
        assert self._course is not None
        run = self._course.procedure
        stage = procedures.spec_of(run).stage(step.stage)
        shown = replaced(
            step,
            {
                "done_by": self.office.account.name,
                "done_on": PartialDate.of(self.office.today()),
                "papers": "\n".join(stage.papers) if stage else None,
            },
        )
        self.ask(
            RecordDialog(
                self.desk,
                shown,
                title=f"办结：{step.title}",
                sub="材料一行一件；少了程序要求的材料不能办结。还没有的材料请先补齐。",
                fields=("done_by", "done_on", "papers"),
                required=("done_by", "done_on"),
                save=self._saver(run),
            )
        )

    def _saver(self, run: Procedure) -> Callable[[Record], object]:
        def save(record: Record) -> object:
            assert isinstance(record, ProcedureStep)
            papers = [paper.strip() for paper in (record.papers or "").split("\n") if paper.strip()]
            done_by, done_on = record.done_by or "", _whole_day(record.done_on)
            return procedures.finish_step(
                self.office, run, record.stage, done_by=done_by, papers=papers, done_on=done_on
            )

        return save


def _whole_day(moment: PartialDate | None) -> date:
    if moment is None or moment.month is None or moment.day is None:
        raise CheckFailed("实办日期请写到日；没有保存，您的输入还在")
    return date(moment.year, moment.month, moment.day)
