"""Sheets about a class: notice, handbook, sign-in, scores, evaluation, and a group's discussions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.samples import SMALLEST
from ganbu_desktop.modules.training.forms import parts
from ganbu_desktop.modules.training.queries.classes import (
    ClassView,
    attendance_rate,
    marks_of,
    satisfaction,
)
from ganbu_desktop.modules.training.records import Session, StudyGroup, TrainingClass
from ganbu_desktop.modules.training.records.teaching import COMPLETED
from ganbu_desktop.modules.training.rules.standards import shown_tenths
from ganbu_desktop.modules.training.rules.teaching import weights_text

LEADER = "2"
"""The code of table ``training_duty`` for 组长."""


def class_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    """Return the title of a class."""
    return parts.record(connection, TrainingClass, record_id).title


def session_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    """Return the name of a lesson."""
    lesson = parts.record(connection, Session, record_id)
    return lesson.name or lesson.course


def group_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    """Return the name of a group."""
    return parts.record(connection, StudyGroup, record_id).name


def notice(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the values of the notice with its name list."""
    view = parts.class_view(office, connection, record_id)
    entry = view.entry
    rows = [
        {"row": str(n), "name": x.person.name, "post": parts.where(x.person), "batch": x.enrolment.batch or ""}
        for n, x in enumerate(view.present, 1)
    ]
    return {
        "document": entry.notice_document or "",
        "title": entry.title,
        "dates": parts.span(entry.starts_on, entry.ends_on),
        "venue": entry.venue or "另行通知",
        "places": f"共 {len(rows)} 人，" if rows else "",
        "conditions": f"对象条件：{entry.conditions}。" if entry.conditions else "",
        "hours": shown_tenths(view.total_tenths) or "　",
        "report_on": f"报到时间：{parts.chinese(entry.report_on)}。" if entry.report_on else "",
        "contact": entry.contact or "",
        "office": entry.organiser or "",
        "date": parts.chinese(entry.notified_on) or parts.today(office),
        "people": rows,
    }


