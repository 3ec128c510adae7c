"""Workbooks of other training systems as they come: merged heads and cells, units in the numbers, dates in one cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.builders import make_office
from support.training_classes import head
from support.workbooks import make_xlsx

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training import intake
from ganbu_desktop.modules.training.foreign_cells import DAYS_UNITS, HOURS_UNITS, amount, both_dates


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    for name in ("王小明", "李四", "赵五"):
        head(made, name)
    return made


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2026/3/2-3/6", ("2026.03.02", "2026.03.06")),
        ("2026-03-02-2026-03-06", ("2026.03.02", "2026.03.06")),
        ("2026年4月7日至9日", ("2026.04.07", "2026.04.09")),
        ("2025.12.29—2026.1.3", ("2025.12.29", "2026.01.03")),
        ("2025.03—2025.12", ("2025.03", "2025.12")),
        ("2025年3月-12月", ("2025.03", "2025.12")),
        ("2026-3-5", ("2026-3-5", "2026-3-5")),
        ("2026.05.08", ("2026.05.08", "2026.05.08")),
        ("去年", ("去年", "去年")),
    ],
)
def test_both_dates_are_read_out_of_one_cell(text: str, dates: tuple[str, str]) -> None:
    assert both_dates(text) == dates


def test_a_year_that_is_not_written_is_not_guessed() -> None:
    with pytest.raises(FieldError, match="年份写全"):
        both_dates("2025.12.29-1.3")


def test_only_the_unit_of_the_item_is_taken_off() -> None:
    assert [amount(text, HOURS_UNITS) for text in ("7.5学时", "共24 课时", "24")] == ["7.5", "24", "24"]
    assert amount("12天", DAYS_UNITS) == "12"
    assert [amount(text, HOURS_UNITS) for text in ("8小时", "12天", "半天")] == ["8小时", "12天", "半天"]


def test_a_head_of_two_rows_and_a_row_of_sums(office: Office, tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        for place in ("A1:G1", "A2:A3", "B2:C2", "D2:F2", "G2:G3"):
            sheet.merge_cells(place)

    rows = [
        ["2026年学时统计（导出）"],
        ["序号", "学员信息", None, "培训情况", None, None, "备注"],
        [None, "姓 名", "工作单位", "培训班名称", "培训时间", "学时数（个）", None],
        ["1", "王小明", "", "春季班", "2026/3/2-3/6", "7.5学时", "网络"],
        [None, "姓 名", "工作单位", "培训班名称", "培训时间", "学时数（个）", None],
        ["2", "李四", "", "春季班", "2026/3/2-3/6", "8小时", ""],
        ["合计", None, None, None, None, "15.5学时", None],
    ]
    sheet = intake.read_sheet(office, make_xlsx(tmp_path / "网院.xlsx", rows, merge))
    assert (sheet.header, sheet.mapping[6], sheet.mapping[7]) == (3, "hours_tenths", "note")
    found = intake.plan(office, sheet, sheet.mapping)
    taken = found.entries[0]
    assert [str(taken.starts_on), str(taken.ends_on)] == ["2026.03.02", "2026.03.06"]
    assert (len(found.entries), taken.hours_tenths, taken.note) == (1, 75, "网络")
    assert [(r.row, r.column) for r in found.refused] == [(6, "学时")]


def test_a_class_merged_over_its_people_counts_for_each(office: Office, tmp_path: Path) -> None:
    rows = [
        ["班次", "起止日期", "天数", "学时", "学员姓名"],
        ["科干班", "2026.9.1-9.12", "12天", "90学时", "王小明"],
        [None, None, None, None, "李四"],
    ]

    def merge(sheet: Worksheet) -> None:
        for column in "ABCD":
            sheet.merge_cells(f"{column}2:{column}3")

    sheet = intake.read_sheet(office, make_xlsx(tmp_path / "党校.xlsx", rows, merge))
    found = intake.plan(office, sheet, sheet.mapping)
    assert [(e.class_title, e.days_tenths, e.hours_tenths) for e in found.entries] == [("科干班", 120, 900)] * 2


def test_one_number_merged_over_several_classes_is_refused(office: Office, tmp_path: Path) -> None:
    rows = [
        ["学员姓名", "班次", "起止日期", "学时"],
        ["王小明", "甲班", "2026.3.2-3.6", "60"],
        [None, "乙班", "2026.4.7-4.9", None],
        ["赵五", "乙班", "2026.4.7-4.9", "24"],
    ]

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("D2:D3")

    sheet = intake.read_sheet(office, make_xlsx(tmp_path / "汇总.xlsx", rows, merge))
    found = intake.plan(office, sheet, sheet.mapping)
    assert [(e.class_title, e.hours_tenths) for e in found.entries] == [("乙班", 240)]
    assert [(r.row, r.column) for r in found.refused] == [(2, "学时"), (3, "学时")]
