"""Which standard counts on a day, and what is missing: against tables worked out by hand."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from ganbu_desktop.foundation.parameters import Override, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.levels import levels_on
from ganbu_desktop.kernel.people.person import LevelHistory, Person
from ganbu_desktop.modules.training.records import TrainingHours
from ganbu_desktop.modules.training.rules import levels
from ganbu_desktop.modules.training.rules.deferral import BY_DAYS, WAY
from ganbu_desktop.modules.training.rules.levels import Group
from ganbu_desktop.modules.training.rules.standards import (
    Earned,
    Forms,
    State,
    catch_up_end,
    earned,
    exempt_days,
    line_of,
    shown_tenths,
    span_days,
    standard_on,
    standing,
)

FIGURES = ParameterSet.load()
DAY = date(2026, 12, 31)
FORMS = Forms.on(FIGURES, DAY)
DIVISION = FIGURES.words("training_division_levels", DAY)


def person(level: str | None = None, since: str = "", rank: str | None = None) -> Person:
    return Person(
        name="王小明", post_level=level, post_level_since=PartialDate.parse(since) if since else None, rank=rank
    )


def held(level: str, since: str, until: str = "", kind: str = "职务层次") -> LevelHistory:
    return LevelHistory(
        person_id="p",
        kind=kind,
        level=level,
        approved_on=PartialDate.parse(since),
        ended_on=PartialDate.parse(until) if until else None,
    )


CAREER = [
    held("1A42", "2015.03", "2019.06"),
    held("1A41", "2019.06", "2024.09"),
    held("1A32", "2024.09"),
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 1, 1), Group.SECTION),
        (date(2024, 8, 31), Group.SECTION),
        (date(2024, 9, 1), Group.DIVISION),
        (date(2026, 1, 1), Group.DIVISION),
    ],
)
def test_the_level_on_that_day_decides(day: date, expected: Group) -> None:
    now = person("1A32", "2024.09")
    assert levels.group_of(levels_on(now, CAREER, day), DIVISION) is expected


def test_a_level_reached_later_says_nothing_of_an_earlier_day() -> None:
    labels = levels_on(person("1A32", "2024.09"), [], date(2020, 1, 1))
    assert labels == []
    assert levels.group_of(labels, DIVISION) is None


@pytest.mark.parametrize(
    ("level", "rank", "expected"),
    [
        ("1A31", None, Group.DIVISION),
        ("1A41", None, Group.SECTION),
        ("1A41", "四级调研员", Group.DIVISION),
        ("1A50", "一级主任科员", Group.SECTION),
        (None, "一级科员", Group.SECTION),
        (None, None, None),
    ],
)
def test_the_rank_counts_as_well_as_the_level(level: str | None, rank: str | None, expected: Group | None) -> None:
    assert levels.group_of(levels_on(person(level, rank=rank), [], DAY), DIVISION) is expected


def test_an_entry_without_an_end_is_passed_by_the_next_one() -> None:
    rows = [held("1A31", "2010.01"), held("1A41", "2020.01")]
    assert levels_on(person(), rows, DAY) == ["乡科级正职"]


def test_since_when_in_the_higher_group() -> None:
    assert levels.division_since(person(), CAREER, DAY, DIVISION) == PartialDate(2024, 9)
    assert levels.division_since(person(), CAREER, date(2024, 1, 1), DIVISION) is None


def test_the_figures_of_the_regulation() -> None:
    division, section = (standard_on(g, FIGURES, DAY) for g in Group)
    assert (division.years, division.hours_tenths, division.span_days) == (5, 5500, 90)
    assert (section.years, section.hours_tenths, section.days_tenths) == (1, 900, 120)
    assert division.first_year(2026) == 2022
    assert "干部教育培训工作条例（2023）第十四条" in division.version


def entry(form: str | None, hours: int | None = None, days: int | None = None, **values: object) -> TrainingHours:
    return TrainingHours(person_id="p", class_title="班", form=form, hours_tenths=hours, days_tenths=days, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "hours", "days", "counted", "online", "off_work", "incomplete"),
    [
        ("1", 400, 50, 400, 0, 400, 0),
        ("2", 80, 10, 80, 0, 0, 0),
        ("3", 300, None, 0, 300, 0, 0),
        ("4", 375, 50, 375, 0, 375, 0),
        ("5", 150, None, 150, 0, 0, 0),
        (None, 70, None, 70, 0, 0, 0),
        ("1", None, 50, 375, 0, 375, 0),
        ("1", None, 5, 38, 0, 38, 0),
        ("1", None, None, 0, 0, 0, 1),
    ],
)
def test_what_an_entry_comes_to(
    form: str | None, hours: int | None, days: int | None, counted: int, online: int, off_work: int, incomplete: int
) -> None:
    found = earned(line_of(entry(form, hours, days), FORMS), FORMS)
    assert (found.hours_tenths, found.online_tenths, found.off_work_tenths, found.incomplete) == (
        counted,
        online,
        off_work,
        incomplete,
    )


def test_what_is_not_recognised_counts_nothing() -> None:
    found = earned(line_of(entry("1", 400, 50, is_recognised=False), FORMS), FORMS)
    assert found == Earned(entries=1)


@pytest.mark.parametrize(
    ("group", "sums", "state", "short"),
    [
        (Group.SECTION, Earned(2, hours_tenths=900), State.MET, 0),
        (Group.SECTION, Earned(2, hours_tenths=899), State.SHORT, 1),
        (Group.SECTION, Earned(1, hours_tenths=600, days_tenths=120), State.MET, 0),
        (Group.SECTION, Earned(1, hours_tenths=600, days_tenths=119), State.SHORT, 300),
        (Group.DIVISION, Earned(3, hours_tenths=5499), State.SHORT, 1),
        (Group.DIVISION, Earned(3, hours_tenths=3000, span_days=90), State.MET, 0),
        (Group.DIVISION, Earned(3, hours_tenths=3000, span_days=89), State.SHORT, 2500),
        (Group.SECTION, Earned(), State.NO_RECORD, None),
        (None, Earned(2, hours_tenths=900), State.NO_LEVEL, None),
    ],
)
def test_standing(group: Group | None, sums: Earned, state: State, short: int | None) -> None:
    found = standing(group, sums, FIGURES, DAY)
    assert (found.state, found.shortfall_tenths) == (state, short)


@pytest.mark.parametrize(
    ("away", "hours", "state", "deferred", "short"),
    [
        (0, 300, State.SHORT, 0, 600),
        (1, 300, State.SHORT, 3, 597),
        (30, 826, State.DEFERRED, 74, None),
        (30, 825, State.SHORT, 74, 1),
        (365, 1, State.DEFERRED, 899, None),
        (400, 1, State.DEFERRED, 899, None),
    ],
)
def test_leave_puts_off_its_share_of_the_standard(
    away: int, hours: int, state: State, deferred: int, short: int | None
) -> None:
    found = standing(Group.SECTION, Earned(1, hours_tenths=hours), FIGURES, DAY, exempt_days=away)
    assert (found.state, found.deferred_tenths, found.shortfall_tenths) == (state, deferred, short)


def test_leave_puts_the_days_off_as_well() -> None:
    """12 days of classes meet the standard of hours too; of 30 days away one is put off, of 27 not a whole one."""
    sums = Earned(1, hours_tenths=10, days_tenths=110)
    assert standing(Group.SECTION, sums, FIGURES, DAY, exempt_days=30).state is State.DEFERRED
    assert standing(Group.SECTION, sums, FIGURES, DAY, exempt_days=27).state is State.SHORT


def test_the_office_may_put_off_a_whole_day_of_classes_for_each_day() -> None:
    days = FIGURES.with_overrides([Override(WAY, BY_DAYS, PartialDate(2026, 1))])
    found = standing(Group.SECTION, Earned(1, hours_tenths=600), days, DAY, exempt_days=3)
    assert (found.deferred_tenths, found.shortfall_tenths) == (225, 75)
    assert standing(Group.SECTION, Earned(1, hours_tenths=600), days, DAY, exempt_days=4).state is State.DEFERRED


def test_what_is_put_off_is_owed_again_when_its_day_is_past() -> None:
    sums = Earned(1, hours_tenths=850)
    seen = [date(2027, 1, 30), date(2027, 1, 31)]
    found = [standing(Group.SECTION, sums, FIGURES, DAY, exempt_days=30, seen_on=day) for day in seen]
    assert [(f.state, f.shortfall_tenths) for f in found] == [(State.DEFERRED, None), (State.SHORT, 50)]
    assert found[0].due_on == date(2027, 1, 30)
    assert found[1].reason == "依法休假等 30 天，顺延至 2027.01.30，已期满"


def test_no_entry_is_no_record_even_when_part_is_put_off() -> None:
    found = standing(Group.SECTION, Earned(), FIGURES, DAY, exempt_days=30)
    assert (found.state, found.shortfall_tenths, found.deferred_tenths) == (State.NO_RECORD, None, 74)


def test_who_was_promoted_has_a_year_to_catch_up() -> None:
    sums, since = Earned(1, hours_tenths=100), PartialDate(2025, 4)

    def seen(day: date) -> State:
        until = catch_up_end(Group.DIVISION, FIGURES, DAY, since, day)
        return standing(Group.DIVISION, sums, FIGURES, DAY, catch_up_until=until, seen_on=day).state

    assert catch_up_end(Group.DIVISION, FIGURES, DAY, since, date(2026, 3, 2)) == date(2026, 4, 30)
    assert [seen(date(2026, 4, 30)), seen(date(2026, 5, 1))] == [State.DEFERRED, State.SHORT]
    assert catch_up_end(Group.DIVISION, FIGURES, DAY, since, DAY) is None
    assert catch_up_end(Group.SECTION, FIGURES, DAY, since, date(2026, 3, 2)) is None


def test_days_of_leave_are_counted_once() -> None:
    spans = [
        (PartialDate(2025, 12, 20), PartialDate(2026, 1, 10)),
        (PartialDate(2026, 1, 5), PartialDate(2026, 1, 20)),
        (None, PartialDate(2026, 6, 1)),
    ]
    assert exempt_days(spans, date(2026, 1, 1), date(2026, 12, 31)) == 20
    assert exempt_days([(PartialDate(2026, 12, 30), None)], date(2026, 1, 1), date(2026, 12, 31)) == 2


def test_calendar_days_of_a_class() -> None:
    assert span_days(PartialDate(2026, 4, 13), PartialDate(2026, 4, 24)) == 12
    assert span_days(PartialDate(2026, 4), PartialDate(2026, 4, 24)) == 0


@pytest.mark.parametrize(("tenths", "text"), [(75, "7.5"), (80, "8"), (0, "0"), (-15, "-1.5"), (None, "")])
def test_tenths_read_as_people_write_them(tenths: int | None, text: str) -> None:
    assert shown_tenths(tenths) == text


def test_any_holder_of_a_level_will_do() -> None:
    line = SimpleNamespace(post_level="1A41", post_level_since=None, rank=None, rank_since=None)
    assert levels_on(line, [], DAY) == ["乡科级正职"]
