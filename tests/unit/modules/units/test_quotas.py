"""Quotas worked out by hand: approved, filled, vacant, over, since when, mixed staffing, and the four reports."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.unit_county import SmallCounty, day, hold

from ganbu_desktop.foundation.errors import CheckFailed, PermissionDenied
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.office.parameter_deciding import set_override
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person, Tenure
from ganbu_desktop.kernel.people.quota import Quota
from ganbu_desktop.kernel.people.seats import Seat
from ganbu_desktop.kernel.people.unit import Unit, UnitName
from ganbu_desktop.kernel.report.spec import Figure, Period
from ganbu_desktop.modules.checks.checking import unit_counts
from ganbu_desktop.modules.units import actions, forms, quotas, rows, staffing
from ganbu_desktop.modules.units.precheck import PostReader, planned, precheck
from ganbu_desktop.modules.units.quotas import Line, vacant_since
from ganbu_desktop.modules.units.reports import quotas as reports

MARCH = Period.parse("2026-03")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


@pytest.fixture
def county(office: Office) -> SmallCounty:
    return SmallCounty(office)


def lines(office: Office) -> dict[tuple[str, str], Line]:
    """Return every line by the unit's short name and the kind."""
    found = quotas.lines(staffing.read_county(office), office.parameters())
    return {(line.unit.short_name or line.unit.name or "", line.label): line for line in found}


def numbers(line: Line) -> tuple[int | None, int | None, int | None, int | None]:
    return line.approved.value, line.filled.value, line.vacant.value, line.over.value


def quota(county: SmallCounty, kind: str, approved: int, since: str = "2024.01.01", **values: str) -> Quota:
    made = Quota(unit_id=county.finance.id, kind=kind, approved=approved, effective_from=day(since), **values)
    rows.NUMBERS.save(county.office, [(None, made)], title="核定")
    return made


def test_each_line_of_the_small_county(office: Office, county: SmallCounty) -> None:
    """Chief 1 of 1; deputies 2 of 3; staff 4 of 3 with 丁 of the section; 统计局 has its chief's post empty."""
    found = lines(office)
    assert numbers(found["财政局", "领导正职"]) == (1, 1, 0, 0)
    assert numbers(found["财政局", "领导副职"]) == (3, 2, 1, 0)
    assert numbers(found["财政局", "行政编制"]) == (3, 4, 0, 1)
    assert numbers(found["统计局", "领导正职"]) == (1, 0, 1, 0)
    assert set(found) == {("财政局", k) for k in ("领导正职", "领导副职", "行政编制")} | {("统计局", "领导正职")}
    assert found["财政局", "领导副职"].filled.people == (county.second.id, county.third.id)
    assert found["财政局", "行政编制"].over.people == found["财政局", "行政编制"].filled.people


def test_a_document_goes_before_the_sheet_and_the_newest_in_force_counts(office: Office, county: SmallCounty) -> None:
    quota(county, "12", 2, "2023.01.01", document="青编〔2023〕1号")
    newer = quota(county, "12", 4, "2025.01.01", document="青编〔2025〕9号")
    quota(county, "12", 9, "2027.01.01")
    line = lines(office)["财政局", "领导副职"]
    assert (numbers(line), line.document) == ((4, 2, 2, 0), "青编〔2025〕9号")
    assert line.approved.records == (("quota", newer.id),)
    with pytest.raises(CheckFailed, match="同一生效日期"):
        quota(county, "12", 5, "2025.01.01")


def test_nobody_counts_twice_and_who_does_not_count_is_named(office: Office, county: SmallCounty) -> None:
    """甲 is also deputy secretary of the same bureau; a retired deputy still on the books is left out."""
    hold(office, county.first, county.finance, "副职", post_name="党组副书记")
    gone = make_person(office, "戊", unit_id=county.finance.id, management_state="离退人员")
    hold(office, gone, county.finance, "副职")
    line = lines(office)["财政局", "领导副职"]
    assert line.filled.value == 2
    assert dict(line.filled.left_out) == {
        county.first.id: "同时任本单位正职，已在正职中计",
        gone.id: "离退人员（2020.02 起）",
    }
    hold(office, county.second, county.finance, "副职", post_name="总会计师")
    assert lines(office)["财政局", "领导副职"].filled.value == 2


