"""The roll: what the store adds up is what the rules say of each entry, and the standard is that of the day."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person
from support.training_classes import head, hours, on

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import LENT, STUDYING, AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import LevelHistory
from ganbu_desktop.modules.training.queries.archive import archive_of
from ganbu_desktop.modules.training.queries.roll import roll
from ganbu_desktop.modules.training.queries.sums import by_year, sums_by_channel
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
            channel=chance.choice(("1", "3", "5", None)),
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
    expected: dict[str, dict[tuple[int, str | None], Earned]] = {}
    years: dict[int, Earned] = {}
    for entry in entries:
        parts, place = expected.setdefault(entry.person_id, {}), (entry.year or 0, entry.channel)
        parts[place] = parts.get(place, Earned()).plus(earned(line_of(entry, forms), forms))
        if entry.person_id == people[0].id:
            years[place[0]] = years.get(place[0], Earned()).plus(earned(line_of(entry, forms), forms))
    with office.reading() as connection:
        found = sums_by_channel(connection, forms, 2024, 2026)
    assert found == expected
    assert by_year(found[people[0].id]) == years


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


def test_f10_maternity_leave_puts_off_its_share_of_the_year(office: Office) -> None:
    who = head(office)
    add(
        office,
        hours(who, 20, 2026),
        TrainingExemption(person_id=who.id, kind="2", starts_on=on("2026.03.01"), ends_on=on("2026.06.06")),
    )
    member = roll(office, 2026, END, person_ids=[who.id])[0]
    found = member.standing
    assert (found.state, member.exempt_days) == (State.SHORT, 98)
    assert (found.deferred_tenths, found.shortfall_tenths) == (242, 458)
    assert found.reason == "依法休假等 98 天，24.2 学时顺延至 2027.04.08"
    add(office, hours(who, 46, 2026, class_title="补训"))
    assert state_of(office, who.id) is State.DEFERRED


def test_f10_being_lent_out_puts_it_off_as_well_and_study_elsewhere_does_not(office: Office) -> None:
    lent, studying = head(office, "甲"), head(office, "乙")
    add(office, hours(lent, 88, 2026), hours(studying, 88, 2026))
    add(
        office,
        AttendanceState(person_id=lent.id, kind=LENT, starts_on=on("2026.03.01"), returned_on=on("2026.03.11")),
        AttendanceState(person_id=studying.id, kind=STUDYING, starts_on=on("2026.03.01"), returned_on=on("2026.03.11")),
    )
    found = {m.person.name: (m.standing.state, m.exempt_days) for m in roll(office, 2026, END)}
    assert found == {"甲": (State.DEFERRED, 10), "乙": (State.SHORT, 0)}


def test_one_day_away_puts_off_no_more_than_it_could_have_cost(office: Office) -> None:
    """30 of 90 hours and one sick day: 59.7 are owed at the end of the year, and all 60 once the day is past."""
    who = head(office)
    add(
        office,
        hours(who, 30, 2025),
        TrainingExemption(person_id=who.id, kind="1", starts_on=on("2025.03.03"), ends_on=on("2025.03.03")),
    )
    end = date(2025, 12, 31)

    def seen(day: date) -> tuple[State, int | None, int]:
        found = roll(office, 2025, end, person_ids=[who.id], seen_on=day)[0].standing
        return found.state, found.shortfall_tenths, found.deferred_tenths

    assert seen(end) == (State.SHORT, 597, 3)
    assert seen(date(2026, 1, 1)) == (State.SHORT, 597, 3)
    assert seen(date(2026, 1, 2)) == (State.SHORT, 600, 0)
    assert seen(date(2026, 11, 30)) == (State.SHORT, 600, 0)
    add(office, hours(who, 60, 2025, class_title="2025年补训"))
    assert seen(date(2026, 11, 30)) == (State.MET, 0, 0)


def test_a_month_lent_out_is_put_off_and_over_when_its_day_is_past(office: Office) -> None:
    """30 days of 365 could have cost 7.4 of 90 hours: who has 83 is in time until 2026.01.30 and not after it."""
    who = head(office)
    add(
        office,
        hours(who, 83, 2025),
        AttendanceState(
            person_id=who.id,
            kind=LENT,
            starts_on=on("2025.06.01"),
            ends_on=on("2025.06.30"),
            returned_on=on("2025.07.01"),
        ),
    )
    end = date(2025, 12, 31)
    states = {
        day: roll(office, 2025, end, person_ids=[who.id], seen_on=day)[0].standing.state
        for day in (end, date(2026, 1, 30), date(2026, 1, 31))
    }
    assert list(states.values()) == [State.DEFERRED, State.DEFERRED, State.SHORT]


def test_who_should_be_back_is_still_away_and_named_so(office: Office) -> None:
    """Lent out until June without a return: 214 days of the year are put off, and it is said that none is recorded."""
    who = head(office)
    state = {"kind": LENT, "starts_on": on("2026.06.01"), "ends_on": on("2026.06.30")}
    add(office, hours(who, 50, 2026), AttendanceState(person_id=who.id, **state))
    found = roll(office, 2026, END, person_ids=[who.id])[0]
    assert (found.exempt_days, found.standing.state) == (214, State.DEFERRED)
    assert found.standing.reason == "依法休假等 214 天（应返未登记），52.8 学时顺延至 2027.08.02"


def test_who_was_promoted_and_caught_up_in_time_has_met_the_standard(office: Office) -> None:
    """Promoted in 2025.04: until 2026.04 nothing is owed; what was learnt by then counts for the years before."""
    fast, slow = (head(office, name, post_level="1A32", post_level_since=on("2025.04")) for name in ("甲", "乙"))
    for who, ended in ((fast, "2026.04.30"), (slow, "2026.05.01")):
        add(
            office,
            hours(who, 300, 2025),
            hours(who, 250, 2026, starts_on=on("2026.04.01"), ends_on=on(ended)),
        )
    end = date(2025, 12, 31)

    def seen(day: date) -> dict[str, State]:
        return {m.person.name: m.standing.state for m in roll(office, 2025, end, seen_on=day)}

    assert seen(date(2026, 4, 30)) == {"甲": State.DEFERRED, "乙": State.DEFERRED}
    assert seen(date(2026, 5, 2)) == {"甲": State.MET, "乙": State.SHORT}


def test_who_had_left_by_the_day_is_not_on_the_roll(office: Office) -> None:
    """Who retired in 2026.02 is on the roll of 2025, who entered in 2026.01 is not; nobody without dates is."""
    head(office, "在职")
    retired = head(office, "离退", management_state="离退人员")
    head(office, "新进", work_began_on=on("2026.01.05"))
    make_person(office, "无日期")
    add(office, ExitEvent(person_id=retired.id, kind="1", happened_on=on("2026.02")))
    assert {m.person.name for m in roll(office, 2026, END)} == {"在职", "新进", "无日期"}
    assert {m.person.name for m in roll(office, 2025, date(2025, 12, 31))} == {"在职", "离退"}


def test_the_archive_names_what_stands_behind_its_sums(office: Office) -> None:
    who = head(office)
    entries = [hours(who, 40, 2026), hours(who, 30, 2025), hours(who, 30, 2019)]
    add(office, *entries)
    found = archive_of(office, who.id, 2026)
    assert [e.year for e in found.entries] == [2026, 2025, 2019]
    assert found.year_figure.records == (("training_hours", entries[0].id),)
    assert (found.five_figure.shown(), len(found.five_figure.records)) == ("70", 2)
    assert found.standing_text == "未达标，差 50 学时"
