"""Sanctions in force, with their evidence, the person's statement and the time that is left."""

from __future__ import annotations

from functools import partial

from ganbu_desktop.desktop.ledger.entry_panel import LimitingPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.procedure_panel import ProcedurePanel
from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.modules.supervision.pages.sanction_panel import SanctionPanel
from ganbu_desktop.modules.supervision.rows import ROWS
from ganbu_desktop.modules.supervision.rules import COMPLAINTS

_COMPLAINTS = tuple(partial(ProcedurePanel, name=name) for name in COMPLAINTS)


def _tab(spec: LedgerSpec) -> Tab:
    return Tab(
        spec.name, spec.title, lambda desk: LedgerView(desk, spec, panels=(LimitingPanel, SanctionPanel, *_COMPLAINTS))
    )


class SupervisionPage(RoomPage):
    """One ledger; later rooms of supervision join it as tabs."""

    def __init__(self, desk: Desk) -> None:
        """Show the sanctions."""
        super().__init__(desk, [_tab(described.ledger) for described in ROWS])
