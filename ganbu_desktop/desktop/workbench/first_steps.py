"""What an empty store's start page offers: the ways to the first cadres."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import Card, link_button, text_label
from ganbu_desktop.desktop.window.page import Desk

_WAYS = (
    ("import", "导入已有的文件", "信息采集表、名册（Excel）或任免审批表文件（.lrmx），先预览再入库", "import"),
    ("cadres", "新增第一名干部", "在干部名册里按 Ctrl+N，逐项录入", "people"),
    ("units", "先建单位和职务", "按机构顺序录入单位，名册和报表都照这个顺序排", "tree"),
)
_DEMO = "想先熟悉操作，可以另建一份演示数据，里面都是虚构的人员，不影响这个数据文件。"


class FirstSteps(Card):
    """The ways to begin, each one press away."""

    def __init__(self, desk: Desk) -> None:
        """Offer the pages that the window has."""
        super().__init__("库里还没有干部，从这里开始")
        note = "录入以后，到龄、谈话、学时等提醒会自动列在这一页。"
        self.body.addWidget(text_label(note, role="muted", wrap=True))
        self.ways: list[QPushButton] = []
        for page, title, sub, icon in _WAYS:
            button = _way(title, sub, icon)
            button.clicked.connect(lambda _checked=False, page=page: desk.go(page))
            self.ways.append(button)
            self.body.addWidget(button)
        self.body.addWidget(text_label(_DEMO, role="muted", wrap=True))
        self.demo_button = link_button("回到开始界面，选“演示数据”", "folder", lambda: desk.open_another())
        self.demo_button.setToolTip("也可以用“文件”里的“打开其他数据文件…”（Ctrl+Shift+O）")
        self.body.addWidget(self.demo_button, 0, Qt.AlignmentFlag.AlignLeft)


def _way(title: str, sub: str, icon: str) -> QPushButton:
    button = QPushButton()
    button.setProperty("role", "choice")
    button.setIcon(icons.icon(icon, "accent"))
    button.setIconSize(QSize(theme.pixels(24), theme.pixels(24)))
    button.setAccessibleName(title)
    button.setAccessibleDescription(sub)
    layout = QVBoxLayout(button)
    layout.setContentsMargins(theme.pixels(56), theme.space(1), theme.space(1), theme.space(1))
    layout.setSpacing(theme.space(0.25))
    for label in (text_label(title, role="heading"), text_label(sub, role="muted", wrap=True)):
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addWidget(label)
    return button
