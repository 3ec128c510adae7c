"""Two records as a tree: each field with both values and a tick at the one that stays, each row with its own tick."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.modules.people.merging import Comparison, FieldPair, RowLine
from ganbu_desktop.modules.people.merging.comparing import LEFT

_THING = Qt.ItemDataRole.UserRole
_LABEL, _KEPT, _LEFT = 0, 1, 2
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_SAME = "（相同）"


class MergeTree(QTreeWidget):
    """What of two records stays; ``changed`` after every choice."""

    changed = Signal()

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.setAccessibleName("逐项比较")
        self.setAccessibleDescription("空格键在两人的值之间选择，或决定一行留不留")
        self.setColumnCount(3)
        self.setIndentation(theme.pixels(14))
        self.setAlternatingRowColors(True)
        header = self.header()
        header.setSectionResizeMode(_LABEL, QHeaderView.ResizeMode.ResizeToContents)
        for column in (_KEPT, _LEFT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._loading = False
        self.itemChanged.connect(self._ticked)

    def load(self, found: Comparison, *, only_different: bool) -> None:
        """Show a comparison with its proposal."""
        self._loading = True
        self.clear()
        self.setHeaderLabels(
            ["项目", f"留下：{found.kept.name or '未填姓名'}", f"并入：{found.left.name or '未填姓名'}"]
        )
        basics = self._branch("基本信息和任免表")
        for pair in found.fields:
            self._add_field(basics, pair)
        for label, lines in groupby(found.rows, key=lambda line: line.label):
            branch = self._branch(label)
            for line in lines:
                self._add_row(branch, line)
        others = self._branch("其他业务中的记录（全部改挂到留下的人）")
        for label, number in found.moving:
            QTreeWidgetItem(others, [label, "", f"{number} 条"])
        others.setHidden(not found.moving)
        self.expandAll()
        self._loading = False
        self.show_only_different(only_different)

    def _branch(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, [title])
        font = QFont(self.font())
        font.setBold(True)
        item.setFont(_LABEL, font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setFirstColumnSpanned(True)
        return item

    def _add_field(self, branch: QTreeWidgetItem, pair: FieldPair) -> None:
        item = QTreeWidgetItem(
            branch, [pair.label, pair.kept or "（空）", pair.left or "（空）" if pair.differs else _SAME]
        )
        item.setData(_LABEL, _THING, pair)
        for column, text in ((_KEPT, pair.kept), (_LEFT, pair.left)):
            item.setToolTip(column, text)
        if pair.differs:
            item.setCheckState(_KEPT, _OFF if pair.takes_left else _ON)
            item.setCheckState(_LEFT, _ON if pair.takes_left else _OFF)
            self._mark(item, "不同" if pair.kept and pair.left else "一方为空")

    def _mark(self, item: QTreeWidgetItem, why: str) -> None:
        full, soft = theme.colours().tone("warning" if why == "不同" else "accent")
        item.setText(_LABEL, f"{item.text(_LABEL)}　{why}")
        item.setForeground(_LABEL, QColor(full))
        for column in (_KEPT, _LEFT):
            item.setBackground(column, QColor(soft))

    def _add_row(self, branch: QTreeWidgetItem, line: RowLine) -> None:
        side = _LEFT if line.side == LEFT else _KEPT
        item = QTreeWidgetItem(branch, ["", "", ""])
        item.setText(_LABEL, {"both": "两人相同", "kept": "只有留下的人有", "left": "只有并入的人有"}[line.side])
        item.setText(side, line.text)
        item.setToolTip(side, line.text + ("\n还连着别的记录，一定留下" if line.is_fixed else ""))
        item.setData(_LABEL, _THING, line)
        item.setCheckState(side, _ON)
        if line.is_fixed:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)

    def coming(self) -> int:
        """Return how many rows of the sets come over from the one who goes, as ticked now."""
        things = ((item, item.data(_LABEL, _THING)) for item in self.leaves())
        lines = [(item, t) for item, t in things if isinstance(t, RowLine) and t.side == LEFT]
        return sum(item.checkState(_LEFT) is _ON for item, _line in lines)

    # ---- choosing

    def _ticked(self, item: QTreeWidgetItem, column: int) -> None:
        if self._loading or column not in (_KEPT, _LEFT):
            return
        self._loading = True
        if isinstance(item.data(_LABEL, _THING), FieldPair):
            other = _LEFT if column == _KEPT else _KEPT
            item.setCheckState(other, _OFF if item.checkState(column) is _ON else _ON)
        self._loading = False
        self.changed.emit()

    def toggle(self, item: QTreeWidgetItem) -> None:
        """Choose the other value of a field, or keep or drop a row."""
        thing = item.data(_LABEL, _THING)
        if isinstance(thing, FieldPair) and thing.differs:
            item.setCheckState(_KEPT, _OFF if item.checkState(_KEPT) is _ON else _ON)
        elif isinstance(thing, RowLine) and not thing.is_fixed:
            side = _LEFT if thing.side == LEFT else _KEPT
            item.setCheckState(side, _OFF if item.checkState(side) is _ON else _ON)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses."""
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            self.toggle(item)
            return
        super().keyPressEvent(event)

    def leaves(self) -> list[QTreeWidgetItem]:
        """Return the lines of all fields and rows."""
        tops = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        found = [top.child(n) for top in tops if top is not None for n in range(top.childCount())]
        return [item for item in found if item.data(_LABEL, _THING) is not None]

    def line_of(self, label: str) -> QTreeWidgetItem | None:
        """Return the line of a field by its label."""
        things = ((item, item.data(_LABEL, _THING)) for item in self.leaves())
        return next((item for item, t in things if isinstance(t, FieldPair) and t.label == label), None)

    def show_only_different(self, is_on: bool) -> None:
        """Hide the fields that are equal, or show them again."""
        for item in self.leaves():
            thing = item.data(_LABEL, _THING)
            item.setHidden(is_on and isinstance(thing, FieldPair) and not thing.differs)

    def taken(self) -> frozenset[tuple[str, str]]:
        """Return the fields whose value is to be the other record's."""
        found = [i.data(_LABEL, _THING) for i in self.leaves() if i.checkState(_LEFT) is _ON]
        return frozenset(thing.key for thing in found if isinstance(thing, FieldPair))

    def unwanted(self) -> frozenset[str]:
        """Return the ids of the rows that are not to be kept."""
        found = []
        for item in self.leaves():
            thing = item.data(_LABEL, _THING)
            if isinstance(thing, RowLine):
                side = _LEFT if thing.side == LEFT else _KEPT
                found += [] if item.checkState(side) is _ON else [thing.record.id]
        return frozenset(found)
