"""服务经历 on screen: everybody's spells, those of one person when asked for them."""

from __future__ import annotations

from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.modules.people.ledgers import SERVICE


class ServicePage(LedgerView):
    """The ledger of service spells."""

    def __init__(self, desk: Desk) -> None:
        """Show the newest first."""
        super().__init__(desk, SERVICE)
