"""What every model of the import wizard shares: a fixed row of titles above its columns, and the columns' letters."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def letters(column: int) -> str:
    """Return the letters by which a spreadsheet names a column (from 1)."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


class Titled:
    """Columns of a model that never change; stands before the Qt model among the base classes."""

    TITLES: tuple[str, ...]

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns."""
        return len(self.TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return the titles, to the left like what stands below them."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        return {DISPLAY: self.TITLES[section], int(Qt.ItemDataRole.TextAlignmentRole): _LEFT}.get(int(role))
