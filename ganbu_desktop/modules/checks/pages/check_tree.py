"""A tree of counts: checks or units with how much was found at each level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator

from ganbu_desktop.desktop.kit import theme

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Branch:
    """One line: ``key`` is what choosing it asks for (empty: everything), ``counts`` one a column (0 shows nothing)."""

    key: str
    title: str
    counts: tuple[int, ...]
    tip: str = ""
    below: tuple[Branch, ...] = field(default=())


class CountTree(QTreeWidget):
    """Branches with counts; ``chosen`` tells the key."""

    chosen = Signal(str)

    def __init__(self, name: str, titles: Sequence[str], tones: Sequence[str]) -> None:
        """``titles`` of the first column and of each count, ``tones`` of each count."""
        super().__init__()
        self._tones = tuple(tones)
        self.setAccessibleName(name)
        self.setHeaderLabels(list(titles))
        self.setUniformRowHeights(True)
        self.setIndentation(theme.pixels(14))
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(theme.pixels(30))
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._loading = False
        self.currentItemChanged.connect(lambda *_: None if self._loading else self.chosen.emit(self.key()))

    def load(self, branches: Sequence[Branch]) -> None:
        """Show other branches; the same key stays chosen if it is still there."""
        kept = self.key()
        self._loading = True
        self.clear()
        for branch in branches:
            self.addTopLevelItem(self._item(branch))
        self.expandAll()
        self._choose(kept)
        self._loading = False
        if self.key() != kept:
            self.chosen.emit(self.key())

    def _item(self, branch: Branch) -> QTreeWidgetItem:
        texts = [f"{count:,}" if count else "" for count in branch.counts]
        item = QTreeWidgetItem([branch.title, *texts])
        item.setData(0, _KEY, branch.key)
        item.setToolTip(0, branch.tip or branch.title)
        for number, tone in enumerate(self._tones, 1):
            item.setTextAlignment(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(number, QColor(theme.colours().tone(tone)[0]))
        for below in branch.below:
            item.addChild(self._item(below))
        return item

    def _choose(self, key: str) -> None:
        walk = QTreeWidgetItemIterator(self)
        first = walk.value()
        while walk.value() is not None:
            if walk.value().data(0, _KEY) == key:
                self.setCurrentItem(walk.value())
                return
            walk += 1
        if first is not None:
            self.setCurrentItem(first)

    def key(self) -> str:
        """Return the key of the chosen branch."""
        item = self.currentItem()
        return "" if item is None else str(item.data(0, _KEY) or "")
