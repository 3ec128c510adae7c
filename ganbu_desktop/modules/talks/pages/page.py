"""谈心谈话: the log of talks, who is due, home visits, needs, forums, moods of groups, coverage."""

from __future__ import annotations

from collections.abc import Callable

from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.modules.talks import rows
from ganbu_desktop.modules.talks.pages.coverage_view import CoverageView
from ganbu_desktop.modules.talks.pages.due_view import DueView
from ganbu_desktop.modules.talks.pages.needs_view import NeedsView
from ganbu_desktop.modules.talks.pages.talks_view import TalksView, VisitsView


def _ledger(spec: LedgerSpec) -> Callable[[Desk], Page]:
    return lambda desk: LedgerView(desk, spec)


class TalksPage(RoomPage):
    """The room's tabs; a person's link leads to the talks with that person."""

    person_tab = "talks"

    def __init__(self, desk: Desk) -> None:
        """Show the log of talks first."""
        super().__init__(
            desk,
            [
                Tab("talks", "谈话记录", TalksView),
                Tab("due", "应谈名单", DueView, "应谈名单"),
                Tab("talk-exemptions", "不列入应谈", _ledger(rows.EXEMPTIONS.ledger), "应谈名单"),
                Tab("home-visits", "家访", VisitsView),
                Tab("needs", "困难诉求", NeedsView),
                Tab("forums", "座谈会", _ledger(rows.FORUMS.ledger), "座谈会"),
                Tab("forum-opinions", "座谈意见", _ledger(rows.OPINIONS.ledger), "座谈会"),
                Tab("moods", "思想状况", _ledger(rows.MOODS.ledger)),
                Tab("coverage", "覆盖情况", CoverageView),
                Tab("talk-outlines", "谈话提纲", _ledger(rows.OUTLINES.ledger)),
            ],
        )
