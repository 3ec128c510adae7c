"""What a report's tables say: whole lines of a listing, months, who still is there, entries that are about nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.builders import add, make_office, make_person, make_unit

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.service import DECIDED, ServiceSpell
from ganbu_desktop.kernel.people.service_inference import SERVING
from ganbu_desktop.kernel.report.spec import Figure, Period, ReportTable
from ganbu_desktop.modules.mobility.rows import Practice
from ganbu_desktop.modules.units.records import SurveyVisit

YEAR = Period.parse("2025")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def settled(office: Office, name: str, unit_id: str, until: PartialDate | None = None) -> Person:
    """Add a person who serves in a unit since 2015, by a decided spell and a post; both end ``until``."""
    person = make_person(office, name, unit_id=unit_id)
    common: dict[str, Any] = {"person_id": person.id, "unit_id": unit_id}
    add(
        office,
        ServiceSpell(**common, state=SERVING, from_on=PartialDate(2015, 1), until_on=until, basis=DECIDED),
        Tenure(**common, post_name="科员", appointed_on=PartialDate(2015, 1), removed_on=until),
    )
    return person


def practice(person: Person, *dates: PartialDate | None, **values: Any) -> Practice:
    starts, ends, returned = (*dates, *([None] * (3 - len(dates))))
    given: dict[str, Any] = {"kind": "1", **values}
    return Practice(person_id=person.id, starts_on=starts, ends_on=ends, returned_on=returned, **given)


def table(office: Office, part: Any, period: Period = YEAR, **values: Any) -> ReportTable:
    report = row.PeriodReport("list", "表", ("starts_on", "returned_on", "ends_on"), (part,), **values)
    made = row.Row(Practice, "practice", key=("person_id", "kind"), right="mobility.edit", reports=(report,))
    (spec,) = made.report_specs
    (found,) = spec.compute(office, period.on(office.today())).tables
    return found


def shown(found: ReportTable) -> list[list[str]]:
    return [[cell if isinstance(cell, str) else cell.shown() for cell in line] for line in found.rows]


def test_a_listing_tells_people_as_they_were_then(office: Office) -> None:
    """By the order of the units then; a move after the period changes nothing in it."""
    first, second = (make_unit(office, name, position=n) for n, name in ((1, "青禾县财政局"), (2, "青禾县水利局")))
    late, early = settled(office, "乙", first.id), settled(office, "甲", second.id, PartialDate(2026, 1, 1))
    add(
        office,
        ServiceSpell(
            person_id=early.id, unit_id=first.id, state=SERVING, from_on=PartialDate(2026, 1, 1), basis=DECIDED
        ),
        practice(late, PartialDate(2025, 3), PartialDate(2026, 3), unit_id=second.id, kind="2"),
        practice(early, PartialDate(2025, 2, 1), PartialDate(2025, 11, 20)),
        practice(early, PartialDate(2025, 1, 1), PartialDate(2025, 6), kind="3"),
    )
    columns = ("name", "unit", "person_post", "kind", "unit_id", "starts_on", "months", "grassroots")
    found = table(office, row.Listing(columns, title="名单"))
    assert found.title == "名单"
    head = ("序号", "姓名", "单位", "职务", "类型", "锻炼单位", "起", "已历月数", "基层工作年限")
    assert found.header == (head,)
    assert shown(found) == [
        ["1", "乙", "青禾县财政局", "科员", "信访等复杂岗位", "青禾县水利局", "2025.03", "9", "待核实"],
        ["2", "甲", "青禾县水利局", "科员", "基层一线", "", "2025.01.01", "5", "待核实"],
        ["3", "甲", "青禾县水利局", "科员", "吃劲岗位", "", "2025.02.01", "9", "待核实"],
    ]
    assert len(found.widths) == len(found.aligns) == len(head)
    now = table(office, row.Listing(("name", "unit", "person_post")), Period.parse("2026"))
    assert shown(now) == [["1", "乙", "青禾县财政局", "科员"]]


def test_grassroots_is_told_as_exactly_as_it_is_recorded(office: Office) -> None:
    town = make_unit(office, "某地", subordination="镇")
    other = make_unit(office, "某处")
    sure, unsure = settled(office, "甲", town.id), settled(office, "乙", town.id)
    add(office, Tenure(person_id=unsure.id, unit_id=other.id, post_name="干部", appointed_on=PartialDate(2012, 1)))
    add(office, *(practice(p, PartialDate(2025, 3)) for p in (sure, unsure)))
    assert [line[2] for line in shown(table(office, row.Listing(("name", "grassroots"))))] == [
        "10年11个月",
        "至少10年11个月，待核实",
    ]


def test_who_is_still_there_and_for_how_long(office: Office) -> None:
    unit = make_unit(office, "青禾县财政局")
    people = [settled(office, name, unit.id) for name in "甲乙丙丁戊己"]
    days = (
        (PartialDate(2025, 3), PartialDate(2026, 3)),
        (PartialDate(2025, 3), PartialDate(2026, 3), PartialDate(2025, 8, 1)),
        (PartialDate(2025, 3), None),
        (PartialDate(2025, 12, 31), PartialDate(2025, 12, 31)),
        (PartialDate(2025), PartialDate(2026)),
        (PartialDate(2026, 1, 1), PartialDate(2026, 5)),
    )
    add(office, *(practice(p, *dates) for p, dates in zip(people, days, strict=True)))

    def months(found: row.Gathered) -> Figure:
        return found.sum_of_months(found.entries, "月数之和")

    found = table(office, row.Figures((("在", row.Gathered.running), ("月数", months))))
    ((running, total),) = found.rows
    assert isinstance(running, Figure)
    assert isinstance(total, Figure)
    assert found.header == (("在", "月数"),)
    assert {*running.people} == {people[n].id for n in (0, 2, 3, 4)}
    assert (total.value, total.formula) == (9 + 5 + 9 + 0 + 11, "月数之和")
    assert len(total.records) == 5
    unknown = table(office, row.Figures((("月数", months),)), Period.parse("2025-Q4"))
    figure = unknown.rows[0][0]
    assert isinstance(figure, Figure)
    assert figure.value == 9 + 9 + 0 + 11


def test_only_chosen_entries_and_the_rules_they_rest_on(office: Office) -> None:
    unit = make_unit(office, "青禾县财政局")
    one, other = settled(office, "甲", unit.id), settled(office, "乙", unit.id)
    add(office, practice(one, PartialDate(2025, 3)), practice(other, PartialDate(2025, 3), kind="4"))

    def counted(found: row.Gathered) -> Figure:
        return found.figure(found.entries, "都算", rule="practice_reminder_days")

    found = table(office, row.Figures((("人数", counted),)), chosen=lambda p: p.kind == "4")
    figure = found.rows[0][0]
    assert isinstance(figure, Figure)
    assert (figure.value, figure.people, figure.formula) == (1, (other.id,), "都算")
    assert figure.rule.startswith("60天（")


def test_entries_about_nobody_are_counted_themselves(office: Office) -> None:
    units = [make_unit(office, name, position=-n) for n, name in enumerate(("甲局", "乙局"))]
    add(
        office,
        SurveyVisit(unit_id=units[0].id, kind="1", held_on=PartialDate(2025, 5)),
        SurveyVisit(unit_id=units[0].id, kind="1", held_on=PartialDate(2025, 4)),
        SurveyVisit(unit_id=units[1].id, kind="2", held_on=PartialDate(2025, 6)),
        SurveyVisit(unit_id=units[1].id, kind="2", held_on=PartialDate(2024, 6)),
        SurveyVisit(unit_id=units[1].id, kind="2"),
    )
    parts = (row.CountBy("kind"), row.CountBy("way"), row.CountBy("unit_id"), row.Listing(("unit_id", "held_on")))
    report = row.PeriodReport("list", "表", ("held_on",), parts)
    made = row.Row(SurveyVisit, "surveys", key=("unit_id", "held_on"), right="teams.edit", reports=(report,))
    (spec,) = made.report_specs
    found = spec.compute(office, YEAR.on(office.today()))
    by_kind, by_way, by_unit, listed = found.tables
    assert by_kind.header == (("调研类别", "条数", "占比"),)
    assert [line[1:] for line in shown(by_kind)] == [["2", "66.7%"], ["1", "33.3%"], ["3", "100.0%"]]
    assert shown(by_way)[-2:] == [["未填", "3", "100.0%"], ["合计", "3", "100.0%"]]
    assert [line[0] for line in shown(by_kind)].count("未填") == 0
    assert shown(by_unit)[-1][1] == "3"
    assert {line[0]: line[1] for line in shown(by_unit)} == {"甲局": "2", "乙局": "1", "合计": "3"}
    assert [line[1:] for line in shown(listed)] == [["乙局", "2025.06"], ["甲局", "2025.04"], ["甲局", "2025.05"]]
    assert found.remarks[-1].startswith("另有 1 条因日期不全")
    figure = by_kind.rows[0][1]
    assert isinstance(figure, Figure)
    assert (figure.value, figure.people, len(figure.records)) == (2, (), 2)
