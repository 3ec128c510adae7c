"""流动: how many left in a year, by kind, and the yearly rate by unit and age band, for groups large enough only.

The roll at the beginning of a year is who served on the day before, by the service history. Each leaving in the year
counts: who left, came back and left again has left twice. A table of this kind is for looking at oneself; small groups
are joined (``kernel.samples``) and nobody is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, count

import sqlalchemy as sa

from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import Serving, serving
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.samples import SMALLEST, Grouping, least_of, shown
from ganbu_desktop.kernel.report.spec import Figure, share
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.units.queries import in_order
from ganbu_desktop.modules.units.teams import BOUNDS, age_names
from ganbu_desktop.store.operations import find

UNKNOWN_UNIT, UNKNOWN_AGE = "单位没有记录", "出生年月没有记录"
BASE_FORMULA = "年初在册：上年 12 月 31 日在职的人，按服务经历；单位按当日所在单位"
LEFT_FORMULA = "年初在册的人当年流出的次数：流动记录，加上服务经历已经中断、没有流动记录的人"
_WHOLE = "合计"


@dataclass(frozen=True)
class Group:
    """Some units or age bands: who was there at the beginning of the year, how often somebody left, and the rate.

    They name nobody: the table is anonymous. ``left`` and ``rate`` have no data where the whole county is too small.
    ``unit_id``: the unit, where the group is one unit by itself.
    """

    name: str
    base: Figure
    left: Figure
    rate: Figure
    unit_id: str | None = None


@dataclass(frozen=True)
class Year:
    """The leaving of one year up to a day in it.

    ``joined``: the units whose numbers stand only in a group with others. ``came_and_left``: leavings of those who were
    not on the roll; ``unknown``: of how many people it cannot be told whether they were on it.
    """

    year: int
    kinds: Mapping[str, int]
    whole: Group
    units: tuple[Group, ...]
    ages: tuple[Group, ...]
    joined: frozenset[str | None]
    came_and_left: int
    unknown: int
    rules: Mapping[str, str]


@dataclass(frozen=True)
class _Roll:
    """One person of the roll at the beginning of a year."""

    person_id: str
    unit_id: str | None
    age: int | None
    times_left: int


def year_of(office: Office, year: int, day: date) -> Year:
    """Return who left in a year, up to a day in it, against who was there at its beginning."""
    figures, last = office.parameters(), date(year, 12, 31)
    with office.reading() as connection:
        units = in_order(find(connection, Unit))
        before, now = serving(connection, date(year - 1, 12, 31)), serving(connection, day)
        events = [e for e in find(connection, ExitEvent) if _within(e.happened_on, year, day)]
        born = {row.id: row.born_on for row in connection.execute(sa.select(Person.table.c.id, Person.table.c.born_on))}
    roll = _roll(before, now, events, born, year)
    names = _names(units, {one.unit_id for one in roll})
    uppers = [int(text) for text in figures.words(BOUNDS, last)]
    bands = age_names(uppers)

    def band(one: _Roll) -> str:
        return UNKNOWN_AGE if one.age is None else bands[sum(one.age > bound for bound in uppers)]

    by_unit = _grouping("按单位", list(names.values()), roll, lambda one: names[one.unit_id])
    by_age = _grouping("按年龄", (*bands, UNKNOWN_AGE), roll, band, is_ordered=True)
    whole = Grouping.of(_WHOLE, {_WHOLE: [one.person_id for one in roll]})
    whole_shown, units_shown, ages_shown = shown([whole, by_unit, by_age], least_of(figures, last))
    rule = version_of(figures.get(SMALLEST, last))
    of_name = {name: unit_id for unit_id, name in names.items()}
    alone = {group.title for group in units_shown.groups if len(group.parts) == 1}
    found = [_group(g.title, _of(roll, g.people), rule, _only(g.parts, of_name)) for g in units_shown.groups]
    left_of_roll = {one.person_id for one in roll}
    return Year(
        year,
        dict(Counter(e.kind for e in events)),
        _group(_WHOLE, roll, rule) if whole_shown.groups else _too_small(roll, rule),
        tuple(found),
        tuple(_group(g.title, _of(roll, g.people), rule) for g in ages_shown.groups),
        frozenset(unit_id for unit_id, name in names.items() if name not in alone),
        sum(e.person_id not in left_of_roll for e in events),
        len(before.unknown),
        _rules(figures, last),
    )


def _within(moment: PartialDate | None, year: int, day: date) -> bool:
    return moment is not None and moment.year == year and moment.has_begun(day)


def _rules(figures: ParameterSet, day: date) -> dict[str, str]:
    used = [figures.get(name, day) for name in (SMALLEST, BOUNDS)]
    return {figure.title: version_of(figure) for figure in used}


def _roll(
    before: Serving,
    now: Serving,
    events: Sequence[ExitEvent],
    born: Mapping[str, PartialDate | None],
    year: int,
) -> list[_Roll]:
    """Return who was on the roll, with how often each left; a service that ended without an event is one leaving."""
    left = Counter(event.person_id for event in events)
    gone = {person for person, _ in now.left_out}
    begin = PartialDate(year, 1, 1)
    return [
        _Roll(person, stay.unit_id, age_at(born.get(person), begin), left[person] or int(person in gone))
        for person, stay in sorted(before.people.items())
    ]


def _names(units: Sequence[Unit], wanted: set[str | None]) -> dict[str | None, str]:
    """Return what each unit is called, in the county's order; of two with one short name the second by its full one."""
    found: dict[str | None, str] = {}
    for unit in units:
        if unit.id in wanted:
            taken = set(found.values())
            more = (f"{unit.called}（{number}）" for number in count(2))
            found[unit.id] = next(name for name in chain((unit.called, unit.name or ""), more) if name not in taken)
    return found | {unit_id: UNKNOWN_UNIT for unit_id in wanted if unit_id not in found}


def _grouping(
    title: str, names: Sequence[str], roll: Sequence[_Roll], of: Callable[[_Roll], str], *, is_ordered: bool = False
) -> Grouping:
    groups: dict[str, list[str]] = {name: [] for name in names}
    for one in roll:
        groups[of(one)].append(one.person_id)
    return Grouping.of(title, groups, is_ordered=is_ordered)


def _of(roll: Sequence[_Roll], people: frozenset[str]) -> list[_Roll]:
    return [one for one in roll if one.person_id in people]


def _only(parts: Sequence[str], of_name: Mapping[str, str | None]) -> str | None:
    return of_name[parts[0]] if len(parts) == 1 else None


def _too_small(roll: Sequence[_Roll], rule: str) -> Group:
    hidden = Figure(None, formula="年初在册不到最小样本，不出数", rule=rule)
    return Group(_WHOLE, Figure(len(roll), formula=BASE_FORMULA, rule=rule), hidden, hidden)


def _group(name: str, roll: Sequence[_Roll], rule: str, unit_id: str | None = None) -> Group:
    base, left = len(roll), sum(one.times_left for one in roll)
    return Group(
        name,
        Figure(base, formula=BASE_FORMULA, rule=rule),
        Figure(left, formula=LEFT_FORMULA, rule=rule),
        share(left, base, formula="流出 ÷ 年初在册", rule=rule),
        unit_id,
    )
