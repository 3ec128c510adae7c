"""The ready-made conditions of the talks room: who has not been talked with or visited for some months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.list.conditions.ready import ReadyCondition, number
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.talks import rules
from ganbu_desktop.modules.talks.records import HomeVisit, Talk

_GROUP = "谈话家访"


def _not_talked_with(moment: Moment, values: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    at = Talk.table.c
    return _nothing_since(at.held_on, at.person_id, moment, values["months"], at.kind != rules.GROUP)


def _not_visited(moment: Moment, values: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    at = HomeVisit.table.c
    return _nothing_since(at.visited_on, at.person_id, moment, values["months"])


def _nothing_since(
    dated_on: sa.Column[Any], owner: sa.Column[Any], moment: Moment, months: int, *more: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    since = PartialDate.of(moment.day).plus_months(-months)
    return Person.table.c.id.not_in(sa.select(owner).where(dated_on > since, owner.is_not(None), *more))


READY_CONDITIONS: tuple[ReadyCondition, ...] = (
    ReadyCondition(
        "no-talk",
        "{months} 个月内没有谈话",
        _GROUP,
        "这几个月里没有个别谈话的记录（集体谈话不算）；从来没有记录的也列出",
        _not_talked_with,
        (number("months", "月数", figure="talk_other_months"),),
    ),
    ReadyCondition(
        "no-visit",
        "{months} 个月内没有家访",
        _GROUP,
        "这几个月里没有政治家访的记录；从来没有记录的也列出",
        _not_visited,
        (number("months", "月数", figure="home_visit_months"),),
    ),
)
