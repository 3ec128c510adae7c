"""How to print: which form, at which 计算年龄时间, into which kind of file."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import labelled, plain_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.tables import Column
from ganbu_desktop.desktop.tables.columns import ColumnChooser
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.forms.person_values import parse_month
from ganbu_desktop.modules.paper.job import FORM, ROSTER
from ganbu_desktop.modules.paper.naming import DEFAULT_PATTERN, FileNames
from ganbu_desktop.modules.paper.printing import FormInfo, printable
from ganbu_desktop.modules.paper.roster_layouts import DESIGN
from ganbu_desktop.paper.roster import load_roster


class Output(Enum):
    """Kinds of file; the value is what the clerk reads."""

    PDF = "PDF 文件"
    EXCEL = "Excel 工作簿"
    WORD = "Word 文档"
    LRMX = "任免表文件（.lrmx，一人一个）"
    COLLECTION = "信息采集表（.xlsx）"


SUFFIXES = {Output.PDF: ".pdf", Output.EXCEL: ".xlsx", Output.WORD: ".docx"}
"""What is printed into files: all in one, or one each."""


class FormPane(QWidget):
    """Form and 计算年龄时间, and the columns of a roster."""

    changed = Signal()
    design_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        """Begin with the form used last."""
        super().__init__()
        self._desk = desk
        self._infos = printable(desk.office)
        self._columns: dict[str, tuple[str, ...]] = {}
        self.form = QComboBox()
        self.form.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for info in self._infos:
            self.form.addItem(info.title)
        self.as_of = QLineEdit()
        self.as_of.setPlaceholderText(f"{desk.office.month()}（本月）")
        self.as_of.setToolTip("如 2026.05；留空按各表自己的时间，没有的按本月")
        self.columns = plain_button("选择栏目…", "columns", self.choose_columns)
        self.design = plain_button("设计名册…", "table", self.design_asked.emit)
        self.design.setToolTip("改标题、栏目、两行表头、栏宽、纸张和顺序，存成自己的名册")
        self.pads_names = QCheckBox("姓名补空格（张　三）")
        self.pads_names.setToolTip("两个字的姓名中间补一个空格，与三个字对齐；给其他程序用的 Excel 请不要补")
        self.pads_names.setChecked(desk.settings.get("print.pads_names", True) is True)
        self.problem = words(role="error")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        layout.addWidget(labelled("表格", self.form))
        line = QHBoxLayout()
        line.addWidget(labelled("计算年龄时间", self.as_of), 1)
        line.addWidget(labelled(" ", self.columns))
        self.columns.setAccessibleName("选择栏目")
        layout.addLayout(line)
        layout.addWidget(self.design)
        layout.addWidget(self.pads_names)
        layout.addWidget(self.problem)
        self._recall()
        self.form.currentIndexChanged.connect(lambda _row: self._form_changed())
        self.as_of.textChanged.connect(lambda _text: self._check())
        self.pads_names.toggled.connect(self._pads)
        self._check()

    def _recall(self) -> None:
        kept = self._desk.settings.get("print.form")
        names = [info.name for info in self._infos]
        if kept in names:
            self.form.setCurrentIndex(names.index(kept))
        for info in self._infos:
            columns = self._desk.settings.get(f"print.columns.{info.name}")
            if isinstance(columns, list) and all(isinstance(key, str) for key in columns) and columns:
                self._columns[info.name] = tuple(columns)

    def reload(self) -> None:
        """List the designs anew; the choice stays where it is still there."""
        kept = self.info().name
        self._infos = printable(self._desk.office)
        names = [info.name for info in self._infos]
        self.form.blockSignals(True)
        self.form.clear()
        self.form.addItems([info.title for info in self._infos])
        self.form.setCurrentIndex(names.index(kept) if kept in names else 0)
        self.form.blockSignals(False)
        self._check()

    def is_own_design(self) -> bool:
        """Tell whether a design of the office's own is chosen: columns and order are its own."""
        return self.info().name.startswith(DESIGN)

    def info(self) -> FormInfo:
        """Return the chosen form."""
        return self._infos[self.form.currentIndex()]

    def choose_form(self, name: str) -> None:
        """Choose a form by its stable name."""
        self.form.setCurrentIndex([info.name for info in self._infos].index(name))

    def month(self) -> str | None:
        """Return 计算年龄时间 as typed, None when it is empty or wrong."""
        return None if self.problem.text() else self.as_of.text().strip() or None

    def chosen_columns(self) -> tuple[str, ...] | None:
        """Return a roster's columns as chosen by the clerk, None for the ready-made ones."""
        if self.info().kind != ROSTER or self.is_own_design():
            return None
        known = {column.key for column in load_roster(self.info().name).choices}
        kept = tuple(key for key in self._columns.get(self.info().name, ()) if key in known)
        return kept or None

    def choose_columns(self) -> None:
        """Let the columns of the roster be chosen and ordered."""
        name = self.info().name
        spec = load_roster(name)
        shown = self.chosen_columns() or tuple(column.key for column in spec.columns)
        dialog = ColumnChooser(self._desk.window, [Column(c.key, c.label) for c in spec.choices], shown, None)
        if dialog.exec():
            self.set_columns(tuple(dialog.keys()))
        dialog.deleteLater()

    def set_columns(self, keys: tuple[str, ...]) -> None:
        """Use these columns for the chosen roster, now and later."""
        self._columns[self.info().name] = keys
        self._desk.settings.set(f"print.columns.{self.info().name}", list(keys))
        self.changed.emit()

    def _pads(self, on: bool) -> None:
        self._desk.settings.set("print.pads_names", on)
        self.changed.emit()

    def _form_changed(self) -> None:
        self._desk.settings.set("print.form", self.info().name)
        self._check()

    def _check(self) -> None:
        typed = self.as_of.text().strip()
        try:
            if typed:
                parse_month(typed)
            self.problem.setText("")
        except GanbuError as error:
            self.problem.setText(str(error))
        self.problem.setVisible(bool(self.problem.text()))
        self.columns.setEnabled(self.info().kind == ROSTER and not self.is_own_design())
        self.design.setEnabled(self.info().kind == ROSTER)
        self.pads_names.setVisible(self.info().kind == ROSTER)
        self.changed.emit()


