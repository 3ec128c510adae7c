"""Plans, classes, bases, busy days and costs."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.actions.saving import EDIT, refuse_turned, refuse_used, save
from ganbu_desktop.modules.training.records import (
    BusyPeriod,
    Enrolment,
    FollowUp,
    Session,
    Substitution,
    TrainingBase,
    TrainingClass,
    TrainingCost,
    TrainingHours,
    TrainingNeed,
    TrainingPlan,
    TrainingScore,
)
from ganbu_desktop.modules.training.rules.teaching import FULL_PERCENT, has_begun, session_name, weights_of
from ganbu_desktop.store.operations import Operation

CANCELLED = "4"
"""The code of table ``training_plan_state`` for 已取消."""


def save_plans(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write entries of the plan; one that classes stand on is not deleted."""

    def prepare(current: Operation, old: TrainingPlan | None, new: TrainingPlan) -> TrainingPlan:
        refuse_turned(new.starts_on, new.ends_on, new.title)
        return new

    def forget(current: Operation, old: TrainingPlan) -> None:
        refuse_used(current, old, old.title, [(TrainingClass, "plan_id")])

    save(office, pairs, TrainingPlan, title=title, prepare=prepare, forget=forget)


def open_class(office: Office, plan: TrainingPlan) -> TrainingClass:
    """Return a new class made from an entry of the plan, with everything the plan says of it."""
    if plan.state == CANCELLED:
        raise CheckFailed(f"计划“{plan.title}”已取消，没有建班；数据未改动")
    entry = TrainingClass(
        title=plan.title,
        plan_id=plan.id,
        kind=plan.kind,
        form=plan.form,
        field=plan.field,
        organiser=plan.organiser,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        hours_tenths=plan.hours_tenths,
        places=plan.places,
        conditions=plan.conditions,
    )
    with office.operation(f"按计划建班：{plan.title}", right=EDIT) as current:
        if current.find(TrainingClass, TrainingClass.table.c.plan_id == plan.id):
            raise CheckFailed(f"计划“{plan.title}”已经建过班，没有再建；数据未改动")
        return current.insert(entry)


def save_classes(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write classes. Weights must add up to 100, be told before the class opens, and never change once it has."""
    today = office.today()

    def prepare(current: Operation, old: TrainingClass | None, new: TrainingClass) -> TrainingClass:
        refuse_turned(new.starts_on, new.ends_on, new.title)
        weights = weights_of(new)
        if weights is not None and sum(weights) != FULL_PERCENT:
            raise CheckFailed(f"“{new.title}”的考、竞、评权重合计 {sum(weights)}%，应为 100%；没有保存")
        if old is not None and (has_begun(old, today) or _is_under_way(current, old)):
            _refuse_new_weights(old, new)
        elif weights is not None and has_begun(new, today):
            _refuse_late_weights(new)
        if old is not None and old.title != new.title:
            lessons = current.find(Session, Session.table.c.class_id == old.id)
            current.update_many([(x, dataclasses.replace(x, name=session_name(new, x))) for x in lessons])
        return new

    def forget(current: Operation, old: TrainingClass) -> None:
        uses = (Enrolment, TrainingHours, TrainingScore, FollowUp, Substitution, TrainingNeed, Session)
        refuse_used(current, old, old.title, [(cls, "class_id") for cls in uses])

    save(office, pairs, TrainingClass, title=title, prepare=prepare, forget=forget)


def _is_under_way(current: Operation, entry: TrainingClass) -> bool:
    return bool(current.find(TrainingScore, TrainingScore.table.c.class_id == entry.id))


def _refuse_new_weights(old: TrainingClass, new: TrainingClass) -> None:
    if weights_of(old) != weights_of(new) or old.weights_published_on != new.weights_published_on:
        raise CheckFailed(
            f"“{old.title}”已经开班，考、竞、评权重在开班前公布后不再改动；没有保存。"
            "开班前没有定权重的班次只记分项成绩，不合成总评。"
        )
    if weights_of(old) is not None and old.starts_on != new.starts_on:
        raise CheckFailed(f"“{old.title}”已经开班并定有权重，开班时间不能再改；没有保存")


def _refuse_late_weights(new: TrainingClass) -> None:
    told, start = new.weights_published_on, new.starts_on
    if told is None or start is None or told > start:
        raise CheckFailed(
            f"“{new.title}”已经开班，权重须在开班前公布才能采用；没有保存。请填写开班前的“权重公布日期”，或去掉权重。"
        )


def save_bases(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write bases; one that classes or lessons were held at is not deleted."""

    def forget(current: Operation, old: TrainingBase) -> None:
        refuse_used(current, old, old.name, [(TrainingClass, "base_id"), (Session, "base_id")])

    save(office, pairs, TrainingBase, title=title, forget=forget)


def save_busy_periods(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write the days of units' major tasks."""

    def prepare(current: Operation, old: BusyPeriod | None, new: BusyPeriod) -> BusyPeriod:
        refuse_turned(new.starts_on, new.ends_on, new.title)
        return new

    save(office, pairs, BusyPeriod, title=title, prepare=prepare)


def save_costs(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write costs; what is settled without a date is settled today."""
    today = PartialDate.of(office.today())

    def prepare(current: Operation, old: TrainingCost | None, new: TrainingCost) -> TrainingCost:
        if new.spent_cents is not None and new.settled_on is None:
            return dataclasses.replace(new, settled_on=today)
        return new

    save(office, pairs, TrainingCost, title=title, prepare=prepare)
