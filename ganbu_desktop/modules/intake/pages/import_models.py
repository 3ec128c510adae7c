"""The Qt models of the import preview: the people of one tab, and the lines of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.modules.intake.pages.import_lines import Line, UnitNames, outline, unit_of
from ganbu_desktop.modules.intake.pages.import_titles import DISPLAY, EDIT, NOWHERE, Index, Titled
from ganbu_desktop.modules.intake.plan import PersonPlan, Status, UnitPlan

_WRITTEN = (Status.NEW, Status.CHANGED)
_CHECKED = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked, None: Qt.CheckState.PartiallyChecked}


class PeopleModel(Titled, QAbstractTableModel):
    """The people of one status, narrowed by what is typed; the check box takes or leaves a person."""

    chosen = Signal()
    TITLES = ("姓名", "单位", "内容")

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._people: list[PersonPlan] = []
        self._shown: list[PersonPlan] = []
        self._names: UnitNames = {}
        self._typed = ""

    def set_people(self, people: Sequence[PersonPlan], names: UnitNames) -> None:
        """Show other people."""
        self._people, self._names = list(people), names
        self._narrow()

    def narrow(self, typed: str) -> None:
        """Show those whose name, number, unit or place holds ``typed``."""
        self._typed = clean_line(typed)
        self._narrow()

    def _narrow(self) -> None:
        self.beginResetModel()
        self._shown = [p for p in self._people if self._typed in self._searched(p)] if self._typed else self._people
        self.endResetModel()

    def _searched(self, plan: PersonPlan) -> str:
        incoming = plan.incoming
        return "\n".join((plan.name, incoming.id_number or "", unit_of(plan, self._names), str(incoming.place)))

    def person(self, row: int) -> PersonPlan | None:
        """Return the person of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, plan: PersonPlan) -> int | None:
        """Return where a person stands, None when not on show."""
        return next((row for row, shown in enumerate(self._shown) if shown is plan), None)

    def take_all(self, taken: bool) -> None:
        """Take or leave everyone on show."""
        for plan in self._shown:
            plan.accepted = taken and plan.status in _WRITTEN
        self.tell_changed()

    def tell_changed(self) -> None:
        """Draw again after a change from outside."""
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.TITLES) - 1))
        self.chosen.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many people are on show."""
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only people who would be written have a check box."""
        flags = super().flags(index)
        plan = self.person(index.row())
        if index.column() == 0 and plan is not None and plan.status in _WRITTEN:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return what a cell shows."""
        plan = self.person(index.row())
        if plan is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(plan, index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and plan.status in _WRITTEN:
            return _CHECKED[plan.accepted]
        if role == Qt.ItemDataRole.ForegroundRole and not plan.accepted:
            return QColor(theme.colours().muted)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            taken = "导入" if plan.accepted else "不导入"
            return f"{self.TITLES[index.column()]}：{self._text(plan, index.column())}，{taken}"
        return None

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        """Take or leave one person."""
        plan = self.person(index.row())
        if role != Qt.ItemDataRole.CheckStateRole or plan is None:
            return False
        plan.accepted = Qt.CheckState(value) == Qt.CheckState.Checked
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(self.TITLES) - 1))
        self.chosen.emit()
        return True

    def _text(self, plan: PersonPlan, column: int) -> str:
        if column == 0:
            return plan.name
        if column == 1:
            return unit_of(plan, self._names)
        return outline(plan)


class UnitsModel(Titled, QAbstractTableModel):
    """The units that an import would add or change."""

    chosen = Signal()
    TITLES = ("机构名称", "去向", "来源")

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._units: list[UnitPlan] = []

    def set_units(self, units: Sequence[UnitPlan]) -> None:
        """Show other units."""
        self.beginResetModel()
        self._units = [u for u in units if u.status in _WRITTEN]
        self.endResetModel()

    def unit(self, row: int) -> UnitPlan | None:
        """Return the unit of a row."""
        return self._units[row] if 0 <= row < len(self._units) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of units."""
        return 0 if parent.isValid() else len(self._units)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A changed unit can be left out; a new one is needed by the people and posts in it."""
        flags = super().flags(index)
        unit = self.unit(index.row())
        if index.column() == 0 and unit is not None and unit.status is Status.CHANGED:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return what a cell shows."""
        unit = self.unit(index.row())
        if unit is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            name = unit.incoming.values.get("name") or (unit.target.name if unit.target else "")
            return (name, unit.status.value, str(unit.incoming.place))[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and unit.status is Status.CHANGED:
            return _CHECKED[unit.accepted]
        if role == Qt.ItemDataRole.ForegroundRole and not unit.accepted:
            return QColor(theme.colours().muted)
        return None

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        """Take or leave one unit."""
        unit = self.unit(index.row())
        if role != Qt.ItemDataRole.CheckStateRole or unit is None:
            return False
        unit.accepted = Qt.CheckState(value) == Qt.CheckState.Checked
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(self.TITLES) - 1))
        self.chosen.emit()
        return True


