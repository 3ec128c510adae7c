"""The reports that the talks room offers: sums and names of who was reached, never what was said."""

from __future__ import annotations

from ganbu_desktop.kernel.report.spec import ReportSpec
from ganbu_desktop.modules.talks import report_monthly, report_people, report_sums

REPORTS = (
    ReportSpec(
        "talk-monthly",
        "谈心谈话情况月报表",
        ("month",),
        report_monthly.compute,
        help="每月报上级干部监督机构：按类型的人次和件数，与上月对比；不含谈话内容",
        is_submitted=True,
    ),
    ReportSpec(
        "coverage",
        "谈心谈话和家访覆盖率表",
        ("year",),
        report_people.compute_coverage,
        help="各单位应谈、已谈、次数达标和家访情况，剔除的人逐人写明原因",
    ),
    ReportSpec(
        "talk-unreached",
        "未谈未访名单",
        ("year",),
        report_people.compute_unreached,
        help="当年没有谈、没有访，或次数不够的人和缺口",
    ),
    ReportSpec(
        "needs",
        "困难诉求办理情况表",
        ("year", "quarter", "month"),
        report_sums.compute_needs,
        help="各类诉求的件数、办结率、平均天数和满意度",
    ),
    ReportSpec(
        "mood-quarterly",
        "干部队伍思想状况分析报告",
        ("quarter",),
        report_sums.compute_moods,
        help="一个季度各单位的主题和人数，只写群体，样本不足的不列",
    ),
    ReportSpec(
        "forum-opinions",
        "基层干部座谈会意见汇总表",
        ("year", "quarter", "month"),
        report_sums.compute_opinions,
        help="各类意见的条数、采纳率和答复情况；意见不署名",
    ),
)
