"""The reports page: every room's reports, their runs, what each figure stands on, handing up and receipt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Notice, Split, primary_button, row, text_label
from ganbu_desktop.desktop.kit.widgets.fold import FoldButton
from ganbu_desktop.desktop.reports.choice import PeriodChooser, ReportTree
from ganbu_desktop.desktop.reports.dialogs import AcknowledgeDialog, DifferencesDialog, SubmitDialog
from ganbu_desktop.desktop.reports.groups import ReportGroups
from ganbu_desktop.desktop.reports.view import ReportView
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.report.differences import differences
from ganbu_desktop.kernel.report.forms import RECEIPT
from ganbu_desktop.kernel.report.paper import write_report
from ganbu_desktop.kernel.report.runs import Generated, content_of, find_runs, generate
from ganbu_desktop.kernel.report.spec import Report, ReportSpec
from ganbu_desktop.kernel.spine.report_run import ReportRun

_TABLES = frozenset({"report_run"})
_HASH_SHOWN = 12
_LOW = 480
_COLUMNS = (
    Column("at", "生成时间", 160),
    Column("by", "生成人", 90),
    Column("hash", "数据指纹", 130),
    Column("submitted", "报送", 250),
    Column("acknowledged", "签收", 190),
)


class ReportsPage(Page):
    """Lists reports at the left; at the right the chosen period's report and its runs.

    Target: ``(report name, period text)`` or a report's name.
    """

    def __init__(self, desk: Desk, groups: ReportGroups) -> None:
        """``groups``: a room's title and its reports."""
        super().__init__(desk)
        self._spec: ReportSpec | None = None
        self._runs: dict[str, ReportRun] = {}
        self._shown: Generated | None = None
        self._turn = 0
        self.tree = ReportTree(groups)
        self.periods = PeriodChooser(self.office.today())
        self.help = text_label(role="muted", wrap=True)
        self.notice = Notice()
        self.view = ReportView(desk)
        self._source = ListSource(_COLUMNS)
        self.runs = DataTable(
            "report-runs",
            self._source,
            desk=desk,
            title="历次报表",
            multiple=True,
            filters=False,
            bar=False,
            numbered=False,
        )
        self.runs.set_empty("这一期还没有生成过。")
        self._add_commands()
        self._assemble()
        self.tree.chosen.connect(self._choose)
        self.periods.chosen.connect(lambda _period: self.reload())
        self.runs.opened.connect(self._open_run)
        self.tree.choose_first()

    def _add_commands(self) -> None:
        add = self.add_command
        add("生成", icon="refresh", shortcut="Ctrl+G", tip="按现在的数据生成这一期报表", run=self.generate)
        self.add_separator()
        add("导出 Excel…", icon="excel", shortcut="Ctrl+E", run=lambda: self.export(".xlsx"))
        add("导出 PDF…", icon="pdf", shortcut="Ctrl+P", run=lambda: self.export(".pdf"))
        self.add_separator()
        actions = [
            add("登记报送…", icon="export", run=self.submit),
            add("登记签收…", icon="seal", run=self.acknowledge),
            add("报送回执…", icon="print", tip="打印选中一次的报送单和回执", run=self.print_receipt),
            add("比较两次", icon="history", tip="比较选中的两次（只选一次时与最近一次比）", run=self.compare),
        ]
        for action in actions:
            self.runs.add_menu_action(action)

    def _assemble(self) -> None:
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        settings = self.desk.settings
        self.fold_tree = FoldButton(settings, "reports.tree", "报表清单", "list")
        self.fold_runs = FoldButton(settings, "reports.runs", "生成记录", "history")
        for fold in (self.fold_tree, self.fold_runs):
            fold.turned.connect(self._place_panes)
        head = row(self.fold_tree, self.periods, primary_button("生成", "refresh", self.generate), stretch=True)
        line = head.layout()
        if line is not None:
            line.addWidget(self.fold_runs)
        layout.addWidget(head)
        layout.addWidget(self.help)
        layout.addWidget(Split("reports.runs", settings, self.view, self.runs, (400, 150), vertical=True, side=0.25), 1)
        layout.addWidget(self.notice)
        self.body.addWidget(Split("reports.tree", settings, self.tree, right, (260, 900), side=0.3), 1)

    # ---- choosing

    def _choose(self, spec: ReportSpec) -> None:
        self._spec = spec
        self.help.setText(spec.help)
        self._place_help()
        before = self.periods.current()
        self.periods.offer(list(spec.periods))
        if self.periods.current() == before:
            self.reload()

    def show_target(self, target: object) -> None:
        """Go to a report, and to a period of it if one is given."""
        name, period = target if isinstance(target, tuple) else (target, None)
        if self.tree.choose(str(name)) and period is not None:
            self.periods.choose(str(period))

    def refresh(self, tables: frozenset[str]) -> None:
        """Read the runs anew after one was made, handed up or signed for."""
        if tables & _TABLES:
            self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the report the room of the explanation where there is little; the list of reports tells it too."""
        super().resizeEvent(event)
        self._place_help()
        self._place_panes()

    def _place_panes(self) -> None:
        """Show the lists that are wanted; a low window is the report's until the clerk asks for its runs."""
        self.fold_runs.suggest(self.height() >= theme.pixels(_LOW))
        self.tree.setVisible(self.fold_tree.is_open())
        self.runs.setVisible(self.fold_runs.is_open())

    def _place_help(self) -> None:
        self.help.setVisible(bool(self.help.text()) and self.height() >= theme.pixels(_LOW))

    def focus_first(self) -> None:
        """Begin at the list of reports."""
        self.tree.setFocus()

    def reload(self, shown: Generated | None = None) -> None:
        """Read the runs of the chosen report and period; show ``shown``, else what the newest one kept."""
        spec, period = self._spec, self.periods.current()
        if spec is None or period is None:
            return
        self._turn += 1
        turn = self._turn

        def read(_progress: object) -> tuple[list[ReportRun], Generated | None]:
            runs = find_runs(self.office, spec.name, period.text)
            kept = shown
            if kept is None and runs:
                kept = Generated(content_of(self.office, runs[0]), runs[0])
            return runs, kept

        self.desk.tasks.run(
            read,
            title="读取报表",
            writes=False,
            quiet=True,
            context=self,
            done=lambda found: self._show(*found) if turn == self._turn else None,
        )

    def _show(self, runs: list[ReportRun], shown: Generated | None) -> None:
        self._runs = {run.id: run for run in runs}
        self._source.set_rows([_row(run) for run in runs])
        self.runs.reload()
        if shown is not None:
            self.runs.select(shown.run.id)
        self._show_report(shown)

    def _show_report(self, shown: Generated | None) -> None:
        self._shown = shown
        if shown is None:
            self.view.clear()
            self.notice.clear()
            return
        run = self._runs.get(shown.run.id, shown.run)
        self.view.show_report(shown.report)
        self.notice.say(*_state(run, self._spec))

    def _open_run(self, run_id: str) -> None:
        run = self._runs.get(run_id)
        if run is not None:
            self.desk.tasks.run(
                lambda _progress: Generated(content_of(self.office, run), run),
                title="打开这次生成",
                writes=False,
                quiet=True,
                context=self,
                done=self._show_report,
            )

    # ---- doing

    def generate(self) -> None:
        """Generate the chosen report on another thread."""
        spec, period = self._spec, self.periods.current()
        if spec is None or period is None:
            self.desk.notify("请先在左边选一张报表", "hint")
            return
        before = next(iter(self._runs.values()), None)
        self.desk.tasks.run(
            lambda progress: generate(self.office, spec, period, progress=progress),
            title=f"生成“{spec.title}”",
            context=self,
            done=lambda made: self._generated(made, before),
        )

    def _generated(self, made: Generated, before: ReportRun | None) -> None:
        if before is None or (before.report, before.period) != (made.run.report, made.run.period):
            self.desk.notify(f"已生成：{made.report.title}")
        elif before.content_hash == made.run.content_hash:
            self.desk.notify("已生成，与上一次一致（数据指纹相同）")
        else:
            self.desk.notify("已生成，与上一次不同；点“比较两次”看哪里变了", "warning")
        self.reload(made)

    def export(self, suffix: str) -> None:
        """Write the report on screen to a file."""
        shown = self._shown
        if shown is None:
            self.desk.notify("请先生成报表，再导出", "hint")
            return
        kind = "Excel 工作簿 (*.xlsx)" if suffix == ".xlsx" else "PDF 文件 (*.pdf)"
        target = self.desk.messages.save_file(self, "导出报表", f"{shown.report.title}{suffix}", kind)
        if target is not None:
            self._write(shown.report, target.with_suffix(suffix))

    def print_receipt(self) -> None:
        """Open the print dialog for the submission form of the chosen run, whose lower half is the receipt."""
        from ganbu_desktop.desktop.paper.print_dialog import (
            ask_print,  # the preview and its fonts load when they are wanted
        )

        run = self._run()
        if run is not None:
            ask_print(self.desk, "打印报送回执", [RECEIPT], [run.id])

    def _write(self, report: Report, target: Path) -> None:
        def done(findings: list[str]) -> None:
            if findings:
                self.desk.messages.warn(self, "已写出，但有内容没有印全", "\n".join(findings[:20]))
            self.desk.notify(f"已写出：{target}")

        self.desk.tasks.run(
            lambda _progress: write_report(report, target), title="写出报表", writes=False, context=self, done=done
        )

    def _chosen_runs(self) -> list[ReportRun]:
        return [self._runs[i] for i in self.runs.selected_ids() if i in self._runs]

    def _run(self) -> ReportRun | None:
        """Return the chosen run, else the one on screen."""
        chosen = self._chosen_runs()
        if chosen:
            return chosen[0]
        if self._shown is None:
            self.desk.notify("这一期还没有生成过，请先生成", "hint")
            return None
        return self._runs.get(self._shown.run.id, self._shown.run)

    def submit(self) -> None:
        """Write down that the chosen run was handed up."""
        run = self._run()
        if run is None:
            return
        last = next((r.submitted_to for r in find_runs(self.office, run.report) if r.submitted_to), "")
        if SubmitDialog(self.desk, run, self, last or "").exec():
            self.desk.notify("已登记报送")
            self.reload(self._shown)

    def acknowledge(self) -> None:
        """Write down that the chosen run was signed for."""
        run = self._run()
        if run is not None and AcknowledgeDialog(self.desk, run, self).exec():
            self.desk.notify("已登记签收")
            self.reload(self._shown)

    def compare(self) -> None:
        """Tell what differs between the two chosen runs, or the chosen one and the newest other."""
        pair = sorted((self._chosen_runs() or [])[:2], key=lambda run: (run.generated_at, run.id))
        for run in self._runs.values():
            if len(pair) < 2 and run not in pair:
                pair = sorted([*pair, run], key=lambda r: (r.generated_at, r.id))
        if len(pair) < 2:
            self.desk.notify("这一期只生成过一次，还没有可比较的另一次", "hint")
            return
        earlier, later = pair
        self.desk.tasks.run(
            lambda _progress: differences(self.office, earlier, later),
            title="比较两次",
            writes=False,
            context=self,
            done=lambda found: self._show_differences(earlier, later, found),
        )

    def _show_differences(self, earlier: ReportRun, later: ReportRun, found: list[str]) -> None:
        DifferencesDialog(self.desk, earlier, later, found, self).exec()


def _row(run: ReportRun) -> Row:
    submitted = f"{run.submitted_on} {run.submitted_to}（{run.submitted_by}）" if run.submitted_on else ""
    acknowledged = f"{run.acknowledged_on} {run.acknowledged_by}" if run.acknowledged_on else ""
    cells = (
        run.generated_at.replace("T", " "),
        run.generated_by,
        f"{run.content_hash[:_HASH_SHOWN]}…",
        submitted,
        acknowledged,
    )
    return Row(run.id, cells, tip=f"数据指纹 {run.content_hash}")


def _state(run: ReportRun, spec: ReportSpec | None) -> tuple[str, str]:
    """Return tone and text on where a run stands."""
    made = f"{run.generated_at.replace('T', ' ')} 由{run.generated_by}生成，数据指纹 {run.content_hash[:_HASH_SHOWN]}…"
    if run.acknowledged_on:
        return "ok", f"{made}；{run.submitted_on} 报送，{run.acknowledged_on} 签收。"
    if run.submitted_on:
        return "ok", f"{made}；{run.submitted_on} 已报{run.submitted_to}，还没有签收。"
    if spec is not None and spec.is_submitted:
        return "hint", f"{made}；还没有登记报送。"
    return "ok", f"{made}。"
