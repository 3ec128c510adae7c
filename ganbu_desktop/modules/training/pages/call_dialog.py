"""按条件调训: the same conditions for everybody, what speaks against each, and a choice by the clerk."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox

from ganbu_desktop.desktop.kit.widgets import (
    PlainDialog,
    dialog_buttons,
    labelled,
    plain_button,
    resize_within_screen,
    row,
    text_label,
)
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation import codes, person_name
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel import options
from ganbu_desktop.modules.training import actions
from ganbu_desktop.modules.training.queries.calling import Candidate, Conditions, candidates
from ganbu_desktop.modules.training.records import TrainingClass
from ganbu_desktop.modules.training.rules.levels import Group
from ganbu_desktop.modules.training.rules.standards import shown_tenths

_COLUMNS = (
    Column("name", "姓名", 88),
    Column("unit", "单位", 140),
    Column("post", "职务", 190),
    Column("last", "上次脱产", 90, align="center"),
    Column("state", "学时", 80, align="center"),
    Column("short", "差额", 60, align="right"),
    Column("clash", "冲突", 330),
)
_ANY = "不限"


class CallDialog(PlainDialog):
    """Conditions above, candidates below; ``called`` tells that some were put on the list."""

    called = Signal()

    def __init__(self, desk: Desk, entry: TrainingClass) -> None:
        """Show everybody in service who is not in the class yet."""
        places = f"名额 {entry.places}　" if entry.places else ""
        sub = f"{places}条件随操作记录保存；有冲突的默认不选，由您决定"
        super().__init__(desk.window, f"调训：{entry.title}", sub, width=920)
        self._desk, self._entry = desk, entry
        self._found: dict[str, Candidate] = {}
        self.group, self.unit, self.kind = QComboBox(), QComboBox(), QComboBox()
        self.group.addItem(_ANY, None)
        for group in Group:
            self.group.addItem(group.value, group)
        self.unit.addItem(_ANY, None)
        for unit_id, label in options.unit_options(desk.office):
            self.unit.addItem(label, unit_id)
        self.kind.addItem(_ANY, None)
        for option in codes.table("training_kind").entries:
            self.kind.addItem(f"未参加过{option.label}", option.code)
        self.least_age, self.most_age, self.years = self._spin(70), self._spin(70), self._spin(20)
        self.is_short = QCheckBox("只要学时未达标的")
        self.batch = QLineEdit()
        self.batch.setPlaceholderText("如“第一批”")
        self._lay_out(desk)
        self.look_up()
        resize_within_screen(self, 1040, 680)

    def _spin(self, most: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(0, most)
        spin.setSpecialValueText(_ANY)
        return spin

    def _lay_out(self, desk: Desk) -> None:
        self.table = DataTable("training.call", ListSource(_COLUMNS), title="可以调训的人员", desk=desk, frozen=1)
        self.table.set_empty("没有符合条件、又不在名单里的干部。放宽条件再看。")
        self.sums = text_label(role="muted")
        fields = (
            ("对象层级", self.group),
            ("单位", self.unit),
            ("年龄不小于", self.least_age),
            ("年龄不大于", self.most_age),
            ("几年未脱产", self.years),
            ("近五年", self.kind),
            ("批次", self.batch),
        )
        self.body.addWidget(row(*(labelled(text, widget) for text, widget in fields), stretch=True))
        find = plain_button("按条件查找", "search", self.look_up)
        free = plain_button("选中没有冲突的", "check", self.choose_free)
        self.body.addWidget(row(self.is_short, find, free, self.sums, stretch=True))
        self.body.addWidget(self.table, 1)
        buttons, self.ok_button = dialog_buttons(self, ok="列入名单", run=self.call)
        self.body.addWidget(buttons)

    def conditions(self) -> Conditions:
        """Return what is asked for."""
        return Conditions(
            group=self.group.currentData(),
            unit_id=self.unit.currentData(),
            least_age=self.least_age.value() or None,
            most_age=self.most_age.value() or None,
            not_called_years=self.years.value() or None,
            missed_kind=self.kind.currentData(),
            is_short=self.is_short.isChecked(),
        )

    def look_up(self) -> None:
        """Show who meets the conditions."""
        found = candidates(self._desk.office, self._entry.id, self.conditions())
        self._found = {c.member.person.id: c for c in found}
        source = self.table.source
        assert isinstance(source, ListSource)
        source.set_rows([_row(c) for c in found])
        self.table.reload()
        clashing = sum(bool(c.clashes) for c in found)
        self.sums.setText(f"{len(found)} 人符合条件" + (f"，其中 {clashing} 人有冲突" if clashing else ""))

    def choose_free(self) -> None:
        """Choose the candidates without any clash, up to the places of the class."""
        free = [i for i in self.table.all_ids() if not self._found[i].clashes]
        chosen = QItemSelection()
        for person_id in free[: self._entry.places or len(free)]:
            number = self.table.model.row_of(person_id)
            if number is not None:
                index = self.table.model.index(number, 0)
                chosen.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.table.view.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)

    def call(self) -> None:
        """Put the chosen people on the list of the class."""
        ids = self.table.selected_ids()
        if not ids:
            self._desk.messages.info(self, "调训", "请先选中要调训的人（Ctrl 或 Shift 点选，或“选中没有冲突的”）。")
            return
        clashing = [self._found[i] for i in ids if self._found[i].clashes]
        if clashing and not self._confirmed(clashing):
            return
        unit = f"；单位：{self.unit.currentText()}" if self.unit.currentData() else ""
        try:
            number = actions.call_up(
                self._desk.office,
                self._entry.id,
                ids,
                batch=self.batch.text().strip() or None,
                conditions=f"{self.conditions().words()}{unit}",
            )
        except GanbuError as error:
            self._desk.messages.error(self, error)
            return
        self._desk.notify(f"{number} 人已列入名单，可按 Ctrl+Z 撤销")
        self.called.emit()
        self.accept()

    def _confirmed(self, clashing: list[Candidate]) -> bool:
        lines = [f"{c.member.person.name}：{c.clashes[0].text}" for c in clashing[:8]]
        more = f"\n等 {len(clashing)} 人" if len(clashing) > 8 else ""
        text = "所选的人里有冲突：\n" + "\n".join(lines) + more + "\n仍然列入名单吗？"
        return self._desk.messages.question(self, "调训冲突", text, yes="仍然列入")


def _row(candidate: Candidate) -> Row:
    member = candidate.member
    cells = (
        person_name.padded(member.person.name),
        member.person.unit_name,
        member.person.post,
        str(candidate.last_off_work_on or "无记录"),
        member.standing.state.value,
        shown_tenths(member.standing.shortfall_tenths),
        "；".join(c.text for c in candidate.clashes),
    )
    return Row(member.person.id, cells, tone="warning" if candidate.clashes else "")
