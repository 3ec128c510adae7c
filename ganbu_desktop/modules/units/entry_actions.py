"""The verbs behind the ledgers of the units room: the only writers of quotas, reviews, states, villages and exits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.quota import Quota
from ganbu_desktop.kernel.people.unit import Unit, UnitName
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.modules.units import teams
from ganbu_desktop.modules.units.records import (
    PostProfile,
    ReviewedPerson,
    SuccessionCandidate,
    TeamReview,
    VillageCadre,
)
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record, replace

R = TypeVar("R", bound=Record)
QUOTAS, TEAMS, PEOPLE = "quotas.edit", "teams.edit", "attendance.edit"
SUCCESSION, VILLAGES, EXITS = "succession.edit", "villages.edit", "exits.edit"
_LEADERS = ("1", "2")
"""Codes of ``village_post`` that one person can hold together: 党组织书记 and 村（居）委会主任."""


def save_quotas(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write approved numbers; one number of a kind for a unit and day."""
    with office.operation(title, right=QUOTAS) as current:
        write_changes(current, pairs)
        for quota in _written(pairs, Quota):
            at = Quota.table.c
            same = current.find(Quota, at.unit_id == quota.unit_id, at.kind == quota.kind)
            if any(q.id != quota.id and q.effective_from == quota.effective_from for q in same):
                label = codes.table("quota_kind").label_for(quota.kind)
                when = quota.effective_from or "没有写生效日期"
                raise CheckFailed(f"这个单位的{label}在同一生效日期（{when}）已有核定数。没有保存，数据未改动。")


def save_unit_names(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write former names of units."""
    _refuse(pairs, UnitName, lambda name: _order("启用日期", name.used_from, "停用日期", name.used_until))
    _write(office, pairs, QUOTAS, title)


def save_states(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write where people are."""
    _refuse(pairs, AttendanceState, _state_faults)
    _write(office, pairs, PEOPLE, title)


def save_findings(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write drafts of findings about absences."""
    _write(office, _as_drafts(office, pairs), PEOPLE, title)


def save_reviews(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write reviews of teams; a new one gets its title, and the team's structure of its day frozen with it."""
    structures = {
        new.id: _structure(office, new)
        for old, new in pairs
        if isinstance(new, TeamReview) and (not isinstance(old, TeamReview) or old.unit_id != new.unit_id)
    }
    with office.operation(title, right=TEAMS) as current:
        ready: list[Pair] = []
        for old, new in pairs:
            if isinstance(new, TeamReview):
                content = structures.get(new.id)
                kept = new.snapshot if content is None else current.put_blob(content)
                new = replace(new, {"title": _review_title(current, new), "snapshot": kept})
            ready.append((old, new))
        deleted = [old.id for old, new in ready if old is not None and new is None]
        if deleted and current.find(ReviewedPerson, ReviewedPerson.table.c.review_id.in_(deleted)):
            raise CheckFailed("这次研判还有人员研判，不能删除；数据未改动。请先处理这些条目。")
        write_changes(current, ready)


def save_reviewed_people(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write drafts of what reviews say of single members."""
    _write(office, _as_drafts(office, pairs), TEAMS, title)


def save_surveys(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write visits to teams."""
    _write(office, pairs, TEAMS, title)


def save_profiles(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write how hard posts are; a level that no meeting decided can be prepared, but does not count."""
    _refuse(pairs, PostProfile, lambda p: _order("评定日期", p.decided_on, "公布日期", p.published_on))
    _write(office, pairs, TEAMS, title)


def save_candidates(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write candidates for posts, by a right of its own."""
    _refuse(pairs, SuccessionCandidate, lambda c: _order("登记日期", c.registered_on, "移出日期", c.removed_on))
    _write(office, pairs, SUCCESSION, title)


def save_village_cadres(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write village cadres; their pay comes sealed."""
    _refuse(pairs, VillageCadre, _village_faults)
    _write(office, pairs, VILLAGES, title)


def save_exits(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write who left; a new one bears the unit that the person was in."""
    with office.operation(title, right=EXITS) as current:
        ready: list[Pair] = []
        for old, new in pairs:
            if old is None and isinstance(new, ExitEvent) and new.unit_id is None:
                new = replace(new, {"unit_id": current.get(Person, new.person_id).unit_id})
            ready.append((old, new))
        write_changes(current, ready)


def _write(office: Office, pairs: Sequence[Pair], right: str, title: str) -> None:
    with office.operation(title, right=right) as current:
        write_changes(current, pairs)


def _written(pairs: Sequence[Pair], cls: type[R]) -> list[R]:
    return [new for _, new in pairs if isinstance(new, cls)]


def _refuse(pairs: Sequence[Pair], cls: type[R], faults: Callable[[R], Iterable[str]]) -> None:
    """Raise CheckFailed with everything that stands in the way of the first record that cannot be saved."""
    for number, (_, new) in enumerate(pairs, 1):
        found = list(faults(new)) if isinstance(new, cls) else []
        if found:
            place = f"第 {number} 条" if len(pairs) > 1 else ""
            raise CheckFailed(f"{place}{'；'.join(found)}。没有保存，数据未改动。")


def _order(first: str, one: PartialDate | None, second: str, other: PartialDate | None) -> list[str]:
    """Return a sentence where a second date lies before the first in a part that both know."""
    if one is None or other is None or not other < one or one.agrees_with(other):
        return []
    return [f"{second}早于{first}"]


def _state_faults(state: AttendanceState) -> list[str]:
    return [
        *_order("起始日期", state.starts_on, "截止日期", state.ends_on),
        *_order("起始日期", state.starts_on, "实际返岗日期", state.returned_on),
    ]


def _village_faults(cadre: VillageCadre) -> list[str]:
    found = _order("任职日期", cadre.term_from, "任期届满", cadre.term_until)
    found += _order("任职日期", cadre.term_from, "离任日期", cadre.left_on)
    if cadre.is_both and cadre.post not in _LEADERS:
        found.append("只有党组织书记、村（居）委会主任可以是一肩挑")
    return found


def _as_drafts(office: Office, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs with recorder and day filled in where a new limiting record has none."""
    today = PartialDate.of(office.today())
    found: list[Pair] = []
    for old, new in pairs:
        if old is None and isinstance(new, LimitingRecord):
            values = {"recorded_by": new.recorded_by or office.account.name, "recorded_on": new.recorded_on or today}
            new = replace(new, values)
        found.append((old, new))
    return found


def _structure(office: Office, review: TeamReview) -> bytes | None:
    """Return the structure of a review's team as of its day, None for a unit without a team.

    A review known to the month has the structure of its last day, as far as that is not to come.
    """
    today = office.today()
    day = min(review.held_on.last_day(), today) if review.held_on is not None else today
    found = teams.teams(office, day, [review.unit_id])
    return teams.snapshot(found[0], day) if found else None


def _review_title(current: Operation, review: TeamReview) -> str:
    unit = current.get(Unit, review.unit_id)
    kind = codes.table("review_kind").label_for(review.kind) if review.kind else "研判"
    return " ".join(part for part in (unit.short_name or unit.name or "", str(review.held_on or ""), kind) if part)
