"""The delegate that paints the grounds a model gives: the style sheet alone would leave them out."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex


class TintedDelegate(QStyledItemDelegate):
    """Fills a cell that is not chosen with its ``BackgroundRole``, then paints it as usual."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and text."""
        paint_ground(painter, option, index)
        super().paint(painter, option, index)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """Fill a cell that is not chosen with its ``BackgroundRole``."""
    ground = index.data(Qt.ItemDataRole.BackgroundRole)
    chosen = option.state & QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]
    if isinstance(ground, QColor) and not chosen:
        painter.fillRect(option.rect, ground)  # type: ignore[attr-defined]