class OutputPane(QWidget):
    """Kind of file, one or one each, and the names."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Begin with what was used last."""
        super().__init__()
        self._desk = desk
        self.kind = QComboBox()
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.one = QRadioButton("合成一个文件")
        self.each = QRadioButton("一人一个文件")
        self.one.setChecked(True)
        self.pattern = QLineEdit(str(desk.settings.get("print.pattern", DEFAULT_PATTERN)))
        self.pattern.setToolTip("可用：{单位} {姓名} {日期} {身份证号} {表格}")
        self.example = words(role="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(0.75))
        layout.addWidget(labelled("写出为", self.kind))
        line = QHBoxLayout()
        line.addWidget(self.one)
        line.addWidget(self.each)
        line.addStretch(1)
        layout.addLayout(line)
        self._names = labelled("文件名", self.pattern)
        layout.addWidget(self._names)
        layout.addWidget(self.example)
        self.kind.currentIndexChanged.connect(lambda _row: self._update())
        self.each.toggled.connect(lambda _on: self._update())
        self.pattern.textChanged.connect(lambda _text: self._update())
        self.offer(ROSTER)

    def offer(self, kind: str) -> None:
        """Offer the kinds of file that a form, a roster or a table can become."""
        kept = self.kind.currentText()
        wanted = tuple(Output) if kind == FORM else (Output.PDF, Output.EXCEL)
        self._is_one_file = kind != FORM
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItems([output.value for output in wanted])
        self.kind.setCurrentText(kept or wanted[0].value)
        self.kind.blockSignals(False)
        self._update()

    def output(self) -> Output:
        """Return the kind of file."""
        return Output(self.kind.currentText())

    def one_each(self) -> bool:
        """Return whether every person gets an own file."""
        if self.output() in (Output.LRMX, Output.COLLECTION):
            return self.output() is Output.LRMX
        return self.each.isChecked() and not self._is_one_file

    def problem(self) -> str:
        """Return what is wrong with the file names, or nothing."""
        try:
            self._name("")
        except GanbuError as error:
            return str(error)
        return ""

    def _name(self, suffix: str) -> str:
        names = FileNames(self.pattern.text().strip(), suffix, self._desk.office.today())
        return names.name_for(unit="县财政局", name="王小明", id_number="11010119800101001X", form="干部任免审批表")

    def _update(self) -> None:
        chosen = self.output()
        can_choose = not self._is_one_file and chosen in SUFFIXES
        self.one.setEnabled(can_choose)
        self.each.setEnabled(can_choose)
        self._names.setVisible(self.one_each())
        self.example.setVisible(self.one_each())
        suffix = {**SUFFIXES, Output.LRMX: ".lrmx"}.get(chosen, "")
        self.example.setText(self.problem() or f"例如 {self._name(suffix)}")
        if not self.problem():
            self._desk.settings.set("print.pattern", self.pattern.text().strip())
        self.changed.emit()
