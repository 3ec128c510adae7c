"""The workbook to be filled in: any text comes back as it went out, numbers add up, lists stand behind drop-downs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.workbooks import HOSTILE_TEXTS

from ganbu_desktop.exchange.fillable_workbook import FillableColumn, sheet_name, write_fillable
from ganbu_desktop.exchange.sheet_xml import MAX_CELL_TEXT, storable
from ganbu_desktop.exchange.workbook import read_workbook
from ganbu_desktop.foundation.errors import DocumentError

COLUMNS = (
    FillableColumn("名称", is_required=True),
    FillableColumn("数量", is_number=True),
    FillableColumn("类别", choices=("甲", "乙")),
    FillableColumn("来源", must_stay=True, choices=("A",), is_open=True),
)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=5))
def test_texts_come_back_as_they_went_out(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        assert write_fillable(path, "表", COLUMNS[:1], [[text] for text in texts]) == len(texts)
        sheet = openpyxl.load_workbook(path)["表"]
        cells = [sheet.cell(number, 1) for number in range(2, len(texts) + 2)]
        assert [cell.value or "" for cell in cells] == [storable(text) for text in texts]
        assert {cell.data_type for cell in cells if cell.value} <= {"s"}


def test_the_worker_reads_what_was_written(tmp_path: Path) -> None:
    rows = [[text, "12", "甲", ""] for text in HOSTILE_TEXTS]
    write_fillable(tmp_path / "x.xlsx", "表", COLUMNS, rows)
    sheet = read_workbook(tmp_path / "x.xlsx").sheet("表")
    assert sheet is not None
    assert [row.cell(1).text for row in sheet.rows[1:]] == list(HOSTILE_TEXTS)
    assert {row.values[1] for row in sheet.rows[1:]} == {12}


def test_only_plain_numbers_are_numbers(tmp_path: Path) -> None:
    texts = ["7", "7.5", "007", "1234567890123456", "1E5", "-3", "七"]
    write_fillable(tmp_path / "x.xlsx", "表", COLUMNS, [["", text, "", ""] for text in texts])
    cells = openpyxl.load_workbook(tmp_path / "x.xlsx")["表"]["B"][1:]
    assert [cell.value for cell in cells] == [7, 7.5, 7, "1234567890123456", "1E5", "-3", "七"]


def test_lists_and_notes(tmp_path: Path) -> None:
    write_fillable(tmp_path / "x.xlsx", "表", COLUMNS, [], notes=["先看这里"])
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    found = {str(v.sqref): (v.formula1, v.showErrorMessage) for v in book["表"].data_validations.dataValidation}
    assert found == {"C2:C60000": ("选项!$A$2:$A$3", True), "D2:D60000": ("选项!$B$2:$B$2", False)}
    told = [tuple(row) for row in book["填表说明"].iter_rows(values_only=True)]
    assert told[1][0] == "先看这里"
    assert [row[:2] for row in told[3:]] == [("名称", "必填"), ("数量", None), ("类别", None), ("来源", "留列")]


def test_a_text_too_long_for_a_cell_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(DocumentError, match="第 2 行“名称”"):
        write_fillable(path, "表", COLUMNS[:1], [["长" * (MAX_CELL_TEXT + 1)]])
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.xlsx"]


@pytest.mark.parametrize("title", ["a/b:c", "[x]*?", "长" * 40, ""])
def test_any_title_makes_a_sheet(tmp_path: Path, title: str) -> None:
    write_fillable(tmp_path / "x.xlsx", title, COLUMNS, [])
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[0] == sheet_name(title)
