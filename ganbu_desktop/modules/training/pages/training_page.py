"""教育培训: classes before, in and after their days, the archive of hours, plans, study, campaigns, money, import."""

from __future__ import annotations

from collections.abc import Callable

from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.modules.training import ledgers
from ganbu_desktop.modules.training.pages.archive_view import ArchiveView
from ganbu_desktop.modules.training.pages.classes_view import ClassesView
from ganbu_desktop.modules.training.pages.import_view import ImportView
from ganbu_desktop.modules.training.pages.own_ledgers import CampaignsView, ItemsView, PlansView
from ganbu_desktop.modules.training.rows import archive, gatherings, planning, teaching

CLASSES, HOURS, PLANS = "班次", "学时档案", "计划与需求"
STUDY, CAMPAIGNS, MEANS = "学习与讲座", "专题活动", "经费与基地"


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
                Tab("classes", "班次", ClassesView, CLASSES, ledger="training-classes"),
                Tab("training-enrolments", "参训人员", _ledger(teaching.ENROLMENTS.ledger), CLASSES),
                Tab("training-substitutions", "替训申请", _ledger(ledgers.SUBSTITUTIONS), CLASSES),
                Tab("training-groups", "学习小组", _ledger(teaching.GROUPS.ledger), CLASSES),
                Tab("training-sessions", "课次", _ledger(teaching.SESSIONS.ledger), CLASSES),
                Tab("training-attendance", "签到", _ledger(teaching.ATTENDANCE.ledger), CLASSES),
                Tab("training-scores", "考核成绩", _ledger(teaching.SCORES.ledger), CLASSES),
                Tab("training-follow-ups", "训后跟踪", _ledger(teaching.FOLLOW_UPS.ledger), CLASSES),
                Tab("training-evaluations", "班次评估", _ledger(teaching.EVALUATIONS.ledger), CLASSES),
                Tab("archive", "学时档案", ArchiveView, HOURS),
                Tab("training-hours", "学时明细", _ledger(archive.HOURS.ledger), HOURS),
                Tab("training-exemptions", "培训顺延", _ledger(archive.EXEMPTIONS.ledger), HOURS),
                Tab("import", "导入学时", ImportView, HOURS),
                Tab("plans", "培训计划", PlansView, PLANS, ledger="training-plans"),
                Tab("training-needs", "培训需求", _ledger(archive.NEEDS.ledger), PLANS),
                Tab("study", "集中学习", _ledger(gatherings.STUDY_MEETINGS.ledger), STUDY, ledger="study-meetings"),
                Tab("lectures", "讲座讲坛", _ledger(gatherings.LECTURES.ledger), STUDY, ledger="training-lectures"),
                Tab("campaigns", "专题活动", CampaignsView, CAMPAIGNS, ledger="training-campaigns"),
                Tab("items", "专题要素", ItemsView, CAMPAIGNS, ledger="training-campaign-items"),
                Tab("costs", "培训经费", _ledger(planning.COSTS.ledger), MEANS, ledger="training-costs"),
                Tab("training-bases", "教育基地", _ledger(planning.BASES.ledger), MEANS),
                Tab("training-busy-periods", "重大任务时段", _ledger(planning.BUSY_PERIODS.ledger), MEANS),
            ],
        )
