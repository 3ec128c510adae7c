"""The ready-made conditions of the training room: who is short of hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.list.conditions.ready import ReadyCondition, number
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.training.queries.sums import counted_hours, worked_out
from ganbu_desktop.modules.training.records import TrainingHours
from ganbu_desktop.modules.training.rules.standards import Forms

_GROUP = "教育培训"
_HELP = "只算认可的、按口径计入的学时（网络学时另计）；这一年一条学时记录也没有的是“无记录”，不列入"


def _short_of(moment: Moment, values: Mapping[str, Any], year: int) -> sa.ColumnElement[bool]:
    at, forms = TrainingHours.table.c, Forms.on(moment.figures, moment.day)
    summed = sa.func.sum(counted_hours(forms))
    people = (
        sa.select(at.person_id)
        .where(at.year == year)
        .group_by(at.person_id)
        .having(sa.func.count(worked_out(forms)) > 0, summed < values["hours"] * 10)
    )
    return Person.table.c.id.in_(people)


READY_CONDITIONS: tuple[ReadyCondition, ...] = (
    ReadyCondition(
        "short-of-hours",
        "今年学时不足 {hours}",
        _GROUP,
        _HELP,
        lambda moment, values: _short_of(moment, values, moment.day.year),
        (number("hours", "学时", figure="training_section_hours"),),
    ),
    ReadyCondition(
        "short-of-hours-before",
        "去年学时不足 {hours}",
        _GROUP,
        _HELP,
        lambda moment, values: _short_of(moment, values, moment.day.year - 1),
        (number("hours", "学时", figure="training_section_hours"),),
    ),
)
