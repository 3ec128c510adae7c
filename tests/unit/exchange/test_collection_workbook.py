"""The 2017 collection workbook: read as units hand it in, written as the official file is."""

import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from support.workbooks import HOSTILE_TEXTS, collection_file, collection_rows, edit_parts, identity_number, make_xlsx

from ganbu_desktop.exchange.cells import Cell, CellKind
from ganbu_desktop.exchange.collection_workbook import (
    LAYOUT,
    from_workbook,
    is_collection_workbook,
    read_collection_workbook,
    sheet_layout,
    write_collection_workbook,
)
from ganbu_desktop.exchange.workbook import read_workbook
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import Cancelled, DocumentError, ExchangeError

BLANK = Path(__file__).parents[4] / "shared" / "samples" / "collection_workbook_2017_blank.xlsx"


def texts_by_set(workbook):
    rows = {}
    for row in workbook.rows:
        rows.setdefault(row.set, []).append({header: cell.text for header, cell in row.values.items()})
    return rows


def without_empty(rows):
    return {name: [{h: t for h, t in row.items() if t.strip()} for row in items] for name, items in rows.items()}


def test_what_is_written_is_read_back_equal(tmp_path):
    rows = collection_rows(60)
    write_collection_workbook(tmp_path / "a.xlsx", rows)
    workbook = read_collection_workbook(tmp_path / "a.xlsx")
    assert texts_by_set(workbook) == without_empty(rows)
    assert workbook.notices == []
    assert workbook.rows_of("A02")[0].row_number == 3
    assert workbook.columns["A01"]["身份证号"] == 2


def test_ten_thousand_identity_numbers_survive_as_text(tmp_path):
    rows = {
        "A15": [{"姓名": "赵明", "身份证号": identity_number(n), "考核年度": str(2000 + n % 25)} for n in range(10_000)]
    }
    write_collection_workbook(tmp_path / "a.xlsx", rows)
    assert texts_by_set(read_collection_workbook(tmp_path / "a.xlsx")) == rows


def test_no_text_becomes_a_formula_or_a_number(tmp_path):
    rows = {"A01": [{"姓名": "赵明", "身份证号": identity_number(1), "备注": text} for text in HOSTILE_TEXTS]}
    write_collection_workbook(tmp_path / "a.xlsx", rows)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet3.xml")
    assert b"<f" not in sheet.partition(b"</sheetData>")[0]
    assert sheet.count(b"<v>") == sheet.count(b't="s"')
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["A01人员"]["AJ3"]
    assert (cell.data_type, cell.number_format, cell.value) == ("s", "@", HOSTILE_TEXTS[0])


def test_unstorable_characters_go_and_line_ends_are_unified(tmp_path):
    write_collection_workbook(tmp_path / "a.xlsx", {"A01": [{"姓名": "赵\x00明\ud800", "简历": "一\r\n二\r三\x0b"}]})
    values = read_collection_workbook(tmp_path / "a.xlsx").rows[0].values
    assert (values["姓名"].text, values["简历"].text) == ("赵明", "一\n二\n三")


def test_text_longer_than_a_cell_is_said_with_its_place_and_nothing_is_left(tmp_path):
    with pytest.raises(DocumentError, match="“A01人员”第 3 行“简历”"):
        write_collection_workbook(tmp_path / "a.xlsx", {"A01": [{"简历": "字" * 32768}]})
    assert list(tmp_path.iterdir()) == []


def test_stopping_while_writing_leaves_the_older_file(tmp_path):
    path = collection_file(tmp_path / "a.xlsx")
    before = path.read_bytes()

    def stop(done):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_collection_workbook(path, collection_rows(300), step=stop)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_unknown_set_or_header_is_a_mistake_of_the_caller(tmp_path):
    for rows in ({"A77": []}, {"A01": [{"没有的列": "x"}]}):
        with pytest.raises(KeyError):
            write_collection_workbook(tmp_path / "a.xlsx", rows)


def test_layout_lists_and_widths_are_the_official_ones(tmp_path):
    write_collection_workbook(tmp_path / "a.xlsx", {}, cover={"单位名称": "试验县某局"})
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert workbook.sheetnames == ["填报说明", *(layout.name for layout in LAYOUT)]
    assert workbook["填报说明"]["H2"].value == "V2017.01"
    assert workbook["填报说明"]["F4"].value == "试验县某局"
    people = workbook["A01人员"]
    lists = {str(v.sqref): v.formula1 for v in people.data_validations.dataValidation}
    assert lists["H3:H60003"] == "DIC_RS_GB3304"
    assert people.column_dimensions["T"].width == 52.875
    place = workbook.defined_names["DIC_RS_GB3304"].attr_text
    assert place == f"填报说明!$AA$2:$AA${len(codes.table('ethnicity').labels()) + 1}"
    assert workbook["填报说明"]["AA2"].value == "汉族"


