"""The page of a room that has rows and no screen of its own: a tab with the ledger of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ganbu_desktop.desktop.ledger.entry_card import MakePanel
from ganbu_desktop.desktop.ledger.entry_panel import DecisionPanel, LimitingPanel, LoopPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.ledger.listing import is_limiting
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.kernel.spine.loop import LoopItem

if TYPE_CHECKING:
    from ganbu_desktop.kernel.row.row import Row

PANELS: Mapping[type[Hanging], MakePanel] = {LoopItem: LoopPanel, Decision: DecisionPanel}
"""The panel of an entry's card for each kind of spine record that a row may offer; limiting entries have their own."""


class RowsPage(RoomPage):
    """Shows the rows of a room."""

    def __init__(self, desk: Desk, rows: Sequence[Row]) -> None:
        """Show the first of ``rows``."""
        super().__init__(desk, [row_tab(row) for row in rows])


def row_tab(row: Row) -> Tab:
    """Return the tab of one row, for rooms with pages of their own too."""
    return Tab(row.name, row.title, partial(_view, row), row.tab)


def _view(row: Row, desk: Desk) -> Page:
    limiting: list[MakePanel] = [LimitingPanel] if is_limiting(row.ledger) else []
    return LedgerView(desk, row.ledger, panels=[*limiting, *(PANELS[cls] for cls in row.hangs)])
