"""Who somebody is, as the room's lists and sheets name people: today, or as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.period import Population, population
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import in_team, person_index, unit_index
from ganbu_desktop.kernel.people.person_list import unit_and_below
from ganbu_desktop.kernel.people.post_texts import PostThen, posts_then
from ganbu_desktop.kernel.people.service import Stay, serving

_CHUNK = 500
_LAST = "~"


@dataclass(frozen=True)
class PersonLine:
    """What the room needs to know of a person. ``place``: where in a team, as a text to sort by."""

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
    place: str


@dataclass(frozen=True)
class Lines:
    """The people of a period: those serving on its last day, and the others with the reason."""

    people: tuple[PersonLine, ...]
    gone: tuple[tuple[PersonLine, str], ...]
    unknown: tuple[tuple[PersonLine, str], ...]
    population: Population


def people(connection: sa.Connection, *, person_ids: Sequence[str] | None = None) -> list[PersonLine]:
    """Return people (everybody) in the order of units and teams, as they are today."""
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
            order.default_key,
        )
        .select_from(joined)
        .order_by(order.default_key)
    )
    if person_ids is None:
        return [_line(row) for row in connection.execute(statement)]
    found: list[PersonLine] = []
    for start in range(0, len(person_ids), _CHUNK):
        chunk = statement.where(person.id.in_(person_ids[start : start + _CHUNK]))
        found += [_line(row) for row in connection.execute(chunk)]
    return found


def _line(row: Any) -> PersonLine:
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
        in_team(row.default_key),
    )


def serving_people(connection: sa.Connection, day: date, unit_id: str | None = None) -> list[PersonLine]:
    """Return who serves on a day (in a unit and all below it), with unit and posts of that day."""
    lines = _as_of(people(connection), serving(connection, day).people, _Then.of(connection, day))
    if unit_id is None:
        return lines
    wanted = set(unit_and_below(connection, unit_id))
    return [line for line in lines if line.unit_id in wanted]


def lines_of(connection: sa.Connection, first: date, last: date) -> Lines:
    """Return the people of a period, with unit and posts of its last day."""
    who, everybody, then = population(connection, first, last), people(connection), _Then.of(connection, last)
    by_id = {line.id: line for line in everybody}

    def named(stays: Mapping[str, Stay], reasons: Mapping[str, str]) -> tuple[tuple[PersonLine, str], ...]:
        chosen = (by_id[person_id] for person_id in reasons if person_id in by_id)
        return tuple((line, reasons[line.id]) for line in _as_of(chosen, stays, then))

    nowhere = dict.fromkeys(who.unknown, Stay(None, None, True))
    return Lines(
        tuple(_as_of(everybody, who.people, then)),
        named(who.stays, who.gone),
        named(nowhere, who.unknown),
        who,
    )


@dataclass(frozen=True)
class _Then:
    """What is read once to name people as of a day: (order, name) of units, and the posts that were held."""

    units: Mapping[str, tuple[str, str]]
    posts: Mapping[str, PostThen]

    @classmethod
    def of(cls, connection: sa.Connection, day: date) -> _Then:
        rows = connection.execute(sa.select(unit_index.c.unit_id, unit_index.c.order_key, unit_index.c.name))
        return cls({row.unit_id: (row.order_key, row.name) for row in rows}, posts_then(connection, day))


def _as_of(lines: Iterable[PersonLine], stays: Mapping[str, Stay], then: _Then) -> list[PersonLine]:
    """Return those of some people who have a stay, with its unit and the posts of the day, by unit and place."""
    found: list[tuple[str, PersonLine]] = []
    for line in lines:
        if line.id not in stays:
            continue
        unit_id, held = stays[line.id].unit_id, then.posts.get(line.id)
        order, unit_name = then.units.get(unit_id or "", (_LAST, ""))
        post = held.post if held else line.post
        found.append((order, replace(line, unit_id=unit_id, unit_name=unit_name, post=post)))
    return [line for _, line in sorted(found, key=lambda item: (item[0], item[1].place))]


def unit_names(connection: sa.Connection) -> dict[str, str]:
    """Return the short name of every unit by id."""
    rows = connection.execute(sa.select(unit_index.c.unit_id, unit_index.c.name))
    return {row.unit_id: row.name or "" for row in rows}
