"""The tables about leading teams against tables worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import add, make_office
from support.county_statistics import day, held, make_statistics_county, shown

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.quota import Quota
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure, Period
from ganbu_desktop.modules.statistics.allocation import allocation_report
from ganbu_desktop.modules.statistics.team_reports import posts_report, structure_report, young_report

MARCH = Period.parse("2026-03")


@pytest.fixture
def people(tmp_path: Path) -> tuple[Office, dict[str, Person]]:
    office = make_office(tmp_path)
    return office, make_statistics_county(office)


def test_posts_approved_held_and_lacking(people: tuple[Office, dict[str, Person]]) -> None:
    """The town lacks a deputy; the bureau's deputies are not approved anywhere, which is not nought."""
    rows = {row[0]: row[1:] for row in shown(posts_report(people[0], MARCH))}
    assert " ".join(rows["城关镇"]) == "2 2 0 0 2 1 1 0"
    assert " ".join(rows["县财政局"]) == "1 1 0 0 无记录 0 无记录 无记录"
    assert " ".join(rows["合计"]) == "3 3 0 0 2 1 1 0"


def test_a_document_in_force_goes_before_what_the_unit_says(people: tuple[Office, dict[str, Person]]) -> None:
    office = people[0]
    town = next(unit for unit in office.find(Unit) if unit.name == "城关镇")
    for number, moment in ((5, day(2026, 2)), (9, day(2026, 4))):
        add(office, Quota(unit_id=town.id, kind="12", approved=number, document="青编", effective_from=moment))
    rows = {row[0]: row[5:9] for row in shown(posts_report(office, MARCH))}
    assert rows["城关镇"] == ["5", "1", "4", "0"]


def test_one_chief_too_many_is_over_not_minus_one(people: tuple[Office, dict[str, Person]]) -> None:
    office, by_key = people
    bureau = next(unit for unit in office.find(Unit) if unit.name == "县财政局")
    held(office, by_key["科员"], bureau.id, "第二局长", "正职", day(2025, 1))
    rows = {row[0]: row[1:5] for row in shown(posts_report(office, MARCH))}
    assert rows["县财政局"] == ["1", "2", "0", "1"]


def test_women_and_cadres_outside_the_party(people: tuple[Office, dict[str, Person]]) -> None:
    rows = {row[0]: row[1:] for row in shown(structure_report(people[0], MARCH))}
    assert " ".join(rows["城关镇"]) == "4 1 1 0 0 1 0"
    assert " ".join(rows["县财政局"]) == "1 1 0 1 0 1 0"
    assert " ".join(rows["合计"]) == "5 2 1 1 0 2 0"


def test_young_members_of_townships(people: tuple[Office, dict[str, Person]]) -> None:
    """Two chiefs, one of 34 who is the secretary; four members, two within 35 (34 and 30), one within 30."""
    report = young_report(people[0], MARCH)
    summary = [row[1:] for row in shown(report)]
    assert summary[0] == ["2", "1", "1", "50.0%", "0"]  # 15 % of 2, rounded up
    assert summary[1] == ["1", "1", "1", "100.0%", "0"]  # a third of 1, rounded up
    assert summary[2] == ["4", "2", "2", "50.0%", "0"]  # 30 % of 4 = 1.2
    assert summary[3] == ["1", "1", "1", "100.0%", "0"]
    assert shown(report, 1) == [["城关镇", *["4", "2", "1", "1", "1", "0", "2", "2", "50.0%", "0"]]]
    assert report.remarks[0].startswith("统计范围：2026.03.31 在职的 7 人")
    assert "不满 36 岁" in report.remarks[1]


def test_somebody_of_36_is_not_within_35(people: tuple[Office, dict[str, Person]]) -> None:
    office, by_key = people
    within = young_report(office, MARCH).tables[1].rows[0][8]
    assert isinstance(within, Figure)
    assert by_key["委员"].id not in within.people
    assert by_key["书记"].id in within.people


def test_allocation_by_age_words_and_year_of_birth(people: tuple[Office, dict[str, Person]]) -> None:
    report = allocation_report(people[0], MARCH)
    rows = {row[0]: row[1:] for row in shown(report)}
    assert rows["乡镇（街道）·正职"] == [
        "2",
        "1",
        "50.0%",
        "1",
        "50.0%",
        "0",
        "0.0%",
        "1",
        "0",
        "1",
        "0",
        "1",
        "0",
        "1",
        "1",
    ]
    assert " ".join(rows["合计·全部成员"][:7]) == "5 3 60.0% 3 60.0% 1 20.0%"
    births = {row[0]: row[1:] for row in shown(report, 1)}
    assert " ".join(births["1970年"]) == "1 1 0 0 1 0"
    assert " ".join(births["合计"]) == "5 3 1 1 4 1"


def test_two_posts_in_one_team_count_once(people: tuple[Office, dict[str, Person]]) -> None:
    office, by_key = people
    town = next(unit for unit in office.find(Unit) if unit.name == "城关镇")
    held(office, by_key["镇长"], town.id, "党委副书记", "副职", day(2022, 5))
    rows = {row[0]: row[1:] for row in shown(posts_report(office, MARCH))}
    assert " ".join(rows["城关镇"]) == "2 2 0 0 2 1 1 0"


def test_an_empty_store_says_that_there_is_nothing(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    assert shown(posts_report(office, MARCH)) == []
    assert [row[1:] for row in shown(young_report(office, MARCH))][3] == ["0", "0", "0", "—", "0"]
