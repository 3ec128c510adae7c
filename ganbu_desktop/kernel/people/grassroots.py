"""基层工作年限: the months spent in posts at a township, subdistrict, village or community.

Whether a post is at the grassroots is told by its unit's 隶属关系 as recorded (乡、镇、街道、村、社区, and what centre
or province have set in them), for an inner body (内设机构) without one by its parent's; never by a character in a
name. A bureau of the county is none, whatever it is called. Where the unit or its 隶属关系 is missing, the answer is
unknown and says of which unit, unless the unit's 机构级别 (县、处级 and above) already rules it out.

Source: the county's own reading of 基层工作经历 in 选拔任用条例 第八条 (提任县处级须有两年以上); the wider reading of
recruitment notices, in which county bodies count, is not used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.ages import full_months
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.kernel.people.posts import REMOVED
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.dates import month_index

GRASSROOTS = (
    "乡（镇）、街道", "镇", "乡", "街道", "居民、村民委员会", "居民委员会", "村民委员会",
    "中央设在乡(镇)", "中央设在街道", "省(区、市)设在乡(镇）", "省(区、市)设在街道",
)  # fmt: skip
"""The codes of table ``unit_subordination`` that are 基层."""
NEVER = (
    "中央、国家级（正）", "中央、国家级（副）", "部级", "副部级", "省级", "副省级",
    "地、厅、司、局级", "副地、副厅、副司、副局级", "县、处级", "副县、副处级",
)  # fmt: skip
"""The codes of table ``unit_level`` of bodies that are no grassroots ones though their 隶属关系 is missing."""
_INNER = "内设机构"
NO_TENURE, NO_UNIT, NO_DATE = "没有任职记录", "有任职没有填任职机构", "基层任职没有填任职时间或免职时间"


@dataclass(frozen=True)
class Known:
    """The full months at the grassroots."""

    months: int


@dataclass(frozen=True)
class Unknown:
    """``at_least`` months are certain; ``reason`` says what is missing for the rest."""

    at_least: int
    reason: str


def is_grassroots(unit: Unit, units: Mapping[str, Unit]) -> bool | None:
    """Return whether a unit is a grassroots one; None where nothing recorded says it."""
    parent = units.get(unit.parent_id or "") if unit.kind == _INNER else None
    told = unit.subordination or (parent.subordination if parent else None)
    if told is not None:
        return told in GRASSROOTS
    return False if unit.level in NEVER else None


def grassroots_months(tenures: Iterable[Tenure], units: Mapping[str, Unit], day: date) -> Known | Unknown:
    """Return the months until a day; a month in two such posts counts once. ``units``: all units by id."""
    end, spans, missing = PartialDate.of(day), [], []
    rows = list(tenures)
    for tenure in rows:
        unit = units.get(tenure.unit_id or "")
        told = None if unit is None else is_grassroots(unit, units)
        if told is False:
            continue
        if told is None:
            missing.append(NO_UNIT if unit is None else f"“{unit.name or '未命名单位'}”没有填隶属关系")
        elif tenure.appointed_on is None or (tenure.removed_on is None and tenure.state == REMOVED):
            missing.append(NO_DATE)
        else:
            spans.append((tenure.appointed_on, min(tenure.removed_on or end, end)))
    months = _joined(spans)
    if not rows:
        return Unknown(0, NO_TENURE)
    return Unknown(months, "；".join(dict.fromkeys(missing))) if missing else Known(months)


def _joined(spans: list[tuple[PartialDate, PartialDate]]) -> int:
    """Return the months that some spans cover together."""
    months, reached = 0, None
    for first, last in sorted(spans):
        begun = first if reached is None else max(first, reached)
        months += full_months(begun, last) or 0
        reached = last if reached is None else max(reached, last)
    return months


def grassroots_table(end: PartialDate) -> sa.Subquery:
    """Return ``grassroots_months`` of everybody with a tenure: (person_id, months, is_known)."""
    at, unit = Tenure.table.c, Unit.table.c
    told = _unit_told()
    undated = sa.or_(
        at.appointed_on.is_(None), sa.and_(at.removed_on.is_(None), sa.func.coalesce(at.state, "") == REMOVED)
    )
    counted = sa.and_(told.is_(sa.true()), sa.not_(undated))
    last = sa.func.min(sa.func.coalesce(month_index(at.removed_on), end.month_index()), end.month_index())
    is_missing = sa.case((told.is_(None), 1), (sa.and_(told.is_(sa.true()), undated), 1), else_=0)
    spans = (
        sa.select(
            at.person_id,
            is_missing.label("is_missing"),
            sa.case((counted, month_index(at.appointed_on))).label("first"),
            sa.case((counted, last)).label("last"),
        )
        .select_from(Tenure.table.outerjoin(Unit.table, unit.id == at.unit_id))
        .subquery()
    )
    mine = spans.c
    furthest = sa.func.max(mine.last).over(
        partition_by=mine.person_id, order_by=(mine.first, mine.last), rows=(None, -1)
    )
    pieces = sa.select(mine.person_id, mine.is_missing, mine.first, mine.last, furthest.label("furthest")).subquery()
    begun = sa.func.max(pieces.c.first, sa.func.coalesce(pieces.c.furthest, pieces.c.first))
    new = sa.func.coalesce(sa.func.max(pieces.c.last - begun, 0), 0)
    return (
        sa.select(
            pieces.c.person_id,
            sa.func.sum(new).label("months"),
            (sa.func.max(pieces.c.is_missing) == 0).label("is_known"),
        )
        .group_by(pieces.c.person_id)
        .subquery()
    )


def _unit_told() -> sa.ColumnElement[bool | None]:
    """Return ``is_grassroots`` of the row of ``Unit.table``; null where nothing recorded says it, or there is none."""
    at, parent = Unit.table.c, Unit.table.alias()
    inherited = sa.select(parent.c.subordination).where(parent.c.id == at.parent_id, at.kind == _INNER)
    told = sa.func.coalesce(at.subordination, inherited.correlate(Unit.table).scalar_subquery())
    return sa.case((told.is_not(None), told.in_(GRASSROOTS)), (at.level.in_(NEVER), sa.false()))
