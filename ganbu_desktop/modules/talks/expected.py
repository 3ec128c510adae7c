"""Who is expected to be talked with and visited in a stretch of time, and who is left out and why.

Expected are the cadres of the county's own management (those managed below are not) who serve on the last day. Left
out, with the reason, are those who had left by then, on leave, lent out or away for too long, and those newly
appointed. Of whom it is unknown whether they served is named apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import sqlalchemy as sa

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people import attendance
from ganbu_desktop.kernel.people.period import BASIS, Population, population
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.person_index import in_team, person_index, unit_index
from ganbu_desktop.kernel.people.person_list import unit_and_below
from ganbu_desktop.kernel.people.post_texts import posts_then
from ganbu_desktop.kernel.people.posts import post_since
from ganbu_desktop.kernel.people.principal import principals_on
from ganbu_desktop.kernel.people.service import Stay, serving
from ganbu_desktop.modules.talks import rules
from ganbu_desktop.modules.talks.records import HomeVisit, Talk, TalkExemption

MANAGED_BELOW = "3"
"""The code of table ``management_authority`` for 下级管."""
_REASON_OF_STATE = {
    attendance.SICK: "1",
    attendance.MATERNITY: "2",
    attendance.LENT: "3",
    attendance.CALLED_AWAY: "3",
    attendance.STUDYING: "4",
}
"""Code of ``attendance_kind`` to code of ``talk_exemption_reason``."""
WHO = f"{BASIS.value}且由本级管理（或协管）的干部；管理权限没有填的也计入，下级管的不计入"
_NO_UNIT = "（没有单位）"


@dataclass(frozen=True)
class Cadre:
    """One person of the county's own management as of a day, as planning needs to know."""

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
    """Who is expected in a window, in the order of units and teams, and who is left out with the reason.

    ``unknown``: of whom it is not recorded whether they served at its end, with the reason; they are in no count.
    ``served``: the population that it was made of.
    """

    window: rules.Window
    cadres: tuple[Cadre, ...]
    left_out: Mapping[str, str]
    outside: tuple[Cadre, ...]
    unknown: tuple[tuple[Cadre, str], ...]
    served: Population

    @property
    def left_out_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return (person id, reason) of those left out."""
        return tuple(self.left_out.items())


def frequency_name(cadre: Cadre) -> str:
    """Return the name of the figure that says how often someone is talked with."""
    return "talk_principal_months" if cadre.is_principal else "talk_other_months"


def all_cadres(connection: sa.Connection, day: date, unit_id: str | None = None) -> list[Cadre]:
    """Return every cadre of the county's own management who serves on a day, by unit and place in the team.

    ``unit_id``: only those of that unit and all below it.
    """
    cadres = _cadres(connection, serving(connection, day).people, day)
    if unit_id is None:
        return cadres
    wanted = set(unit_and_below(connection, unit_id))
    return [cadre for cadre in cadres if cadre.unit_id in wanted]


def _cadres(connection: sa.Connection, stays: Mapping[str, Stay], day: date) -> list[Cadre]:
    """Return those of some people who are of the county's own management, with unit, post and mark of the day."""
    at = Person.table.c
    appointed = sa.type_coerce(post_since(day), Tenure.table.c.appointed_on.type).label("appointed_on")
    place = person_index.c.default_key
    statement = (
        sa.select(at.id, at.name, at.current_post_short, at.current_post, appointed, place)
        .select_from(person_index.join(Person.table, at.id == person_index.c.person_id))
        .where(sa.or_(at.authority.is_(None), at.authority != MANAGED_BELOW))
    )
    units, then, principals = _units(connection), posts_then(connection, day), principals_on(connection, day)
    found: list[tuple[str, str, Cadre]] = []
    for row in connection.execute(statement):
        if row.id not in stays:
            continue
        unit_id = stays[row.id].unit_id
        order, unit_name = units.get(unit_id or "", ("~", _NO_UNIT))
        held = then.get(row.id)
        post = held.post if held else row.current_post_short or row.current_post or ""
        name = row.name or "未命名"
        cadre = Cadre(row.id, name, unit_id, unit_name, post, row.id in principals, row.appointed_on)
        found.append((order, in_team(row.default_key), cadre))
    return [cadre for *_, cadre in sorted(found, key=lambda item: item[:2])]


