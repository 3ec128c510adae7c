"""People with their group of cadres on a day, their hours by year, and where they stand against the standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import OVERDUE
from ganbu_desktop.kernel.people.levels import levels_on
from ganbu_desktop.kernel.people.person import LevelHistory
from ganbu_desktop.kernel.people.service import serving
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.training.queries.away import Away, exemptions
from ganbu_desktop.modules.training.queries.people import Lines, PersonLine, lines_of, people, serving_people
from ganbu_desktop.modules.training.queries.sums import Channels, by_year, earned_after, sums_by_channel
from ganbu_desktop.modules.training.rules import levels, standards
from ganbu_desktop.modules.training.rules.standards import Earned, Forms, Standing
from ganbu_desktop.store.operations import find


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


@dataclass(frozen=True)
class Roll:
    """The roll of a period: who served on its last day with their standing, and the people it was made of."""

    members: tuple[Member, ...]
    lines: Lines


def histories(connection: sa.Connection, person_id: str | None = None) -> dict[str, list[LevelHistory]]:
    """Return everybody's (or one person's) history of levels and ranks."""
    conditions = [] if person_id is None else [LevelHistory.table.c.person_id == person_id]
    found: dict[str, list[LevelHistory]] = {}
    for row in find(connection, LevelHistory, *conditions):
        found.setdefault(row.person_id, []).append(row)
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
    """Return who serves on ``day`` (or exactly ``person_ids``) with their standing for ``year`` as of ``day``.

    The group is the one of the levels held on ``day``; hours count from the first of the standard's years. What leave
    or promotion puts off is owed again once its day is past on ``seen_on`` (without one, ``day``).
    """
    with office.reading() as connection:
        if person_ids is None:
            lines = serving_people(connection, day, unit_id)
        else:
            lines = people(connection, person_ids=person_ids)
        reading = _Reading.of(connection, office.parameters(), [day], person_ids)
        return [reading.member(line, year, day, seen_on or day) for line in lines]


def roll_of(office: Office, period: Period) -> Roll:
    """Return the roll of a year as a report shows it: who served on its last day, and whom that leaves out."""
    with office.reading() as connection:
        lines = lines_of(connection, period.first, period.last)
        reading = _Reading.of(connection, office.parameters(), [period.last])
        members = (reading.member(x, period.first.year, period.last, period.day) for x in lines.people)
        return Roll(tuple(members), lines)


def owing(office: Office, years: Sequence[int], day: date) -> dict[int, list[Member]]:
    """Return by year the standing, as seen on a day, of those who serve on it and served at the end of that year."""
    figures = office.parameters()
    with office.reading() as connection:
        lines = serving_people(connection, day)
        reading = _Reading.of(connection, figures, [date(year, 12, 31) for year in years])
        found = {}
        for year in years:
            end = date(year, 12, 31)
            then = serving(connection, min(end, day)).people
            found[year] = [reading.member(line, year, end, day) for line in lines if line.id in then]
        return found


@dataclass(frozen=True)
class _Reading:
    """What standings are worked out from: levels, sums and times away of people, read once for some years."""

    connection: sa.Connection
    figures: ParameterSet
    history: Mapping[str, Sequence[LevelHistory]]
    sums: Mapping[str, Channels]
    absent: Mapping[str, Sequence[Away]]

    @classmethod
    def of(
        cls,
        connection: sa.Connection,
        figures: ParameterSet,
        days: Sequence[date],
        person_ids: Sequence[str] | None = None,
    ) -> _Reading:
        """Read what counts towards the years that close with some days, of everybody or of some people."""
        forms = Forms.on(figures, max(days))
        spans = [max(figures.integer("training_division_years", day), 1) for day in days]
        first = min(day.year - span + 1 for day, span in zip(days, spans, strict=True))
        last = max(days).year
        one = person_ids[0] if person_ids is not None and len(person_ids) == 1 else None
        return cls(
            connection,
            figures,
            histories(connection, one),
            sums_by_channel(connection, forms, first, last, one),
            exemptions(connection, date(first, 1, 1), date(last, 12, 31), person_ids),
        )

    def member(self, line: PersonLine, year: int, day: date, seen: date) -> Member:
        """Return one person's place on the roll of a year."""
        return _member(
            self.connection,
            line,
            self.history.get(line.id, ()),
            self.sums.get(line.id, {}),
            self.absent.get(line.id, ()),
            self.figures,
            year,
            day,
            seen,
        )


def _member(
    connection: sa.Connection,
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
    labels = levels_on(line, rows, day)
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
        later = earned_after(connection, Forms.on(figures, day), year, catch_up, line.id)
    found = standards.standing(
        group,
        total,
        figures,
        day,
        exempt_days=days,
        exempt_note=OVERDUE if any(time.is_overdue(day) for time in away) else "",
        catch_up_until=catch_up,
        caught_up=later,
        seen_on=seen,
    )
    return Member(line, group, tuple(labels), by_year(channels), found, days, away, counted)
