"""The table that pages use: bar, frozen and chosen columns, filters, sorts, copying, and what an empty list says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QItemSelectionRange, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from ganbu_desktop.desktop import icons, theme
from ganbu_desktop.desktop.page import Desk
from ganbu_desktop.desktop.tables import fitting
from ganbu_desktop.desktop.tables.bar import bar_buttons
from ganbu_desktop.desktop.tables.clipboard import as_text
from ganbu_desktop.desktop.tables.columns import ColumnChooser
from ganbu_desktop.desktop.tables.frozen import FrozenTableView
from ganbu_desktop.desktop.tables.memory import TableMemory
from ganbu_desktop.desktop.tables.model import CHUNK, PagedTableModel
from ganbu_desktop.desktop.tables.source import Query, RowSource
from ganbu_desktop.desktop.widgets import EmptyState, SearchBox


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
        frozen: int = 0,
        multiple: bool = True,
        filters: bool = True,
        numbered: bool = True,
        bar: bool = True,
        fitted: bool = False,
    ) -> None:
        """``name`` keys what is remembered: columns, widths, order, sort. ``frozen``: first columns kept in sight.

        ``fitted``: the columns whose width nobody has set take what their first rows need.
        """
        super().__init__()
        self._memory = TableMemory(desk.settings, name)
        self._desk = desk
        self.source = source
        self.model = PagedTableModel(source, self)
        self.view = FrozenTableView(self)
        self.view.setAccessibleName(name)
        self._query = Query(sort=source.sorts[0].key if source.sorts else "")
        self._turn = 0
        self._total: int | None = 0
        self._menu_actions: list[QAction] = []
        self.noun = "条"
        self._search: SearchBox | None = None
        self._loading = False
        self._fitted, self._fitting = fitted, False
        self._default_empty: tuple[str, str, Callable[[], object] | None] = ("暂无内容", "", None)
        self.bar = QHBoxLayout()
        self.count_label = QLabel("")
        self.count_label.setProperty("role", "muted")
        self._buttons = bar_buttons(self, filters, bool(source.sorts))
        self._assemble(bar)
        self.empty = EmptyState()
        self.empty.setParent(self.view)
        self.empty.hide()
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
        layout.addWidget(self.view, 1)

    def _wire(self, multiple: bool, filters: bool, numbered: bool) -> None:
        view = self.view
        view.setModel(self.model)
        view.verticalHeader().setVisible(numbered)
        view.header.setStretchLastSection(True)
        mode = QAbstractItemView.SelectionMode
        view.setSelectionMode(mode.ExtendedSelection if multiple else mode.SingleSelection)
        view.opened.connect(lambda index: self.opened.emit(self.model.id_at(index.row())))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.viewport().installEventFilter(self)
        view.selectionModel().selectionChanged.connect(lambda *_: self._selection_changed())
        view.selectionModel().currentRowChanged.connect(self._current_row_changed)
        for header in (view.header, view.over_header):
            header.sectionClicked.connect(self._sort_by_section)
            header.filter_changed.connect(self.set_filter)
            header.left_downwards.connect(self.focus_rows)
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(lambda pos, h=header: self._show_header_menu(h.mapToGlobal(pos)))
        self._add_key("Ctrl+C", self.copy)
        if filters:
            self._add_key("Ctrl+Shift+L", self.toggle_filters)

    def _add_key(self, keys: str, run: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: run())
        self.addAction(action)

    # ---- what is asked for

    def query(self) -> Query:
        """Return what the table shows: search, filters, sort."""
        return self._query

    def set_search(self, text: str) -> None:
        """Show the rows that hold ``text``."""
        if text != self._query.search:
            self._ask(search=text)

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

    def clear_filters(self) -> None:
        """Show everything again."""
        self.view.header.clear_filters()
        self.view.over_header.clear_filters()
        if self._search is not None:
            self._search.blockSignals(True)
            self._search.clear()
            self._search.blockSignals(False)
        self._ask(filters={}, search="")

    def set_sort(self, key: str, descending: bool = False) -> None:
        """Order by a column or a ready-made sort, and remember it."""
        self._ask(sort=key, descending=descending)
        self._memory.keep(sort=key, descending=descending)
        self._show_sort()

    def _ask(self, **changes: Any) -> None:
        self._query = dataclasses.replace(self._query, **changes)
        self.query_changed.emit()
        self.reload()

    # ---- reading

    def reload(self) -> None:
        """Read the rows anew, keeping the current row where it still is."""
        self._turn += 1
        turn, query, kept = self._turn, self._query, self.current_id()
        first = self.source.ids(query, CHUNK)
        self._total = len(first) if len(first) < CHUNK else None
        self._loading = True
        self.model.set_ids(first)
        self._loading = False
        self._fit_to_rows()
        self._after_load(kept)
        if self._total is None:
            self._desk.tasks.run(
                lambda progress: self.source.ids(query),
                title="读取列表",
                writes=False,
                quiet=True,
                context=self,
                done=lambda ids: self._rest(turn, ids, kept),
            )

    def _rest(self, turn: int, ids: list[str], kept: str | None) -> None:
        if turn != self._turn:
            return
        self._total = len(ids)
        current = self.current_id()
        self.model.extend_to(ids)
        self._after_load(current or kept)

    def _after_load(self, kept: str | None) -> None:
        if kept is not None and self.model.row_of(kept) is not None and self.current_id() != kept:
            self.select(kept)
        elif self.current_id() is None and self.model.rowCount():
            index = self.model.index(0, 0)
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._show_count()
        self._show_empty()
        if self._total is not None:
            self.loaded.emit(self._total)

    def refresh_rows(self) -> None:
        """Read the cells on show again."""
        self.model.refresh()

    def count(self) -> int:
        """Return how many rows the query has, as far as they have been counted."""
        return self.model.rowCount()

    # ---- chosen rows

    def _spans(self) -> list[QItemSelectionRange]:
        selection = self.view.selectionModel().selection()
        return [selection.at(place) for place in range(selection.count())]

    def selected_ids(self) -> list[str]:
        """Return the ids of the chosen rows, in order."""
        selection = self._spans()
        rows = {row for span in selection for row in range(span.top(), span.bottom() + 1)}
        return [self.model.id_at(row) for row in sorted(rows)]

    def current_id(self) -> str | None:
        """Return the id of the current row."""
        index = self.view.currentIndex()
        return self.model.id_at(index.row()) if index.isValid() and index.row() < self.model.rowCount() else None

    def all_ids(self) -> list[str]:
        """Return the ids of every row of the query, reading them if they are still on the way."""
        return self.model.ids() if self._total is not None else self.source.ids(self._query)

    def select(self, row_id: str) -> bool:
        """Choose a row and bring it into sight; False when it is not on show."""
        row = self.model.row_of(row_id)
        if row is None:
            return False
        index = self.model.index(row, max(0, self.view.currentIndex().column()))
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.view.scrollTo(index)
        return True

    def focus_rows(self) -> None:
        """Put the focus on the rows."""
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        index = self.view.currentIndex()
        if not index.isValid() and self.model.rowCount():
            index = self.model.index(0, 0)
        if index.isValid() and not self.view.selectionModel().hasSelection():
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _selection_changed(self) -> None:
        self._show_count()
        if not self._loading:
            self.selection_changed.emit()

    def _current_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._loading:
            self.current_changed.emit(self.model.id_at(current.row()))

    # ---- what is said beside the rows

    def set_empty(self, text: str, button: str = "", run: Callable[[], object] | None = None) -> None:
        """Set what an empty list says, and the button that fills it."""
        self._default_empty = (text, button, run)
        self._show_empty()

    def _show_empty(self) -> None:
        if self.model.rowCount():
            self.empty.hide()
            return
        text, button, run = self._default_empty
        if self._query.narrows():
            text, button, run = "没有符合条件的内容", "清除搜索和筛选", self.clear_filters
        self.empty.hide()
        self.empty.deleteLater()
        self.empty = EmptyState(text, "search" if self._query.narrows() else "list", button, run)
        self.empty.setParent(self.view)
        self.empty.setGeometry(fitting.rows_rect(self.view))
        self.empty.show()
        self.empty.raise_()

    def _show_count(self) -> None:
        rows = self.model.rowCount()
        chosen = sum(span.height() for span in self._spans())
        words = f"共 {rows:,} {self.noun}" if self._total is not None else "正在读取…"
        self.count_label.setText(f"{words}，选中 {chosen:,} {self.noun}" if chosen > 1 else words)
        self._buttons["clear"].setVisible(self._query.narrows() and not self.count_label.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the empty list's sentence in the middle."""
        if event.type() == QEvent.Type.Resize:
            self.empty.setGeometry(fitting.rows_rect(self.view))
        return super().eventFilter(watched, event)

    def search_box(self, placeholder: str) -> SearchBox:
        """Return a search line wired to this table."""
        box = SearchBox(placeholder)
        box.setMinimumWidth(theme.pixels(260))
        box.searched.connect(self.set_search)
        box.left_downwards.connect(self.focus_rows)
        self._search = box
        return box

    def set_compact(self, compact: bool) -> None:
        """Show the bar's buttons as icons alone, where there is little room."""
        styles = Qt.ToolButtonStyle
        for button in self._buttons.values():
            button.setToolButtonStyle(styles.ToolButtonIconOnly if compact else styles.ToolButtonTextBesideIcon)

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
        self.view.header.show_filters(shown)
        self.view.over_header.show_filters(shown)
        self.view.updateGeometries()
        self.view.update_over()

    def choose_columns(self) -> None:
        """Let the clerk choose which columns are on show and in which order."""
        chooser = ColumnChooser(
            self, self.source.columns, [c.key for c in self.model.shown_columns()], self.view.frozen()
        )
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

    def _fit(self, frozen: int) -> None:
        widths = self._memory.read().get("widths", {})
        columns = self.model.shown_columns()
        self._fitting = self._fitted
        for section, column in enumerate(columns):
            self.view.setColumnWidth(section, theme.pixels(widths.get(column.key, column.width)))
        self._fit_to_rows()
        self.view.freeze(min(frozen, max(0, len(columns) - 1)))
        texts = dict(self._query.filters)
        self.view.header.set_columns(columns, texts, self.view.frozen(), len(columns))
        self.view.over_header.set_columns(columns, texts, 0, self.view.frozen())
        self._show_sort()

    def _fit_to_rows(self) -> None:
        self._fitting = self._fitted
        if self._fitted and self.model.rowCount():
            set_by_hand = self._memory.read().get("widths", {})
            for section, width in enumerate(fitting.widths(self.model, self.view.fontMetrics())):
                if self.model.shown_columns()[section].key not in set_by_hand:
                    self.view.setColumnWidth(section, width)
        self._fitting = False

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

    def copy(self) -> None:
        """Put the chosen rows on the clipboard as tab-separated text, with the titles when several are chosen."""
        ids = self.selected_ids()
        QGuiApplication.clipboard().setText(as_text(self.model, ids))
        if ids:
            self._desk.notify(f"已复制 {len(ids)} 行")

    def add_menu_action(self, action: QAction) -> None:
        """Offer an action in the rows' menu."""
        self._menu_actions.append(action)

    def _show_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self._menu_actions)
        if self._menu_actions:
            menu.addSeparator()
        menu.addAction(icons.icon("copy"), "复制", QKeySequence("Ctrl+C"), self.copy)
        menu.exec(self.view.viewport().mapToGlobal(position))
        menu.deleteLater()

    def _show_header_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(icons.icon("columns"), "选择列…", self.choose_columns)
        menu.addAction(icons.icon("filter"), "显示或隐藏筛选行", self.toggle_filters)
        menu.exec(position)
        menu.deleteLater()

    # ---- what is remembered

    def _remember_width(self, section: int, _old: int, new: int) -> None:
        columns = self.model.shown_columns()
        if section < len(columns) - 1 and new > 0 and not self._fitting:
            self._memory.keep_width(columns[section].key, new)

    def _recall(self, frozen: int, filters: bool) -> None:
        kept = self._memory.read()
        known = {c.key for c in self.source.columns} | {s.key for s in self.source.sorts}
        keys = [key for key in kept.get("columns", []) if key in known]
        if keys:
            self.model.set_columns(keys)
        if kept.get("sort") in known:
            self._query = dataclasses.replace(self._query, sort=kept["sort"], descending=bool(kept.get("descending")))
        self._fit(int(kept.get("frozen", frozen)))
        self._show_filters(filters and bool(kept.get("filters", False)))
        self.view.header.sectionResized.connect(self._remember_width)