def test_ranks_fill_their_own_kind_and_the_sums(office: Office, county: SmallCounty) -> None:
    """一级 and 二级主任科员 fill the sum of both; the chief's own rank counts or not, as the county says."""
    quota(county, "35", 1)
    quota(county, "37", 4)
    found = lines(office)
    assert numbers(found["财政局", "一、二级主任科员（合计）"]) == (1, 2, 0, 1)
    assert numbers(found["财政局", "一至四级主任科员（合计）"]) == (4, 3, 1, 0)
    set_override(office, name=staffing.COUNTS_LEADERS, value="否", effective_from=day("2025.01"), document="省办法")
    line = lines(office)["财政局", "一、二级主任科员（合计）"]
    assert (line.filled.people, numbers(line)) == ((county.fourth.id,), (1, 1, 0, 0))
    assert [reason for _, reason in line.filled.left_out] == ["担任领导职务，兼任的职级按参数不占职级职数"]


def test_without_an_approved_number_nothing_is_vacant(office: Office, county: SmallCounty) -> None:
    person = make_person(office, "己", unit_id=county.statistics.id, staffing_type="行政编制")
    line = lines(office)["统计局", "行政编制"]
    assert numbers(line) == (None, 1, None, None)
    assert line.vacant.shown() == "无记录"
    assert line.filled.people == (person.id,)


def test_staffing_counts_where_it_belongs_and_mixed_people_are_named(office: Office, county: SmallCounty) -> None:
    """丁 works in 预算股 with 统计局's staffing; 丙's staffing in 财政局 while in its section is not mixed."""
    people = {p.name: p for p in office.find(Person)}
    with office.operation("调整", right="test") as current:
        fourth = dataclasses.replace(people["丁"], staffing_unit_id=county.statistics.id)
        third = dataclasses.replace(people["丙"], unit_id=county.section.id, staffing_unit_id=county.finance.id)
        current.update_many([(people["丁"], fourth), (people["丙"], third)])
    found = lines(office)
    assert numbers(found["财政局", "行政编制"]) == (3, 3, 0, 0)
    assert found["统计局", "行政编制"].filled.people == (county.fourth.id,)
    (one,) = staffing.mixed(staffing.read_county(office))
    assert (one.person_id, one.kind, one.working, one.staffing) == (county.fourth.id, "混编", "预算股", "统计局")


def test_a_kind_of_staffing_that_the_unit_does_not_have_is_mixed_too(office: Office, county: SmallCounty) -> None:
    person = make_person(office, "庚", unit_id=county.finance.id, staffing_type="事业编制（其他）")
    (one,) = staffing.mixed(staffing.read_county(office))
    assert (one.person_id, one.kind) == (person.id, "混岗")
    quota(county, "43", 2)
    assert staffing.mixed(staffing.read_county(office)) == []


def post(number: int, start: str | None, end: str | None = None) -> Seat:
    dates = [day(text) if text else None for text in (start, end)]
    return Seat(f"t{number}", f"p{number}", "u", "副局长", "12", True, dates[0], dates[1], end is None)


@pytest.mark.parametrize(
    ("held", "seat", "since"),
    [
        ([], 1, None),
        ([post(1, "2018.01", "2024.06")], 1, "2024.06"),
        ([post(1, None, "2024.06")], 1, "2024.06"),
        ([post(1, "2018.01", "2024.06"), post(2, "2019.01")], 2, "2024.06"),
        ([post(1, "2018.01", "2021.01"), post(2, "2019.01", "2024.06"), post(3, "2021.01")], 2, "2024.06"),
        ([post(1, "2018.01", "2021.01"), post(2, "2022.01", "2024.06")], 1, "2024.06"),
        ([post(1, "2018.01")], 2, None),
    ],
)
def test_since_when_a_seat_is_vacant(held: list[Seat], seat: int, since: str | None) -> None:
    assert vacant_since(held, seat, None, date(2026, 3, 2)) == (day(since) if since else None)


