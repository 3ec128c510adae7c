"""One reading of who is away: coverage and 在编不在岗 said opposite things of the same two people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import LENT, SICK, AttendanceState, states_on
from ganbu_desktop.modules.talks.expected import expected_in
from ganbu_desktop.modules.talks.rules import Window
from ganbu_desktop.modules.units.absences import absent

TODAY = date(2026, 11, 30)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def state(office: Office, kind: str, starts_on: str, **dates: str) -> str:
    person = make_person(office, f"{kind}{starts_on}")
    given = {name: PartialDate.parse(text) for name, text in dates.items()}
    add(office, AttendanceState(person_id=person.id, kind=kind, starts_on=PartialDate.parse(starts_on), **given))
    return person.id


def test_whose_approved_end_passed_is_away_in_every_reading(office: Office) -> None:
    """Lent 699 days and sick 334 in one table, back in the other."""
    lent = state(office, LENT, "2025.01.01", ends_on="2025.06.30")
    sick = state(office, SICK, "2026.01.01", ends_on="2026.03")
    back = state(office, LENT, "2025.01.01", ends_on="2025.06.30", returned_on="2025.07.01")
    with office.reading() as connection:
        away = {s.person_id: s for s in states_on(connection, TODAY)}
        listed = {a.state.person_id: a for a in absent(connection, TODAY)}
        asked = expected_in(connection, office.parameters(), Window(date(2026, 1, 1), TODAY))
    assert {person_id: found.is_overdue(TODAY) for person_id, found in away.items()} == {lent: True, sick: True}
    assert set(listed) == {lent, sick}
    assert {lent, sick} <= set(asked.left_out)
    assert back not in asked.left_out


def test_a_month_as_approved_end_is_over_after_its_last_day(office: Office) -> None:
    sick = state(office, SICK, "2026.01.01", ends_on="2026.03")
    with office.reading() as connection:
        days = (date(2026, 3, 31), date(2026, 4, 1))
        told = [(state.person_id, state.is_overdue(on)) for on in days for state in states_on(connection, on)]
    assert told == [(sick, False), (sick, True)]


def test_the_day_of_coming_back_is_no_day_away(office: Office) -> None:
    person = state(office, LENT, "2026.03.01", returned_on="2026.03.11")
    with office.reading() as connection:
        told = [person in {s.person_id for s in states_on(connection, date(2026, 3, day))} for day in (1, 10, 11)]
    assert told == [True, True, False]
    (found,) = office.owned(AttendanceState, person)
    assert found.days_in(date(2026, 1, 1), date(2026, 12, 31)) == 10
    assert found.days_in(date(2026, 3, 5), date(2026, 3, 6)) == 2
