"""Who held what on a day: the people who served then by unit and kind of quota, read in one consistent view.

Leading posts count in the unit where they are held. Ranks and staffing (编制) count in the unit that the staffing
belongs to (编制所在单位; where none is given, the unit of work), and there in the nearest unit above that has an
approved number of the kind: the sections of a bureau draw on the bureau's, a body of its own on nobody else's. Nobody
counts twice in one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.levels import rank_on
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import person_index
from ganbu_desktop.kernel.people.population import left_out
from ganbu_desktop.kernel.people.quota import CHIEF, DEPUTY, INNER, Quota, newest_in_force
from ganbu_desktop.kernel.people.seats import Seat, seats
from ganbu_desktop.kernel.people.service import Serving, Stay, serving
from ganbu_desktop.kernel.people.unit import Unit, existed
from ganbu_desktop.modules.units.queries import in_order
from ganbu_desktop.store.operations import find

LEADING = (CHIEF, DEPUTY)
STAFFING = {
    "行政编制": "41",
    "事业编制（参公）": "42",
    "事业编制（其他）": "43",
    "工勤编制": "44",
    "其他编制": "45",
}
"""Code of ``staffing_type`` to code of ``quota_kind``."""
ADMINISTRATIVE = "41"
_RANKS: dict[str, tuple[str, ...]] = {
    "一级调研员": ("21",),
    "二级调研员": ("22",),
    "三级调研员": ("23", "25"),
    "四级调研员": ("24", "25"),
    "一级主任科员": ("31", "35", "37"),
    "二级主任科员": ("32", "35", "37"),
    "三级主任科员": ("33", "36", "37"),
    "四级主任科员": ("34", "36", "37"),
}
"""A rank to the kinds of quota that it fills; some counties approve sums of several ranks."""
RANK_KINDS = tuple(dict.fromkeys(kind for kinds in _RANKS.values() for kind in kinds))
_SHEET_FIELDS = {
    CHIEF: "chief_posts",
    DEPUTY: "deputy_posts",
    "41": "staff_administrative",
    "42": "staff_civil_service_like",
    "43": "staff_institution",
    "44": "staff_worker",
    "45": "staff_other",
}
"""Where the unit's own sheet (B01) states a number, used while no document has been entered."""
COUNTS_LEADERS = "quota_ranks_count_leaders"
_BODY = "法人单位"
_IN_PUBLIC_BODY = "在机关工作的事业编制人员"


@dataclass(frozen=True)
class Worker:
    """One person as quotas see them on the day; ``why_not``: why the person does not count, empty for who serves."""

    id: str
    name: str
    unit_id: str | None
    staffing_unit_id: str | None
    staffing_type: str | None
    rank: str | None
    category: str | None
    is_serving: bool
    why_not: str = ""

    @property
    def home(self) -> str | None:
        """Return the unit that the person's staffing belongs to."""
        return self.staffing_unit_id or self.unit_id

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """Return the person with why not, as figures take it; nothing for who serves or came only later."""
        return [(self.id, self.why_not)] if self.why_not else []


@dataclass(frozen=True)
class Approved:
    """An approved number: how many, by which document, from when; ``quota_id`` None: from the unit's own sheet."""

    number: int
    document: str
    effective_from: PartialDate | None
    quota_id: str | None


@dataclass(frozen=True)
class County:
    """Everything that quotas are worked out from, as of a day. ``served`` says who counts, who does not and why."""

    day: date
    units: tuple[Unit, ...]
    workers: Mapping[str, Worker]
    served: Serving
    posts: tuple[Seat, ...]
    approved: Mapping[tuple[str, str], Approved]
    counts_leaders: bool

    def unit(self, unit_id: str) -> Unit:
        """Return one unit."""
        return self._by_id[unit_id]

    @cached_property
    def _by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    def name_of(self, unit_id: str | None) -> str:
        """Return what a unit is called in tables, empty for none."""
        unit = self._by_id.get(unit_id or "")
        return unit.called if unit is not None else ""

    def names(self, people: Iterable[str]) -> str:
        """Return the names of some people, in the given order."""
        return "、".join(self.workers[person].name for person in people if person in self.workers)

    def covering(self, unit_id: str | None, kind: str) -> str | None:
        """Return the unit whose number a unit draws on: the nearest, itself or above, with an approved one.

        A body of its own (法人单位) draws on nobody else's; itself where there is no number at all.
        """
        seen: set[str] = set()
        at = unit_id
        while at is not None and at in self._by_id and at not in seen:
            if (at, kind) in self.approved:
                return at
            if self._by_id[at].kind == _BODY:
                break
            seen.add(at)
            at = self._by_id[at].parent_id
        return unit_id

    def is_within(self, unit_id: str | None, above: str | None) -> bool:
        """Return whether a unit is another or stands below it."""
        seen: set[str] = set()
        at = unit_id
        while at is not None and at not in seen:
            if at == above:
                return True
            seen.add(at)
            unit = self._by_id.get(at)
            at = unit.parent_id if unit is not None else None
        return False


