"""Whom a table counts and when: the boxes for population, month of ages, and frozen moments."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.kernel.list.saved_view import SavedView
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.statistics.pages.choice import labelled_box
from ganbu_desktop.modules.statistics.population import SERVING, TEAMS, Population
from ganbu_desktop.modules.statistics.records import StatisticsSnapshot

_BACK, _AHEAD = 24, 12
_NOW = ""


class WhereLine(QWidget):
    """The three boxes in one line; ``changed`` after each choice."""

    changed = Signal()

    def __init__(self, today: Period) -> None:
        """``today``: the present month, the first to be chosen."""
        super().__init__()
        self._fixed: list[tuple[str, object]] = []
        self.people, self.month, self.moment = QComboBox(), QComboBox(), QComboBox()
        self.line = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        labelled_box(self.people, "统计范围", layout, (140, 260), is_shown=False)
        labelled_box(self.month, "年龄算到", layout, (128, 170), is_shown=False)
        labelled_box(self.moment, "时点", layout, (108, 260), is_shown=False)
        period = today
        months = [period]
        for _ in range(_BACK):
            period = period.before
            months.append(period)
        for found in [*reversed([_months_on(today, n) for n in range(1, _AHEAD + 1)]), *months]:
            self.month.addItem(f"至{found.chinese()}", found.text)
        self.month.setCurrentIndex(_AHEAD)
        for box in (self.people, self.month, self.moment):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def load_people(self, units: Sequence[tuple[str, str]], views: Sequence[SavedView]) -> None:
        """Offer everybody, the teams, the saved views of the cadres list and each unit with what is below it."""
        chosen = self.people.currentData()
        handed = self.handed()
        self.people.blockSignals(True)
        self.people.clear()
        for population in (SERVING, TEAMS, *handed):
            self.people.addItem(population.title, population)
        for view in views:
            self.people.addItem(f"视图：{view.name}", view)
        for unit_id, name in units:
            title = f"{name}及下级"
            self.people.addItem(title, Population(title, unit_id=unit_id))
        self._choose(self.people, chosen)
        self.people.blockSignals(False)

    def handed(self) -> list[Population]:
        """Return the populations of just some people."""
        offered = [self.people.itemData(n) for n in range(self.people.count())]
        return [each for each in offered if isinstance(each, Population) and each.ids]

    def hand_over(self, ids: Sequence[str], title: str = "") -> None:
        """Offer just some people, and choose them."""
        population = Population(title or f"选中的 {len(ids)} 人", ids=tuple(ids))
        self.people.blockSignals(True)
        self.people.insertItem(2, population.title, population)
        self.people.blockSignals(False)
        self.people.setCurrentIndex(2)

    def load_moments(self, snapshots: Sequence[StatisticsSnapshot]) -> None:
        """Offer the present and the frozen copies of the table on show; the present is chosen."""
        self.moment.blockSignals(True)
        self.moment.clear()
        self.moment.addItem("现在的数据", _NOW)
        for snapshot in snapshots:
            made = snapshot.made_at[:16].replace("T", " ")
            self.moment.addItem(f"{Period.parse(snapshot.period).chinese()}冻结（{made}）", snapshot.id)
        self.moment.setEnabled(bool(snapshots))
        self.moment.setToolTip("" if snapshots else "还没有冻结过，月末点“冻结本月”")
        self.moment.blockSignals(False)

    def snapshot_id(self) -> str:
        """Return the id of the chosen snapshot, empty for the present."""
        return str(self.moment.currentData() or _NOW)

    def period(self) -> Period:
        """Return the month that ages and terms are counted to."""
        return Period.parse(self.month.currentData())

    def chosen_people(self) -> Population | SavedView:
        """Return the population, or the view that shows it."""
        found: Population | SavedView = self.people.currentData() or SERVING
        return found

    def offer_population(self, *, possible: bool) -> None:
        """Let the population be chosen, or show that the table has its own."""
        frozen = bool(self.snapshot_id())
        self.people.setEnabled(possible and not frozen)
        self.month.setEnabled(not frozen)
        self.people.setToolTip("" if possible else "这张表有固定的范围：各领导班子的现职成员")

    def _choose(self, box: QComboBox, wanted: object) -> None:
        found = next((n for n in range(box.count()) if _same(box.itemData(n), wanted)), 0)
        box.setCurrentIndex(found)


def _same(one: object, other: object) -> bool:
    if isinstance(one, SavedView) and isinstance(other, SavedView):
        return one.id == other.id
    return one == other


def _months_on(period: Period, number: int) -> Period:
    index = period.first.year * 12 + period.first.month - 1 + number
    return Period.parse(f"{index // 12}-{index % 12 + 1:02d}")
