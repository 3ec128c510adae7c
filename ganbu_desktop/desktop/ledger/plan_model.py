"""The rows of an import plan on screen: what each would do, old beside new, ticked or not."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.kernel.describe import Record, shown_fields
from ganbu_desktop.kernel.ledger.plan import LedgerLine, LedgerPlan, LineStatus

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TITLES = ("导入", "结果", "位置", "对象", "内容")
TICK, STATUS, PLACE, SUBJECT, CONTENT = range(5)
_WRITTEN = (LineStatus.NEW, LineStatus.CHANGED)
_ORDER = (LineStatus.REFUSED, LineStatus.CHANGED, LineStatus.NEW, LineStatus.SAME)
"""What needs a look stands above."""
_TONES = {LineStatus.NEW: "ok", LineStatus.CHANGED: "hint", LineStatus.REFUSED: "error"}


class PlanModel(QAbstractTableModel):
    """Lines of one status or all; those that would be written can be ticked. ``ticked`` tells that a tick changed."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without a plan."""
        super().__init__(parent)
        self._lines: list[LedgerLine] = []
        self._shown: list[int] = []
        self._off: set[int] = set()

    def load(self, plan: LedgerPlan) -> None:
        """Show the lines of a plan, all that would be written ticked."""
        self._lines, self._off = sorted(plan.lines, key=lambda line: _ORDER.index(line.status)), set()
        self.show(None)
        self.ticked.emit()

    def show(self, status: LineStatus | None) -> None:
        """Show the lines of one status, or all."""
        self.beginResetModel()
        self._shown = [i for i, line in enumerate(self._lines) if status in (None, line.status)]
        self.endResetModel()

    def chosen(self) -> list[LedgerLine]:
        """Return the ticked lines."""
        return [line for i, line in enumerate(self._lines) if line.status in _WRITTEN and i not in self._off]

    def tick_all(self, on: bool) -> None:
        """Tick every line on show that would be written, or none."""
        for i in self._shown:
            self._put(i, on)
        if self._shown:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self._shown) - 1, TICK))
        self.ticked.emit()

    def toggle(self, row: int) -> None:
        """Turn the tick of a row."""
        index = self.index(row, TICK)
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        self.setData(
            index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, int(Qt.ItemDataRole.CheckStateRole)
        )

    def _put(self, number: int, on: bool) -> None:
        if on:
            self._off.discard(number)
        else:
            self._off.add(number)

    def _line(self, row: int) -> LedgerLine:
        return self._lines[self._shown[row]]

    # ---- Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of lines on show."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_TITLES)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that lines which would be written can be ticked."""
        flags = super().flags(index)
        if index.isValid() and index.column() == TICK and self._line(index.row()).status in _WRITTEN:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        self._put(self._shown[index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows and how."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        line, column = self._line(index.row()), index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == TICK and line.status in _WRITTEN:
            on = self._shown[index.row()] not in self._off
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(line, column).replace("\n", " ") or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_TITLES[column]}：{_text(line, column) or '空'}"
        return _dress(line, column, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return titles above."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section] if 0 <= section < len(_TITLES) else None
        return None


def _dress(line: LedgerLine, column: int, role: int) -> Any:
    tone = _TONES.get(line.status, "")
    if role == Qt.ItemDataRole.DecorationRole and column == STATUS and tone:
        return icons.icon(tone, tone)
    if role == Qt.ItemDataRole.ForegroundRole and column in (STATUS, CONTENT) and line.status is LineStatus.REFUSED:
        return QColor(theme.colours().error)
    if role == Qt.ItemDataRole.ForegroundRole and line.status is LineStatus.SAME:
        return QColor(theme.colours().muted)
    return None


def _text(line: LedgerLine, column: int) -> str:
    if column == STATUS:
        return line.status.value
    if column == PLACE:
        return f"{line.place.sheet} 第 {line.place.row} 行"
    if column == SUBJECT:
        return line.subject
    return content_of(line) if column == CONTENT else ""


def content_of(line: LedgerLine) -> str:
    """Return what a line would write (old → new), or why it is refused, cell by cell."""
    if line.troubles:
        return "；".join(f"{t.cell}{f'“{t.title}”' if t.title else ''}：{t.message}" for t in line.troubles)
    if line.status is LineStatus.CHANGED:
        return "；".join(f"{d.label}：{d.old or '空'} → {d.new or '空'}" for d in line.differences)
    return _of_record(line.new) if line.status is LineStatus.NEW and line.new is not None else ""


def _of_record(record: Record) -> str:
    described = shown_fields(type(record))
    texts = [(f.label, f.format(getattr(record, n))) for n, f in described.items() if not f.by_program]
    return "；".join(f"{label}：{text}" for label, text in texts if text)
