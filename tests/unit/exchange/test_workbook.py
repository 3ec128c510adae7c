"""Reading table files of every kind: what stands there, what is hidden, what the bulk reader does not tell."""

import datetime
import re
import time
from pathlib import Path

import pytest
from support.workbooks import ROSTER_ROWS, collection_file, edit_parts, make_xlsx

from ganbu_desktop.exchange.cells import Cell, CellKind
from ganbu_desktop.exchange.sniff import FileKind
from ganbu_desktop.exchange.workbook import fill_merged, read_workbook
from ganbu_desktop.foundation.errors import ExchangeError

DATA = Path(__file__).parents[2] / "data"


def sheet_of(path):
    return read_workbook(path).sheets[0]


def test_values_keep_their_kind(tmp_path):
    def change(sheet):
        sheet["A3"], sheet["B3"], sheet["C3"] = "=A1", "=1/0", "#REF!"
        sheet["C3"].data_type = "e"

    rows = [["赵明", 12, 1.5, 5.1e17], [datetime.date(1990, 5, 1), datetime.datetime(1990, 5, 1, 8, 30), True, None]]
    sheet = sheet_of(make_xlsx(tmp_path / "a.xlsx", rows, change))
    assert [cell.text for cell in sheet.rows[0].cells[:3]] == ["赵明", "12", "1.5"]
    assert sheet.rows[0].cell(4).kind is CellKind.DAMAGED
    assert sheet.rows[1].cell(1) == Cell("1990.05.01", CellKind.DATE)
    assert sheet.rows[1].cell(2) == Cell("1990.05.01 08:30:00", CellKind.DATE)
    assert sheet.rows[1].cell(3).kind is CellKind.BOOL
    assert [cell.kind for cell in sheet.rows[2].cells[:3]] == [CellKind.FORMULA, CellKind.FORMULA, CellKind.ERROR]
    assert sheet.rows[2].cell(3).text == "#REF!"
    assert not sheet.rows[0].cell(99)


def test_formula_with_a_stored_result_is_its_result(tmp_path):
    path = make_xlsx(tmp_path / "a.xlsx", [["赵明", "=A1", "=B1"]])

    def store(xml):
        xml = xml.replace(b"<f>A1</f><v></v>", b"<f>A1</f><v>7</v>")
        return xml.replace(b'"C1"><f>B1</f><v></v>', b'"C1" t="str"><f>B1</f><v></v>')

    cells = sheet_of(edit_parts(path, {"sheet1": store})).rows[0].cells
    assert cells[1] == Cell("7", CellKind.NUMBER)
    assert not any(cells[2:])


@pytest.mark.parametrize(
    ("format_code", "text"),
    [
        ('yyyy"年"m"月"', "1990.05"),
        ("yyyy.mm", "1990.05"),
        ("[$-804]yyyy\\-mm;@", "1990.05"),
        ("yyyy", "1990"),
        ("yyyy-mm-dd", "1990.05.01"),
        ('yyyy"年"m"月"d"日"', "1990.05.01"),
        ('m"月"d"日"', "1990.05.01"),
    ],
)
def test_date_shown_without_its_day_gets_none(tmp_path, format_code, text):
    def change(sheet):
        sheet["A1"].number_format = format_code

    path = make_xlsx(tmp_path / "a.xlsx", [[datetime.date(1990, 5, 1), "日"]], change)
    assert sheet_of(path).rows[0].cell(1) == Cell(text, CellKind.DATE)


def test_dates_counted_from_1904_are_right(tmp_path):
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.active["A1"] = datetime.date(1990, 5, 1)
    workbook.save(tmp_path / "a.xlsx")
    assert sheet_of(tmp_path / "a.xlsx").rows[0].cell(1).text == "1990.05.01"


