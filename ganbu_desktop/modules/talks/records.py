"""The record types of the talks room.

What was said in a talk stays here: nothing of it flows into an archive by itself, and a need for help is never looked
at when someone is appointed. What was observed of a mood is an observation, not a fact about the person.
"""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Choice, Date, Flag, LongText, Number, Sealed, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Integer, Record, column, reference

_BASIC, _CONTENT, _CONFIRMED, _COUNTS = "基本情况", "谈话内容", "本人核对", "问题与处置（只记件数）"
_STANDING = "当时职务与密级"
_VISIT, _NEED, _HANDLING = "家访情况", "诉求", "办理"
_PEOPLE_HELP = "写姓名和职务；几个人的用顿号分开"
_SEEN_HELP = "写账号名，用顿号分开；不填的，有“查看谈话内容”权限的账号都能看"

INTERNAL = "2"
"""The code of table ``secrecy`` for 内部."""


class Talk(Record, table="talk", label="谈心谈话", owner="person_id", root=True, named_by="number"):
    """One talk with one cadre; of a group talk, each of its people has one. A home visit is a ``HomeVisit``."""

    person_id: str = reference("person", label="谈话对象", not_null=True)
    number: str | None = column(Text(label="编号", group=_BASIC, by_program=True), indexed=True)
    kind: str = column(Choice(label="谈话类型", group=_BASIC, table="talk_type"), not_null=True)
    subject: str | None = column(Text(label="主题", group=_BASIC))
    held_on: PartialDate | None = column(Date(label="谈话日期", group=_BASIC, wanted=True), indexed=True)
    held_at: str | None = column(Text(label="谈话时间", group=_BASIC, help="如“9:00—9:40”"))
    place: str | None = column(Text(label="地点", group=_BASIC, wanted=True))
    talkers: str | None = column(Text(label="谈话人", group=_BASIC, wanted=True, help=_PEOPLE_HELP))
    talker_level: str | None = column(Choice(label="谈话人层级", group=_BASIC, table="talker_level", wanted=True))
    recorder: str | None = column(Text(label="记录人", group=_BASIC, wanted=True))
    unit_id: str | None = reference("unit", label="谈话时所在单位")
    post: str | None = column(
        Text(label="谈话时职务", group=_STANDING, help="不填的，按保存时的现任职务记下，以后调动也不变")
    )
    post_level: str | None = column(Choice(label="谈话时职务层次", group=_STANDING, table="post_level"))
    secrecy: str | None = column(Choice(label="密级", group=_STANDING, table="secrecy"), default=INTERNAL)
    visible_to: str | None = column(Text(label="可见范围", group=_STANDING, help=_SEEN_HELP))
    outline: str | None = column(LongText(label="谈话事由（提纲）", group=_CONTENT, max_length=400))
    content: str | None = column(LongText(label="谈话内容", group=_CONTENT, wanted=True, max_length=2000))
    mood: str | None = column(
        LongText(label="思想动态（观察）", group=_CONTENT, help="只写谈话中观察到的情况，不下结论；不进政治素质档案")
    )
    appeals: str | None = column(
        LongText(label="意见诉求", group=_CONTENT, help="困难诉求另登记到“困难诉求”，以便办结")
    )
    answer: str | None = column(LongText(label="组织答复与帮助措施", group=_CONTENT))
    confirmation: str | None = column(
        Choice(label="本人核对", group=_CONFIRMED, table="talk_confirmation", wanted=True)
    )
    person_words: str | None = column(
        LongText(label="本人补充、异议或意见（原话）", group=_CONFIRMED, help="写原话；作补充、有异议时必须写")
    )
    refusal_reason: str | None = column(Text(label="拒签原因", group=_CONFIRMED))
    confirmed_on: PartialDate | None = column(Date(label="核对日期", group=_CONFIRMED))
    problem_count: int | None = column(Number(label="发现苗头性问题（件）", group=_COUNTS))
    reminded_count: int | None = column(Number(label="已提醒（件）", group=_COUNTS))
    inquired_count: int | None = column(Number(label="已函询（件）", group=_COUNTS))
    admonished_count: int | None = column(Number(label="已诫勉（件）", group=_COUNTS))