def test_a_later_document_begins_the_vacancy() -> None:
    held = [post(1, "2018.01", "2020.06")]
    assert vacant_since(held, 1, day("2025.01.01"), date(2026, 3, 2)) == day("2025.01.01")
    assert vacant_since(held, 1, day("2019.01.01"), date(2026, 3, 2)) == day("2020.06")


def test_the_countys_table_has_chiefs_and_deputies_of_a_unit_in_one_row(office: Office, county: SmallCounty) -> None:
    """财政局: one chief of one, two deputies of three; 统计局: no chief of one, no deputies approved, nobody there."""
    table = reports.quota_ledger(office, MARCH).tables[0]
    assert table.header[1] == ("序号", "单位", *("职数", "现任数", "现任干部", "空缺数") * 2)
    read = [[c if isinstance(c, str) else c.shown() for c in row] for row in table.rows]
    assert read == [
        ["1", "财政局", "1", "1", "甲", "0", "3", "2", "乙、丙", "1"],
        ["2", "统计局", "1", "0", "", "1", "—", "—", "—", "—"],
        ["", "合计", "2", "1", "", "1", "3", "2", "", "1"],
    ]
    held = table.rows[0][7]
    assert isinstance(held, Figure)
    assert held.people == (county.second.id, county.third.id)
    for name in ("戊", "己"):
        hold(office, make_person(office, name, unit_id=county.finance.id), county.finance, "副职")
    row = reports.quota_ledger(office, MARCH).tables[0].rows[0]
    approved, filled, names, vacant = (c if isinstance(c, str) else c.shown() for c in row[6:])
    assert (approved, filled, sorted(names.split("、")), vacant) == ("3", "4", sorted("乙丙戊己"), "超1")


def test_the_quota_sheet_has_the_countys_columns(office: Office, county: SmallCounty) -> None:
    empty = make_unit(office, "空壳")
    with office.reading() as connection:
        values = forms.quota_values(office, connection, county.finance.id)
        nothing = forms.quota_values(office, connection, empty.id)
    (row,) = values["posts"]
    assert (row["chief_people"], row["deputy_people"], row["deputy_vacant"]) == ("甲", "乙、丙", "1")
    assert all(line["kind"] not in ("领导正职", "领导副职") for line in values["lines"])
    form = next(form for form in forms.FORMS if form.name == "quota-sheet")
    assert form.is_empty is not None
    assert (form.is_empty(values), form.is_empty(nothing)) == (False, True)


def test_vacant_posts_say_how_long(office: Office, county: SmallCounty) -> None:
    """统计局's chief left in 2025.06: nine months by March 2026; 财政局's third deputy is vacant since nobody knows."""
    gone = make_person(office, "辛", unit_id=county.statistics.id, management_state="调出人员")
    ended = {"removed_on": day("2025.06"), "state": "已免"}
    hold(office, gone, county.statistics, "正职", **ended)
    report = reports.vacant_posts(office, MARCH)
    rows = [(row[1], row[2], row[5], row[6]) for row in report.tables[0].rows]
    assert rows == [("财政局", "领导副职", "无记录", "无记录"), ("统计局", "领导正职", "2025.06", "9个月")]
    found = quotas.vacancies(lines(office).values(), date(2026, 3, 31))
    assert [v.months for v in found] == [None, 9]


def test_the_ledger_sums_each_kind(office: Office, county: SmallCounty) -> None:
    report = reports.quota_ledger(office, MARCH)
    sums = {row[0]: [c.value for c in row[1:] if isinstance(c, Figure)] for row in report.tables[2].rows}
    assert sums == {"领导正职": [2, 1, 1, 0], "领导副职": [3, 2, 1, 0], "行政编制": [3, 4, 0, 1]}
    assert {table for table, *_ in report.inputs} == {"person", "service_spell", "tenure", "unit"}


def test_over_quota_points_at_units(office: Office, county: SmallCounty) -> None:
    report = reports.over_quota(office, MARCH)
    (row,) = report.tables[0].rows
    assert row[:2] == ("财政局", "行政编制")
    assert "不指向个人" in report.remarks[0]


def sheet(office: Office, person: Person, post_: str | None, removal: str | None = None) -> None:
    add(office, AppointmentSheet(person_id=person.id, proposed_post=post_, proposed_removal=removal))