class LinesModel(Titled, QAbstractItemModel):
    """The lines of one person or unit as a tree of three columns; a check box on everything that can be chosen."""

    chosen = Signal()
    TITLES = ("项目", "库中现有", "文件中（勾选的写入）")

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._lines: list[Line] = []
        self._nodes: list[tuple[Line, int, int]] = []
        self._numbers: dict[int, int] = {}

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = list(lines)
        self._nodes, self._numbers = [], {}
        self._add(self._lines, -1)
        self.endResetModel()

    def _add(self, lines: Sequence[Line], parent: int) -> None:
        for row, line in enumerate(lines):
            number = len(self._nodes)
            self._numbers[id(line)] = number
            self._nodes.append((line, parent, row))
            self._add(line.children, number)

    def line(self, index: Index) -> Line | None:
        """Return the line of an index."""
        return self._nodes[index.internalId()][0] if index.isValid() else None

    def take_all(self, taken: bool) -> None:
        """Take or leave everything on show."""
        for line in self._lines:
            line.take(taken)
        self._redraw()

    def _redraw(self) -> None:
        for number, (line, _, row) in enumerate(self._nodes):
            if line.children:
                self._tell(self.createIndex(row, 0, number), len(line.children))
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 2))
        self.chosen.emit()

    def _tell(self, parent: QModelIndex, rows: int) -> None:
        self.dataChanged.emit(self.index(0, 0, parent), self.index(rows - 1, 2, parent))

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """Return the index of a place."""
        lines = self._nodes[parent.internalId()][0].children if parent.isValid() else self._lines
        if not (0 <= row < len(lines) and 0 <= column < len(self.TITLES)):
            return QModelIndex()
        return self.createIndex(row, column, self._numbers[id(lines[row])])

    def parent(self, index: Index = NOWHERE) -> Any:
        """Return the index of the line above."""
        number = self._nodes[index.internalId()][1] if index.isValid() else -1
        return self.createIndex(self._nodes[number][2], 0, number) if number >= 0 else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of lines below a line."""
        if not parent.isValid():
            return len(self._lines)
        return len(self._nodes[parent.internalId()][0].children) if parent.column() == 0 else 0

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Lines that hold a change can be checked."""
        flags = super().flags(index)
        line = self.line(index)
        if index.column() == 0 and line is not None and line.is_open_to_choice():
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return what a cell shows."""
        line = self.line(index)
        if line is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (line.label, line.before, line.after)[index.column()].replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return (line.label, line.before, line.after)[index.column()] or None
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and line.is_open_to_choice():
            return _CHECKED[line.state()]
        if role == Qt.ItemDataRole.FontRole and not index.parent().isValid() and line.children:
            return theme.font(bold=True)
        if role == Qt.ItemDataRole.FontRole and index.column() == 1 and line.is_replaced():
            return _struck()
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(line, index.column())
        return None

    def _colour(self, line: Line, column: int) -> QColor | None:
        c = theme.colours()
        left = line.is_open_to_choice() and line.state() is False
        if column == 1 or left:
            return QColor(c.muted)
        return QColor(c.ok) if column == 2 and line.after else None

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        """Take or leave a line and all below it; a row counts as taken while any of its fields is."""
        line = self.line(index)
        if role != Qt.ItemDataRole.CheckStateRole or line is None:
            return False
        line.take(Qt.CheckState(value) == Qt.CheckState.Checked)
        above = self.line(index.parent())
        if above is not None and above.choice is not None:
            above.choice.accepted = any(child.state() for child in above.children)
        self._redraw()
        return True


def _struck() -> QFont:
    font = theme.font()
    font.setStrikeOut(True)
    return font