class HomeVisit(Record, table="home_visit", label="政治家访", owner="person_id", root=True, named_by="number"):
    """One visit at home: agreed on before, consented to, by two visitors or more. Planned until ``visited_on``.

    It is care, not inspection. Of the family it holds terms of kinship only; what relatives say of the person is not
    kept.
    """

    person_id: str = reference("person", label="家访对象", not_null=True)
    number: str | None = column(Text(label="编号", group=_BASIC, by_program=True), indexed=True)
    planned_on: PartialDate | None = column(Date(label="计划日期", group=_BASIC), indexed=True)
    appointment_on: PartialDate | None = column(
        Date(label="约定日期", group=_BASIC, wanted=True, help="事先与本人约定的日期")
    )
    has_consent: bool | None = column(Flag(label="本人同意", group=_BASIC, wanted=True))
    visited_on: PartialDate | None = column(Date(label="家访日期", group=_BASIC), indexed=True)
    visited_at: str | None = column(Text(label="家访时间", group=_BASIC, help="如“19:00—19:40”"))
    place: str | None = column(Text(label="地点", group=_BASIC, help="写到小区或村，不写门牌号"))
    visitors: str | None = column(
        Text(label="家访人", group=_BASIC, wanted=True, help="两人以上；写姓名和职务，用顿号分开")
    )
    visitor_level: str | None = column(Choice(label="家访人层级", group=_BASIC, table="talker_level", wanted=True))
    recorder: str | None = column(Text(label="记录人", group=_BASIC))
    unit_id: str | None = reference("unit", label="家访时所在单位")
    post: str | None = column(Text(label="家访时职务", group=_STANDING))
    post_level: str | None = column(Choice(label="家访时职务层次", group=_STANDING, table="post_level"))
    secrecy: str | None = column(Choice(label="密级", group=_STANDING, table="secrecy"), default=INTERNAL)
    visible_to: str | None = column(Text(label="可见范围", group=_STANDING, help=_SEEN_HELP))
    family_present: str | None = column(
        Text(label="在场家属（称谓）", group=_VISIT, help="只写称谓，如“妻子、儿子”；不写姓名")
    )
    situation: str | None = column(
        LongText(label="了解的情况", group=_VISIT, wanted=True, help="写本人和家庭的实际情况，不记家属的评价")
    )
    difficulties: str | None = column(LongText(label="困难", group=_VISIT))
    answer: str | None = column(LongText(label="组织回应与帮扶", group=_VISIT))
    confirmation: str | None = column(
        Choice(label="本人核对", group=_CONFIRMED, table="talk_confirmation", wanted=True)
    )
    person_words: str | None = column(
        LongText(label="本人补充、异议或意见（原话）", group=_CONFIRMED, help="写原话；作补充、有异议时必须写")
    )
    refusal_reason: str | None = column(Text(label="拒签原因", group=_CONFIRMED))
    confirmed_on: PartialDate | None = column(Date(label="核对日期", group=_CONFIRMED))


class Need(Record, table="need", label="困难诉求", owner="person_id", root=True, named_by="number"):
    """One difficulty that a cadre asks help with. Its words are sealed where its kind is private.

    A need may not be used when someone is appointed; no form, roster or check of another room reads it.
    """

    person_id: str = reference("person", label="干部", not_null=True)
    number: str | None = column(Text(label="编号", group=_NEED, by_program=True), indexed=True)
    kind: str = column(Choice(label="诉求类别", group=_NEED, table="need_kind"), not_null=True)
    raised_on: PartialDate | None = column(Date(label="提出日期", group=_NEED, wanted=True), indexed=True)
    talk_id: str | None = reference("talk", label="来源谈话")
    visit_id: str | None = reference("home_visit", label="来源家访")
    description: str | None = column(
        LongText(label="诉求内容", group=_NEED, help="婚恋、子女、重疾类的内容保存时自动加密，不在这一栏显示")
    )
    sealed_description: str | None = column(Sealed(label="诉求内容（加密）", group=_NEED, by_program=True))
    unit_id: str | None = reference("unit", label="责任单位")
    responsible: str | None = column(Text(label="责任人", group=_HANDLING, wanted=True))
    measure: str | None = column(LongText(label="帮助措施", group=_HANDLING, help="不写病情、婚姻等私事"))
    due_on: PartialDate | None = column(Date(label="时限", group=_HANDLING, wanted=True), indexed=True)
    extended_reason: str | None = column(Text(label="延期理由", group=_HANDLING))
    result: str | None = column(LongText(label="办理结果", group=_HANDLING, help="不写病情、婚姻等私事"))
    finished_on: PartialDate | None = column(Date(label="办结日期", group=_HANDLING))
    satisfaction: str | None = column(Choice(label="满意度", group=_HANDLING, table="satisfaction"))
    closed_by: str | None = column(Text(label="销号人", group=_HANDLING, by_program=True))
    closed_on: PartialDate | None = column(Date(label="销号日期", group=_HANDLING, by_program=True), indexed=True)