def test_the_precheck_counts_after_the_list(office: Office, county: SmallCounty) -> None:
    """甲 goes from 财政局 to head 统计局, 乙 takes her post; 丁 becomes deputy: 1 chief, 丙 and 丁 as deputies."""
    sheet(office, county.first, "青禾县统计局局长", "青禾县财政局局长")
    sheet(office, county.second, "财政局党组书记、局长", "财政局副局长")
    sheet(office, county.fourth, "任财政局党组成员、副局长")
    found = precheck(staffing.read_county(office), planned(office))
    shown = {
        (row.unit.short_name, row.label): (row.before.value, row.going.value, row.coming.value, row.after.value)
        for row in found.rows
    }
    assert shown == {
        ("财政局", "领导正职"): (1, 1, 1, 1),
        ("财政局", "领导副职"): (2, 1, 1, 2),
        ("统计局", "领导正职"): (0, 0, 1, 1),
    }
    assert (found.over, found.unread) == ([], ())


def test_the_precheck_warns_of_too_many_and_lists_what_it_cannot_read(office: Office, county: SmallCounty) -> None:
    sheet(office, county.second, "财政局局长")
    sheet(office, county.third, "外县某局副局长；督学")
    found = precheck(staffing.read_county(office), planned(office))
    (over,) = found.over
    assert (over.label, over.after.value, over.over.value) == ("领导正职", 2, 1)
    assert over.after.people == (county.first.id, county.second.id)
    assert [move.text for move in found.unread] == ["外县某局副局长", "督学"]
    report = reports.quota_precheck(office, MARCH)
    assert "任后超职数：财政局领导正职超 1 名。" in report.remarks
    assert [row[3] for row in report.tables[1].rows] == ["外县某局副局长", "督学"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("党委副书记、镇长", "11"),
        ("党委委员、纪委书记", "12"),
        ("党组成员、副局长", "12"),
        ("党委委员", ""),
        ("办公室主任", ""),
        ("三级主任科员", None),
    ],
)
def test_posts_are_read_by_their_words(office: Office, county: SmallCounty, text: str, kind: str | None) -> None:
    assert PostReader(staffing.read_county(office)).kind(county.statistics.id, text) == kind


def test_a_renamed_unit_keeps_its_old_name(office: Office, county: SmallCounty) -> None:
    old = office.get(Unit, county.finance.id)
    assert old is not None
    actions.save_unit(office, old, dataclasses.replace(old, name="青禾县财政和国资局"))
    (former,) = office.find(UnitName)
    assert (former.name, former.used_until) == ("青禾县财政局", day("2026.03.02"))
    office.undo()
    assert office.find(UnitName) == []


def test_a_unit_with_staffing_elsewhere_is_not_deleted(office: Office, county: SmallCounty) -> None:
    people = {p.name: p for p in office.find(Person)}
    with office.operation("调整", right="test") as current:
        current.change(people["丁"], staffing_unit_id=county.statistics.id)
    with pytest.raises(CheckFailed, match="编制在"):
        actions.delete_unit(office, county.statistics)


def test_quotas_need_their_right(office: Office, county: SmallCounty) -> None:
    weak = Office(office.file, Account("查询员", frozenset()), clock=office.clock)
    made = Quota(unit_id=county.finance.id, kind="11", approved=1)
    with pytest.raises(PermissionDenied):
        rows.NUMBERS.save(weak, [(None, made)], title="核定")


def test_a_removed_post_no_longer_counts(office: Office, county: SmallCounty) -> None:
    (tenure,) = [t for t in office.find(Tenure) if t.person_id == county.second.id]
    with office.operation("免职", right="test") as current:
        current.change(tenure, state="已免")
    assert lines(office)["财政局", "领导副职"].filled.people == (county.third.id,)


def test_the_data_check_counts_staffing_where_it_belongs_too(office: Office, county: SmallCounty) -> None:
    people = {p.name: p for p in office.find(Person)}
    with office.operation("调整", right="test") as current:
        current.change(people["丙"], staffing_unit_id=county.statistics.id)
    with office.reading() as connection:
        counts = unit_counts(connection, office.today())
    assert counts[county.finance.id].staff == {"行政编制": 2}
    assert counts[county.statistics.id].staff == {"行政编制": 1}
