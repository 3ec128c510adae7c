"""People with their group of cadres on a day, their hours by year, and where they stand against the standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.attendance import STUDYING, lawful_absences
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import LevelHistory, Person
from ganbu_desktop.kernel.person_index import person_index, unit_index
from ganbu_desktop.kernel.person_list import unit_and_below
from ganbu_desktop.modules.training.queries.sums import Channels, by_year, earned_after, sums_by_channel
from ganbu_desktop.modules.training.records import TrainingExemption
from ganbu_desktop.modules.training.rules import levels, standards
from ganbu_desktop.modules.training.rules.standards import Earned, Forms, Standing
from ganbu_desktop.store.operations import find

SERVING = "现职人员"
_CHUNK = 500


@dataclass(frozen=True)
class PersonLine:
    """What the room needs to know of a person."""

    id: str
    name: str
    unit_id: str | None
    unit_name: str
    post: str
    born_on: PartialDate | None
    post_level: str | None
    post_level_since: PartialDate | None
    rank: str | None
    rank_since: PartialDate | None
    is_serving: bool


@dataclass(frozen=True)
class Away:
    """One lawful time away; ``is_exempt``: whether training is put off by it (study elsewhere is none such)."""

    id: str
    label: str
    starts_on: PartialDate | None
    ends_on: PartialDate | None
    is_exempt: bool = True

    def meets(self, first: date, last: date) -> bool:
        """Return whether any day of a period can lie in it; one without an end lasts on."""
        begun = self.starts_on is not None and self.starts_on.first_day() <= last
        return begun and (self.ends_on is None or self.ends_on.last_day() >= first)


@dataclass(frozen=True)
class Member:
    """One person on the roll of a year: group, hours by year, and standing at the end of it.

    ``counted``: what the years of the standard came to, by year and channel; its sum is ``standing.earned``.
    """

    person: PersonLine
    group: levels.Group | None
    levels: tuple[str, ...]
    years: Mapping[int, Earned]
    standing: Standing
    exempt_days: int = 0
    exemptions: tuple[Away, ...] = field(default=(), repr=False)
    counted: Channels = field(default_factory=dict, repr=False)

    def of_channel(self, *codes: str | None) -> Earned:
        """Return what came from some channels, in the years of the standard: all channels add up to what was earned."""
        total = Earned()
        for (_, channel), part in self.counted.items():
            if channel in codes:
                total = total.plus(part)
        return total

    def year(self, number: int) -> Earned:
        """Return what one year came to."""
        return self.years.get(number, Earned())


def people(
    connection: sa.Connection, *, unit_id: str | None = None, person_ids: Sequence[str] | None = None
) -> list[PersonLine]:
    """Return people in the order of units and teams; ``is_serving`` tells who is still in service."""
    person, names, order = Person.table.c, unit_index.c, person_index.c
    joined = Person.table.join(person_index, order.person_id == person.id).outerjoin(
        unit_index, names.unit_id == person.unit_id
    )
    statement = (
        sa.select(
            person.id,
            person.name,
            person.unit_id,
            names.name.label("unit_name"),
            sa.func.coalesce(person.current_post_short, person.current_post).label("post"),
            person.born_on,
            person.post_level,
            person.post_level_since,
            person.rank,
            person.rank_since,
            person.management_state,
        )
        .select_from(joined)
        .order_by(order.default_key)
    )
    if unit_id is not None:
        statement = statement.where(person.unit_id.in_(unit_and_below(connection, unit_id)))
    if person_ids is None:
        return [_line(row) for row in connection.execute(statement)]
    found: list[PersonLine] = []
    for start in range(0, len(person_ids), _CHUNK):
        chunk = statement.where(person.id.in_(person_ids[start : start + _CHUNK]))
        found += [_line(row) for row in connection.execute(chunk)]
    return found


def _line(row: Any) -> PersonLine:
    serving = codes.table("management_state").code_for(SERVING)
    return PersonLine(
        row.id,
        row.name or "未命名",
        row.unit_id,
        row.unit_name or "",
        row.post or "",
        row.born_on,
        row.post_level,
        row.post_level_since,
        row.rank,
        row.rank_since,
        row.management_state in (None, serving),
    )


def unit_names(connection: sa.Connection) -> dict[str, str]:
    """Return the short name of every unit by id."""
    rows = connection.execute(sa.select(unit_index.c.unit_id, unit_index.c.name))
    return {row.unit_id: row.name or "" for row in rows}


def histories(connection: sa.Connection, person_id: str | None = None) -> dict[str, list[LevelHistory]]:
    """Return everybody's (or one person's) history of levels and ranks."""
    conditions = [] if person_id is None else [LevelHistory.table.c.person_id == person_id]
    found: dict[str, list[LevelHistory]] = {}
    for row in find(connection, LevelHistory, *conditions):
        found.setdefault(row.person_id, []).append(row)
    return found


def absences(connection: sa.Connection, person_ids: Sequence[str] | None = None) -> dict[str, list[Away]]:
    """Return the lawful times away of some people (of everybody), from this room's own entries and from 在岗状态."""
    own, general = codes.table("training_exemption_kind"), codes.table("attendance_kind")
    found: dict[str, list[Away]] = {}
    for row in sorted(_entered(connection, person_ids), key=lambda r: r.id):
        found.setdefault(row.person_id, []).append(Away(row.id, own.label_for(row.kind), row.starts_on, row.ends_on))
    for owner, states in lawful_absences(connection, person_ids).items():
        for state in states:
            last = state.last_day_away()
            ends_on = PartialDate.of(last) if last else None
            away = Away(state.id, general.label_for(state.kind), state.starts_on, ends_on)
            found.setdefault(owner, []).append(replace(away, is_exempt=state.kind != STUDYING))
    return found


