"""备选人选: the register of candidates, shown only to accounts that may read it."""

from __future__ import annotations

from ganbu_desktop.desktop.kit.widgets import EmptyState
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.modules.units.rights import READ_SUCCESSION
from ganbu_desktop.modules.units.rows import CANDIDATES

_CLOSED = "备选名单限部务会范围。\n这个账号没有查看的权限；各岗位的备选人数见“梯队缺口”。"


class SuccessionView(Page):
    """The ledger, or why it is not shown."""

    def __init__(self, desk: Desk) -> None:
        """Show the ledger where the account may read it."""
        super().__init__(desk)
        self.ledger: LedgerView | None = None
        if not self.office.account.may(READ_SUCCESSION):
            self.body.addWidget(EmptyState(_CLOSED, "lock"))
            return
        self.ledger = LedgerView(desk, CANDIDATES.ledger)
        self.ledger.body.setContentsMargins(0, 0, 0, 0)
        self._commands = self.ledger.commands()
        self.body.addWidget(self.ledger)

    def refresh(self, tables: frozenset[str]) -> None:
        """Pass on what has changed."""
        if self.ledger is not None:
            self.ledger.refresh(tables)

    def show_target(self, target: object) -> None:
        """Show what was asked for in the ledger."""
        if self.ledger is not None:
            self.ledger.show_target(target)

    def focus_first(self) -> None:
        """Begin in the ledger."""
        if self.ledger is not None:
            self.ledger.focus_first()
