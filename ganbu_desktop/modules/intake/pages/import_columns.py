"""The import's second step, for home-made rosters only: what each column is."""

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
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import Card, Notice, plain_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.exchange.free_roster import RosterColumn
from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.modules.intake.from_roster import mapping_targets
from ganbu_desktop.modules.intake.pages.import_header import HeaderDialog
from ganbu_desktop.modules.intake.pages.import_titles import DISPLAY, EDIT, NOWHERE, Index, Titled, letters
from ganbu_desktop.modules.intake.read import RosterSheet

_LEFT_OUT = "不导入"
_LONGEST_SAMPLE = 16
_SKIPPED_SHOWN = 12
_UNREMARKABLE = ("空行", "隐藏行")


class RosterChoice:
    """One roster sheet with the mapping as the clerk has it now; the sheet itself is read again later."""

    def __init__(self, roster: RosterSheet) -> None:
        """Begin with the mapping that the sheet was read by."""
        self.roster = roster
        self.mapping: dict[int, str] = dict(roster.reading.mapping)
        self.first_mapping = dict(self.mapping)

    @property
    def title(self) -> str:
        """Return file and sheet."""
        return f"{self.roster.file}　{self.roster.reading.sheet}"

    def doubles(self) -> set[str]:
        """Return items that two columns are mapped to."""
        keys = list(self.mapping.values())
        return {key for key in keys if keys.count(key) > 1}

    def set_header(self, rows: tuple[int, ...]) -> None:
        """Take other rows as the header; the mapping begins anew with what their titles suggest."""
        self.roster.set_header(rows)
        self.mapping = dict(self.roster.reading.mapping)
        self.first_mapping = dict(self.mapping)

    def problem(self) -> str:
        """Return why this mapping cannot be used, or nothing."""
        if not self.roster.has_header:
            return "没有认出表头，请点“指明表头…”，在表里点选写着列名的行"
        double = [mapping_targets().get(key, key) for key in self.doubles()]
        if double:
            return f"有两列都对应“{'、'.join(double)}”，请只留一列"
        if "A01.姓名" not in self.mapping.values():
            return "还没有哪一列对应“姓名”"
        return ""

    def apply(self) -> None:
        """Read the sheet by the present mapping, if that is another one. Raises ExchangeError."""
        if self.mapping != self.roster.reading.mapping:
            every = {column.index: self.mapping.get(column.index) for column in self.roster.reading.columns}
            self.roster.remap(every)


def _samples(column: RosterColumn) -> str:
    """Return a few different texts of a column."""
    return "；".join(t if len(t) <= _LONGEST_SAMPLE else f"{t[:_LONGEST_SAMPLE]}…" for t in column.samples)


