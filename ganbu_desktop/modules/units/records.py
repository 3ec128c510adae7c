"""The record types of the units room: names of units, quotas, reviews of teams, posts, village cadres, leaving.

A quota belongs to a unit, and so does every warning about it. What a review says of one person is a limiting entry of
its own, with evidence and the person's words, wherever it can count against that person.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, Flag, Hidden, LongText, Name, Number, Sealed, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.attendance import AWAY, AttendanceState
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, column, reference

WITHOUT_GROUND = "2"
"""The code of table ``absence_finding`` for 无事由."""
WATCH, ADJUST = "4", "5"
"""The codes of table ``review_suggestion`` for 重点关注 and 调整."""
REVIEW_LOOP, SURVEY_LOOP = "7", "8"
"""The codes of table ``loop_kind`` for 研判建议 and 调研问题."""
_FACTS = "事实、评价与建议"
_STRUCTURE, _RUNNING, _ADVICE = "研判情况", "运行评价", "建议"
_SURVEY, _LEVELS, _DECIDED = "调研情况", "难度等级", "评定"
_VILLAGE, _TERM, _PAY = "基本情况", "任期", "报酬和保障"


class AbsenceFinding(LimitingRecord, table="absence_finding", label="脱岗核实", owner="person_id", root=True):
    """What was found about an absence after it was verified; only one without a ground counts against the person."""

    occurred_on: PartialDate | None = column(Date(label="脱岗日期", group=_FACTS, wanted=True), indexed=True)
    finding: str | None = column(Choice(label="核实结论", group=_FACTS, table="absence_finding", wanted=True))

    @property
    def is_limiting(self) -> bool:
        """Whether the absence was found to have no ground, or nothing has been found yet."""
        return self.finding in (None, WITHOUT_GROUND)

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Return what else is missing: a finding, and a recorded absence on the day it is about."""
        found = [] if self.finding else ["没有核实结论"]
        at = AttendanceState.table.c
        away = find(connection, AttendanceState, at.person_id == self.person_id, at.kind == AWAY)
        day = self.occurred_on
        if day is not None and not any(state.days_in(day.first_day(), day.last_day()) for state in away):
            found.append("“在岗状态”里没有这一天的脱岗记录")
        return found


class TeamReview(Record, table="team_review", label="班子研判", root=True, named_by="title"):
    """One analysis of a team: its structure as of the day, frozen, and how it works, facts and judgement apart."""

    unit_id: str = reference("unit", label="单位", not_null=True)
    title: str | None = column(Text(label="研判名称", group=_STRUCTURE, by_program=True))
    held_on: PartialDate | None = column(Date(label="研判日期", group=_STRUCTURE, wanted=True), indexed=True)
    kind: str | None = column(Choice(label="研判方式", group=_STRUCTURE, table="review_kind", wanted=True))
    participants: str | None = column(Text(label="参加人", group=_STRUCTURE, wanted=True))
    term_ends_on: PartialDate | None = column(Date(label="班子任期届满", group=_STRUCTURE))
    facts: str | None = column(
        LongText(label="运行情况（事实）", group=_RUNNING, wanted=True, help="只写经核实的事实和数据，不写评价")
    )
    judgement: str | None = column(LongText(label="运行评价", group=_RUNNING, wanted=True))
    strengths: str | None = column(LongText(label="优势", group=_RUNNING))
    weaknesses: str | None = column(LongText(label="短板", group=_RUNNING))
    suggestions: str | None = column(
        LongText(label="对班子的建议", group=_ADVICE, help="对个人的建议另登记到“人员研判”；要办的事登记为研判建议")
    )
    basis: str | None = column(Text(label="依据材料", group=_ADVICE, help="调研报告、考核结果等的文号或存放位置"))
    snapshot: str | None = column(Hidden(label="班子结构快照"))


