"""The table that pages use: bar, frozen and chosen columns, filters, groups, cells edited in place, copying."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme, tips
from ganbu_desktop.desktop.kit.widgets import EmptyState, SearchBox
from ganbu_desktop.desktop.kit.widgets.basic import text_label, timer
from ganbu_desktop.desktop.tables import menus
from ganbu_desktop.desktop.tables.bar import bar_buttons, set_compact
from ganbu_desktop.desktop.tables.chips import FilterChips
from ganbu_desktop.desktop.tables.chosen import Chosen
from ganbu_desktop.desktop.tables.clipboard import copied
from ganbu_desktop.desktop.tables.columns import ColumnChooser
from ganbu_desktop.desktop.tables.editing import CellEditing
from ganbu_desktop.desktop.tables.empty import EmptyOverlay
from ganbu_desktop.desktop.tables.foot import SumLine, sums_of
from ganbu_desktop.desktop.tables.frozen import FrozenTableView
from ganbu_desktop.desktop.tables.grid import Grid
from ganbu_desktop.desktop.tables.kept import KeptTable, Resuming, keep
from ganbu_desktop.desktop.tables.keys import add_key
from ganbu_desktop.desktop.tables.layout import ColumnLayout
from ganbu_desktop.desktop.tables.loading import Loader
from ganbu_desktop.desktop.tables.memory import TableMemory
from ganbu_desktop.desktop.tables.model import PagedTableModel
from ganbu_desktop.desktop.tables.source import CONDITIONS, GroupedSource, Query, RowSource
from ganbu_desktop.desktop.window.page import Desk

ROW_HEIGHT = 32
"""Pixels at 100 %."""


class DataTable(QWidget):
    """A source on screen. The first rows are read at once, the ids of the rest on the reading thread."""

    opened = Signal(str)
    selection_changed = Signal()
    current_changed = Signal(str)
    loaded = Signal(int)
    query_changed = Signal()

    def __init__(
        self,
        name: str,
        source: RowSource,
        *,
        desk: Desk,
        title: str = "列表",
        frozen: int = 0,
        multiple: bool = True,
        filters: bool = True,
        numbered: bool = True,
        bar: bool = True,
    ) -> None:
        """``name`` keys what is remembered: columns, widths, order, sort. ``title``: what a screen reader calls it.

        ``frozen``: first columns kept in sight.
        """
        super().__init__()
        self._memory = TableMemory(desk.settings, name)
        self._desk = desk
        self.source = source
        self.model = PagedTableModel(source, self)
        self.view = FrozenTableView(self)
        self.view.setAccessibleName(title)
        self.view.over().setAccessibleName(f"{title}，固定列")
        self._query = Query(sort=source.sorts[0].key if source.sorts else "")
        self._grouping, self._row_height = "", 0
        self._loader = Loader(self.model, desk, self)
        self._menu_actions: list[QAction] = []
        self.noun = "条"
        self._search: SearchBox | None = None
        self._default_empty: tuple[str, str, Callable[[], object] | None] = ("暂无内容", "", None)
        self.bar = QHBoxLayout()
        self.count_label, self._sums = text_label(role="muted"), SumLine()
        self.chips = FilterChips(self._drop_filter, self.clear_filters)
        self._buttons = bar_buttons(self, filters, bool(source.sorts))
        self.grid: Grid | None = None
        self._assemble(bar)
        self._wire(multiple, filters, numbered)
        self._recall(frozen, filters)

    def _assemble(self, bar: bool) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        self.bar.setSpacing(theme.space(0.5))
        self.bar.addStretch(1)
        self.bar.addWidget(self.count_label)
        for button in self._buttons.values():
            self.bar.addWidget(button)
            if not bar:
                button.hide()
        self.count_label.setVisible(bar)
        layout.addLayout(self.bar)
        layout.addWidget(self.chips)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._sums, 0, Qt.AlignmentFlag.AlignRight)

    def _wire(self, multiple: bool, filters: bool, numbered: bool) -> None:
        view = self.view
        view.setModel(self.model)
        tips.watch(self)
        self.chosen = Chosen(view, self.model)
        self._resuming = Resuming(view, self.model)
        self._layout = ColumnLayout(view, self.model, self._memory)
        self._overlay = EmptyOverlay(view)
        self._add_up = timer(self, 60, self._show_sums, single=True)
        view.verticalHeader().setVisible(numbered)
        view.header.setStretchLastSection(True)
        mode = QAbstractItemView.SelectionMode
        view.setSelectionMode(mode.ExtendedSelection if multiple else mode.SingleSelection)
        view.opened.connect(self._opened)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.selectionModel().selectionChanged.connect(lambda *_: self._selection_changed())
        view.selectionModel().currentRowChanged.connect(self._current_row_changed)
        for header, its in ((view.header, view), (view.over_header, view.over())):
            header.sectionClicked.connect(self._sort_by_section)
            header.filter_changed.connect(self.set_filter)
            header.left_downwards.connect(self.focus_rows)
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(
                lambda pos, h=header, v=its: menus.of_header(self, v.columnAt(pos.x()), h.mapToGlobal(pos))
            )
        add_key(self, "Ctrl+C", self.copy)
        if filters:
            add_key(self, "Ctrl+Shift+L", self.toggle_filters)

    def set_editing(self, cells: CellEditing, *, enter_opens: bool = False) -> None:
        """Let cells be edited in place; ``enter_opens``: Enter and a double click still open the row."""
        self.view.edit_cells(enter_opens=enter_opens)
        self.grid = Grid(self.view, self.model, cells, self._desk)
        self.model.shown_changed.connect(self._show_count)

    @property
    def empty(self) -> EmptyState:
        """Return what stands there without rows."""
        return self._overlay.state

    # ---- what is asked for

    def query(self) -> Query:
        """Return what the table shows: search, filters, sort."""
        return self._query

    def set_search(self, text: str) -> None:
        """Show the rows that hold ``text``."""
        if text != self._query.search:
            self._ask(search=text)

    def _show_search(self, text: str) -> None:
        if self._search is not None:
            self._search.blockSignals(True)
            self._search.setText(text)
            self._search.blockSignals(False)

    def set_extra(self, **extra: object) -> None:
        """Change what the page itself asks for (a chosen unit); None takes a key away."""
        merged = {**self._query.extra, **extra}
        self._ask(extra={k: v for k, v in merged.items() if v is not None})

    def set_filter(self, key: str, text: str) -> None:
        """Show the rows whose column ``key`` holds ``text``."""
        filters = {**self._query.filters, key: text}
        filters = {k: v for k, v in filters.items() if v.strip()}
        if filters != self._query.filters:
            self._ask(filters=filters)

    def _drop_filter(self, key: str) -> None:
        self.set_filter(key, "")
        self._fit(self.view.frozen())

    def clear_filters(self) -> None:
        """Show everything again."""
        self._layout.clear_filters()
        self._show_search("")
        self._ask(filters={}, search="", extra={k: v for k, v in self._query.extra.items() if k != CONDITIONS})

    def show_query(self, query: Query) -> None:
        """Show what another place asks for (a saved view): search, filter lines, sort and all."""
        self._show_search(query.search)
        self._query = query
        if query.filters:
            self._show_filters(True)
        self._fit(self.view.frozen())
        self._ask()

    def kept(self) -> KeptTable:
        """Return what is asked for, chosen and in sight, for the table that is made anew when the look changes."""
        return keep(self.view, self.chosen, self._query)

    def take_up(self, kept: object) -> None:
        """Ask, choose and scroll as ``kept`` tells."""
        if isinstance(kept, KeptTable):
            self._resuming.begin(kept)
            self.show_query(kept.query)

    def set_sort(self, key: str, descending: bool = False) -> None:
        """Order by a column or a ready-made sort, and remember it."""
        self._ask(sort=key, descending=descending)
        self._memory.keep(sort=key, descending=descending)
        self._show_sort()

    def grouping(self) -> str:
        """Return the key of the column that rows are grouped by, empty without groups."""
        return self._grouping

    def set_grouping(self, key: str) -> None:
        """Group the rows by a column, or not at all, and remember it."""
        known = {c.key for c in self.source.columns if c.groupable}
        self._grouping = key if key in known and isinstance(self.source, GroupedSource) else ""
        self._memory.keep(grouping=self._grouping)
        self.model.set_ids([])
        self.reload()

    def row_height(self) -> int:
        """Return the height of rows in pixels at 100 %, 0 for the usual one."""
        return self._row_height

    def set_row_height(self, height: int) -> None:
        """Set the height of rows in pixels at 100 % (0: the usual one), and remember it."""
        self._row_height = height
        self.view.set_row_height(theme.pixels(height or ROW_HEIGHT))
        self._memory.keep(row_height=height)

    def _ask(self, **changes: Any) -> None:
        self._query = dataclasses.replace(self._query, **changes)
        self.query_changed.emit()
        self.reload()

    # ---- reading

    def reload(self) -> None:
        """Read the rows anew, keeping the current row where it still is."""
        kept, column = self.current_id(), self.view.currentIndex().column()
        titles = {c.key: c.title for c in self.source.columns}
        self.chips.show_filters([(k, titles.get(k, k), text) for k, text in self._query.filters.items()])
        self._loader.load(self._query, self._grouping, lambda: self._arrived(kept, column))
        self._show_count()

    def _opened(self, index: QModelIndex) -> None:
        if not self.model.toggle_group(index.row(), self._loader.rows_of):
            self.opened.emit(self.model.id_at(index.row()))

    def _arrived(self, kept: str | None, column: int) -> None:
        self._layout.fit_to_rows()
        if kept is not None and self.current_id() is None and self.model.row_of(kept) is not None:
            self.select(kept, column)
        elif not self.view.currentIndex().isValid() and self.model.rowCount():
            index = self.model.index(0, max(0, min(column, self.model.columnCount() - 1)))
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._resuming.go_on(self._loader.total is not None, self._selection_changed)
        self._show_count()
        self._show_empty()
        if self._loader.total is not None:
            self.loaded.emit(self._loader.total)

    def refresh_rows(self) -> None:
        """Read the cells on show again."""
        self.model.refresh()

    def count(self) -> int:
        """Return how many rows the query has, as far as they have been counted."""
        return self.model.rowCount() if not self._grouping else self.model.groups.rows()

    # ---- chosen rows

    def selected_ids(self) -> list[str]:
        """Return the ids of the chosen rows, in order."""
        return self.chosen.ids()

    def current_id(self) -> str | None:
        """Return the id of the current row."""
        return self.chosen.current_id()

    def all_ids(self) -> list[str]:
        """Return the ids of every row of the query, reading them if they are still on the way."""
        ready = self._loader.total is not None and not self._grouping
        return self.model.ids() if ready else self.source.ids(self._query)

    def select(self, row_id: str, column: int = -1) -> bool:
        """Choose a row and bring it into sight; False when it is not on show."""
        return self.chosen.select(row_id, column, whole=not self.view.is_grid())

    def focus_rows(self) -> None:
        """Put the focus on the rows."""
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.begin(whole=not self.view.is_grid())

    def _selection_changed(self) -> None:
        self._show_count()
        self._add_up.start()
        if not self._loader.is_loading:
            self.selection_changed.emit()

    def _current_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._loader.is_loading:
            self.current_changed.emit(self.model.entry_at(current.row()) or "")

    # ---- what is said beside the rows

    def set_empty(self, text: str, button: str = "", run: Callable[[], object] | None = None) -> None:
        """Set what an empty list says, and the button that fills it."""
        self._default_empty = (text, button, run)
        self._show_empty()

    def _show_empty(self) -> None:
        if self.model.rowCount():
            self._overlay.hide()
            return
        text, button, run = self._default_empty
        if self._query.narrows():
            text, button, run = "没有符合条件的内容", "清除搜索和筛选", self.clear_filters
        self._overlay.show(text, "search" if self._query.narrows() else "list", button, run)

    def _show_count(self) -> None:
        chosen = self.chosen.count()
        words = f"共 {self.count():,} {self.noun}" if self._loader.total is not None else "正在读取…"
        if self._grouping and self._loader.total is not None:
            words = f"{len(self.model.groups):,} 组，{words}"
        refused = len(self.model.refused())
        words += f"，{refused:,} 格没有保存" if refused else ""
        self.count_label.setText(f"{words}，选中 {chosen:,} {self.noun}" if chosen > 1 else words)
        self._buttons["clear"].setVisible(bool(self._query.search.strip()) and not self.count_label.isHidden())

    def _show_sums(self) -> None:
        self._sums.say(sums_of(self.model, self.chosen, self._query))

    def search_box(self, placeholder: str) -> SearchBox:
        """Return a search line wired to this table."""
        box = SearchBox(placeholder)
        box.setMinimumWidth(theme.pixels(260))
        box.searched.connect(self.set_search)
        box.left_downwards.connect(self.focus_rows)
        self._search = box
        return box

    def set_compact(self, compact: bool, *, all_of_them: bool = True) -> None:
        """Show the bar as icons alone, where there is little room; if not all, the order in use keeps its words."""
        set_compact(self._buttons.values(), compact)
        set_compact([self._buttons["sort"]], compact and all_of_them)

    # ---- columns, filters, sorts

    def toggle_filters(self) -> None:
        """Show or hide the filter lines; hiding them shows everything again."""
        shown = not self.view.header.filters_shown()
        self._show_filters(shown)
        self._memory.keep(filters=shown)
        if shown:
            column = max(0, self.view.currentIndex().column())
            _ = self.view.over_header.focus_filter(column) or self.view.header.focus_filter(column)
        elif self._query.filters:
            self.clear_filters()

    def _show_filters(self, shown: bool) -> None:
        self._buttons["filter"].setChecked(shown)
        self._layout.show_filters(shown)

    def choose_columns(self) -> None:
        """Let the clerk choose which columns are on show and in which order."""
        shown = [c.key for c in self.model.shown_columns()]
        chooser = ColumnChooser(self, self.source.columns, shown, self.view.frozen())
        if chooser.exec():
            self.set_columns(chooser.keys(), chooser.frozen())
        chooser.deleteLater()

    def set_columns(self, keys: list[str], frozen: int | None = None) -> None:
        """Show these columns in this order, and remember them."""
        current = self.current_id()
        self.model.set_columns(keys)
        self._fit(self.view.frozen() if frozen is None else frozen)
        self._memory.keep(columns=keys, frozen=self.view.frozen())
        if current is not None:
            self.select(current)

    def fit_columns(self) -> None:
        """Make every column as wide as what it shows."""
        self._layout.fit_all()

    def _fit(self, frozen: int) -> None:
        self._layout.fit(frozen, dict(self._query.filters))
        self._show_sort()

    def _sort_by_section(self, section: int) -> None:
        column = self.model.shown_columns()[section]
        if column.sortable:
            again = self._query.sort == column.key
            self.set_sort(column.key, not self._query.descending if again else False)
        else:
            self._show_sort()

    def _show_sort(self) -> None:
        keys = [c.key for c in self.model.shown_columns()]
        order = Qt.SortOrder.DescendingOrder if self._query.descending else Qt.SortOrder.AscendingOrder
        section = keys.index(self._query.sort) if self._query.sort in keys else -1
        for header in (self.view.header, self.view.over_header):
            header.setSortIndicator(section, order)
        self._buttons["sort"].setText(f"排序：{self.sort_title()}")

    def sort_title(self) -> str:
        """Return the order in use, in words."""
        titles = {s.key: s.title for s in self.source.sorts} | {c.key: c.title for c in self.source.columns}
        return titles.get(self._query.sort, "原有顺序") + ("（倒序）" if self._query.descending else "")

    # ---- copying and menus

    def copy(self, titles: bool | None = None) -> None:
        """Put what is chosen on the clipboard as tab-separated text.

        ``titles``: with the columns' titles above; None: where rows are chosen whole, when there are several.
        """
        text, said = copied(self.model, self.chosen, cells=self.view.is_grid(), titles=titles)
        if said:
            QGuiApplication.clipboard().setText(text)
            self._desk.notify(said)

    def add_menu_action(self, action: QAction) -> None:
        """Offer an action in the rows' menu."""
        self._menu_actions.append(action)

    def _show_menu(self, position: QPoint) -> None:
        menus.of_rows(self, self._menu_actions, self.view.viewport().mapToGlobal(position))

    # ---- what is remembered

    def _recall(self, frozen: int, filters: bool) -> None:
        kept = self._memory.read()
        known = {c.key for c in self.source.columns} | {s.key for s in self.source.sorts}
        keys = [key for key in kept.get("columns", []) if key in known]
        if keys:
            self.model.set_columns(keys)
        if kept.get("sort") in known:
            self._query = dataclasses.replace(self._query, sort=kept["sort"], descending=bool(kept.get("descending")))
        if isinstance(self.source, GroupedSource) and kept.get("grouping") in known:
            self._grouping = str(kept["grouping"])
        if isinstance(kept.get("row_height"), int):
            self.set_row_height(kept["row_height"])
        self._fit(int(kept.get("frozen", frozen)))
        self._show_filters(filters and bool(kept.get("filters", False)))
        self._layout.remember()
