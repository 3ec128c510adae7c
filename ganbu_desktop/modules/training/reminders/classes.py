"""Reminders about classes: notices, leave, scores, follow-ups, costs, and dates that clash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.reminders.reminder import Reminder
from ganbu_desktop.modules.training.queries.calling import clashes
from ganbu_desktop.modules.training.queries.classes import STAGES, ClassView, read_class, stage_of
from ganbu_desktop.modules.training.records import (
    TrainingClass,
    TrainingCost,
    TrainingPlan,
)
from ganbu_desktop.modules.training.records.planning import CANCELLED
from ganbu_desktop.modules.training.records.teaching import COMPLETED, REPLACED
from ganbu_desktop.modules.training.reminders.parts import PAGE, because
from ganbu_desktop.modules.training.rules.teaching import follow_up_due, weights_of

_FOLLOWED_FOR_DAYS = 365


def notices(office: Office, day: date) -> Iterator[Reminder]:
    """Yield classes and planned classes that open soon and have no notice yet, and those whose day has gone by.

    A class stays until it is over, a line of the plan of this year and the last until there is a class or it is
    cancelled.
    """
    figure = office.parameters().get("training_notice_days", day)
    ahead = day + timedelta(days=office.parameters().integer("training_notice_days", day))
    classes = _classes(office)
    planned = {c.plan_id for c in classes}
    for entry in classes:
        assert entry.starts_on is not None
        is_over = (entry.ends_on or entry.starts_on).is_past(day)
        if entry.notified_on is None and not is_over and entry.starts_on.first_day() <= ahead:
            yield Reminder(
                "training-notice",
                f"training-notice/{entry.id}/{entry.starts_on.digits()}",
                f"{entry.title}：{entry.starts_on} 开班，调训通知未发",
                because(figure, f"开班时间 {entry.starts_on}，没有通知日期"),
                entry.starts_on.first_day(),
                target=(PAGE, ("classes", entry.id)),
            )
    for plan in office.find(TrainingPlan, TrainingPlan.table.c.year >= day.year - 1):
        if plan.id in planned or plan.starts_on is None or plan.state == CANCELLED:
            continue
        if plan.starts_on.first_day() <= ahead:
            days = (day - plan.starts_on.last_day()).days
            late = f"，已过 {days} 天" if days > 0 else ""
            yield Reminder(
                "training-notice",
                f"training-notice/{plan.id}/{plan.starts_on.digits()}",
                f"{plan.title}：计划 {plan.starts_on} 开班，还没有建班{late}",
                because(figure, f"计划开班时间 {plan.starts_on}，没有班次"),
                plan.starts_on.first_day(),
                target=(PAGE, ("plans", plan.id)),
            )


def _classes(office: Office) -> list[TrainingClass]:
    return [c for c in office.find(TrainingClass) if c.starts_on is not None]


def _views(
    office: Office, day: date, *stages: str, only: Callable[[TrainingClass], bool] = lambda entry: True
) -> Iterator[ClassView]:
    """Yield the classes of some stages that ended within the last year, or have not ended; ``only`` some of them."""
    figures = office.parameters()
    since = PartialDate.of(day - timedelta(days=_FOLLOWED_FOR_DAYS))
    wanted = [c for c in _classes(office) if stage_of(c, day) in stages and (c.ends_on is None or c.ends_on >= since)]
    with office.reading() as connection:
        for entry in sorted(filter(only, wanted), key=lambda c: c.id):
            yield read_class(connection, entry, figures, day)


def scores(office: Office, day: date) -> Iterator[Reminder]:
    """Yield classes with weights that are over for the figure's days and whose scores are not complete."""
    figures = office.parameters()
    figure, days = figures.get("training_score_days", day), figures.integer("training_score_days", day)

    def is_scored(entry: TrainingClass) -> bool:
        return weights_of(entry) is not None and entry.ends_on is not None and _score_day(entry, days) <= day

    for view in _views(office, day, STAGES[2], only=is_scored):
        entry = view.entry
        due = _score_day(entry, days)
        missing = [x for x in view.present if x.score is None or x.score.total_tenths is None]
        if missing:
            yield Reminder(
                "training-scores",
                f"training-scores/{entry.id}/{len(missing)}",
                f"{entry.title}：还有 {len(missing)} 人成绩未录满",
                because(figure, f"{entry.ends_on} 结业"),
                due,
                target=(PAGE, ("classes", entry.id)),
            )