class Forum(Record, table="forum", label="座谈会", root=True, named_by="title"):
    """One forum with grassroots cadres; who attended is a number, not a list."""

    title: str = column(Text(label="主题"), not_null=True)
    held_on: PartialDate | None = column(Date(label="日期", wanted=True), indexed=True)
    place: str | None = column(Text(label="地点"))
    host: str | None = column(Text(label="主持人", wanted=True))
    attendance: int | None = column(Number(label="参加人数", wanted=True))
    note: str | None = column(LongText(label="说明"))


class ForumOpinion(Record, table="forum_opinion", label="座谈意见", owner="forum_id", root=True, named_by="opinion"):
    """One opinion of a forum. It is not signed, and nothing here says whose it was."""

    forum_id: str = reference("forum", label="座谈会", not_null=True)
    position: int = column(Integer(label="排序"), not_null=True, default=0)
    kind: str | None = column(Choice(label="诉求类别", table="forum_opinion_kind", wanted=True))
    opinion: str = column(LongText(label="意见", help="不写提意见人的姓名和职务"), not_null=True)
    unit_id: str | None = reference("unit", label="答复单位")
    adoption: str | None = column(Choice(label="采纳情况", table="opinion_adoption", wanted=True))
    adoption_reason: str | None = column(Text(label="未采纳的理由"))
    answer: str | None = column(LongText(label="答复"))
    due_on: PartialDate | None = column(Date(label="答复时限", wanted=True), indexed=True)
    answered_on: PartialDate | None = column(Date(label="答复日期"))


class MoodReport(Record, table="mood_report", label="思想状况", root=True):
    """What one group said of one theme in one quarter: counts of a group, never of a person."""

    year: int = column(Number(label="年度"), not_null=True)
    quarter: str = column(Choice(label="季度", table="quarter"), not_null=True)
    unit_id: str | None = reference("unit", label="单位")
    theme: str = column(Choice(label="主题", table="mood_theme", open=True), not_null=True)
    group_size: int = column(Number(label="了解人数", help="本季度谈话、座谈的人数"), not_null=True)
    people: int | None = column(Number(label="反映人数", wanted=True))
    situation: str | None = column(LongText(label="情况", help="只写群体的情况，不写到个人"))
    suggestion: str | None = column(LongText(label="建议"))
    written_by: str | None = column(Text(label="撰写人", wanted=True))
    written_on: PartialDate | None = column(Date(label="撰写日期", wanted=True))


class TalkExemption(Record, table="talk_exemption", label="不列入应谈", owner="person_id", root=True):
    """A time in which nobody is expected to talk with or visit someone: on leave, lent out, away to study."""

    person_id: str = reference("person", label="干部", not_null=True)
    reason: str = column(Choice(label="原因", table="talk_exemption_reason"), not_null=True)
    starts_on: PartialDate | None = column(Date(label="起", wanted=True))
    ends_on: PartialDate | None = column(Date(label="止", help="还没有结束的不填"))
    note: str | None = column(Text(label="说明", help="不写病情"))


class TalkOutline(Record, table="talk_outline", label="谈话提纲", root=True, named_by="title"):
    """The office's own outline for one type of talk; it goes before the one shipped with the program."""

    kind: str = column(Choice(label="谈话类型", table="talk_type"), not_null=True)
    title: str = column(Text(label="名称"), not_null=True)
    text: str = column(LongText(label="提纲"), not_null=True)
    updated_on: PartialDate | None = column(Date(label="修改日期"))
