"""政治素质档案归集情况: who has an archive, a summary, an inspection; entries of the year by dimension."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.limiting import in_force
from ganbu_desktop.modules.political import queries
from ganbu_desktop.modules.political.records import (
    FORWARD,
    PoliticalArchive,
    PoliticalEntry,
    PoliticalInspection,
    YearSummary,
)
from ganbu_desktop.modules.political.reports.people import Group, Staff, bounds, staff
from ganbu_desktop.store.operations import find

_SERVING = "期末在职人员；期末不在职的、不能确定的不计入，名单见取数依据"


def coverage(office: Office, period: Period) -> Report:
    """Return what has been collected in a year, by unit and by dimension."""
    figure = office.parameters().get("political_expected_sources", period.last)
    with office.reading() as connection:
        everybody = staff(connection, period.last)
        archives = find(connection, PoliticalArchive)
        summaries = find(connection, YearSummary, YearSummary.table.c.year == period.first.year)
        inspections = [i for i in find(connection, PoliticalInspection) if period.holds(i.held_on)]
        entries = _entries(connection, period)
        complete = _complete(connection, everybody, office, period)
    sets = (
        {a.person_id for a in archives},
        {s.person_id for s in summaries},
        {i.person_id for i in inspections},
        complete,
    )
    return Report(
        title=f"{period.chinese()}政治素质档案归集情况表",
        left=f"单位：{office.called(period.last)}（盖章）",
        right=f"期间：{period.chinese()}",
        tables=(_by_unit(everybody, sets), _by_dimension(entries, everybody.everybody)),
        remarks=(
            f"统计范围：{_SERVING}。材料齐全：{figure.format_value()}各至少有一件，按期末有效的条目和考察、一线表现记录计。",
            "条目只计期内发生、已生效、未到期、未作废、不在容错保护内的；各维度分别计数，不合成总分，不排名。",
        ),
        rule_versions={figure.name: version_of(figure)},
        inputs=inputs_of([*everybody.persons.values(), *archives, *summaries, *inspections, *entries]),
    )


def _entries(connection: sa.Connection, period: Period) -> list[PoliticalEntry]:
    first, last = bounds(period)
    at = PoliticalEntry.table.c
    return find(
        connection,
        PoliticalEntry,
        at.occurred_on >= first,
        at.occurred_on <= last,
        in_force(PoliticalEntry, period.last),
    )


def _complete(connection: sa.Connection, everybody: Staff, office: Office, period: Period) -> set[str]:
    people = everybody.everybody.people
    expected = queries.expected_sources(office, period.last)
    found = queries.completeness(connection, people, expected, period.last, within=bounds(period))
    return {person_id for person_id in people if not found[person_id].missing}


def _by_unit(everybody: Staff, sets: Sequence[set[str]]) -> ReportTable:
    groups = [*everybody.groups, everybody.everybody]
    return ReportTable(
        "一、归集情况",
        (("单位", "现职人数", "已建档", "建档率", "有年度综述", "有政治素质考察", "材料齐全"),),
        tuple(_unit_row(group, sets) for group in groups if group.people),
        (28, 10, 10, 10, 12, 14, 12),
        "lcccccc",
    )


def _unit_row(group: Group, sets: Sequence[set[str]]) -> tuple[Cell, ...]:
    having = [tuple(p for p in group.people if p in found) for found in sets]
    archived, summed, inspected, complete = having
    return (
        group.title,
        Figure(len(group.people), formula=_SERVING, people=group.people, left_out=group.left_out),
        Figure(len(archived), formula="有政治素质档案的现职人员", people=archived, left_out=_without(group, archived)),
        share(len(archived), len(group.people), formula="已建档÷现职人数", people=archived),
        Figure(len(summed), formula="有当年综述的现职人员", people=summed),
        Figure(len(inspected), formula="期内有政治素质考察的现职人员", people=inspected),
        Figure(len(complete), formula="应有来源种类都已归集的现职人员", people=complete),
    )


def _without(group: Group, having: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((person_id, "没有档案") for person_id in group.people if person_id not in having)


def _by_dimension(entries: Sequence[PoliticalEntry], everybody: Group) -> ReportTable:
    rows = []
    for entry in codes.table("political_dimension").entries:
        row: list[Cell] = [entry.label]
        for is_forward in (True, False):
            found = [e for e in entries if e.dimension == entry.code and (e.direction == FORWARD) is is_forward]
            row += _counted([e for e in found if e.person_id in set(everybody.people)], found)
        rows.append(tuple(row))
    return ReportTable(
        "二、各维度条目",
        (("维度", *["正向条目"] * 3, *["反向条目"] * 3), ("维度", *["条数", "人数", "最近日期"] * 2)),
        tuple(rows),
        (20, 12, 12, 16, 12, 12, 16),
        "lcccccc",
    )


def _counted(counted: Sequence[PoliticalEntry], all_found: Sequence[PoliticalEntry]) -> list[Cell]:
    people = tuple(dict.fromkeys(e.person_id for e in counted))
    left_out = tuple(dict.fromkeys((e.person_id, "不在现职") for e in all_found if e.person_id not in people))
    latest = max((e.occurred_on for e in counted if e.occurred_on), default=None)
    records = tuple((PoliticalEntry.table.name, e.id) for e in counted)
    return [
        Figure(len(counted), formula="期内发生且期末有效的条目数", people=people, left_out=left_out, records=records),
        Figure(len(people), formula="有这类条目的现职人员", people=people),
        str(latest or "无记录"),
    ]
