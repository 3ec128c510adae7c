"""The register of challenges with the current one's way beside it."""

from __future__ import annotations

from ganbu_desktop.desktop.ledger.entry_panel import LoopPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.spine.loop import CORRECTION_NOTICE
from ganbu_desktop.modules.corrections.ledgers import LEDGERS
from ganbu_desktop.modules.corrections.pages.course_panel import CoursePanel

(_SPEC,) = LEDGERS


def _notices(desk: Desk) -> LoopPanel:
    return LoopPanel(desk, CORRECTION_NOTICE, "更正通知")


def _register(desk: Desk) -> LedgerView:
    return LedgerView(desk, _SPEC, panels=(CoursePanel, _notices), may_add=True)


class CorrectionsPage(RoomPage):
    """One register."""

    def __init__(self, desk: Desk) -> None:
        """Show the challenges."""
        super().__init__(desk, [Tab(_SPEC.name, _SPEC.title, _register)])
