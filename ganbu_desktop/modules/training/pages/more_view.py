"""The room's other ledgers, one at a time: everything that a class or an archive is made of, line by line."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QStackedWidget

from ganbu_desktop.desktop.ledger_page import LedgerView
from ganbu_desktop.desktop.page import Desk, Page
from ganbu_desktop.desktop.widgets import row, text_label
from ganbu_desktop.modules.training import ledgers

SPECS = (
    ledgers.HOURS,
    ledgers.EXEMPTIONS,
    ledgers.ENROLMENTS,
    ledgers.SUBSTITUTIONS,
    ledgers.SESSIONS,
    ledgers.ATTENDANCE,
    ledgers.SCORES,
    ledgers.FOLLOW_UPS,
    ledgers.EVALUATIONS,
    ledgers.NEEDS,
    ledgers.BASES,
    ledgers.BUSY_PERIODS,
)


class MoreView(Page):
    """A choice of ledgers, each made when it is first shown. Targets: ``(ledger's name, its own target)`` or a name."""

    def __init__(self, desk: Desk) -> None:
        """Show the hours first."""
        super().__init__(desk)
        self._made: dict[str, LedgerView] = {}
        self.choice = QComboBox()
        self.choice.setAccessibleName("台账")
        for spec in SPECS:
            self.choice.addItem(spec.title, spec.name)
        self._stack = QStackedWidget()
        self.body.addWidget(row(text_label("台账"), self.choice, stretch=True))
        self.body.addWidget(self._stack, 1)
        self.choice.currentIndexChanged.connect(lambda _index: self._show())
        self._show()

    def view(self) -> LedgerView:
        """Return the ledger on show."""
        name = str(self.choice.currentData())
        if name not in self._made:
            spec = next(s for s in SPECS if s.name == name)
            made = LedgerView(self.desk, spec)
            made.body.setContentsMargins(0, 0, 0, 0)
            made.commands_changed.connect(self.commands_changed)
            self._made[name] = made
            self._stack.addWidget(made)
        return self._made[name]

    def _show(self) -> None:
        self._stack.setCurrentWidget(self.view())
        self.commands_changed.emit()

    def commands(self) -> list[QAction | None]:
        """Return the commands of the ledger on show."""
        return self.view().commands()

    def refresh(self, tables: frozenset[str]) -> None:
        """Tell every ledger that has been made."""
        for view in self._made.values():
            view.refresh(tables)

    def show_target(self, target: object) -> None:
        """Show a ledger, and in it what was asked for."""
        name, argument = target if isinstance(target, tuple) and len(target) == 2 else (target, None)
        index = self.choice.findData(name)
        if index >= 0:
            self.choice.setCurrentIndex(index)
            if argument is not None:
                self.view().show_target(argument)

    def focus_first(self) -> None:
        """Go to the ledger on show."""
        self.view().focus_first()
