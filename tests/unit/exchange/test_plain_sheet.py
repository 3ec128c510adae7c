"""A list as an office lays it out: title rows, merged cells, and nothing that could become a formula."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ganbu_desktop.exchange.plain_sheet import write_sheet
from ganbu_desktop.foundation.errors import DocumentError


def test_rows_merged_cells_and_widths_are_written(tmp_path: Path) -> None:
    """Each row stands where it was given; empty texts leave empty cells."""
    target = tmp_path / "花名册.xlsx"
    write_sheet(target, "花名册", [["名单", ""], ["姓名", "职务"], ["王小明", ""]], merged=["A1:B1"], widths=[12, 30])
    sheet = openpyxl.load_workbook(target)["花名册"]
    assert list(sheet.iter_rows(values_only=True)) == [("名单", None), ("姓名", "职务"), ("王小明", None)]
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:B1"]
    assert sheet.column_dimensions["B"].width == 30


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "339901198003150044", "\tx"])
def test_every_cell_is_text(tmp_path: Path, text: str) -> None:
    """Formula-like texts and long numbers come back as they were."""
    target = tmp_path / "表.xlsx"
    write_sheet(target, "表", [[text]])
    cell = openpyxl.load_workbook(target)["表"]["A1"]
    assert (cell.value, cell.number_format) == (text, "@")
    assert cell.data_type != "f"


def test_a_text_too_long_for_a_cell_leaves_no_file(tmp_path: Path) -> None:
    """The sentence names the row, and an older file stays."""
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(DocumentError, match="第 2 行"):
        write_sheet(target, "表", [["x"], ["长" * 32768]])
    assert target.read_bytes() == b"old"
