"""What stands over a list that can be asked: the builder, the chips, the saved views, the values of filter lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from ganbu_desktop.desktop.conditions.builder import Asking, ConditionDialog
from ganbu_desktop.desktop.conditions.filter_values import ask_values
from ganbu_desktop.desktop.conditions.preview import HitList
from ganbu_desktop.desktop.conditions.views import Views
from ganbu_desktop.desktop.kit.widgets import tool_button
from ganbu_desktop.desktop.tables import CONDITIONS, DataTable, Query
from ganbu_desktop.desktop.tables.chips import Chip
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.kernel.list.conditions.catalogue import Catalogue
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import AND, Group
from ganbu_desktop.kernel.options import unit_options


@dataclass(frozen=True)
class HandOn:
    """Where the people found can go: a page of the program, and the target it is shown for their ids."""

    title: str
    icon: str
    page: str
    target: Callable[[list[str]], object]


HAND_ON: tuple[HandOn, ...] = (
    HandOn("做成花名册", "excel", "print", lambda ids: {"ids": ids, "form": "roster"}),
    HandOn("批量打印", "print", "print", lambda ids: {"ids": ids}),
    HandOn("统计", "table", "statistics", lambda ids: {"ids": ids}),
    HandOn("应谈名单", "talk", "talks", lambda ids: ("due", ids)),
)


class ViewBar(QObject):
    """Joined to one page's table; the page keeps it alive."""

    def __init__(
        self,
        page: Page,
        table: DataTable,
        place: str,
        catalogue: Callable[[], Catalogue],
        *,
        fields: Mapping[str, Field],
        people: Callable[[Sequence[str]], list[str]] | None = None,
    ) -> None:
        """``place`` keys the saved views; ``fields``: what stands behind the columns.

        ``people``: whom some rows are about, for lists whose result can go on to other pages.
        """
        super().__init__(page)
        self._page, self._table, self._fields = page, table, fields
        self._desk: Desk = page.desk
        self._catalogue_of = catalogue
        self._catalogue: Catalogue | None = None
        self._people = people
        self.views = Views(page, table, place, self._check)
        self.hand_on = self._hand_on_button()
        self._assemble()
        table.query_changed.connect(self._show_chips)
        self.views.shown.connect(self._show_chips)
        self._show_chips()

    def _assemble(self) -> None:
        tip = "按条件查询：字段、括号、现成条件（Ctrl+Shift+F）"
        self.button = tool_button("条件", "scales", tip, self.build)
        self.action = QAction("查询条件…", self._page)
        self.action.setShortcut("Ctrl+Shift+F")
        self.action.triggered.connect(lambda _checked=False: self.build())
        self._page.addAction(self.action)
        self.button.setCheckable(True)
        self._table.bar.addWidget(self.button)
        self._table.bar.addWidget(self.views.button)
        self._table.chips.set_tail(self.hand_on)
        keys = frozenset(self._fields)
        for header in (self._table.view.header, self._table.view.over_header):
            header.choices_asked.connect(self._ask_values)
            header.set_offers(keys)

    def catalogue(self) -> Catalogue:
        """Return what can be asked of this list."""
        if self._catalogue is None:
            self._catalogue = self._catalogue_of()
        return self._catalogue

    def set_compact(self, compact: bool) -> None:
        """Show the buttons as icons alone, where there is little room."""
        styles = self.button.toolButtonStyle()
        icon_only = styles.ToolButtonIconOnly if compact else styles.ToolButtonTextBesideIcon
        self.button.setToolButtonStyle(icon_only)
        self.views.button.setToolButtonStyle(icon_only)

    # ---- conditions

    def conditions(self) -> Group | None:
        """Return the tree in use."""
        found = self._table.query().extra.get(CONDITIONS)
        return found if isinstance(found, Group) else None

    def set_conditions(self, tree: Group | None) -> None:
        """Narrow the list by a tree; an empty one narrows nothing."""
        self._table.set_extra(**{CONDITIONS: tree if tree is not None and tree.members else None})

    def _check(self, tree: Group | None) -> None:
        if tree is not None:
            self.catalogue().where(tree, Moment.of(self._desk.office))
            for member in tree.members:
                self.catalogue().words(member)

    def build(self) -> None:
        """Open the builder on the conditions in use."""
        office, table = self._desk.office, self._table
        query = table.query()
        units = [label for _id, label in unit_options(office)]

        def find(tree: Group) -> list[str]:
            return table.source.ids(_asked(query, tree))

        asking = Asking(self.catalogue(), Moment.of(office), lambda: units, find)
        hits = HitList(table.source, table.model.shown_columns(), table.noun)
        dialog = ConditionDialog(self._desk, asking, self.conditions() or Group(AND), hits)
        dialog.taken.connect(self.set_conditions)
        dialog.saving.connect(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, tree: Group) -> None:
        self.set_conditions(tree)
        self.views.save_as()

    # ---- chips

    def _show_chips(self) -> None:
        self._table.chips.show_more(self._condition_chips())
        self.button.setChecked(self.conditions() is not None)

    def _condition_chips(self) -> list[Chip]:
        tree = self.conditions()
        if tree is None:
            return []
        words = self.catalogue().words
        if tree.join != AND or tree.is_negated:
            return [Chip(words(tree), partial(self.set_conditions, None), self.build)]
        found = []
        for place, member in enumerate(tree.members):
            rest = dataclasses.replace(tree, members=(*tree.members[:place], *tree.members[place + 1 :]))
            found.append(Chip(words(member), partial(self.set_conditions, rest), self.build))
        return found

    # ---- values of a filter line

    def _ask_values(self, key: str) -> None:
        for header in (self._table.view.over_header, self._table.view.header):
            line = header.line(key)
            if line is not None and line.isVisible():
                ask_values(line, self._fields[key])
                return

    # ---- where results go

    def _hand_on_button(self) -> QToolButton:
        button = tool_button("结果用于", "right", "把符合条件的人员交给花名册、打印、统计或谈话")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        pages = {spec.name for spec in self._desk.pages}
        for way in HAND_ON:
            if way.page in pages:
                action = menu.addAction(way.title)
                action.triggered.connect(lambda _checked=False, chosen=way: self._go(chosen))
        button.setMenu(menu)
        button.setVisible(bool(menu.actions()) and self._people is not None)
        return button

    def _go(self, way: HandOn) -> None:
        ids = self._table.all_ids()
        try:
            found = self._people(ids) if self._people is not None else []
        except GanbuError as error:
            self._desk.messages.error(self._desk.window, error)
            return
        if not found:
            self._desk.notify("没有符合条件的人员，没有什么可交", "hint")
            return
        self._desk.go(way.page, way.target(found))


def _asked(query: Query, tree: Group) -> Query:
    extra = {key: value for key, value in query.extra.items() if key != CONDITIONS}
    if tree.members:
        extra[CONDITIONS] = tree
    return dataclasses.replace(query, extra=extra)
