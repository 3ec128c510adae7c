"""A post is held from the day of the appointment until the day before the removal, in records and in statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.builders import add, make_office, make_person

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.people.posts import held_on, holds
from ganbu_desktop.kernel.person import Tenure

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
