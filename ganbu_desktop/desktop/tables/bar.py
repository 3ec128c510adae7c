"""The buttons over a table: clear, sort, filter, choose columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from ganbu_desktop.desktop.kit.widgets import tool_button
from ganbu_desktop.desktop.tables.source import Column, GroupedSource

if TYPE_CHECKING:
    from ganbu_desktop.desktop.tables.table import DataTable


def bar_buttons(table: DataTable, filters: bool, sorts: bool) -> dict[str, QToolButton]:
    """Return the buttons by name: clear, sort, filter, columns; those that a table does not offer are hidden."""
    clear = tool_button("清除筛选", "delete", "显示全部内容", table.clear_filters)
    sort = tool_button("排序", "sort", "选择排列顺序和分组", None)
    menu = QMenu(sort)
    menu.aboutToShow.connect(lambda: _fill_sorts(menu, table))
    sort.setMenu(menu)
    sort.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    pick = tool_button("筛选", "filter", "按列筛选（Ctrl+Shift+L）", table.toggle_filters)
    pick.setCheckable(True)
    columns = tool_button("列", "columns", "选择要显示的列和冻结的列", table.choose_columns)
    for button, shown in ((clear, False), (sort, sorts), (pick, filters)):
        if not shown:
            button.hide()
    return {"clear": clear, "sort": sort, "filter": pick, "columns": columns}


def set_compact(buttons: Iterable[QToolButton], compact: bool) -> None:
    """Show buttons as icons alone, where there is little room."""
    styles = Qt.ToolButtonStyle
    for button in buttons:
        button.setToolButtonStyle(styles.ToolButtonIconOnly if compact else styles.ToolButtonTextBesideIcon)


def _fill_sorts(menu: QMenu, table: DataTable) -> None:
    menu.clear()
    group = QActionGroup(menu)
    for sort in table.source.sorts:
        action = menu.addAction(sort.title)
        action.setCheckable(True)
        action.setChecked(sort.key == table.query().sort)
        action.triggered.connect(lambda _checked=False, key=sort.key: table.set_sort(key))
        group.addAction(action)
    grouped = [column for column in table.source.columns if column.groupable]
    if isinstance(table.source, GroupedSource) and grouped:
        menu.addSeparator()
        _fill_groups(menu.addMenu("分组"), table, grouped)


def _fill_groups(menu: QMenu, table: DataTable, columns: list[Column]) -> None:
    group = QActionGroup(menu)
    for key, title in (("", "不分组"), *((column.key, f"按“{column.title}”") for column in columns)):
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(table.grouping() == key)
        action.triggered.connect(lambda _checked=False, key=key: table.set_grouping(key))
        group.addAction(action)