def handbook(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the timetable and the list of people by groups."""
    view = parts.class_view(office, connection, record_id)
    groups = {g.id: g.name for g in view.groups}
    lessons = [
        {
            "row": str(n),
            "held": f"{x.held_on or ''} {parts.shown(x, 'part')}".strip(),
            "course": x.course,
            "hours": parts.shown(x, "hours_tenths"),
            "teacher": x.teacher or "",
        }
        for n, x in enumerate(sorted(view.sessions, key=lambda s: (str(s.held_on or "9"), s.part or "", s.position)), 1)
    ]
    rows = [
        {
            "row": str(n),
            "name": x.person.name,
            "post": parts.where(x.person),
            "group": groups.get(x.enrolment.group_id or "", ""),
            "duty": parts.shown(x.enrolment, "duty"),
        }
        for n, x in enumerate(view.present, 1)
    ]
    entry = view.entry
    facts = (entry.organiser, parts.span(entry.starts_on, entry.ends_on), entry.venue)
    return {
        "heading": f"{entry.title}学员手册",
        "facts": "　".join(text for text in facts if text),
        "lessons": lessons,
        "people": rows,
    }


def sign_in(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return one lesson's sign-in sheet; marks stand on it where they are recorded already."""
    lesson = parts.record(connection, Session, record_id)
    view = parts.class_view(office, connection, lesson.class_id)
    marks = marks_of(connection, lesson.class_id)
    table = codes.table("training_attendance_mark")
    rows = []
    for number, learner in enumerate(view.present, 1):
        mark = marks.get(learner.person.id, {}).get(lesson.id)
        rows.append(
            {
                "row": str(number),
                "name": learner.person.name,
                "post": parts.where(learner.person),
                "mark": table.label_for(mark) if mark else "",
            }
        )
    held = f"{parts.chinese(lesson.held_on)} {parts.shown(lesson, 'part')}".strip()
    return {
        "heading": f"{view.entry.title}签到表",
        "course": lesson.course,
        "held": held,
        "teacher": lesson.teacher or "",
        "people": rows,
    }


def scores(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return everybody's parts and totals."""
    view = parts.class_view(office, connection, record_id)
    rows = []
    for number, learner in enumerate(view.present, 1):
        score = learner.score
        row = {"row": str(number), "name": learner.person.name, "post": parts.where(learner.person)}
        for name in ("exam", "contest", "review", "total"):
            row[name] = parts.shown(score, f"{name}_tenths") if score else ""
        row["result"] = parts.shown(score, "result") if score else ""
        rows.append(row)
    return {
        "heading": f"{view.entry.title}成绩单",
        "weights": weights_text(view.entry) or "开班前未定权重，只记分项成绩",
        "printed_on": parts.today(office),
        "people": rows,
    }


def evaluation(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the report on a class: sums and shares, and what has no record."""
    view = parts.class_view(office, connection, record_id)
    entry = view.entry
    day = office.today()
    least = office.parameters().integer(SMALLEST, day)
    items = codes.table("training_evaluation_item")
    found = satisfaction(view, least)
    said = "；".join(f"{items.label_for(code)} {figure.shown()}" for code, figure in found.items())
    opinions = [e.opinions for e in view.evaluations if e.opinions]
    return {
        "title": entry.title,
        "basics": _basics(view),
        "attendance": _attendance(view),
        "leave": _leave(view),
        "scores": _scores(view),
        "evaluation": f"满意度（很满意＋满意）：{said}。" if said else "无记录。",
        "opinions": f"意见建议：{'；'.join(opinions)}" if opinions else "",
        "effect": _effect(view),
        "left_out": f"评课由不记名合计数得出，少于 {least} 份的不出结果；没有登记的写“无记录”，不作零计。",
        "office": entry.organiser or "",
        "date": parts.today(office),
    }


def _basics(view: ClassView) -> str:
    entry = view.entry
    said = [
        f"主办单位：{entry.organiser or '无记录'}",
        f"时间：{parts.span(entry.starts_on, entry.ends_on) or '无记录'}",
        f"地点：{entry.venue or '无记录'}",
        f"总学时：{shown_tenths(view.total_tenths) or '无记录'}",
        f"课次：{len(view.sessions)}",
    ]
    return "；".join(said) + "。"


def _attendance(view: ClassView) -> str:
    reported = sum(x.enrolment.reported_on is not None for x in view.learners)
    done = sum(x.enrolment.state == COMPLETED for x in view.learners)
    rate = attendance_rate(view).shown()
    return f"调训 {len(view.present)} 人，报到 {reported} 人，结业 {done} 人；出勤率 {rate}。"


def _leave(view: ClassView) -> str:
    over = sum(x.leave.is_over for x in view.learners)
    excused = sum(bool(x.leave.excused_tenths) for x in view.learners)
    share = view.learners[0].leave.limit_share if view.learners else 7
    counted = "请假、缺席" if any(x.leave.counts_absence for x in view.learners) else "请假"
    text = f"{counted}超过总学时 {share} 分之一的 {over} 人"
    return f"{text}；依法休假的 {excused} 人，不计入。" if excused else f"{text}。"


def _scores(view: ClassView) -> str:
    totals = [x.score.total_tenths for x in view.present if x.score and x.score.total_tenths is not None]
    weights = weights_text(view.entry)
    if not totals:
        return f"权重：{weights or '未定'}；总评无记录。"
    mean = (2 * sum(totals) + len(totals)) // (2 * len(totals))
    return f"权重：{weights}；有总评 {len(totals)} 人，平均 {shown_tenths(mean)} 分。"


def _effect(view: ClassView) -> str:
    rows = [f for x in view.learners for f in x.follow_ups]
    if not rows:
        return "训后跟踪：无记录。"
    people = {f.person_id for f in rows}
    converted = {f.person_id for f in rows if f.is_converted}
    return f"已跟踪 {len(people)} 人、{len(rows)} 次；成果已转化应用的 {len(converted)} 人。"


def group(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the record of a group's discussions."""
    entry = parts.record(connection, StudyGroup, record_id)
    view = parts.class_view(office, connection, entry.class_id)
    members = [x for x in view.present if x.enrolment.group_id == entry.id]
    leaders = [x.person.name for x in members if x.enrolment.duty == LEADER]
    return {
        "title": view.entry.title,
        "group": entry.name,
        "leader": "、".join(leaders),
        "members": "、".join(x.person.name for x in members),
        "number": str(len(members)) if members else "",
        "discussed_on": parts.chinese(entry.discussed_on),
        "topic": entry.topic or "",
        "discussion": entry.discussion or "",
    }
