"""A report on screen: its tables in tabs, its boxes and remarks in a last one."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import EmptyState, tab_bar
from ganbu_desktop.desktop.reports.figure_label import FigureDialog
from ganbu_desktop.desktop.reports.table import ReportTableView
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.report.spec import Figure, Report

NOTHING = "选好报表和期间，点“生成”。\n生成的报表留存在下面，数字都能点开看依据。"
TEXTS = "文字和说明"


class ReportView(QWidget):
    """Shows one report, or says how to get one."""

    def __init__(self, desk: Desk) -> None:
        """Begin empty."""
        super().__init__()
        self._desk = desk
        self.bar = tab_bar("报表中的表")
        self.stack = QStackedWidget()
        self.empty = EmptyState(NOTHING, "table")
        self.texts = QPlainTextEdit()
        self.texts.setReadOnly(True)
        self.texts.setTabChangesFocus(True)
        self.texts.setAccessibleName(TEXTS)
        self.views: list[ReportTableView] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        layout.addWidget(self.bar)
        layout.addWidget(self.stack, 1)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.texts)
        self.bar.currentChanged.connect(self._switch)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        for view in self.views:
            self.stack.removeWidget(view)
            view.deleteLater()
        self.views = []
        while self.bar.count():
            self.bar.removeTab(0)
        self.bar.hide()
        self.stack.setCurrentWidget(self.empty)

    def show_report(self, report: Report) -> None:
        """Show a report in place of what was there."""
        self.clear()
        for number, table in enumerate(report.tables, 1):
            view = ReportTableView(table)
            view.figure_opened.connect(self.explain)
            self.views.append(view)
            self.stack.addWidget(view)
            self.bar.addTab(table.title or (report.title if number == 1 else f"表{number}"))
        boxes = [f"{title}\n{text}\n" for title, text in report.boxes if text]
        remarks = [f"注：{text}" for text in report.remarks]
        self.texts.setPlainText("\n".join([*boxes, *remarks]))
        if boxes or remarks:
            self.bar.addTab(TEXTS)
        self.bar.setVisible(self.bar.count() > 1)
        self._switch(0)

    def explain(self, title: str, figure: Figure) -> None:
        """Open what a figure stands on."""
        FigureDialog(self._desk, title, figure, self).exec()

    def _switch(self, number: int) -> None:
        if 0 <= number < len(self.views):
            self.stack.setCurrentWidget(self.views[number])
        elif self.views and number == len(self.views):
            self.stack.setCurrentWidget(self.texts)
