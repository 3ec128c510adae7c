"""The rule figures: what counts now, from where, since when, and the office's own decisions over them."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Notice, PlainDialog, Remark, dialog_buttons, text_label
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.parameters import Parameter, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.parameter_deciding import set_override

_COLUMNS = (
    Column("title", "参数", 280),
    Column("value", "现行数值", 140),
    Column("unit", "单位", 60),
    Column("status", "状态", 90),
    Column("source", "依据", 260),
    Column("since", "生效时间", 100, align="center"),
    Column("by", "设定人", 100),
    Column("at", "设定日期", 100, align="center"),
)
DECIDED, VERIFIED, SUGGESTED = "本单位设定", "已核", "〔建议〕"


def status_of(parameter: Parameter) -> str:
    """Return how far a figure can be trusted, in one word."""
    if parameter.override is not None:
        return DECIDED
    return VERIFIED if parameter.status == "verified" else SUGGESTED


class ParametersPage(Page):
    """Lists every figure as it stands today; a new value needs a date and a deciding document."""

    def __init__(self, desk: Desk) -> None:
        """Read the figures."""
        super().__init__(desk)
        self._source = ListSource(_COLUMNS)
        self.table = DataTable("parameters", self._source, title="参数", desk=desk, multiple=False, frozen=1)
        edit = self.add_command("修改数值…", icon="edit", shortcut="F2", run=self.edit)
        self.table.add_menu_action(edit)
        self.table.bar.insertWidget(0, self.table.search_box("搜索参数、依据"))
        hint = "标〔建议〕的数值尚未核对原文，请按本地规定确认。修改要写明依据；以前的月份仍按当时的数值计算。"
        self.body.addWidget(Notice("hint", hint))
        self.unread = Notice()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.unread)
        self.table.opened.connect(lambda _id: self.edit())
        self.refresh(frozenset({"parameter_override"}))

    def refresh(self, tables: frozenset[str]) -> None:
        """Read the figures anew when a decision has changed."""
        if not tables & {"parameter_override", TODAY}:
            return
        figures, today = self.office.parameters(), self.office.today()
        self.unread.say("warning", _unread(figures))
        self._source.set_rows([_row(figures.get(name, today)) for name in figures.names()])
        self.table.reload()

    def edit(self) -> None:
        """Ask for a new value of the current figure."""
        name = self.table.current_id()
        if name is None:
            return
        parameter = self.office.parameters().get(name, self.office.today())
        dialog = ParameterDialog(self, parameter, PartialDate.of(self.office.today()))
        if dialog.exec():
            value, since, document = dialog.values()
            checked_by = dialog.checked_by.text().strip()
            self.desk.tasks.run(
                lambda progress: set_override(
                    self.office,
                    name=name,
                    value=value,
                    effective_from=since,
                    document=document,
                    checked_by=checked_by,
                ),
                title="设定参数",
                context=self,
                done=lambda _record: self.desk.notify(f"已设定“{parameter.title}”"),
            )
        dialog.deleteLater()

    def show_target(self, target: object) -> None:
        """Go to one figure by its name."""
        self.table.select(str(target))

    def focus_first(self) -> None:
        """Begin at the list."""
        self.table.focus_rows()


def _unread(figures: ParameterSet) -> str:
    """Say which decisions do not count, as after a figure has been given another kind by a newer program."""
    wrong = figures.unreadable_overrides()
    if not wrong:
        return ""
    titles = {name: figures.get(name).title for name in figures.names()}
    named = "、".join(f"{titles.get(o.name, o.name)}“{o.value}”" for o in wrong)
    return f"本单位设定的下列数值读不出来，没有采用，现按程序所带的数值计算：{named}。请逐项重新设定。"


class ParameterDialog(PlainDialog):
    """A new value with its effective date and the deciding document."""

    def __init__(self, parent: QWidget, parameter: Parameter, today: PartialDate) -> None:
        """Start from the value in force."""
        super().__init__(parent, "修改参数", parameter.title, width=520)
        self._parameter = parameter
        self.value = _value_input(parameter)
        self.since = QLineEdit(str(today))
        self.document = QLineEdit()
        self.document.setPlaceholderText("文号或会议名称")
        self.remark = Remark()
        facts = text_label(_facts(parameter), role="muted", wrap=True)
        self.body.addWidget(facts)
        self.add_field(f"新的数值（{parameter.unit}）" if parameter.unit else "新的数值", self.value)
        self.add_field("生效日期", self.since)
        self.add_field("依据文号", self.document)
        self.checked_by = QLineEdit()
        if parameter.second_hand_below is not None:
            self.checked_by.setPlaceholderText(f"低于 {parameter.second_hand_below} 的须由第二人复核")
            self.add_field("复核人", self.checked_by)
        buttons, _good = dialog_buttons(self, run=self._judge)
        self.body.addWidget(self.remark)
        self.body.addSpacing(theme.space(1))
        self.body.addWidget(buttons)
        self.value.setFocus()

    def _text(self) -> str:
        return self.value.currentText() if isinstance(self.value, QComboBox) else self.value.text()

    def values(self) -> tuple[str, PartialDate, str]:
        """Return (value as text, effective date, document); raises FieldError with a sentence."""
        self._parameter.read_value(self._text())
        since = PartialDate.parse(self.since.text())
        document = self.document.text().strip()
        if not document:
            raise FieldError("请填写依据文号或会议名称")
        if self._parameter.asks_second_hand(self._text()) and not self.checked_by.text().strip():
            raise FieldError(f"低于 {self._parameter.second_hand_below} 的须由第二人复核，请填写复核人")
        return self._text(), since, document

    def _judge(self) -> None:
        try:
            self.values()
        except FieldError as error:
            self.remark.say("error", str(error))
        else:
            self.accept()


def _value_input(parameter: Parameter) -> QLineEdit | QComboBox:
    choices = ("是", "否") if isinstance(parameter.value, bool) else parameter.choices
    if not choices:
        return QLineEdit(parameter.format_value())
    combo = QComboBox()
    combo.addItems(list(choices))
    combo.setCurrentText(parameter.format_value())
    return combo


def _facts(parameter: Parameter) -> str:
    lines = [
        parameter.help,
        f"现行数值：{parameter.format_value()}{parameter.unit}，{status_of(parameter)}，自 {parameter.effective_from}",
        f"依据：{parameter.source}" if parameter.source else "",
    ]
    return "\n".join(line for line in lines if line)


def _row(parameter: Parameter) -> Row:
    override = parameter.override
    status = status_of(parameter)
    cells = (
        parameter.title,
        parameter.format_value(),
        parameter.unit,
        status,
        parameter.source,
        str(parameter.effective_from),
        override.set_by if override else "",
        override.set_at if override else "",
    )
    icon = {DECIDED: "edit", VERIFIED: "ok", SUGGESTED: "hint"}[status]
    return Row(parameter.name, cells, tip=parameter.help, icon=icon)
