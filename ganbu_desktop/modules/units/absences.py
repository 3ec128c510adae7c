"""在编不在岗: who is not at the post on a day, lawful and unexplained apart, leave by itself.

That an absence had no ground is said only where a verified finding is in force; before that it waits to be verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.attendance import AWAY, NEEDS_APPROVAL, NEUTRAL, AttendanceState, states_on
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE, in_force
from ganbu_desktop.modules.units.records import WITHOUT_GROUND, AbsenceFinding
from ganbu_desktop.store.operations import find

LAWFUL_GROUP, LEAVE_GROUP, WAITING, WITH_GROUND, NO_GROUND = "有合法事由", "病休产假", "待核实", "有正当事由", "无事由"
GROUPS = (LAWFUL_GROUP, LEAVE_GROUP, WITH_GROUND, WAITING, NO_GROUND)


@dataclass(frozen=True)
class Absent:
    """One person away on a day, in which group, for how many days (None: beginning not known), and what is missing."""

    state: AttendanceState
    group: str
    days: int | None
    is_past_end: bool
    lacks_approval: bool

    @property
    def kind(self) -> str:
        """Return what the state is called."""
        return codes.table("attendance_kind").label_for(self.state.kind)


def absent(connection: sa.Connection, day: date) -> list[Absent]:
    """Return everybody who is away on a day, the longest away first within each group."""
    unfounded = _found(connection, day, in_force(AbsenceFinding, day), AbsenceFinding.table.c.finding == WITHOUT_GROUND)
    founded = _found(connection, day, AbsenceFinding.table.c.state == EFFECTIVE, AbsenceFinding.table.c.finding == "1")
    found = [_absent(state, day, unfounded, founded) for state in states_on(connection, day)]
    return sorted(found, key=lambda a: (GROUPS.index(a.group), -(a.days or 0), a.state.person_id, a.state.id))


def _found(connection: sa.Connection, day: date, *conditions: sa.ColumnElement[bool]) -> dict[str, list[PartialDate]]:
    found: dict[str, list[PartialDate]] = {}
    for entry in find(connection, AbsenceFinding, *conditions):
        if entry.occurred_on is not None and entry.occurred_on <= PartialDate.of(day):
            found.setdefault(entry.person_id, []).append(entry.occurred_on)
    return found


def _absent(
    state: AttendanceState,
    day: date,
    unfounded: dict[str, list[PartialDate]],
    founded: dict[str, list[PartialDate]],
) -> Absent:
    needs = state.kind in NEEDS_APPROVAL
    return Absent(
        state,
        _group(state, unfounded, founded),
        None if state.starts_on is None else (day - state.starts_on.first_day()).days + 1,
        state.is_overdue(day),
        needs and not state.approval_document,
    )


def _group(
    state: AttendanceState, unfounded: dict[str, list[PartialDate]], founded: dict[str, list[PartialDate]]
) -> str:
    if state.kind in NEUTRAL:
        return LEAVE_GROUP
    if state.kind != AWAY:
        return LAWFUL_GROUP
    begun = state.starts_on
    for group, days in ((NO_GROUND, unfounded), (WITH_GROUND, founded)):
        if any(begun is None or day >= begun for day in days.get(state.person_id, ())):
            return group
    return WAITING
