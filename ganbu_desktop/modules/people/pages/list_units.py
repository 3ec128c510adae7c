"""The tree of units beside the list: which part of the county is on show."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
)

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.parts import settle_timer
from ganbu_desktop.modules.people.pages.list_source import WITHOUT_UNIT
from ganbu_desktop.modules.people.queries import UnitTree

_KEY = Qt.ItemDataRole.UserRole
_SETTLE_MS = 60


class UnitsView(QTreeWidget):
    """全部, every unit with its number of cadres, and 未分单位. ``chosen`` tells the unit's id, empty for 全部."""

    chosen = Signal(str)

    def __init__(self) -> None:
        """Start with 全部 alone."""
        super().__init__()
        self.setAccessibleName("单位")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(True)
        self.setIndentation(theme.pixels(16))
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(theme.pixels(24))
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setItemDelegateForColumn(1, _Numbers(self))
        self._loading = False
        self._settle = settle_timer(self, _SETTLE_MS, lambda: self.chosen.emit(self.unit()))
        self.currentItemChanged.connect(lambda *_: None if self._loading else self._settle.start())

    def load(self, tree: UnitTree) -> None:
        """Show the tree; what was chosen and what was folded stays so."""
        kept, folded = self.unit(), {key for key, item in self._items() if item.childCount() and not item.isExpanded()}
        self._loading = True
        self.clear()
        everyone = self._add(None, "", "全部", tree.everyone)
        made: dict[str, QTreeWidgetItem] = {}
        for node in tree.nodes:
            made[node.id] = self._add(made.get(node.parent_id or ""), node.id, node.name, node.total)
        if tree.without_unit:
            self._add(None, WITHOUT_UNIT, "未分单位", tree.without_unit)
        self.expandAll()
        for key, item in self._items():
            item.setExpanded(key not in folded)
        self.setCurrentItem(next((item for key, item in self._items() if key == kept), everyone))
        self._loading = False
        if self.unit() != kept:
            self.chosen.emit(self.unit())

    def _add(self, parent: QTreeWidgetItem | None, key: str, title: str, number: int) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title, str(number) if number else ""])
        item.setData(0, _KEY, key)
        item.setToolTip(0, title)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{title}，{number} 人")
        if parent is None:
            self.addTopLevelItem(item)
        else:
            parent.addChild(item)
        return item

    def _items(self) -> Iterator[tuple[str, QTreeWidgetItem]]:
        walk = QTreeWidgetItemIterator(self)
        while walk.value() is not None:
            yield str(walk.value().data(0, _KEY)), walk.value()
            walk += 1

    def unit(self) -> str:
        """Return the chosen unit's id, ``WITHOUT_UNIT``, or empty for 全部."""
        item = self.currentItem()
        return "" if item is None else str(item.data(0, _KEY))

    def title(self) -> str:
        """Return the chosen unit's name."""
        item = self.currentItem()
        return "全部" if item is None else item.text(0)

    def choose(self, unit_id: str) -> None:
        """Choose a unit."""
        for key, item in self._items():
            if key == unit_id:
                self.setCurrentItem(item)


class _Numbers(QStyledItemDelegate):
    """Draws the numbers of cadres in the muted colour."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: object) -> None:
        super().initStyleOption(option, index)  # type: ignore[arg-type]
        muted = theme.colours().muted
        palette = option.palette  # type: ignore[attr-defined]
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            palette.setColor(role, muted)
        option.palette = palette  # type: ignore[attr-defined]
