"""The list of commands and their keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from ganbu_desktop.desktop import theme
from ganbu_desktop.desktop.widgets import Heading, make_default, primary_button, resize_within_screen, scrolled

_IN_TABLES = (
    ("打开选中的一行", "Enter"),
    ("编辑单元格", "F2"),
    ("确认并到下一行 / 右一格", "Enter / Tab"),
    ("取消输入", "Esc"),
    ("向下填充", "Ctrl+D"),
    ("复制、粘贴成块的单元格", "Ctrl+C、Ctrl+V"),
    ("增加一行 / 删除行", "Insert / Ctrl+Delete"),
    ("上移 / 下移一行", "Alt+↑ / Alt+↓"),
    ("按列筛选", "Ctrl+Shift+L"),
    ("打开下拉列表", "Alt+↓"),
)


class ShortcutList(QDialog):
    """Two columns: what, and which keys."""

    def __init__(self, parent: QWidget, commands: Sequence[tuple[str, str]]) -> None:
        """``commands`` are those of the window and of the page on show."""
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(theme.space(4))
        grid.setVerticalSpacing(theme.space(1))
        for line, (what, keys) in enumerate([*commands, *_IN_TABLES]):
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
        layout.addWidget(good)
        resize_within_screen(self, 520, 560)
