"""分布体检 (F12): how entries are spread over sex, age and kind of unit, to find bias; it names nobody.

A self-check (``kernel.samples``): groups that are too small are joined, and what the joined ones were is not kept.
"""

from __future__ import annotations

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report import samples
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_together, share
from ganbu_desktop.kernel.spine.distribution import AGE_BOUNDS, grouped
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.limiting import in_force
from ganbu_desktop.modules.political.records import FORWARD, PoliticalEntry
from ganbu_desktop.modules.political.reports.people import bounds, staff
from ganbu_desktop.store.operations import find


def distribution(office: Office, period: Period) -> Report:
    """Return the shares of people with entries for and against, by sex, age group and kind of unit."""
    figures, day = office.parameters(), period.last
    first, last = bounds(period)
    at = PoliticalEntry.table.c
    with office.reading() as connection:
        everybody = staff(connection, day)
        within = (at.occurred_on >= first, at.occurred_on <= last, in_force(PoliticalEntry, day))
        entries = find(connection, PoliticalEntry, *within)
        units = {p: group.unit_id for group in everybody.groups for p in group.people}
        tables = grouped(connection, units, figures, day)
    forward = frozenset(e.person_id for e in entries if e.direction == FORWARD)
    reverse = frozenset(e.person_id for e in entries if e.direction != FORWARD)
    base = figures.integer(samples.ROUNDING, day)
    rows = [
        row
        for table in samples.shown(tables, samples.least_of(figures, day))
        for row in _rows(table, (forward, reverse), base)
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
            "统计范围：期末在职人员。只在同类别内比较，供查找标准是否一致，不针对个人，也不作评价依据。",
            *samples.self_check_remarks(figures, day),
            "条目只计期内发生、已生效、未到期、未作废、不在容错保护内的。",
        ),
        rule_versions={
            name: version_of(figures.get(name, day)) for name in (samples.SMALLEST, samples.ROUNDING, AGE_BOUNDS)
        },
        inputs=inputs_together([*everybody.persons.values(), *entries]),
    )


def _rows(table: samples.Grouping, sets: tuple[frozenset[str], ...], base: int) -> list[tuple[Cell, ...]]:
    if not table.groups:
        return [(table.title, *[samples.TOO_FEW] * 6)]
    rows = []
    for group in table.groups:
        row: list[Cell] = [table.title, group.title, Figure(len(group), formula="现职人数")]
        for having in sets:
            count = samples.rounded(len(group.people & having), base, group.people)
            row += [
                Figure(count, formula="有这类条目的人数"),
                share(count, len(group), formula="有条目人数÷现职人数"),
            ]
        rows.append(tuple(row))
    return rows
