"""Choosing what is counted: the tree of tables, the dimensions of one's own table, the population, the moment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import text_label
from ganbu_desktop.modules.statistics.catalogue import Entry
from ganbu_desktop.modules.statistics.cross import SHARES, Ask
from ganbu_desktop.modules.statistics.dimensions import DIMENSIONS

NEW = "new"
"""The name of the table that is being put together."""
_ROLE = Qt.ItemDataRole.UserRole


def labelled_box(
    box: QComboBox, title: str, layout: QHBoxLayout, widths: tuple[int, int], *, is_shown: bool = True
) -> None:
    """Put a box into a line, named for screen readers; ``widths``: the least and the most it takes, pixels at 100 %.

    ``is_shown``: whether its title stands before it; a box whose entries speak for themselves needs none.
    """
    if is_shown:
        label = text_label(title, role="label")
        label.setBuddy(box)
        layout.addWidget(label)
    box.setAccessibleName(title)
    box.setToolTip(title)
    box.setMinimumWidth(theme.pixels(widths[0]))
    box.setMaximumWidth(theme.pixels(widths[1]))
    box.setMaxVisibleItems(24)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    layout.addWidget(box)


def line() -> tuple[QWidget, QHBoxLayout]:
    """Return an empty line for boxes."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.space(1))
    return holder, layout


class TableTree(QTreeWidget):
    """The ready-made tables and those that were kept; ``chosen`` tells an entry's name, or ``NEW``."""

    chosen = Signal(str)

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setAccessibleName("统计表")
        self.setMinimumWidth(theme.pixels(140))
        self._items: dict[str, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._tell)

    def load(self, ready: Sequence[Entry], kept: Sequence[Entry]) -> None:
        """Show the tables; what was chosen stays so without being told again."""
        name = self.name()
        self.blockSignals(True)
        self.clear()
        self._items = {}
        fixed = self._group("固定报表")
        for entry in ready:
            self._add(fixed, entry.name, entry.title, entry.help)
        own = self._group("自己做的统计表")
        for entry in kept:
            self._add(own, entry.name, entry.title, entry.help)
        self._add(own, NEW, "＋ 新的统计表…", "任选两个项目交叉统计")
        self.expandAll()
        if name in self._items:
            self.setCurrentItem(self._items[name])
        self.blockSignals(False)

    def _group(self, title: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self, [title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return group

    def _add(self, group: QTreeWidgetItem, name: str, title: str, tip: str) -> None:
        item = QTreeWidgetItem(group, [title])
        item.setToolTip(0, f"{title}\n{tip}" if tip else title)
        item.setData(0, _ROLE, name)
        self._items[name] = item

    def name(self) -> str:
        """Return the name of the chosen table, empty for none."""
        item = self.currentItem()
        return str(item.data(0, _ROLE) or "") if item is not None else ""

    def choose(self, name: str) -> bool:
        """Go to a table; tell whether there is one of that name."""
        if name in self._items:
            self.setCurrentItem(self._items[name])
        return name in self._items

    def _tell(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        name = item.data(0, _ROLE) if item is not None else None
        if name:
            self.chosen.emit(str(name))


class AskLine(QWidget):
    """Which dimensions go down and across, and what the shares are of; ``changed`` after each choice."""

    changed = Signal()

    def __init__(self) -> None:
        """Begin with age against sex."""
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        self.down, self.across, self.shares = QComboBox(), QComboBox(), QComboBox()
        for box, title in ((self.down, "行"), (self.across, "列")):
            for group in dict.fromkeys(d.group for d in DIMENSIONS):
                for dimension in (d for d in DIMENSIONS if d.group == group):
                    box.addItem(dimension.title, dimension.name)
                    box.setItemData(box.count() - 1, group, Qt.ItemDataRole.ToolTipRole)
            labelled_box(box, title, layout, (110, 240))
        for name, title in SHARES.items():
            self.shares.addItem(title, name)
        labelled_box(self.shares, "比率", layout, (100, 130))
        layout.addStretch(1)
        self.show_ask(Ask("age", "sex", "row"))
        for box in (self.down, self.across, self.shares):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def ask(self) -> Ask:
        """Return what is chosen."""
        return Ask(self.down.currentData(), self.across.currentData(), self.shares.currentData())

    def show_ask(self, ask: Ask) -> None:
        """Show another choice without telling of it."""
        for box, value in ((self.down, ask.down), (self.across, ask.across), (self.shares, ask.shares)):
            box.blockSignals(True)
            box.setCurrentIndex(max(box.findData(value), 0))
            box.blockSignals(False)
