"""What came of classes: follow-ups done and turned to use, what the unsigned sheets say, and teaching on site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.samples import SMALLEST
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.modules.training.records import (
    ClassEvaluation,
    Enrolment,
    FollowUp,
    Session,
    TrainingBase,
    TrainingClass,
)
from ganbu_desktop.modules.training.records.teaching import COMPLETED
from ganbu_desktop.modules.training.reports import parts
from ganbu_desktop.modules.training.rules.teaching import follow_up_due, satisfied_share
from ganbu_desktop.store.operations import find

OVERALL = "6"
"""The code of table ``training_evaluation_item`` for 总体评价."""
_FIRST, _SECOND = "1", "2"
_RATE = "跟踪率＝已跟踪次数 ÷ 应跟踪次数，还没有到时间、也没有开始跟踪的时点不计"


def effect(office: Office, period: Period) -> Report:
    """Compute follow-ups and evaluations of the classes that ended in a year."""
    day = period.last
    least = office.parameters().integer(SMALLEST, day)
    with office.reading() as connection:
        classes = [c for c in find(connection, TrainingClass) if period.holds(c.ends_on)]
        ids = {c.id for c in classes}
        follow_ups = [f for f in find(connection, FollowUp) if f.class_id in ids]
        evaluations = [e for e in find(connection, ClassEvaluation) if e.class_id in ids]
        at = Enrolment.table.c
        statement = sa.select(at.class_id, at.person_id).where(at.state == COMPLETED).order_by(at.id)
        completed: dict[str, list[str]] = {}
        for class_id, person_id in connection.execute(statement):
            completed.setdefault(class_id, []).append(person_id)
    classes.sort(key=lambda c: (str(c.ends_on), c.title, c.id))
    rows, due_in_all = [], 0
    for entry in classes:
        people, own = completed.get(entry.id, []), [f for f in follow_ups if f.class_id == entry.id]
        due = len(people) * len(_stages_due(office, entry, own, period.so_far))
        due_in_all += due
        overall = [e for e in evaluations if e.class_id == entry.id and e.item == OVERALL]
        rows.append(_effect_row(entry.title, people, due, own, overall, least))
    if classes:
        everybody = [p for c in classes for p in completed.get(c.id, [])]
        overall = [e for e in evaluations if e.item == OVERALL]
        rows.append(_effect_row("合计", everybody, due_in_all, follow_ups, overall, least))
    header = (("班次", "结业人次", "3个月已跟踪", "6个月已跟踪", "跟踪率", "已转化", "成果转化率", "总体满意度"),)
    return Report(
        title="训后跟踪与班次评估统计表",
        left=parts.left(period),
        tables=(ReportTable("", header, tuple(rows), (60, 16, 18, 18, 16, 16, 18, 18), "lrrrrrrr"),),
        remarks=(
            f"{_RATE}；成果转化率＝已转化应用的人 ÷ 已跟踪的人。",
            f"满意度由不记名评课合计得出，少于 {least} 份不出结果。",
        ),
        rule_versions=parts.versions(office, day, SMALLEST),
        inputs=inputs_of([*classes, *follow_ups, *evaluations]),
    )


def _stages_due(office: Office, entry: TrainingClass, own: Sequence[FollowUp], day: date) -> set[str]:
    """Return the stages that can be expected by a day: their time has come, or somebody was followed up already."""
    figures = office.parameters()
    due = {stage: follow_up_due(entry.ends_on, stage, figures, day) for stage in (_FIRST, _SECOND)}
    return {stage for stage, moment in due.items() if moment is not None and moment <= day} | {f.stage for f in own}


def _effect_row(
    title: str,
    completed: Sequence[str],
    due: int,
    follow_ups: Sequence[FollowUp],
    overall: Sequence[ClassEvaluation],
    least: int,
) -> tuple[Cell, ...]:
    first = [f for f in follow_ups if f.stage == _FIRST]
    second = [f for f in follow_ups if f.stage == _SECOND]
    followed = {(f.class_id, f.person_id) for f in follow_ups}
    converted = {(f.class_id, f.person_id) for f in follow_ups if f.is_converted}
    behind = tuple((FollowUp.table.name, f.id) for f in follow_ups)
    rate = share(len(converted), len(followed), formula="已转化应用的人 ÷ 已跟踪的人", records=behind)
    return (
        title,
        Figure(len(completed), formula="已结业人次", people=tuple(dict.fromkeys(completed))),
        parts.entries(first, "训后3个月的跟踪条数"),
        parts.entries(second, "训后6个月的跟踪条数"),
        share(len(follow_ups), due, formula=_RATE, records=behind),
        Figure(len(converted), formula="已转化应用的人次", records=behind),
        rate,
        _satisfied(overall, least),
    )


def _satisfied(overall: Sequence[ClassEvaluation], least: int) -> Figure:
    formula = f"（很满意＋满意）÷ 收回份数；少于 {least} 份不出结果"
    found = [part for e in overall if (part := satisfied_share(e, least)) is not None]
    if not found:
        return Figure(None, formula=formula)
    return share(sum(p for p, _ in found), sum(n for _, n in found), formula=formula)


def bases(office: Office, period: Period) -> Report:
    """Compute how often each base was used, and the share of teaching on site."""
    with office.reading() as connection:
        places = find(connection, TrainingBase)
        classes = [c for c in find(connection, TrainingClass) if period.holds(c.starts_on)]
        sessions = [s for s in find(connection, Session) if period.holds(s.held_on)]
    places.sort(key=lambda b: (b.name, b.id))
    rows = [
        _base_row(
            base.name,
            [c for c in classes if c.base_id == base.id],
            [s for s in sessions if s.base_id == base.id],
        )
        for base in places
    ]
    if rows:
        used = [c for c in classes if c.base_id]
        rows.append(_base_row("合计", used, [s for s in sessions if s.base_id]))
    on_site = [s for s in sessions if s.is_on_site]
    hours = [s.hours_tenths or 0 for s in sessions]
    summary: tuple[Cell, ...] = (
        parts.entries(sessions, "期间内的课次"),
        parts.entries(on_site, "现场教学的课次"),
        share(len(on_site), len(sessions), formula="现场教学课次 ÷ 全部课次"),
        share(sum(s.hours_tenths or 0 for s in on_site), sum(hours), formula="现场教学学时 ÷ 全部学时"),
    )
    return Report(
        title="教育基地使用统计表",
        left=parts.left(period),
        tables=(
            ReportTable(
                "一、现场教学占比",
                (("课次", "现场教学", "课次占比", "学时占比"),),
                (summary,),
                (1, 1, 1, 1),
                "cccc",
            ),
            ReportTable(
                "二、各基地使用情况", (("基地", "办班", "课次", "学时"),), tuple(rows), (70, 20, 20, 24), "lrrr"
            ),
        ),
        inputs=inputs_of([*places, *classes, *sessions]),
    )


def _base_row(name: str, classes: Sequence[TrainingClass], sessions: Sequence[Session]) -> tuple[Cell, ...]:
    known = [s.hours_tenths for s in sessions if s.hours_tenths is not None]
    return (
        name,
        parts.entries(classes, "在此办的班次"),
        parts.entries(sessions, "在此上的课次"),
        parts.hours(sum(known) if known else None, "在此上课的学时之和"),
    )
