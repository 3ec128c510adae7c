"""Opening a store by password or recovery key; a wrong one changes nothing, a damaged file leads to recovery."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.kit.widgets import (
    Notice,
    PlainDialog,
    dialog_buttons,
    labelled,
    link_button,
    password_line,
    row,
)
from ganbu_desktop.desktop.start.passwords import NewPassword
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.office import opening

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Clock, Office


class UnlockDialog(PlainDialog):
    """Asks for the password of one file. ``office`` holds what was opened; ``wants_recovery``: go to the wizard."""

    def __init__(
        self, parent: QWidget | None, path: Path, *, tasks: TaskRunner, messages: Messages, clock: Clock
    ) -> None:
        """``path`` stays untouched until the right password or key is given."""
        super().__init__(parent, "打开数据文件", str(path), width=520)
        self.office: Office | None = None
        self.wants_recovery = False
        self._path, self._tasks, self._messages, self._clock = path, tasks, messages, clock
        self.password = password_line()
        self.key = QLineEdit()
        self.key.setPlaceholderText("七组，每组四个字符；大小写和横线不限")
        self.notice = Notice()
        self._password_part = labelled("密码", self.password)
        self._key_part = labelled("恢复密钥", self.key)
        self.switch = link_button("忘记密码：用恢复密钥打开", "key", self._switch)
        self.recover = link_button("从备份恢复…", "restore", self._go_to_recovery)
        self._assemble()
        self._show_part(by_key=False)

    def _assemble(self) -> None:
        buttons, self.good = dialog_buttons(self, ok="打开", run=self.unlock)
        self.body.addWidget(self._password_part)
        self.body.addWidget(self._key_part)
        self.body.addWidget(self.notice.keep_place())
        self.body.addWidget(row(self.switch, self.recover, stretch=True))
        self.body.addStretch(1)
        self.body.addWidget(buttons)

    def _show_part(self, *, by_key: bool) -> None:
        self._by_key = by_key
        self._password_part.setVisible(not by_key)
        self._key_part.setVisible(by_key)
        self.switch.setText("用密码打开" if by_key else "忘记密码：用恢复密钥打开")
        (self.key if by_key else self.password).setFocus()

    def _switch(self) -> None:
        self.notice.clear()
        self._show_part(by_key=not self._by_key)

    def _go_to_recovery(self) -> None:
        self.wants_recovery = True
        self.reject()

    def unlock(self, *, read_only: bool = False, break_lock: bool = False) -> None:
        """Try what has been typed."""
        secret = {"recovery_key": self.key.text()} if self._by_key else {"password": self.password.text()}
        self.good.setEnabled(False)
        self.notice.clear()
        self._tasks.run(
            lambda progress: opening.open_store(
                self._path, clock=self._clock, read_only=read_only, break_lock=break_lock, **secret
            ),
            title="打开数据文件",
            context=self,
            cancellable=False,
            done=self._opened,
            failed=self._failed,
        )

    def _opened(self, office: Office) -> None:
        self.good.setEnabled(True)
        self.office = office
        if self._by_key and not office.file.read_only:
            self._set_new_password(office)
        self.accept()

    def _set_new_password(self, office: Office) -> None:
        dialog = NewPasswordDialog(
            self, "设置新密码", "已用恢复密钥打开。请设置新密码；原来的密码随之作废，恢复密钥不变。"
        )
        if dialog.exec():
            opening.set_password(office, dialog.password())
        dialog.deleteLater()

    def _failed(self, error: Exception) -> None:
        self.good.setEnabled(True)
        if not isinstance(error, GanbuError):
            raise error
        if isinstance(error, opening.StoreInUse):
            self._in_use(error)
        elif isinstance(error, opening.StoreMissing | opening.StoreDamaged | opening.KeysMissing):
            self._broken(error)
        else:
            self.notice.say("error", str(error))
        (self.key if self._by_key else self.password).setFocus()
        (self.key if self._by_key else self.password).selectAll()

    def _broken(self, error: GanbuError) -> None:
        chosen = self._messages.choose(self, "数据文件打不开", str(error), ["打开恢复向导", "返回"])
        if chosen == 0:
            self._go_to_recovery()
        else:
            self.notice.say("error", str(error))

    def _in_use(self, error: opening.StoreInUse) -> None:
        if error.holder is None or error.holder.host == platform.node():
            self.notice.say("warning", str(error))
            return
        ways = ["以只读方式打开", "返回", "对方已不再使用，解除占用"]
        chosen = self._messages.choose(self, "数据文件正在使用", str(error), ways)
        if chosen == 0:
            self.unlock(read_only=True)
        elif chosen == 2:
            self._break_lock()
        else:
            self.notice.say("warning", str(error))

    def _break_lock(self) -> None:
        text = "请先确认没有别人正在使用这个文件。两处同时写入会损坏数据。"
        if self._messages.confirm_typed(self, "解除占用", text, "解除占用"):
            self.unlock(break_lock=True)


class NewPasswordDialog(PlainDialog):
    """Asks for a new password twice."""

    def __init__(self, parent: QWidget | None, title: str, sub: str) -> None:
        """``sub`` says why."""
        super().__init__(parent, title, sub)
        self._new = NewPassword("新密码")
        buttons, self.good = dialog_buttons(self)
        self.body.addWidget(self._new)
        self.body.addStretch(1)
        self.body.addWidget(buttons)
        self.good.setEnabled(False)
        self._new.changed.connect(lambda: self.good.setEnabled(self._new.is_good()))

    def password(self) -> str:
        """Return the typed password."""
        return self._new.password()

    def inputs(self) -> tuple[QLineEdit, QLineEdit]:
        """Return both lines."""
        return self._new.first, self._new.second


class ChangePasswordDialog(PlainDialog):
    """Asks for the old password and twice for a new one."""

    def __init__(self, parent: QWidget | None) -> None:
        """Nothing is written here; the caller does."""
        super().__init__(parent, "修改密码", "新密码立即生效；已有的备份仍用备份时的密码或恢复密钥打开。")
        self.old = password_line()
        self.new = NewPassword("新密码")
        self.notice = Notice()
        buttons, self.good = dialog_buttons(self)
        self.add_field("现在的密码", self.old)
        self.body.addWidget(self.new)
        self.body.addWidget(self.notice.keep_place())
        self.body.addStretch(1)
        self.body.addWidget(buttons)
        self.good.setEnabled(False)
        self.new.changed.connect(self._judge)
        self.old.textChanged.connect(lambda _text: self._judge())

    def _judge(self) -> None:
        self.good.setEnabled(bool(self.old.text()) and self.new.is_good())
