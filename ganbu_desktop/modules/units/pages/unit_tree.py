"""The tree of units: chosen by arrow keys, put in order by dragging or Alt and the arrows."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.modules.units.queries import UnitTree

_ID = Qt.ItemDataRole.UserRole


class UnitTreeView(QTreeWidget):
    """``chosen`` tells the current unit, ``placed`` (unit, parent or "", siblings) what a drop asks for."""

    chosen = Signal(str)
    placed = Signal(str, str, list)

    def __init__(self, *, movable: bool = True) -> None:
        """``movable`` lets units be dragged, and several be chosen (Ctrl or Shift and a click), as for printing."""
        super().__init__()
        self.setAccessibleName("单位")
        self.setColumnCount(2)
        self.setHeaderLabels(["单位", "人数"])
        self.setUniformRowHeights(True)
        self.setIndentation(theme.pixels(18))
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        if movable:
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.setDefaultDropAction(Qt.DropAction.MoveAction)
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._loading = False
        self.currentItemChanged.connect(lambda *_: None if self._loading else self.chosen.emit(self.unit()))

    def load(self, tree: UnitTree, without: set[str] | None = None) -> None:
        """Show a tree; what was chosen and folded stays so. ``without`` leaves units out."""
        kept = self.unit()
        folded = {key for key, item in self.entries() if item.childCount() and not item.isExpanded()}
        self._loading = True
        self.clear()
        made: dict[str, QTreeWidgetItem] = {}
        for node in tree.nodes:
            if without and node.unit.id in without:
                continue
            name = node.unit.name or "（未命名）"
            item = QTreeWidgetItem([name, f"{node.total:,}" if node.total else ""])
            item.setData(0, _ID, node.unit.id)
            item.setToolTip(0, name)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(1, QColor(theme.colours().muted))
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name}，{node.total} 人")
            made[node.unit.id] = item
            above = made.get(node.unit.parent_id or "")
            if above is None:
                self.addTopLevelItem(item)
            else:
                above.addChild(item)
        for key, item in self.entries():
            item.setExpanded(key not in folded)
        chosen = made.get(kept) or self.topLevelItem(0)
        if chosen is not None:
            self.setCurrentItem(chosen)
        self._loading = False

    def entries(self) -> Iterator[tuple[str, QTreeWidgetItem]]:
        """Yield every unit with its item."""
        walk = QTreeWidgetItemIterator(self)
        while walk.value() is not None:
            yield str(walk.value().data(0, _ID)), walk.value()
            walk += 1

    def unit(self) -> str:
        """Return the current unit's id, empty when there is none."""
        item = self.currentItem()
        return "" if item is None else str(item.data(0, _ID))

    def units(self) -> list[str]:
        """Return the ids of all chosen units, in the order of the tree."""
        return [key for key, item in self.entries() if item.isSelected()]

    def choose(self, unit_id: str, *, silently: bool = False) -> None:
        """Make a unit the current one."""
        for key, item in self.entries():
            if key == unit_id:
                self._loading = silently
                self.setCurrentItem(item)
                self.scrollToItem(item)
                self._loading = False
                return

    def narrow(self, typed: str) -> None:
        """Show only units whose name holds ``typed``, and those above them."""
        wanted = typed.strip()
        shown = {key for key, item in self.entries() if wanted in item.text(0)}
        for key, item in list(self.entries()):
            item.setHidden(bool(wanted) and key not in shown)
        for key, item in list(self.entries()):
            above = item.parent() if key in shown else None
            while above is not None:
                above.setHidden(False)
                above.setExpanded(True)
                above = above.parent()
        current = self.currentItem()
        if wanted and current is not None and current.isHidden() and shown:
            self.choose(next(key for key, _ in self.entries() if key in shown))

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move; the tree itself changes when the store has."""
        item, target = self.currentItem(), self.itemAt(event.position().toPoint())
        where = self.dropIndicatorPosition()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if item is None or target is item or len(self.selectedItems()) > 1:
            return
        indicator = QAbstractItemView.DropIndicatorPosition
        if target is None:
            self._ask(item, None, self.topLevelItemCount())
        elif where == indicator.OnItem:
            self._ask(item, target, target.childCount())
        else:
            above = target.parent() or self.invisibleRootItem()
            self._ask(item, target.parent(), above.indexOfChild(target) + (where == indicator.BelowItem))

    def _ask(self, item: QTreeWidgetItem, parent: QTreeWidgetItem | None, index: int) -> None:
        holder = parent or self.invisibleRootItem()
        order = [holder.child(row) for row in range(holder.childCount())]
        before = [str(i.data(0, _ID)) for i in order[:index] if i is not item]
        after = [str(i.data(0, _ID)) for i in order[index:] if i is not item]
        unit_id = str(item.data(0, _ID))
        self.placed.emit(unit_id, str(parent.data(0, _ID)) if parent else "", [*before, unit_id, *after])
