"""Reminders about people: hours short, classes owed to them, training put off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import LevelHistory
from ganbu_desktop.kernel.reminders.reminder import Reminder
from ganbu_desktop.modules.training.queries.away import exemptions
from ganbu_desktop.modules.training.queries.calling import last_off_work
from ganbu_desktop.modules.training.queries.people import serving_people
from ganbu_desktop.modules.training.queries.roll import owing
from ganbu_desktop.modules.training.records import (
    TrainingHours,
)
from ganbu_desktop.modules.training.reminders.parts import PAGE, because
from ganbu_desktop.modules.training.rules.standards import State, shown_tenths
from ganbu_desktop.store.operations import find

_APPOINTMENT = "2"
_FOLLOWED_FOR_DAYS = 365


def appointments(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people promoted to a level whose time for 任职培训 is running out or over, who have not had it."""
    figures = office.parameters()
    figure, months = (
        figures.get("training_appointment_months", day),
        figures.integer("training_appointment_months", day),
    )
    with office.reading() as connection:
        promoted, serving = _promoted(connection, day), serving_people(connection, day)
        at = TrainingHours.table.c
        done: dict[str, list[PartialDate]] = {}
        for row in find(connection, TrainingHours, at.kind == _APPOINTMENT, at.ends_on.is_not(None)):
            if row.ends_on is not None:
                done.setdefault(row.person_id, []).append(row.ends_on)
    for person in serving:
        newest = promoted.get(person.id)
        if newest is None:
            continue
        due = newest.plus_months(months).last_day()
        is_recent = day - timedelta(days=_FOLLOWED_FOR_DAYS) <= due <= day + timedelta(days=90)
        if is_recent and not any(m >= newest.plus_months(-months) for m in done.get(person.id, ())):
            yield Reminder(
                "training-appointment",
                f"training-appointment/{person.id}/{newest.digits()}",
                f"{person.name}：{newest} 任新的职务层次，没有任职培训记录",
                because(figure, f"应在 {due:%Y.%m.%d} 以前完成"),
                due,
                person.id,
                (PAGE, ("archive", person.id)),
            )


def _promoted(connection: sa.Connection, day: date) -> dict[str, PartialDate]:
    """Return when people last reached a level by a day."""
    at = LevelHistory.table.c
    newest = sa.func.max(at.approved_on, type_=at.approved_on.type)
    is_level = sa.or_(at.kind.is_(None), at.kind == "职务层次")
    statement = sa.select(at.person_id, newest).where(is_level, at.approved_on <= PartialDate.of(day))
    return {row[0]: row[1] for row in connection.execute(statement.group_by(at.person_id))}


def not_called(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people without any off-work class for the figure's years; those away on lawful leave are left out."""
    figures = office.parameters()
    figure, years = figures.get("training_not_called_years", day), figures.integer("training_not_called_years", day)
    since = PartialDate.of(day).plus_months(-12 * years).last_day()
    with office.reading() as connection:
        last = last_off_work(connection, office, day)
        serving = serving_people(connection, day)
        away = exemptions(connection, day, date(day.year, 12, 31))
    for person in serving:
        moment = last.get(person.id)
        if person.id in away or (moment is not None and moment.last_day() > since):
            continue
        said = f"最近一次脱产培训 {moment}" if moment else "没有脱产培训记录，待核实或补录"
        yield Reminder(
            "training-not-called",
            f"training-not-called/{person.id}/{moment.digits() if moment else day.year}",
            f"{person.name}：{years} 年未参加脱产培训" if moment else f"{person.name}：无脱产培训记录",
            because(figure, said),
            None,
            person.id,
            (PAGE, ("archive", person.id)),
        )


def shortfalls(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people whose hours are short: of last year until it is made up for, of this one from the figure's month.

    What was short at the end of a year keeps its reminder, so that one answer settles it.
    """
    figures = office.parameters()
    figure = figures.get("training_shortfall_month", day)
    is_time = day.month >= figures.integer("training_shortfall_month", day)
    years = [day.year - 1, *([day.year] if is_time else [])]
    for year, members in owing(office, years, day).items():
        end = date(year, 12, 31)
        late = f"，期限已过 {(day - end).days} 天" if end < day else ""
        for member in members:
            found = member.standing
            if found.state is State.SHORT and found.standard is not None:
                why = because(figure, f"标准：{found.standard.shown()}（{found.standard.version}）", found.reason)
                yield Reminder(
                    "training-shortfall",
                    f"training-shortfall/{member.person.id}/{year}",
                    f"{member.person.name}：{year} 年学时还差 {shown_tenths(found.shortfall_tenths)}{late}",
                    why,
                    end,
                    member.person.id,
                    (PAGE, ("archive", member.person.id)),
                )


def deferred(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people whose lawful leave has just ended: training put off is theirs to be offered again."""
    since = day - timedelta(days=90)
    with office.reading() as connection:
        away = exemptions(connection, since, day)
        named = [line for line in serving_people(connection, day) if line.id in away]
    for person in named:
        for entry in away[person.id]:
            if entry.ends_on is not None and since <= entry.ends_on.last_day() < day:
                yield Reminder(
                    "training-deferred",
                    f"training-deferred/{entry.id}",
                    f"{person.name}：{entry.label}已结束，顺延的培训请优先安排",
                    "依法休假、援派等期间培训任务顺延，不计欠训；结束后本人应有参训机会",
                    None,
                    person.id,
                    (PAGE, ("archive", person.id)),
                )