class ColumnsModel(Titled, QAbstractTableModel):
    """The columns of one roster: letters, title, samples, item."""

    mapped = Signal()
    TITLES = ("列", "表头", "内容举例", "对应的项目", "说明")
    ITEM = 3

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._choice: RosterChoice | None = None
        self._samples: list[str] = []

    def set_choice(self, choice: RosterChoice) -> None:
        """Show another roster."""
        self.beginResetModel()
        self._choice = choice
        self._samples = [_samples(column) for column in choice.roster.reading.columns]
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of the roster's columns."""
        return 0 if parent.isValid() or self._choice is None else len(self._choice.roster.reading.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The item can be changed."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == self.ITEM else flags

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return what a cell shows."""
        if self._choice is None or not index.isValid():
            return None
        column = self._choice.roster.reading.columns[index.row()]
        key = self._choice.mapping.get(column.index)
        if role == Qt.ItemDataRole.EditRole and index.column() == self.ITEM:
            return key or ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            item = mapping_targets().get(key, key) if key else _LEFT_OUT
            texts = (letters(column.index), column.name, self._samples[index.row()], item, self._note(index.row()))
            return texts[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(index.column(), key)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == self.ITEM:
            return icons.icon("down")
        return None

    def _colour(self, column: int, key: str | None) -> QColor | None:
        c = theme.colours()
        if key and self._choice is not None and key in self._choice.doubles() and column >= self.ITEM:
            return QColor(c.error)
        return QColor(c.muted) if column in (0, 2, 4) or not key else None

    def _note(self, row: int) -> str:
        assert self._choice is not None
        column = self._choice.roster.reading.columns[row]
        key, first = self._choice.mapping.get(column.index), self._choice.first_mapping.get(column.index)
        if key and key in self._choice.doubles():
            return "与另一列重复"
        if key != first:
            return "手工指定"
        if key and key != column.suggested_key:
            return "按上次的对应关系"
        if key:
            return "按表头识别" if column.confidence >= 1 else "请核对"
        return "已有更合适的列" if column.rival else ("不需要导入" if column.suggested_key else "没有认出来")

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        """Map one column; empty leaves it out."""
        if role != Qt.ItemDataRole.EditRole or self._choice is None or index.column() != self.ITEM:
            return False
        number = self._choice.roster.reading.columns[index.row()].index
        if value:
            self._choice.mapping[number] = str(value)
        else:
            self._choice.mapping.pop(number, None)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.TITLES) - 1))
        self.mapped.emit()
        return True


class _ItemDelegate(QStyledItemDelegate):
    """A list of all items in the cell; it opens at once and takes typed beginnings."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QComboBox(parent)
        editor.setAccessibleName("对应的项目")
        editor.addItem(_LEFT_OUT, "")
        for key, label in mapping_targets().items():
            editor.addItem(label, key)
        editor.activated.connect(lambda _row: self._finish(editor))
        return editor

    def _finish(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))
        editor.showPopup()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData())


