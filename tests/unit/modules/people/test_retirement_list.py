"""年度到龄台账 of a few people worked out by hand: who is due, late or in doubt, and of whom nothing can be told."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import make_office, make_person, make_unit
from support.county_statistics import shown
from support.unit_county import hold

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.runs import generate
from ganbu_desktop.kernel.report.spec import Figure, Period, Report
from ganbu_desktop.modules.people.reports import REPORTS

YEAR = Period.parse("2026")
(LIST,) = REPORTS


@pytest.fixture
def people(tmp_path: Path) -> tuple[Office, dict[str, Person]]:
    office = make_office(tmp_path)
    unit = make_unit(office, "青禾县档案馆", short_name="档案馆")

    def person(name: str, born_on: PartialDate | None, **values: object) -> Person:
        made = make_person(office, name, born_on=born_on, unit_id=unit.id, management_state="现职人员", **values)
        hold(office, made, unit, "副职", appointed_on=PartialDate(2020, 1))
        return made

    return office, {
        "甲": person("甲", PartialDate(1966, 1), person_category="公务员"),
        "乙": person("乙", PartialDate(1976, 1), sex="2", person_category="机关工勤人员"),
        "丙": person("丙", PartialDate(1971, 4), sex="2", person_category="事业单位专业技术人员"),
        "丁": person("丁", PartialDate(1964, 12)),
        "戊": person("戊", PartialDate(1970)),
        "己": person("己", PartialDate(1980, 1), sex="2", person_category="公务员", staffing_type="工勤编制"),
        "庚": person("庚", PartialDate(1975, 5)),
    }


def table(report: Report, title: str) -> list[list[str]]:
    (number,) = [n for n, each in enumerate(report.tables) if each.title == title]
    return shown(report, number)


def test_who_is_due_with_both_ends_of_the_choice(people: tuple[Office, dict[str, Person]]) -> None:
    """1966.01 → 2026.05, 1976.01 (工勤) → 2026.08, 1971.04 → 2026.08: the law's own examples."""
    office, known = people
    report = LIST.compute(office, YEAR)
    rows = table(report, "到龄人员")
    assert [row[1:3] + row[5:12] for row in rows] == [
        ["甲", "男", "男", "4", "60岁4个月", "2026.05", "2026.01", "2025.10", "不适用"],
        ["丙", "女", "女干部", "4", "55岁4个月", "2026.08", "2026.04", "2026.01", "2029.08"],
        ["乙", "女", "女工人", "7", "50岁7个月", "2026.08", "2026.01", "2025.10", "2029.08"],
    ]
    assert {row[4] for row in rows} == {"档案馆 副局长"}
    (sums,) = report.tables[0].rows
    assert [cell.value for cell in sums if isinstance(cell, Figure)] == [1, 1, 1, 3, 1]
    total, unknown = sums[3], sums[4]
    assert isinstance(total, Figure)
    assert isinstance(unknown, Figure)
    assert set(total.people) == {known[name].id for name in "甲乙丙"}
    assert total.left_out == ((known["戊"].id, "出生年月没有写到月"),)
    assert unknown.people == (known["戊"].id,)


def test_who_is_late_in_doubt_or_unknown_is_named_with_the_reason(people: tuple[Office, dict[str, Person]]) -> None:
    report = LIST.compute(people[0], YEAR)
    (late,) = table(report, "年初以前已经到龄、期末仍在职的人员")
    assert (late[1], late[3]) == ("丁", "2024.12（60岁）到龄（男）")
    (doubt,) = table(report, "退休年龄类别待核对的人员")
    assert doubt[1] == "己"
    assert "说法不一" in doubt[3]
    (unknown,) = table(report, "不能推算的人员")
    assert (unknown[1], unknown[3]) == ("戊", "出生年月没有写到月")


def test_who_has_retired_in_the_year_stays_with_day_and_document(people: tuple[Office, dict[str, Person]]) -> None:
    """The list of a year is the same after the people on it have gone; leaving is recorded beside them."""
    office, known = people
    left = {"happened_on": PartialDate(2026, 2, 20), "document": "青组退〔2026〕1号"}
    with office.operation("退休", right="test") as current:
        current.insert(ExitEvent(person_id=known["甲"].id, kind="5", **left))
        current.change(known["甲"], management_state="离退人员")
    rows = table(LIST.compute(office, YEAR), "到龄人员")
    assert [row[1] for row in rows] == ["甲", "丙", "乙"]
    assert rows[0][12:] == ["", "", "2026.02.20", "青组退〔2026〕1号", ""]
    assert rows[1][12:] == [""] * 5
    assert LIST.compute(office, Period.parse("2027")).tables[0].rows[0][3].shown() == "0"  # type: ignore[union-attr]


def test_the_list_is_the_same_again(people: tuple[Office, dict[str, Person]]) -> None:
    office, _known = people
    assert generate(office, LIST, YEAR).run.content_hash == generate(office, LIST, YEAR).run.content_hash
