"""Making a new store: where, whose, with which password; then the recovery key, which must be typed back once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.kit.widgets import Notice, Remark, Step, StepDialog, labelled, plain_button, row
from ganbu_desktop.desktop.start import KINDS, SUFFIX, key_paper
from ganbu_desktop.desktop.start.passwords import NewPassword
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.office import opening

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Clock, Office, Progress

    Fill = Callable[[Office, Progress], object]


class PlaceStep(Step):
    """Where the file shall stand."""

    def __init__(self, suggested: Path, messages: Messages) -> None:
        """``suggested`` is the path first shown."""
        super().__init__(
            "存放位置", "一个数据文件保存全部干部信息，内容加密。请放在本机硬盘上，不要放在网络盘或 U 盘里直接使用。"
        )
        self._messages = messages
        self.line = QLineEdit(str(suggested))
        self.line.setAccessibleName("数据文件")
        self._remark = Remark().keep_place()
        browse = plain_button("浏览…", "folder", self._browse)
        self.body.addWidget(labelled("数据文件", self.line))
        self.body.addWidget(row(browse, stretch=True))
        self.body.addWidget(self._remark)
        self.body.addStretch(1)
        self.line.textChanged.connect(lambda _text: self._judge())
        self.setFocusProxy(self.line)
        self._judge()

    def path(self) -> Path:
        """Return the path with our suffix."""
        typed = Path(self.line.text().strip()).expanduser()
        return typed if typed.suffix == SUFFIX else typed.with_name(typed.name + SUFFIX)

    def _browse(self) -> None:
        chosen = self._messages.save_file(self, "新建数据文件", self.line.text(), KINDS)
        if chosen is not None:
            self.line.setText(str(chosen))

    def _judge(self) -> None:
        sentence = ""
        if self.line.text().strip() and self.path().exists():
            sentence = "这里已有同名的文件，不会覆盖它。请换一个文件名。"
        elif self.line.text().strip() and not self.path().parent.exists():
            sentence = "文件夹不存在，建立时会一并新建。"
        self._remark.say("error" if "同名" in sentence else "", sentence)
        self.complete_changed.emit()

    def is_complete(self) -> bool:
        """Return whether the place is free."""
        return bool(self.line.text().strip()) and not self.path().exists()


class AccountStep(Step):
    """Who works with it, and the password."""

    def __init__(self, leave: Callable[[], bool]) -> None:
        """``leave`` starts the making."""
        super().__init__("账号和密码", "账号名会记入每一次修改的操作记录。密码不保存在任何地方，请记牢。")
        self.account = QLineEdit(opening.DEFAULT_ACCOUNT)
        self.password = NewPassword()
        self.notice = Notice()
        self._leave = leave
        self.body.addWidget(labelled("账号名（操作人）", self.account))
        self.body.addWidget(self.password)
        self.body.addWidget(self.notice)
        self.body.addStretch(1)
        self.account.textChanged.connect(lambda _text: self.complete_changed.emit())
        self.password.changed.connect(self.complete_changed)

    def is_complete(self) -> bool:
        """Return whether account and password can be taken."""
        return bool(self.account.text().strip()) and self.password.is_good()

    def leave(self) -> bool:
        """Start the making; the step advances when it is done."""
        return self._leave()


class KeyStep(Step):
    """The recovery key, shown once and typed back."""

    final = True

    def __init__(self, messages: Messages, clock: Clock) -> None:
        """The key comes with ``show_key``."""
        super().__init__("恢复密钥", "忘记密码时，只有它能打开数据文件。请打印或抄写，密封存放。")
        self._messages = messages
        self._clock = clock
        self._key, self._store = "", ""
        self._groups = QGridLayout()
        self._groups.setHorizontalSpacing(theme.space(3))
        self._groups.setVerticalSpacing(theme.space(1.5))
        self._qr = QLabel()
        self._qr.setAccessibleName("恢复密钥的二维码")
        self.typed = QLineEdit()
        self.typed.setPlaceholderText("七组，每组四个字符；大小写和横线不限")
        self._remark = Remark().keep_place()
        self._assemble()

    def _assemble(self) -> None:
        shown = QHBoxLayout()
        shown.addLayout(self._groups)
        shown.setAlignment(self._groups, Qt.AlignmentFlag.AlignVCenter)
        shown.addStretch(1)
        shown.addWidget(self._qr)
        self.body.addLayout(shown)
        self.body.addWidget(
            row(plain_button("打印…", "print", self._print), plain_button("存为 PDF…", "pdf", self._save), stretch=True)
        )
        self.body.addWidget(labelled("照打印件或抄件输入一遍，确认没有抄错", self.typed))
        self.body.addWidget(self._remark)
        self.body.addStretch(1)
        self.typed.textChanged.connect(lambda _text: self._judge())

    def show_key(self, key: str, store: Path) -> None:
        """Show a key in its groups of four."""
        self._key, self._store = key, store.name
        for number, group in enumerate(key.split("-")):
            label = QLabel(group)
            label.setProperty("role", "code")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._groups.addWidget(label, number // 4, number % 4)
        self._qr.setPixmap(key_paper.qr_pixmap(key, theme.pixels(132)))

    def key(self) -> str:
        """Return the key on show."""
        return self._key

    def enter(self) -> None:
        """Begin where the key is typed."""
        self.setFocusProxy(self.typed)

    def _judge(self) -> None:
        if self.is_complete():
            self._remark.say("ok", "核对无误。")
        elif len(key_paper.plain(self.typed.text())) >= len(key_paper.plain(self._key)):
            self._remark.say("error", "与上面显示的不一致，请逐组检查。")
        else:
            self._remark.say("", "")
        self.complete_changed.emit()

    def is_complete(self) -> bool:
        """Return whether the key has been typed back."""
        return bool(self._key) and key_paper.same_key(self.typed.text(), self._key)

    def _print(self) -> None:
        key_paper.print_sheet(self, self._store, self._key, self._clock())

    def _save(self) -> None:
        path = self._messages.save_file(self, "存为 PDF", f"恢复密钥_{Path(self._store).stem}.pdf", "PDF 文件 (*.pdf)")
        if path is None:
            return
        try:
            key_paper.save_pdf(path, self._store, self._key, self._clock())
        except OSError:
            self._messages.error(self, f"“{path.name}”没有写成：文件夹不可写，或文件正被打开。\n\n请换一个位置再存。")


class NewStoreDialog(StepDialog):
    """Three steps to a new store; ``office`` holds it once made, ``path`` where."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        suggested: Path,
        tasks: TaskRunner,
        messages: Messages,
        clock: Clock,
        fill: Fill | None = None,
        title: str = "新建数据文件",
    ) -> None:
        """``fill`` puts demo records into the new store."""
        self.office: Office | None = None
        self._tasks, self._messages, self._clock, self._fill = tasks, messages, clock, fill
        self.place = PlaceStep(suggested, messages)
        self.account = AccountStep(self._make)
        self.key = KeyStep(messages, clock)
        super().__init__(parent, title, [self.place, self.account, self.key], finish="开始使用")

    def _make(self) -> bool:
        path, account = self.place.path(), self.account.account.text().strip()
        password = self.account.password.password()

        def work(progress: Progress) -> tuple[Office, str]:
            path.parent.mkdir(parents=True, exist_ok=True)
            office, key = opening.create_store(path, password, account, self._clock)
            if self._fill is not None:
                self._fill(office, progress)
            return office, key

        self.next.setEnabled(False)
        self._tasks.run(
            work,
            title="建立数据文件",
            context=self,
            cancellable=False,
            done=self._made,
            failed=self._failed,
            finished=self._update,
        )
        return False

    def _made(self, made: tuple[Office, str]) -> None:
        self.office, key = made
        self.key.show_key(key, self.place.path())
        self.account.advance_asked.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, GanbuError | OSError):
            raise error
        text = str(error) if isinstance(error, GanbuError) else "这个文件夹不能写入，数据文件没有建立。请换一个位置。"
        self.account.notice.say("error", text)

    def reject(self) -> None:
        """Leaving before the key was typed back gives the new store up."""
        if self.office is None:
            super().reject()
            return
        text = (
            "恢复密钥还没有核对。没有核对过的密钥，忘记密码时可能谁也打不开数据文件。\n\n"
            "放弃会删除刚才新建的文件，其他文件不受影响。"
        )
        if self._messages.question(self, "放弃新建？", text, yes="放弃新建", no="继续核对", danger=True):
            opening.discard_new(self.office)
            self.office = None
            super().reject()
