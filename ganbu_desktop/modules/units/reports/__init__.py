"""The reports of the units room: quotas, teams, people away, village cadres, leaving."""

from __future__ import annotations

from ganbu_desktop.kernel.report.spec import ReportSpec
from ganbu_desktop.modules.units.reports import people, quotas, teams, villages

_ANY = ("year", "quarter", "month")
REPORTS = (
    ReportSpec(
        "quota-ledger", "职数台账", _ANY, quotas.quota_ledger, help="各单位核定、实配、空缺、超配，每个数点开看人"
    ),
    ReportSpec("vacant-posts", "空缺岗位表", _ANY, quotas.vacant_posts, help="空缺的领导职务和空缺多久"),
    ReportSpec(
        "over-quota", "超职数和混编混岗清单", _ANY, quotas.over_quota, help="超过核定数的单位，混编、混岗的人员"
    ),
    ReportSpec(
        "quota-precheck", "职数预审表", _ANY, quotas.quota_precheck, help="按任免表的拟任、拟免推算任前任后职数"
    ),
    ReportSpec("team-structure", "班子结构分析表", _ANY, teams.team_structure, help="各班子的年龄、性别、党派、学历等"),
    ReportSpec("structure-targets", "结构性配备对照表", _ANY, teams.structure_targets, help="各班子应配、实配、缺配"),
    ReportSpec("review-follow-up", "研判结果落实台账", _ANY, teams.review_follow_up, help="研判建议办到哪里了"),
    ReportSpec("survey-coverage", "班子调研覆盖表", ("year",), teams.survey_coverage, help="年内调研过哪些单位"),
    ReportSpec("post-difficulty", "岗位难度一览表", _ANY, teams.post_difficulty, help="会议评定的岗位难度，同类比较"),
    ReportSpec("unit-load", "忙闲对照表", _ANY, teams.unit_load, help="各单位在办和超期的闭环事项，只到单位"),
    ReportSpec("succession-gaps", "梯队缺口表", _ANY, teams.succession_gaps, help="几年内到龄、任满的岗位和备选人数"),
    ReportSpec("off-post", "在编不在岗核查表", _ANY, people.off_post, help="期末不在岗的人，有无事由分列"),
    ReportSpec(
        "village-figures", "村干部一肩挑统计表", _ANY, villages.village_figures, help="一肩挑、体制外比例和参保"
    ),
    ReportSpec("village-terms", "村干部任期届满表", _ANY, villages.village_terms, help="任期届满和将届满的村干部"),
    ReportSpec(
        "exit-statistics", "流动统计表", ("year",), people.exit_statistics, help="各类流动人数，分单位、年龄的流失率"
    ),
)
