"""Count tables on paper: title, unit and day on the sheet, PDF and Excel alike, and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from support.builders import add, make_office, make_person, make_unit
from support.written_files import faults_of

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AnnualResult, SourceTag, Supplement, Tenure
from ganbu_desktop.kernel.report.spec import Figure, Period
from ganbu_desktop.modules.paper import printing
from ganbu_desktop.modules.paper.job import PrintJob
from ganbu_desktop.modules.paper.tables import TABLES
from ganbu_desktop.modules.statistics.cross import Ask, cross_report


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    person = make_person(made, "王小明", management_state="现职人员")
    add(made, *(AnnualResult(person_id=person.id, year=year, result="1") for year in (2023, 2024, 2025)))
    add(made, SourceTag(person_id=person.id, category="1", document="青组〔2020〕1号", recognised_on=PartialDate(2020)))
    return made


@pytest.mark.parametrize("name", TABLES)
def test_title_unit_and_day_stand_on_every_table(office: Office, tmp_path: Path, name: str) -> None:
    wanted = [TABLES[name].title, f"单位：{office.called()}", "截至2026年3月2日"]
    for suffix in ("pdf", "xlsx"):
        outcome = printing.run(office, PrintJob(name, [], tmp_path / f"a.{suffix}"))
        assert outcome.amount() == "1 份"
        assert faults_of(tmp_path / f"a.{suffix}") == []
    drawn = "".join("".join(page.extract_text().split()) for page in PdfReader(tmp_path / "a.pdf").pages)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    written = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for text in wanted:
        assert "".join(text.split()) in drawn
        assert text in written


def test_a_table_is_no_word_file(office: Office, tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match=r"请写成 \.pdf 或 \.xlsx"):
        printing.run(office, PrintJob("tier-table", [], tmp_path / "a.docx"))
    assert not (tmp_path / "a.docx").exists()


@pytest.fixture
def county(tmp_path: Path) -> Office:
    """甲 heads a bureau (recruited), 乙 came as a villager, 丙 was hired and headed it before; two no longer serve."""
    made = make_office(tmp_path)
    bureau = make_unit(made, "青禾县财政局", short_name="财政局", category="11")
    here = {"unit_id": bureau.id, "management_state": "现职人员", "tier": "2"}
    first = make_person(made, "甲", is_principal=True, current_post="财政局局长", **here)
    second, third = make_person(made, "乙", **here), make_person(made, "丙", **here)
    gone = [make_person(made, n, is_principal=True, **{**here, "management_state": s}) for n, s in GONE.items()]
    chief = {"member_kind": "正职", "is_team_member": True, "appointed_on": PartialDate(2020, 5), "state": "在任"}
    add(made, Tenure(person_id=first.id, unit_id=bureau.id, post_name="局长", is_main=True, **chief))
    former = {**chief, "removed_on": PartialDate(2024, 1), "state": "已免"}
    add(made, Tenure(person_id=third.id, unit_id=bureau.id, post_name="局长", **former))
    add(made, Supplement(person_id=first.id, recruited_on=PartialDate(2008, 7)))
    add(made, Supplement(person_id=second.id, by_examination=False))
    tags = [(first, "14"), (second, "12"), (second, "20"), (third, "30"), *((person, "14") for person in gone)]
    found = [
        SourceTag(person_id=person.id, category=category, document="青组", position=n)
        for n, (person, category) in enumerate(tags)
    ]
    over = SourceTag(person_id=third.id, category="14", document="青组", expires_on=PartialDate(2026, 3, 2), position=9)
    add(made, *found, over)
    add(
        made,
        *(
            AnnualResult(person_id=p.id, year=year, result="1")
            for p in (second, gone[0])
            for year in (2023, 2024, 2025)
        ),
    )
    return made


GONE = {"丁": "离退人员", "戊": "已去世"}


def lines(office: Office, name: str) -> list[str]:
    """Return the rows of a table, each as one text."""
    return [" ".join(str(cell) for cell in row) for row in TABLES[name].compute(office).tables[0].rows]


def test_only_who_serves_is_counted_in_all_tables(county: Office) -> None:
    assert lines(county, "tier-table")[-1].split() == ["合计", "3", "1"]
    assert lines(county, "source-table")[-1].split() == ["在职人员", "3"]
    assert lines(county, "condition-list") == ["青禾县财政局 乙 2023—2025 年均为优秀 符合条件，待核对"]
    for name in ("tier-table", "source-table", "condition-list"):
        said = "".join(TABLES[name].compute(county).remarks)
        assert "统计范围：2026.03.02 在职的 3 人" in said
        assert "不计 2 人" in said
    (total,) = cross_report(county, Ask("tier", "sex"), Period.parse("2026-03")).tables[0].rows[-1:]
    assert isinstance(total[-1], Figure)
    assert total[-1].value == 3, "the statistics count the same people"


def test_sources_are_parted_by_the_way_into_the_service(county: Office) -> None:
    """进班子, 招录, 聘用 of each source: 第一书记 only 甲 (two are gone, 丙's is over), 体制外 only 丙."""
    found = dict(line.split(" ", 1) for line in lines(county, "source-table"))
    assert found["五方面人员：第一书记"] == "1 33.3% 1 100.0% 1 100.0% 0 0.0%"
    assert found["五方面人员：优秀村（社区）干部"] == "1 33.3% 0 0.0% 0 0.0% 0 0.0%"
    assert found["体制外人员直接聘用"] == "1 33.3% 0 0.0% 0 0.0% 1 100.0%"
    assert found["有来源标识的（每人计一次）"] == "3 100.0% 1 33.3% 1 33.3% 1 33.3%"


def test_principals_are_listed_with_their_post(county: Office) -> None:
    (line,) = lines(county, "principal-list")
    assert line.startswith("1 青禾县财政局 甲 财政局局长 2020.05 ")