@dataclass(frozen=True)
class Holders:
    """Who fills one line, and who does not count there and why."""

    people: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def read_county(office: Office, day: date | None = None) -> County:
    """Read units, people, leading posts and the numbers approved as of a day (today without one)."""
    on = day or office.today()
    with office.reading() as connection:
        units = tuple(in_order(find(connection, Unit)))
        served = serving(connection, on)
        workers = _workers(connection, served, on)
        posts = seats(connection, on)
        quotas = find(connection, Quota)
    counts_leaders = office.parameters().flag(COUNTS_LEADERS, on)
    return County(on, units, workers, served, posts, _approved(units, quotas, on), counts_leaders)


def _workers(connection: sa.Connection, served: Serving, day: date) -> dict[str, Worker]:
    """Return everybody by id in the county's order; unit and 编制 are those of the day for who served on it."""
    at = Person.table.c
    columns = (at.id, at.name, at.unit_id, at.staffing_unit_id, at.staffing_type, at.person_category)
    statement = (
        sa.select(*columns, rank_on(day).label("rank"))
        .join(person_index, person_index.c.person_id == at.id)
        .order_by(person_index.c.default_key)
    )
    why_not = dict(left_out(served))
    return {row.id: _worker(row, served.people.get(row.id), why_not) for row in connection.execute(statement)}


def _worker(row: sa.Row[Any], stay: Stay | None, why_not: Mapping[str, str]) -> Worker:
    unit_id = row.unit_id if stay is None else stay.unit_id
    return Worker(
        row.id,
        row.name or "未命名",
        unit_id,
        # 编制所在单位 has no history: it is known only where the person is still in the unit of that day.
        row.staffing_unit_id if unit_id == row.unit_id else None,
        row.staffing_type if stay is None else stay.staffing_type,
        row.rank,
        row.person_category,
        stay is not None,
        why_not.get(row.id, ""),
    )


def _approved(units: Sequence[Unit], quotas: Iterable[Quota], day: date) -> dict[tuple[str, str], Approved]:
    """Return the number in force of each unit and kind: the newest document, else the unit's own sheet.

    A unit that does not exist yet, or no more, has none.
    """
    found: dict[tuple[str, str], Approved] = {}
    existing = {unit.id: unit for unit in units if existed(unit, day)}
    for unit in existing.values():
        for kind, field in _SHEET_FIELDS.items():
            number = getattr(unit, field)
            if number is not None:
                found[unit.id, kind] = Approved(number, "单位信息（B01）", None, None)
    for quota in (q for q in newest_in_force(quotas, day).values() if q.unit_id in existing):
        document = quota.document or "无文号"
        found[quota.unit_id, quota.kind] = Approved(quota.approved, document, quota.effective_from, quota.id)
    return found


_Line = Callable[[str | None, str], tuple[list[str], list[tuple[str, str]]]]
"""Gives the people of one line, and those left out of it with the reason, to add to."""


def holders(county: County) -> dict[tuple[str, str], Holders]:
    """Return who fills each line of unit and kind, in the order of units and teams."""
    found: dict[tuple[str, str], tuple[list[str], list[tuple[str, str]]]] = {}

    def line(unit_id: str | None, kind: str) -> tuple[list[str], list[tuple[str, str]]]:
        return found.setdefault((unit_id or "", kind), ([], []))

    leaders = _leaders(county, line)
    for worker in county.workers.values():
        if worker.home is not None:
            _count_staff(county, worker, line)
            _count_rank(county, worker, line, leaders)
    return {key: Holders(tuple(people), tuple(left)) for key, (people, left) in found.items()}


