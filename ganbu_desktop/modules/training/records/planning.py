"""What is to be held: the plan of the year, its classes, where they are held, and what they cost."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Choice, Date, Flag, LongText, Number, Scaled, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Record, column, reference

CANCELLED = "4"
"""The code of table ``training_plan_state`` for 已取消."""

_WHAT, _WHO, _WHEN, _NOTICE, _WEIGHTS = "班次", "对象", "时间", "调训通知", "考核权重"


class TrainingBase(Record, table="training_base", label="教育基地", root=True, named_by="name"):
    """A place where classes are held or taught on site, with the courses it offers."""

    name: str = column(Text(label="基地名称", wanted=True, max_length=60), not_null=True, indexed=True)
    kind: str | None = column(Choice(label="基地类别", table="training_base_kind", wanted=True))
    place: str | None = column(Text(label="地点", wanted=True))
    capacity: int | None = column(Number(label="可容纳人数"))
    courses: str | None = column(LongText(label="课程", help="一行一门"))
    contact: str | None = column(Text(label="联系方式"))
    opened_on: PartialDate | None = column(Date(label="启用时间"), indexed=True)
    note: str | None = column(LongText(label="备注"))


class TrainingPlan(Record, table="training_plan", label="培训计划", root=True, named_by="title"):
    """One class that the plan of a year foresees, and by which rule its places are given out."""

    year: int = column(Number(label="年度", group=_WHAT, wanted=True), not_null=True, indexed=True)
    title: str = column(Text(label="班次名称", group=_WHAT, wanted=True, max_length=60), not_null=True)
    kind: str | None = column(Choice(label="培训类别", group=_WHAT, table="training_kind", wanted=True))
    form: str | None = column(Choice(label="培训形式", group=_WHAT, table="training_form", wanted=True))
    field: str | None = column(Choice(label="培训领域", group=_WHAT, table="training_field"))
    organiser: str | None = column(Text(label="主办单位", group=_WHAT, wanted=True))
    target: str | None = column(Choice(label="对象层级", group=_WHO, table="training_target", wanted=True))
    conditions: str | None = column(LongText(label="对象条件", group=_WHO, wanted=True))
    places: int | None = column(Number(label="名额", group=_WHO, wanted=True))
    places_rule: str | None = column(
        LongText(label="名额分配规则", group=_WHO, wanted=True, help="随计划公开，写明各单位名额怎么分")
    )
    starts_on: PartialDate | None = column(Date(label="开始时间", group=_WHEN, wanted=True), indexed=True)
    ends_on: PartialDate | None = column(Date(label="结束时间", group=_WHEN, wanted=True))
    hours_tenths: int | None = column(Scaled(label="学时", group=_WHEN, wanted=True))
    budget_cents: int | None = column(Scaled(label="预算（元）", group=_WHEN, places=2, wanted=True))
    basis: str | None = column(Text(label="依据文号", group=_NOTICE, wanted=True))
    state: str | None = column(Choice(label="计划状态", group=_NOTICE, table="training_plan_state", wanted=True))
    note: str | None = column(LongText(label="备注", group=_NOTICE))


class TrainingClass(Record, table="training_class", label="培训班次", root=True, named_by="title"):
    """One class. Its weights of 考、竞、评 are percents that stand before it opens and never change once it has."""

    title: str = column(Text(label="班次名称", group=_WHAT, wanted=True, max_length=60), not_null=True, indexed=True)
    plan_id: str | None = reference("training_plan", label="所属计划")
    kind: str | None = column(Choice(label="培训类别", group=_WHAT, table="training_kind", wanted=True), indexed=True)
    form: str | None = column(Choice(label="培训形式", group=_WHAT, table="training_form", wanted=True))
    channel: str | None = column(Choice(label="学时归类", group=_WHAT, table="training_channel", wanted=True))
    field: str | None = column(Choice(label="培训领域", group=_WHAT, table="training_field"))
    topic: str | None = column(Text(label="主题", group=_WHAT))
    organiser: str | None = column(Text(label="主办单位", group=_WHAT, wanted=True))
    venue: str | None = column(Text(label="培训地点", group=_WHEN, wanted=True))
    base_id: str | None = reference("training_base", label="教育基地")
    starts_on: PartialDate | None = column(Date(label="开班时间", group=_WHEN, wanted=True), indexed=True)
    ends_on: PartialDate | None = column(Date(label="结业时间", group=_WHEN, wanted=True), indexed=True)
    days_tenths: int | None = column(Scaled(label="天数", group=_WHEN, wanted=True))
    hours_tenths: int | None = column(Scaled(label="总学时", group=_WHEN, wanted=True))
    places: int | None = column(Number(label="名额", group=_WHO))
    conditions: str | None = column(LongText(label="对象条件", group=_WHO))
    notice_document: str | None = column(Text(label="通知文号", group=_NOTICE))
    notified_on: PartialDate | None = column(Date(label="通知日期", group=_NOTICE))
    report_on: PartialDate | None = column(Date(label="报到时间", group=_NOTICE))
    contact: str | None = column(Text(label="联系人及电话", group=_NOTICE))
    exam_weight: int | None = column(Number(label="考试权重（%）", group=_WEIGHTS))
    contest_weight: int | None = column(Number(label="竞争性展示权重（%）", group=_WEIGHTS))
    review_weight: int | None = column(Number(label="评议权重（%）", group=_WEIGHTS))
    weights_published_on: PartialDate | None = column(
        Date(label="权重公布日期", group=_WEIGHTS, help="应在开班前公布；开班后权重不能再改")
    )
    note: str | None = column(LongText(label="备注", group=_NOTICE))


class BusyPeriod(Record, table="training_busy_period", label="重大任务时段", root=True):
    """Days on which a unit has a major task, so that its people are called up at another time."""

    unit_id: str = reference("unit", label="单位", not_null=True)
    title: str = column(Text(label="任务", wanted=True), not_null=True)
    starts_on: PartialDate | None = column(Date(label="开始时间", wanted=True), indexed=True)
    ends_on: PartialDate | None = column(Date(label="结束时间", wanted=True))
    note: str | None = column(Text(label="备注"))


class TrainingCost(Record, table="training_cost", label="培训经费", owner="class_id"):
    """What a class (or, without one, the year) was to cost and has cost; money in cents, days in tenths."""

    class_id: str | None = reference("training_class", label="班次")
    year: int = column(Number(label="年度", wanted=True), not_null=True, indexed=True)
    item: str | None = column(Text(label="费用项目", wanted=True, help="如住宿费、师资费、场地费、资料费、交通费"))
    budget_cents: int | None = column(Scaled(label="预算（元）", places=2, wanted=True))
    spent_cents: int | None = column(Scaled(label="决算（元）", places=2, wanted=True))
    settled_on: PartialDate | None = column(Date(label="决算日期"), indexed=True)
    document: str | None = column(Text(label="凭证"))
    is_self_paid: bool | None = column(Flag(label="个人自理", help="个人参加社会化培训的费用自理，不计入培训经费"))
    note: str | None = column(LongText(label="备注"))
