"""分布体检 (F12): how entries are spread over sex, age and kind of unit, to find bias; it names nobody.

A group of fewer people than the smallest sample is not shown: a share among three people would point at one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import Person
from ganbu_desktop.kernel.report import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.limiting import in_force
from ganbu_desktop.modules.political.records import FORWARD, PoliticalEntry
from ganbu_desktop.modules.political.reports.people import Staff, bounds, staff
from ganbu_desktop.store.operations import find

_UNKNOWN = "未填"
_TOO_FEW = "人数不足，不显示"


def distribution(office: Office, period: Period) -> Report:
    """Return the shares of people with entries for and against, by sex, age group and kind of unit."""
    figures = office.parameters()
    sample, ages = (figures.get(name, period.last) for name in ("political_smallest_sample", "age_group_bounds"))
    smallest = figures.integer(sample.name, period.last)
    limits = [int(text) for text in figures.words(ages.name, period.last)]
    first, last = bounds(period)
    at = PoliticalEntry.table.c
    with office.reading() as connection:
        everybody = staff(connection)
        within = (at.occurred_on >= first, at.occurred_on <= last, in_force(PoliticalEntry, period.last))
        entries = find(connection, PoliticalEntry, *within)
    forward = {e.person_id for e in entries if e.direction == FORWARD}
    reverse = {e.person_id for e in entries if e.direction != FORWARD}
    month = PartialDate(period.last.year, period.last.month)
    kinds: tuple[tuple[str, Callable[[Person], str], list[str]], ...] = (
        ("性别", _sex, [entry.label for entry in codes.table("sex").entries]),
        ("年龄", lambda person: age_group(person, month, limits), age_groups(limits)),
        (
            "单位类型",
            lambda person: _unit_kind(person, everybody),
            [e.label for e in codes.table("unit_category").entries],
        ),
    )
    rows = [
        row
        for title, of, order in kinds
        for row in _rows(title, _grouped(everybody, of, order), forward, reverse, smallest)
    ]
    return Report(
        title=f"{period.chinese()}政治素质条目分布体检表",
        right=f"期间：{period.chinese()}",
        tables=(
            ReportTable(
                "",
                (("分类", "组别", "现职人数", "有正向条目", "占比", "有反向条目", "占比 "),),
                tuple(rows),
                (14, 26, 12, 14, 12, 14, 12),
                "llccccc",
            ),
        ),
        remarks=(
            "只在同类别内比较，供查找标准是否一致，不针对个人，也不作评价依据。",
            f"不足 {smallest} 人的组不显示，能由其他组推算出来的也不显示。",
            "条目只计期内发生、已生效、未到期、未作废、不在容错保护内的。",
        ),
        rule_versions={figure.name: version_of(figure) for figure in (sample, ages)},
        inputs=inputs_of([*everybody.persons.values(), *entries]),
    )


def age_groups(limits: list[int]) -> list[str]:
    """Return the titles of age groups: ``30岁以下、31—35岁……56岁以上``."""
    between = [f"{low + 1}—{high}岁" for low, high in pairwise(limits)]
    return [f"{limits[0]}岁以下", *between, f"{limits[-1] + 1}岁以上"] if limits else []


def age_group(person: Person, month: PartialDate, limits: list[int]) -> str:
    """Return the title of a person's age group in a month."""
    age = age_at(person.born_on, month)
    if age is None or not limits:
        return _UNKNOWN
    return age_groups(limits)[sum(age > limit for limit in limits)]


def _sex(person: Person) -> str:
    return codes.table("sex").label_for(person.sex) if person.sex else _UNKNOWN


def _unit_kind(person: Person, everybody: Staff) -> str:
    unit = everybody.units.get(person.unit_id or "")
    return codes.table("unit_category").label_for(unit.category) if unit and unit.category else _UNKNOWN


def _grouped(everybody: Staff, of: Callable[[Person], str], order: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {title: [] for title in [*order, _UNKNOWN]}
    for person_id in everybody.everybody.people:
        found.setdefault(of(everybody.persons[person_id]), []).append(person_id)
    return {title: people for title, people in found.items() if people}


def hidden(sizes: Mapping[str, int], smallest: int) -> set[str]:
    """Return the groups that are not shown: those below ``smallest``, and the next so that nobody works them out.

    One hidden group follows from the total and the others; so more are hidden until the hidden ones are enough people.
    """
    order = sorted(sizes, key=lambda title: (sizes[title], title))
    kept_back = [title for title in order if sizes[title] < smallest]
    for title in order[len(kept_back) :]:
        if not kept_back or (len(kept_back) > 1 and sum(sizes[t] for t in kept_back) >= smallest):
            break
        kept_back.append(title)
    return set(kept_back)


def _rows(
    title: str, groups: dict[str, list[str]], forward: set[str], reverse: set[str], smallest: int
) -> Iterable[tuple[Cell, ...]]:
    kept_back = hidden({group: len(people) for group, people in groups.items()}, smallest)
    for group, people in groups.items():
        row: list[Cell] = [title, group, Figure(len(people), formula="现职人数")]
        for having in (forward, reverse):
            count = sum(person_id in having for person_id in people)
            if group in kept_back:
                row += [_TOO_FEW, _TOO_FEW]
            else:
                row += [
                    Figure(count, formula="有这类条目的人数"),
                    share(count, len(people), formula="有条目人数÷现职人数"),
                ]
        yield tuple(row)
