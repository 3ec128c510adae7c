"""The rows of a ledger while they are edited: texts, the values they stand for, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.editors.row import TONES
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Date, Field, Flag, Number, Scaled, Sealed
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.describe import Record, replaced

Index = QModelIndex | QPersistentModelIndex
Pair = tuple[Record | None, Record | None]
_NOWHERE = QModelIndex()
_STEPS_KEPT = 100


@dataclass
class Line:
    """One row: the stored record (None: new), its texts and values by field, and the sentences of wrong cells."""

    record: Record | None
    texts: dict[str, str]
    values: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)

    def is_blank(self) -> bool:
        """Return whether nothing stands in the row but what a new one begins with."""
        return all(not text or text == self.given.get(name) for name, text in self.texts.items())

    def copy(self) -> Line:
        """Return the row as it stands now."""
        return Line(self.record, dict(self.texts), dict(self.values), dict(self.errors), dict(self.given))


class LedgerModel(QAbstractTableModel):
    """Rows of one record type, edited as texts; every edit can be taken back until the rows are loaded again."""

    edited = Signal()

    def __init__(
        self,
        fields: Mapping[str, Field],
        make: Callable[[], Record],
        parent: QObject | None = None,
        *,
        required: Sequence[str] = (),
    ) -> None:
        """``make`` returns a fresh record for a new row; ``required`` are fields that no row may lack."""
        super().__init__(parent)
        self._required = frozenset(required)
        self.fields = dict(fields)
        self.names = list(fields)
        self._make = make
        self._lines: list[Line] = []
        self._loaded: list[Record] = []
        self._undone: list[list[Line]] = []
        self._done: list[list[Line]] = []
        self._findings: dict[tuple[str, str], list[Finding]] = {}
        self.read_only = False

    # ---- loading and what came of it

    def load(self, records: Sequence[Record]) -> None:
        """Show stored records; what was typed before is dropped."""
        self.beginResetModel()
        self._loaded = list(records)
        self._lines = [self._line(record) for record in records]
        self._done, self._undone = [], []
        self._findings = {}
        self.endResetModel()
        self.edited.emit()

    def begin_with(self, count: int) -> None:
        """Make empty rows to type into, which undo does not take away."""
        self._insert(len(self._lines), count)
        self.edited.emit()

    def begins(self, name: str) -> str:
        """Return the text that a new row begins with in a field."""
        return self.fields[name].format(getattr(self._make(), name))

    def filled_rows(self) -> int:
        """Return how many rows hold something."""
        return sum(line.record is not None or not line.is_blank() for line in self._lines)

    def wrong_cells(self) -> int:
        """Return how many cells cannot be taken, or are still to be filled."""
        return sum(bool(x.errors.get(n) or self._lacking(x, n)) for x in self._lines for n in self.names)

    def _line(self, record: Record) -> Line:
        values = {name: getattr(record, name) for name in self.names}
        return Line(record, {n: self.fields[n].format(v) for n, v in values.items()}, values)

    def loaded(self) -> list[Record]:
        """Return the records as loaded."""
        return list(self._loaded)

    def first_error(self) -> tuple[int, str, str] | None:
        """Return (row, field, sentence) of the first wrong cell."""
        for number, line in enumerate(self._lines):
            for name in self.names:
                sentence = line.errors.get(name) or self._lacking(line, name)
                if sentence:
                    return number, name, sentence
        return None

    def _lacking(self, line: Line, name: str) -> str:
        lacks = name in self._required and not line.texts[name] and (line.record is not None or not line.is_blank())
        return f"请填写{self.fields[name].label}" if lacks else ""

    def changes(self) -> list[Pair]:
        """Return (old, new) for every record made, changed or taken away; raises FieldError for a wrong cell."""
        wrong = self.first_error()
        if wrong is not None:
            raise FieldError(f"第 {wrong[0] + 1} 行：{wrong[2]}")
        kept = [line for line in self._lines if line.record is not None or not line.is_blank()]
        records = self._placed(kept)
        standing = {line.record.id for line in kept if line.record is not None}
        gone: list[Pair] = [(record, None) for record in self._loaded if record.id not in standing]
        pairs = [(line.record, record) for line, record in zip(kept, records, strict=True)]
        return [*gone, *((old, new) for old, new in pairs if old != new)]

    def _placed(self, lines: Sequence[Line]) -> list[Record]:
        records = []
        for line in lines:
            differing = line.values
            if line.record is not None:
                differing = {n: v for n, v in line.values.items() if v != getattr(line.record, n)}
            records.append(replaced(line.record or self._make(), differing))
        if not records or not hasattr(records[0], "position") or "position" in self.names:
            return records
        return _number(records, [line.record is None for line in lines])

    def is_dirty(self) -> bool:
        """Return whether anything would be written, or a cell is wrong."""
        try:
            return bool(self.changes())
        except FieldError:
            return True

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the cells that findings speak of."""
        self._findings = {}
        for finding in findings:
            if finding.record_id and finding.field in self.fields:
                self._findings.setdefault((finding.record_id, str(finding.field)), []).append(finding)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.names) - 1))

    def remark(self, row: int, column: int) -> tuple[str, str]:
        """Return (tone, sentence) about a cell."""
        line, name = self._lines[row], self.names[column]
        if name in line.errors:
            return "error", line.errors[name]
        if self._lacking(line, name):
            return "warning", self._lacking(line, name)
        found = self._findings.get((line.record.id, name), []) if line.record is not None else []
        if found:
            gravest = min(found, key=lambda f: f.level.rank)
            return TONES[gravest.level], "；".join(f"{f.level.label}：{f.message}" for f in found)
        return "", ""

    def row_of(self, record_id: str) -> int | None:
        """Return where a stored record stands."""
        return next((i for i, x in enumerate(self._lines) if x.record is not None and x.record.id == record_id), None)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell."""
        return self._lines[row].texts[self.names[column]]

    # ---- edits, each of which can be taken back

    def remember(self) -> None:
        """Keep the rows as they stand, before an edit."""
        self._done = [*self._done[-_STEPS_KEPT:], [line.copy() for line in self._lines]]
        self._undone = []

    def can_undo(self) -> bool:
        """Return whether an edit can be taken back."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Return whether an edit can be brought back."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take the last edit back."""
        self._swap(self._done, self._undone)

    def redo(self) -> None:
        """Bring the last edit back."""
        self._swap(self._undone, self._done)

    def _swap(self, source: list[list[Line]], target: list[list[Line]]) -> None:
        if source:
            self.beginResetModel()
            target.append(self._lines)
            self._lines = source.pop()
            self.endResetModel()
            self.edited.emit()

    def add(self, row: int) -> None:
        """Make a new row at ``row``."""
        self.remember()
        self._insert(row, 1)
        self.edited.emit()

    def _insert(self, row: int, count: int) -> None:
        self.beginInsertRows(_NOWHERE, row, row + count - 1)
        for _ in range(count):
            fresh = self._line(self._make())
            fresh.record, fresh.given = None, dict(fresh.texts)
            self._lines.insert(row, fresh)
        self.endInsertRows()

    def remove(self, rows: Sequence[int]) -> None:
        """Take rows away."""
        self.remember()
        for row in sorted(rows, reverse=True):
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._lines[row]
            self.endRemoveRows()
        self.edited.emit()

    def move(self, row: int, step: int) -> bool:
        """Move a row up (-1) or down (+1)."""
        there = row + step
        if not 0 <= there < len(self._lines):
            return False
        self.remember()
        self.beginMoveRows(_NOWHERE, row, row, _NOWHERE, there + (1 if step > 0 else 0))
        self._lines.insert(there, self._lines.pop(row))
        self.endMoveRows()
        self.edited.emit()
        return True

    def put(self, row: int, column: int, block: Sequence[Sequence[str]]) -> tuple[int, int]:
        """Write a block of texts from a cell on, adding rows below; returns (cells written, of them wrong)."""
        self.remember()
        missing = row + len(block) - len(self._lines)
        if missing > 0:
            self._insert(len(self._lines), missing)
        written = wrong = 0
        for down, texts in enumerate(block):
            for right, text in enumerate(texts[: len(self.names) - column]):
                if self._is_typed(row + down, self.names[column + right]):
                    written += 1
                    wrong += not self._write(row + down, column + right, text)
        last = min(column + max((len(t) for t in block), default=1), len(self.names)) - 1
        self.dataChanged.emit(self.index(row, column), self.index(row + len(block) - 1, last))
        self.edited.emit()
        return written, wrong

    def _write(self, row: int, column: int, text: str) -> bool:
        line, name = self._lines[row], self.names[column]
        described = self.fields[name]
        try:
            value = described.parse(text)
        except FieldError as error:
            line.texts[name], line.errors[name] = text, str(error)
            return False
        line.errors.pop(name, None)
        line.values[name] = value
        line.texts[name] = described.format(value)
        return True

    # ---- Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of fields."""
        return 0 if parent.isValid() else len(self.names)

    def field_at(self, index: Index) -> Field | None:
        """Return what is typed into a cell."""
        return self.fields[self.names[index.column()]]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return which cells can be edited: none of a ledger that is only read, nor what the program sets or seals."""
        flags = super().flags(index)
        typed = index.isValid() and not self.read_only and self._is_typed(index.row(), self.names[index.column()])
        return flags | Qt.ItemFlag.ItemIsEditable if typed else flags

    def _is_typed(self, row: int, name: str) -> bool:
        described = self.fields[name]
        sealed = isinstance(described, Sealed) and self._lines[row].record is not None
        return not described.by_program and not sealed

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Take a typed text, right or wrong."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value) != self.text(index.row(), index.column()):
            self.put(index.row(), index.column(), [[str(value)]])
        return True

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows and how."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        row, column = index.row(), index.column()
        described = self.fields[self.names[column]]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column).replace("\n", " ")
        if role == Qt.ItemDataRole.EditRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if isinstance(described, Date | Flag):
                return Qt.AlignmentFlag.AlignCenter
            is_number = isinstance(described, Number | Scaled)
            return (
                Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            ) | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            _tone, sentence = self.remark(row, column)
            return "，".join(p for p in (f"{described.label}：{self.text(row, column) or '空'}", sentence) if p)
        return self._dress(row, column, role)

    def _dress(self, row: int, column: int, role: int) -> Any:
        tone, sentence = self.remark(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return sentence or self.text(row, column) or self.fields[self.names[column]].help or None
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.icon(tone, tone) if tone else None
        if role == Qt.ItemDataRole.BackgroundRole:
            return QColor(theme.colours().tone(tone)[1]) if tone else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return labels above and row numbers at the left."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        described = self.fields[self.names[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            return described.label
        return (described.help or None) if role == Qt.ItemDataRole.ToolTipRole else None


def _number(records: list[Record], fresh: Sequence[bool]) -> list[Record]:
    """Return records whose ``position`` follows their order; stored ones keep theirs while it still does."""
    last = -1
    placed = []
    for record, new in zip(records, fresh, strict=True):
        position = getattr(record, "position")  # noqa: B009 - not every record type has one
        if new:
            position = last + 1
        if position <= last:
            return [replaced(r, {"position": i}) for i, r in enumerate(records)]
        placed.append(replaced(record, {"position": position}) if new else record)
        last = position
    return placed
