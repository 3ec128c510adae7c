"""Text that a table, a tree or a list has no room for is told in full under the mouse."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QToolTip, QWidget

_WATCHED = "tells_elided"
_ROOM = 8
"""Pixels beside a text that are not its own."""


def watch(within: QWidget) -> None:
    """Let every view under (or at) ``within`` tell what it cuts off; views that do so already are passed over."""
    views = cast("list[QAbstractItemView]", within.findChildren(QAbstractItemView))
    for view in [*views, within] if isinstance(within, QAbstractItemView) else views:
        if not view.property(_WATCHED):
            view.setProperty(_WATCHED, True)
            view.viewport().installEventFilter(_Teller(view))


def cut_off(view: QAbstractItemView, index: QModelIndex) -> str:
    """Return the text of an item that is wider than its place, empty where all of it can be read."""
    text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
    if not text:
        return ""
    needed = view.sizeHintForIndex(index).width()
    own = view.fontMetrics().horizontalAdvance(text) + _ROOM
    return text if max(needed, own) > view.visualRect(index).width() else ""


def title_cut_off(header: QHeaderView, section: int) -> str:
    """Return the title of a section that is wider than its place."""
    text = str(header.model().headerData(section, header.orientation(), Qt.ItemDataRole.DisplayRole) or "")
    needed = header.fontMetrics().horizontalAdvance(text) + 2 * _ROOM
    return text if header.orientation() is Qt.Orientation.Horizontal and needed > header.sectionSize(section) else ""


class _Teller(QObject):
    """Answers the mouse over one view where the model has nothing to say itself."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        if isinstance(self._view, QHeaderView):
            section = self._view.logicalIndexAt(event.pos())
            model = self._view.model()
            own = section < 0 or model.headerData(section, self._view.orientation(), Qt.ItemDataRole.ToolTipRole)
            text = "" if own else title_cut_off(self._view, section)
        else:
            index = self._view.indexAt(event.pos())
            own = not index.isValid() or index.data(Qt.ItemDataRole.ToolTipRole)
            text = "" if own else cut_off(self._view, index)
        if text:
            QToolTip.showText(event.globalPos(), text, self._view)
        return bool(text)
