"""What the political room reports of a period; each figure can say whom and what it stands on, and none is a score."""

from ganbu_desktop.kernel.report.spec import ReportSpec
from ganbu_desktop.modules.political.reports.activity import frontline, meetings, negative_hits
from ganbu_desktop.modules.political.reports.coverage import coverage
from ganbu_desktop.modules.political.reports.distribution import distribution
from ganbu_desktop.modules.political.reports.rectification import rectification

REPORTS = (
    ReportSpec(
        "political-coverage",
        "政治素质档案归集情况表",
        ("year",),
        coverage,
        help="各单位建档、综述、考察和材料齐全情况；各维度条目数，不合成总分",
    ),
    ReportSpec(
        "political-rectification",
        "查摆问题整改销号情况表",
        ("year", "quarter", "month"),
        rectification,
        help="期内到期的整改事项、销号率、超期数",
    ),
    ReportSpec(
        "political-distribution",
        "政治素质条目分布体检表",
        ("year",),
        distribution,
        help="按性别、年龄、单位类型看条目分布，供查偏差，不针对个人",
    ),
    ReportSpec("party-meetings", "党内政治生活情况表", ("year",), meetings, help="各单位召开次数是否达标、缺席率"),
    ReportSpec("frontline", "一线表现情况表", ("year",), frontline, help="各项任务的人数、参与天数和评价分布"),
    ReportSpec("negative-hits", "负面清单命中统计表", ("year",), negative_hits, help="各版本各条款已核实的命中数"),
)
