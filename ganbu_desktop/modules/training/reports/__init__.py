"""What the training room reports of a year or quarter; every number names the people or entries behind it."""

from ganbu_desktop.kernel.report.spec import ReportSpec
from ganbu_desktop.modules.training.reports import archive, called, classes, effect, gathered, planned

_YEAR, _ANY = ("year",), ("year", "quarter", "month")

REPORTS = (
    ReportSpec("training-yearly", "干部教育培训年度学时统计表", _YEAR, archive.yearly, is_submitted=True),
    ReportSpec("shortfall", "学时未达标名单", _YEAR, archive.shortfall, help="附顺延、无记录和脱产关注名单"),
    ReportSpec("training-kinds", "分类培训统计表", _ANY, classes.kinds, help="各类人次、学时和任职培训完成率"),
    ReportSpec("training-attendance", "培训出勤统计表", _ANY, classes.attendance, help="各班出勤率、请假占比"),
    ReportSpec("training-cost", "培训经费统计表", _YEAR, classes.cost, help="人次、人天、人均和预算执行率"),
    ReportSpec("training-not-called", "未参训名单", _YEAR, called.not_called, help="当年未参训和三年未脱产"),
    ReportSpec("training-repeated", "重复调训名单", _YEAR, called.repeated, help="同年多次调训，附替训率"),
    ReportSpec("training-plan", "年度培训计划执行情况", _YEAR, planned.plan, help="计划完成率，按层级、领域的覆盖"),
    ReportSpec("training-needs", "培训需求汇总表（匿名）", _YEAR, planned.needs, help="只出合计，不出个人"),
    ReportSpec("training-effect", "训后跟踪与班次评估统计表", _YEAR, effect.effect, help="成果转化率、班次满意度"),
    ReportSpec("training-bases", "教育基地使用统计表", _YEAR, effect.bases, help="现场教学占比"),
    ReportSpec("study-meetings", "学习情况统计表", ("year", "quarter"), gathered.study, help="第一议题、中心组、讲座"),
    ReportSpec("training-campaigns", "专题活动推进情况", _YEAR, gathered.campaigns, help="要素完成率，按单位"),
)
