"""What this program is, which file is open, and the keys to it."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QFormLayout, QLabel

from ganbu_desktop import __version__
from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import Card, Heading, column, row, scrolled, text_label
from ganbu_desktop.desktop.start.unlock import ChangePasswordDialog
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.office import opening


class AboutPage(Page):
    """Plain facts, and changing the password."""

    def __init__(self, desk: Desk) -> None:
        """Show the facts."""
        super().__init__(desk)
        self.add_command("修改密码…", icon="key", run=self.change_password)
        sign = QLabel()
        sign.setPixmap(icons.app_icon().pixmap(theme.pixels(56)))
        program = Card()
        words = "组织部门干部信息、任免审批表与花名册。单机离线使用，不连接网络。"
        program.body.addWidget(row(sign, Heading("干部管理", words)))
        program.body.addLayout(
            _facts(
                ("程序版本", __version__),
                (
                    "运行环境",
                    f"Python {platform.python_version()}，Qt {qVersion()}，{platform.system()} {platform.machine()}",
                ),
                ("许可", "MIT 许可证，可自由使用和修改"),
            )
        )
        store = Card("数据文件")
        store.body.addLayout(
            _facts(
                ("位置", str(self.office.path)),
                ("当前操作人", self.office.account.name),
                ("打开方式", "只读" if self.office.file.read_only else "可读写"),
                ("加密", "整个文件加密保存；密码和恢复密钥不保存在电脑里"),
            )
        )
        self.body.addWidget(scrolled(column(program, store, stretch=True)), 1)

    def change_password(self) -> None:
        """Ask for the old and a new password."""
        dialog = ChangePasswordDialog(self)
        if dialog.exec():
            old, new = dialog.old.text(), dialog.new.password()
            self.desk.tasks.run(
                lambda progress: opening.change_password(self.office, old, new),
                title="修改密码",
                context=self,
                cancellable=False,
                done=lambda _none: self.desk.notify("密码已修改"),
                failed=self._not_changed,
            )
        dialog.deleteLater()

    def _not_changed(self, error: Exception) -> None:
        if not isinstance(error, GanbuError):
            raise error
        self.desk.messages.error(self, error, "密码没有修改")


def _facts(*pairs: tuple[str, str]) -> QFormLayout:
    layout = QFormLayout()
    layout.setHorizontalSpacing(theme.space(3))
    layout.setVerticalSpacing(theme.space(1))
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    for name, value in pairs:
        label = QLabel(name)
        label.setProperty("role", "label")
        text = text_label(value, wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addRow(label, text)
    return layout