def _score_day(entry: TrainingClass, days: int) -> date:
    assert entry.ends_on is not None
    return entry.ends_on.last_day() + timedelta(days=days)


def follow_ups(office: Office, day: date) -> Iterator[Reminder]:
    """Yield classes whose people are due to be followed up after the figures' days, one reminder a class and stage."""
    figures = office.parameters()
    names = {"1": "training_follow_up_first_days", "2": "training_follow_up_second_days"}

    def is_followed(entry: TrainingClass) -> bool:
        days = (follow_up_due(entry.ends_on, stage, figures, day) for stage in names)
        return any(due is not None and due <= day for due in days)

    for view in _views(office, day, STAGES[2], only=is_followed):
        for stage, name in names.items():
            due = follow_up_due(view.entry.ends_on, stage, figures, day)
            waiting = [
                x
                for x in view.present
                if x.enrolment.state == COMPLETED and not any(f.stage == stage for f in x.follow_ups)
            ]
            if due is None or due > day or not waiting:
                continue
            label = codes.table("training_follow_up_stage").label_for(stage)
            yield Reminder(
                "training-follow-up",
                f"training-follow-up/{view.entry.id}/{stage}-{len(waiting)}",
                f"{view.entry.title}：{label}还有 {len(waiting)} 人未跟踪",
                because(figures.get(name, day), f"{view.entry.ends_on} 结业"),
                due,
                target=(PAGE, ("classes", view.entry.id)),
            )


def leave(office: Office, day: date) -> Iterator[Reminder]:
    """Yield learners whose leave is near its limit, or over it, in a class under way."""
    figures = office.parameters()
    figure = figures.get("training_leave_share", day)
    for view in _views(office, day, STAGES[1]):
        for learner in view.present:
            missed = learner.leave
            if not (missed.is_near or missed.is_over):
                continue
            said = "已超过" if missed.is_over else "接近"
            yield Reminder(
                "training-leave",
                f"training-leave/{learner.enrolment.id}/{missed.taken_tenths}",
                f"{learner.person.name}：{missed.called()} {missed.shown()}，{said} {missed.limit_share} 分之一的上限",
                because(figure, view.entry.title, "病假、产假等依法休假不计在内"),
                day,
                learner.person.id,
                (PAGE, ("classes", view.entry.id)),
            )


def costs(office: Office, day: date) -> Iterator[Reminder]:
    """Yield classes of this year and the last whose settled costs are above their budget."""
    classes = {c.id: c.title for c in office.find(TrainingClass)}
    at = TrainingCost.table.c
    statement = (
        sa.select(at.class_id, sa.func.sum(at.budget_cents), sa.func.sum(at.spent_cents), sa.func.min(at.id))
        .where(at.year >= day.year - 1, at.year <= day.year, at.is_self_paid.is_not(True))
        .group_by(at.class_id)
    )
    with office.reading() as connection:
        rows = connection.execute(statement).all()
    for class_id, budget, spent, first in sorted(rows, key=lambda r: str(r[0])):
        if class_id is not None and budget and spent and spent > budget:
            yield Reminder(
                "training-cost",
                f"training-cost/{class_id}/{spent}",
                f"{classes[class_id]}：决算 {spent / 100:,.2f} 元，超预算 {(spent - budget) / 100:,.2f} 元",
                f"预算 {budget / 100:,.2f} 元；决算不应超过预算",
                None,
                target=(PAGE, ("costs", first)),
            )


def collisions(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people on the list of a class to come whose leave, other class or unit's major task falls on its days."""
    for view in _views(office, day, STAGES[0]):
        ids = [x.person.id for x in view.present if x.enrolment.state != REPLACED]
        found = clashes(office, view.entry, ids)
        for learner in view.present:
            hits = [c for c in found.get(learner.person.id, ()) if c.kind != "重复调训"]
            if hits:
                yield Reminder(
                    "training-clash",
                    f"training-clash/{learner.enrolment.id}/{'-'.join(c.kind for c in hits)}",
                    f"{learner.person.name}：{view.entry.title}的时间有冲突（{'、'.join(c.kind for c in hits)}）",
                    "；".join(c.text for c in hits),
                    view.entry.starts_on.first_day() if view.entry.starts_on else None,
                    learner.person.id,
                    (PAGE, ("classes", view.entry.id)),
                )
