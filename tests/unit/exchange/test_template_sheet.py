"""Excel templates: cells keep their style, rows repeat, formulas and merged cells below move along."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from support.template_files import PEOPLE, PERSON, sheet_file

from ganbu_desktop.exchange.template import Known, fill_template
from ganbu_desktop.exchange.template.filling import judge
from ganbu_desktop.exchange.template.shifting import RowMoves, formula_problem, moved_formula
from ganbu_desktop.foundation.errors import ExchangeError

THREE = [{"姓名": name, "性别": "男", "职务": "局长"} for name in ("王一", "李二", "赵三")]


def roster(sheet: Worksheet) -> None:
    sheet["A1"] = "{{标题}}"
    sheet["A1"].font = Font(bold=True, size=20)
    sheet.merge_cells("A1:C1")
    sheet.append(["姓名", "性别", "分"])
    sheet.append(["{{#名单}}{{姓名}}", "{{性别}}", 5, "=C3*2", "{{职务}}{{/名单}}"])
    sheet["B3"].font = Font(color="FF0000")
    sheet.merge_cells("E3:F3")
    sheet.append(["合计", None, "=SUM(C3:C3)", "=D3"])
    sheet.merge_cells("A4:B4")
    sheet["A5"] = "共 {{人数}} 人"
    sheet.print_area = "A1:F5"
    sheet.print_title_rows = "1:2"


def filled(folder: Path, write: Any, values: dict[str, Any], known: Known = PEOPLE) -> Worksheet:
    source = sheet_file(folder / "模板.xlsx", write)
    fill_template(source, folder / "成品.xlsx", known, values)
    sheet = openpyxl.load_workbook(folder / "成品.xlsx").active
    assert isinstance(sheet, Worksheet)
    return sheet


def problems(folder: Path, write: Any, known: Known = PEOPLE) -> list[str]:
    found = judge(str(sheet_file(folder / "模板.xlsx", write)), known.to_plain())
    return [f"{place}：{text}" for place, text in found["problems"]]


def test_rows_are_repeated_and_what_stands_below_moves_with_its_formulas(tmp_path: Path) -> None:
    sheet = filled(tmp_path, roster, {"标题": "名单", "人数": "3", "名单": THREE})
    assert [sheet.cell(row, 1).value for row in range(1, 8)] == [
        "名单",
        "姓名",
        "王一",
        "李二",
        "赵三",
        "合计",
        "共 3 人",
    ]
    assert [sheet.cell(row, 4).value for row in range(3, 7)] == ["=C3*2", "=C4*2", "=C5*2", "=D3"]
    assert sheet["C6"].value == "=SUM(C3:C5)"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:C1", "E3:F3", "E4:F4", "E5:F5", "A6:B6"}
    assert sheet.print_area == "'名册'!$A$1:$F$7"
    assert sheet.print_title_rows == "$1:$2"


def test_styles_stay_with_their_cells(tmp_path: Path) -> None:
    sheet = filled(tmp_path, roster, {"标题": "名单", "名单": THREE})
    assert sheet["A1"].font.bold
    assert [sheet.cell(row, 2).font.color.rgb[-6:] for row in (3, 4, 5)] == ["FF0000"] * 3


def test_an_empty_list_leaves_one_blank_row(tmp_path: Path) -> None:
    sheet = filled(tmp_path, roster, {"标题": "名单", "人数": "0", "名单": []})
    assert sheet["A3"].value is None
    assert sheet["A4"].value == "合计"
    assert sheet["C4"].value == "=SUM(C3:C3)"


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", '=HYPERLINK("x")', "\t=1"])
def test_a_value_never_becomes_a_formula(tmp_path: Path, value: str) -> None:
    sheet = filled(tmp_path, lambda s: s.append(["{{姓名}}"]), {"姓名": value}, PERSON)
    assert sheet["A1"].data_type in ("s", "inlineStr")
    assert str(sheet["A1"].value).strip() == value.strip()


def test_a_list_within_one_cell_is_written_line_by_line(tmp_path: Path) -> None:
    text = "{{#家庭成员}}{{称谓}}：{{姓名}}{{/家庭成员}}"
    kin = [{"称谓": "妻子", "姓名": "李梅"}, {"称谓": "儿子", "姓名": "王一"}]
    sheet = filled(tmp_path, lambda s: s.append([text]), {"家庭成员": kin}, PERSON)
    assert sheet["A1"].value == "妻子：李梅\n儿子：王一"


def test_headers_and_footers_are_filled(tmp_path: Path) -> None:
    def write(sheet: Worksheet) -> None:
        sheet["A1"] = "{{标题}}"
        sheet.oddHeader.center.text = "{{标题}}"

    sheet = filled(tmp_path, write, {"标题": "甲&乙"})
    assert sheet.oddHeader.center.text == "甲&&乙"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["甲", "{{姓氏}}"], "名册!B1：没有“姓氏”这个字段，是不是“姓名”"),
        (["{{#名单}}{{姓名}}"], "名册!A1：“{{#名单}}”没有对应的 {{/名单}}"),
        (["{{姓名}}{{/名单}}"], "名册!A1：“{{/名单}}”前面没有"),
        (["｛｛姓名｝｝"], "全角"),
        (["{{照片}}"], "是照片，这里只能放文字"),
        (["{{#名册}}", "{{/名册}}"], "没有“名册”这个名单"),
    ],
)
def test_what_is_broken_is_named_with_sheet_and_cell(tmp_path: Path, cells: list[str], expected: str) -> None:
    known = Known(PEOPLE.texts | PERSON.texts, PERSON.pictures, PEOPLE.lists)
    assert any(expected in found for found in problems(tmp_path, lambda s: s.append(cells), known))


def test_repeated_rows_beside_comments_are_refused_with_the_way_out(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    def write(sheet: Worksheet) -> None:
        roster(sheet)
        sheet["A2"].comment = Comment("看这里", "甲")

    assert any("批注" in found for found in problems(tmp_path, write))


@pytest.mark.parametrize(
    "formula",
    ['=WEBSERVICE("http://x")', "=cmd|'/C calc'!A0", "=[1]Sheet1!A1", "='[外.xlsx]表'!A1", '=HYPERLINK("http://x")'],
)
def test_formulas_that_fetch_or_start_something_are_refused(tmp_path: Path, formula: str) -> None:
    source = sheet_file(tmp_path / "模板.xlsx", lambda s: s.append(["{{姓名}}", formula]))
    with pytest.raises(ExchangeError, match="模板没有存入"):
        judge(str(source), PERSON.to_plain())


@pytest.mark.parametrize("formula", ['IF(A1="a|b",1,2)', "SUM(A1:A3)", "表1[分数]", 'A1&"[x]!"'])
def test_formulas_that_only_reckon_are_fine(formula: str) -> None:
    assert formula_problem(formula) == ""


def test_references_move_by_what_was_added_above_them() -> None:
    moves = RowMoves([(3, 4, 6)])
    assert moves.area("A1:B2") == "A1:B2"
    assert moves.area("$C$3:$C$4") == "$C$3:$C$10"
    assert moves.area("A5") == "A11"
    assert moves.area("A:A") == "A:A"
    other = moved_formula('SUM(C3:C4)+其他!C5&"A5"', moves.area, lambda _sheet, reference: reference)
    assert other == 'SUM(C3:C10)+其他!C5&"A5"'
