"""撤销 and 重做 of the window: named after the step, and taken back off the window's thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.kernel.office.office import Office, OperationEntry


class Undoing(QObject):
    """Keeps two actions named after the newest step and the step last undone."""

    def __init__(
        self, office: Office, tasks: TaskRunner, actions: tuple[QAction, QAction], say: Callable[[str, str], None]
    ) -> None:
        """``actions``: undo and redo; ``say`` tells what has been done, with its tone."""
        super().__init__(actions[0])
        self._office, self._tasks, self._actions, self._say = office, tasks, actions, say

    def update(self) -> None:
        """Read the names of both steps."""

        def read(progress: object) -> tuple[str, str]:
            operations = self._office.operations
            undo, redo = operations.undoable(), operations.redoable()
            return undo.title if undo else "", redo.title if redo else ""

        self._tasks.run(read, title="读取可撤销的步骤", writes=False, quiet=True, context=self, done=self._name)

    def _name(self, titles: tuple[str, str]) -> None:
        for action, verb, title in zip(self._actions, ("撤销", "重做"), titles, strict=True):
            action.setText(f"{verb}：{title}" if title else verb)
            action.setToolTip(action.text())
            action.setEnabled(bool(title))

    def undo(self) -> None:
        """Take back the newest step of the store."""
        self._reverse("撤销", self._office.undo)

    def redo(self) -> None:
        """Bring back the step last undone."""
        self._reverse("重做", self._office.redo)

    def _reverse(self, verb: str, act: Callable[[], OperationEntry]) -> None:
        self._tasks.run(
            lambda _progress: act(),
            title=verb,
            context=self,
            cancellable=False,
            done=lambda entry: self._say(f"已{verb}：{entry.title}", "ok"),
        )
