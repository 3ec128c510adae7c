"""The dialogs of the reports page: handing up, receipt, what differs between two runs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from ganbu_desktop.desktop.kit.widgets import (
    Notice,
    PlainDialog,
    dialog_buttons,
    plain_button,
    resize_within_screen,
    row,
)
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.report.runs import acknowledge, submit
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.kernel.spine.report_run import ReportRun


class _RunDialog(PlainDialog):
    """Base of the dialogs that write something down about a run."""

    def __init__(self, desk: Desk, run: ReportRun, title: str, parent: QWidget) -> None:
        super().__init__(
            parent, title, f"{run.title}（{Period.parse(run.period).chinese()}），数据指纹 {run.content_hash[:12]}…"
        )
        self._desk, self._run = desk, run
        self.changed: ReportRun | None = None
        self.day = QLineEdit(str(PartialDate.of(desk.office.today())))
        self.notice = Notice()

    def _finish(self) -> None:
        self.body.addWidget(self.notice.keep_place())
        buttons, _good = dialog_buttons(self, ok="登记", run=self._save)
        self.body.addWidget(buttons)

    def _save(self) -> None:
        try:
            day = PartialDate.parse(self.day.text())
        except FieldError as error:
            self.notice.say("error", str(error))
            return
        self._desk.tasks.run(
            lambda _progress: self._write(day),
            title=self.windowTitle(),
            context=self,
            done=self._done,
            failed=lambda error: self.notice.say("error", str(error)),
        )

    def _done(self, changed: ReportRun) -> None:
        self.changed = changed
        self.accept()

    def _write(self, day: PartialDate) -> ReportRun:
        raise NotImplementedError


class SubmitDialog(_RunDialog):
    """Writes down when, to whom and by whom a run was handed up."""

    def __init__(self, desk: Desk, run: ReportRun, parent: QWidget, receiver: str = "") -> None:
        """``receiver``: whom the last run was handed up to."""
        super().__init__(desk, run, "登记报送", parent)
        self.receiver = QLineEdit(run.submitted_to or receiver)
        self.hand = QLineEdit(run.submitted_by or desk.office.account.name)
        self.add_field("报送日期", self.day)
        self.add_field("报送单位（报给谁）", self.receiver)
        self.add_field("报送人", self.hand)
        self._finish()
        (self.hand if self.receiver.text() else self.receiver).setFocus()

    def _write(self, day: PartialDate) -> ReportRun:
        office = self._desk.office
        return submit(office, self._run, on=day, to=self.receiver.text(), by=self.hand.text())


class AcknowledgeDialog(_RunDialog):
    """Writes down who signed for a run, and when."""

    def __init__(self, desk: Desk, run: ReportRun, parent: QWidget) -> None:
        """Ask for day and name."""
        super().__init__(desk, run, "登记签收", parent)
        self.hand = QLineEdit()
        self.add_field("签收日期", self.day)
        self.add_field("签收人", self.hand)
        self._finish()
        self.hand.setFocus()

    def _write(self, day: PartialDate) -> ReportRun:
        return acknowledge(self._desk.office, self._run, on=day, by=self.hand.text())


class DifferencesDialog(PlainDialog):
    """Lists what changed from one run to another."""

    def __init__(self, desk: Desk, earlier: ReportRun, later: ReportRun, found: Sequence[str], parent: QWidget) -> None:
        """``found``: the sentences of ``report_differences.differences``."""
        times = f"{_moment(earlier)} 与 {_moment(later)}"
        super().__init__(
            parent, "比较两次生成", f"{later.title}（{Period.parse(later.period).chinese()}）：{times}", width=640
        )
        source = ListSource((Column("text", "不同之处", 640),), [Row(str(n), (t,), tip=t) for n, t in enumerate(found)])
        self.table = DataTable(
            "report-differences", source, title="与上次的差别", desk=desk, multiple=True, filters=False
        )
        self.table.set_empty("两次完全一致：数字、人员、口径和所依据的记录都相同。")
        self.table.reload()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(row(plain_button("关闭", "", self.accept), stretch=True))
        resize_within_screen(self, 820, 520)


def _moment(run: ReportRun) -> str:
    return run.generated_at.replace("T", " ")
