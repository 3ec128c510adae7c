"""Paper, margins and texts of a design, and the order of its people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import labelled, row
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.kernel.forms.roster_designs import Design
from ganbu_desktop.kernel.people.person_list import Order
from ganbu_desktop.modules.paper import roster_editing as editing
from ganbu_desktop.paper.roster.plain import MOST_ACROSS, MOST_DOWN

_OTHER = "其他尺寸"
_BY_HAND = "手工排列（在下面拖动）"
_SIDES = ("上", "右", "下", "左")


def _millimetres(largest: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0.0, largest)
    box.setDecimals(1)
    box.setSuffix(" mm")
    box.setKeyboardTracking(False)
    return box


class SheetPane(QWidget):
    """Edits everything of a design but its columns; ``step_asked`` carries a function to the next design."""

    step_asked = Signal(object)

    def __init__(self) -> None:
        """Start without a design."""
        super().__init__()
        self._filling = True
        self.title, self.subtitle, self.notes = QLineEdit(), QLineEdit(), QLineEdit()
        self.paper, self.across = QComboBox(), QComboBox()
        self.paper.addItems([*editing.PAPERS, _OTHER])
        self.across.addItems(["纵向", "横向"])
        self.margins = [_millimetres(100) for _ in _SIDES]
        self.row_height, self.header_height = _millimetres(100), _millimetres(100)
        self.fills = QCheckBox("栏宽铺满纸面（不勾选则按填写的毫米数）")
        self.boxes = QCheckBox("照片格（九宫格），不要表格")
        self.boxes_across, self.boxes_down = QSpinBox(), QSpinBox()
        self.boxes_across.setRange(1, MOST_ACROSS)
        self.boxes_down.setRange(1, MOST_DOWN)
        self._assemble()
        self._wire()

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        layout.addWidget(labelled("名册标题", self.title))
        layout.addWidget(labelled("右上角（{as_of} 换成计算年龄时间，可以清空）", self.subtitle))
        layout.addWidget(labelled("表下注", self.notes))
        layout.addWidget(row(labelled("纸张", self.paper), labelled("方向", self.across)))
        for first in (0, 2):
            pairs = [labelled(f"页边距 {_SIDES[n]}", self.margins[n]) for n in (first, first + 1)]
            layout.addWidget(row(*pairs))
        layout.addWidget(row(labelled("最小行高", self.row_height), labelled("最小表头高", self.header_height)))
        layout.addWidget(self.fills)
        layout.addWidget(self.boxes)
        layout.addWidget(row(labelled("每页列数", self.boxes_across), labelled("每页行数", self.boxes_down)))
        layout.addStretch(1)

    def _wire(self) -> None:
        self.title.editingFinished.connect(lambda: self._ask(title=self.title.text().strip()))
        self.subtitle.editingFinished.connect(lambda: self._ask(subtitle=self.subtitle.text().strip()))
        self.notes.editingFinished.connect(lambda: self._ask(notes=self.notes.text().strip()))
        self.paper.activated.connect(lambda _row: self._ask_paper())
        self.across.activated.connect(lambda _row: self._ask_paper())
        for box in self.margins:
            box.valueChanged.connect(lambda _value: self._ask_margins())
        self.row_height.valueChanged.connect(lambda value: self._ask(row_height_mm=value))
        self.header_height.valueChanged.connect(lambda value: self._ask(header_height_mm=value))
        self.fills.clicked.connect(lambda on: self._ask(fills=on))
        for signal in (self.boxes.clicked, self.boxes_across.valueChanged, self.boxes_down.valueChanged):
            signal.connect(lambda _value: self._ask_boxes())

    def show_design(self, design: Design) -> None:
        """Show the values of a design."""
        self._filling = True
        spec = design.spec
        self.title.setText(spec.title)
        self.subtitle.setText(spec.subtitle)
        self.notes.setText(spec.notes)
        name, across = editing.paper_of(spec)
        self.paper.setCurrentText(name or _OTHER)
        self.across.setCurrentIndex(int(across))
        sides = (spec.margins.top, spec.margins.right, spec.margins.bottom, spec.margins.left)
        for box, side in zip(self.margins, sides, strict=True):
            box.setValue(side)
        self.row_height.setValue(spec.row_height_mm)
        self.header_height.setValue(spec.header_height_mm)
        self.fills.setChecked(spec.fills)
        self.boxes.setChecked(spec.is_grid)
        if spec.is_grid:
            self.boxes_across.setValue(spec.across)
            self.boxes_down.setValue(spec.down)
        for number in (self.boxes_across, self.boxes_down):
            number.setEnabled(spec.is_grid)
        for widget in (self.row_height, self.header_height, self.fills):
            widget.setEnabled(not spec.is_grid)
        self._filling = False

    def _ask(self, **values: Any) -> None:
        if not self._filling:
            self.step_asked.emit(lambda design: editing.change_sheet(design, **values))

    def _ask_paper(self) -> None:
        name, across = self.paper.currentText(), self.across.currentIndex() == 1
        if name in editing.PAPERS:
            self.step_asked.emit(lambda design: editing.set_paper(design, name, across=across))

    def _ask_margins(self) -> None:
        if not self._filling:
            top, right, bottom, left = (box.value() for box in self.margins)
            self.step_asked.emit(lambda design: editing.set_margins(design, (top, right, bottom, left)))

    def _ask_boxes(self) -> None:
        if not self._filling:
            on = self.boxes.isChecked()
            self._ask(across=self.boxes_across.value() if on else 0, down=self.boxes_down.value() if on else 0)


class OrderPane(QWidget):
    """Edits order and grouping of the people; by hand, by dragging them."""

    step_asked = Signal(object)

    def __init__(self) -> None:
        """Start without people."""
        super().__init__()
        self.order = QComboBox()
        for order in Order:
            self.order.addItem(order.value, order)
        self.order.addItem(_BY_HAND, None)
        self.grouped = QCheckBox("按单位分组，单位名称单占一行")
        self.people = QListWidget()
        self.people.setAccessibleName("人员顺序，可以拖动")
        self.people.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.people.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.people.model().rowsMoved.connect(lambda *_moved: self._by_hand())
        self.hint = words("手工顺序随名册设计一起保存；以后新增的人排在最后。", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        layout.addWidget(labelled("排列顺序", self.order))
        layout.addWidget(self.grouped)
        layout.addWidget(self.hint)
        layout.addWidget(self.people, 1)
        self.order.activated.connect(lambda _row: self._ask())
        self.grouped.clicked.connect(lambda _on: self._ask())

    def show_design(self, design: Design) -> None:
        """Show order and grouping of a design."""
        self.order.setCurrentIndex(self.order.findData(design.order) if design.order else self.order.count() - 1)
        self.grouped.setChecked(design.is_grouped)

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Show people (id, label) in the order in which they are printed."""
        self.people.clear()
        for person_id, label in people:
            item = QListWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, person_id)
            self.people.addItem(item)

    def ids(self) -> list[str]:
        """Return the people in the order on show."""
        rows = range(self.people.count())
        return [str(self.people.item(number).data(Qt.ItemDataRole.UserRole)) for number in rows]

    def _ask(self) -> None:
        order, is_grouped = self.order.currentData(), self.grouped.isChecked()
        if order is None:
            self._by_hand(is_grouped=is_grouped)
        else:
            self.step_asked.emit(lambda design: editing.set_order(design, order, is_grouped=is_grouped))

    def _by_hand(self, *, is_grouped: bool | None = None) -> None:
        ids, grouped = self.ids(), self.grouped.isChecked() if is_grouped is None else is_grouped
        self.step_asked.emit(
            lambda design: editing.set_order(editing.set_people(design, ids), None, is_grouped=grouped)
        )
