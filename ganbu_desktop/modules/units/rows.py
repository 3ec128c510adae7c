"""The plain rows of the room: numbers, names, reviews of members, surveys, posts, candidates, who is away, leaving.

Reviews of teams have a verb of their own (``entry_actions``): each freezes its team's structure before it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import AT_POST, OVERDUE, AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.quota import Quota
from ganbu_desktop.kernel.people.unit import UnitName
from ganbu_desktop.kernel.row import in_order
from ganbu_desktop.modules.units.absences import absent
from ganbu_desktop.modules.units.following import standing_of_loops
from ganbu_desktop.modules.units.records import (
    AbsenceFinding,
    PostProfile,
    ReviewedPerson,
    SuccessionCandidate,
    SurveyVisit,
    VillageCadre,
)
from ganbu_desktop.modules.units.rights import EXITS, PEOPLE, QUOTAS, READ_SUCCESSION, SUCCESSION, TEAMS, VILLAGES
from ganbu_desktop.modules.units.villages import months_left

_LEADERS = ("1", "2")
"""Codes of ``village_post`` that one person can hold together: 党组织书记 and 村（居）委会主任."""


def name_faults(name: UnitName, now: row.Now) -> Iterator[str]:
    """Yield what keeps a former name from being saved."""
    yield from in_order(name, "used_from", "used_until")


def state_faults(state: AttendanceState, now: row.Now) -> Iterator[str]:
    """Yield what keeps a time away from being saved; coming back before the approved end is no fault."""
    for name, called in (("ends_on", "截止日期"), ("returned_on", "实际返岗日期")):
        if any(in_order(state, "starts_on", name)):
            yield f"{called}早于起始日期"


def profile_faults(profile: PostProfile, now: row.Now) -> Iterator[str]:
    """Yield what keeps a post's difficulty from being saved; one that no meeting decided can be, and does not count."""
    yield from in_order(profile, "decided_on", "published_on")


def candidate_faults(candidate: SuccessionCandidate, now: row.Now) -> Iterator[str]:
    """Yield what keeps a candidate from being saved."""
    yield from in_order(candidate, "registered_on", "removed_on")


def village_faults(cadre: VillageCadre, now: row.Now) -> Iterator[str]:
    """Yield what keeps a village cadre from being saved."""
    yield from in_order(cadre, "term_from", "term_until")
    yield from in_order(cadre, "term_from", "left_on")
    if cadre.is_both and cadre.post not in _LEADERS:
        yield "只有党组织书记、村（居）委会主任可以是一肩挑"


def standing(office: Office, states: Sequence[AttendanceState]) -> list[str]:
    """Return how states of attendance stand today."""
    with office.reading() as connection:
        groups = {found.state.id: found.group for found in absent(connection, office.today())}
    return [_standing_of(state, groups.get(state.id), office.today()) for state in states]


def _standing_of(state: AttendanceState, group: str | None, day: date) -> str:
    if state.kind == AT_POST or group is None:
        return "已返岗" if state.returned_on is not None else ""
    return OVERDUE if state.is_overdue(day) else group


def term_left(office: Office, cadres: Sequence[VillageCadre]) -> list[str]:
    """Return how many months the terms of village cadres still have."""
    return [_left_of(cadre, office.today()) for cadre in cadres]


def _left_of(cadre: VillageCadre, day: date) -> str:
    months = months_left(cadre, day)
    if cadre.left_on is not None or months is None:
        return ""
    return f"{months} 个月" if months >= 0 else f"已届满 {-months} 个月"


NUMBERS = row.Row(
    Quota,
    "quotas",
    key=("unit_id", "kind", "effective_from"),
    may_lack=("effective_from",),
    once="这个单位的这类职数在同一生效日期已有核定数。没有保存，数据未改动。",
    right=QUOTAS,
    help="没有登记的，暂按单位信息采集表（B01）的编制数和领导职数计算。",
    carried=("document",),
    new={"effective_from": row.today},
)

