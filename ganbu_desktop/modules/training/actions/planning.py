"""A class made from an entry of the plan."""

from __future__ import annotations

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.records import TrainingClass, TrainingPlan
from ganbu_desktop.modules.training.records.planning import CANCELLED
from ganbu_desktop.modules.training.rights import EDIT


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
