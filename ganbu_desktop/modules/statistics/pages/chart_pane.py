"""The chart beside a table: which part of it, drawn how, or how it went over the frozen months."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ganbu_desktop.desktop.charts import Chart, ChartView, Kind
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import scrolled, tool_button
from ganbu_desktop.kernel.report.spec import Period, Report
from ganbu_desktop.modules.statistics.pages.chart_data import Part, chart_of, kinds_of, parts_of, trend_of
from ganbu_desktop.modules.statistics.pages.choice import labelled_box, line

Moments = Sequence[tuple[Period, Report]]


class ChartPane(QWidget):
    """Shows a part of a report; ``figure_opened`` tells title and figure, ``trend_wanted`` asks for months."""

    figure_opened = Signal(str, object)
    trend_wanted = Signal()

    def __init__(self, export: Callable[[], object]) -> None:
        """``export`` writes the chart on show to a file."""
        super().__init__()
        self._report: Report | None = None
        self._parts: list[Part] = []
        self.part, self.kind = QComboBox(), QComboBox()
        self.view = ChartView()
        self.view.figure_opened.connect(self.figure_opened)
        bar, layout = line()
        labelled_box(self.part, "图的内容", layout, (110, 200))
        labelled_box(self.kind, "图形", layout, (105, 130))
        layout.addWidget(tool_button("导出图…", "photo", "把图写成 PNG 图片或 PDF", export))
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.space(1))
        outer.addWidget(bar)
        outer.addWidget(scrolled(self.view), 1)
        self.part.currentIndexChanged.connect(lambda _index: self._offer_kinds())
        self.kind.currentIndexChanged.connect(lambda _index: self._draw())

    def has_parts(self) -> bool:
        """Return whether the report on show can be drawn."""
        return bool(self._parts)

    def chart(self) -> Chart | None:
        """Return the chart on show."""
        return self.view.chart

    def show_report(self, report: Report | None) -> None:
        """Show the charts of another report; the same part stays chosen where there is one."""
        before = self.part.currentText()
        self._report, self._parts = report, [] if report is None else parts_of(report)
        self.part.blockSignals(True)
        self.part.clear()
        self.part.addItems([part.title for part in self._parts])
        self.part.setCurrentIndex(max(self.part.findText(before), 0) if self._parts else -1)
        self.part.blockSignals(False)
        self._offer_kinds()

    def _part(self) -> Part | None:
        place = self.part.currentIndex()
        return self._parts[place] if 0 <= place < len(self._parts) else None

    def _offer_kinds(self) -> None:
        part, before = self._part(), self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in [] if part is None else [*kinds_of(part), Kind.TREND]:
            self.kind.addItem(kind.value, kind)
        wanted = 0 if before is None or self.kind.itemData(0) is Kind.PYRAMID else self.kind.findData(before)
        self.kind.setCurrentIndex(max(wanted, 0))
        self.kind.blockSignals(False)
        self._draw()

    def choose(self, part: str, kind: Kind) -> None:
        """Go to a part by its title, and to a way of drawing it."""
        self.part.setCurrentIndex(self.part.findText(part))
        self.kind.setCurrentIndex(self.kind.findData(kind))

    def _draw(self) -> None:
        part, kind = self._part(), self.kind.currentData()
        if self._report is None or part is None or kind is None:
            self.view.show_chart(None)
        elif kind is Kind.TREND:
            self.trend_wanted.emit()
        else:
            self.view.show_chart(chart_of(self._report, part, kind))

    def show_trend(self, moments: Moments) -> None:
        """Show how the chosen part went; ``moments``: the frozen months and the present, the oldest first."""
        part = self._part()
        if part is not None and self.kind.currentData() is Kind.TREND:
            self.view.show_chart(trend_of(moments, part))