@pytest.mark.skipif(not BLANK.exists(), reason="the official blank file is not at hand")
def test_against_the_official_blank_file(tmp_path):
    official = read_collection_workbook(BLANK)
    assert (official.rows, official.notices) == ([], [])
    write_collection_workbook(tmp_path / "a.xlsx", {})
    ours, theirs = openpyxl.load_workbook(tmp_path / "a.xlsx"), openpyxl.load_workbook(BLANK)
    assert ours.sheetnames == theirs.sheetnames
    for sheet in theirs.worksheets[1:]:
        for row in (1, 2):
            assert [c.value for c in ours[sheet.title][row]] == [c.value for c in sheet[row]]
        official_lists = {str(v.sqref) for v in sheet.data_validations.dataValidation}
        our_lists = {str(v.sqref) for v in ours[sheet.title].data_validations.dataValidation}
        assert official_lists - our_lists <= {"L3:L60003"}
        assert our_lists <= official_lists
    for name, place in theirs.defined_names.items():
        if name in ours.defined_names:
            assert ours.defined_names[name].attr_text.partition("$2")[0] == place.attr_text.partition("$2")[0]


# --- as units hand it in ----------------------------------------------------------------------------------------------

HEADERS = list(sheet_layout("A15").headers)


def a15_file(path, rows, change=None, title="A15考核"):
    def rename(sheet):
        sheet.title = title
        if change:
            change(sheet)

    return make_xlsx(path, rows, rename)


@pytest.mark.parametrize(
    ("rows", "first_data_row"),
    [
        ([["考核信息表"], HEADERS, ["赵明", "1", "优秀", "2024"]], 3),
        ([HEADERS, ["赵明", "1", "优秀", "2024"]], 2),
        ([["某局"], ["考核信息表"], [None], HEADERS, ["赵明", "1", "优秀", "2024"]], 5),
        ([["考核信息表"], ["考核年度", " 姓 名 ", "身份证号\n", "＊考核结论"], ["2024", "赵明", "1", "优秀"]], 3),
        ([["考核信息表"], HEADERS, [], ["赵明", "1", "优秀", "2024"], HEADERS, ["", "  ", "", ""]], 4),
    ],
)
def test_titles_order_and_blanks_do_not_matter(tmp_path, rows, first_data_row):
    workbook = read_collection_workbook(a15_file(tmp_path / "a.xlsx", rows))
    assert [row.row_number for row in workbook.rows] == [first_data_row]
    values = {header: cell.text for header, cell in workbook.rows[0].values.items()}
    assert values == {"姓名": "赵明", "身份证号": "1", "考核结论": "优秀", "考核年度": "2024"}


@pytest.mark.parametrize("title", ["A15考核", "a15", "考核", "年度结果", "Sheet3"])
def test_sheet_is_known_by_name_or_headers(tmp_path, title):
    path = a15_file(tmp_path / "a.xlsx", [["考核信息表"], HEADERS, ["赵明", "1", "优秀", "2024"]], title=title)
    assert read_collection_workbook(path).rows[0].set == "A15"


def test_missing_unknown_doubled_and_hidden_columns_are_said(tmp_path):
    def hide(sheet):
        sheet.column_dimensions["A"].hidden = True

    rows = [["姓名", "身份证号", "考核结论", "手机", "空列", "姓名"], ["赵明", "1", "优秀", "无", None, "钱"]]
    workbook = read_collection_workbook(a15_file(tmp_path / "a.xlsx", rows, hide))
    text = "\n".join(workbook.notices)
    assert "缺少列：考核年度" in text
    assert "没有读取：手机" in text
    assert "只读取第一个：姓名" in text
    assert "隐藏的列，照常读取：姓名" in text
    assert "A01人员" in text
    assert "空列" not in text
    assert workbook.headers["A15"] == ("姓名", "身份证号", "考核结论")
    assert workbook.rows[0].values["姓名"].text == "赵明"


