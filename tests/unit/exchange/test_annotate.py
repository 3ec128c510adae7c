"""The clerk's own workbook comes back with what is wrong in it, and nothing else changed."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from support.workbooks import HOSTILE_TEXTS, ROSTER_ROWS, collection_file, edit_parts, make_xlsx

from ganbu_desktop.exchange.annotate import CellFinding, annotate
from ganbu_desktop.exchange.collection_workbook import read_collection_workbook
from ganbu_desktop.exchange.workbook import read_workbook
from ganbu_desktop.foundation.errors import DocumentError, ExchangeError

DATA = Path(__file__).parents[2] / "data"
RED = "FFFF9999"


def annotated(tmp_path, original, *findings):
    target = tmp_path / "退回.xlsx"
    annotate(original, [CellFinding(*finding) for finding in findings], target)
    return target, openpyxl.load_workbook(target)


def test_cells_are_red_with_comments_and_listed(tmp_path):
    original = collection_file(tmp_path / "a.xlsx")
    _, workbook = annotated(
        tmp_path,
        original,
        ("A01人员", 3, 2, "身份证号校验位不对"),
        ("A01人员", 3, 2, "与性别不符"),
        ("A02职务", 4, None, "没有这个人"),
        ("没有的表", 1, 1, "整个文件的事"),
    )
    cell = workbook["A01人员"]["B3"]
    assert cell.fill.fgColor.rgb == RED
    assert cell.comment.text == "身份证号校验位不对\n与性别不符"
    assert workbook["A02职务"]["A4"].comment.text == "没有这个人"
    errors = workbook["错误"]
    assert workbook.sheetnames[0] == "错误"
    assert [c.value for c in errors[2]] == [1, "A01人员", 3, "B", cell.value, "身份证号校验位不对"]
    assert [errors.cell(4, c).value for c in (2, 4, 6)] == ["A02职务", "整行", "没有这个人"]
    assert errors["F2"].hyperlink.location == "'A01人员'!B3"
    assert errors["F5"].hyperlink is None


def test_everything_else_stays(tmp_path):
    def style(sheet):
        sheet["B4"].font = openpyxl.styles.Font(name="楷体", bold=True)
        sheet.column_dimensions["E"].width = 44
        sheet["F4"] = "=1+1"
        sheet.row_dimensions[5].hidden = True
        sheet.merge_cells("A1:F1")

    original = make_xlsx(tmp_path / "a.xlsx", ROSTER_ROWS, style)
    _, workbook = annotated(tmp_path, original, ("花名册", 4, 2, "名字有误"))
    sheet = workbook["花名册"]
    assert sheet["B4"].font.name == "楷体"
    assert sheet["B4"].font.bold
    assert sheet.column_dimensions["E"].width == 44
    assert sheet["F4"].value == "=1+1"
    assert sheet.row_dimensions[5].hidden
    assert str(next(iter(sheet.merged_cells.ranges))) == "A1:F1"
    assert original.read_bytes() != b""


def test_collection_workbook_is_read_back_the_same(tmp_path):
    original = collection_file(tmp_path / "a.xlsx", 20)
    target, workbook = annotated(tmp_path, original, ("A01人员", 3, 2, "x"))
    before, after = read_collection_workbook(original), read_collection_workbook(target)
    assert before.rows == after.rows
    assert after.notices == []
    assert workbook["A01人员"].data_validations.count > 10
    assert "DIC_RS_GB3304" in workbook.defined_names


def test_a_second_round_takes_the_first_marks_off(tmp_path):
    original = make_xlsx(tmp_path / "a.xlsx", ROSTER_ROWS)
    first, _ = annotated(tmp_path, original, ("花名册", 4, 2, "一"), ("花名册", 5, 2, "二"))
    second = tmp_path / "再退.xlsx"
    annotate(first, [CellFinding("花名册", 5, 2, "二")], second)
    workbook = openpyxl.load_workbook(second)
    assert workbook.sheetnames == ["错误", "花名册"]
    assert workbook["花名册"]["B4"].comment is None
    assert workbook["花名册"]["B4"].fill.fill_type is None
    assert workbook["花名册"]["B5"].comment.text == "二"


def test_no_text_of_file_or_finding_becomes_a_formula(tmp_path):
    original = make_xlsx(tmp_path / "a.xlsx", [["姓名"], *[["'" + text] for text in HOSTILE_TEXTS]])
    findings = [("花名册", n + 2, 1, text) for n, text in enumerate(HOSTILE_TEXTS)]
    target, workbook = annotated(tmp_path, original, *findings)
    messages = [workbook["错误"].cell(n + 2, 6).value.replace("_x005F_", "_") for n in range(len(findings))]
    assert messages == list(HOSTILE_TEXTS)
    with zipfile.ZipFile(target) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)


def test_text_tables_come_back_as_text(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_bytes("姓名,备注\n赵明,=1+1\n".encode("gb18030"))
    target, workbook = annotated(tmp_path, path, ("文本表", 2, 1, "有误"))
    assert workbook["文本表"]["A2"].comment.text == "有误"
    with zipfile.ZipFile(target) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)
    assert [row.values for row in read_workbook(target).sheets[0].rows] == [["姓名", "备注"], ["赵明", "=1+1"]]


def test_old_xls_comes_back_as_xlsx(tmp_path):
    sheet = read_workbook(DATA / "roster.xls").sheets[0].name
    _, workbook = annotated(tmp_path, DATA / "roster.xls", (sheet, 4, 2, "有误"))
    assert workbook[sheet]["B4"].fill.fgColor.rgb == RED
    assert workbook[sheet].row_dimensions[5].hidden
    assert workbook[sheet]["E7"].value.startswith("某局科长")


def test_finding_inside_a_merged_range_marks_its_first_cell(tmp_path):
    original = make_xlsx(tmp_path / "a.xlsx", [["姓名"], ["赵明"], [None]], lambda sheet: sheet.merge_cells("A2:A3"))
    _, workbook = annotated(tmp_path, original, ("花名册", 3, 1, "有误"))
    assert workbook["花名册"]["A2"].comment.text == "有误"


def test_comment_of_the_clerk_stays(tmp_path):
    def note(sheet):
        sheet["A2"].comment = openpyxl.comments.Comment("请核对", "赵明")

    _, workbook = annotated(
        tmp_path, make_xlsx(tmp_path / "a.xlsx", [["姓名"], ["赵"]], note), ("花名册", 2, 1, "有误")
    )
    assert workbook["花名册"]["A2"].comment.text == "请核对\n有误"


def test_ghost_cell_does_not_matter(tmp_path):
    original = make_xlsx(tmp_path / "a.xlsx", ROSTER_ROWS, lambda sheet: sheet.cell(1048576, 20, "x"))
    _, workbook = annotated(tmp_path, original, ("花名册", 4, 2, "有误"))
    assert workbook["花名册"].max_row < 20


def test_macros_do_not_come_back(tmp_path):
    original = edit_parts(make_xlsx(tmp_path / "a.xlsm", ROSTER_ROWS), {}, {"xl/vbaProject.bin": b"macro"})
    target, _ = annotated(tmp_path, original, ("花名册", 4, 2, "有误"))
    with zipfile.ZipFile(target) as archive:
        assert not any("vba" in name.lower() for name in archive.namelist())


def test_trouble_is_said_and_nothing_is_left(tmp_path):
    original = make_xlsx(tmp_path / "a.xlsx", ROSTER_ROWS)
    with pytest.raises(DocumentError, match="文件夹不存在"):
        annotate(original, [], tmp_path / "无" / "b.xlsx")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(ExchangeError, match="PDF"):
        annotate(tmp_path / "b.pdf", [], tmp_path / "c.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.pdf"]
