"""What a pasted block would become, before it is put into the grid: every cell, the wrong ones red with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QDialog, QTableView, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import Heading, Notice, TintedDelegate, dialog_buttons, resize_within_screen
from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.kernel.ledger.paste import Pasted, PastedCell

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WIDTH = 140


class PasteModel(QAbstractTableModel):
    """The cells of a pasted block under the fields they go to."""

    def __init__(
        self,
        found: Pasted,
        fields: Mapping[str, Field],
        parent: QObject | None = None,
        *,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """``fields`` of the grid, in its order; those not filled are left out. ``titles`` instead of their labels."""
        super().__init__(parent)
        self._titles = titles or {}
        self._rows = found.rows
        filled = {name for row in found.rows for name in row}
        self._fields = {name: field for name, field in fields.items() if name in filled}
        self._names = list(self._fields)

    def cell(self, row: int, column: int) -> PastedCell:
        """Return the cell at a place."""
        return self._rows[row].get(self._names[column], PastedCell(""))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of fields filled."""
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows and how."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return text_of(cell, self._fields[self._names[index.column()]]).replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.error or cell.text or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join(part for part in (cell.text or "空", cell.error) if part)
        if role == Qt.ItemDataRole.BackgroundRole and cell.error:
            return QColor(theme.colours().error_soft)
        if role == Qt.ItemDataRole.DecorationRole and cell.error:
            return icons.icon("error", "error")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return labels above and row numbers at the left."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        if not 0 <= section < len(self._names):
            return None
        name = self._names[section]
        return self._titles.get(name, self._fields[name].label)


def text_of(cell: PastedCell, field: Field) -> str:
    """Return what is put into the grid for a cell: the value as the field writes it, a wrong text as it came."""
    return field.format(cell.value) if cell.value is not None and not cell.error else cell.text


class PasteDialog(QDialog):
    """Shows the block; accepted, it is put into the grid, or written into the list's rows."""

    def __init__(
        self,
        parent: QWidget,
        found: Pasted,
        fields: Mapping[str, Field],
        *,
        into: tuple[int, int] | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """``fields`` of the grid, in its order. ``into``: how many rows of a list it changes and how many it makes."""
        super().__init__(parent)
        self.setWindowTitle("粘贴预览")
        self.model = PasteModel(found, fields, self, titles=titles)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName("粘贴预览")
        self.view.setItemDelegate(TintedDelegate(self.view))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().setDefaultSectionSize(theme.pixels(32))
        for column in range(self.model.columnCount()):
            self.view.setColumnWidth(column, theme.pixels(_WIDTH))
        self._assemble(found, into)
        resize_within_screen(self, 980, 520)

    def _assemble(self, found: Pasted, into: tuple[int, int] | None) -> None:
        words = f"{len(found.rows)} 行、{found.cells} 格" + (
            f"，其中 {found.errors} 格不能接受" if found.errors else ""
        )
        notice, wrong = Notice("hint", "\n".join(found.notices)), Notice()
        if into is None:
            sub, ok = f"{words}。放进网格以后还没有保存，可以按 Ctrl+Z 撤回。", "放进网格"
            reds = "红色的格子会照样放进网格并标红，改好才能保存；指着它可以看到原因。"
        else:
            changed, made = into
            parts = [f"改 {changed} 行"] * bool(changed) + [f"新增 {made} 行"] * bool(made)
            sub, ok = f"{words}：{'、'.join(parts)}。写入以后可以按 Ctrl+Z 一步撤销。", "写入"
            reds = "红色的格子不写入，留在列表里标红，改好再保存；指着它可以看到原因。"
        if found.errors:
            wrong.say("warning", reds)
        buttons, self.good = dialog_buttons(self, ok=ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(1.5))
        layout.addWidget(Heading("粘贴预览", sub, level="heading"))
        for shown in (notice, wrong):
            layout.addWidget(shown)
        layout.addWidget(self.view, 1)
        layout.addWidget(buttons)
