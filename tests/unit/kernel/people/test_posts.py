"""A post is held from the day of the appointment until the day before the removal, in records and in statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.builders import add, make_office, make_person
from support.conditions import ask, found, ready

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.posts import held_on, holds, in_post_since, post_since

CASES = [
    (None, None, None, date(2026, 3, 2), True),
    ("2026.03", None, "在任", date(2026, 2, 28), False),
    ("2026.03", None, "在任", date(2026, 3, 1), True),
    ("2020.01", "2027.01", "在任", date(2026, 12, 31), True),
    ("2020.01", "2027.01", "已免", date(2026, 12, 31), True),
    ("2020.01", "2027.01", "在任", date(2027, 1, 1), False),
    ("2020.01", "2026.03.15", None, date(2026, 3, 14), True),
    ("2020.01", "2026.03.15", None, date(2026, 3, 15), False),
    ("2020.01", None, "已免", date(2026, 3, 2), False),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def test_a_post_is_held_until_the_day_before_its_removal(office: Office) -> None:
    person = make_person(office)
    for begun, ended, state, day, held in CASES:
        dates = [None if text is None else PartialDate.parse(text) for text in (begun, ended)]
        tenure = Tenure(person_id=person.id, appointed_on=dates[0], removed_on=dates[1], state=state)
        add(office, tenure)
        with office.reading() as connection:
            at = Tenure.table.c
            found = connection.execute(sa.select(at.id).where(held_on(day), at.id == tenure.id)).all()
        assert (holds(tenure, day), bool(found)) == (held, held), (begun, ended, state, day)


def _since(office: Office, *posts: tuple[str | None, str | None, bool | None]) -> str | None:
    """What 任现职 is since in records, after checking that a statement says the same."""
    person = make_person(office)
    tenures = [
        Tenure(
            person_id=person.id,
            appointed_on=PartialDate.parse(begun) if begun else None,
            removed_on=PartialDate.parse(ended) if ended else None,
            is_main=is_main,
        )
        for begun, ended, is_main in posts
    ]
    add(office, *tenures)
    day = date(2026, 11, 30)
    since = in_post_since(tenures, day)
    with office.reading() as connection:
        stored = connection.execute(sa.select(post_since(day)).where(Person.table.c.id == person.id)).scalar_one()
    assert stored == since
    return str(since) if since else None


def test_a_side_post_does_not_begin_the_time_in_post_anew(office: Office) -> None:
    """The chief since 2016 with a side post of 2026.11, marked in whatever way."""
    chief, side = "2016.03", "2026.11"
    for marks in ((None, None), (True, None), (True, False), (None, False), (True, True)):
        assert _since(office, (side, None, marks[1]), (chief, None, marks[0])) == chief, marks


def test_a_marked_main_post_tells_even_when_it_is_newer(office: Office) -> None:
    assert _since(office, ("2010.01", None, False), ("2019.05", None, True)) == "2019.05"
    assert _since(office, ("2010.01", None, None), ("2019.05", None, True)) == "2019.05"


def test_a_post_that_is_over_or_to_come_does_not_count_and_one_with_a_future_end_does(office: Office) -> None:
    assert _since(office, ("2010.01", "2019.05", True), ("2019.05", None, None)) == "2019.05"
    assert _since(office, ("2010.01", "2027.01", True), ("2027.01", None, True)) == "2010.01"
    assert _since(office, ("2010.01", "2019.05", True)) is None


def test_a_main_post_without_a_date_is_not_replaced_by_another(office: Office) -> None:
    assert _since(office, (None, None, True), ("2010.01", None, None)) is None


def test_searches_statistics_rosters_and_lists_agree_on_the_time_in_post(office: Office) -> None:
    """Statistics took the oldest main post, the search the newest unmarked one: 10 years here and 6 months there."""
    person = make_person(office, "甲", management_state="现职人员")
    for begun, is_main in (("2016.03", True), ("2026.01", None)):
        add(office, Tenure(person_id=person.id, appointed_on=PartialDate.parse(begun), is_main=is_main))
    assert found(office, ready("post-years", years="9")) == "甲"
    assert found(office, ask("reckoned.post_years", "at_least", "9")) == "甲"
    assert found(office, ask("reckoned.post_years", "less", "9")) == ""
