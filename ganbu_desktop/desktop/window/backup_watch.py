"""Backups from the window: by hand, when one is due, and the date of the last one in the status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.kit.widgets import timer
from ganbu_desktop.desktop.window.status import StatusBar
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.office import safekeeping
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.office.trial_files import wipe

LOOK_FOR_BACKUP_MS = 5 * 60_000


def close_store(office: Office, deaf: Callable[[], object], progress: Progress) -> str:
    """Make the backup on exit, wipe what was only to be looked at and close the store; return what went wrong."""
    sentence = ""
    try:
        if not office.file.read_only and safekeeping.changed_since_backup(office):
            safekeeping.backup_now(office, "退出时备份", progress)
    except GanbuError as error:
        sentence = f"退出前的备份没有成功：{error}"
    finally:
        deaf()
        wipe(office)
        office.file.close()
    return sentence


class BackupWatch(QObject):
    """Looks every five minutes whether a backup is due; ``made`` is told after each one."""

    def __init__(
        self, office: Office, tasks: TaskRunner, status: StatusBar, made: Callable[[], object], parent: QObject
    ) -> None:
        """Begin to look, and show the last backup."""
        super().__init__(parent)
        self._office, self._tasks, self._status, self._made = office, tasks, status, made
        self._timer = timer(self, LOOK_FOR_BACKUP_MS, self.look)
        self._timer.start()
        self.show_last()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def make(self) -> None:
        """Make a proved backup in the usual folder."""
        self._tasks.run(
            lambda progress: safekeeping.backup_now(self._office, "手动备份", progress),
            title="备份",
            context=self,
            done=lambda entry: self._tell(entry, "已备份并核对"),
        )

    def look(self) -> None:
        """Make a backup if one is due and nothing else is under way."""
        if self._office.file.read_only or self._tasks.is_busy():
            return

        def work(progress: object) -> safekeeping.BackupEntry | None:
            due = safekeeping.backup_due(self._office)
            return safekeeping.backup_now(self._office, "定时备份") if due else None

        self._tasks.run(
            work,
            title="定时备份",
            quiet=True,
            context=self,
            done=lambda entry: self._tell(entry, "已自动备份") if entry else None,
            failed=lambda error: self._status.say(f"自动备份没有成功，已保存的数据不受影响：{error}", "error"),
        )

    def _tell(self, entry: safekeeping.BackupEntry, words: str) -> None:
        self._status.say(f"{words}：{entry.path.name}", "ok")
        self._made()

    def show_last(self) -> None:
        """Show the time of the newest backup in the status bar."""
        self._tasks.run(
            lambda progress: safekeeping.backups(self._office),
            title="读取备份",
            writes=False,
            quiet=True,
            context=self,
            done=self._name_last,
            failed=lambda error: None,
        )

    def _name_last(self, entries: Sequence[safekeeping.BackupEntry]) -> None:
        text = f"上次备份 {entries[0].made_at:%m-%d %H:%M}" if entries else "还没有备份"
        self._status.set_fact("backup", text, str(entries[0].path) if entries else "")
