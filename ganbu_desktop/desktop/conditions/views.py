"""The saved views of one list: taking what the table shows, showing a view, and the menu of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from ganbu_desktop.desktop.conditions.managing import KINDS, ManageDialog
from ganbu_desktop.desktop.kit.widgets import tool_button
from ganbu_desktop.desktop.tables import CONDITIONS, DataTable, Query
from ganbu_desktop.desktop.window.page import Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.list import saved_view
from ganbu_desktop.kernel.list.conditions.tree import Group
from ganbu_desktop.kernel.list.saved_view import SavedView, ViewContent

_HEIGHTS = (("紧凑", 26), ("标准", 0), ("宽松", 44))


class Views(QObject):
    """``button`` opens the menu. The view shown last is shown again when the program is opened the next time."""

    shown = Signal()

    def __init__(self, page: Page, table: DataTable, place: str, check: Callable[[Group | None], None]) -> None:
        """``check`` refuses conditions that this list cannot ask, with a sentence."""
        super().__init__(page)
        self._page, self._table, self._place, self._check = page, table, place, check
        self._desk = page.desk
        self._first = self.content()
        self.current: SavedView | None = None
        self.button = tool_button("视图", "eye", "保存和切换视图：列、顺序、筛选、条件（Ctrl+Shift+V）")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.button)
        self._menu.aboutToShow.connect(self.fill_menu)
        self.button.setMenu(self._menu)
        self._add_key()
        self._show_last()

    def _add_key(self) -> None:
        opener = self._page.addAction("视图…")
        opener.setShortcut("Ctrl+Shift+V")
        opener.triggered.connect(lambda _checked=False: self.open_menu())

    def open_menu(self) -> None:
        """Open the menu of views."""
        self._menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    # ---- what is on show

    def content(self) -> ViewContent:
        """Return what the table shows now."""
        query = self._table.query()
        tree = query.extra.get(CONDITIONS)
        return ViewContent(
            columns=tuple(column.key for column in self._table.model.shown_columns()),
            frozen=self._table.view.frozen(),
            sort=query.sort,
            descending=query.descending,
            search=query.search,
            filters=dict(query.filters),
            conditions=tree if isinstance(tree, Group) else None,
            grouping=self._table.grouping(),
            row_height=self._table.row_height(),
        )

    def _apply(self, content: ViewContent) -> None:
        self._check(content.conditions)
        table, known = self._table, {column.key for column in self._table.source.columns}
        sorts = known | {sort.key for sort in table.source.sorts}
        keys = [key for key in content.columns if key in known]
        if keys:
            table.set_columns(keys, content.frozen)
        table.set_row_height(content.row_height)
        extra = {key: value for key, value in table.query().extra.items() if key != CONDITIONS}
        if content.conditions is not None and content.conditions.members:
            extra[CONDITIONS] = content.conditions
        sort = content.sort if content.sort in sorts else table.query().sort
        filters = {key: text for key, text in content.filters.items() if key in known}
        table.show_query(Query(content.search, filters, sort, content.descending, extra))
        if content.grouping != table.grouping():
            table.set_grouping(content.grouping)

    # ---- views

    def show_view(self, view: SavedView | None) -> None:
        """Show a view; None for the list as it is without one. Nothing stored is changed."""
        try:
            self._apply(self._first if view is None else saved_view.content_of(view))
        except GanbuError as error:
            self._desk.messages.error(self._desk.window, error)
            return
        self._now(view)

    def _now(self, view: SavedView | None) -> None:
        self.current = view
        self.button.setText(f"视图：{view.name}" if view is not None else "视图")
        self._desk.settings.set(f"view.{self._place}", view.id if view is not None else "")
        self.shown.emit()

    def _show_last(self) -> None:
        last = self._desk.settings.get(f"view.{self._place}", "")
        found = [view for view in saved_view.views(self._desk.office, self._place) if view.id == last]
        if found:
            self.show_view(found[0])

    def save(self) -> None:
        """Save what is on show into the current view, or under a new name."""
        if self.current is None:
            self.save_as()
        else:
            self._save(self.current.name)

    def save_as(self) -> None:
        """Ask for a name and save what is on show under it."""
        name = self._desk.messages.ask_text(self._desk.window, "保存视图", "视图名称（如“未谈名单”）")
        if name is None:
            return
        there = [view.name for view in saved_view.views(self._desk.office, self._place)]
        text = f"已经有一个名为“{name.strip()}”的视图。要用现在的样子替换它吗？可按 Ctrl+Z 撤销。"
        if name.strip() in there and not self._desk.messages.question(self._desk.window, "保存视图", text, yes="替换"):
            return
        self._save(name)

    def _save(self, name: str) -> None:
        try:
            view = saved_view.save(self._desk.office, self._place, name, self.content())
        except GanbuError as error:
            self._desk.messages.error(self._desk.window, error)
            return
        self._now(view)
        self._desk.notify(f"已保存视图“{view.name}”，可按 Ctrl+Z 撤销")

    def reload(self) -> None:
        """Take note of what has become of the current view (renamed, deleted, undone)."""
        if self.current is not None:
            kept = [v for v in saved_view.views(self._desk.office, self._place) if v.id == self.current.id]
            self._now(kept[0] if kept else None)

    # ---- the menu

    def fill_menu(self) -> None:
        """List the views there are and what can be done with them."""
        menu = self._menu
        menu.clear()
        group = QActionGroup(menu)
        for view in [None, *saved_view.views(self._desk.office, self._place)]:
            action = menu.addAction(view.name if view is not None else "默认视图")
            action.setCheckable(True)
            action.setChecked((view.id if view else None) == (self.current.id if self.current else None))
            action.triggered.connect(lambda _checked=False, chosen=view: self.show_view(chosen))
            group.addAction(action)
        menu.addSeparator()
        if self.current is not None:
            self._add(menu, f"保存到“{self.current.name}”", self.save)
        self._add(menu, "另存为视图…" if self.current else "保存视图…", self.save_as)
        heights = menu.addMenu("行高")
        for title, height in _HEIGHTS:
            self._add(heights, title, partial(self._table.set_row_height, height))
        menu.addSeparator()
        self._add(menu, "管理视图…", self.manage)
        self._add(menu, "导入视图…", self.take_in)

    def _add(self, menu: QMenu, title: str, run: Callable[[], object]) -> None:
        menu.addAction(title).triggered.connect(lambda _checked=False: run())

    def manage(self) -> None:
        """Open the dialog that looks after the views."""
        dialog = ManageDialog(self._desk, self._place, self.reload)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_in(self) -> None:
        """Take a view's file in and show it."""
        path = self._desk.messages.open_file(self._desk.window, "导入视图", KINDS)
        if path is None:
            return
        try:
            view = saved_view.import_file(self._desk.office, path, self._place)
        except GanbuError as error:
            self._desk.messages.error(self._desk.window, error)
            return
        self.show_view(view)
        self._desk.notify(f"已导入视图“{view.name}”，可按 Ctrl+Z 撤销")
