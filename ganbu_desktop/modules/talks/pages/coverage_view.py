"""覆盖情况: how far the year has come, with figures that open to the people behind them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import column, plain_button, row, scrolled, text_label
from ganbu_desktop.desktop.reports.figure_label import FigureDialog, FigureLabel
from ganbu_desktop.desktop.reports.table import ReportTableView
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.modules.talks import queries
from ganbu_desktop.modules.talks.queries import YearView

_CHANGING = {
    TODAY,
    "talk",
    "home_visit",
    "person",
    "tenure",
    "unit",
    "talk_exemption",
    "attendance_state",
    "parameter_override",
    "report_run",
}
_ROW_HEIGHT, _HEAD_HEIGHT, _HIGHEST = 34, 70, 420


class CoverageView(Page):
    """One year's coverage: the sums on top, by unit and by level under them, and who is left out and why."""

    def __init__(self, desk: Desk) -> None:
        """Show the current year."""
        super().__init__(desk)
        self.year = self.office.today().year
        self.labels: list[FigureLabel] = []
        self.tables: list[ReportTableView] = []
        self._caption = text_label(role="heading")
        self._inner = QVBoxLayout()
        self._inner.setSpacing(theme.space(2))
        earlier = plain_button("上一年", "arrow-left", lambda: self.choose_year(self.year - 1))
        later = plain_button("下一年", "arrow-right", lambda: self.choose_year(self.year + 1))
        self.body.addWidget(row(earlier, self._caption, later, stretch=True))
        held = QWidget()
        held.setLayout(self._inner)
        self.body.addWidget(scrolled(held), 1)
        for title, name, tip in (
            ("覆盖率表…", "coverage", "打开报表“覆盖率表”，可以打印、导出"),
            ("未谈未访名单…", "talk-unreached", "打开报表“未谈未访名单”，可以打印、导出"),
        ):
            self.add_command(title, run=partial(self._open_report, name), icon="table", tip=tip)
        self.add_command("月报表…", run=self._open_monthly, icon="table", tip="打开谈心谈话情况月报表")
        self._load()

    def choose_year(self, year: int) -> None:
        """Show another year."""
        self.year = year
        self._load()

    def _load(self) -> None:
        self._caption.setText(f"{self.year} 年")
        self.desk.tasks.run(
            lambda _progress: queries.year_view(self.office, self.year),
            title="汇总覆盖情况",
            writes=False,
            quiet=True,
            context=self,
            done=self._show,
        )

    def _show(self, found: YearView) -> None:
        self._clear()
        line = QHBoxLayout()
        line.setSpacing(theme.space(3))
        self.labels = [FigureLabel(self.desk, title, figure) for title, figure in found.figures]
        for (title, _), label in zip(found.figures, self.labels, strict=True):
            line.addWidget(column(text_label(title, role="muted"), label))
        line.addStretch(1)
        head = QWidget()
        head.setLayout(line)
        self._inner.addWidget(head)
        self.tables = []
        for table in found.tables:
            if table.title:
                self._inner.addWidget(text_label(table.title, role="heading"))
            if not table.rows:
                self._inner.addWidget(text_label("没有", role="muted"))
                continue
            view = ReportTableView(table)
            view.figure_opened.connect(self._explain)
            wanted = _HEAD_HEIGHT + _ROW_HEIGHT * len(table.rows)
            view.setFixedHeight(theme.pixels(min(wanted, _HIGHEST)))
            self.tables.append(view)
            self._inner.addWidget(view)
        self._inner.addStretch(1)

    def _clear(self) -> None:
        while self._inner.count():
            item = self._inner.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _explain(self, title: str, figure: Figure) -> None:
        FigureDialog(self.desk, title, figure, self).exec()

    def refresh(self, tables: frozenset[str]) -> None:
        """Work the year out anew when something it stands on has changed."""
        if tables & _CHANGING:
            self._load()

    def _open_report(self, name: str) -> None:
        self.desk.go("reports", (name, str(self.year)))

    def _open_monthly(self) -> None:
        self.desk.go("reports", queries.MONTHLY)
