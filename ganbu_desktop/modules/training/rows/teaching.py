"""What happens in a class: who is called, its lessons, scores, follow-ups and unsigned sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.forms import parts
from ganbu_desktop.modules.training.records import (
    Attendance,
    ClassEvaluation,
    Enrolment,
    FollowUp,
    Session,
    StudyGroup,
    TrainingClass,
    TrainingScore,
)
from ganbu_desktop.modules.training.records.teaching import COMPLETED, NOTIFIED, REPORTED, WITHDRAWN
from ganbu_desktop.modules.training.rights import EDIT
from ganbu_desktop.modules.training.rules.teaching import (
    SATISFACTION,
    session_name,
    sheets,
    total_tenths,
    weights_of,
    weights_text,
)
from ganbu_desktop.store.operations import Operation

HIGHEST_TENTHS = 1000


def enrolment_faults(entry: Enrolment, now: row.Now) -> Iterator[str]:
    """Yield what keeps a place on a list from being saved: nobody leaves a class without a reason."""
    if entry.state == WITHDRAWN and not (entry.withdrawn_reason or "").strip():
        yield "退学要写明原因"


def with_days(current: Operation, old: Enrolment | None, new: Enrolment) -> Enrolment:
    """Return a place on a list with the day of reporting or completing, where it is not given."""
    values: dict[str, PartialDate] = {}
    if new.state == REPORTED and new.reported_on is None:
        values["reported_on"] = current.day
    if new.state == COMPLETED and new.completed_on is None:
        values["completed_on"] = current.day
    return replace(new, **values) if values else new  # type: ignore[arg-type]


def forget_marks(current: Operation, old: Enrolment) -> None:
    """Delete the sign-in of who is taken off a list."""
    lessons = [s.id for s in current.find(Session, Session.table.c.class_id == old.class_id)]
    at = Attendance.table.c
    for line in current.find(Attendance, at.person_id == old.person_id, at.session_id.in_(lessons)):
        current.delete(line)


def named_lesson(current: Operation, old: Session | None, new: Session) -> Session:
    """Return a lesson by the name that tells it from all others; its sign-in follows its day."""
    if old is not None and old.held_on != new.held_on:
        lines = current.find(Attendance, Attendance.table.c.session_id == old.id)
        current.update_many([(x, replace(x, held_on=new.held_on)) for x in lines])
    return replace(new, name=session_name(current.get(TrainingClass, new.class_id), new))


def forget_sign_in(current: Operation, old: Session) -> None:
    """Delete the sign-in of a lesson that is deleted."""
    for line in current.find(Attendance, Attendance.table.c.session_id == old.id):
        current.delete(line)


def score_faults(score: TrainingScore, now: row.Now) -> Iterator[str]:
    """Yield what keeps a score from being saved."""
    parts_of_it = (score.exam_tenths, score.contest_tenths, score.review_tenths)
    if any(part is not None and part > HIGHEST_TENTHS for part in parts_of_it):
        yield "分项成绩应在 0—100 之间"


def totalled(current: Operation, old: TrainingScore | None, new: TrainingScore) -> TrainingScore:
    """Return a score with its total by the weights that were fixed before the class opened."""
    entry = current.get(TrainingClass, new.class_id)
    return replace(
        new,
        total_tenths=total_tenths(new, weights_of(entry)),
        weights=weights_text(entry),
        entered_on=new.entered_on or current.day,
    )


def signed_on_the_day(current: Operation, old: Attendance | None, new: Attendance) -> Attendance:
    """Return a line of the sign-in with the day of its lesson."""
    return replace(new, held_on=current.get(Session, new.session_id).held_on)


def forget_group(current: Operation, old: StudyGroup) -> None:
    """Leave the people of a study group without one."""
    members = current.find(Enrolment, Enrolment.table.c.group_id == old.id)
    current.update_many([(m, replace(m, group_id=None)) for m in members])


def followed(office: Office, connection: sa.Connection, entry: FollowUp) -> Mapping[str, Any]:
    """Return what the sheet says beside the entry: when the class ended."""
    return {"ended_on": parts.chinese(parts.record(connection, TrainingClass, entry.class_id).ends_on)}


def sheet_faults(entry: ClassEvaluation, now: row.Now) -> Iterator[str]:
    """Yield what keeps sums from being saved: no more sheets come back than were handed out."""
    number = sheets(entry)
    if number is not None and entry.handed_out is not None and number > entry.handed_out:
        labels = "、".join(("很满意", "满意", "基本满意", "不满意")[: len(SATISFACTION)])
        yield f"{labels}合计 {number} 份，多于发出的 {entry.handed_out} 份"


ENROLMENTS = row.Row(
    Enrolment,
    "training-enrolments",
    key=("person_id", "class_id"),
    right=EDIT,
    help="在班次里按条件调训，名单自动形成。",
    listed=("class_id", "batch", "state", "notified_on", "reported_on", "duty", "completed_on", "certificate"),
    new={"state": NOTIFIED},
    check=enrolment_faults,
    prepare=with_days,
    once="名单里已有这个人，没有重复登记；数据未改动",
    forget=forget_marks,
    own_forms=("learner-appraisal",),
)
SESSIONS = row.Row(
    Session,
    "training-sessions",
    key=("class_id", "course", "held_on", "part"),
    may_lack=("held_on", "part"),
    right=EDIT,
    help="先录入班次的课程表，再签到。",
    fields=("class_id", "course", "held_on", "part", "hours_tenths", "teacher", "is_on_site", "base_id"),
    prepare=named_lesson,
    forget=forget_sign_in,
    own_forms=("sign-in",),
)
ATTENDANCE = row.Row(
    Attendance,
    "training-attendance",
    key=("person_id", "session_id"),
    right=EDIT,
    help="在班次的“签到”里一次标记一个课次，或从考勤表导入。",
    fields=("person_id", "session_id", "mark"),
    required=("mark",),
    listed=("session_id", "held_on", "mark"),
    prepare=signed_on_the_day,
    once="同一课次已有这个人的签到，没有重复登记；数据未改动",
)
GROUPS = row.Row(
    StudyGroup,
    "training-groups",
    key=("class_id", "name"),
    right=EDIT,
    help="先登记班次的小组，再在“参训人员”里选小组；研讨一个小组只记一份。",
    newest_by="discussed_on",
    once="这个班次已有同名的小组，没有重复登记；数据未改动",
    forget=forget_group,
    own_forms=("group-discussion",),
)
SCORES = row.Row(
    TrainingScore,
    "training-scores",
    key=("person_id", "class_id"),
    right=EDIT,
    help="权重在开班前公布，总评由程序按权重合成。",
    listed=("class_id", "exam_tenths", "contest_tenths", "review_tenths", "total_tenths", "weights", "result"),
    check=score_faults,
    prepare=totalled,
    once="这个人在这个班次已有成绩，没有重复登记；请改原来的一条",
)
FOLLOW_UPS = row.Row(
    FollowUp,
    "training-follow-ups",
    key=("person_id", "class_id", "stage"),
    right=EDIT,
    help="结业后三个月、六个月各跟踪一次。",
    new={"done_on": row.today},
    once="这个人这一时点的跟踪已经登记过，没有重复登记；请改原来的一条",
    sheets=(row.Sheet("follow-up", values=followed),),
)
EVALUATIONS = row.Row(
    ClassEvaluation,
    "training-evaluations",
    key=("class_id", "item"),
    right=EDIT,
    help="只录入不记名评课表的合计数，不录单份。",
    new={"held_on": row.today},
    check=sheet_faults,
    once="这个班次的这一评课项目已经登记过，没有重复登记；请改原来的一条",
)
