"""The recovery wizard (恢复向导): a proved backup takes the place of a missing or damaged store, never an empty one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.kit.widgets import Notice, Step, StepDialog, labelled, password_line, plain_button, row
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.office import opening

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Clock

BACKUP_KINDS = "备份文件 (*.ganbu-backup *.ganbu);;所有文件 (*)"
_TITLES = ("时间", "缘由", "人数", "大小", "校验")


def size_text(size: int) -> str:
    """Return a size in words."""
    return f"{size / 1024:,.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"


class ChooseStep(Step):
    """Which backup."""

    def __init__(self, entries: Sequence[opening.BackupEntry], messages: Messages, wanted: Path | None = None) -> None:
        """``entries``: the backups found beside the file, newest first; ``wanted``: the one that is asked for."""
        super().__init__("选择备份", "下面是在数据文件旁边找到的备份，最新的在最上面。")
        self._messages = messages
        self._paths = [entry.path for entry in entries]
        self.table = QTableWidget(0, len(_TITLES))
        self.table.setAccessibleName("备份")
        self.table.setHorizontalHeaderLabels(_TITLES)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().setDefaultSectionSize(theme.pixels(32))
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, theme.pixels(140))
        for entry in entries:
            people = "" if entry.people is None else f"{entry.people:,}"
            self._add(f"{entry.made_at:%Y-%m-%d %H:%M:%S}", entry.reason, people, entry.size, entry.is_verified)
        self.notice = Notice(
            "warning", "" if entries else "没有在数据文件旁边找到备份。请选择 U 盘或其他位置的备份文件。"
        )
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.notice)
        self.body.addWidget(row(plain_button("选择其他位置的备份…", "folder", self._browse), stretch=True))
        self.table.itemSelectionChanged.connect(self.complete_changed)
        self.setFocusProxy(self.table)
        self.table.resizeColumnToContents(0)
        if wanted in self._paths:
            self.table.selectRow(self._paths.index(wanted))
        elif wanted is not None and wanted.exists():
            self.add_file(wanted)
        elif entries:
            self.table.selectRow(next((i for i, e in enumerate(entries) if e.is_verified), 0))

    def _add(self, when: str, reason: str, people: str, size: int, is_verified: bool | None) -> None:
        line = self.table.rowCount()
        self.table.insertRow(line)
        word = {True: "已校验", False: "未通过", None: "恢复时校验"}[is_verified]
        for place, text in enumerate((when, reason, people, size_text(size), word)):
            item = QTableWidgetItem(text)
            if place in (2, 3):
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(line, place, item)
        tone = {True: "ok", False: "error", None: "hint"}[is_verified]
        self.table.item(line, 4).setIcon(icons.icon(tone, tone))

    def _browse(self) -> None:
        path = self._messages.open_file(self, "选择备份文件", BACKUP_KINDS)
        if path is not None:
            self.add_file(path)

    def add_file(self, path: Path) -> None:
        """Offer a backup file from elsewhere and choose it."""
        self._paths.append(path)
        self._add(path.name, str(path.parent), "", path.stat().st_size, None)
        self.notice.clear()
        self.table.selectRow(self.table.rowCount() - 1)

    def shown(self) -> str:
        """Return how the list names the chosen backup."""
        rows = self.table.selectionModel().selectedRows()
        return "，".join(text for c in (0, 1) if (text := self.table.item(rows[0].row(), c).text())) if rows else ""

    def chosen(self) -> Path | None:
        """Return the chosen backup."""
        rows = self.table.selectionModel().selectedRows()
        return self._paths[rows[0].row()] if rows else None

    def is_complete(self) -> bool:
        """Return whether a backup is chosen."""
        return self.chosen() is not None


class SecretStep(Step):
    """The password that the backup was made under, or the recovery key."""

    def __init__(self, target: Path) -> None:
        """``target`` is where the restored store will stand."""
        super().__init__("密码", "用做备份时的密码，或恢复密钥。")
        self.password = password_line()
        self.key = QLineEdit()
        self.notice = Notice()
        kept = "原来的文件不会删除，会改名放进备份文件夹，名称带“恢复前”。" if target.exists() else "这里现在没有文件。"
        self.body.addWidget(labelled("密码", self.password))
        self.body.addWidget(labelled("或者：恢复密钥", self.key))
        self._facts = Notice("hint")
        self._kept = f"恢复到：{target}\n{kept}"
        self.body.addWidget(self._facts)
        self.body.addWidget(self.notice)
        self.body.addStretch(1)
        self.password.textChanged.connect(lambda _text: self.complete_changed.emit())
        self.key.textChanged.connect(lambda _text: self.complete_changed.emit())
        self.setFocusProxy(self.password)
        self.start: object = None

    def show_backup(self, name: str) -> None:
        """Say which backup will be restored, and where to."""
        self._facts.say("hint", f"用这份备份：{name}\n{self._kept}")

    def is_complete(self) -> bool:
        """Return whether a secret has been typed."""
        return bool(self.password.text() or self.key.text().strip())

    def leave(self) -> bool:
        """Start restoring; the step advances when it is done."""
        assert callable(self.start)
        self.start()
        return False


class DoneStep(Step):
    """What was restored."""

    final = True

    def __init__(self) -> None:
        """The words come with ``show_report``."""
        super().__init__("完成")
        self.notice = Notice()
        self.body.addWidget(self.notice)
        self.body.addStretch(1)

    def show_report(self, report: opening.RestoreReport, target: Path, backup: str) -> None:
        """Say which backup stands where now, and where the file before it is kept."""
        text = f"已用 {backup} 的备份恢复并核对：{target}"
        if report.previous is not None:
            text += f"\n原来的文件保留在：{report.previous}"
        self.notice.say("ok", f"{text}\n\n打开后请看一看最近的内容；确认无误前，旧备份不会被清理。")


class RecoveryWizard(StepDialog):
    """Choose, prove, restore. ``secret`` is what opened the backup, so that the store can be opened with it."""

    def __init__(
        self,
        parent: QWidget | None,
        target: Path,
        *,
        tasks: TaskRunner,
        messages: Messages,
        clock: Clock,
        backup: Path | None = None,
    ) -> None:
        """``target`` is the path of the store to bring back; ``backup`` the one that was chosen for it already."""
        self.target = target
        self.secret: dict[str, str] = {}
        self._tasks, self._clock = tasks, clock
        self.choose = ChooseStep(opening.find_backups(target), messages, backup)
        self.secret_step = SecretStep(target)
        self.done_step = DoneStep()
        self.secret_step.start = self._restore
        self.choose.complete_changed.connect(lambda: self.secret_step.show_backup(self.choose.shown()))
        self.secret_step.show_backup(self.choose.shown())
        super().__init__(parent, "恢复向导", [self.choose, self.secret_step, self.done_step], finish="打开数据文件")

    def _restore(self) -> None:
        key = self.secret_step.key.text().strip()
        secret = {"recovery_key": key} if key else {"password": self.secret_step.password.text()}
        backup = self.choose.chosen()
        assert backup is not None
        self.next.setEnabled(False)
        self.secret_step.notice.clear()
        self._tasks.run(
            lambda progress: opening.restore_backup(backup, self.target, clock=self._clock, **secret),
            title="恢复数据文件",
            context=self,
            cancellable=False,
            done=lambda report: self._restored(report, secret),
            failed=self._failed,
            finished=self._update,
        )

    def _restored(self, report: opening.RestoreReport, secret: dict[str, str]) -> None:
        self.secret = secret
        self.done_step.show_report(report, self.target, self.choose.shown())
        self.secret_step.advance_asked.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, GanbuError):
            raise error
        self.secret_step.notice.say("error", str(error))
