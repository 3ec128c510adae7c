"""Lectures, study meetings and campaigns: counted by unit, never person by person."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Choice, Date, LongText, Number, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Integer, Record, column, reference

FIRST_TOPIC, STUDY_GROUP = "1", "2"
"""The codes of table ``training_study_kind``: 第一议题, 理论学习中心组."""


class Lecture(Record, table="training_lecture", label="讲座讲坛", root=True, named_by="topic"):
    """One lecture with how many came; names of the audience are not kept."""

    kind: str | None = column(Choice(label="类型", table="training_lecture_kind", wanted=True))
    issue: str | None = column(Text(label="期次"))
    topic: str = column(Text(label="主题", wanted=True), not_null=True)
    held_on: PartialDate | None = column(Date(label="日期", wanted=True), indexed=True)
    speaker: str | None = column(Text(label="主讲人"))
    unit_id: str | None = reference("unit", label="主办单位")
    attendees: int | None = column(Number(label="参加人次", wanted=True))
    venue: str | None = column(Text(label="地点"))
    note: str | None = column(Text(label="备注"))


class StudyMeeting(Record, table="training_study_meeting", label="集中学习", root=True, named_by="topic"):
    """One meeting of a unit that began with the first topic (第一议题), or of its study group (中心组)."""

    unit_id: str = reference("unit", label="单位", not_null=True)
    kind: str = column(Choice(label="种类", table="training_study_kind", wanted=True), not_null=True)
    held_on: PartialDate | None = column(Date(label="日期", wanted=True), indexed=True)
    topic: str = column(Text(label="议题", wanted=True), not_null=True)
    attendees: int | None = column(Number(label="参加人数"))
    document: str | None = column(Text(label="记录存放", help="如会议记录本的页次；材料在别处交过的写明在哪里"))


class Campaign(Record, table="training_campaign", label="专题活动", root=True, named_by="title"):
    """A campaign of "N个一": a theme, and the elements that each unit is to complete."""

    title: str = column(Text(label="专题", wanted=True, max_length=60), not_null=True)
    elements: str | None = column(LongText(label="要素清单", wanted=True, help="一行一项，如“一课”“一信”“一卷”"))
    responsible: str | None = column(Text(label="责任人", wanted=True))
    starts_on: PartialDate | None = column(Date(label="开始时间", wanted=True), indexed=True)
    due_on: PartialDate | None = column(Date(label="完成时限", wanted=True))
    basis: str | None = column(Text(label="依据文号"))
    note: str | None = column(LongText(label="备注"))


class CampaignItem(Record, table="training_campaign_item", label="专题要素", owner="campaign_id"):
    """One element that one unit is to complete; a paper handed in elsewhere is named, not asked for again."""

    campaign_id: str = reference("training_campaign", label="专题活动", not_null=True)
    unit_id: str = reference("unit", label="单位", not_null=True)
    position: int = column(Integer(label="排序"), not_null=True, default=0)
    element: str = column(Text(label="要素", wanted=True), not_null=True)
    due_on: PartialDate | None = column(Date(label="完成时限", wanted=True), indexed=True)
    done_on: PartialDate | None = column(Date(label="完成日期", wanted=True))
    material: str | None = column(Text(label="材料", help="材料名称和存放处；已交过的写明交在哪里"))
