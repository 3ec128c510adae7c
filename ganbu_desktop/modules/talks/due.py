"""Who is to be talked with or visited on a day, and why: by the county's frequencies and by event.

An event is a new appointment (a talk within so many months) and a running effect period (a talk each quarter). What
was missed in a window that is over stays due until it is made up for. Whoever is on leave or lent out that day is not
due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import Parameter, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod, covers, version_of
from ganbu_desktop.modules.talks import expected, rules
from ganbu_desktop.modules.talks.expected import Cadre
from ganbu_desktop.modules.talks.missed import Windows
from ganbu_desktop.modules.talks.records import HomeVisit, Talk

FREQUENCY, APPOINTMENT, EFFECT, MISSED = "frequency", "appointment", "effect", "missed"
VISIT, MISSED_VISIT = "visit", "missed visit"
TALK_REASONS = (FREQUENCY, APPOINTMENT, EFFECT, MISSED)
VISIT_REASONS = (VISIT, MISSED_VISIT)
_LOOK_BACK_MONTHS = 12
"""How long an appointment without its talk stays on the list; then the yearly frequency has come round."""


@dataclass(frozen=True)
class Due:
    """One talk or visit that is owed. ``kind``: the type of talk to open; ``mark`` tells one occasion from the next."""

    reason: str
    mark: str
    cadre: Cadre
    kind: str
    text: str
    why: str
    due_on: date

    def is_overdue(self, day: date) -> bool:
        """Return whether it should have been done before ``day``."""
        return self.due_on < day


def due_talks(
    office: Office, day: date, unit_id: str | None = None, reasons: Collection[str] = TALK_REASONS
) -> list[Due]:
    """Return every talk owed on a day, the earliest first; of one person each reason once.

    ``unit_id``: only people of that unit and all below it. ``reasons``: only what is owed for these.
    """
    figures = office.parameters()
    found: list[Due] = []
    with office.reading() as connection:
        cadres = _present(connection, day, unit_id)
        for reason, find in _FINDERS.items():
            if reason in reasons:
                found += find(connection, figures, cadres, day)
    return _in_order(found)


def due_visits(
    office: Office, day: date, unit_id: str | None = None, reasons: Collection[str] = VISIT_REASONS
) -> list[Due]:
    """Return every home visit owed in the window that a day lies in, and those missed before it."""
    figures = office.parameters()
    figure = figures.get("home_visit_months", day)
    window = rules.window_of(day, _months(figure))
    found: list[Due] = []
    with office.reading() as connection:
        cadres = _present(connection, day, unit_id)
        planned = _planned(connection)
        if VISIT in reasons:
            made = expected.visit_counts(connection, window)
            found += (_visit(c, figure, window, planned) for c in cadres if c.person_id not in made)
        if MISSED_VISIT in reasons:
            found += _missed_visits(connection, figures, cadres, day, planned)
    return _in_order(found)


def _visit(cadre: Cadre, figure: Parameter, window: rules.Window, planned: Mapping[str, PartialDate]) -> Due:
    text = f"{window.text}还没有家访{_plan(cadre, planned)}"
    return Due(VISIT, window.text, cadre, rules.HOME_VISIT, text, _why(figure), window.last)


def _plan(cadre: Cadre, planned: Mapping[str, PartialDate]) -> str:
    on = planned.get(cadre.person_id)
    return f"，计划 {on}" if on else "，没有计划"


def _missed_visits(
    connection: sa.Connection,
    figures: ParameterSet,
    cadres: Sequence[Cadre],
    day: date,
    planned: Mapping[str, PartialDate],
) -> Iterator[Due]:
    name = "home_visit_months"
    last = expected.last_visits(connection, day)
    by_id = {cadre.person_id: cadre for cadre in cadres}
    for each in Windows(connection, figures, day).missed(name, by_id, last, lambda _then: True):
        text = f"{each.window.text}没有家访{each.since(day)}{_plan(each.cadre, planned)}"
        why = _why(figures.get(name, each.window.last))
        yield Due(MISSED_VISIT, each.window.text, each.cadre, rules.HOME_VISIT, text, why, each.window.last)


def _in_order(found: Iterable[Due]) -> list[Due]:
    return sorted(found, key=lambda due: due.due_on)


def _present(connection: sa.Connection, day: date, unit_id: str | None) -> list[Cadre]:
    away = expected.absences(connection)
    return [
        cadre
        for cadre in expected.all_cadres(connection, day, unit_id)
        if not any(absence.covers(day) for absence in away.get(cadre.person_id, ()))
    ]


def _by_frequency(
    connection: sa.Connection, figures: ParameterSet, cadres: Sequence[Cadre], day: date
) -> Iterator[Due]:
    names = ("talk_principal_months", "talk_other_months")
    owed = {name: figures.get(name, day) for name in names}
    windows = {name: rules.window_of(day, _months(figure)) for name, figure in owed.items()}
    had = {name: expected.talk_counts(connection, window) for name, window in windows.items()}
    for cadre in cadres:
        name = expected.frequency_name(cadre)
        if cadre.person_id not in had[name]:
            window = windows[name]
            who = "县管正职" if cadre.is_principal else "县管干部"
            text = f"{who}，{window.text}还没有谈话"
            yield Due(FREQUENCY, window.text, cadre, rules.ORDINARY, text, _why(owed[name]), window.last)


def _by_appointment(
    connection: sa.Connection, figures: ParameterSet, cadres: Sequence[Cadre], day: date
) -> Iterator[Due]:
    figure = figures.get("talk_new_appointment_months", day)
    months = _months(figure)
    fresh = {c.person_id: c for c in cadres if rules.newly_appointed(c.appointed_on, day, _LOOK_BACK_MONTHS)}
    talks = _talks_of(connection, list(fresh))
    for cadre in fresh.values():
        appointed_on = cadre.appointed_on
        assert appointed_on is not None
        held = talks.get(cadre.person_id, ())
        if not any(rules.appointment_talk_counts(kind, on, appointed_on, months) for kind, on in held):
            text = f"{appointed_on} 任现职，还没有谈话"
            by = rules.due_after_appointment(appointed_on, months)
            yield Due(APPOINTMENT, appointed_on.digits(), cadre, rules.BEFORE_APPOINTMENT, text, _why(figure), by)


def _by_effect(connection: sa.Connection, figures: ParameterSet, cadres: Sequence[Cadre], day: date) -> Iterator[Due]:
    figure = figures.get("talk_effect_period_months", day)
    window = rules.window_of(day, _months(figure))
    at = EffectPeriod.table.c
    statement = sa.select(at.person_id, at.ends_on).where(at.kind == AFFECTED, covers(day)).order_by(at.ends_on)
    periods = {row.person_id: row.ends_on for row in connection.execute(statement)}
    had = expected.talk_counts(connection, window)
    for cadre in cadres:
        if cadre.person_id in periods and cadre.person_id not in had:
            ends_on = periods[cadre.person_id]
            until = f"至 {ends_on}" if ends_on else "未写明届满日期"
            text = f"影响期内（{until}），{window.text}还没有谈话"
            yield Due(EFFECT, window.text, cadre, rules.AFTER_DISCIPLINE, text, _why(figure), window.last)


def _missed(connection: sa.Connection, figures: ParameterSet, cadres: Sequence[Cadre], day: date) -> Iterator[Due]:
    windows, last = Windows(connection, figures, day), expected.last_days(connection, day)
    by_id = {cadre.person_id: cadre for cadre in cadres}
    for name in ("talk_principal_months", "talk_other_months"):

        def is_of_it(then: Cadre, name: str = name) -> bool:
            return expected.frequency_name(then) == name

        for each in windows.missed(name, by_id, last, is_of_it):
            text = f"{each.window.text}没有谈话{each.since(day)}"
            why = _why(figures.get(name, each.window.last))
            yield Due(MISSED, each.window.text, each.cadre, rules.ORDINARY, text, why, each.window.last)


_FINDERS = {FREQUENCY: _by_frequency, APPOINTMENT: _by_appointment, EFFECT: _by_effect, MISSED: _missed}


def _talks_of(connection: sa.Connection, ids: Sequence[str]) -> Mapping[str, list[tuple[str, PartialDate | None]]]:
    at = Talk.table.c
    found: dict[str, list[tuple[str, PartialDate | None]]] = {}
    for start in range(0, len(ids), 500):
        chosen = at.person_id.in_(ids[start : start + 500])
        for row in connection.execute(sa.select(at.person_id, at.kind, at.held_on).where(chosen)):
            found.setdefault(row.person_id, []).append((row.kind, row.held_on))
    return found


def _planned(connection: sa.Connection) -> dict[str, PartialDate]:
    at = HomeVisit.table.c
    statement = sa.select(at.person_id, sa.func.max(at.planned_on, type_=at.planned_on.type))
    statement = statement.where(at.visited_on.is_(None), at.planned_on.is_not(None)).group_by(at.person_id)
    return {row[0]: row[1] for row in connection.execute(statement)}


def _months(figure: Parameter) -> int:
    assert isinstance(figure.value, int)
    return figure.value


def _why(figure: Parameter) -> str:
    return f"{figure.title}：{version_of(figure)}"


def kind_label(code: str) -> str:
    """Return the name of a type of talk."""
    return codes.table("talk_type").label_for(code)
