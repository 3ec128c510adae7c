"""The plain rows of the political room.

What looks at more than its own entry stays written by hand in ``ledgers`` and ``actions``: archives (one each, numbered
when opened), entries (carried over once), votes with their sums, editions with their clauses,
vetoes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.hands import people_in, same_hand
from ganbu_desktop.modules.political import conditions, rules
from ganbu_desktop.modules.political.actions.saving import EDIT
from ganbu_desktop.modules.political.loops import in_step, settled
from ganbu_desktop.modules.political.records import (
    LIMITING_FIELDS,
    DutyAssessment,
    FrontlineRecord,
    NegativeHit,
    OffHoursNote,
    PartyMeeting,
    PoliticalInspection,
    RecommendReason,
    Rectification,
    SelfCheck,
    TeamInspection,
    YearSummary,
)
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import replace


def another_hand(summary: YearSummary, now: row.Now) -> Iterator[str]:
    """Let nobody check what he wrote himself."""
    if summary.checked_by and same_hand(summary.author, summary.checked_by):
        yield "年度综述的审核人不能是撰写人本人"


def two_and_an_example(inspection: PoliticalInspection, now: row.Now) -> Sequence[str]:
    """Ask for two examiners and for something that happened."""
    return rules.inspection_problems(inspection)


def group_of_two(inspection: TeamInspection, now: row.Now) -> Iterator[str]:
    """Ask for two examiners."""
    if inspection.examiners and len(people_in(inspection.examiners)) < 2:
        yield "考察组不足两人"


def ends_after_it_began(record: FrontlineRecord, now: row.Now) -> Iterator[str]:
    """Ask for dates in order."""
    yield from row.in_order(record, "started_on", "ended_on")


def no_more_absent_than_expected(meeting: PartyMeeting, now: row.Now) -> Iterator[str]:
    """Let nobody be absent who was not expected."""
    if meeting.absent is not None and meeting.expected is not None and meeting.absent > meeting.expected:
        yield "缺席人数多于应到人数"


def keep_with_self_checks(current: Operation, meeting: PartyMeeting) -> None:
    """Refuse deleting a meeting under which self-checks stand."""
    if current.find(SelfCheck, SelfCheck.table.c.meeting_id == meeting.id):
        raise CheckFailed("这次会议下还有对照检查，不能删除；数据未改动")


def clause_named(hit: NegativeHit, now: row.Now) -> Iterator[str]:
    """Ask for the clause; only a verified hit can be made effective later."""
    if hit.clause_id is None:
        yield "请选择负面清单条款"


def nobody_labelled(assessment: DutyAssessment, now: row.Now) -> Sequence[str]:
    """Refuse words that label people instead of telling what they did."""
    return conditions.labels_in([assessment.facts, assessment.judgement, assessment.suggestion, assessment.measure])


def facts_no_slogan(reason: RecommendReason, now: row.Now) -> Iterator[str]:
    """Ask for facts, and refuse labels in their place."""
    yield from conditions.labels_in([reason.facts])
    if not reason.facts:
        yield "请写明实绩事实"


def somebody_answers(problem: Rectification, now: row.Now) -> Iterator[str]:
    """Ask whose the problem is."""
    if problem.unit_id is None and problem.person_id is None:
        yield "请填写责任单位或干部"


def with_its_end(office: Office, old: OffHoursNote | None, new: OffHoursNote | None) -> OffHoursNote | None:
    """Let a note end when the figure of the visit's day says, where nobody wrote an end."""
    return new and replace(new, {"ends_on": rules.note_end(new, office.parameters())})


def days_taken_part(office: Office, records: Sequence[FrontlineRecord]) -> list[str]:
    """Return the days at each task until today, both ends counted."""
    days = [rules.days_at(record, office.today()) for record in records]
    return ["无记录" if day is None else str(day) for day in days]


def share_absent(office: Office, meetings: Sequence[PartyMeeting]) -> list[str]:
    """Return the share of absent people of each meeting."""
    return ["无记录" if m.absent is None else rules.percent(m.absent, m.expected or 0) for m in meetings]


