"""Which level and rank a person had on a day: the record and a statement over everybody say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.builders import add, make_office, make_person

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.levels import LEVEL, RANK, level_on, levels_on, rank_on
from ganbu_desktop.kernel.people.person import LevelHistory, Person

CHIEF, DEPUTY, STAFF = "1A41", "1A42", "1A50"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def on(text: str) -> PartialDate:
    return PartialDate.parse(text)


@pytest.mark.parametrize(
    ("present", "since", "history", "day", "expected"),
    [
        (CHIEF, "2026.03", [(DEPUTY, "2018.05", None)], date(2025, 12, 31), DEPUTY),
        (CHIEF, "2026.03", [(DEPUTY, "2018.05", None)], date(2026, 3, 1), CHIEF),
        (CHIEF, "2026.03", [(DEPUTY, "2018.05", "2025.06")], date(2025, 12, 31), None),
        (CHIEF, "2020.01", [(DEPUTY, "2015.01", None)], date(2025, 12, 31), CHIEF),
        (CHIEF, None, [], date(2025, 12, 31), CHIEF),
        (CHIEF, None, [(DEPUTY, "2018.05", None)], date(2025, 12, 31), DEPUTY),
        (CHIEF, "2026.03", [], date(2025, 12, 31), None),
        (None, None, [(STAFF, "2010", None), (DEPUTY, "2018.05", None)], date(2025, 12, 31), DEPUTY),
    ],
)
def test_the_later_of_record_and_history_counts(
    office: Office,
    present: str | None,
    since: str | None,
    history: list[tuple[str, str, str | None]],
    day: date,
    expected: str | None,
) -> None:
    person = make_person(office, post_level=present, post_level_since=on(since) if since else None)
    rows = [
        LevelHistory(
            person_id=person.id, kind=LEVEL, level=level, approved_on=on(begin), ended_on=on(end) if end else None
        )
        for level, begin, end in history
    ]
    add(office, *rows)
    assert levels_on(person, rows, day) == ([codes.table("post_level").label_for(expected)] if expected else [])
    with office.reading() as connection:
        assert connection.execute(sa.select(level_on(day)).select_from(Person.table)).scalar() == expected


def test_a_rank_is_no_level(office: Office) -> None:
    person = make_person(office, rank="一级主任科员", rank_since=on("2026.01"))
    rows = [LevelHistory(person_id=person.id, kind=RANK, level="三级主任科员", approved_on=on("2020.01"))]
    add(office, *rows)
    assert levels_on(person, rows, date(2025, 12, 31)) == ["三级主任科员"]
    with office.reading() as connection:
        found = connection.execute(sa.select(level_on(date(2025, 12, 31)), rank_on(date(2025, 12, 31)))).one()
    assert tuple(found) == (None, "三级主任科员")
