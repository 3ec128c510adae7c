"""Reports of a past year stand on who served and what stood then: nothing that happens later changes what they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from support.builders import ACCOUNT, PASSWORD, add, make_office, make_person
from support.unit_county import SmallCounty, day, hold

from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.attendance import AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.quota import Quota
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportSpec, named
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.units import reminders, rows
from ganbu_desktop.modules.units.records import (
    REVIEW_LOOP,
    PostProfile,
    SuccessionCandidate,
    SurveyVisit,
    TeamReview,
    VillageCadre,
)
from ganbu_desktop.modules.units.reports import REPORTS
from ganbu_desktop.store.engine import DataFile

LAST_YEAR, THIS = Period.parse("2025"), Period.parse("2026")
TODAY = date(2026, 3, 20)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[SmallCounty]:
    """The small county and its entries of 2025, entered on 2 March, as they are open on 20 March."""
    first = make_office(tmp_path)
    made = SmallCounty(first)
    hold(first, made.fourth, made.section, None, is_leading_post=True)
    change(first, made.first, born_on=day("1966.08"), sex="1")
    _entries_of_last_year(made)
    first.file.close()
    made.office = Office(DataFile.open(first.path, password=PASSWORD, clock=clock), Account(ACCOUNT), clock=clock)
    yield made
    made.office.file.close()


def clock() -> datetime:
    return datetime(2026, 3, 20, 9, 30)


def _entries_of_last_year(made: SmallCounty) -> None:
    unit = {"unit_id": made.finance.id}
    review = TeamReview(held_on=day("2025.05.01"), kind="1", title="研判", **unit)
    item = {"entry_table": "team_review", "entry_id": review.id, "kind": REVIEW_LOOP, **unit}
    add(
        made.office,
        Quota(kind="12", approved=2, effective_from=day("2024.01.01"), document="青编1号", **unit),
        review,
        LoopItem(problem="补充专业干部", responsible="甲", due_on=day("2025.06"), **item),
        SurveyVisit(held_on=day("2025.07.01"), kind="1", **unit),
        PostProfile(post_name="局长", post_class="3", meeting="部务会", decided_on=day("2025.02.01"), **unit),
        SuccessionCandidate(person_id=made.fourth.id, post_name="局长", registered_on=day("2025.02.01"), **unit),
        AttendanceState(person_id=made.third.id, kind="2", starts_on=day("2025.09.01"), approval_document="1号"),
        VillageCadre(
            village="柳溪村", name="赵", post="1", term_from=day("2023.03"), term_until=day("2026.03"), **unit
        ),
    )


def change(office: Office, record: Any, **values: object) -> None:
    with office.operation("改", right="test") as current:
        current.change(current.get(type(record), record.id), **values)


def this_march(made: SmallCounty) -> None:
    """The chief retires, a deputy moves, one is deleted, one comes; documents, visits and returns follow."""
    office, unit = made.office, {"unit_id": made.finance.id}
    (chief,) = office.find(Tenure, Tenure.table.c.person_id == made.first.id)
    change(office, chief, removed_on=day("2026.03"), state="已免")
    change(office, made.first, management_state="离退人员")
    rows.EXITS_OF_PEOPLE.save(
        office, [(None, ExitEvent(person_id=made.first.id, kind="5", happened_on=day("2026.03.10")))], title="流动"
    )
    change(office, made.second, unit_id=made.statistics.id)
    new = make_person(office, "新", management_state="现职人员", staffing_type="行政编制", **unit)
    hold(office, new, made.finance, "正职", appointed_on=day("2026.03.15"))
    change(office, office.find(LoopItem)[0], closed_on=day("2026.03.05"), closed_by="乙", result="已补充")
    change(office, office.find(AttendanceState)[0], returned_on=day("2026.03.05"))
    change(office, office.find(VillageCadre)[0], left_on=day("2026.03.05"))
    change(office, office.find(SuccessionCandidate)[0], removed_on=day("2026.03.05"))
    add(
        office,
        Quota(kind="12", approved=1, effective_from=day("2026.03.01"), document="青编2号", **unit),
        TeamReview(held_on=day("2026.03.05"), kind="1", title="又研判", **unit),
        SurveyVisit(held_on=day("2026.03.05"), kind="2", **unit),
        PostProfile(post_name="副局长", post_class="3", meeting="部务会", decided_on=day("2026.03.05"), **unit),
    )
    with office.operation("删", right="test") as current:
        current.delete(current.get(Person, made.fourth.id))


def whole(report: Report) -> list[list[list[object]]]:
    """Return every cell with the people behind it; the order of people is that of the units they are in now."""

    def read(cell: Cell) -> object:
        if isinstance(cell, Figure):
            return cell.shown(), {*cell.people}, {*cell.left_out}
        return sorted(cell.split("、"))

    return [[[read(cell) for cell in row] for row in table.rows] for table in report.tables]


@pytest.mark.parametrize("spec", REPORTS, ids=lambda spec: spec.name)
def test_what_happens_in_march_changes_nothing_about_last_year(county: SmallCounty, spec: ReportSpec) -> None:
    seen, now = LAST_YEAR.on(TODAY), THIS.on(TODAY)
    before, today = spec.compute(county.office, seen), spec.compute(county.office, now)
    this_march(county)
    after = spec.compute(county.office, seen)
    assert (whole(after), after.remarks) == (whole(before), before.remarks)
    assert spec.name == "quota-precheck" or whole(spec.compute(county.office, now)) != whole(today)


def test_a_removal_to_come_empties_no_post(county: SmallCounty) -> None:
    """免职 of 2027.01: in 2026 the post is held, nothing is vacant and nobody is reminded; in 2027.01 it is."""
    office = county.office
    (chief,) = office.find(Tenure, Tenure.table.c.person_id == county.first.id)
    change(office, chief, removed_on=day("2027.01"), state="已免")

    def vacant(period: Period) -> list[object]:
        report = named(REPORTS, "vacant-posts").compute(office, period)
        return [row[5] for row in report.tables[0].rows if row[1:3] == ("财政局", "领导正职")]

    assert (vacant(THIS.on(TODAY)), vacant(Period.parse("2027-01"))) == ([], ["2027.01"])

    def reminded(on: date) -> bool:
        return any("财政局：领导正职空缺" in found.title for found in reminders.long_vacant(office, on))

    assert not reminded(date(2026, 12, 31))
    assert reminded(date(2028, 1, 1))


def test_a_structure_is_that_of_the_day(county: SmallCounty) -> None:
    """甲, 乙 and 丙 were the team at the end of 2025; now it is 丙 and the new chief, 乙 still holds the post."""
    this_march(county)

    def members(period: Period) -> int | None:
        report = named(REPORTS, "team-structure").compute(county.office, period)
        row = next(row for row in report.tables[0].rows if row[0] == "财政局")
        figure = next(cell for cell in row if isinstance(cell, Figure))
        return figure.value

    assert (members(LAST_YEAR.on(TODAY)), members(THIS.on(TODAY))) == (3, 3)
    assert {unit.short_name for unit in county.office.find(Unit)} >= {"财政局", "统计局"}
