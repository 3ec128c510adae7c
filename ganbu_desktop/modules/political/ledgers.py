"""The ledgers of the political room: lists, entry forms, grids and workbooks of its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.political import actions, queries, records, rules
from ganbu_desktop.store.record import Record

_LIMITING = (
    "facts",
    "judgement",
    "suggestion",
    "source_kind",
    "source",
    "recorded_by",
    "recorded_on",
    "reviewed_by",
    "reviewer_is_leader",
    "reviewed_on",
    "ends_on",
    "no_end_ground",
)
"""What every limiting record has, in the order of its form: fact, judgement and suggestion apart, then who handled."""


def _by(field: str, day: str) -> Callable[[Office], Mapping[str, Any]]:
    """Return what gives a fresh row the acting account and today."""
    return lambda office: {field: office.account.name, day: PartialDate.of(office.today())}


def _complete(office: Office, rows: Sequence[Record]) -> list[str]:
    people = [cast("records.PoliticalArchive", row).person_id for row in rows]
    expected, day = queries.expected_sources(office, office.today()), office.today()
    with office.reading() as connection:
        found = queries.completeness(connection, people, expected, day)
    return [found[person_id].text for person_id in people]


def _counted(office: Office, rows: Sequence[Record]) -> list[str]:
    people = [cast("records.PoliticalArchive", row).person_id for row in rows]
    with office.reading() as connection:
        found = queries.dimension_counts(connection, people, office.today())
    return ["　".join(_said(count) for count in found[person_id] if _said(count)) or "无记录" for person_id in people]


def _said(count: queries.DimensionCount) -> str:
    said = [f"正{count.forward}"] * bool(count.forward) + [f"反{count.reverse}"] * bool(count.reverse)
    return f"{count.dimension}{'、'.join(said)}" if said else ""


def _days(office: Office, rows: Sequence[Record]) -> list[str]:
    days = [rules.days_at(cast("records.FrontlineRecord", row), office.today()) for row in rows]
    return ["无记录" if day is None else str(day) for day in days]


def _absence(office: Office, rows: Sequence[Record]) -> list[str]:
    meetings = [cast("records.PartyMeeting", row) for row in rows]
    return ["无记录" if m.absent is None else rules.percent(m.absent, m.expected or 0) for m in meetings]


def _settled(office: Office, rows: Sequence[Record]) -> list[str]:
    with office.reading() as connection:
        items = hanging_on(connection, LoopItem, [row.id for row in rows])
    return [_state(items.get(row.id, []), office) for row in rows]


def _state(items: Sequence[LoopItem], office: Office) -> str:
    if not items:
        return "无记录"
    closed = sum(item.is_closed for item in items)
    overdue = sum(item.is_overdue(office.today()) for item in items)
    said = "已销号" if closed == len(items) else f"已销号 {closed}/{len(items)}" if len(items) > 1 else "整改中"
    return f"{said}，超期 {overdue}" if overdue else said


def _shown(office: Office, rows: Sequence[Record]) -> list[str]:
    ballots = [cast("records.BallotSum", row) for row in rows]
    return ["样本不足，不显示" if queries.ballot_results(office, b) is None else "可以查看" for b in ballots]


ARCHIVES = LedgerSpec(
    name="political-archives",
    title="政治素质档案",
    record=records.PoliticalArchive,
    fields=("person_id", "number", "opened_on", "status", "kept_by", "note"),
    listed=("number", "opened_on"),
    key=("person_id",),
    save=actions.save_archives,
    newest_by="opened_on",
    required=("person_id",),
    new=lambda office: {"opened_on": PartialDate.of(office.today()), "status": "1"},
    forms=("political-archive",),
    derived={"材料齐全": _complete, "各维度条目": _counted},
    help="还没有政治素质档案。点“为现职干部建档”，一人一档，编号自动接续。",
)
ENTRIES = LedgerSpec(
    name="political-entries",
    title="政治素质条目",
    record=records.PoliticalEntry,
    fields=("person_id", "dimension", "direction", "occurred_on", *_LIMITING, "consented_on"),
    listed=("dimension", "direction", "occurred_on", "facts", "source_kind", "source", "ends_on"),
    key=("person_id", "dimension", "direction", "occurred_on", "facts"),
    save=actions.save_entries,
    newest_by="occurred_on",
    required=("person_id", "dimension", "direction", "facts"),
    new=_by("recorded_by", "recorded_on"),
    help="还没有条目。先登记事实和来源；反向条目要有佐证材料、本人说明、复核人和失效日期才能生效。",
)
SUMMARIES = LedgerSpec(
    name="political-summaries",
    title="年度综述",
    record=records.YearSummary,
    fields=("person_id", "year", "text", "author", "written_on", "checked_by", "checked_on"),
    key=("person_id", "year"),
    save=actions.save_summaries,
    newest_by="written_on",
    required=("person_id", "year", "text"),
    new=lambda office: {"year": office.today().year, **_by("author", "written_on")(office)},
    help="还没有年度综述。每人每年一篇，撰写人和审核人不是同一人。",
)
INSPECTIONS = LedgerSpec(
    name="political-inspections",
    title="政治素质考察",
    record=records.PoliticalInspection,
    fields=("person_id", "held_on", "way", "examiners", "interviewed", *rules.FOCUS, "judgement", "evidence"),
    listed=("held_on", "way", "examiners", "interviewed", "evidence"),
    key=("person_id", "held_on"),
    save=actions.save_inspections,
    newest_by="held_on",
    required=("person_id", "held_on", "examiners"),
    new=lambda office: {"held_on": PartialDate.of(office.today())},
    forms=("political-inspection",),
    help="还没有考察记录。每次考察两人以上，至少写一条具体事例；谈话对象只记人数。",
)
BALLOTS = LedgerSpec(
    name="political-ballots",
    title="政治素质测评",
    record=records.BallotSum,
    fields=("title", "person_id", "occasion", "direction", "held_on", "handed_out", "counted", "counted_by"),
    listed=("occasion", "direction", "held_on", "handed_out", "counted"),
    key=("person_id", "occasion", "direction"),
    save=actions.save_ballots,
    newest_by="held_on",
    required=("person_id", "occasion", "direction", "counted"),
    new=lambda office: {"held_on": PartialDate.of(office.today())},
    forms=("political-ballot-sum", "political-ballot-positive", "political-ballot-reverse"),
    derived={"分项结果": _shown},
    help="还没有测评。先打印空白测评表，投票后登记发出票数、有效票数，再录入各要点的票数合计；不录单张票。",
)
BALLOT_ITEMS = LedgerSpec(
    name="political-ballot-items",
    title="测评分项票数",
    record=records.BallotItem,
    fields=("ballot_id", "item", "answer_1", "answer_2", "answer_3", "answer_4"),
    key=("ballot_id", "item"),
    save=actions.save_items,
    newest_by="item",
    required=("ballot_id", "item"),
    help="还没有票数。先登记测评，再逐项录入票数合计，可从 Excel 粘贴。",
)
TEAMS = LedgerSpec(
    name="team-inspections",
    title="班子政治建设考察",
    record=records.TeamInspection,
    fields=("unit_id", "year", "inspected_on", "examiners", "findings", "fed_back_on", "fed_back_to"),
    key=("unit_id", "inspected_on"),
    save=actions.save_teams,
    newest_by="inspected_on",
    required=("unit_id", "inspected_on"),
    new=lambda office: {"year": office.today().year, "inspected_on": PartialDate.of(office.today())},
    forms=("team-inspection-report", "team-rectification"),
    derived={"整改": _settled},
    help="还没有班子考察。问题写给单位，逐条登记整改；涉及个人的另做政治素质考察。",
)
FRONTLINE = LedgerSpec(
    name="frontline",
    title="一线表现",
    record=records.FrontlineRecord,
    fields=(
        "person_id",
        "task",
        "started_on",
        "ended_on",
        "post",
        "leave_kind",
        "facts",
        "evaluation",
        "evaluated_by",
        "evaluated_on",
        "proof",
        "recorded_by",
    ),
    listed=("task", "started_on", "ended_on", "post", "evaluation", "evaluated_by"),
    key=("person_id", "task", "started_on"),
    save=actions.save_frontline,
    newest_by="started_on",
    required=("person_id", "task", "started_on"),
    new=lambda office: {"recorded_by": office.account.name},
    forms=("frontline-record",),
    derived={"参与天数": _days},
    help="还没有一线表现记录。只登记参加的人；因病、孕产、照护未参加的不登记，也不是缺点。",
)
MEETINGS = LedgerSpec(
    name="party-meetings",
    title="党内政治生活",
    record=records.PartyMeeting,
    fields=("unit_id", "kind", "held_on", "topic", "expected", "absent", "absence_reasons", "recorded_by"),
    key=("unit_id", "kind", "held_on"),
    save=actions.save_meetings,
    newest_by="held_on",
    required=("unit_id", "kind", "held_on"),
    new=_by("recorded_by", "held_on"),
    forms=("meeting-rectification",),
    derived={"缺席率": _absence},
    help="还没有会议。登记民主生活会和“三会一课”，对照检查写在“对照检查”页。",
)
SELF_CHECKS = LedgerSpec(
    name="self-checks",
    title="对照检查",
    record=records.SelfCheck,
    fields=("person_id", "meeting_id", "checked_on", "problem", "measure", "responsible", "due_on"),
    listed=("checked_on", "problem", "measure", "due_on"),
    key=("person_id", "meeting_id", "problem"),
    save=actions.save_self_checks,
    newest_by="checked_on",
    required=("person_id", "problem"),
    new=lambda office: {"checked_on": PartialDate.of(office.today())},
    derived={"整改": _settled},
    help="还没有对照检查。自我批评只用于整改，不会成为反向条目。",
)
RECTIFICATIONS = LedgerSpec(
    name="rectifications",
    title="查摆整改",
    record=records.Rectification,
    fields=(
        "matter",
        "unit_id",
        "person_id",
        "found_by",
        "found_on",
        "problem",
        "measure",
        "responsible",
        "due_on",
    ),
    listed=("matter", "unit_id", "found_by", "problem", "measure", "responsible", "due_on"),
    key=("unit_id", "person_id", "matter", "found_on"),
    save=actions.save_rectifications,
    newest_by="found_on",
    required=("matter", "problem"),
    new=lambda office: {"found_on": PartialDate.of(office.today())},
    forms=("rectification",),
    derived={"整改": _settled},
    help="还没有整改事项。写明问题、措施、责任人和时限；由责任人以外的人凭材料销号。",
)
LISTS = LedgerSpec(
    name="negative-lists",
    title="负面清单版本",
    record=records.NegativeListVersion,
    fields=("title", "document", "effective_from", "ended_on", "studied_on", "studied_as"),
    key=("title",),
    save=actions.save_lists,
    newest_by="effective_from",
    required=("title", "effective_from"),
    forms=("negative-list",),
    help="还没有负面清单。先登记版本和施行日期，再录入条款；新版施行，旧版自动截止。",
)
CLAUSES = LedgerSpec(
    name="negative-clauses",
    title="负面清单条款",
    record=records.NegativeListClause,
    fields=("version_id", "title", "situation", "basis", "effective_from"),
    key=("version_id", "title"),
    save=actions.save_clauses,
    newest_by="effective_from",
    required=("version_id", "title"),
    help="还没有条款。条款属于一个版本，命中按行为发生时的版本认定。",
)
HITS = LedgerSpec(
    name="negative-hits",
    title="负面清单命中",
    record=records.NegativeHit,
    fields=("person_id", "clause_id", "occurred_on", "verification", "verified_in", "handling", *_LIMITING),
    listed=("clause_id", "occurred_on", "verification", "facts", "ends_on"),
    key=("person_id", "clause_id", "occurred_on"),
    save=actions.save_hits,
    newest_by="occurred_on",
    required=("person_id", "clause_id", "facts"),
    new=_by("recorded_by", "recorded_on"),
    forms=("negative-hit",),
    help="还没有命中记录。只有已核实的才能生效，按行为发生时的清单版本认定。",
)
VETOES = LedgerSpec(
    name="vetoes",
    title="一票否决",
    record=records.VetoDecision,
    fields=("person_id", "clause", "occurred_on", "evidence_list", *_LIMITING),
    listed=("clause", "occurred_on", "source", "ends_on"),
    key=("person_id", "clause", "occurred_on"),
    save=actions.save_vetoes,
    newest_by="occurred_on",
    required=("person_id", "clause", "facts"),
    new=_by("recorded_by", "recorded_on"),
    forms=("veto-approval", "veto-notice", "veto-review"),
    may_import=False,
    help="没有一票否决。程序不会产生一票否决，只登记集体作出的决定；缺文号、未告知本人的不生效。",
)
ASSESSMENTS = LedgerSpec(
    name="duty-assessments",
    title="担当作为分析研判",
    record=records.DutyAssessment,
    fields=("person_id", "meeting", "met_on", "participants", "occurred_on", *_LIMITING, "measure"),
    listed=("meeting", "met_on", "facts", "judgement", "measure"),
    key=("person_id", "meeting", "met_on"),
    save=actions.save_assessments,
    newest_by="occurred_on",
    required=("person_id", "meeting", "facts"),
    new=_by("recorded_by", "recorded_on"),
    forms=("duty-assessment",),
    help="还没有研判。只写事实和研判会的意见，不给人归类、贴标签。",
)
REASONS = LedgerSpec(
    name="recommend-reasons",
    title="推荐理由",
    record=records.RecommendReason,
    fields=("person_id", "recommended_on", "recommended_by", "facts", "papers", "recorded_by"),
    listed=("recommended_on", "recommended_by", "facts", "papers"),
    key=("person_id", "recommended_on", "recommended_by"),
    save=actions.save_reasons,
    newest_by="recommended_on",
    required=("person_id", "facts"),
    new=lambda office: {"recommended_on": PartialDate.of(office.today()), "recorded_by": office.account.name},
    forms=("recommend-reason",),
    help="还没有推荐理由。写做了什么、结果怎样，附证明材料。",
)
NOTES = LedgerSpec(
    name="off-hours-notes",
    title="八小时外走访",
    record=records.OffHoursNote,
    fields=("person_id", "occurred_on", "way", "is_formal", "visitors", "place", "checked", *_LIMITING),
    listed=("occurred_on", "way", "visitors", "facts", "ends_on"),
    key=("person_id", "occurred_on", "way"),
    save=actions.save_notes,
    newest_by="occurred_on",
    required=("person_id", "occurred_on", "way", "visitors"),
    new=_by("recorded_by", "recorded_on"),
    forms=("off-hours-note",),
    help="还没有走访记录。只收组织安排的正式走访：两人以上、写事实、经核实、听取本人说明，到期失效。",
)
LEDGERS = (
    ARCHIVES,
    ENTRIES,
    SUMMARIES,
    INSPECTIONS,
    BALLOTS,
    BALLOT_ITEMS,
    TEAMS,
    FRONTLINE,
    MEETINGS,
    SELF_CHECKS,
    RECTIFICATIONS,
    LISTS,
    CLAUSES,
    HITS,
    VETOES,
    ASSESSMENTS,
    REASONS,
    NOTES,
)
