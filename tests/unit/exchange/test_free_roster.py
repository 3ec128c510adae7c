"""Home-made rosters: the header is found, columns are suggested, every row is a person or has a reason."""

from pathlib import Path

import pytest
from support.workbooks import ROSTER_ROWS, identity_number, make_xlsx

from ganbu_desktop.exchange.free_roster import best_sheet, item_keys, layout_fingerprint, read_roster
from ganbu_desktop.exchange.workbook import read_workbook
from ganbu_desktop.foundation.errors import ExchangeError

DATA = Path(__file__).parents[2] / "data"


def roster(tmp_path, rows, change=None, **options):
    sheet = best_sheet(read_workbook(make_xlsx(tmp_path / "a.xlsx", rows, change)))
    return read_roster(sheet, **options)


def suggestions(reading):
    return {column.title: column.suggested_key for column in reading.columns}


def names(reading):
    return [row.values["A01.姓名"].text for row in reading.rows]


def test_title_rows_totals_notes_and_blanks_are_told_apart(tmp_path):
    reading = roster(tmp_path, ROSTER_ROWS)
    assert reading.header_rows == (3,)
    assert names(reading) == ["赵明", "钱华", "孙建"]
    assert [row.number for row in reading.rows] == [4, 5, 7]
    assert reading.skipped == [(6, "空行"), (8, "合计行"), (9, "表下的说明"), (10, "表下的说明")]
    assert suggestions(reading) == {
        "序号": "-",
        "姓名": "A01.姓名",
        "性别": "A01.性别",
        "出生年月": "A01.出生年月",
        "工作单位及职务": "A01.现工作单位及职务全称",
        "备注": "A01.备注",
    }
    assert 1 not in reading.mapping
    assert reading.rows[2].values["A01.现工作单位及职务全称"].text == "某局科长，一级主任科员；兼某站站长"


def test_merged_two_row_header_is_flattened(tmp_path):
    def merge(sheet):
        for place in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"):
            sheet.merge_cells(place)

    rows = [
        ["干部名册"],
        ["姓名", "性别", "学历", None, "毕业院校及专业", None],
        [None, None, "全日制", "在职", "全日制", "在职"],
        ["赵明", "男", "大学", "研究生", "甲大学法学", "乙校管理"],
    ]
    reading = roster(tmp_path, rows, merge)
    assert reading.header_rows == (2, 3)
    assert [column.title for column in reading.columns] == [
        "姓名",
        "性别",
        "学历全日制",
        "学历在职",
        "毕业院校及专业全日制",
        "毕业院校及专业在职",
    ]
    assert reading.mapping[5] == "A08.全日制毕业院校系及专业"
    assert names(reading) == ["赵明"]


def test_two_row_header_without_merged_cells(tmp_path):
    rows = [["姓名", "性别", "学历", None], [None, None, "全日制", "在职"], ["赵明", "男", "大学", "研究生"]]
    reading = roster(tmp_path, rows)
    assert reading.header_rows == (1, 2)
    assert reading.mapping[3] == "A08.全日制学历"
    assert reading.mapping[4] == "A08.在职学历"


def test_group_row_above_the_header_belongs_to_it(tmp_path):
    def merge(sheet):
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("A2:B2")
        sheet.merge_cells("C2:D2")
        sheet.merge_cells("E2:F2")

    rows = [
        ["干部名册"],
        ["基本情况", None, "全日制教育", None, "在职教育", None],
        ["姓名", "性别", "学历", "学位", "学历", "学位"],
        ["赵明", "男", "大学", "学士", "研究生", "硕士"],
    ]
    reading = roster(tmp_path, rows, merge)
    assert reading.header_rows == (2, 3)
    assert reading.mapping[3] == "A08.全日制学历"
    assert reading.mapping[6] == "A08.在职学位"
    assert names(reading) == ["赵明"]


def test_data_row_below_is_no_second_header_row(tmp_path):
    reading = roster(tmp_path, [["姓名", "性别", "备注"], ["赵明", "男", "学历"], ["钱华", "女", None]])
    assert reading.header_rows == (1,)
    assert names(reading) == ["赵明", "钱华"]


