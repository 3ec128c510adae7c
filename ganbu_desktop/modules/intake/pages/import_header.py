"""Pointing at the header: the first rows of a sheet as they stand, in which the clerk chooses the rows of titles."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Notice, PlainDialog, dialog_buttons
from ganbu_desktop.exchange.free_roster import read_roster
from ganbu_desktop.exchange.free_roster.header import MOST_HEADER_ROWS
from ganbu_desktop.exchange.workbook import Sheet
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.modules.intake.pages.import_titles import DISPLAY, NOWHERE, Index, letters

_SHOWN_ROWS = 200
_SHOWN_TITLES = 8


class SheetModel(QAbstractTableModel):
    """The first rows of a sheet, as text."""

    def __init__(self, sheet: Sheet, parent: QObject | None = None) -> None:
        """Show ``sheet`` from its first row on."""
        super().__init__(parent)
        self._rows = sheet.rows[:_SHOWN_ROWS]
        self._width = max((len(row.values) for row in self._rows), default=0)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the width of the widest row."""
        return 0 if parent.isValid() else self._width

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Return a cell's text."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return clean_line(self._rows[index.row()].cell(index.column() + 1).text)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """Return the letters of columns and the numbers of rows, as the clerk's program shows them."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return letters(section + 1) if orientation is Qt.Orientation.Horizontal else str(section + 1)


class HeaderDialog(PlainDialog):
    """Rows are chosen by mouse or by Shift and the arrow keys; what they give is said below at once."""

    def __init__(self, parent: QWidget | None, sheet: Sheet, header: tuple[int, ...]) -> None:
        """``header``: the rows taken so far, empty where none was found."""
        sub = f"工作表“{sheet.name}”：点选写着列名的那一行；有两三行的，一起选中。"
        super().__init__(parent, "指明表头", sub, width=860)
        self._sheet = sheet
        self.view = QTableView()
        self.view.setModel(SheetModel(sheet, self.view))
        self.view.setAccessibleName("表格原样")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().setDefaultSectionSize(theme.pixels(28))
        self.view.horizontalHeader().setDefaultSectionSize(theme.pixels(110))
        self.view.setMinimumHeight(theme.pixels(360))
        bold = QFont(self.view.font())
        bold.setBold(True)
        self.view.verticalHeader().setFont(bold)
        self.notice = Notice()
        buttons, self.take = dialog_buttons(self, ok="用这几行作表头")
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.notice)
        self.body.addWidget(buttons)
        self.view.selectionModel().selectionChanged.connect(self._say)
        self.choose(header)
        self._say()
        self.view.setFocus()

    def choose(self, rows: tuple[int, ...]) -> None:
        """Choose rows by their numbers from 1."""
        model, chosen = self.view.model(), QItemSelection()
        if not rows:
            return
        chosen.select(model.index(rows[0] - 1, 0), model.index(rows[-1] - 1, model.columnCount() - 1))
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(model.index(rows[0] - 1, 0), flags.NoUpdate)
        self.view.selectionModel().select(chosen, flags.ClearAndSelect)
        self.view.scrollTo(model.index(max(0, rows[0] - 3), 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def rows(self) -> tuple[int, ...]:
        """Return the numbers of the chosen rows, from 1."""
        return tuple(sorted(index.row() + 1 for index in self.view.selectionModel().selectedRows()))

    def _say(self) -> None:
        rows = self.rows()
        problem = _problem(rows)
        self.take.setEnabled(not problem)
        if problem:
            self.notice.say("hint", problem)
            return
        reading = read_roster(self._sheet, header=rows)
        titles = [column.title for column in reading.columns if column.index in reading.mapping]
        shown = f"{'、'.join(titles[:_SHOWN_TITLES])}{' 等' if len(titles) > _SHOWN_TITLES else ''}"
        known = f"认出 {len(titles)} 列：{shown}" if titles else "没有认出列名，可以在下一步逐列指定"
        place = f"第 {rows[0]} 行" if len(rows) == 1 else f"第 {rows[0]}～{rows[-1]} 行"
        self.notice.say("ok" if titles else "hint", f"表头在{place}，下面有 {len(reading.rows)} 人；{known}")


def _problem(rows: tuple[int, ...]) -> str:
    if not rows:
        return "请点选写着列名的行"
    return f"表头最多 {MOST_HEADER_ROWS} 行" if len(rows) > MOST_HEADER_ROWS else ""
