"""Tables of a past year stand on who served then: what happens to people later changes no number handed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from support.builders import ACCOUNT, PASSWORD, add, make_office
from support.county_statistics import RETIRED, day, held, make_statistics_county, shown

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Education, LevelHistory, Person, Tenure
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, ReportSpec
from ganbu_desktop.modules.statistics.catalogue import entry
from ganbu_desktop.modules.statistics.cross import Ask, cross_report
from ganbu_desktop.modules.statistics.population import TEAMS, Population
from ganbu_desktop.modules.statistics.reports import REPORTS
from ganbu_desktop.modules.statistics.team_reports import posts_report
from ganbu_desktop.modules.units.quotas import lines as quota_lines
from ganbu_desktop.modules.units.staffing import read_county
from ganbu_desktop.store.engine import DataFile

LAST_YEAR, MARCH = Period.parse("2025"), Period.parse("2026-03")


@pytest.fixture
def county(tmp_path: Path) -> Iterator[tuple[Office, dict[str, Person]]]:
    """The county entered on 2 March, as it is open on 20 March."""
    first = make_office(tmp_path)
    people = make_statistics_county(first)
    first.file.close()
    office = Office(DataFile.open(first.path, password=PASSWORD, clock=clock), Account(ACCOUNT), clock=clock)
    yield office, people
    office.file.close()


def clock() -> datetime:
    return datetime(2026, 3, 20, 9, 30)


def unit(office: Office, name: str) -> Unit:
    return next(found for found in office.find(Unit) if found.name == name)


def whole(report: Report) -> list[list[list[object]]]:
    """Return every cell with the people behind it; the order of people is that of the units they are in now."""
    return [
        [[(c.shown(), {*c.people}, {*c.left_out}) if isinstance(c, Figure) else c for c in row] for row in table.rows]
        for table in report.tables
    ]


def change(office: Office, record: Person | Tenure, **values: object) -> None:
    with office.operation("改", right="test") as current:
        current.change(current.get(type(record), record.id), **values)


def later(office: Office, people: dict[str, Person]) -> None:
    """Let one retire, one move, one rise and one be deleted in March 2026."""
    change(office, people["局长"], management_state=RETIRED)
    change(office, people["镇长"], unit_id=unit(office, "县财政局").id)
    change(office, people["副镇长"], post_level="1A41", post_level_since=day(2026, 2))
    with office.operation("删", right="test") as current:
        current.delete(current.get(Person, people["书记"].id))


@pytest.mark.parametrize("spec", REPORTS, ids=lambda spec: spec.name)
def test_what_happens_in_march_changes_nothing_about_last_year(
    county: tuple[Office, dict[str, Person]], spec: ReportSpec
) -> None:
    office, people = county
    add(office, LevelHistory(person_id=people["副镇长"].id, level="1A42", approved_on=day(2023, 5)))
    before, now = spec.compute(office, LAST_YEAR), spec.compute(office, MARCH)
    later(office, people)
    after = spec.compute(office, LAST_YEAR)
    assert (whole(after), after.remarks) == (whole(before), before.remarks)
    assert whole(spec.compute(office, MARCH)) != whole(now) or spec.name == "annual-distribution"


def test_last_year_by_hand(county: tuple[Office, dict[str, Person]]) -> None:
    """Four held posts at the end of 2025; 丁 came on in 2026, of 己 and 庚 it is not known since when they serve."""
    office, people = county
    (*_, total) = cross_report(office, Ask("unit", "sex"), LAST_YEAR).tables[0].rows
    cell = total[-1]
    assert isinstance(cell, Figure)
    assert {people[key].id for key in ("书记", "镇长", "副镇长", "局长")} == {*cell.people}
    assert [dict(cell.left_out)[people[key].id][:4] for key in ("科员", "缺")] == ["不能确定"] * 2
    said = cross_report(office, Ask("unit", "sex"), LAST_YEAR).remarks
    assert said[0].startswith("统计范围：2025.12.31 在职的 4 人")
    assert "己（" in said[1]


def test_a_team_and_a_unit_are_those_of_the_day(county: tuple[Office, dict[str, Person]]) -> None:
    office, people = county
    town, bureau = unit(office, "城关镇"), unit(office, "县财政局")

    def counted(population: Population, period: Period) -> int | None:
        cell = cross_report(office, Ask("age", "sex"), period, population).tables[0].rows[-1][-1]
        assert isinstance(cell, Figure)
        return cell.value

    change(office, people["镇长"], unit_id=bureau.id)
    assert (counted(Population("镇", unit_id=town.id), LAST_YEAR), counted(TEAMS, LAST_YEAR)) == (3, 4)
    assert counted(Population("局", unit_id=bureau.id), LAST_YEAR) == 1
    assert counted(Population("镇", unit_id=town.id), MARCH) == 3
    assert counted(Population("局", unit_id=bureau.id), MARCH) == 3


def test_a_removal_to_come_empties_no_post(county: tuple[Office, dict[str, Person]]) -> None:
    """免职 of 2027.01 is still held in 2026, in the table of posts, in teams and in time in post alike."""
    office, people = county
    (post,) = office.find(Tenure, Tenure.table.c.person_id == people["局长"].id)
    with office.operation("改", right="test") as current:
        current.change(post, removed_on=day(2027, 1), state="已免")
    assert shown(posts_report(office, MARCH))[1][1:4] == ["1", "1", "0"]
    assert shown(posts_report(office, Period.parse("2027-01")))[1][1:4] == ["1", "0", "1"]
    years = {row[0]: row[-1] for row in shown(cross_report(office, Ask("post-years", "sex"), MARCH))}
    assert years["10年及以上"] == "1"


def test_the_posts_of_both_rooms_are_the_same(county: tuple[Office, dict[str, Person]]) -> None:
    """班子职数统计 and 职数台账 ask one function who holds which leading post."""
    office, people = county
    town = unit(office, "城关镇")
    held(office, people["镇长"], town.id, "党委副书记", "副职", day(2022, 5))
    add(office, Tenure(person_id=people["科员"].id, unit_id=town.id, member_kind="副职", is_leading_post=False))
    for period in (LAST_YEAR, MARCH):
        rows = {row[0]: row for row in shown(posts_report(office, period))}
        found = {
            (line.unit.name, line.label): str(line.filled.value)
            for line in quota_lines(read_county(office, period.last), office.parameters())
        }
        assert [rows["城关镇"][2], rows["城关镇"][6]] == [found["城关镇", "领导正职"], found["城关镇", "领导副职"]]


def test_what_was_learnt_later_was_not_known_then(county: tuple[Office, dict[str, Person]]) -> None:
    office, people = county
    add(office, Education(person_id=people["局长"].id, level="11", degree="3", left_on=day(2026, 1)))

    assert [counted(office, "education", "研究生", period) for period in (LAST_YEAR, MARCH)] == ["1", "2"]
    assert [counted(office, "degree", "硕士", period) for period in (LAST_YEAR, MARCH)] == ["1", "2"]


def counted(office: Office, dimension: str, line: str, period: Period) -> str | None:
    """Return the number of people on one line of a dimension."""
    return {row[0]: row[-1] for row in shown(cross_report(office, Ask(dimension, "sex"), period))}.get(line)


def test_level_rank_and_staffing_are_those_of_the_day(county: tuple[Office, dict[str, Person]]) -> None:
    """丙 rose to 正科 in 2026.02 (副科 since 2023.05), to 一级主任科员 and into 行政编制 in 2026.01."""
    office, people = county
    third = people["副镇长"]
    levels = (("职务层次", "1A42", day(2023, 5)), ("享受的职级", "三级主任科员", day(2020, 1)))
    add(office, *(LevelHistory(person_id=third.id, kind=k, level=v, approved_on=since) for k, v, since in levels))
    risen = {"post_level": "1A41", "post_level_since": day(2026, 2), "rank": "一级主任科员", "rank_since": day(2026, 1)}
    change(office, third, **risen)
    lived = {"person_id": third.id, "unit_id": third.unit_id, "state": "现职人员", "source": "入编通知"}
    before = {"staffing_type": "事业编制（参公）", "from_on": day(2022, 5), "until_on": day(2026, 1)}
    add(
        office,
        ServiceSpell(**lived, **before),
        ServiceSpell(**lived, staffing_type="行政编制", from_on=day(2026, 1)),
    )
    asked = (("level-years", "1—3年"), ("level-years", "不满1年"), ("rank", "三级主任科员"), ("rank", "一级主任科员"))
    assert [counted(office, *each, LAST_YEAR) for each in asked] == ["1", "0", "1", None]
    assert [counted(office, *each, MARCH) for each in asked] == ["0", "1", None, "1"]
    assert [counted(office, "staffing", "行政编制", period) for period in (LAST_YEAR, MARCH)] == [None, "1"]


def test_a_running_month_is_looked_at_today(county: tuple[Office, dict[str, Person]]) -> None:
    """On 20 March a removal of the 31st is still to come, though the month's table bears the month's last day."""
    office, people = county
    (post,) = office.find(Tenure, Tenure.table.c.person_id == people["局长"].id)
    change(office, post, removed_on=PartialDate(2026, 3, 31), state="已免")
    assert shown(entry(office, "team-posts").compute(office, MARCH))[1][1:4] == ["1", "1", "0"]
    assert shown(posts_report(office, MARCH))[1][1:4] == ["1", "0", "1"]
