"""更正 or 变动: what an edit of state, unit or 编制 does to the service history, and what nobody said leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import service_derive
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import DECIDED, INFERRED, ServiceSpell, serving
from ganbu_desktop.kernel.people.service_change import Said, moves, save_said, what_changes
from ganbu_desktop.store.record import replace

HERE, GONE = "现职人员", "离退人员"
Told = tuple[str | None, str | None, str | None, str]


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def told(office: Office, person: Person) -> list[Told]:
    with office.reading() as connection:
        assert service_derive.differences(connection) == 0
    rows = sorted(office.owned(ServiceSpell, person.id), key=lambda s: str(s.from_on or ""))
    return [(s.state, str(s.from_on or ""), str(s.until_on or ""), s.basis) for s in rows]


def save(office: Office, person: Person, said: Said | None, **values: object) -> Person:
    new = replace(person, values)
    save_said(office, [(person, new)], said, title="修改", right="test")
    return new


def later(office: Office, on: datetime) -> Office:
    return Office(office.file, office.account, clock=lambda: on)


def test_a_change_closes_the_lasting_spell_and_opens_the_next(office: Office) -> None:
    units = [make_unit(office, name) for name in ("县财政局", "县教育局")]
    person = make_person(office, unit_id=units[0].id, management_state=HERE, work_began_on=day("1998.07"))
    moved = save(office, person, Said(day("2025.05"), "青组干〔2025〕12号"), unit_id=units[1].id)
    assert told(office, person) == [(HERE, "1998.07", "2025.05", INFERRED), (HERE, "2025.05", "", DECIDED)]
    with office.reading() as connection:
        asked = [serving(connection, on).people[person.id].unit_id for on in (date(2025, 4, 30), date(2025, 5, 31))]
    assert asked == [units[0].id, units[1].id]
    save(office, moved, Said(day("2026.02")), management_state=GONE)
    assert told(office, person)[1:] == [(HERE, "2025.05", "2026.02", DECIDED), (GONE, "2026.02", "", DECIDED)]
    office.undo()
    office.undo()
    assert told(office, person) == [(HERE, "1998.07", "", INFERRED)]
    office.redo()
    assert told(office, person) == [(HERE, "1998.07", "2025.05", INFERRED), (HERE, "2025.05", "", DECIDED)]


def test_a_correction_was_always_so(office: Office) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998.07"), staffing_type="行政编制")
    there = later(office, datetime(2026, 11, 1))
    right = save(there, person, Said(None), staffing_type="事业编制（参公）")
    with office.reading() as connection:
        assert serving(connection, date(2020, 1, 1)).people[person.id].staffing_type == "事业编制（参公）"
    save(there, right, Said(day("2026.10")), management_state=GONE)
    corrected = there.get(Person, person.id)
    assert corrected is not None
    save(there, corrected, Said(None), management_state="调出人员")
    assert told(office, person) == [(HERE, "1998.07", "2026.10", INFERRED), ("调出人员", "2026.10", "", DECIDED)]


def test_what_nobody_said_closes_nothing(office: Office) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998.07"))
    there = later(office, datetime(2026, 11, 1))
    save(there, person, None, management_state=GONE)
    with office.reading() as connection:
        found = serving(connection, date(2026, 8, 1))
    assert dict(found.unknown) == {person.id: "2026.03 至 2026.11 之间离开，时间没有记录"}


def test_a_decided_spell_stands_against_an_edit_that_nobody_explained(office: Office) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998.07"))
    add(office, ServiceSpell(person_id=person.id, state=HERE, from_on=day("1998.07"), source="干〔1998〕3号"))
    save(office, person, None, management_state=GONE)
    assert told(office, person) == [(HERE, "1998.07", "", DECIDED)]


def test_somebody_known_only_since_the_store_has_him_can_be_changed_before(office: Office) -> None:
    person = make_person(office, management_state=HERE)
    save(office, person, Said(day("2025.06")), management_state=GONE)
    assert told(office, person) == [(HERE, "", "2025.06", INFERRED), (GONE, "2025.06", "", DECIDED)]
    with office.reading() as connection:
        assert person.id in dict(serving(connection, date(2025, 6, 30)).left_out)
        assert person.id in dict(serving(connection, date(2025, 1, 1)).unknown)


def test_a_change_may_be_recorded_before_its_day(office: Office) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998.07"))
    save(office, person, Said(day("2027.01")), management_state=GONE)
    assert told(office, person) == [(HERE, "1998.07", "2027.01", INFERRED), (GONE, "2027.01", "", DECIDED)]
    with office.reading() as connection:
        assert person.id in serving(connection, date(2026, 12, 31)).people


def test_a_change_before_the_spell_it_would_close_is_refused(office: Office) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998.07"))
    with pytest.raises(CheckFailed, match="不能早于它"):
        save(office, person, Said(day("1997")), management_state=GONE)
    assert told(office, person) == [(HERE, "1998.07", "", INFERRED)]


@pytest.mark.parametrize(
    ("spells", "fault"),
    [
        ([("2020.01", None), ("2021.01", None)], "一直延续"),
        ([("2020.01", "2022.01"), ("2021.01", None)], "两段重叠"),
        ([("2020.01.02", "2020.01.02")], "止不晚于起"),
        ([(None, "2020.01")], "没有写从什么时候起"),
        ([("2020.01", "2021.01"), ("2021.01", "2021.01"), ("2021", None)], None),
        ([("2020.01", "2021.06.15"), ("2021.06", None)], None),
    ],
)
def test_decided_spells_are_never_empty_and_never_overlap(
    office: Office, spells: list[tuple[str | None, str | None]], fault: str | None
) -> None:
    person = make_person(office, management_state=HERE)
    rows = [
        ServiceSpell(person_id=person.id, state=HERE, from_on=a and day(a), until_on=b and day(b))  # type: ignore[arg-type]
        for a, b in spells
    ]
    if fault is None:
        add(office, *rows)
        return
    with pytest.raises(CheckFailed, match=fault):
        add(office, *rows)


def test_only_changed_service_values_are_asked_about(office: Office) -> None:
    person = make_person(office, management_state=HERE)
    other = replace(person, {"native_place": "云溪柳川"})
    assert moves([(person, other), (None, person)]) == []
    moved = replace(person, {"management_state": GONE, "staffing_type": "行政编制"})
    assert moves([(person, moved)]) == [(person, moved)]
    assert what_changes([(person, moved)]) == "人员管理状态、编制类型"
