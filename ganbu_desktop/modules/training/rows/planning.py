"""Plans, classes, bases, busy days and costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
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
from ganbu_desktop.modules.training.records.teaching import COMPLETED, REPLACED
from ganbu_desktop.modules.training.rights import EDIT
from ganbu_desktop.modules.training.rows.parts import counted, ends_after_start, refuse_used, this_year
from ganbu_desktop.modules.training.rules.teaching import FULL_PERCENT, has_begun, session_name, weights_of
from ganbu_desktop.store.operations import Operation

FORESEEN = "1"
"""The code of table ``training_plan_state`` that a new line of the plan begins with."""


def opened(office: Office, plans: Sequence[TrainingPlan]) -> list[str]:
    """Return of each line of a plan whether there is a class of it."""
    numbers = counted(office, TrainingClass.table.c.plan_id, [plan.id for plan in plans], sa.true())
    return ["已建班" if numbers.get(plan.id) else "未建班" for plan in plans]


def keep_planned(current: Operation, old: TrainingPlan) -> None:
    """Refuse deleting a line of the plan that classes stand on."""
    refuse_used(current, old, old.title, [(TrainingClass, "plan_id")])


def called(office: Office, classes: Sequence[TrainingClass]) -> list[str]:
    """Return how many people each class has called up; a class without any has no record."""
    at = Enrolment.table.c
    numbers = counted(office, at.class_id, [entry.id for entry in classes], at.state != REPLACED)
    return [str(numbers[entry.id]) if entry.id in numbers else row.NO_RECORD for entry in classes]


def completed(office: Office, classes: Sequence[TrainingClass]) -> list[str]:
    """Return how many people have completed each class."""
    at = Enrolment.table.c
    numbers = counted(office, at.class_id, [entry.id for entry in classes], at.state == COMPLETED)
    return [str(numbers.get(entry.id, 0)) for entry in classes]


def class_faults(entry: TrainingClass, now: row.Now) -> Iterator[str]:
    """Yield what keeps a class from being saved: its days, and weights that do not add up."""
    yield from ends_after_start(entry, now)
    weights = weights_of(entry)
    if weights is not None and sum(weights) != FULL_PERCENT:
        yield f"“{entry.title}”的考、竞、评权重合计 {sum(weights)}%，应为 100%"


def keep_weights(current: Operation, old: TrainingClass | None, new: TrainingClass) -> TrainingClass:
    """Weights are told before the class opens and never change once it has; lessons bear the title of their class."""
    today = current.at.date()
    if old is not None and (has_begun(old, today) or _is_under_way(current, old)):
        _refuse_new_weights(old, new)
    elif weights_of(new) is not None and has_begun(new, today):
        _refuse_late_weights(new)
    if old is not None and old.title != new.title:
        lessons = current.find(Session, Session.table.c.class_id == old.id)
        current.update_many([(x, replace(x, name=session_name(new, x))) for x in lessons])
    return new


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


def keep_used_class(current: Operation, old: TrainingClass) -> None:
    """Refuse deleting a class on which anything stands."""
    uses = (Enrolment, TrainingHours, TrainingScore, FollowUp, Substitution, TrainingNeed, Session)
    refuse_used(current, old, old.title, [(cls, "class_id") for cls in uses])


def keep_used_base(current: Operation, old: TrainingBase) -> None:
    """Refuse deleting a base where classes or lessons were held."""
    refuse_used(current, old, old.name, [(TrainingClass, "base_id"), (Session, "base_id")])


def settled(current: Operation, old: TrainingCost | None, new: TrainingCost) -> TrainingCost:
    """Return costs with a day: what is settled without one is settled today."""
    is_undated = new.spent_cents is not None and new.settled_on is None
    return replace(new, settled_on=current.day) if is_undated else new


def spent(office: Office, costs: Sequence[TrainingCost]) -> list[str]:
    """Return the share of its budget that each line has spent."""
    return [
        row.NO_RECORD if cost.spent_cents is None else row.share(cost.spent_cents, cost.budget_cents or 0).shown()
        for cost in costs
    ]


PLANS = row.Row(
    TrainingPlan,
    "training-plans",
    key=("year", "title"),
    right=EDIT,
    help="先录入年度计划，名额怎么分一并写明；到时按计划一键建班。",
    listed=("year", "title", "kind", "organiser", "target", "places", "starts_on", "hours_tenths", "state"),
    new={"year": this_year, "state": FORESEEN},
    derived={"建班": opened},
    check=ends_after_start,
    forget=keep_planned,
    own_forms=("training-plan",),
)
CLASSES = row.Row(
    TrainingClass,
    "training-classes",
    key=("title", "starts_on"),
    may_lack=("starts_on",),
    right=EDIT,
    help="可以从计划建班，也可以直接新增。",
    listed=("title", "kind", "form", "organiser", "starts_on", "ends_on", "hours_tenths", "notified_on"),
    derived={"调训": called, "结业": completed},
    check=class_faults,
    prepare=keep_weights,
    forget=keep_used_class,
    own_forms=("call-notice", "class-handbook", "score-sheet", "class-report"),
)
BASES = row.Row(
    TrainingBase,
    "training-bases",
    key=("name",),
    right=EDIT,
    forget=keep_used_base,
)
BUSY_PERIODS = row.Row(
    BusyPeriod,
    "training-busy-periods",
    key=("unit_id", "title", "starts_on"),
    right=EDIT,
    help="登记以后，调训时会提示错峰。",
    check=ends_after_start,
)
COSTS = row.Row(
    TrainingCost,
    "training-costs",
    key=("class_id", "year", "item"),
    may_lack=("class_id",),
    right=EDIT,
    help="按班次录入预算和决算，以元为单位。",
    new={"year": this_year},
    derived={"执行率": spent},
    prepare=settled,
)
