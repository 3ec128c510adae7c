"""The marks of an entry say how it counts and whether its person was heard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person
from support.stand_in import StandIn, standing_in

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE, VOID
from ganbu_desktop.kernel.spine.showing import standing_marks
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.store.sql import insert_rows

DAY = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.mark.parametrize(
    ("state", "ends", "heard", "marks"),
    [
        ("1", None, False, "草稿、未听取本人意见"),
        ("1", None, True, "草稿"),
        (EFFECTIVE, PartialDate(2026, 3, 3), True, ""),
        (EFFECTIVE, PartialDate(2026, 3, 3), False, "未听取本人意见"),
        (EFFECTIVE, PartialDate(2026, 3, 2), True, "影响期已满"),
        (VOID, None, True, "作废"),
    ],
)
def test_marks_follow_state_end_and_statement(
    office: Office, state: str, ends: PartialDate | None, heard: bool, marks: str
) -> None:
    with standing_in(office):
        person = make_person(office)
        entry = StandIn(person_id=person.id, state=state, ends_on=ends)
        if heard:
            add(office, Statement(**place_of(entry), words="无意见", stated_on=PartialDate(2026, 3, 1)))
        with office.file.writer() as writing:  # past the guard, which asks for more than the marks look at
            columns = ("id", "person_id", "state", "ends_on")
            insert_rows(
                writing, StandIn.table, columns, [(entry.id, person.id, state, ends.digits() if ends else None)]
            )
        with office.reading() as connection:
            assert standing_marks(connection, entry, DAY) == marks
