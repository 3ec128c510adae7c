"""Whom to print: an ordered list that is added to, thinned out and put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import tool_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.people.choose_people import ChoosePeopleDialog
from ganbu_desktop.desktop.tables import Column, DataTable, Query, Row, Sort
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.person_list import ListQuery, Order

_COLUMNS = (Column("name", "姓名", 76, sortable=False), Column("unit", "单位", 170, sortable=False))
_BY_PICTURE = ("上移", "下移")
_AS_GIVEN = "所选的顺序"


class ChosenPeople:
    """The ids to print in their order; rows are read when looked at."""

    columns: Sequence[Column] = _COLUMNS
    sorts: Sequence[Sort] = ()

    def __init__(self, office: Office) -> None:
        self._office = office
        self.chosen: list[str] = []

    def ids(self, query: Query, limit: int | None = None) -> list[str]:
        """Return the chosen ids."""
        return self.chosen[:limit]

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Return name and unit of some of them."""
        return [Row(r.person.id, (r.person.name or "", r.unit_name)) for r in looking.rows(self._office, ids)]


class PeoplePane(QWidget):
    """The list with its buttons; ``changed`` tells another list or order, ``current_changed`` the person looked at."""

    changed = Signal()
    current_changed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        """Start with nobody."""
        super().__init__()
        self._desk = desk
        self.source = ChosenPeople(desk.office)
        self.count = words("人员 0 人", "heading", wraps=False)
        self.table = DataTable("print_people", self.source, title="要打印的人员", desk=desk, filters=False, bar=False)
        self.table.set_empty("还没有选择人员")
        self.table.current_changed.connect(self.current_changed)
        self.order = QComboBox()
        self.order.setAccessibleName("排列顺序")
        self.order.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.order.setMinimumContentsLength(12)
        self.order.addItem(_AS_GIVEN, None)
        for order in Order:
            self.order.addItem(order.value, order)
        self.order.activated.connect(lambda _row: self._sort())
        self._assemble()

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.order)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(0)
        for text, icon, keys, run in self._buttons():
            button = tool_button(text, icon, f"{text}（{keys}）" if keys else text, run)
            button.setAccessibleName(text)
            if text in _BY_PICTURE:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            foot.addWidget(button)
            if keys:
                shortcut = QShortcut(QKeySequence(keys), self.table)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(run)
        foot.addStretch(1)
        layout.addLayout(foot)

    def _buttons(self) -> Iterable[tuple[str, str, str, Callable[[], object]]]:
        return (
            ("添加", "add", "Ins", self.add),
            ("移除", "close", "Del", self.remove),
            ("上移", "move-up", "Alt+Up", lambda: self.move_row(-1)),
            ("下移", "move-down", "Alt+Down", lambda: self.move_row(1)),
            ("全部", "people", "", self.take_everyone),
        )

    # ---- the list

    def ids(self) -> list[str]:
        """Return whom to print, in order."""
        return list(self.source.chosen)

    def chosen_order(self) -> Order | None:
        """Return the ready-made order in use, None for the clerk's own."""
        order = self.order.currentData()
        return order if isinstance(order, Order) else None

    def set_ids(self, ids: Sequence[str], *, order: Order | None = None, current: str | None = None) -> None:
        """Print other people."""
        self.source.chosen = list(dict.fromkeys(ids))
        self.order.setCurrentIndex(max(0, self.order.findData(order)))
        self.table.reload()
        if current is not None:
            self.table.select(current)
        self.count.setText(f"人员 {len(self.source.chosen):,} 人")
        self.changed.emit()

    def take_everyone(self) -> None:
        """Print everybody, in the units' order."""
        self._desk.tasks.run(
            lambda _progress: looking.ids(self._desk.office, ListQuery()),
            title="读取全部人员",
            writes=False,
            context=self,
            done=lambda ids: self.set_ids(ids, order=Order.DEFAULT),
        )

    def add(self) -> None:
        """Let people be added at the end."""
        dialog = ChoosePeopleDialog(self._desk)
        if dialog.exec():
            self.set_ids([*self.source.chosen, *dialog.ids()])
        dialog.deleteLater()

    def remove(self) -> None:
        """Take the marked people off the list; nothing is deleted."""
        gone = set(self.table.selected_ids())
        if gone:
            self.set_ids([i for i in self.source.chosen if i not in gone], order=self.chosen_order())

    def move_row(self, step: int) -> None:
        """Move the current person up or down: from now on the order is the clerk's own."""
        current, ids = self.table.current_id(), self.ids()
        if current is None or current not in ids:
            return
        old = ids.index(current)
        new = old + step
        if 0 <= new < len(ids):
            ids[old], ids[new] = ids[new], ids[old]
            self.set_ids(ids, current=current)

    def turn(self, step: int) -> None:
        """Look at the person before or after."""
        current = self.table.current_id()
        if current in self.source.chosen:
            new = self.source.chosen.index(current) + step
            if 0 <= new < len(self.source.chosen):
                self.table.select(self.source.chosen[new])

    def _sort(self) -> None:
        order = self.chosen_order()
        if order is None:
            return
        ids = tuple(self.source.chosen)
        self._desk.tasks.run(
            lambda _progress: _in_order(self._desk.office, ids, order),
            title="排列人员",
            writes=False,
            context=self,
            done=lambda found: self.set_ids(found, order=order),
        )


def _in_order(office: Office, ids: Sequence[str], order: Order) -> list[str]:
    wanted = set(ids)
    return [i for i in looking.ids(office, ListQuery(order=order)) if i in wanted]
