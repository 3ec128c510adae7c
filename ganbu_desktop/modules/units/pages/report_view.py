"""A report of the room on its own page: as of now, every number opens, and one press leads to paper and Excel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import plain_button, row, scrolled, text_label
from ganbu_desktop.desktop.reports.figure_label import FigureDialog
from ganbu_desktop.desktop.reports.table import ReportTableView
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, ReportTable, named
from ganbu_desktop.modules.units.reports import REPORTS

_ROW_HEIGHT, _HEAD_HEIGHT, _HIGHEST = 28, 62, 520


class Tables(QWidget):
    """Some tables under each other, each figure of which opens what it stands on."""

    def __init__(self, desk: Desk) -> None:
        """Start empty."""
        super().__init__()
        self._desk = desk
        self._inner = QVBoxLayout(self)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(theme.space(1.5))
        self.views: list[ReportTableView] = []

    def show_tables(self, tables: Sequence[ReportTable], empty: str, remarks: Sequence[str] = ()) -> None:
        """Show other tables; ``empty`` stands where one has no rows, ``remarks`` under the last."""
        while self._inner.count():
            item = self._inner.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.views = []
        for table in tables:
            if table.title:
                self._inner.addWidget(text_label(table.title, role="heading"))
            if table.rows:
                self._inner.addWidget(self._view(table, alone=len(tables) == 1))
            else:
                self._inner.addWidget(text_label(empty, role="muted"))
        if not tables:
            self._inner.addWidget(text_label(empty, role="muted"))
        for remark in remarks:
            self._inner.addWidget(text_label(remark, role="hint", wrap=True))
        self._inner.addStretch(1)

    def _view(self, table: ReportTable, *, alone: bool) -> ReportTableView:
        view = ReportTableView(table)
        view.figure_opened.connect(self._explain)
        wanted = _HEAD_HEIGHT + _ROW_HEIGHT * len(table.rows)
        view.setFixedHeight(theme.pixels(min(wanted, _HIGHEST if not alone else _HIGHEST + 60)))
        self.views.append(view)
        return view

    def _explain(self, title: str, figure: Figure) -> None:
        FigureDialog(self._desk, title, figure, self).exec()


class ReportView(Page):
    """One report of the current month, or of a year that can be changed."""

    def __init__(self, desk: Desk, name: str, tables: frozenset[str]) -> None:
        """``name``: the report; ``tables``: those whose changes make it be worked out anew."""
        super().__init__(desk)
        self.spec = named(REPORTS, name)
        self._watched = tables
        kind = "month" if "month" in self.spec.periods else "year"
        self.period = Period.around(self.office.today(), kind)
        self.report: Report | None = None
        self._caption = text_label(role="heading")
        self.tables = Tables(desk)
        if kind == "year":
            earlier = plain_button("上一年", "arrow-left", lambda: self._choose(self.period.before))
            later = plain_button("下一年", "arrow-right", self._later)
            self.body.addWidget(row(earlier, self._caption, later, stretch=True))
        else:
            self.body.addWidget(self._caption)
        self.body.addWidget(scrolled(self.tables), 1)
        tip = f"打开报表“{self.spec.title}”，可以打印、导出 Excel、保存这一期"
        self.add_command(f"{self.spec.title}…", run=self.open_report, icon="table", tip=tip)
        self._load()

    def _later(self) -> None:
        self._choose(Period.around(self.period.last + timedelta(days=1), self.period.kind))

    def _choose(self, period: Period) -> None:
        self.period = period
        self._load()

    def _load(self) -> None:
        self.desk.tasks.run(
            lambda _progress: self.spec.compute(self.office, self.period.on(self.office.today())),
            title=f"汇总{self.spec.title}",
            writes=False,
            quiet=True,
            context=self,
            done=self._show,
        )

    def _show(self, report: Report) -> None:
        self.report = report
        self._caption.setText(report.title)
        self.tables.show_tables(report.tables, "没有", report.remarks)

    def refresh(self, tables: frozenset[str]) -> None:
        """Work the report out anew when something it stands on has changed."""
        if tables & self._watched or TODAY in tables:
            self._load()

    def open_report(self) -> None:
        """Go to the reports page with this report and period."""
        self.desk.go("reports", (self.spec.name, self.period.text))

    def focus_first(self) -> None:
        """Go to the first table."""
        if self.tables.views:
            self.tables.views[0].setFocus()