def _units(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Return order and short name of each unit."""
    rows = connection.execute(sa.select(unit_index.c.unit_id, unit_index.c.order_key, unit_index.c.name))
    return {row.unit_id: (row.order_key, row.name) for row in rows}


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
                rules.Absence(_REASON_OF_STATE[state.kind], state.starts_on, ends_on, state.ends_on)
            )
    return found


def expected_in(connection: sa.Connection, figures: ParameterSet, window: rules.Window) -> Expected:
    """Return who is expected in a window, by the figures as of its last day."""
    months = figures.integer("talk_newly_appointed_left_out_months", window.last)
    share = figures.integer("talk_exempt_share_percent", window.last)
    served, away = population(connection, window.first, window.last), absences(connection)
    nowhere = dict.fromkeys(served.unknown, Stay(None, None, True))
    kept, outside, unknown, left_out = [], [], [], {}
    for cadre in _cadres(connection, {**served.people, **served.stays, **nowhere}, window.last):
        if cadre.person_id in served.unknown:
            unknown.append((cadre, served.unknown[cadre.person_id]))
            continue
        reason = served.gone.get(cadre.person_id) or rules.away(away.get(cadre.person_id, ()), window, share)
        if reason is None and rules.newly_appointed(cadre.appointed_on, window.last, months):
            reason = f"{cadre.appointed_on} 任现职，截止日不满 {months} 个月"
        if reason is None:
            kept.append(cadre)
        else:
            outside.append(cadre)
            left_out[cadre.person_id] = reason
    return Expected(window, tuple(kept), left_out, tuple(outside), tuple(unknown), served)


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


def events(connection: sa.Connection, window: rules.Window) -> Iterator[tuple[str, str, str]]:
    """Yield table, id and a digest of each talk and visit of a window, as ``Report.inputs`` takes them."""
    talk, visit = Talk.table.c, HomeVisit.table.c
    for table, dated_on, columns in (
        (Talk.table, talk.held_on, (talk.person_id, talk.kind, talk.talker_level)),
        (HomeVisit.table, visit.visited_on, (visit.person_id, visit.visitor_level)),
    ):
        in_window = (dated_on >= window.lower, dated_on <= window.upper)
        for row in connection.execute(sa.select(table.c.id, dated_on, *columns).where(*in_window)):
            yield table.name, row[0], digest(row[1:])


def digest(values: Iterable[object]) -> str:
    """Return a short digest of some values."""
    return blake2b(repr(tuple(values)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def last_days(connection: sa.Connection, until: date) -> dict[str, PartialDate]:
    """Return the date of each person's last talk alone up to a day."""
    return _last(connection, Talk.table, Talk.table.c.held_on, until, Talk.table.c.kind != rules.GROUP)


def last_visits(connection: sa.Connection, until: date) -> dict[str, PartialDate]:
    """Return the date of each person's last home visit up to a day."""
    return _last(connection, HomeVisit.table, HomeVisit.table.c.visited_on, until)


def _last(
    connection: sa.Connection,
    table: sa.Table,
    dated_on: sa.Column[PartialDate],
    until: date,
    *more: sa.ColumnElement[bool],
) -> dict[str, PartialDate]:
    newest = sa.func.max(dated_on, type_=dated_on.type)
    statement = sa.select(table.c.person_id, newest).where(dated_on <= PartialDate.of(until), *more)
    return {row[0]: row[1] for row in connection.execute(statement.group_by(table.c.person_id))}
