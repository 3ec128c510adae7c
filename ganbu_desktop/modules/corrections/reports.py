"""Challenges of a period with their time limits, and how all that counts against people is spread (F12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import ServiceSpell, serving
from ganbu_desktop.kernel.report.samples import ROUNDING, SMALLEST, TOO_FEW, self_check_remarks
from ganbu_desktop.kernel.report.spec import (
    Cell,
    Figure,
    Period,
    Report,
    ReportSpec,
    ReportTable,
    inputs_of,
    inputs_together,
    share,
)
from ganbu_desktop.kernel.spine.correction import CLEARED, CORRECTED, PARTLY, Correction
from ganbu_desktop.kernel.spine.correction_actions import limits
from ganbu_desktop.kernel.spine.distribution import AGE_BOUNDS, Group, distribution, rate
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, in_force, limiting_types
from ganbu_desktop.store.operations import find


def restrictions(office: Office, period: Period) -> Report:
    """Return how entries in force at the end of a period are spread over sex, age and kind of unit: a self-check."""
    figures = office.parameters()
    day = period.last
    names = (SMALLEST, ROUNDING, AGE_BOUNDS)
    rows = tuple(row for kind, groups in distribution(office, day).items() for row in _rows(kind, groups))
    with office.reading() as connection:
        entries: list[LimitingRecord] = []
        for cls in limiting_types().values():
            entries += [entry for entry in find(connection, cls, in_force(cls, day)) if entry.is_limiting]
        served = serving(connection, day)
        people = [*find(connection, Person), *find(connection, ServiceSpell)]
    uncertain = f"{len(served.unknown)} 人截止日是否在职不能确定，没有计入。" if served.unknown else ""
    header = (("分类", "组别", "人数", "现行有效的限制性条目", "每百人条目数"),)
    return Report(
        title=f"{period.chinese()}限制性条目分布体检表",
        right=f"截至：{day.year}年{day.month}月{day.day}日",
        tables=(ReportTable("", header, rows, (24, 44, 24, 40, 32), "llccc"),),
        remarks=(
            "统计范围：截止日在职人员。只在同类别内比较，供查找标准是否一致，不针对个人，也不作评价依据。",
            *self_check_remarks(figures, day),
            "条目为各业务中已生效、未到期、未作废、不在容错保护内的，不列是谁、是什么事。",
            *([uncertain] if uncertain else []),
        ),
        rule_versions={name: version_of(figures.get(name, day)) for name in names},
        inputs=inputs_together([*people, *entries]),
    )


def _rows(kind: str, groups: Sequence[Group]) -> list[tuple[Cell, ...]]:
    if not groups:
        return [(kind, TOO_FEW, TOO_FEW, TOO_FEW, TOO_FEW)]
    return [
        (
            kind,
            group.title,
            Figure(group.people, formula="截止日在职人数"),
            Figure(group.entries, formula="截止日现行有效的限制性条目数"),
            rate(group),
        )
        for group in groups
    ]


def challenges(office: Office, period: Period) -> Report:
    """Return what was asked for in a period: accepted and concluded in time, and how much of it was granted."""
    figures = office.parameters()
    with office.reading() as connection:
        asked = sorted((c for c in find(connection, Correction) if period.holds(c.asked_on)), key=lambda c: c.id)
    accepted = [c for c in asked if c.accepted_on]
    concluded = [c for c in asked if c.concluded_on]
    granted = [c for c in concluded if c.conclusion in (CORRECTED, PARTLY, CLEARED)]
    in_time = [c for c in accepted if _by(c.accepted_on, limits(figures, c).accept_day)]
    done_in_time = [c for c in concluded if _by(c.concluded_on, limits(figures, c).conclude_day)]
    header = (("申请件数", "已受理", "按时受理率", "已办结", "按时办结率", "采纳", "采纳率", "回执已送达"),)
    row: tuple[Cell, ...] = (
        _count(asked, "期内申请的件数"),
        _count(accepted, "其中已受理"),
        _part(in_time, accepted, "按时受理÷已受理"),
        _count(concluded, "其中已作结论"),
        _part(done_in_time, concluded, "按时办结÷已办结"),
        _count(granted, "予以更正、部分更正、澄清的件数"),
        _part(granted, concluded, "采纳÷已办结"),
        _count([c for c in concluded if c.receipt_on], "其中回执已送达"),
    )
    names = ("correction_accept_days", "correction_conclude_days")
    return Report(
        title=f"{period.chinese()}更正申诉办理情况表",
        left=f"单位：{office.called(period.last)}（盖章）",
        right=f"期间：{period.chinese()}",
        tables=(ReportTable("", header, (row,), (24, 24, 28, 24, 28, 24, 24, 28), "cccccccc"),),
        remarks=("时限按申请、受理当天的参数计，人事处理的法定期限在前的按法定期限；没有件数的显示无记录，不按零计。",),
        rule_versions={name: version_of(figures.get(name, period.last)) for name in names},
        inputs=inputs_of(asked),
    )


def _by(done: PartialDate | None, limit: date | None) -> bool:
    return done is not None and (limit is None or done <= PartialDate.of(limit))


def _records(found: Sequence[Correction]) -> tuple[tuple[str, str], ...]:
    return tuple((Correction.table.name, c.id) for c in found)


def _count(found: Sequence[Correction], formula: str) -> Figure:
    return Figure(len(found), formula=formula, records=_records(found))


def _part(part: Sequence[Correction], whole: Sequence[Correction], formula: str) -> Figure:
    return share(len(part), len(whole), formula=formula, records=_records(whole))


REPORTS = (
    ReportSpec(
        "corrections",
        "更正申诉办理情况表",
        ("month", "quarter", "year"),
        challenges,
        help="申请、受理、办结件数，按时率和采纳率",
    ),
    ReportSpec(
        "restrictions-distribution",
        "限制性条目分布体检表",
        ("year", "quarter"),
        restrictions,
        help="各业务中限制性条目按性别、年龄、单位类型的分布，供查偏差，不针对个人",
    ),
)
