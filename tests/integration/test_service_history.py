"""The service history on a real file: kept in step by whatever writes, and asked for days and periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.builders import ACCOUNT, PASSWORD, add, make_office, make_person, make_unit

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import recycle_bin, safekeeping
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people import service_derive
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Supplement, Tenure
from ganbu_desktop.kernel.people.person_index import person_index
from ganbu_desktop.kernel.people.service import (
    DECIDED,
    INFERRED,
    Basis,
    ServiceSpell,
    Serving,
    Stay,
    serving,
    serving_on,
    staffing_on,
    unit_on,
)
from ganbu_desktop.modules.people.merging.comparing import compared
from ganbu_desktop.modules.people.merging.joining import CONFIRMING, join
from ganbu_desktop.store.engine import DataFile

HERE, GONE = "现职人员", "离退人员"
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def ask(office: Office, first: date, last: date | None = None, basis: Basis | None = None) -> Serving:
    with office.reading() as connection:
        return serving(connection, first, last, basis=basis)


def change(office: Office, person: Person, kind: str = "edit", **values: object) -> Person:
    with office.operation("修改", right="test", kind=kind) as current:
        return current.change(person, **values)


def sound(office: Office) -> None:
    with office.reading() as connection:
        assert service_derive.differences(connection) == 0


def spells(office: Office, person: Person) -> list[tuple[str | None, str | None, str | None, str]]:
    rows = sorted(office.owned(ServiceSpell, person.id), key=lambda s: (s.from_on is not None, str(s.from_on)))
    return [(s.state, *(str(d) if d else None for d in (s.from_on, s.until_on)), s.basis) for s in rows]


def test_every_way_of_writing_keeps_the_spells_in_step(office: Office) -> None:
    unit = make_unit(office, "县财政局")
    person = make_person(office, unit_id=unit.id, management_state=HERE, work_began_on=day("1998.07"))
    assert spells(office, person) == [(HERE, "1998.07", None, INFERRED)]
    add(office, Supplement(person_id=person.id, recruited_on=day("2003.08")))
    assert spells(office, person) == [(HERE, "2003.08", None, INFERRED)]
    office.undo()
    assert spells(office, person) == [(HERE, "1998.07", None, INFERRED)]
    office.redo()
    add(office, ExitEvent(person_id=person.id, kind="5", happened_on=day("2025.06")))
    after = [(HERE, "2003.08", "2025.06", INFERRED), (GONE, "2025.06", None, INFERRED)]
    assert spells(office, person) == after
    with office.operation("删除", right="test") as current:
        current.delete(current.get(Person, person.id))
    assert spells(office, person) == []
    recycle_bin.restore(office, recycle_bin.deleted(office)[0])
    assert spells(office, person) == after
    sound(office)
    office.undo()
    assert spells(office, person) == []
    sound(office)


def test_decided_spells_win_and_are_never_touched(office: Office) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998.07"))
    spell = ServiceSpell(person_id=person.id, state=GONE, from_on=day("2025.06"), source="干发〔2025〕6号")
    add(office, spell)
    assert spells(office, person) == [(HERE, "1998.07", "2025.06", INFERRED), (GONE, "2025.06", None, DECIDED)]
    change(office, person, management_state=GONE)
    assert office.get(ServiceSpell, spell.id) == spell
    office.undo()
    office.undo()
    assert spells(office, person) == [(HERE, "1998.07", None, INFERRED)]
    sound(office)


def test_a_confirmed_spell_can_be_undone_and_redone(office: Office) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998.07"))
    (inferred,) = office.owned(ServiceSpell, person.id)
    with office.operation("认定", right="test") as current:
        current.change(inferred, basis=DECIDED, from_on=day("1999.01"))
    assert spells(office, person)[0] == (HERE, "1998.07", "1999.01", INFERRED)
    office.undo()
    assert spells(office, person) == [(HERE, "1998.07", None, INFERRED)]
    office.redo()
    assert spells(office, person)[1] == (HERE, "1999.01", None, DECIDED)
    sound(office)


def test_the_three_parts_of_the_answer(office: Office) -> None:
    unit = make_unit(office, "县财政局")
    at = {"unit_id": unit.id, "staffing_type": "行政编制", "work_began_on": day("1998.07")}
    here = make_person(office, "甲", management_state=HERE, **at)
    left = make_person(office, "乙", management_state=GONE, **at)
    add(office, ExitEvent(person_id=left.id, kind="5", happened_on=day("2025.06")))
    nobody_knows = make_person(office, "丙", management_state=GONE, **at)
    later = make_person(office, "丁", management_state=HERE, work_began_on=day("2026.01"))
    on_the_day = ask(office, date(2025, 6, 15))
    assert dict(on_the_day.people) == {here.id: Stay(unit.id, "行政编制", True)}
    assert dict(on_the_day.unknown) == {
        left.id: "2025.06 离开，哪一天没有记录",
        nobody_knows.id: "1998.08 至 2026.03 之间离开，时间没有记录",
    }
    assert dict(on_the_day.left_out) == {later.id: "还没有进入（2026.01 起）"}
    assert set(ask(office, *YEAR, Basis.FIRST).people) == {here.id, left.id}
    assert set(ask(office, *YEAR, Basis.LAST).people) == {here.id}
    assert dict(ask(office, *YEAR, Basis.LAST).left_out)[left.id] == "离退人员（2025.06 起）"
    assert set(ask(office, *YEAR, Basis.ANY).people) == {here.id, left.id}
    with pytest.raises(ValueError, match="basis"):
        ask(office, *YEAR)


def test_boundary_days(office: Office) -> None:
    person = make_person(office, management_state=GONE, work_began_on=day("2020.03.02"))
    add(office, ExitEvent(person_id=person.id, kind="2", happened_on=day("2025.06.15")))
    asked = [date(2020, 3, 1), date(2020, 3, 2), date(2025, 6, 14), date(2025, 6, 15)]
    assert [person.id in ask(office, d).people for d in asked] == [False, True, True, False]


def test_statements_give_the_same_answer(office: Office) -> None:
    units = [make_unit(office, name) for name in ("县财政局", "县教育局")]
    people = [
        make_person(office, str(n), unit_id=units[n % 2].id, management_state=state, work_began_on=begun)
        for n, (state, begun) in enumerate(
            [(HERE, day("1998")), (GONE, day("2001.05")), (None, None), (HERE, day("2025.07")), (GONE, None)]
        )
    ]
    add(office, Tenure(person_id=people[0].id, unit_id=units[1].id, appointed_on=day("2010.06")))
    add(office, ExitEvent(person_id=people[1].id, kind="5", happened_on=day("2025.07")))
    decided = ServiceSpell(person_id=people[3].id, state=HERE, unit_id=units[0].id, from_on=day("2025.09"))
    add(office, decided)
    for on in (date(2009, 1, 1), date(2010, 6, 15), date(2025, 7, 10), date(2025, 7, 31), date(2025, 9, 9)):
        with office.reading() as connection:
            asked = sa.select(Person.table.c.id, unit_on(on), staffing_on(on)).where(serving_on(on))
            found = {person_id: (unit, staffing) for person_id, unit, staffing in connection.execute(asked)}
        assert found == {i: (s.unit_id, s.staffing_type) for i, s in ask(office, on).people.items()}, on


def test_a_month_in_which_the_unit_changes_is_served_for_certain(office: Office) -> None:
    units = [make_unit(office, name) for name in ("县财政局", "县教育局")]
    person = make_person(office, unit_id=units[1].id, management_state=HERE, work_began_on=day("1998"))
    add(office, Tenure(person_id=person.id, unit_id=units[0].id, appointed_on=day("1998")))
    add(office, Tenure(person_id=person.id, unit_id=units[1].id, appointed_on=day("2010.06")))
    assert ask(office, date(2010, 6, 15)).people[person.id].unit_id == units[1].id
    assert ask(office, date(2010, 5, 31)).people[person.id].unit_id == units[0].id


def test_a_change_without_a_date_is_known_from_the_two_days_of_recording(office: Office, tmp_path: Path) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998"))
    office.file.close()
    path = office.path
    later = Office(
        DataFile.open(path, password=PASSWORD, clock=lambda: datetime(2026, 11, 1)),
        Account(ACCOUNT),
        clock=lambda: datetime(2026, 11, 1),
    )
    change(later, person, management_state=GONE)
    assert person.id in ask(later, date(2026, 3, 2)).people
    assert dict(ask(later, date(2026, 8, 1)).unknown)[person.id] == "2026.03 至 2026.11 之间离开，时间没有记录"
    assert person.id in dict(ask(later, date(2026, 11, 1)).left_out)
    sound(later)
    later.undo()
    assert person.id in ask(later, date(2026, 11, 1)).people
    sound(later)
    change(later, person, kind=service_derive.CORRECT, management_state=GONE)
    assert person.id not in ask(later, date(2026, 3, 2)).people
    sound(later)
    later.file.close()


def test_an_opened_store_of_before_gets_its_spells(office: Office) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998"))
    with office.file.writer() as connection:
        connection.exec_driver_sql("DELETE FROM service_spell")
        connection.exec_driver_sql("DELETE FROM derivation")
    again = Office(office.file, Account(ACCOUNT), clock=office.clock)
    assert spells(again, person) == [(HERE, "1998", None, INFERRED)]
    with again.file.writer() as connection:
        connection.exec_driver_sql("DELETE FROM service_spell")
    Office(office.file, Account(ACCOUNT), clock=office.clock)
    assert spells(again, person) == []


def at(office: Office, on: date) -> Office:
    """The same store on another day."""
    return Office(office.file, office.account, clock=lambda: datetime(on.year, on.month, on.day))


def delete(office: Office, *people: Person) -> None:
    with office.operation("删除", right="test") as current:
        for person in people:
            current.delete(current.get(Person, person.id))


def test_a_period_before_a_deletion_still_has_the_person(office: Office) -> None:
    unit = make_unit(office, "县财政局")
    here, gone, again = (
        make_person(office, name, unit_id=unit.id, management_state=HERE, work_began_on=day("1998.07"))
        for name in "甲乙丙"
    )
    add(office, ServiceSpell(person_id=gone.id, state=HERE, unit_id=unit.id, from_on=day("2010.01")))
    add(office, Supplement(person_id=gone.id, recruited_on=day("2003.08")))
    before = ask(office, *YEAR, Basis.ANY)
    delete(at(office, date(2026, 3, 10)), gone, again)
    recycle_bin.restore(office, next(e for e in recycle_bin.deleted(office) if e.record_id == again.id))
    assert set(ask(office, *YEAR, Basis.ANY).people) == {here.id, again.id}
    back = office.looking_back_from(YEAR[1])
    assert ask(back, *YEAR, Basis.ANY) == before
    assert [s.recruited_on for s in back.find(Supplement)] == [day("2003.08")]
    with back.reading() as connection:
        listed = connection.execute(sa.select(person_index.c.person_id)).scalars().all()
        assert sorted(listed) == sorted([here.id, gone.id, again.id])
        served = sa.select(Person.table.c.id).where(serving_on(date(2005, 1, 1)))
        assert set(connection.execute(served).scalars()) == {here.id, gone.id, again.id}
    assert {p.id for p in office.find(Person)} == {here.id, again.id}
    assert set(ask(office.looking_back_from(date(2026, 3, 10)), *YEAR, Basis.ANY).people) == {here.id, again.id}
    recycle_bin.purge(office, recycle_bin.deleted(office)[0], typed="乙")
    assert set(ask(back, *YEAR, Basis.ANY).people) == {here.id, again.id}


def test_what_never_was_is_not_in_a_period_and_a_redone_deletion_is(office: Office) -> None:
    make_person(office, management_state=HERE, work_began_on=day("1998.07"))
    back = office.looking_back_from(YEAR[1])
    office.undo()
    assert ask(back, *YEAR, Basis.ANY).people == {}
    office.redo()
    (person,) = office.find(Person)
    delete(office, person)
    office.undo()
    office.redo()
    assert set(ask(back, *YEAR, Basis.ANY).people) == {person.id}
    recycle_bin.restore(office, recycle_bin.deleted(office)[0])
    office.undo()
    assert set(ask(back, *YEAR, Basis.ANY).people) == {person.id}


def test_a_reader_refuses_to_write_again_after_looking_back(office: Office) -> None:
    delete(office, make_person(office, management_state=HERE))
    with office.looking_back_from(YEAR[1]).reading() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.execute(Person.table.delete())


def test_what_was_derived_wrongly_is_found_and_made_anew_at_the_next_opening(office: Office) -> None:
    person = make_person(office, management_state=HERE, work_began_on=day("1998"))
    assert safekeeping.verify(office).is_whole
    with office.file.writer() as connection:
        connection.exec_driver_sql("UPDATE service_spell SET from_on = '1999'")
    report = safekeeping.verify(office)
    assert not report.is_whole
    assert any("推定的服务经历与记录不一致" in problem for problem in report.problems)
    assert spells(at(office, date(2026, 3, 3)), person) == [(HERE, "1998", None, INFERRED)]
    assert safekeeping.verify(office).is_whole


def test_a_merge_unites_what_was_decided_and_asks_about_an_overlap(office: Office) -> None:
    kept, left = (
        make_person(office, name, management_state=state, work_began_on=day("1998.07"))
        for name, state in (("甲", HERE), ("甲", None))
    )
    add(office, ServiceSpell(person_id=kept.id, state=HERE, from_on=day("2010"), until_on=day("2015")))
    add(office, ServiceSpell(person_id=left.id, state=HERE, from_on=day("2016"), until_on=day("2018")))
    with office.reading() as connection:
        found = compared(connection, kept.id, left.id, ())
    assert not found.obstacles
    join(office, found, (), taken=frozenset(), typed=CONFIRMING)
    decided = [told for told in spells(office, kept) if told[3] == DECIDED]
    assert decided == [(HERE, "2010", "2015", DECIDED), (HERE, "2016", "2018", DECIDED)]
    sound(office)
    assert set(ask(office.looking_back_from(YEAR[1]), *YEAR, Basis.ANY).people) == {kept.id}
    office.undo()
    sound(office)
    add(office, ServiceSpell(person_id=left.id, state=GONE, from_on=day("2014"), until_on=day("2016")))
    with office.reading() as connection:
        (obstacle,) = compared(connection, kept.id, left.id, ()).obstacles
    assert "两段重叠" in obstacle
