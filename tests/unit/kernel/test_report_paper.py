"""From figures to paper: numbers stay numbers, missing data stays missing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from support.builders import make_office, make_person
from support.sample_reports import compute

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.report.paper import on_paper, write_report
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable
from ganbu_desktop.paper.fonts import FontBook

MONTH = Period.parse("2026-03")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Figure(12), ("12", 12, "0")),
        (Figure(0), ("0", 0, "0")),
        (Figure(None), ("无记录", None, "")),
        (Figure(833, "83.3%"), ("83.3%", 0.833, "0.0%")),
        (Figure(125, "12.5"), ("12.5", 12.5, "0.0")),
        (Figure(5, "5人次"), ("5人次", None, "")),
        (Figure(-3), ("-3", -3, "0")),
        ("7", ("7", 7, "0")),
        ("007", ("007", None, "")),
        ("13812345678", ("13812345678", None, "")),
        ("合计", ("合计", None, "")),
    ],
)
def test_values(cell: Cell, expected: tuple[str, object, str]) -> None:
    report = Report("表", (ReportTable("", (("a",),), ((cell,),), (1,)),))
    value = on_paper(report).tables[0].rows[0][0]
    assert (value.text, value.number, value.number_format) == expected


def test_a_report_in_both_files(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    make_person(office, "王小明")
    report = compute(office, MONTH)
    for suffix in ("pdf", "xlsx"):
        assert write_report(report, tmp_path / f"r.{suffix}", FontBook.bundled()) == []
    text = "".join(PdfReader(tmp_path / "r.pdf").pages[0].extract_text().split())
    assert "人员基本情况表（2026年3月）" in text
    assert "100.0%" in text
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert [sheet["C5"].value, sheet["E5"].value, sheet["E6"].value] == [1, 1, "无记录"]
    with pytest.raises(CheckFailed, match=r"\.pdf 或 \.xlsx"):
        write_report(report, tmp_path / "r.docx")
