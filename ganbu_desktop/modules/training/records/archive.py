"""What stays with the person: hours learnt, days on which nothing was owed, and needs for planning only."""

from __future__ import annotations

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, Flag, Hidden, LongText, Number, Scaled, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Record, column, reference

FROM_CLASS, CAUGHT_UP, IMPORTED = "1", "2", "3"
"""The codes of table ``training_hours_source``."""

_WHAT, _WHEN, _PROOF = "班次", "时间", "结果与凭证"


class TrainingHours(Record, table="training_hours", label="培训学时", owner="person_id"):
    """Hours of one class in one person's archive; an entry is the same again by person, title and dates."""

    person_id: str = reference("person", label="干部", not_null=True)
    class_id: str | None = reference("training_class", label="班次")
    class_title: str = column(Text(label="班次名称", group=_WHAT, wanted=True, max_length=60), not_null=True)
    organiser: str | None = column(Text(label="主办单位", group=_WHAT, wanted=True))
    kind: str | None = column(Choice(label="培训类别", group=_WHAT, table="training_kind", wanted=True))
    form: str | None = column(Choice(label="培训形式", group=_WHAT, table="training_form", wanted=True))
    channel: str | None = column(Choice(label="学时归类", group=_WHAT, table="training_channel"))
    year: int | None = column(Number(label="计入年度", group=_WHEN, help="不填按结束时间的年份"), indexed=True)
    starts_on: PartialDate | None = column(Date(label="开始时间", group=_WHEN, wanted=True))
    ends_on: PartialDate | None = column(Date(label="结束时间", group=_WHEN, wanted=True), indexed=True)
    days_tenths: int | None = column(Scaled(label="天数", group=_WHEN))
    hours_tenths: int | None = column(Scaled(label="学时", group=_WHEN, wanted=True))
    venue: str | None = column(Text(label="地点", group=_WHEN))
    result: str | None = column(Choice(label="考核结果", group=_PROOF, table="training_result"))
    certificate: str | None = column(Text(label="证书编号", group=_PROOF))
    proof: str | None = column(
        Text(label="证明材料", group=_PROOF, help="补录的学时必须写明凭什么补录，如结业证书、通知文件")
    )
    is_recognised: bool | None = column(Flag(label="认可学时", group=_PROOF, help="不认可的填“否”，不计入学时"))
    source: str | None = column(Choice(label="来源", group=_PROOF, table="training_hours_source", wanted=True))
    note: str | None = column(Text(label="备注", group=_PROOF))


class TrainingExemption(Record, table="training_exemption", label="培训顺延", owner="person_id"):
    """Days on which a person could not be called up; the task is put off and no debt grows from them."""

    person_id: str = reference("person", label="干部", not_null=True)
    kind: str = column(Choice(label="顺延事由", table="training_exemption_kind", wanted=True), not_null=True)
    starts_on: PartialDate | None = column(Date(label="开始时间", wanted=True), indexed=True)
    ends_on: PartialDate | None = column(Date(label="结束时间", wanted=True, help="还没有结束的不填"))
    ground: str | None = column(Text(label="依据", wanted=True, help="如请假审批单；不写病情"))
    note: str | None = column(Text(label="备注"))


class TrainingNeed(Record, table="training_need", label="培训需求", owner="person_id"):
    """What a person would like to learn, and what unit and organisation advise: for planning classes, nothing else."""

    person_id: str = reference("person", label="干部", not_null=True)
    year: int = column(Number(label="年度", wanted=True), not_null=True, indexed=True)
    field: str | None = column(Choice(label="需求领域", table="training_field", wanted=True), indexed=True)
    own_view: str | None = column(LongText(label="本人自评需求", help="只用于安排课程，不得用于选拔任用、考核和排名"))
    unit_advice: str | None = column(LongText(label="单位建议"))
    office_advice: str | None = column(LongText(label="组织建议"))
    class_id: str | None = reference("training_class", label="已安排的班次")
    asked_on: PartialDate | None = column(Date(label="填报日期"), indexed=True)


class HoursMapping(Record, table="training_hours_mapping", label="学时文件版式"):
    """One layout of another training system's workbook (its fingerprint) and which column is which item."""

    fingerprint: str = column(Hidden(label="版式"), not_null=True, indexed=True)
    title: str | None = column(Text(label="来源"))
    columns: str = column(Hidden(label="对应"), not_null=True)


sa.Index("training_hours_of_person", TrainingHours.table.c.person_id, TrainingHours.table.c.ends_on)