def _leaders(county: County, line: _Line) -> set[str]:
    """Count the leading posts; who is chief and deputy of one unit counts as its chief. Returns who leads."""
    order = {person_id: number for number, person_id in enumerate(county.workers)}
    current = [post for post in county.posts if post.is_held and post.person_id in order]
    chiefs = {(p.unit_id, p.person_id) for p in current if p.kind == CHIEF}
    leaders = set()
    for post in sorted(current, key=lambda post: order[post.person_id]):
        if post.kind is None:
            continue
        unit_id = county.covering(post.unit_id, INNER) if post.kind == INNER else post.unit_id
        people, left = line(unit_id, post.kind)
        worker = county.workers[post.person_id]
        if not worker.is_serving:
            left += worker.left_out
        elif post.kind == DEPUTY and (post.unit_id, post.person_id) in chiefs:
            left.append((post.person_id, "同时任本单位正职，已在正职中计"))
        elif post.person_id not in people:
            people.append(post.person_id)
            if post.kind in LEADING:
                leaders.add(post.person_id)
    return leaders


def _count_staff(county: County, worker: Worker, line: _Line) -> None:
    kind = STAFFING.get(worker.staffing_type or "")
    if kind is None:
        if worker.is_serving:
            line(county.covering(worker.home, ADMINISTRATIVE), ADMINISTRATIVE)[1].append((worker.id, "编制类型没有填"))
        return
    people, left = line(county.covering(worker.home, kind), kind)
    if worker.is_serving:
        people.append(worker.id)
    else:
        left += worker.left_out


def _count_rank(county: County, worker: Worker, line: _Line, leaders: set[str]) -> None:
    if not worker.is_serving:
        return
    for kind in _RANKS.get(codes.table("rank").label_for(worker.rank), ()) if worker.rank else ():
        people, left = line(county.covering(worker.home, kind), kind)
        if worker.id in leaders and not county.counts_leaders:
            left.append((worker.id, "担任领导职务，兼任的职级按参数不占职级职数"))
        else:
            people.append(worker.id)


@dataclass(frozen=True)
class Mixed:
    """One person whose staffing is not where the work is (混编) or not of the unit's kind (混岗), and why it counts."""

    person_id: str
    working: str
    staffing: str
    kind: str
    reason: str


def mixed(county: County) -> list[Mixed]:
    """Return everybody who is 混编 or 混岗, by unit of work."""
    found = []
    for worker in county.workers.values():
        if not worker.is_serving or worker.unit_id is None:
            continue
        working, home = county.name_of(worker.unit_id), county.name_of(worker.home)
        if worker.staffing_unit_id is not None and not county.is_within(worker.unit_id, worker.staffing_unit_id):
            found.append(Mixed(worker.id, working, home, "混编", "编制所在单位不是工作单位"))
        reason = _mixed_kind(county, worker)
        if reason:
            found.append(Mixed(worker.id, working, home, "混岗", reason))
    order = {unit.id: number for number, unit in enumerate(county.units)}
    return sorted(found, key=lambda m: (order.get(county.workers[m.person_id].unit_id or "", -1), m.kind, m.person_id))


def _mixed_kind(county: County, worker: Worker) -> str:
    """Return why somebody's kind of staffing is not the unit's, empty when it is or cannot be told."""
    if worker.category == _IN_PUBLIC_BODY:
        return f"人员类别为“{_IN_PUBLIC_BODY}”"
    kind = STAFFING.get(worker.staffing_type or "")
    if kind not in ("43", "44"):
        return ""
    own = county.approved.get((county.covering(worker.unit_id, kind) or "", kind))
    office = county.approved.get((county.covering(worker.unit_id, ADMINISTRATIVE) or "", ADMINISTRATIVE))
    if office is not None and office.number and (own is None or not own.number):
        return f"工作单位核定行政编制，没有核定{worker.staffing_type}"
    return ""
