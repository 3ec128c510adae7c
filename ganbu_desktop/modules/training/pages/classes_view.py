"""班次: the list of classes, and one class open with its stages."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget

from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.page import PERSON, Desk, Page
from ganbu_desktop.modules.training.pages.class_board import ClassBoard
from ganbu_desktop.modules.training.rows import planning


class ClassesView(Page):
    """Targets: a class's id, which opens the class; anything else goes to the list."""

    def __init__(self, desk: Desk) -> None:
        """Show the list."""
        super().__init__(desk)
        self.list = LedgerView(desk, planning.CLASSES.ledger, extra_commands=self._add_own)
        self.board: ClassBoard | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self.list.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._stack, 1)

    def _add_own(self, view: LedgerView) -> None:
        view.add_row_command(
            "进入班次",
            self.open_current,
            icon="right",
            shortcut="Ctrl+Return",
            tip="调训、签到、成绩和跟踪（Ctrl+回车）",
        )

    def open_current(self) -> None:
        """Open the current class."""
        class_id = self.list.table.current_id()
        if class_id:
            self.open_class(class_id)

    def open_class(self, class_id: str) -> bool:
        """Show one class with its stages; False when it is gone."""
        if self.board is None:
            self.board = ClassBoard(self.desk)
            self.board.body.setContentsMargins(0, 0, 0, 0)
            self.board.closed.connect(self.show_list)
            self.board.commands_changed.connect(self.commands_changed)
            self._stack.addWidget(self.board)
        if not self.board.show_class(class_id):
            return False
        self._stack.setCurrentWidget(self.board)
        self.commands_changed.emit()
        self.board.focus_first()
        return True

    def show_list(self) -> None:
        """Go back to the list."""
        self._stack.setCurrentWidget(self.list)
        self.list.table.refresh_rows()
        self.commands_changed.emit()
        self.list.table.focus_rows()

    def _current(self) -> Page:
        return self.board if self.board is not None and self._stack.currentWidget() is self.board else self.list

    def commands(self) -> list[QAction | None]:
        """Return the commands of what is on show."""
        return self._current().commands()

    def refresh(self, tables: frozenset[str]) -> None:
        """Tell both."""
        self.list.refresh(tables)
        if self.board is not None:
            self.board.refresh(tables)

    def show_target(self, target: object) -> None:
        """Open a class by its id, or show the list."""
        if isinstance(target, str) and self.open_class(target):
            return
        self.show_list()
        if isinstance(target, tuple) and target[:1] != (PERSON,):
            self.list.show_target(target)

    def focus_first(self) -> None:
        """Go to what is on show."""
        self._current().focus_first()
