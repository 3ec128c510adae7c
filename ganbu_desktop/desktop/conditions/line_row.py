"""One line of the builder on screen: a condition, a ready-made sentence with its blanks, or a bracket."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from ganbu_desktop.desktop.conditions.outline import Line
from ganbu_desktop.desktop.conditions.picking import SearchCombo, TickList
from ganbu_desktop.desktop.conditions.values import UnitNames, ValueEdit
from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import tool_button
from ganbu_desktop.kernel.list.conditions.catalogue import JOIN_WORDS, Catalogue
from ganbu_desktop.kernel.list.conditions.fields import WHICH_WORDS
from ganbu_desktop.kernel.list.conditions.ready import Blank
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import AND, OR, Condition, Group, Ready

_STEP = 28
_BLANK = re.compile(r"\{(\w+)\}")


class LineRow(QFrame):
    """``changed``: another ``line``. ``asked``: remove, indent or outdent this line; ``entered``: it has the focus."""

    changed = Signal()
    asked = Signal(str)
    entered = Signal()

    def __init__(self, line: Line, catalogue: Catalogue, moment: Moment, units: UnitNames) -> None:
        """Show a line; which inputs stand in it follows from what it is."""
        super().__init__()
        self.line = line
        self._catalogue, self._moment, self._units = catalogue, moment, units
        self.setProperty("role", "card" if line.is_bracket else "ground")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(theme.pixels(line.depth * _STEP), theme.space(0.5), 0, theme.space(0.5))
        self._layout.setSpacing(theme.space(1))
        self._inputs: list[QWidget] = []
        self.value: ValueEdit | None = None
        if isinstance(line.node, Group):
            self._show_bracket(line.node)
        elif isinstance(line.node, Ready):
            self._show_ready(line.node)
        else:
            self._show_condition(line.node)
        self._add_buttons()

    def _add_buttons(self) -> None:
        for name, icon, tip in (
            ("outdent", "left", "移出括号（Ctrl+←）"),
            ("indent", "right", "放进括号（Ctrl+→）"),
            ("remove", "delete", "去掉这一条（Ctrl+Delete）"),
        ):
            button = tool_button("", icon, tip, partial(self.asked.emit, name))
            button.setAccessibleName(tip)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            self._layout.addWidget(button)
            button.installEventFilter(self)

    def _add(self, widget: QWidget, stretch: int = 0) -> None:
        self._layout.addWidget(widget, stretch)
        self._inputs.append(widget)
        for inner in (widget, *widget.findChildren(QWidget)):
            inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when anything of this line gets the focus."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)

    def _now(self, node: Condition | Ready | Group) -> None:
        self.line = replace(self.line, node=node)
        self.changed.emit()

    def focus_first(self) -> None:
        """Put the focus on the first empty input, else on the first one."""
        for widget in self._inputs:
            empty = isinstance(widget, QLineEdit) and not widget.text()
            if empty or (isinstance(widget, SearchCombo) and not widget.key()):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
        if self.value is not None and self.value.lines:
            self.value.focus_first()
        elif self._inputs:
            self._inputs[0].setFocus(Qt.FocusReason.TabFocusReason)

    # ---- brackets

    def _show_bracket(self, group: Group) -> None:
        combo = QComboBox()
        for title, join, negated in _BRACKETS:
            combo.addItem(title, (join, negated))
        combo.setCurrentIndex([b[1:] for b in _BRACKETS].index((group.join, group.is_negated)))
        combo.setAccessibleName("括号里的条件怎样连接")
        combo.currentIndexChanged.connect(lambda place: self._bracket_chosen(place))
        self._layout.addWidget(QLabel("（"))
        self._add(combo)
        self._layout.addStretch(1)

    def _bracket_chosen(self, place: int) -> None:
        _title, join, negated = _BRACKETS[place]
        self._now(Group(join, (), negated))

    # ---- ready-made sentences

    def _show_ready(self, asked: Ready) -> None:
        ready = self._catalogue.ready_made(asked.name)
        blanks = {blank.name: blank for blank in ready.blanks}
        for part, text in enumerate(_BLANK.split(ready.title)):
            if part % 2:
                self._add_blank(blanks[text], asked.value(text) or "")
            elif text.strip():
                self._layout.addWidget(QLabel(text.strip()))
        mark = QLabel()
        mark.setPixmap(icons.pixmap("hint", 16, "muted"))
        mark.setToolTip(ready.help)
        mark.setAccessibleName(ready.help)
        self._layout.addWidget(mark)
        self._layout.addStretch(1)

    def _add_blank(self, blank: Blank, text: str) -> None:
        line = QLineEdit(text)
        line.setAccessibleName(blank.field.label)
        line.setPlaceholderText(blank.field.label)
        line.setMinimumWidth(theme.pixels(150 if blank.offers else 56))
        line.setMaximumWidth(theme.pixels(240 if blank.offers else 80))
        if blank.offers is not None:
            offers = blank.offers(self._moment.figures)
            line.setCompleter(QCompleter(list(offers), line))
            pick = line.addAction(icons.icon("down", "muted"), QLineEdit.ActionPosition.TrailingPosition)
            pick.setToolTip("从列表中选（Alt+↓）")
            pick.setShortcut("Alt+Down")
            pick.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            pick.triggered.connect(lambda _checked=False: _pick_one(line, offers))
        line.textChanged.connect(lambda typed: self._filled(blank.name, typed))
        self._add(line)

    def _filled(self, blank: str, text: str) -> None:
        node = self.line.node
        assert isinstance(node, Ready)
        self._now(Ready(node.name, tuple({**dict(node.values), blank: text.strip()}.items())))

    # ---- conditions

    def _show_condition(self, asked: Condition) -> None:
        titles = [(field.key, _title(field.group, field.title)) for field in self._catalogue.fields.values()]
        field_combo = SearchCombo("字段", titles)
        field_combo.choose(asked.field)
        field_combo.picked.connect(self._field_picked)
        field_combo.setMinimumWidth(theme.pixels(190))
        self._add(field_combo, 2)
        if not asked.field:
            self._layout.addStretch(3)
            return
        field = self._catalogue.field(asked.field)
        if field.which:
            which = _combo("哪一条", [(key, WHICH_WORDS[key]) for key in field.which], asked.which or field.which[0])
            which.currentIndexChanged.connect(lambda _i: self._which_chosen(str(which.currentData())))
            self._add(which)
        operators = _combo("比较方式", [(o.name, o.words) for o in field.operators], asked.operator)
        operators.currentIndexChanged.connect(lambda _i: self._operator_chosen(str(operators.currentData())))
        self._add(operators)
        self.value = ValueEdit(field, field.operator(asked.operator), asked.values, self._units)
        self.value.changed.connect(self._value_changed)
        self._add(self.value, 3)
        if field.takes_as_of:
            as_of = QLineEdit(asked.as_of)
            as_of.setPlaceholderText("算到今天")
            as_of.setAccessibleName("计算时间")
            as_of.setToolTip("年龄、年限算到哪一天，如 2026.06；不填为今天")
            as_of.setMaximumWidth(theme.pixels(96))
            as_of.textChanged.connect(self._as_of_typed)
            self._add(as_of)

    def _which_chosen(self, which: str) -> None:
        node = self.line.node
        assert isinstance(node, Condition)
        self._now(replace(node, which=which))

    def _as_of_typed(self, text: str) -> None:
        node = self.line.node
        assert isinstance(node, Condition)
        self._now(replace(node, as_of=text.strip()))

    def _value_changed(self) -> None:
        node = self.line.node
        assert isinstance(node, Condition)
        assert self.value is not None
        self._now(replace(node, values=self.value.values()))

    def _field_picked(self, key: str) -> None:
        field = self._catalogue.field(key)
        operator = field.operators[0]
        values = ("",) * operator.least
        which = field.which[0] if field.which else ""
        self.line = replace(self.line, node=Condition(key, operator.name, values, which))
        self.asked.emit("again")

    def _operator_chosen(self, name: str) -> None:
        node = self.line.node
        assert isinstance(node, Condition)
        operator = self._catalogue.field(node.field).operator(name)
        values: Sequence[str] = node.values[: operator.most] or ("",) * operator.least
        kept = tuple(values) + ("",) * (operator.least - len(values))
        self.line = replace(self.line, node=replace(node, operator=name, values=kept))
        self.asked.emit("again")


def _pick_one(line: QLineEdit, offers: Sequence[str]) -> None:
    popup = TickList(line, offers, ())
    popup.taken.connect(lambda texts: line.setText("、".join(texts)))
    popup.open_under(line)


def _title(group: str, title: str) -> str:
    return title if "·" in title or not group else f"{title}（{group}）"


def _combo(name: str, entries: Sequence[tuple[str, str]], chosen: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for key, title in entries:
        combo.addItem(title, key)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    return combo


_BRACKETS = (
    (f"都要满足（{JOIN_WORDS[AND]}）", AND, False),
    (f"满足一个就行（{JOIN_WORDS[OR]}）", OR, False),
    ("不能都满足", AND, True),
    ("一个都不满足", OR, True),
)
