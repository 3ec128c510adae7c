"""The Qt model over a row source: a list of ids and a few cached chunks of rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from ganbu_desktop.desktop import icons, theme
from ganbu_desktop.desktop.tables.source import Column, Row, RowSource

CHUNK = 200
CHUNKS_KEPT = 40
ID_ROLE = int(Qt.ItemDataRole.UserRole)
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}
_OWN_TONE = ("error", "warning", "hint", "ok")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class PagedTableModel(QAbstractTableModel):
    """Rows are read 200 at a time when they are first looked at; the least recently used chunks are let go."""

    def __init__(self, source: RowSource, parent: QObject | None = None) -> None:
        """Start empty, with the source's visible columns."""
        super().__init__(parent)
        self.source = source
        self._ids: list[str] = []
        self._chunks: OrderedDict[int, dict[str, Row]] = OrderedDict()
        self._positions: dict[str, int] | None = None
        self._places: list[int] = [i for i, column in enumerate(source.columns) if column.visible]

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._ids = list(ids)
        self._chunks.clear()
        self._positions = None
        self.endResetModel()

    def extend_to(self, ids: Sequence[str]) -> None:
        """Show more rows after those on show, if the list begins with them; else show other rows."""
        held = len(self._ids)
        if list(ids[:held]) != self._ids:
            self.set_ids(ids)
            return
        if len(ids) > held:
            self._chunks.pop(held // CHUNK, None)
            self.beginInsertRows(_NOWHERE, held, len(ids) - 1)
            self._ids = list(ids)
            self._positions = None
            self.endInsertRows()

    def refresh(self) -> None:
        """Read the cells on show again; the ids stay."""
        self._chunks.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self._places) - 1))

    def set_columns(self, keys: Sequence[str]) -> None:
        """Show these columns in this order; unknown keys are left out."""
        places = {column.key: i for i, column in enumerate(self.source.columns)}
        self.beginResetModel()
        self._places = [places[key] for key in keys if key in places]
        self.endResetModel()

    def shown_columns(self) -> list[Column]:
        """Return the columns on show, in order."""
        return [self.source.columns[i] for i in self._places]

    def ids(self) -> list[str]:
        """Return all ids on show, in order."""
        return list(self._ids)

    def id_at(self, row: int) -> str:
        """Return the id of a row."""
        return self._ids[row]

    def row_of(self, row_id: str) -> int | None:
        """Return where an id stands, or None."""
        if self._positions is None:
            self._positions = {value: i for i, value in enumerate(self._ids)}
        return self._positions.get(row_id)

    def row_at(self, row: int) -> Row:
        """Return the cells of a row, reading its chunk if need be."""
        number = row // CHUNK
        chunk = self._chunks.get(number)
        if chunk is None:
            wanted = self._ids[number * CHUNK : (number + 1) * CHUNK]
            chunk = {found.id: found for found in self.source.rows(wanted)}
            self._chunks[number] = chunk
            if len(self._chunks) > CHUNKS_KEPT:
                self._chunks.popitem(last=False)
        else:
            self._chunks.move_to_end(number)
        row_id = self._ids[row]
        return chunk.get(row_id) or self._gone(row_id)

    def _gone(self, row_id: str) -> Row:
        cells = ["" for _ in self.source.columns]
        cells[0] = "（已删除）"
        return Row(row_id, tuple(cells), tone="muted")

    def cell(self, row: int, column: int) -> str:
        """Return the text on show at a place."""
        return self.row_at(row).cells[self._places[column]]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns on show."""
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows, how, and its id."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).replace("\n", " ")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[self.shown_columns()[index.column()].align]
        if role == ID_ROLE:
            return self._ids[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.shown_columns()[index.column()].title}：{self.cell(index.row(), index.column()) or '空'}"
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(self.row_at(index.row()).tone)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            row = self.row_at(index.row())
            tone = row.icon if row.icon in _OWN_TONE else row.tone or "muted"
            return icons.icon(row.icon, tone) if row.icon else None
        return None

    def _tip(self, row: int, column: int) -> str | None:
        found = self.row_at(row)
        text = self.cell(row, column)
        long = text if "\n" in text or len(text) > 12 else ""
        return found.tip or long or None

    def _colour(self, tone: str) -> QColor | None:
        if not tone:
            return None
        return QColor(theme.colours().tone(tone)[0])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return titles above and row numbers at the left."""
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(section + 1)
            return int(_ALIGN["right"]) if role == Qt.ItemDataRole.TextAlignmentRole else None
        if section >= len(self._places):
            return None
        column = self.source.columns[self._places[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[column.align])
        return None