class ColumnsStep(QWidget):
    """Shows one roster after the other; ``changed`` tells that a mapping has changed."""

    changed = Signal()

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.choices: list[RosterChoice] = []
        self.which = QComboBox()
        self.which.setAccessibleName("工作表")
        self.which.currentIndexChanged.connect(self._show)
        self.notice = Notice()
        self.model = ColumnsModel(self)
        self.model.mapped.connect(self._changed)
        self.view = self._table()
        self.header = plain_button("指明表头…", "list", self.point_at_header)
        self.hidden = QCheckBox()
        self.hidden.toggled.connect(self._with_hidden)
        self.keep = QCheckBox("记住这种表的对应关系，下次自动使用")
        self.keep.setChecked(True)
        self.facts = words(role="muted")
        self._assemble()

    def _table(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setAccessibleName("列与项目的对应")
        view.setItemDelegateForColumn(ColumnsModel.ITEM, _ItemDelegate(view))
        trigger = QAbstractItemView.EditTrigger
        view.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed)
        view.clicked.connect(self._edit)
        view.activated.connect(self._edit)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(theme.pixels(36))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in enumerate((46, 140, 300, 190, 116)):
            view.setColumnWidth(column, theme.pixels(width))
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return view

    def _edit(self, index: QModelIndex) -> None:
        if index.column() == ColumnsModel.ITEM:
            self.view.edit(index)

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1.5))
        self._chooser = QWidget()
        line = QHBoxLayout(self._chooser)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(QLabel("工作表"))
        line.addWidget(self.which, 1)
        layout.addWidget(self._chooser)
        card = Card()
        head = QHBoxLayout()
        head.addWidget(words("每一列是什么？认出来的已经对应好，请看一遍；点“对应的项目”可以改。"), 1)
        head.addWidget(self.header)
        card.body.addLayout(head)
        card.body.addWidget(self.view, 1)
        card.body.addWidget(self.facts)
        foot = QHBoxLayout()
        foot.addWidget(self.keep)
        foot.addStretch(1)
        foot.addWidget(self.hidden)
        card.body.addLayout(foot)
        layout.addWidget(card, 1)
        layout.addWidget(self.notice)

    def set_rosters(self, rosters: Sequence[RosterSheet]) -> None:
        """Show the rosters that were read."""
        self.set_choices([RosterChoice(roster) for roster in rosters])

    def set_choices(self, choices: Sequence[RosterChoice]) -> None:
        """Show rosters with the mapping that was chosen for each."""
        self.choices = list(choices)
        self.which.blockSignals(True)
        self.which.clear()
        for choice in self.choices:
            self.which.addItem(choice.title)
        self.which.blockSignals(False)
        self._chooser.setVisible(len(self.choices) > 1)
        if self.choices:
            self.which.setCurrentIndex(0)
            self._show(0)

    def current(self) -> RosterChoice | None:
        """Return the roster on show."""
        row = self.which.currentIndex()
        return self.choices[row] if 0 <= row < len(self.choices) else None

    def problem(self) -> str:
        """Return why one cannot go on, or nothing."""
        read = {choice.roster.file for choice in self.choices if choice.roster.has_header}
        for choice in self.choices:
            if not choice.roster.has_header and choice.roster.file in read:
                continue
            sheet = f"{choice.roster.reading.sheet}：" if len(self.choices) > 1 else ""
            if choice.problem():
                return sheet + choice.problem()
        return ""

    def to_remember(self) -> list[RosterChoice]:
        """Return the rosters whose header or mapping was changed by hand and should be kept."""
        changed = [
            c for c in self.choices if c.roster.has_header and (c.roster.is_by_hand or c.mapping != c.first_mapping)
        ]
        return changed if self.keep.isChecked() else []

    def point_at_header(self) -> None:
        """Let the clerk choose the header rows in a picture of the sheet on show."""
        choice = self.current()
        if choice is None:
            return
        dialog = HeaderDialog(self, choice.roster.sheet, choice.roster.reading.header_rows)
        rows = dialog.rows() if dialog.exec() else ()
        dialog.deleteLater()
        if rows and rows != choice.roster.reading.header_rows:
            choice.set_header(rows)
            self._show(self.which.currentIndex())
            self.changed.emit()

    def _show(self, _row: int) -> None:
        choice = self.current()
        if choice is None:
            return
        self.model.set_choice(choice)
        self.view.setCurrentIndex(self.model.index(0, ColumnsModel.ITEM))
        self._say(choice)

    def _say(self, choice: RosterChoice) -> None:
        reading = choice.roster.reading
        self.header.setProperty("role", "" if choice.roster.has_header else "primary")
        self.header.style().polish(self.header)
        passed = [(number, reason) for number, reason in reading.skipped if reason not in _UNREMARKABLE]
        skipped = [f"第 {number} 行（{reason}）" for number, reason in passed]
        more = f" 等 {len(skipped)} 行" if len(skipped) > _SKIPPED_SHOWN else ""
        left = f"；没有当作人员的：{'、'.join(skipped[:_SKIPPED_SHOWN])}{more}" if skipped else ""
        where = f"表头在第 {reading.header_rows[0]} 行" if reading.header_rows else "没有认出表头"
        if len(reading.header_rows) > 1:
            where = f"表头在第 {reading.header_rows[0]}～{reading.header_rows[-1]} 行"
        self.facts.setText(f"{where}，共 {len(reading.rows)} 人{left}")
        hidden = reading.hidden_count
        shown = choice.roster.with_hidden
        counted = sum(row.hidden for row in reading.rows) if shown else hidden
        self.hidden.blockSignals(True)
        self.hidden.setText(f"连同 {counted} 个隐藏的行一起读入")
        self.hidden.setChecked(shown)
        self.hidden.blockSignals(False)
        self.hidden.setVisible(counted > 0)
        self.notice.say(
            "warning" if choice.problem() else "hint",
            choice.problem() or "　".join(reading.notices_for(choice.mapping)),
        )

    def _with_hidden(self, wanted: bool) -> None:
        choice = self.current()
        if choice is None:
            return
        choice.roster.with_hidden = wanted
        try:
            choice.roster.remap({c.index: choice.mapping.get(c.index) for c in choice.roster.reading.columns})
        except ExchangeError as error:
            self.notice.say("warning", str(error))
            return
        self._say(choice)
        self.changed.emit()

    def _changed(self) -> None:
        choice = self.current()
        if choice is not None:
            self._say(choice)
        self.changed.emit()