SUMMARIES = row.Row(
    YearSummary,
    "political-summaries",
    key=("person_id", "year"),
    right=EDIT,
    title="年度综述",
    help="每人每年一篇，撰写人和审核人不是同一人。",
    required=("text",),
    newest_by="written_on",
    new={"year": lambda office: office.today().year, "author": row.acting, "written_on": row.today},
    check=another_hand,
    once="该干部已有这一年的综述，每人每年一篇；没有保存，您的输入还在屏幕上",
)
INSPECTIONS = row.Row(
    PoliticalInspection,
    "political-inspections",
    key=("person_id", "held_on"),
    right=EDIT,
    help="每次考察两人以上，至少写一条具体事例；谈话对象只记人数。",
    required=("examiners",),
    listed=("held_on", "way", "examiners", "interviewed", "evidence"),
    new={"held_on": row.today},
    check=two_and_an_example,
    own_forms=("political-inspection",),
)
TEAMS = row.Row(
    TeamInspection,
    "team-inspections",
    key=("unit_id", "inspected_on"),
    right=EDIT,
    help="问题写给单位，逐条登记整改；涉及个人的另做政治素质考察。",
    new={"year": lambda office: office.today().year, "inspected_on": row.today},
    derived={"整改": settled},
    check=group_of_two,
    own_forms=("team-inspection-report", "team-rectification"),
)
FRONTLINE = row.Row(
    FrontlineRecord,
    "frontline",
    key=("person_id", "task", "started_on"),
    right=EDIT,
    help="只登记参加的人；因病、孕产、照护未参加的不登记，也不是缺点。",
    listed=("task", "started_on", "ended_on", "post", "evaluation", "evaluated_by"),
    new={"recorded_by": row.acting},
    derived={"参与天数": days_taken_part},
    check=ends_after_it_began,
    reminders=(
        row.Owed(
            "frontline-evaluation",
            "evaluation",
            "一线任务未填评价",
            after="ended_on",
            within="frontline_evaluation_days",
            nature=row.Nature.RIGHT,
            help="任务结束后未填评价",
        ),
    ),
    own_forms=("frontline-record",),
)
MEETINGS = row.Row(
    PartyMeeting,
    "party-meetings",
    key=("unit_id", "kind", "held_on"),
    right=EDIT,
    help="登记民主生活会和“三会一课”，对照检查写在“对照检查”页。",
    new={"recorded_by": row.acting, "held_on": row.today},
    derived={"缺席率": share_absent},
    check=no_more_absent_than_expected,
    forget=keep_with_self_checks,
    own_forms=("meeting-rectification",),
)
SELF_CHECKS = row.Row(
    SelfCheck,
    "self-checks",
    key=("person_id", "meeting_id", "problem"),
    may_lack=("meeting_id",),
    right=EDIT,
    help="自我批评只用于整改，不会成为反向条目。",
    fields=("person_id", "meeting_id", "checked_on", "problem", "measure", "responsible", "due_on"),
    listed=("checked_on", "problem", "measure", "due_on"),
    newest_by="checked_on",
    new={"checked_on": row.today},
    derived={"整改": settled},
    prepare=in_step,
)
RECTIFICATIONS = row.Row(
    Rectification,
    "rectifications",
    key=("unit_id", "person_id", "matter", "found_on"),
    may_lack=("unit_id", "person_id", "found_on"),
    right=EDIT,
    help="写明问题、措施、责任人和时限；由责任人以外的人凭材料销号。",
    fields=(
        *("matter", "unit_id", "person_id", "found_by", "found_on"),
        *("problem", "measure", "responsible", "due_on"),
    ),
    required=("problem",),
    listed=("matter", "unit_id", "found_by", "problem", "measure", "responsible", "due_on"),
    newest_by="found_on",
    new={"found_on": row.today},
    derived={"整改": settled},
    check=somebody_answers,
    prepare=in_step,
    own_forms=("rectification",),
)
HITS = row.Row(
    NegativeHit,
    "negative-hits",
    key=("person_id", "clause_id", "occurred_on"),
    may_lack=("occurred_on",),
    right=EDIT,
    help="只有已核实的才能生效，按行为发生时的清单版本认定。",
    fields=("person_id", "clause_id", "occurred_on", "verification", "verified_in", "handling", *LIMITING_FIELDS),
    required=("facts",),
    listed=("clause_id", "occurred_on", "verification", "facts", "ends_on"),
    check=clause_named,
    own_forms=("negative-hit",),
)
ASSESSMENTS = row.Row(
    DutyAssessment,
    "duty-assessments",
    key=("person_id", "meeting", "met_on"),
    may_lack=("met_on",),
    right=EDIT,
    help="只写事实和研判会的意见，不给人归类、贴标签。",
    fields=("person_id", "meeting", "met_on", "participants", "occurred_on", *LIMITING_FIELDS, "measure"),
    required=("facts",),
    listed=("meeting", "met_on", "facts", "judgement", "measure"),
    check=nobody_labelled,
    own_forms=("duty-assessment",),
)
REASONS = row.Row(
    RecommendReason,
    "recommend-reasons",
    key=("person_id", "recommended_on", "recommended_by"),
    may_lack=("recommended_on", "recommended_by"),
    right=EDIT,
    help="写做了什么、结果怎样，附证明材料。",
    required=("facts",),
    listed=("recommended_on", "recommended_by", "facts", "papers"),
    new={"recommended_on": row.today, "recorded_by": row.acting},
    check=facts_no_slogan,
    own_forms=("recommend-reason",),
)
NOTES = row.Row(
    OffHoursNote,
    "off-hours-notes",
    key=("person_id", "occurred_on", "way"),
    right=EDIT,
    help="只收组织安排的正式走访：两人以上、写事实、经核实、听取本人说明，到期失效。",
    fields=(
        *("person_id", "occurred_on", "way", "is_formal", "visitors", "place", "checked"),
        *(name for name in LIMITING_FIELDS if name != "no_end_ground"),
    ),
    required=("visitors",),
    listed=("occurred_on", "way", "visitors", "facts", "ends_on"),
    before=with_its_end,
    own_forms=("off-hours-note",),
)
ROWS = (
    *(SUMMARIES, INSPECTIONS, TEAMS, FRONTLINE, MEETINGS, SELF_CHECKS, RECTIFICATIONS),
    *(HITS, ASSESSMENTS, REASONS, NOTES),
)