UNIT_NAMES = row.Row(
    UnitName,
    "unit-names",
    key=("unit_id", "name", "used_until"),
    may_lack=("used_until",),
    right=QUOTAS,
    help="在“单位”里改名保存后，原名称自动记到这里；更名文号请补上。",
    check=name_faults,
)

REVIEWED = row.Row(
    ReviewedPerson,
    "reviewed-people",
    key=("person_id", "occurred_on", "suggestion_kind"),
    may_lack=("suggestion_kind",),
    right=TEAMS,
    help="建议“调整”“重点关注”的要有事实、佐证材料和本人说明，复核后才能生效。",
    listed=("review_id", "suggestion_kind", "facts", "occurred_on", "ends_on"),
    carried=("review_id", "source_kind", "source"),
)

SURVEYS = row.Row(
    SurveyVisit,
    "surveys",
    key=("unit_id", "held_on", "kind"),
    right=TEAMS,
    help="谈话意见不记名；要整改的问题登记为“调研问题”，由责任人以外的人销号。",
    listed=("unit_id", "held_on", "kind", "way", "surveyors", "talked_count"),
    carried=("surveyors",),
    new={"held_on": row.today, "kind": "1"},
    derived={"问题整改": standing_of_loops},
)

PROFILES = row.Row(
    PostProfile,
    "post-profiles",
    key=("unit_id", "post_name"),
    right=TEAMS,
    help="等级由会议集体评定并公布，只在同类岗位之间比较，不乘到个人头上。",
    listed=("unit_id", "post_name", "post_class", "workload", "risk", "remoteness", "pay_band", "decided_on"),
    carried=("meeting",),
    check=profile_faults,
)

CANDIDATES = row.Row(
    SuccessionCandidate,
    "succession",
    key=("person_id", "unit_id", "post_name"),
    right=SUCCESSION,
    reads=READ_SUCCESSION,
    help="名单限部务会范围，由有权限的账号登记和查看。",
    carried=("meeting",),
    new={"registered_on": row.today},
    check=candidate_faults,
)

STATES = row.Row(
    AttendanceState,
    "attendance",
    key=("person_id", "kind", "starts_on"),
    may_lack=("starts_on",),
    right=PEOPLE,
    help="借调、抽调、学习、病休、产假、脱岗登记在这里；在岗的人不用登记。",
    listed=("kind", "starts_on", "ends_on", "returned_on", "unit_id", "destination", "approval_document"),
    carried=("approval_document", "approved_by"),
    derived={"现状": standing},
    check=state_faults,
)

FINDINGS = row.Row(
    AbsenceFinding,
    "absence-findings",
    key=("person_id", "occurred_on"),
    right=PEOPLE,
    help="脱岗先核实：有佐证材料、本人说明、另一人复核，生效以后才可以写“无事由”。",
    listed=("occurred_on", "finding", "facts", "source", "ends_on"),
)

VILLAGE = row.Row(
    VillageCadre,
    "village-cadres",
    key=("unit_id", "village", "name", "post"),
    right=VILLAGES,
    help="体制外的干部不进干部库，登记在这里；月报酬加密保存。",
    listed=("unit_id", "village", "name", "sex", "born_on", "post", "is_both", "system", "term_from", "term_until"),
    carried=("village", "term_from", "term_until"),
    derived={"任期剩余": term_left},
    check=village_faults,
)

EXITS_OF_PEOPLE = row.Row(
    ExitEvent,
    "exits",
    key=("person_id", "kind", "happened_on"),
    right=EXITS,
    help="原因以本人自述为准，写原话；报考、求职意向一律不登记。",
    fields=("person_id", "kind", "happened_on", "unit_id", "destination", "own_reason", "document"),
    listed=("kind", "happened_on", "unit_id", "destination", "document"),
    new={"happened_on": row.today},
    from_person={"unit_id": "unit_id"},
)

ROWS = (NUMBERS, UNIT_NAMES, REVIEWED, SURVEYS, PROFILES, CANDIDATES, STATES, FINDINGS, VILLAGE, EXITS_OF_PEOPLE)