def _entered(connection: sa.Connection, person_ids: Sequence[str] | None) -> list[TrainingExemption]:
    if person_ids is None:
        return find(connection, TrainingExemption)
    at = TrainingExemption.table.c.person_id
    chunks = [person_ids[start : start + _CHUNK] for start in range(0, len(person_ids), _CHUNK)]
    return [row for chunk in chunks for row in find(connection, TrainingExemption, at.in_(chunk))]


def exemptions(
    connection: sa.Connection, first: date, last: date, person_ids: Sequence[str] | None = None
) -> dict[str, list[Away]]:
    """Return the days of a period on which people could not be called up and nothing was owed."""
    found: dict[str, list[Away]] = {}
    for owner, times in absences(connection, person_ids).items():
        kept = [t for t in times if t.is_exempt and t.meets(first, last)]
        if kept:
            found[owner] = kept
    return found


def roll(
    office: Office,
    year: int,
    day: date,
    *,
    unit_id: str | None = None,
    person_ids: Sequence[str] | None = None,
    seen_on: date | None = None,
) -> list[Member]:
    """Return the serving people (or exactly ``person_ids``) with their standing for ``year`` as of ``day``.

    The group is the one of the levels held on ``day``; hours count from the first of the standard's years. What leave
    or promotion puts off is owed again once its day is past on ``seen_on`` (without one, ``day``).
    """
    figures = office.parameters()
    forms = Forms.on(figures, day)
    first = year - max(figures.integer("training_division_years", day), 1) + 1
    one = person_ids[0] if person_ids is not None and len(person_ids) == 1 else None
    seen = seen_on or day
    with office.reading() as connection:
        lines = people(connection, unit_id=unit_id, person_ids=person_ids)
        history = histories(connection, one)
        sums = sums_by_channel(connection, forms, first, year, one)
        absent = exemptions(connection, date(first, 1, 1), date(year, 12, 31), person_ids)
        wanted = lines if person_ids is not None else [line for line in lines if line.is_serving]
        return [
            _member(
                connection, forms, line, history.get(line.id, ()), sums.get(line.id, {}), absent.get(line.id, ()),
                figures, year, day, seen,
            )
            for line in wanted
        ]  # fmt: skip


def _member(
    connection: sa.Connection,
    forms: Forms,
    line: PersonLine,
    history: Iterable[LevelHistory],
    channels: Channels,
    absent: Iterable[Away],
    figures: ParameterSet,
    year: int,
    day: date,
    seen: date,
) -> Member:
    """Return one person's place on the roll, from what has been read."""
    division = figures.words("training_division_levels", day)
    rows, away = list(history), tuple(absent)
    labels = levels.levels_on(line, rows, day)
    group = levels.group_of(labels, division)
    first = year if group is None else standards.standard_on(group, figures, day).first_year(year)
    counted = {place: part for place, part in channels.items() if first <= place[0] <= year}
    total = Earned()
    for part in counted.values():
        total = total.plus(part)
    days = standards.exempt_days([(e.starts_on, e.ends_on) for e in away], date(first, 1, 1), day)
    since = levels.division_since(line, rows, day, division)
    catch_up = standards.catch_up_end(group, figures, day, since, seen)
    later = None
    if catch_up is not None and catch_up < seen:
        later = earned_after(connection, forms, year, catch_up, line.id)
    found = standards.standing(
        group, total, figures, day, exempt_days=days, catch_up_until=catch_up, caught_up=later, seen_on=seen
    )
    return Member(line, group, tuple(labels), by_year(channels), found, days, away, counted)
