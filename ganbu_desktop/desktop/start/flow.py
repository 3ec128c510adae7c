"""The way from starting the program to an open office, whichever of the four beginnings was chosen.

The first screen shall be there at once: what is behind it (printing, SQLAlchemy) is imported where it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.start import KINDS, SUFFIX
from ganbu_desktop.desktop.start.unlock import UnlockDialog
from ganbu_desktop.desktop.start.welcome import Way, WelcomeDialog
from ganbu_desktop.kernel.office import opening

if TYPE_CHECKING:
    from ganbu_desktop.desktop.start.new_store import Fill
    from ganbu_desktop.kernel.office.office import Clock, Office


class Start:
    """Asks until an office is open or the clerk leaves."""

    def __init__(
        self, *, settings: Settings, messages: Messages, tasks: TaskRunner, clock: Clock, home: Path, demo: Fill | None
    ) -> None:
        """``home``: the folder first offered for new files; ``demo`` fills a new store with invented people."""
        self._settings, self._messages, self._tasks, self._clock = settings, messages, tasks, clock
        self._home, self._demo = home, demo

    def run(self, path: Path | None = None) -> Office | None:
        """Return an open office, or None when the clerk leaves."""
        office = self._open(path) if path is not None else None
        while office is None:
            dialog = self.welcome()
            chosen = dialog.exec()
            way, recent = dialog.way, dialog.path
            dialog.deleteLater()
            if not chosen:
                return None
            office = self._open(recent) if recent is not None else self._go(way)
        self._settings.remember_store(office.path)
        return office

    def welcome(self) -> WelcomeDialog:
        """Return the first screen."""
        ways = [way for way in Way if way is not Way.DEMO or self._demo is not None]
        return WelcomeDialog(self._settings.recent_stores(), ways=ways)

    def _go(self, way: Way | None) -> Office | None:
        if way is Way.NEW:
            return self._new("干部信息", None, "新建数据文件")
        if way is Way.DEMO:
            return self._new("演示数据（虚构）", self._demo, "建立演示数据")
        if way is Way.RESTORE:
            target = self._messages.save_file(None, "恢复到哪里", self._home / f"干部信息{SUFFIX}", KINDS)
            return self.recover(target) if target is not None else None
        path = self._messages.open_file(None, "打开数据文件", f"{KINDS};;所有文件 (*)", self._home)
        return self._open(path) if path is not None else None

    def _new(self, name: str, fill: Fill | None, title: str) -> Office | None:
        from ganbu_desktop.desktop.start.new_store import NewStoreDialog

        dialog = NewStoreDialog(
            None,
            suggested=self._free(name),
            tasks=self._tasks,
            messages=self._messages,
            clock=self._clock,
            fill=fill,
            title=title,
        )
        dialog.exec()
        office = dialog.office
        dialog.deleteLater()
        return office

    def _free(self, name: str) -> Path:
        names = (f"{name}{SUFFIX}" if n == 1 else f"{name}{n}{SUFFIX}" for n in range(1, 1000))
        return next(self._home / n for n in names if not (self._home / n).exists())

    def _open(self, path: Path) -> Office | None:
        if not path.exists():
            return self._missing(path)
        dialog = UnlockDialog(None, path, tasks=self._tasks, messages=self._messages, clock=self._clock)
        dialog.exec()
        office, recover = dialog.office, dialog.wants_recovery
        dialog.deleteLater()
        return self.recover(path) if recover else office

    def _missing(self, path: Path) -> Office | None:
        text = (
            f"找不到数据文件：\n{path}\n\n"
            "程序不会在原处建一个空文件。文件若在移动硬盘或别的位置，请接上或选择新位置；若已丢失，可以从备份恢复。"
        )
        chosen = self._messages.choose(
            None, "找不到数据文件", text, ["打开恢复向导", "选择新位置", "从列表中移除", "返回"]
        )
        if chosen == 0:
            return self.recover(path)
        if chosen == 1:
            return self._go(Way.OPEN)
        if chosen == 2:
            self._settings.forget_store(path)
        return None

    def recover(self, target: Path, backup: Path | None = None) -> Office | None:
        """Open the recovery wizard on a path, with a backup chosen already; return the restored office, or None."""
        from ganbu_desktop.desktop.start.recovery import RecoveryWizard

        wizard = RecoveryWizard(
            None, target, tasks=self._tasks, messages=self._messages, clock=self._clock, backup=backup
        )
        finished = wizard.exec()
        secret = wizard.secret
        wizard.deleteLater()
        if not finished or not secret:
            return None
        return opening.open_store(target, clock=self._clock, **secret)  # type: ignore[arg-type]
