"""What is kept of people beside their own pages: 服务经历, everybody's spells or those of one person."""

from __future__ import annotations

from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.modules.people.ledgers import SERVICE


class PeopleRoom(RoomPage):
    """The ledgers of the people room."""

    def __init__(self, desk: Desk) -> None:
        """Show the newest spells first."""
        super().__init__(desk, [Tab(SERVICE.name, SERVICE.title, lambda desk: LedgerView(desk, SERVICE))])