def test_unit_merged_over_its_people_is_filled(tmp_path):
    rows = [["单位", "姓名", "职务"], ["某局", "赵明", "局长"], [None, "钱华", "副局长"], ["某办", "孙建", "主任"]]
    reading = roster(tmp_path, rows, lambda sheet: sheet.merge_cells("A2:A3"))
    assert [row.values["A02.任职机构名称"].text for row in reading.rows] == ["某局", "某局", "某办"]
    assert "1 处合并" in reading.notices[0]


def test_group_titles_are_given_to_the_rows_below(tmp_path):
    def merge(sheet):
        sheet.merge_cells("A2:C2")
        sheet.merge_cells("A4:C4")

    rows = [
        ["姓名", "性别", "职务"],
        ["一、县委办公室"],
        ["赵明", "男", "主任"],
        ["二、县政府办公室"],
        ["钱华", "女", "主任"],
        ["以上人员均已核对"],
    ]
    reading = roster(tmp_path, rows, merge)
    assert [row.group for row in reading.rows] == ["县委办公室", "县政府办公室"]
    assert reading.skipped == [(2, "分组标题"), (4, "分组标题"), (6, "表下的说明")]


@pytest.mark.parametrize("text", ["合计", "小  计", "总计：3人", "合计（人）", "共3人", "平均"])
def test_total_rows(tmp_path, text):
    reading = roster(tmp_path, [["姓名", "性别", "备注"], ["赵明", "男", None], [text, None, 3]])
    assert reading.skipped == [(3, "合计行")]


@pytest.mark.parametrize(
    "text", ["注：据实填写", "说明:1.略", "填表人：李芳", "制表：李芳", "审核人：周强", "联系电话：略", "第2页共3页"]
)
def test_notes_below(tmp_path, text):
    reading = roster(tmp_path, [["姓名", "性别", "备注"], ["赵明", "男", None], [None], [text]])
    assert (4, "表下的说明") in reading.skipped
    assert names(reading) == ["赵明"]


def test_header_repeated_on_every_page_is_left_out(tmp_path):
    header = ["序号", "姓名", "性别", "职务"]
    reading = roster(tmp_path, [header, [1, "赵明", "男", "局长"], header, [2, "钱华", "女", "科长"]])
    assert names(reading) == ["赵明", "钱华"]
    assert reading.skipped == [(3, "重复的表头")]


def test_row_without_a_name_is_refused_not_dropped_silently(tmp_path):
    reading = roster(tmp_path, [["姓名", "性别", "职务"], ["赵明", "男", "局长"], [None, "女", "科长"]])
    assert reading.skipped == [(3, "没有姓名")]


def test_person_with_only_a_name_stays(tmp_path):
    reading = roster(
        tmp_path, [["序号", "姓名", "性别", "职务"], [1, "赵明", "男", "局长"], [None, "钱华", None, None]]
    )
    assert names(reading) == ["赵明", "钱华"]


def test_hidden_rows_are_left_out_counted_and_included_on_request(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True

    rows = [["姓名", "性别"], ["赵明", "男"], ["钱华", "女"]]
    reading = roster(tmp_path, rows, hide)
    assert (names(reading), reading.hidden_count, reading.skipped) == (["赵明"], 1, [(3, "隐藏行")])
    included = roster(tmp_path, rows, hide, include_hidden=True)
    assert (names(included), included.hidden_count) == (["赵明", "钱华"], 0)
    assert included.rows[1].hidden


def test_kept_mapping_replaces_suggestions(tmp_path):
    rows = [["姓名", "性别", "代号"], ["赵明", "男", "甲"]]
    reading = roster(tmp_path, rows, mapping={1: "A01.姓名", 2: None, 3: "A01.备注"})
    assert {key: cell.text for key, cell in reading.rows[0].values.items()} == {"A01.姓名": "赵明", "A01.备注": "甲"}


def test_fingerprint_knows_the_layout_and_not_the_people(tmp_path):
    first = roster(tmp_path, [["姓名", "性别 "], ["赵明", "男"]])
    second = roster(tmp_path, [["题"], ["姓 名", "性别"], ["钱华", "女"], ["孙建", "男"]])
    third = roster(tmp_path, [["性别", "姓名"], ["男", "赵明"]])
    assert first.fingerprint == second.fingerprint == layout_fingerprint(["姓名", "性别"])
    assert first.fingerprint != third.fingerprint


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("姓  名", "A01.姓名"),
        ("身份证号码", "A01.身份证号"),
        ("出生\n年月", "A01.出生年月"),
        ("出生年月（岁）", "A01.出生年月"),
        ("参加工作\n时　间", "A01.参加工作时间"),
        ("＊民族", "A01.民族"),
        ("入党时间(年月)", "A01.入党时间文字"),
        ("现任职务", "A01.现工作单位及职务全称"),
        ("任现职时间", "A02.任职时间"),
        ("年龄", "-"),
        ("车牌号", None),
    ],
)
def test_titles_and_their_aliases(tmp_path, title, key):
    reading = roster(tmp_path, [["姓名", "性别", title] if key != "A01.姓名" else [title, "性别"], ["赵明", "男", "x"]])
    column = reading.columns[0 if key == "A01.姓名" else 2]
    assert column.suggested_key == key
    assert (column.confidence >= 0.9) == (key is not None)


