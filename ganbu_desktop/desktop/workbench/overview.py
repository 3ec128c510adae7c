"""The overview: what is due, by nearness; duties and rights side by side, one card a kind."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Badge, Card, Heading, link_button, text_label
from ganbu_desktop.desktop.kit.widgets.basic import column, scrolled
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.desktop.workbench.first_steps import FirstSteps
from ganbu_desktop.kernel.reminders.agenda import Agenda, Item, When, date_text
from ganbu_desktop.kernel.reminders.reminder import Nature, Rule

SHOWN = 4
_TONES = {When.OVERDUE: "error", When.TODAY: "warning", When.MONTH: "hint", When.YEAR: "", When.SOON: "hint"}
_HEADS = {Nature.DUTY: ("办理", "本单位要办的事"), Nature.RIGHT: ("权利", "干部本人应得到的")}
_EMPTY = {Nature.DUTY: "没有到期要办的事。", Nature.RIGHT: "没有到期的权利类提醒。"}


class _Tile(QPushButton):
    """One number with its word; pressed, only that nearness is shown."""

    def __init__(self, when: When) -> None:
        super().__init__()
        self.when = when
        self.setCheckable(True)
        self.setProperty("role", "tile")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(theme.pixels(72))
        self._number = text_label(centred=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(1), theme.space(0.75), theme.space(1), theme.space(0.75))
        layout.setSpacing(0)
        for label in (self._number, text_label(when.value, role="muted", centred=True)):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        self._dress(0)
        self._number.setText("…")

    def say(self, number: int) -> None:
        self._dress(number)
        self._number.setText(f"{number:,}")
        self.setAccessibleName(f"{self.when.value} {number} 条")

    def _dress(self, number: int) -> None:
        full, _ = theme.colours().tone(_TONES[self.when] if number else "")
        weight = 600 if number else 400
        c = theme.colours()
        self.setStyleSheet(
            f"QPushButton {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 6px;"
            f" min-height: {theme.pixels(56)}px; }}"
            f"QPushButton:checked {{ border: 2px solid {c.accent}; background: {c.accent_soft}; }}"
            f"QPushButton:focus {{ border: 2px solid {c.focus}; }}"
        )
        self._number.setStyleSheet(
            f"color: {full if number else c.muted}; font-size: {theme.pixels(24)}px; font-weight: {weight};"
        )


class Overview(Page):
    """Shows an agenda as cards; ``listed`` asks for the whole list of a rule."""

    listed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        """Start without an agenda."""
        super().__init__(desk)
        self._agenda: Agenda | None = None
        self._when: When | None = None
        self._tiles = [_Tile(when) for when in When if when in _TONES]
        tiles = QHBoxLayout()
        tiles.setSpacing(theme.space(1))
        for tile in self._tiles:
            tile.clicked.connect(lambda _checked=False, tile=tile: self._narrow(tile))
            tiles.addWidget(tile)
        self._top = QWidget()
        tiles.setContentsMargins(0, 0, 0, 0)
        self._top.setLayout(tiles)
        self.body.addWidget(self._top)
        self.first_steps = FirstSteps(desk)
        self.first_steps.hide()
        self._state = text_label("正在推算提醒…", role="muted")
        self.body.addWidget(self._state)
        self._columns = {nature: QVBoxLayout() for nature in _HEADS}
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(2))
        for layout in self._columns.values():
            layout.setSpacing(theme.space(1.5))
        for number, (nature, (head, sub)) in enumerate(_HEADS.items()):
            grid.addWidget(Heading(head, sub, level="heading"), 0, number)
            grid.addLayout(self._columns[nature], 1, number)
            grid.setColumnStretch(number, 1)
        grid.setRowStretch(1, 1)
        self._cards = holder
        self.body.addWidget(scrolled(column(self.first_steps, holder, stretch=True)), 1)

    def show_agenda(self, agenda: Agenda, people: int) -> None:
        """Show what was worked out; ``people``: how many cadres there are, for the empty store's words."""
        self._agenda = agenda
        counts = agenda.counts()
        for tile in self._tiles:
            tile.say(counts[tile.when])
        total = len(agenda.items)
        words = (
            f"{agenda.day.year}年{agenda.day.month}月{agenda.day.day}日，共 {total:,} 条提醒。提醒只提示、不作结论。"
        )
        self._state.setText(words)
        self.first_steps.setVisible(not people)
        for widget in (self._top, self._state):
            widget.setVisible(bool(people))
        self._cards.setVisible(bool(people))
        self._fill()

    def _narrow(self, tile: _Tile) -> None:
        self._when = tile.when if tile.isChecked() else None
        for other in self._tiles:
            other.setChecked(other.when is self._when)
        self._fill()

    def _fill(self) -> None:
        if self._agenda is None:
            return
        for nature, layout in self._columns.items():
            while layout.count():
                item = layout.takeAt(0)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.deleteLater()
            groups = self._agenda.groups(nature, self._when)
            for rule, items in groups:
                layout.addWidget(self._card(rule, items))
            if not groups:
                layout.addWidget(_nothing(_EMPTY[nature]))
            layout.addStretch(1)

    def _card(self, rule: Rule, items: list[Item]) -> Card:
        card = Card()
        card.setAccessibleName(f"{rule.title} {len(items)} 条")
        head = QHBoxLayout()
        title = text_label(rule.title, role="heading")
        title.setToolTip(rule.help)
        head.addWidget(title)
        head.addWidget(Badge(f"{len(items):,}", _TONES.get(min((i.when for i in items), key=list(When).index), "")))
        head.addStretch(1)
        everything = link_button("全部", "", self._asking(rule.name))
        everything.setAccessibleName(f"全部{rule.title}")
        head.addWidget(everything)
        card.body.addLayout(head)
        card.body.setSpacing(theme.space(0.5))
        for item in items[:SHOWN]:
            card.body.addWidget(self._line(item))
        if len(items) > SHOWN:
            rest = link_button(f"还有 {len(items) - SHOWN:,} 条…", "", self._asking(rule.name))
            card.body.addWidget(rest, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _asking(self, name: str) -> Callable[[], None]:
        return lambda: self.listed.emit(name)

    def _line(self, item: Item) -> QWidget:
        reminder = item.reminder
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        target = reminder.target

        def lead() -> None:
            if target is not None:
                self.desk.go(*target)

        button = link_button(reminder.title, "", lead)
        button.setToolTip(reminder.why)
        button.setAccessibleDescription(reminder.why)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setStyleSheet(f"text-align: left; padding: {theme.pixels(2)}px {theme.pixels(5)}px;")
        layout.addWidget(button, 1)
        day = text_label(date_text(reminder), role="error" if item.when is When.OVERDUE else "muted")
        day.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(day)
        return line

    def focus_first(self) -> None:
        """Begin at the first tile, in an empty store at the first step."""
        (self._tiles[0] if self.first_steps.isHidden() else self.first_steps.ways[0]).setFocus()


def _nothing(text: str) -> Card:
    card = Card()
    card.body.addWidget(text_label(text, role="muted", wrap=True))
    return card
