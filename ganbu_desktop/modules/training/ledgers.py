"""The ledgers of the training room: lists, entry forms, grids and workbooks of its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import NO_RECORD, share
from ganbu_desktop.modules.training import actions, records
from ganbu_desktop.modules.training.records.archive import CAUGHT_UP
from ganbu_desktop.modules.training.records.teaching import COMPLETED, NOTIFIED, REPLACED
from ganbu_desktop.store.record import Record


def _today(*names: str) -> Any:
    return lambda office: {name: PartialDate.of(office.today()) for name in names}


def _year(office: Office) -> Mapping[str, Any]:
    return {"year": office.today().year}


def _called(office: Office, rows: Sequence[Record]) -> list[str]:
    at = records.Enrolment.table.c
    numbers = _counted(office, at.class_id, [r.id for r in rows], at.state != REPLACED)
    return [str(numbers[r.id]) if r.id in numbers else NO_RECORD for r in rows]


def _completed(office: Office, rows: Sequence[Record]) -> list[str]:
    at = records.Enrolment.table.c
    numbers = _counted(office, at.class_id, [r.id for r in rows], at.state == COMPLETED)
    return [str(numbers.get(r.id, 0)) for r in rows]


def _counted(
    office: Office, column: sa.Column[Any], ids: Sequence[str], condition: sa.ColumnElement[bool]
) -> dict[str, int]:
    statement = sa.select(column, sa.func.count()).where(column.in_(list(ids)), condition).group_by(column)
    with office.reading() as connection:
        return {owner: int(number) for owner, number in connection.execute(statement)}


def _opened(office: Office, rows: Sequence[Record]) -> list[str]:
    at = records.TrainingClass.table.c
    numbers = _counted(office, at.plan_id, [r.id for r in rows], sa.true())
    return ["已建班" if numbers.get(r.id) else "未建班" for r in rows]


def _done(office: Office, rows: Sequence[Record]) -> list[str]:
    at = records.CampaignItem.table.c
    ids = [r.id for r in rows]
    due = _counted(office, at.campaign_id, ids, sa.true())
    done = _counted(office, at.campaign_id, ids, at.done_on.is_not(None))
    return [share(done.get(i, 0), due.get(i, 0)).shown() for i in ids]


def _spent(office: Office, rows: Sequence[Record]) -> list[str]:
    costs = [cast("records.TrainingCost", row) for row in rows]
    return [NO_RECORD if c.spent_cents is None else share(c.spent_cents, c.budget_cents or 0).shown() for c in costs]


PLANS = LedgerSpec(
    name="training-plans",
    title="培训计划",
    record=records.TrainingPlan,
    fields=(
        "year",
        "title",
        "kind",
        "form",
        "field",
        "organiser",
        "target",
        "conditions",
        "places",
        "places_rule",
        "starts_on",
        "ends_on",
        "hours_tenths",
        "budget_cents",
        "basis",
        "state",
        "note",
    ),
    listed=("year", "title", "kind", "organiser", "target", "places", "starts_on", "hours_tenths", "state"),
    key=("year", "title"),
    save=actions.save_plans,
    newest_by="starts_on",
    required=("year", "title"),
    new=lambda office: {**_year(office), "state": "1"},
    forms=("training-plan",),
    derived={"建班": _opened},
    help="还没有培训计划。先录入年度计划，名额怎么分一并写明；到时按计划一键建班。",
)
CLASSES = LedgerSpec(
    name="training-classes",
    title="培训班次",
    record=records.TrainingClass,
    fields=(
        "title",
        "plan_id",
        "kind",
        "form",
        "channel",
        "field",
        "topic",
        "organiser",
        "venue",
        "base_id",
        "starts_on",
        "ends_on",
        "days_tenths",
        "hours_tenths",
        "places",
        "conditions",
        "report_on",
        "contact",
        "notice_document",
        "notified_on",
        "exam_weight",
        "contest_weight",
        "review_weight",
        "weights_published_on",
        "note",
    ),
    listed=("title", "kind", "form", "organiser", "starts_on", "ends_on", "hours_tenths", "notified_on"),
    key=("title", "starts_on"),
    save=actions.save_classes,
    newest_by="starts_on",
    required=("title",),
    forms=("call-notice", "class-handbook", "score-sheet", "class-report"),
    derived={"调训": _called, "结业": _completed},
    help="还没有班次。可以从计划建班，也可以直接新增。",
)
ENROLMENTS = LedgerSpec(
    name="training-enrolments",
    title="参训人员",
    record=records.Enrolment,
    fields=(
        "person_id",
        "class_id",
        "batch",
        "state",
        "notified_on",
        "reported_on",
        "group_id",
        "duty",
        "leave_tenths",
        "leave_ground",
        "withdrawn_reason",
        "summary",
        "appraisal",
        "completed_on",
        "certificate",
    ),
    listed=("class_id", "batch", "state", "notified_on", "reported_on", "duty", "completed_on", "certificate"),
    key=("person_id", "class_id"),
    save=actions.save_enrolments,
    newest_by="notified_on",
    required=("person_id", "class_id"),
    new=lambda office: {"state": NOTIFIED},
    forms=("learner-appraisal",),
    help="还没有参训人员。在班次里按条件调训，名单自动形成。",
)
SUBSTITUTIONS = LedgerSpec(
    name="training-substitutions",
    title="替训申请",
    record=records.Substitution,
    fields=("person_id", "class_id", "substitute_id", "reason", "applied_on", "applied_by"),
    listed=("class_id", "substitute_id", "applied_on", "state", "approved_by", "approved_on"),
    key=("person_id", "class_id"),
    save=actions.save_substitutions,
    newest_by="applied_on",
    required=("person_id", "class_id", "substitute_id", "reason"),
    new=lambda office: {**_today("applied_on")(office), "applied_by": office.account.name},
    forms=("substitution",),
    help="没有替训申请。被调训的人来不了、要换人时在这里登记，审批同意后名单自动更换。",
)
SESSIONS = LedgerSpec(
    name="training-sessions",
    title="课次",
    record=records.Session,
    fields=("class_id", "course", "held_on", "part", "hours_tenths", "teacher", "is_on_site", "base_id"),
    key=("class_id", "course", "held_on", "part"),
    save=actions.save_sessions,
    newest_by="held_on",
    required=("class_id", "course"),
    forms=("sign-in",),
    help="还没有课次。先录入班次的课程表，再签到。",
)
ATTENDANCE = LedgerSpec(
    name="training-attendance",
    title="签到",
    record=records.Attendance,
    fields=("person_id", "session_id", "mark"),
    listed=("session_id", "held_on", "mark"),
    key=("person_id", "session_id"),
    save=actions.save_attendance,
    newest_by="held_on",
    required=("person_id", "session_id", "mark"),
    help="还没有签到。在班次的“签到”里一次标记一个课次，或从考勤表导入。",
)
SCORES = LedgerSpec(
    name="training-scores",
    title="考核成绩",
    record=records.TrainingScore,
    fields=("person_id", "class_id", "exam_tenths", "contest_tenths", "review_tenths", "result", "note"),
    listed=("class_id", "exam_tenths", "contest_tenths", "review_tenths", "total_tenths", "weights", "result"),
    key=("person_id", "class_id"),
    save=actions.save_scores,
    newest_by="entered_on",
    required=("person_id", "class_id"),
    help="还没有成绩。权重在开班前公布，总评由程序按权重合成。",
)
FOLLOW_UPS = LedgerSpec(
    name="training-follow-ups",
    title="训后跟踪",
    record=records.FollowUp,
    fields=(
        "person_id",
        "class_id",
        "stage",
        "kind",
        "result",
        "is_converted",
        "unit_view",
        "own_feedback",
        "done_on",
    ),
    key=("person_id", "class_id", "stage"),
    save=actions.save_follow_ups,
    newest_by="done_on",
    required=("person_id", "class_id", "stage"),
    new=_today("done_on"),
    forms=("follow-up",),
    help="还没有跟踪记录。结业后三个月、六个月各跟踪一次。",
)
EVALUATIONS = LedgerSpec(
    name="training-evaluations",
    title="班次评估",
    record=records.ClassEvaluation,
    fields=(
        "class_id",
        "item",
        "handed_out",
        "very_satisfied",
        "satisfied",
        "fair",
        "dissatisfied",
        "opinions",
        "held_on",
    ),
    key=("class_id", "item"),
    save=actions.save_evaluations,
    newest_by="held_on",
    required=("class_id", "item"),
    new=_today("held_on"),
    help="还没有评课。只录入不记名评课表的合计数，不录单份。",
)
HOURS = LedgerSpec(
    name="training-hours",
    title="培训学时",
    record=records.TrainingHours,
    fields=(
        "person_id",
        "class_title",
        "organiser",
        "kind",
        "form",
        "channel",
        "starts_on",
        "ends_on",
        "year",
        "days_tenths",
        "hours_tenths",
        "venue",
        "result",
        "certificate",
        "proof",
        "is_recognised",
        "source",
        "note",
    ),
    listed=("class_title", "organiser", "form", "starts_on", "ends_on", "days_tenths", "hours_tenths", "source"),
    key=("person_id", "class_title", "starts_on", "ends_on"),
    save=actions.save_hours,
    newest_by="ends_on",
    required=("person_id", "class_title"),
    new=lambda office: {"source": CAUGHT_UP},
    forms=("hours-proof",),
    help="还没有学时。班次结业后自动记入；以前的凭证书补录，其他系统的用“导入学时”。",
)
EXEMPTIONS = LedgerSpec(
    name="training-exemptions",
    title="培训顺延",
    record=records.TrainingExemption,
    fields=("person_id", "kind", "starts_on", "ends_on", "ground", "note"),
    key=("person_id", "kind", "starts_on"),
    save=actions.save_exemptions,
    newest_by="starts_on",
    required=("person_id", "kind", "starts_on"),
    help="没有顺延登记。病假、产假、援派等期间的培训任务顺延，不计欠训；只写依据，不写病情。",
)
NEEDS = LedgerSpec(
    name="training-needs",
    title="培训需求",
    record=records.TrainingNeed,
    fields=("person_id", "year", "field", "own_view", "unit_advice", "office_advice", "class_id", "asked_on"),
    key=("person_id", "year", "field"),
    save=actions.save_needs,
    newest_by="asked_on",
    required=("person_id", "year", "field"),
    new=lambda office: {**_year(office), **_today("asked_on")(office)},
    help="还没有培训需求。需求只用于安排课程，不得用于选拔任用、考核和排名。",
)
COSTS = LedgerSpec(
    name="training-costs",
    title="培训经费",
    record=records.TrainingCost,
    fields=(
        "class_id",
        "year",
        "item",
        "budget_cents",
        "spent_cents",
        "settled_on",
        "document",
        "is_self_paid",
        "note",
    ),
    key=("class_id", "year", "item"),
    save=actions.save_costs,
    newest_by="settled_on",
    required=("year", "item"),
    new=_year,
    derived={"执行率": _spent},
    help="还没有经费。按班次录入预算和决算，以元为单位。",
)
LECTURES = LedgerSpec(
    name="training-lectures",
    title="讲座讲坛",
    record=records.Lecture,
    fields=("kind", "issue", "topic", "held_on", "speaker", "unit_id", "attendees", "venue", "note"),
    key=("topic", "held_on"),
    save=actions.save_lectures,
    newest_by="held_on",
    required=("topic",),
    new=_today("held_on"),
    help="还没有讲座。大讲堂、讲坛、远程教育只记期次和人次，不逐人留痕。",
)
STUDY_MEETINGS = LedgerSpec(
    name="study-meetings",
    title="集中学习",
    record=records.StudyMeeting,
    fields=("unit_id", "kind", "held_on", "topic", "attendees", "document"),
    key=("unit_id", "kind", "held_on", "topic"),
    save=actions.save_study_meetings,
    newest_by="held_on",
    required=("unit_id", "kind", "topic"),
    new=_today("held_on"),
    help="还没有集中学习。第一议题和理论学习中心组按单位记次数，不逐人留痕。",
)
BASES = LedgerSpec(
    name="training-bases",
    title="教育基地",
    record=records.TrainingBase,
    fields=("name", "kind", "place", "capacity", "courses", "contact", "opened_on", "note"),
    key=("name",),
    save=actions.save_bases,
    newest_by="opened_on",
    required=("name",),
    help="还没有教育基地。",
)
BUSY_PERIODS = LedgerSpec(
    name="training-busy-periods",
    title="重大任务时段",
    record=records.BusyPeriod,
    fields=("unit_id", "title", "starts_on", "ends_on", "note"),
    key=("unit_id", "title", "starts_on"),
    save=actions.save_busy_periods,
    newest_by="starts_on",
    required=("unit_id", "title", "starts_on"),
    help="没有登记重大任务时段。登记以后，调训时会提示错峰。",
)
CAMPAIGNS = LedgerSpec(
    name="training-campaigns",
    title="专题活动",
    record=records.Campaign,
    fields=("title", "elements", "responsible", "starts_on", "due_on", "basis", "note"),
    key=("title",),
    save=actions.save_campaigns,
    newest_by="starts_on",
    required=("title",),
    forms=("campaign-progress",),
    derived={"完成率": _done},
    help="还没有专题活动。一行一项写好“N个一”要素，再分到单位。",
)
CAMPAIGN_ITEMS = LedgerSpec(
    name="training-campaign-items",
    title="专题要素",
    record=records.CampaignItem,
    fields=("campaign_id", "unit_id", "element", "due_on", "done_on", "material"),
    key=("campaign_id", "unit_id", "element"),
    save=actions.save_campaign_items,
    newest_by="due_on",
    required=("campaign_id", "unit_id", "element"),
    help="还没有要素。在“专题活动”里把要素分到单位。",
)
LEDGERS = (
    PLANS,
    CLASSES,
    ENROLMENTS,
    SUBSTITUTIONS,
    SESSIONS,
    ATTENDANCE,
    SCORES,
    FOLLOW_UPS,
    EVALUATIONS,
    HOURS,
    EXEMPTIONS,
    NEEDS,
    COSTS,
    LECTURES,
    STUDY_MEETINGS,
    BASES,
    BUSY_PERIODS,
    CAMPAIGNS,
    CAMPAIGN_ITEMS,
)
