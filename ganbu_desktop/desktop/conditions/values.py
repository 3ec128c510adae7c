"""The inputs behind an operator: one text, several, a span; dates, numbers and codes are checked while typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QLineEdit, QWidget

from ganbu_desktop.desktop.conditions.picking import TickList
from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Choice, Field
from ganbu_desktop.kernel.list.conditions.fields import ConditionField
from ganbu_desktop.kernel.list.conditions.operators import MANY, Kind, Operator

_HINTS = {
    Kind.DATE: "如 1985.06",
    Kind.NUMBER: "数字",
    Kind.CHOICE: "选或输入，几个用分号隔开",
    Kind.UNIT: "单位名称",
    Kind.TEXT: "文字，几个用分号隔开",
    Kind.LONG: "文字，几个用分号隔开",
}
UnitNames = Callable[[], Sequence[str]]


def offered(field: ConditionField, units: UnitNames) -> list[str]:
    """Return the values that a field can be chosen from, none where they are typed."""
    if field.kind is Kind.UNIT:
        return list(units())
    if isinstance(field.field, Choice):
        return list(codes.table(field.field.table).labels())
    return []


def split(text: str) -> tuple[str, ...]:
    """Return the values of a text in which several are parted by semicolons."""
    return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip())


class ValueEdit(QWidget):
    """Inputs for the values of one field and operator."""

    changed = Signal()

    def __init__(self, field: ConditionField, operator: Operator, values: Sequence[str], units: UnitNames) -> None:
        """``values``: shown at first, as they are saved."""
        super().__init__()
        self._field, self._operator, self._units = field, operator, units
        self.lines: list[QLineEdit] = []
        self.flag: QComboBox | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(0.5))
        if operator.most and field.kind is Kind.FLAG:
            self._add_flag(layout, values)
        elif operator.most:
            self._add_lines(layout, [field.shown_value(value) for value in values])
        layout.addStretch(0)

    def _add_flag(self, layout: QHBoxLayout, values: Sequence[str]) -> None:
        field = self._field.field
        self.flag = QComboBox()
        self.flag.addItems([field.format(True), field.format(False)])
        self.flag.setCurrentText(values[0] if values else field.format(True))
        self.flag.setAccessibleName("值")
        self.flag.currentIndexChanged.connect(lambda _index: self.changed.emit())
        layout.addWidget(self.flag)

    def _add_lines(self, layout: QHBoxLayout, shown: Sequence[str]) -> None:
        if self._operator.least == 2:
            first, last = (*shown, "", "")[:2]
            self._add_line(layout, first, "从")
            layout.addWidget(QLabel("至"))
            self._add_line(layout, last, "至")
        else:
            self._add_line(layout, ";".join(shown), "值")

    def _add_line(self, layout: QHBoxLayout, text: str, name: str) -> None:
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.setPlaceholderText(_HINTS.get(self._field.kind, ""))
        line.setMinimumWidth(theme.pixels(90))
        line.textChanged.connect(lambda _text: self._typed(line))
        choices = offered(self._field, self._units)
        if choices:
            completer = QCompleter(choices, line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
            pick = line.addAction(icons.icon("down", "muted"), QLineEdit.ActionPosition.TrailingPosition)
            pick.setToolTip("从列表中选（Alt+↓）")
            pick.setShortcut("Alt+Down")
            pick.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            pick.triggered.connect(lambda _checked=False: self._pick(line, choices))
        self.lines.append(line)
        layout.addWidget(line, 1)

    def _pick(self, line: QLineEdit, choices: Sequence[str]) -> None:
        popup = TickList(line, choices, split(line.text()))
        popup.taken.connect(lambda texts: line.setText(";".join(texts if self._operator.most > 1 else texts[-1:])))
        popup.open_under(line)

    def _typed(self, line: QLineEdit) -> None:
        why = self._refusal(line.text())
        line.setToolTip(why)
        line.setProperty("tone", "error" if why else "")
        line.style().unpolish(line)
        line.style().polish(line)
        self.changed.emit()

    def _refusal(self, text: str) -> str:
        field: Field = self._field.field
        if self._field.kind in (Kind.TEXT, Kind.LONG, Kind.UNIT):
            return ""
        try:
            for value in split(text):
                field.parse(value)
        except FieldError as error:
            return str(error)
        return ""

    def values(self) -> tuple[str, ...]:
        """Return what was filled in; an empty line gives an empty value where one is needed."""
        if self.flag is not None:
            return (self.flag.currentText(),)
        if not self.lines:
            return ()
        if self._operator.most == MANY:
            return split(self.lines[0].text()) or ("",)
        return tuple(line.text().strip() for line in self.lines)

    def focus_first(self) -> None:
        """Put the focus on the first input."""
        target = self.flag or (self.lines[0] if self.lines else None)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
