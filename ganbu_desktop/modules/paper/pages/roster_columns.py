"""The columns of a design: chosen ones in their order with title, common title and width; all others to add."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import SearchBox, labelled, row, tool_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.kernel.forms.roster_designs import Design
from ganbu_desktop.modules.paper import roster_editing as editing
from ganbu_desktop.modules.paper.roster_layouts import offered, ready_made

Step = Callable[[Design], Design]
_TITLE, _GROUP, _WIDTH = range(3)
_ALIGNS = (("居中", "center"), ("靠左", "left"), ("靠右", "right"))
_FITS = (("折行，行高随内容", "wrap"), ("缩小，尽量不折行", "shrink"))
_MIXED = -1


class ColumnsPane(QWidget):
    """Edits the columns; ``step_asked`` carries a function from the design to the next one."""

    step_asked = Signal(object)
    current_changed = Signal(int)

    def __init__(self) -> None:
        """Start without a design."""
        super().__init__()
        self._filling = False
        self._design = ready_made("roster")
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName("名册的栏目")
        self.table.setHorizontalHeaderLabels(["栏目标题", "上一行标题", "宽（毫米）"])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().setDefaultSectionSize(theme.pixels(30))
        self.table.horizontalHeader().setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(_GROUP, QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(theme.pixels(190))
        self.table.itemChanged.connect(self._typed)
        self.table.itemSelectionChanged.connect(self._selected)
        self.align, self.fit, self.font_size = QComboBox(), QComboBox(), QDoubleSpinBox()
        self.total = words(role="muted")
        self.search = SearchBox("找栏目，如 年限、考核")
        self.offered = QListWidget()
        self.offered.setAccessibleName("可以加的栏目")
        self.offered.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.offered.itemActivated.connect(lambda _item: self.add())
        self.offered.setMinimumHeight(theme.pixels(110))
        self._set_up_inputs()
        self._assemble()

    def _set_up_inputs(self) -> None:
        for label, value in _ALIGNS:
            self.align.addItem(label, value)
        for label, value in _FITS:
            self.fit.addItem(label, value)
        self.font_size.setRange(5.5, 22.0)
        self.font_size.setSingleStep(0.5)
        self.font_size.setDecimals(1)
        self.font_size.setSuffix(" 磅")
        self.font_size.setKeyboardTracking(False)
        self.align.activated.connect(lambda _row: self._change(align=self.align.currentData()))
        self.fit.activated.connect(lambda _row: self._change(fit=self.fit.currentData()))
        self.font_size.valueChanged.connect(lambda value: self._change(size_pt=value))
        self.search.searched.connect(self._filter)

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        layout.addWidget(self.table, 2)
        bar = QHBoxLayout()
        bar.setSpacing(0)
        for text, icon, keys, run in (
            ("上移", "move-up", "Alt+Up", lambda: self.move_row(-1)),
            ("下移", "move-down", "Alt+Down", lambda: self.move_row(1)),
            ("移除", "close", "Del", self.remove),
            ("合并标题…", "table", "", self.join),
        ):
            button = tool_button(text, icon, f"{text}（{keys}）" if keys else "给选中的几栏加一个共同的上一行标题", run)
            bar.addWidget(button)
            if keys:
                shortcut = QShortcut(QKeySequence(keys), self.table)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(run)
        bar.addStretch(1)
        layout.addLayout(bar)
        layout.addWidget(self.total)
        layout.addWidget(
            row(labelled("对齐", self.align), labelled("字号", self.font_size), labelled("放不下时", self.fit))
        )
        layout.addWidget(words("可以加的栏目（双击加入）", "label"))
        layout.addWidget(self.search)
        layout.addWidget(self.offered, 1)
        self.add_button = tool_button("加入名册", "add", "把选中的栏目加到当前栏后面", self.add)
        layout.addWidget(self.add_button)

    # ---- showing

    def show_design(self, design: Design) -> None:
        """Show the columns of a design; the selection stays on the same columns."""
        self._filling = True
        marked = self.places()
        columns = design.spec.columns
        self.table.setRowCount(len(columns))
        for number, column in enumerate(columns):
            texts = (column.title.replace("\n", "／"), column.group, f"{column.width_mm:.1f}")
            for place, text in enumerate(texts):
                self.table.setItem(number, place, QTableWidgetItem(text))
        self._design = design
        for number in marked:
            if number < len(columns):
                self.table.selectionModel().select(
                    self.table.model().index(number, 0),
                    self.table.selectionModel().SelectionFlag.Select | self.table.selectionModel().SelectionFlag.Rows,
                )
        self._tell_total(design)
        self._show_settings()
        self._filling = False
        self._filter(self.search.text())

    def _tell_total(self, design: Design) -> None:
        spec = design.spec
        if spec.is_grid:
            self.total.setText(f"每页 {spec.across} × {spec.down} 人；照片栏的宽就是照片最大的宽")
            return
        whole = sum(column.width_mm for column in spec.columns)
        self.total.setText(f"{len(spec.columns)} 栏，合计 {whole:.0f} 毫米，纸上可用 {spec.table_width_mm:.0f} 毫米")

    def _show_settings(self) -> None:
        places = self.places()
        column = self._design.spec.columns[places[0]] if places else None
        for widget in (self.align, self.fit, self.font_size):
            widget.setEnabled(column is not None)
            widget.blockSignals(True)
        if column is not None:
            self.align.setCurrentIndex(self.align.findData(column.align))
            self.fit.setCurrentIndex(self.fit.findData(column.fit))
            self.font_size.setValue(column.size_pt)
        for widget in (self.align, self.fit, self.font_size):
            widget.blockSignals(False)

    def _filter(self, typed: str) -> None:
        there = {column.key for column in self._design.spec.columns}
        self.offered.clear()
        for column in offered():
            label = column.label or "空白栏"
            if column.key not in there and typed.strip() in label:
                item = QListWidgetItem(label)
                item.setData(Qt.ItemDataRole.UserRole, column.key)
                self.offered.addItem(item)

    # ---- doing

    def places(self) -> list[int]:
        """Return the rows that are marked."""
        return sorted({index.row() for index in self.table.selectionModel().selectedRows()})

    def select(self, place: int) -> None:
        """Mark one column."""
        self.table.selectRow(place)

    def _selected(self) -> None:
        if not self._filling:
            self._show_settings()
            places = self.places()
            self.current_changed.emit(places[0] if places else _MIXED)

    def _typed(self, item: QTableWidgetItem) -> None:
        if self._filling:
            return
        place, text = item.row(), item.text().strip()
        if item.column() == _WIDTH:
            try:
                width = float(text)
            except ValueError:
                self.show_design(self._design)
                return
            self.step_asked.emit(lambda design: editing.set_width(design, place, width))
        elif item.column() == _TITLE:
            title = text.replace("／", "\n")
            self.step_asked.emit(lambda design: editing.change_columns(design, [place], title=title))
        else:
            self.step_asked.emit(lambda design: editing.set_group(design, place, text))

    def _change(self, **values: object) -> None:
        places = self.places()
        if places:
            self.step_asked.emit(lambda design: editing.change_columns(design, places, **values))

    def add(self) -> None:
        """Add the marked columns behind the current one."""
        keys = [item.data(Qt.ItemDataRole.UserRole) for item in self.offered.selectedItems()]
        places = self.places()
        at = places[-1] + 1 if places else None
        if keys:
            self.step_asked.emit(lambda design: editing.add_columns(design, keys, at))

    def remove(self) -> None:
        """Take the marked columns out."""
        places = self.places()
        if places:
            self.step_asked.emit(lambda design: editing.remove_columns(design, places))

    def move_row(self, step: int) -> None:
        """Move the marked column up or down."""
        places = self.places()
        if len(places) == 1 and 0 <= places[0] + step < self.table.rowCount():
            old = places[0]
            self.step_asked.emit(lambda design: editing.move_column(design, old, old + step))
            self.select(old + step)

    def join(self) -> None:
        """Write the first marked column's title over all marked ones, to be typed over at once."""
        places = self.places()
        if not places:
            return
        title = self._design.spec.columns[places[0]].group or "共同标题"
        self.step_asked.emit(lambda design: editing.change_columns(design, places, group=title))
        self.table.editItem(self.table.item(places[0], _GROUP))
