"""The register of challenges with the current one's way beside it."""

from __future__ import annotations

from typing import cast

from ganbu_desktop.desktop.ledger.entry_card import EntryCard
from ganbu_desktop.desktop.ledger.entry_panel import LoopPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.spine.loop import CORRECTION_NOTICE
from ganbu_desktop.modules.corrections.ledgers import LEDGERS
from ganbu_desktop.modules.corrections.pages.course_panel import CoursePanel

(_SPEC,) = LEDGERS
_NEXT = "下一环节…"


def _notices(desk: Desk) -> LoopPanel:
    return LoopPanel(desk, CORRECTION_NOTICE, "更正通知")


class RegisterView(LedgerView):
    """The register; its first command is the next stage of the current challenge, by name."""

    def __init__(self, desk: Desk) -> None:
        """Show all challenges."""
        super().__init__(desk, _SPEC, panels=(CoursePanel, _notices), may_add=True)
        self.next_stage = self.add_row_command(
            _NEXT, self._next, icon="check", shortcut="Ctrl+Return", tip="办理下一环节"
        )
        self._course().stage_shown.connect(self.next_stage.setText)

    def _course(self) -> CoursePanel:
        return cast("CoursePanel", cast("EntryCard", self.detail).panel(CoursePanel))

    def _next(self) -> None:
        self._course().next_stage()


class CorrectionsPage(RoomPage):
    """One register."""

    def __init__(self, desk: Desk) -> None:
        """Show the challenges."""
        super().__init__(desk, [Tab(_SPEC.name, _SPEC.title, RegisterView)])
