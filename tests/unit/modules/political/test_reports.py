"""The room's reports on a small county whose figures are worked out by hand, and the same hash twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.political_samples import effective_entry, forward, reverse

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.content import fingerprint, pack, unpack
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, named
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.effect_period import PROTECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.political import rows
from ganbu_desktop.modules.political.records import (
    FrontlineRecord,
    PartyMeeting,
    PoliticalArchive,
    PoliticalEntry,
    PoliticalInspection,
    Rectification,
    YearSummary,
)
from ganbu_desktop.modules.political.reports import REPORTS

YEAR = Period.parse("2026")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.fixture
def people(office: Office) -> list[Person]:
    """甲 and 乙 of one unit, 丙 of another, 丁 retired."""
    first, second = make_unit(office, "县委办", position=1), make_unit(office, "住建局", position=2)
    serving = "现职人员"
    return [
        make_person(office, "甲", unit_id=first.id, management_state=serving),
        make_person(office, "乙", unit_id=first.id, management_state=serving, sex="2"),
        make_person(office, "丙", unit_id=second.id, management_state=serving),
        make_person(office, "丁", unit_id=second.id, management_state="离退人员"),
    ]


def compute(office: Office, name: str, period: Period = YEAR) -> Report:
    return named(REPORTS, name).compute(office, period)


def shown(row: tuple[Cell, ...]) -> list[str]:
    return [cell.shown() if isinstance(cell, Figure) else cell for cell in row]


def test_coverage_by_unit_and_dimension(office: Office, people: list[Person]) -> None:
    first, second, third, retired = people
    add(office, PoliticalArchive(person_id=first.id), PoliticalArchive(person_id=retired.id))
    add(office, YearSummary(person_id=second.id, year=2026), YearSummary(person_id=first.id, year=2025))
    add(office, PoliticalInspection(person_id=third.id, held_on=PartialDate(2026, 1, 3)))
    effective_entry(office, forward(first.id, "3", occurred_on=PartialDate(2026, 1, 2)))
    effective_entry(office, forward(first.id, "3", occurred_on=PartialDate(2026, 2, 2)))
    effective_entry(office, reverse(second.id, "3"))
    effective_entry(office, forward(retired.id, "3"))
    effective_entry(office, forward(third.id, "3", occurred_on=PartialDate(2025, 12, 31)))
    report = compute(office, "political-coverage")
    assert [shown(row) for row in report.tables[0].rows] == [
        ["县委办", "2", "1", "50.0%", "1", "0", "0"],
        ["住建局", "1", "0", "0.0%", "0", "1", "0"],
        ["合计", "3", "1", "33.3%", "1", "1", "0"],
    ]
    duty = report.tables[1].rows[2]
    assert shown(duty) == ["政治担当", "2", "1", "2026.02.02", "1", "1", "2026.01.05"]
    forward_count = duty[1]
    assert isinstance(forward_count, Figure)
    assert forward_count.people == (first.id,)
    assert forward_count.left_out == ((retired.id, "不在现职"),)


def test_a_protected_entry_is_counted_nowhere(office: Office, people: list[Person]) -> None:
    """F10 and rule 1: what a tolerance protects must not appear as a negative anywhere."""
    entry = effective_entry(office, reverse(people[0].id, "3"))
    before = compute(office, "political-coverage").tables[1].rows[2]
    add(office, EffectPeriod(**place_of(entry), kind=PROTECTED, starts_on=PartialDate(2026, 1, 1)))
    after = compute(office, "political-coverage").tables[1].rows[2]
    assert (shown(before)[4], shown(after)[4]) == ("1", "0")


def test_a_voided_entry_leaves_the_report(office: Office, people: list[Person]) -> None:
    entry = effective_entry(office, reverse(people[0].id, "3"))
    one = fingerprint("political-coverage", "2026", compute(office, "political-coverage"))
    again = fingerprint("political-coverage", "2026", compute(office, "political-coverage"))
    spine.void(office, entry, reason="查明不实")
    after = fingerprint("political-coverage", "2026", compute(office, "political-coverage"))
    assert one == again
    assert one != after


def test_rectification_counts_what_was_due(office: Office, people: list[Person]) -> None:
    """Due in 2026: four; closed by the end of it: two, one of them late; one never closed: overdue as well."""
    unit_id = people[0].unit_id
    plan = (
        (PartialDate(2026, 1, 10), PartialDate(2026, 1, 9)),
        (PartialDate(2026, 1, 10), PartialDate(2026, 1, 11)),
        (PartialDate(2026, 2, 1), None),
        (PartialDate(2026, 2, 1), PartialDate(2027, 1, 1)),
        (PartialDate(2025, 2, 1), None),
    )
    for due, closed in plan:
        row = Rectification(unit_id=unit_id, problem="一", responsible="甲", due_on=due)
        item = LoopItem(
            **place_of(row),
            kind="1",
            unit_id=unit_id,
            problem="一",
            responsible="甲",
            due_on=due,
            closed_on=closed,
            closed_by="乙" if closed else None,
            result="完成",
        )
        add(office, row, item)
    rows = compute(office, "political-rectification").tables[0].rows
    assert [shown(row) for row in rows] == [
        ["县委办", "4", "2", "50.0%", "3"],
        ["合计", "4", "2", "50.0%", "3"],
    ]
    january = compute(office, "political-rectification", Period.parse("2026-01")).tables[0].rows
    assert shown(january[-1]) == ["合计", "2", "2", "100.0%", "1"]


def test_no_problem_is_no_data(office: Office) -> None:
    assert shown(compute(office, "political-rectification").tables[0].rows[-1]) == ["合计", *["无记录"] * 4]


def test_small_groups_are_joined_in_the_distribution(office: Office, people: list[Person]) -> None:
    """F12 and F8: nothing of few people, nor of those from whom they could be worked out."""
    effective_entry(office, forward(people[0].id))

    def by_sex() -> list[list[str]]:
        rows = [shown(row) for row in compute(office, "political-distribution").tables[0].rows]
        return [row[1:] for row in rows if row[0] == "性别"]

    assert by_sex() == [["人数不足，不显示"] * 6]
    for number in range(4):
        make_person(office, f"戊{number}", management_state="现职人员")
    assert by_sex() == [["男、女", "7", "1", "14.3%", "0", "0.0%"]]
    for number in range(4):
        make_person(office, f"己{number}", management_state="现职人员", sex="2")
    assert by_sex() == [["男", "6", "1", "16.7%", "0", "0.0%"], ["女", "5", "0", "0.0%", "0", "0.0%"]]


def test_a_self_check_names_nobody_behind_a_figure_or_an_input(office: Office, people: list[Person]) -> None:
    """Not on the paper, not in the workbook's detail, not in what two runs are compared by."""
    entry = effective_entry(office, reverse(people[0].id))
    for number in range(6):
        make_person(office, f"戊{number}", management_state="现职人员")
    report = compute(office, "political-distribution")
    kept = pack(report)
    assert not [
        f for t in report.tables for r in t.rows for f in r if isinstance(f, Figure) and (f.people or f.records)
    ]
    assert {record_id for _, record_id, _ in report.inputs} == {""}
    assert unpack(kept) == report
    coverage = compute(office, "political-coverage")
    assert (PoliticalEntry.table.name, entry.id) in {(t, i) for t, i, _ in coverage.inputs}, "an official one does"


