"""Who is expected to be talked with and visited in a stretch of time, and who is left out and why.

Expected are the serving cadres of the county's own management (those managed below are not). Left out, with the reason,
are those on leave, lent out or away for too long, and those newly appointed. What is not recorded leaves nobody out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import attendance
from ganbu_desktop.kernel.person import Person, Tenure
from ganbu_desktop.kernel.person_index import person_index, unit_index
from ganbu_desktop.kernel.person_list import unit_and_below
from ganbu_desktop.modules.talks import rules
from ganbu_desktop.modules.talks.records import HomeVisit, Talk, TalkExemption

SERVING, MANAGED_BELOW = "现职人员", "3"
"""Codes of the tables ``management_state`` and ``management_authority``."""
_REASON_OF_STATE = {
    attendance.SICK: "1",
    attendance.MATERNITY: "2",
    attendance.LENT: "3",
    attendance.CALLED_AWAY: "3",
    attendance.STUDYING: "4",
}
"""Code of ``attendance_kind`` to code of ``talk_exemption_reason``."""
WHO = "现职且由本级管理（或协管）的干部；管理状态、管理权限没有填的也计入，下级管的不计入"


@dataclass(frozen=True)
class Cadre:
    """One person of the county's own management, as planning needs to know."""

    person_id: str
    name: str
    unit_id: str | None
    unit_name: str
    post: str
    is_principal: bool
    appointed_on: PartialDate | None

    def times_a_year(self, figures: ParameterSet, day: date) -> int:
        """Return how many talks a year the person is owed."""
        return rules.times_a_year(figures.integer(frequency_name(self), day))


@dataclass(frozen=True)
class Expected:
    """Who is expected in a window, in the order of units and teams, and who is left out with the reason."""

    window: rules.Window
    cadres: tuple[Cadre, ...]
    left_out: Mapping[str, str]
    outside: tuple[Cadre, ...]

    @property
    def left_out_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return (person id, reason) of those left out."""
        return tuple(self.left_out.items())


def frequency_name(cadre: Cadre) -> str:
    """Return the name of the figure that says how often someone is talked with."""
    return "talk_principal_months" if cadre.is_principal else "talk_other_months"


def all_cadres(connection: sa.Connection, unit_id: str | None = None) -> list[Cadre]:
    """Return every serving cadre of the county's own management, by unit and place in the team.

    ``unit_id``: only those of that unit and all below it.
    """
    at, names = Person.table.c, unit_index.c
    appointed = _latest_appointments()
    statement = (
        sa.select(
            at.id,
            at.name,
            at.unit_id,
            names.name.label("unit_name"),
            at.current_post_short,
            at.current_post,
            at.is_principal,
            appointed.c.appointed_on,
        )
        .select_from(
            person_index.join(Person.table, at.id == person_index.c.person_id)
            .outerjoin(unit_index, names.unit_id == at.unit_id)
            .outerjoin(appointed, appointed.c.person_id == at.id)
        )
        .where(
            sa.or_(at.management_state.is_(None), at.management_state == SERVING),
            sa.or_(at.authority.is_(None), at.authority != MANAGED_BELOW),
        )
        .order_by(person_index.c.default_key)
    )
    if unit_id is not None:
        statement = statement.where(at.unit_id.in_(unit_and_below(connection, unit_id)))
    return [
        Cadre(
            row.id,
            row.name or "未命名",
            row.unit_id,
            row.unit_name or "（没有单位）",
            row.current_post_short or row.current_post or "",
            bool(row.is_principal),
            row.appointed_on,
        )
        for row in connection.execute(statement)
    ]


def _latest_appointments() -> sa.Subquery:
    """Select the date on which each person's newest main post still held began."""
    held = Tenure.table.c
    return (
        sa.select(held.person_id, sa.func.max(held.appointed_on, type_=held.appointed_on.type).label("appointed_on"))
        .where(held.removed_on.is_(None), held.is_main.is_not(False))
        .group_by(held.person_id)
        .subquery()
    )


def absences(connection: sa.Connection) -> dict[str, list[rules.Absence]]:
    """Return the times away of everybody who has any: those entered for talks, and the lawful states of attendance."""
    found: dict[str, list[rules.Absence]] = {}
    at = TalkExemption.table.c
    for row in connection.execute(sa.select(at.person_id, at.reason, at.starts_on, at.ends_on).order_by(at.id)):
        found.setdefault(row.person_id, []).append(rules.Absence(row.reason, row.starts_on, row.ends_on))
    for person_id, states in attendance.lawful_absences(connection).items():
        for state in states:
            last = state.last_day_away()
            ends_on = PartialDate.of(last) if last else None
            found.setdefault(person_id, []).append(
                rules.Absence(_REASON_OF_STATE[state.kind], state.starts_on, ends_on)
            )
    return found


def expected_in(connection: sa.Connection, figures: ParameterSet, window: rules.Window) -> Expected:
    """Return who is expected in a window, by the figures as of its last day."""
    months = figures.integer("talk_newly_appointed_left_out_months", window.last)
    share = figures.integer("talk_exempt_share_percent", window.last)
    away = absences(connection)
    kept, outside, left_out = [], [], {}
    for cadre in all_cadres(connection):
        reason = rules.away(away.get(cadre.person_id, ()), window, share)
        if reason is None and rules.newly_appointed(cadre.appointed_on, window.last, months):
            reason = f"{cadre.appointed_on} 任现职，截止日不满 {months} 个月"
        if reason is None:
            kept.append(cadre)
        else:
            outside.append(cadre)
            left_out[cadre.person_id] = reason
    return Expected(window, tuple(kept), left_out, tuple(outside))


def talk_counts(connection: sa.Connection, window: rules.Window, *more: sa.ColumnElement[bool]) -> dict[str, int]:
    """Return how many talks alone each person had in a window; group talks do not count."""
    return _counts(connection, Talk.table, Talk.table.c.held_on, window, Talk.table.c.kind != rules.GROUP, *more)


def visit_counts(connection: sa.Connection, window: rules.Window) -> dict[str, int]:
    """Return how many home visits each person had in a window."""
    return _counts(connection, HomeVisit.table, HomeVisit.table.c.visited_on, window)


def _counts(
    connection: sa.Connection,
    table: sa.Table,
    dated_on: sa.Column[PartialDate],
    window: rules.Window,
    *more: sa.ColumnElement[bool],
) -> dict[str, int]:
    statement = (
        sa.select(table.c.person_id, sa.func.count())
        .where(dated_on >= window.lower, dated_on <= window.upper, *more)
        .group_by(table.c.person_id)
    )
    return {person_id: int(number) for person_id, number in connection.execute(statement)}


def last_days(connection: sa.Connection, ids: Sequence[str] | None = None) -> dict[str, PartialDate]:
    """Return the date of each person's last talk alone (of ``ids`` only, where given)."""
    at = Talk.table.c
    statement = (
        sa.select(at.person_id, sa.func.max(at.held_on, type_=at.held_on.type))
        .where(at.kind != rules.GROUP, at.held_on.is_not(None))
        .group_by(at.person_id)
    )
    if ids is not None:
        statement = statement.where(at.person_id.in_(ids))
    return {row[0]: row[1] for row in connection.execute(statement)}
