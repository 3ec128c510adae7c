"""Find and replace in a table: in which column, what by what, and every cell that would change, before it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QLineEdit, QTableView, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import (
    Heading,
    TintedDelegate,
    dialog_buttons,
    resize_within_screen,
    row,
    text_label,
)
from ganbu_desktop.desktop.kit.widgets.basic import timer
from ganbu_desktop.desktop.tables.chosen import Chosen
from ganbu_desktop.desktop.tables.model import PagedTableModel
from ganbu_desktop.foundation.errors import FieldError

if TYPE_CHECKING:
    from ganbu_desktop.desktop.tables.grid import Grid

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
MOST_ROWS = 20_000
_TITLES = ("行", "栏目", "现在", "替换后", "说明")
_WIDTHS = (48, 104, 170, 170, 180)


@dataclass(frozen=True)
class Replacing:
    """One cell that would change. ``why``: why it cannot take the new text, empty when it can."""

    row: int
    row_id: str
    key: str
    title: str
    old: str
    new: str
    why: str = ""


class ReplaceModel(QAbstractTableModel):
    """The cells that would change."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with none."""
        super().__init__(parent)
        self.found: list[Replacing] = []

    def load(self, found: list[Replacing]) -> None:
        """Show these cells."""
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many cells would change."""
        return 0 if parent.isValid() else len(self.found)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return where, what, by what, and why not."""
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or index.row() >= len(self.found):
            return None
        one = self.found[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            texts = (str(one.row + 1), one.title, one.old, one.new or "（空）", one.why)
            return texts[index.column()].replace("\n", " ") or None
        if role == Qt.ItemDataRole.BackgroundRole and one.why:
            return QColor(theme.colours().error_soft)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return the titles above."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return _TITLES[section] if 0 <= section < len(_TITLES) else None


class ReplaceDialog(QDialog):
    """Asks what is to be replaced and shows every cell that would change; accepted, writes them as one step."""

    def __init__(self, parent: QWidget, grid: Grid, table: PagedTableModel, chosen: Chosen) -> None:
        """Look through the chosen rows when several are chosen, else through all rows of the list."""
        super().__init__(parent)
        self.setWindowTitle("查找和替换")
        self._grid, self._table = grid, table
        picked = chosen.ids()
        self._rows = picked if len(picked) > 1 else table.ids()
        self._columns = [c for c in table.shown_columns() if grid.cells.field(c.key) is not None]
        self.column, self.text, self.by = QComboBox(), QLineEdit(), QLineEdit()
        self.whole, self.case = QCheckBox("整格相同"), QCheckBox("区分大小写")
        self.model = ReplaceModel(self)
        self.count = text_label(role="muted", wrap=True)
        self._fill(chosen)
        self._assemble(len(picked) > 1)
        self._later = timer(self, 250, self.look, single=True)
        for line in (self.text, self.by):
            line.textChanged.connect(lambda _text: self._later.start())
        for box in (self.whole, self.case):
            box.toggled.connect(lambda _on: self.look())
        self.column.currentIndexChanged.connect(lambda _index: self.look())
        self.look()
        self.text.setFocus()

    def _fill(self, chosen: Chosen) -> None:
        self.column.addItem("显示的全部栏目", "")
        span = chosen.span()
        for described in self._columns:
            self.column.addItem(described.title, described.key)
            if span is not None and self._table.key(span.left) == described.key:
                self.column.setCurrentIndex(self.column.count() - 1)
        for widget, name in ((self.column, "栏目"), (self.text, "查找"), (self.by, "替换为")):
            widget.setAccessibleName(name)

    def _assemble(self, some: bool) -> None:
        view = QTableView()
        view.setModel(self.model)
        view.setAccessibleName("会改动的格子")
        view.setItemDelegate(TintedDelegate(view))
        view.setEditTriggers(view.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(theme.pixels(30))
        view.horizontalHeader().setStretchLastSection(True)
        for section, width in enumerate(_WIDTHS):
            view.setColumnWidth(section, theme.pixels(width))
        form = QFormLayout()
        form.setSpacing(theme.space(1))
        form.addRow("栏目", self.column)
        form.addRow("查找", self.text)
        form.addRow("替换为", self.by)
        form.addRow("", row(self.whole, self.case, stretch=True))
        where = "只在选中的各行里找" if some else "在列表的全部各行里找"
        buttons, self.good = dialog_buttons(self, ok="全部替换")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(1.5))
        words = f"{where}。下面先列出会改动的每一格，点“全部替换”才写入，可按 Ctrl+Z 一步撤销。"
        layout.addWidget(Heading("查找和替换", words, level="heading"))
        layout.addLayout(form)
        layout.addWidget(self.count)
        layout.addWidget(view, 1)
        layout.addWidget(buttons)
        resize_within_screen(self, 800, 560)

    def look(self) -> None:
        """Find the cells that would change."""
        wanted = self.text.text()
        found = self._found(wanted) if wanted or self.whole.isChecked() else []
        self.model.load(found)
        wrong = sum(bool(one.why) for one in found)
        self.good.setEnabled(len(found) > wrong)
        if not wanted and not self.whole.isChecked():
            self.count.setText("输入要查找的文字。勾选“整格相同”而不填文字，找空白的格子。")
        elif len(self._rows) > MOST_ROWS:
            self.count.setText(f"一次最多在 {MOST_ROWS:,} 行里替换，只找了前 {MOST_ROWS:,} 行；请先筛选。")
        else:
            refused = f"，其中 {wrong} 格不能接受替换后的内容（红色），不会改" if wrong else ""
            self.count.setText(f"会改 {len(found) - wrong:,} 格{refused}。" if found else "没有找到。")

    def _found(self, wanted: str) -> list[Replacing]:
        key = str(self.column.currentData() or "")
        titles = {c.key: c.title for c in self._columns if not key or c.key == key}
        rows = self._rows[:MOST_ROWS]
        texts = self._grid.cells.texts(rows, list(titles))
        found = []
        for number, row_id in enumerate(rows):
            for name, title in titles.items():
                old = texts.get((row_id, name), "")
                new = self._replaced(old, wanted)
                if new is not None and new != old:
                    found.append(Replacing(number, row_id, name, title, old, new, self._why(name, new)))
        return found

    def _replaced(self, old: str, wanted: str) -> str | None:
        """Return what becomes of a text, None where it does not hold what is wanted."""
        by, fold = self.by.text(), (str if self.case.isChecked() else str.casefold)
        if self.whole.isChecked():
            return by if fold(old) == fold(wanted) else None
        if self.case.isChecked() or wanted in old:
            return old.replace(wanted, by) if wanted in old else None
        low, out, at = fold(old), "", 0
        if len(low) != len(old) or fold(wanted) not in low:
            return None
        while (place := low.find(fold(wanted), at)) != -1:
            out, at = out + old[at:place] + by, place + len(wanted)
        return out + old[at:]

    def _why(self, key: str, text: str) -> str:
        field = self._grid.cells.field(key)
        try:
            if field is not None:
                field.parse(text)
        except FieldError as error:
            return str(error)
        return ""

    def accept(self) -> None:
        """Write every cell that can take its new text."""
        if self._later.isActive():
            self._later.stop()
            self.look()
        good = [(one.row_id, one.key, one.new) for one in self.model.found if not one.why]
        super().accept()
        if good:
            self._grid.put(good, "查找替换")