class ReviewedPerson(LimitingRecord, table="reviewed_person", label="人员研判", owner="person_id", root=True):
    """What a review says of one member: facts first, and a suggestion that needs them."""

    occurred_on: PartialDate | None = column(Date(label="发生日期", group=_FACTS, wanted=True), indexed=True)
    review_id: str | None = reference("team_review", label="所属研判")
    suggestion_kind: str | None = column(Choice(label="研判建议", group=_FACTS, table="review_suggestion", wanted=True))

    @property
    def is_limiting(self) -> bool:
        """Whether it can count against the person: a suggestion to watch or to move, or none given yet."""
        return self.suggestion_kind in (None, WATCH, ADJUST)

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Return what else is missing: the kind of suggestion."""
        return [] if self.suggestion_kind else ["没有研判建议的类型"]


class SurveyVisit(Record, table="survey_visit", label="班子调研", root=True):
    """One visit to see how a team works. Opinions heard in talks are not kept by name."""

    unit_id: str = reference("unit", label="被调研单位", not_null=True)
    held_on: PartialDate | None = column(Date(label="调研日期", group=_SURVEY, wanted=True), indexed=True)
    kind: str = column(Choice(label="调研类别", group=_SURVEY, table="survey_kind"), not_null=True)
    way: str | None = column(Choice(label="调研方式", group=_SURVEY, table="survey_way", wanted=True))
    surveyors: str | None = column(Text(label="调研人", group=_SURVEY, wanted=True))
    talked_count: int | None = column(Number(label="谈话人数", group=_SURVEY))
    findings: str | None = column(
        LongText(label="发现的问题（事实）", group=_SURVEY, help="写班子的问题，不写谁说的；要整改的登记为调研问题")
    )
    examples: str | None = column(LongText(label="正面典型", group=_SURVEY))
    suggestions: str | None = column(LongText(label="整改建议", group=_SURVEY))


class PostProfile(Record, table="post_profile", label="岗位难度", root=True):
    """How hard one post is, as a meeting decided. It is compared with posts of its own kind, never with a person."""

    unit_id: str = reference("unit", label="单位", not_null=True)
    post_name: str = column(Text(label="岗位名称", max_length=120), not_null=True)
    post_class: str = column(Choice(label="岗位类别", table="post_class"), not_null=True)
    workload: str | None = column(Choice(label="任务量", group=_LEVELS, table="difficulty_level", wanted=True))
    risk: str | None = column(Choice(label="风险", group=_LEVELS, table="difficulty_level", wanted=True))
    remoteness: str | None = column(Choice(label="偏远程度", group=_LEVELS, table="difficulty_level", wanted=True))
    pay_band: str | None = column(Choice(label="待遇档", group=_LEVELS, table="pay_band"))
    ground: str | None = column(LongText(label="评定依据", group=_DECIDED, wanted=True))
    meeting: str | None = column(Text(label="评定会议", group=_DECIDED, wanted=True, help="没有会议评定的不进一览表"))
    decided_on: PartialDate | None = column(Date(label="评定日期", group=_DECIDED, wanted=True), indexed=True)
    published_on: PartialDate | None = column(Date(label="公布日期", group=_DECIDED))
    duties_changed_on: PartialDate | None = column(Date(label="职责变化日期", group=_DECIDED))


class SuccessionCandidate(Record, table="succession_candidate", label="备选人选", owner="person_id", root=True):
    """One person whom a meeting registered for a post. Who they are is for the department's meeting alone."""

    is_discreet: ClassVar[bool] = True
    person_id: str = reference("person", label="备选干部", not_null=True)
    unit_id: str = reference("unit", label="拟用单位", not_null=True)
    post_name: str = column(Text(label="拟用岗位", max_length=120), not_null=True)
    registered_on: PartialDate | None = column(Date(label="登记日期", wanted=True), indexed=True)
    meeting: str | None = column(Text(label="研究会议", wanted=True))
    removed_on: PartialDate | None = column(Date(label="移出日期"))
    note: str | None = column(Text(label="说明"))

    def stands(self, day: date) -> bool:
        """Return whether the person was registered on a day and not taken off; a date that is missing stops nobody."""
        begun = self.registered_on is None or self.registered_on.has_begun(day)
        return begun and not (self.removed_on is not None and self.removed_on.has_begun(day))


class VillageCadre(Record, table="village_cadre", label="村（社区）干部", root=True, named_by="name"):
    """One post holder of a village or community; those without a place in the service need no card of a cadre."""

    unit_id: str = reference("unit", label="乡镇（街道）", not_null=True)
    village: str = column(Text(label="村（社区）", group=_VILLAGE, max_length=60), not_null=True)
    name: str = column(Name(label="姓名", group=_VILLAGE, max_length=18), not_null=True)
    sex: str | None = column(Choice(label="性别", group=_VILLAGE, table="sex", wanted=True))
    born_on: PartialDate | None = column(Date(label="出生年月", group=_VILLAGE, wanted=True))
    political_status: str | None = column(Choice(label="政治面貌", group=_VILLAGE, table="political_status"))
    education: str | None = column(Choice(label="学历", group=_VILLAGE, table="education"))
    post: str = column(Choice(label="职务", group=_VILLAGE, table="village_post"), not_null=True)
    is_both: bool | None = column(Flag(label="一肩挑", group=_VILLAGE, help="书记、主任一人兼任"))
    system: str | None = column(Choice(label="体制内外", group=_VILLAGE, table="village_system", wanted=True))
    term_from: PartialDate | None = column(Date(label="任职日期", group=_TERM, wanted=True), indexed=True)
    term_until: PartialDate | None = column(Date(label="任期届满", group=_TERM, wanted=True))
    left_on: PartialDate | None = column(Date(label="离任日期", group=_TERM))
    monthly_pay: str | None = column(Sealed(label="月报酬（元）", group=_PAY, help="加密保存，只对经办人可见"))
    has_pension: bool | None = column(Flag(label="养老参保", group=_PAY, wanted=True))
    has_medical: bool | None = column(Flag(label="医疗参保", group=_PAY, wanted=True))

    def serves(self, day: date) -> bool:
        """Return whether the post is held on a day: begun, and not left."""
        begun = self.term_from is None or self.term_from.has_begun(day)
        return begun and not (self.left_on is not None and self.left_on.has_begun(day))