def test_hidden_rows_columns_and_sheets_are_told(tmp_path):
    def change(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.parent.create_sheet("暗").sheet_state = "hidden"
        sheet.parent["暗"]["A1"] = "赵明"

    path = make_xlsx(tmp_path / "a.xlsx", [[n, n] for n in range(5)], change)
    path = edit_parts(path, {"sheet1": lambda xml: xml.replace(b'<row r="4"', b'<row ht="0" r="4"')})
    workbook = read_workbook(path)
    assert [row.number for row in workbook.sheets[0].rows if row.hidden] == [2, 4]
    assert workbook.sheets[0].hidden_columns == {2}
    assert [sheet.hidden for sheet in workbook.sheets] == [False, True]


def test_rows_hidden_by_a_filter_are_told(tmp_path):
    def change(sheet):
        sheet.auto_filter.ref = "A1:A3"
        sheet.row_dimensions[3].hidden = True

    assert sheet_of(make_xlsx(tmp_path / "a.xlsx", [["姓名"], ["赵"], ["钱"]], change)).rows[2].hidden


def test_merged_ranges_are_told_and_filled_downwards(tmp_path):
    def change(sheet):
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("A1:B1")

    sheet = sheet_of(make_xlsx(tmp_path / "a.xlsx", [["题"], ["赵", 1], [None, 2], [None, 3], ["钱", 4]], change))
    filled, count = fill_merged(sheet, 2)
    assert count == 1
    assert [row.cell(1).text for row in filled.rows] == ["题", "赵", "赵", "赵", "钱"]
    assert sheet.rows[2].cell(1).text == ""


@pytest.mark.parametrize("ghost", [None, " ", "x"])
def test_ghost_cell_in_the_last_row_costs_nothing(tmp_path, ghost):
    def change(sheet):
        sheet.cell(1048576, 20).number_format = "0.00"
        sheet.cell(1048576, 20).value = ghost

    path = make_xlsx(tmp_path / "a.xlsx", [["姓名"], *[["赵明"]] * 200], change)
    start = time.monotonic()
    workbook = read_workbook(path)
    assert time.monotonic() - start < 3
    assert len(workbook.sheets[0].rows) == 201
    assert bool(workbook.notices) == (ghost is not None)


def test_ghost_cell_in_the_last_column_costs_nothing(tmp_path):
    path = make_xlsx(tmp_path / "a.xlsx", [["姓名"], ["赵"]], lambda sheet: sheet.cell(2, 16384, "远"))
    workbook = read_workbook(path)
    assert len(workbook.sheets[0].rows[1].values) < 300
    assert "第 300 列以后" in workbook.notices[0]


def test_sheet_with_styled_blank_rows_down_to_row_60000(tmp_path):
    def change(sheet):
        for number in range(3, 2500):
            sheet.cell(number, 1).number_format = "@"

    workbook = read_workbook(make_xlsx(tmp_path / "a.xlsx", [["姓名"], ["赵"]], change))
    assert len(workbook.sheets[0].rows) == 2
    assert workbook.notices == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "表.csv"
    path.write_bytes('姓名,简历\r\n赵明,"第一行\n第二行，逗号"\r\n㐂,\'=1+1\r\n'.encode(encoding))
    assert [row.values for row in sheet_of(path).rows] == [
        ["姓名", "简历"],
        ["赵明", "第一行\n第二行，逗号"],
        ["㐂", "=1+1"],
    ]


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_separators(tmp_path, mark):
    path = tmp_path / "表.xls"
    path.write_bytes(mark.join(["姓名", "单位、职务，等"]).encode("gb18030") + b"\n" + mark.join("ab").encode())
    assert sheet_of(path).rows[0].values == ["姓名", "单位、职务，等"]


def test_web_page_named_xls(tmp_path):
    path = tmp_path / "名册.xls"
    html = """<html><head><meta charset="gb2312"><style>td{x}</style><script>alert('td')</script></head><body>
    <table><tr><td colspan=2>名册&nbsp;</td></tr><tr><td rowspan="2">姓名</td><th>甲<br>乙</th></tr>
    <tr style="display: none"><td>&lt;丙&gt; &amp; 丁</table></body></html>"""
    path.write_bytes(html.encode("gb18030"))
    sheet = sheet_of(path)
    assert [row.values for row in sheet.rows] == [["名册", ""], ["姓名", "甲\n乙"], ["", "<丙> & 丁"]]
    assert sheet.merged == [(1, 1, 1, 2), (2, 1, 3, 1)]
    assert sheet.rows[2].hidden


def test_old_xls_with_hidden_parts_and_a_damaged_number():
    sheet = sheet_of(DATA / "roster.xls")
    assert [row.number for row in sheet.rows if row.hidden] == [5]
    assert sheet.hidden_columns == {6}
    assert sheet.rows[3].cell(2).text == "赵明"
    assert sheet.rows[6].cell(4) == Cell("1982.05.01", CellKind.DATE)
    assert sheet.rows[11].cell(1).kind is CellKind.DAMAGED
    assert sheet.rows[11].cell(4) == Cell("1982.05", CellKind.DATE)
    assert sheet.rows[11].cell(5) == Cell("#DIV/0!", CellKind.ERROR)
    assert sheet.merged == [(1, 1, 1, 6)]


def test_ods_says_that_hidden_rows_cannot_be_told():
    workbook = read_workbook(DATA / "roster.ods")
    assert workbook.kind is FileKind.ODS
    assert "隐藏" in workbook.notices[0]
    assert workbook.sheets[0].rows[4].cell(2).text == "钱华"


def test_macros_are_said_and_not_run(tmp_path):
    path = make_xlsx(tmp_path / "a.xlsm", ROSTER_ROWS)
    path = edit_parts(path, {}, {"xl/vbaProject.bin": b"macro"})
    workbook = read_workbook(path)
    assert workbook.kind is FileKind.XLSM
    assert "宏不会运行" in workbook.notices[0]


def test_skipped_and_error_sheets_are_not_read(tmp_path):
    def change(sheet):
        sheet.parent.create_sheet("错误")["A1"] = "x"
        sheet.parent.create_sheet("说明")["A1"] = "x"

    workbook = read_workbook(make_xlsx(tmp_path / "a.xlsx", [["姓名"]], change), skip=("说明",))
    assert [sheet.name for sheet in workbook.sheets] == ["花名册"]


# --- ill will ---------------------------------------------------------------------------------------------------------


def refused(path, words):
    with pytest.raises(ExchangeError, match=words) as caught:
        read_workbook(path)
    assert path.name in str(caught.value)
    assert "数据未改动" in str(caught.value)


def test_bomb_is_refused_before_inflating(tmp_path):
    path = edit_parts(collection_file(tmp_path / "a.xlsx"), {"sheet3": lambda _: bytes(120 * 1024 * 1024)})
    start = time.monotonic()
    refused(path, "展开后过大")
    assert time.monotonic() - start < 3


def test_bomb_with_a_lying_directory_is_refused(tmp_path):
    path = edit_parts(collection_file(tmp_path / "a.xlsx"), {"sheet3": lambda _: b"<a>" * 2_000_000})
    data = bytearray(path.read_bytes())
    size = (6_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(bytes(data).replace(size, (5000).to_bytes(4, "little")))
    refused(path, "损坏|过大")


@pytest.mark.parametrize("part", ["sheet3", "workbook.xml$", "styles", "sharedStrings"])
def test_doctype_is_refused_in_every_part(tmp_path, part):
    laugh = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = edit_parts(collection_file(tmp_path / "a.xlsx"), {part: lambda xml: xml.replace(b"?>\n", b"?>" + laugh, 1)})
    refused(path, "DOCTYPE")


@pytest.mark.parametrize("part", ["sheet3", "workbook.xml$", "styles", "sharedStrings"])
def test_broken_part_is_a_sentence(tmp_path, part):
    path = edit_parts(collection_file(tmp_path / "a.xlsx"), {part: lambda xml: xml[: len(xml) // 2]})
    refused(path, "损坏|不合规范|没有")


def test_flipped_bits_never_become_a_wrong_value(tmp_path):
    good = collection_file(tmp_path / "a.xlsx")
    expected = [[row.values for row in sheet.rows] for sheet in read_workbook(good).sheets]
    data = good.read_bytes()
    bad = tmp_path / "b.xlsx"
    for position in range(200, len(data) - 3000, len(data) // 12):
        bad.write_bytes(data[:position] + bytes([data[position] ^ 16]) + data[position + 1 :])
        try:
            read = [[row.values for row in sheet.rows] for sheet in read_workbook(bad).sheets]
        except ExchangeError:
            continue
        assert read == expected


def test_other_kinds_of_file_are_refused_with_their_sentence(tmp_path):
    path = tmp_path / "报告.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    refused(path, "PDF")
    path = tmp_path / "人.lrmx"
    path.write_bytes(b"<Person/>")
    refused(path, "不是表格")


# --- other programs' XML ----------------------------------------------------------------------------------------------


def prefixed(xml):
    return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml).replace(b"xmlns=", b"xmlns:x=")


def without_addresses(xml):
    return re.sub(rb' r="[A-Z]*\d+"', b"", xml)


@pytest.mark.parametrize("rewrite", [prefixed, without_addresses])
def test_facts_are_found_however_the_xml_is_written(tmp_path, rewrite):
    def change(sheet):
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.merge_cells("A1:F1")
        sheet["F4"], sheet["F5"] = "=1/0", "#REF!"
        sheet["F5"].data_type = "e"

    path = edit_parts(make_xlsx(tmp_path / "a.xlsx", ROSTER_ROWS, change), {"sheet1": rewrite})
    sheet = sheet_of(path)
    assert [row.number for row in sheet.rows if row.hidden] == [5]
    assert sheet.hidden_columns == {3}
    assert sheet.merged == [(1, 1, 1, 6)]
    assert sheet.rows[3].cell(6).kind is CellKind.FORMULA
    assert sheet.rows[4].cell(6) == Cell("#REF!", CellKind.ERROR)


def test_ghost_cell_in_prefixed_xml_is_cut_off_and_the_rest_stays(tmp_path):
    def ghost(xml):
        cell = b'<x:row r="1048576"><x:c r="A1048576" t="str"><x:v>z</x:v></x:c></x:row></x:sheetData>'
        return prefixed(xml).replace(b"</x:sheetData>", cell)

    path = make_xlsx(tmp_path / "a.xlsx", ROSTER_ROWS, lambda sheet: sheet.merge_cells("A1:F1"))
    workbook = read_workbook(edit_parts(path, {"sheet1": ghost}))
    assert len(workbook.sheets[0].rows) == len(ROSTER_ROWS)
    assert workbook.sheets[0].merged == [(1, 1, 1, 6)]
    assert "空行以后" in workbook.notices[0]


def test_a_text_table_keeps_every_value_as_text(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,出生年月,身份证号\n甲,1990.1,="99000019900101001X"\n乙,1990.10,\'=1\n', "utf-8")
    _, first, second = read_workbook(path).sheets[0].rows
    assert (first.cell(2).kind, first.cell(2).text) == (CellKind.TEXT, "1990.1")
    assert first.cell(3).text == "99000019900101001X"
    assert (second.cell(2).kind, second.cell(2).text, second.cell(3).text) == (CellKind.TEXT, "1990.10", "=1")
