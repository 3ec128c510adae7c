"""The roll: what the store adds up is what the rules say of each entry, and the standard is that of the day."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person
from support.training_classes import head, hours, on

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.attendance import LENT, STUDYING, AttendanceState
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import LevelHistory
from ganbu_desktop.modules.training.queries.archive import archive_of
from ganbu_desktop.modules.training.queries.roll import roll, sums_by_year
from ganbu_desktop.modules.training.records import TrainingExemption, TrainingHours
from ganbu_desktop.modules.training.rules.standards import Earned, Forms, State, earned, line_of

END = date(2026, 12, 31)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def state_of(office: Office, person_id: str, day: date = END) -> State:
    return roll(office, day.year, day, person_ids=[person_id])[0].standing.state


def test_the_store_adds_up_as_the_rules_do(office: Office) -> None:
    chance = random.Random(7)
    people = [make_person(office, f"甲{n}") for n in range(4)]
    entries = [
        TrainingHours(
            person_id=chance.choice(people).id,
            class_title=f"班{n}",
            form=chance.choice(("1", "2", "3", "4", "5", None)),
            year=chance.choice((2024, 2025, 2026)),
            hours_tenths=chance.choice((None, 75, 300, 333)),
            days_tenths=chance.choice((None, 10, 45)),
            starts_on=chance.choice((None, PartialDate(2025, 3), PartialDate(2025, 2, 27))),
            ends_on=chance.choice((None, PartialDate(2025, 3, 2), PartialDate(2025, 1, 2))),
            is_recognised=chance.choice((None, True, False)),
        )
        for n in range(300)
    ]
    add(office, *entries)
    forms = Forms.on(office.parameters(), END)
    expected: dict[str, dict[int, Earned]] = {}
    for entry in entries:
        years = expected.setdefault(entry.person_id, {})
        year = entry.year or 0
        years[year] = years.get(year, Earned()).plus(earned(line_of(entry, forms), forms))
    with office.reading() as connection:
        assert sums_by_year(connection, forms, 2024, 2026) == expected


def test_five_rolling_years_of_the_higher_group(office: Office) -> None:
    who = make_person(office, post_level="1A32", post_level_since=on("2015.01"))
    for year, number in ((2021, 200), (2022, 110), (2023, 110), (2024, 110), (2025, 110), (2026, 109)):
        add(office, hours(who, number, year))
    member = roll(office, 2026, END, person_ids=[who.id])[0]
    assert member.standing.earned.hours_tenths == 5490
    assert member.standing.shortfall_tenths == 10
    assert roll(office, 2025, date(2025, 12, 31), person_ids=[who.id])[0].standing.state is State.MET


def test_the_same_hours_under_the_standard_of_each_day(office: Office) -> None:
    who = make_person(office, post_level="1A32", post_level_since=on("2024.09"))
    add(
        office,
        LevelHistory(
            person_id=who.id, kind="职务层次", level="1A41", approved_on=on("2018.01"), ended_on=on("2024.09")
        ),
        LevelHistory(person_id=who.id, kind="职务层次", level="1A32", approved_on=on("2024.09")),
        hours(who, 90, 2023),
        hours(who, 90, 2026),
    )
    assert state_of(office, who.id, date(2023, 12, 31)) is State.MET
    assert state_of(office, who.id, date(2024, 12, 31)) is State.DEFERRED
    assert state_of(office, who.id) is State.SHORT


def test_no_entry_is_no_record_and_not_zero(office: Office) -> None:
    who = head(office)
    assert state_of(office, who.id) is State.NO_RECORD
    found = archive_of(office, who.id, 2026)
    assert found.year_figure.value is None
    assert found.year_figure.shown() == "无记录"
    add(office, hours(who, None, 2026))
    assert state_of(office, who.id) is State.NO_RECORD


def test_f10_maternity_leave_puts_the_year_off(office: Office) -> None:
    who = head(office)
    add(
        office,
        hours(who, 20, 2026),
        TrainingExemption(person_id=who.id, kind="2", starts_on=on("2026.03.01"), ends_on=on("2026.06.06")),
    )
    member = roll(office, 2026, END, person_ids=[who.id])[0]
    assert (member.standing.state, member.exempt_days) == (State.DEFERRED, 98)
    assert member.standing.shortfall_tenths is None


def test_f10_being_lent_out_puts_it_off_as_well_and_study_elsewhere_does_not(office: Office) -> None:
    lent, studying = head(office, "甲"), head(office, "乙")
    add(office, hours(lent, 20, 2026), hours(studying, 20, 2026))
    add(
        office,
        AttendanceState(person_id=lent.id, kind=LENT, starts_on=on("2026.03.01"), ends_on=on("2026.03.10")),
        AttendanceState(person_id=studying.id, kind=STUDYING, starts_on=on("2026.03.01"), ends_on=on("2026.03.10")),
    )
    found = {m.person.name: (m.standing.state, m.exempt_days) for m in roll(office, 2026, END)}
    assert found == {"甲": (State.DEFERRED, 10), "乙": (State.SHORT, 0)}


def test_who_has_left_is_not_on_the_roll(office: Office) -> None:
    head(office, "在职")
    head(office, "离退", management_state="离退人员")
    assert [m.person.name for m in roll(office, 2026, END)] == ["在职"]


def test_the_archive_names_what_stands_behind_its_sums(office: Office) -> None:
    who = head(office)
    entries = [hours(who, 40, 2026), hours(who, 30, 2025), hours(who, 30, 2019)]
    add(office, *entries)
    found = archive_of(office, who.id, 2026)
    assert [e.year for e in found.entries] == [2026, 2025, 2019]
    assert found.year_figure.records == (("training_hours", entries[0].id),)
    assert (found.five_figure.shown(), len(found.five_figure.records)) == ("70", 2)
    assert found.standing_text == "未达标，差 50 学时"
