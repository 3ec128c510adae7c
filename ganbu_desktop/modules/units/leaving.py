"""流动: how many left in a year, by kind, and the yearly rate by unit and age band, for groups large enough only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Supplement
from ganbu_desktop.kernel.people.person_index import unit_index
from ganbu_desktop.kernel.report.samples import SMALLEST
from ganbu_desktop.kernel.report.spec import Figure, share
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.units.teams import BOUNDS, age_names
from ganbu_desktop.store.operations import find

_SERVING = "现职人员"
UNKNOWN_UNIT, UNKNOWN_AGE = "单位没有记录", "出生年月没有记录"
NO_EVENT = "管理状态不是现职，又没有流动记录，不能推算年初是否在册"
BASE_FORMULA = "年初在册：现职人员加当年 1 月 1 日以后流出的人，减当年 1 月 1 日以后录用（没有填的按参加工作）的人"


@dataclass(frozen=True)
class Group:
    """One unit or age band: who was there at the beginning of the year, who left, and the rate.

    ``base`` and ``left`` name nobody: the table is anonymous. Where ``base`` is below the smallest sample, neither the
    number that left nor the rate is given.
    """

    name: str
    base: Figure
    left: Figure
    rate: Figure
    unit_id: str | None = None


@dataclass(frozen=True)
class Year:
    """The leaving of one year."""

    year: int
    kinds: Mapping[str, int]
    whole: Group
    units: tuple[Group, ...]
    ages: tuple[Group, ...]
    left_out: int
    rules: Mapping[str, str]


@dataclass(frozen=True)
class _Roll:
    """One person of the roll at the beginning of a year."""

    person_id: str
    unit: tuple[str | None, str]
    age: int | None
    has_left: bool


def year_of(office: Office, year: int) -> Year:
    """Return who left in a year against who was there at its beginning."""
    figures, last = office.parameters(), date(year, 12, 31)
    smallest = figures.get(SMALLEST, last)
    bounds = figures.get(BOUNDS, last)
    with office.reading() as connection:
        events = [e for e in find(connection, ExitEvent) if e.happened_on is not None]
        roll, unknown = _roll(connection, events, year)
        order = {row.unit_id: row.order_key for row in connection.execute(sa.select(unit_index))}
    uppers = [int(text) for text in figures.words(BOUNDS, last)]
    names = age_names(uppers)
    rule, least = version_of(smallest), figures.integer(SMALLEST, last)
    in_year = Counter(e.kind for e in events if e.happened_on is not None and e.happened_on.year == year)

    def band(one: _Roll) -> str:
        return UNKNOWN_AGE if one.age is None else names[sum(one.age > bound for bound in uppers)]

    by_unit = sorted({one.unit for one in roll}, key=lambda unit: (order.get(unit[0] or "", "~"), unit[1]))
    units = [_group(name, [o for o in roll if o.unit == (key, name)], least, rule, key) for key, name in by_unit]
    ages = [_group(name, _of(roll, band, name), least, rule) for name in (*names, UNKNOWN_AGE)]
    return Year(
        year,
        dict(in_year),
        _group("合计", roll, 0, rule),
        tuple(units),
        tuple(group for group in ages if group.base.value or group.name != UNKNOWN_AGE),
        unknown,
        {smallest.title: rule, bounds.title: version_of(bounds)},
    )


def _of(roll: Sequence[_Roll], band: Callable[[_Roll], str], name: str) -> list[_Roll]:
    return [one for one in roll if band(one) == name]


def _roll(connection: sa.Connection, events: Sequence[ExitEvent], year: int) -> tuple[list[_Roll], int]:
    """Return who was on the roll on 1 January, and how many cannot be told."""
    begin = PartialDate(year, 1, 1)
    exits: dict[str, ExitEvent] = {}
    for known in sorted(events, key=lambda e: (str(e.happened_on), e.id)):
        exits[known.person_id] = known
    at, entry, unit = Person.table.c, Supplement.table.c, unit_index.c
    recruited = sa.select(entry.person_id, sa.func.min(entry.recruited_on, type_=entry.recruited_on.type).label("on"))
    came = recruited.group_by(entry.person_id).subquery()
    statement = (
        sa.select(at.id, at.unit_id, at.born_on, at.management_state, at.work_began_on, came.c.on, unit.name)
        .outerjoin(came, came.c.person_id == at.id)
        .outerjoin(unit_index, unit.unit_id == at.unit_id)
        .order_by(at.id)
    )
    names = {row.unit_id: row.name for row in connection.execute(sa.select(unit.unit_id, unit.name))}
    found, unknown = [], 0
    for row in connection.execute(statement):
        event, entered = exits.get(row.id), row.on or row.work_began_on
        if entered is not None and entered >= begin:
            continue
        if event is None and row.management_state not in (None, _SERVING):
            unknown += 1
            continue
        left_on = event.happened_on if event is not None else None
        if left_on is not None and left_on.year < year:
            continue
        unit_id = (event.unit_id if event is not None else None) or row.unit_id
        place = (unit_id, names.get(unit_id or "", "") or UNKNOWN_UNIT)
        has_left = left_on is not None and left_on.year == year
        found.append(_Roll(row.id, place, age_at(row.born_on, begin), has_left))
    return found, unknown


def _group(name: str, roll: Sequence[_Roll], least: int, rule: str, unit_id: str | None = None) -> Group:
    base, left = len(roll), sum(one.has_left for one in roll)
    base_figure = Figure(base, formula=BASE_FORMULA, rule=rule)
    if base < least:
        hidden = Figure(None, formula="年初在册不到最小样本，不出分项", rule=rule)
        return Group(name, base_figure, hidden, hidden, unit_id)
    left_figure = Figure(left, formula="年初在册的人中当年流出的人数", rule=rule)
    return Group(name, base_figure, left_figure, share(left, base, formula="流出 ÷ 年初在册", rule=rule), unit_id)
