"""The Qt model over a row source: a list of ids and a few cached chunks of rows, in groups or not, edited or not."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.tables.editing import CellEditing, Place, Refused
from ganbu_desktop.desktop.tables.grouped import Groups, is_head
from ganbu_desktop.desktop.tables.source import Align, Column, Row, RowGroup, RowSource
from ganbu_desktop.foundation.fields import Field

CHUNK = 100
CHUNKS_KEPT = 80
ID_ROLE = int(Qt.ItemDataRole.UserRole)
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}
_Role = Qt.ItemDataRole
_DISPLAY, _EDIT, _ALIGNMENT = int(_Role.DisplayRole), int(_Role.EditRole), int(_Role.TextAlignmentRole)
_FOREGROUND, _BACKGROUND, _DECORATION = int(_Role.ForegroundRole), int(_Role.BackgroundRole), int(_Role.DecorationRole)
_TIP, _SAID = int(_Role.ToolTipRole), int(_Role.AccessibleTextRole)
_SERVED = frozenset((_DISPLAY, _EDIT, _ALIGNMENT, _FOREGROUND, _BACKGROUND, _DECORATION, _TIP, _SAID, ID_ROLE))
_PLAIN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_TYPED = _PLAIN | Qt.ItemFlag.ItemIsEditable
_OWN_TONE = ("error", "warning", "hint", "ok")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class PagedTableModel(QAbstractTableModel):
    """Rows are read 100 at a time when they are first looked at; the least recently used chunks are let go."""

    typed = Signal(str, str, str)
    """A text was typed into a cell: id, column key, text."""
    shown_changed = Signal()
    """Other cells than before show what is not stored."""

    def __init__(self, source: RowSource, parent: QObject | None = None) -> None:
        """Start empty, with the source's visible columns."""
        super().__init__(parent)
        self.source = source
        self._has_state = any(column.is_state for column in source.columns)
        self.editing: CellEditing | None = None
        self.groups = Groups()
        self._ids: list[str] = []
        self._chunks: OrderedDict[int, dict[str, Row]] = OrderedDict()
        self._positions: dict[str, int] | None = None
        self._heads: list[int] | None = None
        self._places: list[int] = [i for i, column in enumerate(source.columns) if column.visible]
        self._numeric: set[str] = set()
        self._shown: dict[Place, Refused] = {}
        self._open: dict[str, bool] = {}

    # ---- rows

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show other rows, without groups."""
        self._reset(list(ids), Groups())

    def set_groups(self, groups: Sequence[RowGroup], opened: Callable[[RowGroup], Sequence[str]]) -> None:
        """Show the heads of groups; those open before under the same key stay open, ``opened`` gives their rows."""
        found = Groups(groups, self.groups.open_keys())
        self._reset(found.flat(opened), found)

    def _reset(self, ids: list[str], groups: Groups) -> None:
        self.beginResetModel()
        self._ids, self.groups = ids, groups
        self._chunks.clear()
        self._positions = self._heads = None
        self.endResetModel()

    def take_over(self, ids: Sequence[str]) -> bool:
        """Read the cells again where these are the first rows on show and no fewer; False when others are asked for."""
        if len(self.groups) or list(ids) != self._ids[: len(ids)] or not ids:
            return False
        self.refresh()
        return True

    def extend_to(self, ids: Sequence[str]) -> None:
        """Show more rows after those on show, if the list begins with them; else show other rows."""
        held = len(self._ids)
        if len(self.groups) or list(ids[:held]) != self._ids:
            self.set_ids(ids)
            return
        if len(ids) > held:
            self._insert(held, list(ids[held:]))

    def _number(self, row: int) -> str:
        """Return the number of a row, within its group where there are groups; empty for a head."""
        if not len(self.groups):
            return str(row + 1)
        if self._heads is None:
            self._heads = [place for place, i in enumerate(self._ids) if is_head(i)]
        above = bisect_right(self._heads, row)
        return str(row - self._heads[above - 1]) if above and self._heads[above - 1] != row else ""

    def _insert(self, row: int, ids: list[str]) -> None:
        self.beginInsertRows(_NOWHERE, row, row + len(ids) - 1)
        self._ids[row:row] = ids
        self._forget_from(row)
        self.endInsertRows()

    def _forget_from(self, row: int) -> None:
        self._positions = self._heads = None
        for number in [n for n in self._chunks if n >= row // CHUNK]:
            del self._chunks[number]

    def toggle_group(self, row: int, read: Callable[[RowGroup], Sequence[str]]) -> bool:
        """Open or close the group whose head stands at a row; False when no head does."""
        head = self.group_at(row)
        if head is None:
            return False
        if self.groups.toggle(head):
            ids = list(read(head))
            if ids:
                self._insert(row + 1, ids)
        else:
            last = row
            while last + 1 < len(self._ids) and not is_head(self._ids[last + 1]):
                last += 1
            if last > row:
                self.beginRemoveRows(_NOWHERE, row + 1, last)
                del self._ids[row + 1 : last + 1]
                self._forget_from(row)
                self.endRemoveRows()
        self.dataChanged.emit(self.index(row, 0), self.index(row, max(0, len(self._places) - 1)))
        return True

    def group_at(self, row: int) -> RowGroup | None:
        """Return the group whose head stands at a row."""
        return self.groups.head(self._ids[row]) if 0 <= row < len(self._ids) else None

    def refresh(self) -> None:
        """Read the cells on show again; the ids stay."""
        self._chunks.clear()
        if self._ids and self._places:
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
        """Return all ids on show, in order, without the heads of groups."""
        return [i for i in self._ids if not is_head(i)] if len(self.groups) else list(self._ids)

    def id_at(self, row: int) -> str:
        """Return the id of a row."""
        return self._ids[row]

    def entry_at(self, row: int) -> str | None:
        """Return the id of a row, None for the head of a group."""
        return None if is_head(self._ids[row]) else self._ids[row]

    def row_of(self, row_id: str) -> int | None:
        """Return where an id stands, or None."""
        if self._positions is None:
            self._positions = {value: i for i, value in enumerate(self._ids)}
        return self._positions.get(row_id)

    def row_at(self, row: int) -> Row:
        """Return the cells of a row, reading its chunk if need be."""
        head = self.groups.head(self._ids[row])
        if head is not None:
            return self._head_row(self._ids[row], head)
        number = row // CHUNK
        chunk = self._chunks.get(number)
        if chunk is None:
            wanted = [i for i in self._ids[number * CHUNK : (number + 1) * CHUNK] if not is_head(i)]
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

    def _head_row(self, row_id: str, head: RowGroup) -> Row:
        cells = [head.totals.get(column.key, "") for column in self.source.columns]
        if self._places:
            cells[self._places[0]] = f"{head.label}（{head.count:,}）"
        return Row(row_id, tuple(cells), icon="down" if self.groups.is_open(head) else "right")

    def cell(self, row: int, column: int) -> str:
        """Return the text on show at a place."""
        refused = self._shown.get((self._ids[row], self.key(column))) if self._shown else None
        return self.row_at(row).cells[self._places[column]] if refused is None else refused.text

    def key(self, column: int) -> str:
        """Return the key of a column on show."""
        return self.source.columns[self._places[column]].key

    # ---- cells that are edited

    def field_at(self, index: Index) -> Field | None:
        """Return what is typed into a cell, None where nothing is."""
        return self.editing.field(self.key(index.column())) if self.editing is not None else None

    def refused(self) -> dict[Place, Refused]:
        """Return the cells whose text is not written, by place."""
        return {place: one for place, one in self._shown.items() if one.why}

    def refused_columns(self, row: int) -> list[int]:
        """Return the columns on show whose text in a row is not written."""
        row_id = self._ids[row]
        found = {key for (i, key), one in self._shown.items() if i == row_id and one.why} if self._shown else set()
        return [place for place in range(len(self._places)) if self.key(place) in found] if found else []

    def show_typed(self, typed: dict[Place, Refused]) -> None:
        """Show texts over what is stored: without a reason until they are written, with one in red."""
        self._shown.update(typed)
        self._repaint()

    def forget_typed(self, places: Sequence[Place] | None = None) -> None:
        """Show what is stored again, at some places or everywhere."""
        for place in list(self._shown) if places is None else places:
            self._shown.pop(place, None)
        self._repaint()

    def _repaint(self) -> None:
        if self._ids and self._places:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self._places) - 1))
        self.shown_changed.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return which cells can be typed into."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.editing is None or self._is_head(index.row()):
            return _PLAIN
        key = self.key(index.column())
        if key not in self._open:
            self._open[key] = self.editing.field(key) is not None
        return _TYPED if self._open[key] else _PLAIN

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Tell that a text was typed; the table writes it."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self.editing is None:
            return False
        if str(value) != self.data(index, role):
            self.typed.emit(self._ids[index.row()], self.key(index.column()), str(value))
        return True

    # ---- Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns on show."""
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what a cell shows, how, and its id."""
        if role not in _SERVED or not index.isValid() or index.row() >= len(self._ids):
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.cell(row, column).replace("\n", " ")
        if role == _ALIGNMENT:
            left = column == 0 and self._is_head(row)
            return _ALIGN["left" if left else self._align(self.source.columns[self._places[column]])]
        if role == _FOREGROUND:
            tone = self.row_at(row).tone
            return self._colour("" if tone != "muted" and self._has_state else tone)
        if role == _DECORATION:
            return self._mark(row, column)
        return self._further(row, column, role)

    def _align(self, column: Column) -> Align:
        return "right" if column.align == "left" and column.key in self._numeric else column.align

    def align_right(self, key: str) -> None:
        """Show the numbers of a column one under the other."""
        self._numeric.add(key)

    def _further(self, row: int, column: int, role: int) -> Any:
        """Return what is asked for less often than painting asks."""
        if role == ID_ROLE:
            return self._ids[row]
        if role == _EDIT:
            return self._typed_text(row, column)
        if role == _TIP:
            return self._tip(row, column)
        if role == _SAID:
            return self._said(row, column)
        if role == _BACKGROUND and (self._shown or len(self.groups)):
            refused = self._shown.get((self._ids[row], self.key(column)))
            if refused is not None and refused.why:
                return QColor(theme.colours().error_soft)
            return QColor(theme.colours().stripe) if self._is_head(row) else None
        return None

    def _is_head(self, row: int) -> bool:
        return len(self.groups) > 0 and is_head(self._ids[row])

    def _mark(self, row: int, column: int) -> Any:
        refused = self._shown.get((self._ids[row], self.key(column))) if self._shown else None
        if refused is not None and refused.why:
            return icons.icon("error", "error")
        if self.source.columns[self._places[column]].is_state and not self._is_head(row):
            return icons.dot(self.row_at(row).tone or "muted") if self.cell(row, column) else None
        return self._icon(self.row_at(row)) if column == 0 else None

    def _icon(self, row: Row) -> Any:
        tone = row.icon if row.icon in _OWN_TONE else row.tone or "muted"
        return icons.icon(row.icon, tone) if row.icon else None

    def _typed_text(self, row: int, column: int) -> str:
        place = (self._ids[row], self.key(column))
        if place in self._shown:
            return self._shown[place].text
        if self.editing is None or is_head(place[0]) or self.editing.field(place[1]) is None:
            return self.cell(row, column)
        return self.editing.texts([place[0]], [place[1]]).get(place, "")

    def _said(self, row: int, column: int) -> str:
        refused = self._shown.get((self._ids[row], self.key(column)))
        said = f"{self.source.columns[self._places[column]].title}：{self.cell(row, column) or '空'}"
        return f"{said}，没有保存：{refused.why}" if refused is not None and refused.why else said

    def _tip(self, row: int, column: int) -> str | None:
        refused = self._shown.get((self._ids[row], self.key(column)))
        if refused is not None and refused.why:
            return f"没有保存：{refused.why}"
        found = self.row_at(row)
        text = self.cell(row, column)
        return found.tip or (text if "\n" in text else None)  # what has no room is told by the view (kit.tips)

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
                return self._number(section)
            return int(_ALIGN["right"]) if role == Qt.ItemDataRole.TextAlignmentRole else None
        if section >= len(self._places):
            return None
        column = self.source.columns[self._places[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[self._align(column)])
        return None
