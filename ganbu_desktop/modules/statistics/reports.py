"""The reports of the statistics room."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Period, Report, ReportSpec, ReportTable
from ganbu_desktop.modules.statistics.allocation import allocation_report
from ganbu_desktop.modules.statistics.cross import Ask, cross_report
from ganbu_desktop.modules.statistics.official import TITLE, official, team_table
from ganbu_desktop.modules.statistics.team_reports import by_whom, posts_report, structure_report, young_report

_KINDS = ("month", "year")
_RESULTS = (("sex", "性别"), ("age", "年龄"), ("unit-category", "单位性质类别"))


def results_report(office: Office, period: Period) -> Report:
    """年度考核结果分布: how last year's results fall by sex, age and kind of unit, to look for bias."""
    found = [cross_report(office, Ask(name, "annual-1", "row"), period) for name, _ in _RESULTS]
    tables = tuple(
        ReportTable(f"按{title}", t.header, t.rows, t.widths, t.aligns)
        for (_, title), (t,) in zip(_RESULTS, (report.tables for report in found), strict=True)
    )
    versions = {name: version for report in found for name, version in report.rule_versions.items()}
    return Report(
        f"{period.last.year - 1}年度考核结果分布（{period.chinese()}）",
        tables,
        left=by_whom(office, period),
        right="单位：人",
        remarks=(*found[0].remarks, "只用来看考核结果在各类人员中的分布是否均衡，不用来评价个人。"),
        rule_versions=versions,
        inputs=_together([report.inputs for report in found]),
    )


def _together(inputs: Sequence[tuple[tuple[str, str, str], ...]]) -> tuple[tuple[str, str, str], ...]:
    """Return the inputs of tables about the same people as one: the digests of each, joined."""
    return tuple((*same[0][:2], "".join(digest for _, _, digest in same)) for same in zip(*inputs, strict=True))


REPORTS = (
    ReportSpec(
        "cadre-statistics", TITLE, _KINDS, official, "现职干部按职务层次、性别、民族、党派、年龄、职称、学历分，十四列"
    ),
    ReportSpec("team-statistics", f"{TITLE}（班子成员）", _KINDS, team_table, "同一张表，只统计领导班子成员"),
    ReportSpec("young-cadres", "乡镇（街道）领导班子年轻干部配备", _KINDS, young_report, "应配、实配、占比、缺配"),
    ReportSpec(
        "team-allocation", "领导班子配备情况统计分析表", _KINDS, allocation_report, "年龄段、女、党外、学历，按出生年份"
    ),
    ReportSpec("team-posts", "班子职数统计", _KINDS, posts_report, "各单位领导职数核定、实配、缺配、超配"),
    ReportSpec("structural-cadres", "结构性干部配备情况", _KINDS, structure_report, "女干部、党外干部应配、实配、缺配"),
    ReportSpec(
        "annual-distribution", "年度考核结果分布", _KINDS, results_report, "上一年度考核结果按性别、年龄、单位类别分布"
    ),
)
