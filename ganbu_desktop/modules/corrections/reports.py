"""The distribution of everything that counts against people, over all rooms (F12): to find bias, never a person."""

from __future__ import annotations

from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import Person
from ganbu_desktop.kernel.report import Cell, Figure, Period, Report, ReportSpec, ReportTable, inputs_of
from ganbu_desktop.kernel.spine.ballots import SMALLEST
from ganbu_desktop.kernel.spine.distribution import Group, distribution
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, in_force, limiting_types
from ganbu_desktop.store.operations import find

_TOO_FEW = "人数不足，不显示"
_BOUNDS = "age_group_bounds"


def restrictions(office: Office, period: Period) -> Report:
    """Return how entries in force at the end of a period are spread over sex, age and kind of unit."""
    figures = office.parameters()
    day = period.last
    least = figures.integer(SMALLEST, day)
    found = distribution(office, day)
    rows = tuple(_row(kind, group) for kind, groups in found.items() for group in groups)
    with office.reading() as connection:
        entries: list[LimitingRecord] = []
        for cls in limiting_types().values():
            entries += [entry for entry in find(connection, cls, in_force(cls, day)) if entry.is_limiting]
        people = find(connection, Person)
    header = (("分类", "组别", "人数", "现行有效的限制性条目", "每百人条目数"),)
    return Report(
        title=f"{period.chinese()}限制性条目分布体检表",
        right=f"截至：{day.year}年{day.month}月{day.day}日",
        tables=(ReportTable("", header, rows, (24, 44, 24, 40, 32), "llccc"),),
        remarks=(
            "只在同类别内比较，供查找标准是否一致，不针对个人，也不作评价依据。",
            f"不足 {least} 人的组不显示，能由其他组推算出来的也不显示。",
            "条目为各业务中已生效、未到期、未作废、不在容错保护内的，不列是谁、是什么事。",
        ),
        rule_versions={name: version_of(figures.get(name, day)) for name in (SMALLEST, _BOUNDS)},
        inputs=inputs_of([*people, *entries]),
    )


def _row(kind: str, group: Group) -> tuple[Cell, ...]:
    if group.people is None:
        return kind, group.title, _TOO_FEW, _TOO_FEW, _TOO_FEW
    return (
        kind,
        group.title,
        Figure(group.people, formula="库内人数"),
        Figure(group.entries, formula="截止日现行有效的限制性条目数"),
        Figure(group.per_hundred, formula="条目数÷人数×100，四舍五入"),
    )


REPORTS = (
    ReportSpec(
        "restrictions-distribution",
        "限制性条目分布体检表",
        ("year", "quarter"),
        restrictions,
        help="各业务中限制性条目按性别、年龄、单位类型的分布，供查偏差，不针对个人",
    ),
)
