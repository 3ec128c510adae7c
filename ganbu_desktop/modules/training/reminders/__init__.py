"""What the training room reminds of: notices, scores and follow-ups due, hours short, leave near its limit."""

from __future__ import annotations

from ganbu_desktop.kernel.reminders.reminder import Nature, ReminderRule
from ganbu_desktop.modules.training.reminders import classes, gathered, people

RULES = (
    ReminderRule("training-notice", "调训通知", Nature.DUTY, "计划班次临近或已过未发通知", classes.notices),
    ReminderRule(
        "training-clash", "调训时间冲突", Nature.DUTY, "名单上的人与休假、其他班次、任务冲突", classes.collisions
    ),
    ReminderRule("training-leave", "请假接近上限", Nature.DUTY, "请假、缺席累计接近总学时的七分之一", classes.leave),
    ReminderRule("training-scores", "成绩未录满", Nature.DUTY, "结业后成绩没有录满", classes.scores),
    ReminderRule("training-follow-up", "训后跟踪", Nature.DUTY, "训后 90 天、180 天未跟踪", classes.follow_ups),
    ReminderRule("training-appointment", "任职培训", Nature.DUTY, "提任后一年内未完成任职培训", people.appointments),
    ReminderRule("training-not-called", "三年未脱产", Nature.RIGHT, "三年未参加脱产培训的优先安排", people.not_called),
    ReminderRule("training-deferred", "顺延期满", Nature.RIGHT, "休假结束后优先安排顺延的培训", people.deferred),
    ReminderRule(
        "training-shortfall",
        "学时缺口",
        Nature.DUTY,
        "九月起提示学时缺口，留到补齐或处理",
        people.shortfalls,
    ),
    ReminderRule("training-cost", "决算超预算", Nature.DUTY, "班次决算超过预算", classes.costs),
    ReminderRule("training-study", "集中学习无记录", Nature.DUTY, "中心组、第一议题季度无记录", gathered.study),
    ReminderRule("training-element", "专题要素到期", Nature.DUTY, "专题要素临近时限未完成", gathered.elements),
)
