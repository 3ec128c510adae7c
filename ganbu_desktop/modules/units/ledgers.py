"""The ledgers of the units room: lists, entry forms, grids and workbooks of its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import AT_POST, OVERDUE, AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.quota import Quota
from ganbu_desktop.kernel.people.unit import UnitName
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.units import entry_actions as actions
from ganbu_desktop.modules.units.absences import absent
from ganbu_desktop.modules.units.records import (
    AbsenceFinding,
    PostProfile,
    ReviewedPerson,
    SuccessionCandidate,
    SurveyVisit,
    TeamReview,
    VillageCadre,
)
from ganbu_desktop.modules.units.succession import READ
from ganbu_desktop.modules.units.villages import months_left
from ganbu_desktop.store.record import Record

_LIMITING = (
    *("occurred_on", "facts", "judgement", "suggestion", "source_kind", "source", "recorded_by", "recorded_on"),
    *("reviewed_by", "reviewer_is_leader", "ends_on", "no_end_ground"),
)
"""What every limiting entry is typed with."""


def _today(office: Office) -> PartialDate:
    return PartialDate.of(office.today())


def _new_quota(office: Office) -> Mapping[str, Any]:
    return {"effective_from": _today(office)}


def _new_review(office: Office) -> Mapping[str, Any]:
    return {"held_on": _today(office), "kind": "1"}


def _new_survey(office: Office) -> Mapping[str, Any]:
    return {"held_on": _today(office), "kind": "1"}


def _new_candidate(office: Office) -> Mapping[str, Any]:
    return {"registered_on": _today(office)}


def _new_exit(office: Office) -> Mapping[str, Any]:
    return {"happened_on": _today(office)}


def _new_draft(office: Office) -> Mapping[str, Any]:
    return {"recorded_by": office.account.name, "recorded_on": _today(office)}


def _loops(office: Office, rows: Sequence[Record]) -> list[str]:
    """Return how the items that hang on some entries stand."""
    with office.reading() as connection:
        found = hanging_on(connection, LoopItem, [row.id for row in rows])
    return [_loops_of([item for item in found.get(row.id, []) if not item.is_void], office.today()) for row in rows]


def _loops_of(items: Sequence[LoopItem], day: date) -> str:
    if not items:
        return ""
    overdue = sum(item.is_overdue(day) for item in items)
    said = f"已销号 {sum(item.is_closed for item in items)}/{len(items)}"
    return f"{said}，超期 {overdue}" if overdue else said


def _standing(office: Office, rows: Sequence[Record]) -> list[str]:
    """Return how states of attendance stand today."""
    with office.reading() as connection:
        groups = {found.state.id: found.group for found in absent(connection, office.today())}
    return [_standing_of(cast("AttendanceState", row), groups.get(row.id), office.today()) for row in rows]


def _standing_of(state: AttendanceState, group: str | None, day: date) -> str:
    if state.kind == AT_POST or group is None:
        return "已返岗" if state.returned_on is not None else ""
    return OVERDUE if state.is_overdue(day) else group


def _left(office: Office, rows: Sequence[Record]) -> list[str]:
    """Return how many months the terms of village cadres still have."""
    return [_left_of(cast("VillageCadre", row), office.today()) for row in rows]


def _left_of(cadre: VillageCadre, day: date) -> str:
    months = months_left(cadre, day)
    if cadre.left_on is not None or months is None:
        return ""
    return f"{months} 个月" if months >= 0 else f"已届满 {-months} 个月"


def _seen_candidate(office: Office, record: Record) -> Record:
    """Show a candidate only to an account that may read candidates."""
    office.require(READ)
    return record


QUOTAS = LedgerSpec(
    name="quotas",
    title="核定职数编制",
    record=Quota,
    fields=("unit_id", "kind", "approved", "document", "effective_from", "note"),
    key=("unit_id", "kind", "effective_from"),
    required=("unit_id", "kind", "approved"),
    save=actions.save_quotas,
    newest_by="effective_from",
    new=_new_quota,
    carried=("document",),
    help="还没有核定文件。没有登记的，暂按单位信息采集表（B01）的编制数和领导职数计算。",
)

UNIT_NAMES = LedgerSpec(
    name="unit-names",
    title="单位名称沿革",
    record=UnitName,
    fields=("unit_id", "name", "short_name", "used_from", "used_until", "document"),
    key=("unit_id", "name", "used_until"),
    required=("unit_id", "name"),
    save=actions.save_unit_names,
    newest_by="used_until",
    help="还没有曾用名称。在“单位”里改名保存后，原名称自动记到这里；更名文号请补上。",
)

STATES = LedgerSpec(
    name="attendance",
    title="在岗状态",
    record=AttendanceState,
    fields=(
        *("person_id", "kind", "starts_on", "ends_on", "returned_on", "unit_id", "destination"),
        *("approval_document", "approved_by", "note"),
    ),
    listed=("kind", "starts_on", "ends_on", "returned_on", "unit_id", "destination", "approval_document"),
    key=("person_id", "kind", "starts_on"),
    required=("person_id", "kind"),
    save=actions.save_states,
    newest_by="starts_on",
    carried=("approval_document", "approved_by"),
    derived={"现状": _standing},
    help="还没有在岗状态。借调、抽调、学习、病休、产假、脱岗登记在这里；在岗的人不用登记。",
)

FINDINGS = LedgerSpec(
    name="absence-findings",
    title="脱岗核实",
    record=AbsenceFinding,
    fields=("person_id", "finding", *_LIMITING),
    listed=("occurred_on", "finding", "facts", "source", "ends_on"),
    key=("person_id", "occurred_on"),
    required=("person_id", "occurred_on"),
    save=actions.save_findings,
    newest_by="occurred_on",
    new=_new_draft,
    help="还没有核实结论。脱岗先核实：有佐证材料、本人说明、另一人复核，生效以后才可以写“无事由”。",
)

REVIEWS = LedgerSpec(
    name="team-reviews",
    title="班子研判",
    record=TeamReview,
    fields=(
        *("unit_id", "held_on", "kind", "participants", "term_ends_on", "facts", "judgement", "strengths"),
        *("weaknesses", "suggestions", "basis", "title"),
    ),
    listed=("title", "unit_id", "held_on", "kind", "participants", "term_ends_on"),
    key=("unit_id", "held_on", "kind"),
    required=("unit_id", "held_on"),
    save=actions.save_reviews,
    newest_by="held_on",
    new=_new_review,
    forms=("team-review",),
    carried=("participants",),
    derived={"建议落实": _loops},
    help="还没有研判记录。保存时冻结当天的班子结构；要办的建议登记为“研判建议”，由责任人以外的人销号。",
)

REVIEWED = LedgerSpec(
    name="reviewed-people",
    title="人员研判",
    record=ReviewedPerson,
    fields=("person_id", "review_id", "suggestion_kind", *_LIMITING),
    listed=("review_id", "suggestion_kind", "facts", "occurred_on", "ends_on"),
    key=("person_id", "occurred_on", "suggestion_kind"),
    required=("person_id", "occurred_on"),
    save=actions.save_reviewed_people,
    newest_by="occurred_on",
    new=_new_draft,
    carried=("review_id", "source_kind", "source"),
    help="还没有人员研判。建议“调整”“重点关注”的要有事实、佐证材料和本人说明，复核后才能生效。",
)

SURVEYS = LedgerSpec(
    name="surveys",
    title="班子调研",
    record=SurveyVisit,
    fields=(
        *("unit_id", "held_on", "kind", "way", "surveyors", "talked_count", "findings", "examples", "suggestions"),
    ),
    listed=("unit_id", "held_on", "kind", "way", "surveyors", "talked_count"),
    key=("unit_id", "held_on", "kind"),
    required=("unit_id", "held_on", "kind"),
    save=actions.save_surveys,
    newest_by="held_on",
    new=_new_survey,
    carried=("surveyors",),
    derived={"问题整改": _loops},
    help="还没有调研记录。谈话意见不记名；要整改的问题登记为“调研问题”，由责任人以外的人销号。",
)

PROFILES = LedgerSpec(
    name="post-profiles",
    title="岗位难度",
    record=PostProfile,
    fields=(
        *("unit_id", "post_name", "post_class", "workload", "risk", "remoteness", "pay_band", "ground", "meeting"),
        *("decided_on", "published_on", "duties_changed_on"),
    ),
    listed=("unit_id", "post_name", "post_class", "workload", "risk", "remoteness", "pay_band", "decided_on"),
    key=("unit_id", "post_name"),
    required=("unit_id", "post_name", "post_class"),
    save=actions.save_profiles,
    newest_by="decided_on",
    carried=("meeting",),
    help="还没有岗位难度。等级由会议集体评定并公布，只在同类岗位之间比较，不乘到个人头上。",
)

CANDIDATES = LedgerSpec(
    name="succession",
    title="备选人选",
    record=SuccessionCandidate,
    fields=("person_id", "unit_id", "post_name", "registered_on", "meeting", "removed_on", "note"),
    key=("person_id", "unit_id", "post_name"),
    required=("person_id", "unit_id", "post_name"),
    save=actions.save_candidates,
    newest_by="registered_on",
    new=_new_candidate,
    seen=_seen_candidate,
    carried=("meeting",),
    help="还没有备选人选。名单限部务会范围，由有权限的账号登记和查看。",
)

VILLAGE = LedgerSpec(
    name="village-cadres",
    title="村（社区）干部",
    record=VillageCadre,
    fields=(
        *("unit_id", "village", "name", "sex", "born_on", "political_status", "education", "post", "is_both"),
        *("system", "term_from", "term_until", "left_on", "monthly_pay", "has_pension", "has_medical"),
    ),
    listed=("unit_id", "village", "name", "sex", "born_on", "post", "is_both", "system", "term_from", "term_until"),
    key=("unit_id", "village", "name", "post"),
    required=("unit_id", "village", "name", "post"),
    save=actions.save_village_cadres,
    newest_by="term_from",
    carried=("village", "term_from", "term_until"),
    derived={"任期剩余": _left},
    help="还没有村（社区）干部。体制外的干部不进干部库，登记在这里；月报酬加密保存。",
)

EXITS = LedgerSpec(
    name="exits",
    title="流动",
    record=ExitEvent,
    fields=("person_id", "kind", "happened_on", "unit_id", "destination", "own_reason", "document"),
    listed=("kind", "happened_on", "unit_id", "destination", "document"),
    key=("person_id", "kind", "happened_on"),
    required=("person_id", "kind", "happened_on"),
    save=actions.save_exits,
    newest_by="happened_on",
    new=_new_exit,
    help="还没有流动记录。原因以本人自述为准，写原话；报考、求职意向一律不登记。",
)

LEDGERS = (*(QUOTAS, UNIT_NAMES, REVIEWS, REVIEWED, SURVEYS, PROFILES, CANDIDATES, STATES, FINDINGS, VILLAGE, EXITS),)
