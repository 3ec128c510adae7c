"""The first screen: open what was open last, or begin."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import Heading, plain_button, resize_within_screen, scrolled, text_label


class Way(Enum):
    """What the clerk wants; the value is (title, explanation, icon)."""

    NEW = ("新建数据文件", "建立一个空的加密数据文件，再导入干部信息", "add")
    DEMO = ("演示数据", "建立一个装有虚构人员的数据文件，用来熟悉操作", "people")
    OPEN = ("打开数据文件", "打开本机上已有的数据文件", "folder")
    RESTORE = ("从备份恢复", "数据文件丢失或损坏时，从备份恢复到可用的状态", "restore")


class WelcomeDialog(QDialog):
    """``way`` or ``path`` says what was chosen."""

    def __init__(self, recent: Sequence[Path], *, ways: Sequence[Way] = tuple(Way)) -> None:
        """``recent``: files opened last, newest first."""
        super().__init__(None)
        self.setWindowTitle("干部管理")
        self.setWindowIcon(icons.app_icon())
        self.way: Way | None = None
        self.path: Path | None = None
        self.buttons: dict[Way, QPushButton] = {way: self._choice(way) for way in ways}
        self.recent = QListWidget()
        self.recent.setIconSize(QSize(theme.pixels(24), theme.pixels(24)))
        self.recent.setAccessibleName("最近打开的数据文件")
        for path in recent:
            self._add_recent(path)
        self._assemble(bool(recent))
        resize_within_screen(self, 860, 520)

    def _choice(self, way: Way) -> QPushButton:
        title, explanation, icon = way.value
        button = QPushButton()
        button.setProperty("role", "choice")
        button.setAutoDefault(True)
        button.setAccessibleName(title)
        button.setAccessibleDescription(explanation)
        button.clicked.connect(lambda _checked=False: self._choose(way))
        sign = QLabel()
        sign.setPixmap(icons.pixmap(icon, 28, "accent"))
        head = QLabel(title)
        head.setProperty("role", "heading")
        words = text_label(explanation, role="muted", wrap=True)
        text = QVBoxLayout()
        text.setSpacing(theme.space(0.25))
        text.addStretch(1)
        text.addWidget(head)
        text.addWidget(words)
        text.addStretch(1)
        layout = QHBoxLayout(button)
        layout.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        layout.setSpacing(theme.space(2))
        layout.addWidget(sign)
        layout.addLayout(text, 1)
        for label in (sign, head, words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return button

    def _add_recent(self, path: Path) -> None:
        item = QListWidgetItem(icons.icon("file", "accent"), f"{path.stem}\n{path.parent}")
        item.setData(Qt.ItemDataRole.UserRole, str(path))
        item.setSizeHint(QSize(0, theme.pixels(56)))
        item.setToolTip(str(path))
        if not path.exists():
            item.setIcon(icons.icon("warning", "warning"))
            item.setText(f"{path.stem}（找不到文件，回车打开恢复向导）\n{path.parent}")
        self.recent.addItem(item)

    def _assemble(self, has_recent: bool) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._side())
        right = QVBoxLayout()
        right.setContentsMargins(theme.space(4), theme.space(4), theme.space(4), theme.space(2))
        right.setSpacing(theme.space(2))
        right.addWidget(Heading("开始", "数据只保存在本机的一个加密文件里，程序不连接网络。"))
        if has_recent:
            self.recent.setCurrentRow(0)
            self.recent.setMaximumHeight(theme.pixels(58) * min(3, self.recent.count()) + 4)
            self.recent.itemActivated.connect(self._open_recent)
            right.addWidget(self.recent)
        choices = QWidget()
        grid = QGridLayout(choices)
        grid.setContentsMargins(0, 0, theme.space(0.5), 0)
        grid.setSpacing(theme.space(1.5))
        for place, button in enumerate(self.buttons.values()):
            grid.addWidget(button, place // 2, place % 2)
        grid.setRowStretch(grid.rowCount(), 1)
        right.addWidget(scrolled(choices), 1)
        leave = QHBoxLayout()
        leave.addStretch(1)
        leave.addWidget(plain_button("退出", "", self.reject))
        right.addLayout(leave)
        layout.addLayout(right, 1)
        (self.recent if has_recent else next(iter(self.buttons.values()))).setFocus()

    def _side(self) -> QFrame:
        side = QFrame()
        side.setProperty("role", "side")
        side.setFixedWidth(theme.pixels(230))
        sign = QLabel()
        sign.setPixmap(icons.app_icon().pixmap(theme.pixels(72)))
        title = QLabel("干部管理")
        title.setStyleSheet(f"font-size: {theme.pixels(24)}px; font-weight: 600;")
        words = text_label("干部信息、任免审批表与花名册\n单机离线使用", role="muted", wrap=True)
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.space(3), theme.space(5), theme.space(2), theme.space(3))
        column.setSpacing(theme.space(1.5))
        for label in (sign, title, words):
            column.addWidget(label)
        column.addStretch(1)
        return side

    def _choose(self, way: Way) -> None:
        self.way = way
        self.accept()

    def _open_recent(self, item: QListWidgetItem) -> None:
        self.path = Path(str(item.data(Qt.ItemDataRole.UserRole)))
        self.accept()
