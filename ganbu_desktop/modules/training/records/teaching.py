"""What happens in a class: who was called, who came, what came of it.

Of each lesson only the sign-in is kept, of each person one summary at the end; there is no diary of lessons.
"""

from __future__ import annotations

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, Flag, LongText, Number, Scaled, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Integer, Record, column, reference

NOTIFIED, REPORTED, ON_LEAVE, WITHDRAWN, MAKE_UP, COMPLETED, REPLACED = "1", "2", "3", "4", "5", "6", "7"
"""The codes of table ``training_enrolment_state``."""
PRESENT, LATE, LEAVE, ABSENT = "1", "2", "3", "4"
"""The codes of table ``training_attendance_mark``."""
PENDING, APPROVED, REFUSED = "1", "2", "3"
"""The codes of table ``training_substitution_state``."""

_CALL, _COURSE, _END = "调训", "参训", "结业"


class StudyGroup(Record, table="training_group", label="学习小组", owner="class_id", named_by="name"):
    """A group of a class, with one record of its discussions."""

    class_id: str = reference("training_class", label="班次", not_null=True)
    position: int = column(Integer(label="排序"), not_null=True, default=0)
    name: str = column(Text(label="小组名称", wanted=True), not_null=True)
    topic: str | None = column(Text(label="研讨题目"))
    discussed_on: PartialDate | None = column(Date(label="研讨日期"))
    discussion: str | None = column(LongText(label="研讨记录", help="一个小组只记一份"))


class Enrolment(Record, table="training_enrolment", label="参训人员", owner="person_id"):
    """One person called to one class, from the notice to the certificate."""

    person_id: str = reference("person", label="干部", not_null=True)
    class_id: str = reference("training_class", label="班次", not_null=True)
    batch: str | None = column(Text(label="批次（分段）", group=_CALL, help="错峰调训、分段培训时填，如“第二批”"))
    state: str = column(
        Choice(label="状态", group=_CALL, table="training_enrolment_state"), not_null=True, default=NOTIFIED
    )
    notified_on: PartialDate | None = column(Date(label="通知日期", group=_CALL), indexed=True)
    reported_on: PartialDate | None = column(Date(label="报到日期", group=_COURSE))
    group_id: str | None = reference("training_group", label="小组")
    duty: str | None = column(Choice(label="班内职务", group=_COURSE, table="training_duty"))
    leave_tenths: int | None = column(
        Scaled(label="请假学时", group=_COURSE, help="没有逐次签到的班次在这里填累计请假学时")
    )
    leave_ground: str | None = column(
        Choice(
            label="请假事由",
            group=_COURSE,
            table="training_exemption_kind",
            help="病假、产假等法定事由的请假不影响本人，改为顺延补训",
        )
    )
    withdrawn_reason: str | None = column(Text(label="退学原因", group=_COURSE))
    summary: str | None = column(LongText(label="学习小结", group=_END, help="一人一份，不要求逐课记录"))
    appraisal: str | None = column(LongText(label="学员鉴定", group=_END))
    completed_on: PartialDate | None = column(Date(label="结业日期", group=_END))
    certificate: str | None = column(Text(label="证书编号", group=_END))


class Substitution(Record, table="training_substitution", label="替训申请", owner="person_id"):
    """A wish to send somebody else than the person called; nothing of it counts against either of them."""

    person_id: str = reference("person", label="被替训人", not_null=True)
    class_id: str = reference("training_class", label="班次", not_null=True)
    substitute_id: str = reference("person", label="替训人", not_null=True)
    reason: str = column(LongText(label="替训理由", wanted=True), not_null=True)
    applied_on: PartialDate | None = column(Date(label="申请日期", wanted=True), indexed=True)
    applied_by: str | None = column(Text(label="经办人", wanted=True))
    state: str = column(
        Choice(label="审批结果", table="training_substitution_state", by_program=True), not_null=True, default=PENDING
    )
    approved_by: str | None = column(Text(label="审批人", by_program=True))
    approved_on: PartialDate | None = column(Date(label="审批日期", by_program=True))
    opinion: str | None = column(Text(label="审批意见", by_program=True))


