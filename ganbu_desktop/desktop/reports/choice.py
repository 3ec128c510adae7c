"""Choosing a report and its period: the tree of all reports, and the two boxes for kind and period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTreeWidget, QTreeWidgetItem, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.reports.groups import ReportGroups
from ganbu_desktop.kernel.report.spec import Period

KINDS = {"month": "月", "quarter": "季度", "year": "年"}
_MANY = {"month": 36, "quarter": 16, "year": 10}


class ReportTree(QTreeWidget):
    """All reports by room; ``chosen`` tells which."""

    chosen = Signal(object)

    def __init__(self, groups: ReportGroups) -> None:
        """``groups``: a room's title and its reports."""
        super().__init__()
        self.setHeaderHidden(True)
        self.setAccessibleName("报表")
        self.setRootIsDecorated(False)
        self._items: dict[str, QTreeWidgetItem] = {}
        for title, specs in groups:
            group = QTreeWidgetItem(self, [title])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for spec in specs:
                item = QTreeWidgetItem(group, [spec.title])
                item.setToolTip(0, "\n".join(part for part in (spec.title, spec.help) if part))
                item.setData(0, Qt.ItemDataRole.UserRole, spec)
                self._items[spec.name] = item
        self.expandAll()
        self.currentItemChanged.connect(self._tell)

    def choose(self, name: str) -> bool:
        """Go to a report by its name; tell whether there is one."""
        item = self._items.get(name)
        if item is not None:
            self.setCurrentItem(item)
        return item is not None

    def choose_first(self) -> None:
        """Go to the first report."""
        for item in list(self._items.values())[:1]:
            self.setCurrentItem(item)

    def _tell(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        spec = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        if spec is not None:
            self.chosen.emit(spec)


class PeriodChooser(QWidget):
    """Kind of period and period; the last closed one to begin with."""

    chosen = Signal(object)

    def __init__(self, today: date) -> None:
        """``today``: the office's day."""
        super().__init__()
        self._today = today
        self.kind, self.period = QComboBox(), QComboBox()
        self.kind.setAccessibleName("期间类别")
        self.period.setAccessibleName("期间")
        self.period.setMinimumWidth(theme.pixels(190))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        for widget in (QLabel("按"), self.kind, self.period):
            layout.addWidget(widget)
        self.kind.currentIndexChanged.connect(self._fill)
        self.period.currentIndexChanged.connect(lambda _index: self._tell())

    def offer(self, kinds: Sequence[str]) -> None:
        """Offer the kinds of period that a report takes."""
        if kinds == [self.kind.itemData(n) for n in range(self.kind.count())]:
            return
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in kinds:
            self.kind.addItem(KINDS[kind], kind)
        self.kind.blockSignals(False)
        self._fill()

    def _fill(self) -> None:
        kind = self.kind.currentData()
        if kind is None:
            return
        self.period.blockSignals(True)
        self.period.clear()
        period = Period.around(self._today, kind)
        for number in range(_MANY[kind]):
            self.period.addItem(period.chinese() + ("（未结束）" if not number else ""), period.text)
            period = period.before
        self.period.setCurrentIndex(1)
        self.period.blockSignals(False)
        self._tell()

    def choose(self, text: str) -> None:
        """Go to a period as ``Period.text`` writes it, adding it where it is not offered."""
        period = Period.parse(text)
        self.kind.setCurrentIndex(max(self.kind.findData(period.kind), 0))
        if self.period.findData(text) < 0:
            self.period.addItem(period.chinese(), text)
        self.period.setCurrentIndex(self.period.findData(text))

    def current(self) -> Period | None:
        """Return the chosen period."""
        text = self.period.currentData()
        return None if text is None else Period.parse(text)

    def _tell(self) -> None:
        self.chosen.emit(self.current())
