"""Leading teams (领导班子) as the tables about them see them: who was a member of which team on the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people import quota
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import person_index, unit_index
from ganbu_desktop.kernel.people.population import population_remarks
from ganbu_desktop.kernel.people.seats import Seat, seats
from ganbu_desktop.kernel.people.service import serving
from ganbu_desktop.kernel.people.unit import Unit, existed_on
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.statistics import expressions, lines
from ganbu_desktop.modules.statistics.population import inputs_of_rows, raw_rows
from ganbu_desktop.store.record import date_of_digits

SECRETARY = "secretary_posts"
CHIEF, DEPUTY, OTHER = "正职", "副职", "其他"
_KINDS = {quota.CHIEF: CHIEF, quota.DEPUTY: DEPUTY}
_TOWNS = ("乡（镇）、街道", "镇", "乡", "街道")
_ORDER = (CHIEF, DEPUTY, OTHER)


@dataclass(frozen=True)
class Member:
    """One member of one team. ``kind``: 正职, 副职 or 其他 within it; ``age`` None where the month is not known."""

    id: str
    kind: str
    is_secretary: bool
    born: str | None
    age: int | None
    sex: str | None
    party: str | None
    education: str | None
    full_time_education: str | None


@dataclass(frozen=True)
class Team:
    """One team: its unit, its approved posts and its members in order.

    The approved posts are those of the document in force, else as written with the unit (None: neither).
    """

    unit_id: str
    name: str
    is_town: bool
    chief_posts: int | None
    deputy_posts: int | None
    members: tuple[Member, ...] = field(default=())

    def of_kind(self, kind: str) -> tuple[Member, ...]:
        """Return the members who are 正职, 副职 or 其他."""
        return tuple(member for member in self.members if member.kind == kind)


@dataclass(frozen=True)
class Teams:
    """The teams in the county's order, and in words whom they count."""

    all: tuple[Team, ...]
    said: tuple[str, ...]


def read_teams(connection: sa.Connection, period: Period, figures: ParameterSet) -> Teams:
    """Return the teams on the period's day: units with approved leading posts or with members.

    Ages are as of the period's last month.
    """
    on, words = period.so_far, figures.words(SECRETARY, period.last)
    served = serving(connection, on)
    by_person: dict[str, list[Seat]] = {}
    for seat in seats(connection, on):
        if seat.is_held and seat.is_team and seat.person_id in served.people:
            by_person.setdefault(seat.person_id, []).append(seat)
    members: dict[str, dict[str, Member]] = {}
    for values in raw_rows(connection, _people_statement(on, by_person)):
        for seat in by_person[values[0]]:
            found = _member(seat, values, PartialDate.of(period.last), words)
            in_team = members.setdefault(seat.unit_id, {})
            in_team[found.id] = _together(in_team.get(found.id), found)
    teams = []
    documents = quota.quotas_in_force(connection, on)
    for unit_id, name, subordination, there, *of_unit in raw_rows(connection, _units_statement(on)):
        chief, deputy = (
            documents[unit_id, kind].approved if (unit_id, kind) in documents else written
            for kind, written in zip(_KINDS, of_unit, strict=True)
        )
        if not there:
            chief = deputy = None
        inside = sorted(members.get(unit_id, {}).values(), key=lambda member: _ORDER.index(member.kind))
        if inside or chief or deputy:
            town = subordination is not None and codes.table("unit_subordination").label_for(subordination) in _TOWNS
            teams.append(Team(unit_id, name or "未命名单位", town, chief, deputy, tuple(inside)))
    return Teams(tuple(teams), population_remarks(connection, served, on))


def _member(seat: Seat, values: Sequence[Any], day: PartialDate, words: tuple[str, ...]) -> Member:
    person_id, born, sex, party, education, full_time = values
    return Member(
        person_id,
        _KINDS.get(seat.kind or "", OTHER),
        any(word in seat.post_name for word in words),
        born,
        age_at(date_of_digits(born), day) if born else None,
        sex,
        lines.party(party) if party else None,
        lines.education(education) if education is not None else None,
        lines.education(full_time) if full_time is not None else None,
    )


def _together(before: Member | None, found: Member) -> Member:
    """Return somebody who holds two posts in one team once, by the higher of them."""
    if before is None:
        return found
    higher = min(before, found, key=lambda member: _ORDER.index(member.kind))
    is_secretary = before.is_secretary or found.is_secretary
    return Member(**{**higher.__dict__, "is_secretary": is_secretary})


def _people_statement(day: date, people: Iterable[str]) -> sa.Select[Any]:
    person = Person.table.c
    return (
        sa.select(
            person.id,
            person.born_on,
            person.sex,
            person.political_status,
            expressions.education(day),
            expressions.education(day, full_time=True),
        )
        .select_from(Person.table.join(person_index, person_index.c.person_id == person.id))
        .where(person.id.in_(list(people)))
        .order_by(person_index.c.default_key)
    )


def _units_statement(day: date) -> sa.Select[Any]:
    unit = Unit.table.c
    name = sa.func.coalesce(unit.short_name, unit.name)
    return (
        sa.select(unit.id, name, unit.subordination, existed_on(day), unit.chief_posts, unit.deputy_posts)
        .select_from(Unit.table.outerjoin(unit_index, unit_index.c.unit_id == unit.id))
        .order_by(unit_index.c.order_key, unit.id)
    )


Test = Callable[[Member], bool]


def chosen(members: tuple[Member, ...], test: Test) -> tuple[str, ...]:
    """Return the ids of the members that meet a test."""
    return tuple(member.id for member in members if test(member))


def ids(members: tuple[Member, ...]) -> tuple[str, ...]:
    """Return the ids of some members."""
    return tuple(member.id for member in members)


def no_age(members: tuple[Member, ...]) -> tuple[tuple[str, str], ...]:
    """Return those whose month of birth is not known, with the reason that they are left out."""
    return tuple((member.id, "出生年月没有填") for member in members if member.age is None)


def inputs_of_teams(teams: Sequence[Team]) -> tuple[tuple[str, str, str], ...]:
    """Return what ``Report.inputs`` takes: what was read of every unit and of everybody in a team."""
    posts: dict[str, list[str]] = {}
    for team in teams:
        for member in team.members:
            posts.setdefault(member.id, []).append(f"{team.unit_id} {member}")
    units = [(team.unit_id, team.name, team.is_town, team.chief_posts, team.deputy_posts) for team in teams]
    return (*inputs_of_rows(list(posts.items())), *inputs_of_rows(units, "unit"))