class Session(Record, table="training_session", label="课次", owner="class_id", named_by="name"):
    """One lesson of a class; ``name`` tells it from those of all other classes, on workbooks too."""

    class_id: str = reference("training_class", label="班次", not_null=True)
    position: int = column(Integer(label="次序"), not_null=True, default=0)
    name: str | None = column(Text(label="课次", by_program=True), indexed=True)
    course: str = column(Text(label="课程", wanted=True), not_null=True)
    held_on: PartialDate | None = column(Date(label="日期", wanted=True), indexed=True)
    part: str | None = column(Choice(label="时段", table="training_day_part"))
    hours_tenths: int | None = column(Scaled(label="学时", wanted=True))
    teacher: str | None = column(Text(label="授课人"))
    is_on_site: bool | None = column(Flag(label="现场教学"))
    base_id: str | None = reference("training_base", label="教育基地")


class Attendance(Record, table="training_attendance", label="签到", owner="person_id"):
    """Whether one person was at one lesson: the narrowest table of the room, for many lines.

    ``held_on`` repeats the lesson's day, so that lists and sums over a year need no other table.
    """

    session_id: str = reference("training_session", label="课次", not_null=True)
    person_id: str = reference("person", label="干部", not_null=True)
    mark: str = column(Choice(label="考勤", table="training_attendance_mark"), not_null=True, default=PRESENT)
    held_on: PartialDate | None = column(Date(label="日期", by_program=True), indexed=True)


class TrainingScore(Record, table="training_score", label="考核成绩", owner="person_id"):
    """What one person reached in 考、竞、评, each of 100 points in tenths; the class's weights make the total."""

    person_id: str = reference("person", label="干部", not_null=True)
    class_id: str = reference("training_class", label="班次", not_null=True)
    exam_tenths: int | None = column(Scaled(label="考试", wanted=True))
    contest_tenths: int | None = column(Scaled(label="竞争性展示", wanted=True))
    review_tenths: int | None = column(Scaled(label="评议", wanted=True))
    total_tenths: int | None = column(Scaled(label="总评", by_program=True))
    weights: str | None = column(Text(label="权重版本", by_program=True))
    result: str | None = column(Choice(label="考核结果", table="training_result"))
    entered_on: PartialDate | None = column(Date(label="录入日期", by_program=True), indexed=True)
    note: str | None = column(Text(label="备注"))


class FollowUp(Record, table="training_follow_up", label="训后跟踪", owner="person_id"):
    """What came of a class some months later: the unit's view and the person's own words."""

    person_id: str = reference("person", label="干部", not_null=True)
    class_id: str = reference("training_class", label="班次", not_null=True)
    stage: str = column(Choice(label="跟踪时点", table="training_follow_up_stage"), not_null=True)
    kind: str | None = column(Choice(label="成果类型", table="training_follow_up_kind", wanted=True))
    result: str | None = column(LongText(label="成果", wanted=True))
    is_converted: bool | None = column(Flag(label="已转化应用", wanted=True))
    unit_view: str | None = column(LongText(label="单位评价", wanted=True))
    own_feedback: str | None = column(LongText(label="本人反馈", wanted=True))
    done_on: PartialDate | None = column(Date(label="跟踪日期", wanted=True), indexed=True)


class ClassEvaluation(Record, table="training_evaluation", label="班次评估", owner="class_id"):
    """Unsigned sums of one question about a class; no single sheet is kept."""

    class_id: str = reference("training_class", label="班次", not_null=True)
    item: str = column(Choice(label="评课项目", table="training_evaluation_item"), not_null=True)
    handed_out: int | None = column(Number(label="发出份数"))
    very_satisfied: int | None = column(Number(label="很满意", wanted=True))
    satisfied: int | None = column(Number(label="满意", wanted=True))
    fair: int | None = column(Number(label="基本满意", wanted=True))
    dissatisfied: int | None = column(Number(label="不满意", wanted=True))
    opinions: str | None = column(LongText(label="意见建议（不记名）", help="归并后填写，不写是谁说的"))
    held_on: PartialDate | None = column(Date(label="评课日期"), indexed=True)


sa.Index("training_enrolment_of_class", Enrolment.table.c.class_id, Enrolment.table.c.person_id)
sa.Index("training_attendance_marks", Attendance.table.c.session_id, Attendance.table.c.person_id)
