"""The menus of a table: of its rows in a spreadsheet's order, and of a column's title."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from ganbu_desktop.desktop.kit import icons
from ganbu_desktop.desktop.tables.source import GroupedSource

if TYPE_CHECKING:
    from ganbu_desktop.desktop.tables.table import DataTable


def of_rows(table: DataTable, actions: Sequence[QAction], where: QPoint) -> None:
    """Show the menu of the rows: the page's own actions, then copying and what changes cells."""
    menu = QMenu(table)
    if table.grid is None:
        menu.addActions(list(actions))
        if actions:
            menu.addSeparator()
        menu.addAction(icons.icon("copy"), "复制", QKeySequence("Ctrl+C"), table.copy)
    else:
        _add_cells(menu, table)
        menu.addSeparator()
        menu.addActions(list(actions))
    menu.exec(where)
    menu.deleteLater()


def _add_cells(menu: QMenu, table: DataTable) -> None:
    grid = table.grid
    assert grid is not None
    menu.addAction(icons.icon("copy"), "复制", QKeySequence("Ctrl+C"), table.copy)
    menu.addAction("连同表头复制", partial(table.copy, True))
    menu.addAction(icons.icon("paste"), "粘贴", QKeySequence("Ctrl+V"), grid.paste)
    menu.addSeparator()
    menu.addAction("向下填充", QKeySequence("Ctrl+D"), grid.fill_down)
    menu.addAction("向右填充", QKeySequence("Ctrl+R"), grid.fill_right)
    if table.view.clears():
        menu.addAction("清除内容", QKeySequence("Del"), grid.clear)
    menu.addSeparator()
    menu.addAction(icons.icon("search"), "查找和替换…", QKeySequence("Ctrl+H"), grid.replace)


def of_header(table: DataTable, section: int, where: QPoint) -> None:
    """Show the menu of a column's title: order, groups, width, which columns."""
    menu = QMenu(table)
    columns = table.model.shown_columns()
    if 0 <= section < len(columns):
        column = columns[section]
        if column.sortable:
            menu.addAction(icons.icon("sort"), "升序", partial(table.set_sort, column.key, False))
            menu.addAction("降序", partial(table.set_sort, column.key, True))
            menu.addSeparator()
        if column.groupable and isinstance(table.source, GroupedSource):
            menu.addAction(icons.icon("tree"), f"按“{column.title}”分组", partial(table.set_grouping, column.key))
    if table.grouping():
        menu.addAction("取消分组", partial(table.set_grouping, ""))
    menu.addAction("列宽适合内容", table.fit_columns)
    menu.addAction(icons.icon("columns"), "选择列…", table.choose_columns)
    menu.addAction(icons.icon("filter"), "显示或隐藏筛选行", table.toggle_filters)
    menu.exec(where)
    menu.deleteLater()
