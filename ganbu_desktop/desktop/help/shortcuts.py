"""The list of commands and their keys, on screen and as a card of one sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import (
    Heading,
    make_default,
    plain_button,
    primary_button,
    resize_within_screen,
    row,
    scrolled,
)

Keys = list[tuple[str, str]]
"""(what is done, which keys)"""
IN_TABLES = (
    ("打开选中的一行", "Enter"),
    ("打开台账的一条", "Ctrl+Enter"),
    ("编辑单元格", "F2"),
    ("到下一行 / 右一格 / 取消", "Enter / Tab / Esc"),
    ("向下 / 向右填充", "Ctrl+D / R"),
    ("查找和替换", "Ctrl+H"),
    ("填今天", "Ctrl+;"),
    ("复制、粘贴单元格", "Ctrl+C / V"),
    ("增加一行", "Insert"),
    ("删除行", "Ctrl+Del"),
    ("上移 / 下移一行", "Alt+↑ / Alt+↓"),
    ("按列筛选", "Ctrl+Shift+L"),
    ("打开下拉列表", "Alt+↓"),
    ("到导航里的第几页", "Ctrl+1 … Ctrl+9"),
    ("下一个 / 上一个标签", "Ctrl+PgDown / Ctrl+PgUp"),
    ("第几组标签", "Alt+1 … Alt+9"),
)
_TO_PAGE = re.compile(r"Ctrl\+[1-9]")
_NATIVE = QKeySequence.SequenceFormat.NativeText


def keys_of(actions: Iterable[QAction]) -> Keys:
    """Return what has a key among actions, each once, without the name of the step behind 撤销 and 重做.

    “打印” and “打印…” are one thing to who looks for its key.
    """
    pairs = ((action.text().partition("：")[0].rstrip("…"), action.shortcut().toString(_NATIVE)) for action in actions)
    return list(dict.fromkeys((text, keys) for text, keys in pairs if text and keys))


def whole_card(own: Keys, pages: Iterable[tuple[str, Keys]]) -> Keys:
    """Return the keys of the window, of its pages and of tables: what several pages share stands once.

    ``pages``: title and keys of each.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for title, pairs in pages:
        for pair in pairs:
            if pair not in own:
                found.setdefault(pair, []).append(title)
    shared = [pair for pair, titles in found.items() if len(titles) > 1]
    single = [(f"{titles[0]}：{text}", keys) for (text, keys), titles in found.items() if len(titles) == 1]
    return [*(pair for pair in own if not _TO_PAGE.fullmatch(pair[1])), *shared, *IN_TABLES, *single]


class ShortcutList(QDialog):
    """Two columns: what, and which keys."""

    def __init__(self, parent: QWidget, commands: Sequence[tuple[str, str]], print_card: Callable[[], object]) -> None:
        """``commands`` are those of the window and of the page on show; ``print_card`` writes those of all pages."""
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(theme.space(4))
        grid.setVerticalSpacing(theme.space(1))
        for line, (what, keys) in enumerate([*commands, *IN_TABLES]):
            grid.addWidget(QLabel(what), line, 0)
            label = QLabel(keys)
            label.setProperty("role", "muted")
            grid.addWidget(label, line, 1)
        grid.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(2))
        layout.addWidget(
            Heading("快捷键", "所有功能都可以只用键盘完成；Tab 在各处移动，Alt 打开菜单。", level="heading")
        )
        layout.addWidget(scrolled(inner), 1)
        good = primary_button("关闭", "", self.accept)
        make_default(good, self)
        layout.addWidget(row(plain_button("打印成一张…", "print", print_card), good))
        resize_within_screen(self, 520, 560)