def test_meetings_against_their_number_a_year(office: Office, people: list[Person]) -> None:
    unit = people[0].unit_id or ""
    add(office, PartyMeeting(unit_id=unit, kind="1", held_on=PartialDate(2026, 1, 5), expected=9, absent=1))
    add(office, PartyMeeting(unit_id=unit, kind="3", held_on=PartialDate(2026, 2, 5), expected=11, absent=3))
    add(office, PartyMeeting(unit_id=unit, kind="3", held_on=PartialDate(2025, 2, 5), expected=11, absent=3))
    rows = compute(office, "party-meetings").tables[0].rows
    assert shown(rows[0]) == ["县委办", "1／1", "无记录", "1／4", "无记录", "无记录", "无记录", "20.0%"]
    assert shown(rows[1]) == ["住建局", *["无记录"] * 7]


def test_frontline_days_and_evaluations(office: Office, people: list[Person]) -> None:
    """Ten days and five; the third began on a day that nobody wrote down."""
    add(
        office,
        FrontlineRecord(
            person_id=people[0].id,
            task="防汛",
            started_on=PartialDate(2026, 1, 1),
            ended_on=PartialDate(2026, 1, 10),
            evaluation="1",
        ),
        FrontlineRecord(
            person_id=people[1].id, task="防汛", started_on=PartialDate(2026, 1, 1), ended_on=PartialDate(2026, 1, 5)
        ),
        FrontlineRecord(person_id=people[2].id, task="防汛", started_on=PartialDate(2026, 1)),
    )
    (row,) = compute(office, "frontline").tables[0].rows
    assert shown(row) == ["防汛", "3", "15", "1", "0", "0", "2"]
    days = row[2]
    assert isinstance(days, Figure)
    assert days.left_out == ((people[2].id, "起止日期不全"),)


def test_archives_are_complete_by_entries_and_by_the_rooms_own_material(office: Office, people: list[Person]) -> None:
    """Seven expected sources: six by entries, the front line by its own record."""
    for kind in ("1", "2", "3", "4", "6", "7"):
        effective_entry(office, forward(people[0].id, source_kind=kind, occurred_on=PartialDate(2026, 1, 2)))
    row = compute(office, "political-coverage").tables[0].rows[0]
    assert shown(row)[-1] == "0"
    record = FrontlineRecord(person_id=people[0].id, task="防汛", started_on=PartialDate(2026, 1, 2))
    rows.FRONTLINE.save(office, [(None, record)], title="登记")
    row = compute(office, "political-coverage").tables[0].rows[0]
    assert shown(row)[-1] == "1"