def test_hidden_rows_are_marked_and_counted(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True

    rows = [HEADERS, ["赵明", "1", "优秀", "2024"], ["钱华", "2", "优秀", "2024"]]
    workbook = read_collection_workbook(a15_file(tmp_path / "a.xlsx", rows, hide))
    assert [row.hidden for row in workbook.rows] == [False, True]
    assert workbook.hidden_count == 1
    assert any("1 行是隐藏的" in notice for notice in workbook.notices)


def test_a_name_merged_over_several_rows_belongs_to_each(tmp_path):
    def merge(sheet):
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")

    rows = [HEADERS, ["赵明", "1", "优秀", "2023"], [None, None, "称职", "2024"]]
    workbook = read_collection_workbook(a15_file(tmp_path / "a.xlsx", rows, merge))
    assert [row.values["姓名"].text for row in workbook.rows] == ["赵明", "赵明"]
    assert any("2 处合并" in notice for notice in workbook.notices)


def test_zeros_of_the_blank_form_are_no_row(tmp_path):
    headers = list(sheet_layout("A36").headers)
    path = a15_file(tmp_path / "a.xlsx", [["x"], headers, ["", "", "", "", None, "", "", 0]], title="A36家庭及社会关系")
    assert read_collection_workbook(path).rows == []


def test_numbers_keep_their_kind(tmp_path):
    workbook = read_collection_workbook(a15_file(tmp_path / "a.xlsx", [HEADERS, ["赵明", 5.1e17, "优秀", 2024]]))
    assert workbook.rows[0].values["身份证号"].kind is CellKind.DAMAGED
    assert workbook.rows[0].values["考核年度"] == Cell("2024", CellKind.NUMBER)


def test_other_workbooks_are_no_collection_workbook(tmp_path):
    path = make_xlsx(tmp_path / "a.xlsx", [["姓名", "职务"], ["赵明", "局长"]])
    workbook = read_workbook(path)
    assert not is_collection_workbook(workbook)
    with pytest.raises(ExchangeError, match="没有信息采集表的工作表"):
        from_workbook(workbook)
    assert is_collection_workbook(read_workbook(collection_file(tmp_path / "b.xlsx")))


def test_stranger_sheets_with_content_are_said(tmp_path):
    path = collection_file(tmp_path / "a.xlsx")
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("Sheet1")
    workbook.create_sheet("联系方式")["A1"] = "电话"
    workbook.save(path)
    assert read_collection_workbook(path).notices == ["工作表“联系方式”不是信息采集表的工作表，没有读取"]


def test_ghost_cells_in_every_sheet_cost_nothing(tmp_path):
    ghost = b'<row r="1048576"><c r="T1048576" s="1" t="str"><v>x</v></c></row></sheetData>'
    path = edit_parts(
        collection_file(tmp_path / "a.xlsx"), {"sheet[0-9]": lambda xml: xml.replace(b"</sheetData>", ghost)}
    )
    start = time.monotonic()
    workbook = read_collection_workbook(path)
    assert time.monotonic() - start < 5
    assert len(workbook.rows_of("A01")) == 3
    assert sum("空行以后" in notice for notice in workbook.notices) == 10


def changed_file(path, change):
    collection_file(path)
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return read_collection_workbook(path)


def test_headers_in_other_words_are_understood_unless_the_official_one_is_there(tmp_path):
    def rename(book):
        book["A01人员"]["B2"], book["A01人员"]["D2"] = "公民身份号码", "出生日期"
        book["A36家庭及社会关系"]["E2"] = "出生年月"
        book["A08学历学位"]["C2"], book["A08学历学位"]["E2"] = "学历", "学历名称"

    workbook = changed_file(tmp_path / "a.xlsx", rename)
    assert {"身份证号", "出生年月"} <= set(workbook.headers["A01"])
    assert "出生日期" in workbook.headers["A36"]
    assert workbook.columns["A08"]["学历名称"] == 5
    assert workbook.notices == [
        "工作表“A08学历学位”缺少列：学位名称",
        "工作表“A08学历学位”有不认识的列，没有读取：学历",
    ]


def test_totals_and_notes_below_the_rows_are_no_persons(tmp_path):
    def annotate(book):
        sheet = book["A01人员"]
        for number, text in enumerate(("合计", "注：本表一式两份", "填表人：赵明"), sheet.max_row + 1):
            sheet.cell(number, 1).value = text
        sheet.cell(6, 2).value = "3人"

    workbook = changed_file(tmp_path / "a.xlsx", annotate)
    assert len(workbook.rows_of("A01")) == 3
    assert workbook.notices == ["工作表“A01人员”第 6、7、8 行是合计或说明，没有读取"]


def test_the_zeros_of_the_blank_form_are_no_values(tmp_path):
    def fill(book):
        book["A02职务"]["I3"], book["A08学历学位"]["N3"], book["A36家庭及社会关系"]["H3"] = 0, 0, 0

    workbook = changed_file(tmp_path / "a.xlsx", fill)
    first = {row.set: row.values for row in workbook.rows if row.row_number == 3}
    assert "集体内排序" not in first["A02"]
    assert "学制年限" not in first["A08"]
    assert "排序" not in first["A36"]
