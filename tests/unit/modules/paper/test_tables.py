"""Count tables on paper: title, unit and day on the sheet, PDF and Excel alike, and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from support.builders import add, make_office, make_person
from support.written_files import faults_of

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AnnualResult, SourceTag
from ganbu_desktop.modules.paper import printing
from ganbu_desktop.modules.paper.tables import TABLES


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
        outcome = printing.run(office, printing.PrintJob(name, [], tmp_path / f"a.{suffix}"))
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
        printing.run(office, printing.PrintJob("tier-table", [], tmp_path / "a.docx"))
    assert not (tmp_path / "a.docx").exists()
