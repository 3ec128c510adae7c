"""教育培训: classes before, in and after their days, the archive of hours, plans, study, campaigns, money, import."""

from __future__ import annotations

from collections.abc import Callable

from ganbu_desktop.desktop.ledger_page import LedgerView
from ganbu_desktop.desktop.page import Desk, Page
from ganbu_desktop.desktop.room_page import RoomPage, Tab
from ganbu_desktop.kernel.ledger import LedgerSpec
from ganbu_desktop.modules.training import ledgers
from ganbu_desktop.modules.training.pages.archive_view import ArchiveView
from ganbu_desktop.modules.training.pages.classes_view import ClassesView
from ganbu_desktop.modules.training.pages.import_view import ImportView
from ganbu_desktop.modules.training.pages.more_view import MoreView
from ganbu_desktop.modules.training.pages.own_ledgers import CampaignsView, ItemsView, PlansView


def _ledger(spec: LedgerSpec) -> Callable[[Desk], Page]:
    return lambda desk: LedgerView(desk, spec)


class TrainingPage(RoomPage):
    """The room's tabs; a person's link leads to the archive of that person."""

    person_tab = "archive"

    def __init__(self, desk: Desk) -> None:
        """Show the classes first."""
        super().__init__(
            desk,
            [
                Tab("classes", "班次", ClassesView),
                Tab("archive", "学时档案", ArchiveView),
                Tab("plans", "计划", PlansView),
                Tab("study", "集中学习", _ledger(ledgers.STUDY_MEETINGS)),
                Tab("lectures", "讲座", _ledger(ledgers.LECTURES)),
                Tab("campaigns", "专题活动", CampaignsView),
                Tab("items", "专题要素", ItemsView),
                Tab("costs", "经费", _ledger(ledgers.COSTS)),
                Tab("import", "导入学时", ImportView),
                Tab("more", "其他台账", MoreView),
            ],
        )
