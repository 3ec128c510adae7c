"""Reviews and surveys: which teams were looked at when, what became of the suggestions, and the load of open items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure, share
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.units.records import REVIEW_LOOP, SURVEY_LOOP, SurveyVisit, TeamReview
from ganbu_desktop.modules.units.staffing import read_county
from ganbu_desktop.modules.units.teams import team_units
from ganbu_desktop.store.dates import has_begun
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record

_NAMES = re.compile(r"[、，,；;\s]+")
"""What stands between the names of several responsible people."""
LOOPS = {REVIEW_LOOP: TeamReview.table.name, SURVEY_LOOP: SurveyVisit.table.name}


@dataclass(frozen=True)
class Surveyed:
    """One unit with its visits in a year, those of daily and special surveys apart, and its problems."""

    unit: Unit
    daily: Figure
    special: Figure
    problems: Figure
    closed: Figure


@dataclass(frozen=True)
class SurveyYear:
    """A year of surveys: by unit, how many of those to be visited were, and how many problems were settled."""

    units: tuple[Surveyed, ...]
    expected: Figure
    visited: Figure
    coverage: Figure
    settled: Figure


def surveys_in(office: Office, year: int, day: date) -> SurveyYear:
    """Return which units with a team were visited in a year up to a day in it; each unit counts once.

    The units are those that had a team on that day, and a problem is settled when it was closed by then.
    """
    units = team_units(read_county(office, day))
    at = SurveyVisit.table.c
    with office.reading() as connection:
        visits = find(connection, SurveyVisit, at.held_on >= PartialDate(year), has_begun(at.held_on, day))
        items = [item for item in _items(connection, SURVEY_LOOP, [v.id for v in visits]) if not item.is_void]
    rows = tuple(_surveyed(unit, visits, items, day) for unit in units)
    visited = [row for row in rows if row.daily.value or row.special.value]
    records = tuple((SurveyVisit.table.name, visit.id) for visit in visits)
    expected = Figure(len(units), formula="应调研单位：当日有领导班子（核定了正副职或有领导成员）的单位")
    reached = Figure(len(visited), formula="年内调研过 1 次以上的应调研单位，每个单位计一次", records=records)
    closed = sum(was_closed(item, day) for item in items)
    loops = tuple((LoopItem.table.name, item.id) for item in items)
    return SurveyYear(
        rows,
        expected,
        reached,
        share(len(visited), len(units), formula="年内调研单位 ÷ 应调研单位", records=records),
        share(closed, len(items), formula="已销号问题 ÷ 登记的调研问题", records=loops),
    )


def was_closed(item: LoopItem, day: date) -> bool:
    """Return whether an item had been closed by a day."""
    return item.closed_on is not None and item.closed_on.has_begun(day)


def _surveyed(unit: Unit, visits: Iterable[SurveyVisit], items: Iterable[LoopItem], day: date) -> Surveyed:
    own = [visit for visit in visits if visit.unit_id == unit.id]
    ids = {visit.id for visit in own}
    hung = [item for item in items if item.entry_id in ids]
    closed = [item for item in hung if was_closed(item, day)]
    return Surveyed(
        unit,
        _visits([v for v in own if v.kind == "1"], "日常调研次数"),
        _visits([v for v in own if v.kind == "2"], "担当作为专项调研次数"),
        _loops(hung, "登记的调研问题"),
        _loops(closed, "已销号的调研问题"),
    )


def _visits(visits: list[SurveyVisit], formula: str) -> Figure:
    return Figure(len(visits), formula=formula, records=tuple((SurveyVisit.table.name, v.id) for v in visits))


def _loops(items: list[LoopItem], formula: str) -> Figure:
    return Figure(len(items), formula=formula, records=tuple((LoopItem.table.name, i.id) for i in items))


def _items(connection: sa.Connection, kind: str, entry_ids: Iterable[str]) -> list[LoopItem]:
    at, wanted = LoopItem.table.c, set(entry_ids)
    found = find(connection, LoopItem, at.kind == kind, at.entry_table == LOOPS[kind])
    return [item for item in found if item.entry_id in wanted]


def standing_of_loops(office: Office, rows: Sequence[Record]) -> list[str]:
    """Return how the items that hang on some entries stand: a column of their ledgers."""
    with office.reading() as connection:
        found = hanging_on(connection, LoopItem, [row.id for row in rows])
    return [_standing_of([item for item in found.get(row.id, []) if not item.is_void], office.today()) for row in rows]


def _standing_of(items: Sequence[LoopItem], day: date) -> str:
    if not items:
        return ""
    overdue = sum(item.is_overdue(day) for item in items)
    said = f"已销号 {sum(item.is_closed for item in items)}/{len(items)}"
    return f"{said}，超期 {overdue}" if overdue else said


def last_reviews(connection: sa.Connection) -> dict[str, TeamReview]:
    """Return the newest review of each unit."""
    found: dict[str, TeamReview] = {}
    for review in sorted(find(connection, TeamReview), key=lambda r: (str(r.held_on or ""), r.id)):
        found[review.unit_id] = review
    return found


def review_before(connection: sa.Connection, review: TeamReview) -> TeamReview | None:
    """Return the review of the same unit that came before one."""
    at = TeamReview.table.c
    earlier = find(connection, TeamReview, at.unit_id == review.unit_id, at.id != review.id)
    dated = [r for r in earlier if r.held_on is not None and review.held_on is not None and r.held_on < review.held_on]
    return max(dated, key=lambda r: (str(r.held_on), r.id), default=None)


@dataclass(frozen=True)
class Load:
    """What one unit has to see to: open and overdue items. It says nothing of any person.

    ``by_responsible``: how many open items each responsible person has, without the names, the most first.
    """

    unit: Unit
    open: Figure
    overdue: Figure
    overdue_share: Figure
    by_responsible: tuple[int, ...]


def loads(office: Office, day: date) -> list[Load]:
    """Return the items of every unit that were open on a day, by unit (unit level only)."""
    county = read_county(office, day)
    with office.reading() as connection:
        items = find(connection, LoopItem, LoopItem.table.c.unit_id.is_not(None))
    opened: dict[str, list[LoopItem]] = {}
    for item in items:
        if not item.is_void and not was_closed(item, day) and item.unit_id is not None:
            opened.setdefault(item.unit_id, []).append(item)
    return [_load(unit, opened[unit.id], day) for unit in county.units if unit.id in opened]


def _load(unit: Unit, items: list[LoopItem], day: date) -> Load:
    overdue = sum(item.due_on is not None and item.due_on.is_past(day) for item in items)
    return Load(
        unit,
        Figure(len(items), formula="本单位为责任单位、没有销号的事项；只统计到单位"),
        Figure(overdue, formula="其中超过时限的事项；只统计到单位"),
        share(overdue, len(items), formula="超期 ÷ 在办"),
        _by_responsible(items),
    )


def _by_responsible(items: Iterable[LoopItem]) -> tuple[int, ...]:
    """Return the numbers of items of each responsible person; one with two responsible people counts for both."""
    found: Counter[str] = Counter()
    for item in items:
        found.update({name for name in _NAMES.split(item.responsible or "") if name})
    return tuple(sorted(found.values(), reverse=True))


def spread(found: list[Load]) -> Mapping[str, Figure]:
    """Return how far the units' numbers lie apart: most, least and average of open items."""
    numbers = [load.open.value or 0 for load in found]
    if not numbers:
        return {}
    tenths = (20 * sum(numbers) + len(numbers)) // (2 * len(numbers))
    average = Figure(tenths, f"{tenths // 10}.{tenths % 10}", formula="在办事项 ÷ 有在办事项的单位数，一位小数")
    return {
        "最多": Figure(max(numbers), formula="各单位在办事项的最大值"),
        "最少": Figure(min(numbers), formula="各单位在办事项的最小值"),
        "平均": average,
    }