def test_a_guess_from_part_of_the_title_is_suggested_but_not_used(tmp_path):
    reading = roster(tmp_path, [["姓名", "性别", "本人身份证号登记"], ["赵明", "男", "x"]])
    assert (reading.columns[2].suggested_key, reading.columns[2].confidence) == ("A01.身份证号", 0.6)
    assert 3 not in reading.mapping


def test_identity_numbers_are_known_by_their_content(tmp_path):
    rows = [
        ["姓名", "性别", "证号"],
        *[["赵明", "男", identity_number(n).replace("990000", "510322")] for n in range(3)],
    ]
    assert roster(tmp_path, rows).mapping[3] == "A01.身份证号"


def test_doubled_columns_are_said_and_only_one_is_used(tmp_path):
    reading = roster(tmp_path, [["姓名", "性别", "姓名"], ["赵明", "男", "钱"]])
    assert names(reading) == ["赵明"]
    assert reading.columns[2].rival
    assert "重复的列" in reading.notices[0]


def test_hidden_column_is_said(tmp_path):
    def hide(sheet):
        sheet.column_dimensions["B"].hidden = True

    assert "隐藏的列，照常读取：性别" in roster(tmp_path, [["姓名", "性别"], ["赵明", "男"]], hide).notices[0]


def test_sheet_with_most_people_is_chosen_and_no_header_is_said(tmp_path):
    def more(sheet):
        second = sheet.parent.create_sheet("名册二")
        for row in [["姓名", "性别"], ["赵明", "男"], ["钱华", "女"]]:
            second.append(row)

    assert roster(tmp_path, [["姓名", "性别"], ["孙建", "男"]], more).sheet == "名册二"
    with pytest.raises(ExchangeError, match="没有找到表头"):
        roster(tmp_path, [["今天", "开会"], ["明天", "也开"]])


@pytest.mark.parametrize("name", ["roster.xls", "roster.ods"])
def test_old_formats(name):
    reading = read_roster(best_sheet(read_workbook(DATA / name)))
    assert reading.header_rows == (3,)
    assert names(reading)[-2:] == ["孙建", "钱"]


def test_csv(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_bytes("某局名册,,\n姓名,性别,职务\n赵明,男,局长、党组书记\n".encode("gb18030"))
    reading = read_roster(best_sheet(read_workbook(path)))
    assert reading.rows[0].values["A02.职务名称"].text == "局长、党组书记"


def test_item_keys_name_a_set_and_an_item():
    assert "A01.姓名" in item_keys()
    assert all(key.count(".") == 1 for key in item_keys())


def test_group_titles_lose_their_number_and_count(tmp_path):
    rows = [
        ["干部名册", None, None],
        ["姓名", "性别", "职务"],
        ["（一）县委办公室（12人）", None, None],
        ["赵明", "男", "主任"],
        ["2. 县政府办公室 共3人", None, None],
        ["钱华", "女", "主任"],
    ]
    assert [row.group for row in roster(tmp_path, rows).rows] == ["县委办公室", "县政府办公室"]


def test_columns_without_an_item_are_told_when_they_hold_something(tmp_path):
    rows = [["姓名", "性别", "星座", "血型"], ["赵明", "男", "白羊", None]]
    assert roster(tmp_path, rows).notices == ["有没有对应到项目的列，没有读入：星座"]


def test_a_card_is_no_roster_and_its_titles_are_no_persons(tmp_path):
    rows = [["姓名", "赵明", "性别", "男"], ["出生年月", "1975.03", "民族", "汉族"]]
    reading = roster(tmp_path, rows)
    assert reading.rows == []
    assert reading.skipped == [(2, "重复的表头")]
