"""Files that units really send, each with what it must give: nothing taken wrongly, nothing dropped in silence."""

import shutil
import zipfile
from pathlib import Path

import pytest
from support.workbooks import make_xlsx

from ganbu_desktop.modules.intake.read import read_paths

FILES = Path(__file__).parents[1] / "data" / "import"


def read(name):
    return read_paths([FILES / name])


def names(result):
    return [person.name for person in result.with_rosters().people]


def problems(result):
    return [(p.place.row, p.header, p.message) for p in result.with_rosters().problems()]


def test_a_month_that_a_number_has_cut_is_refused_for_joining_the_party_too():
    result = read("C-party-float.xlsx")
    assert names(result) == ["丁一鸣", "王二梅", "陈三石"]
    ((row, header, message),) = problems(result)
    assert (row, header) == (3, "入党时间文字")
    assert "1 月还是 10 月" in message
    joined = [person.row.values.get("party_text") for person in result.with_rosters().people]
    assert joined == [None, "2006.11", "2010.07"]


def test_a_web_page_cuts_months_as_well_and_the_number_offers_the_right_one():
    result = read("B-html-1980.1.xls")
    ((row, header, message),) = problems(result)
    assert (row, header) == (3, "出生年月")
    assert "1 月还是 10 月" in message
    assert "身份证号上是 1980.10" in message
    assert [str(p.born_on) for p in result.with_rosters().people] == ["1975.03", "None", "1985.11"]


@pytest.mark.parametrize("name", ["G-vt.csv", "F-u2028.csv"])
def test_only_line_ends_end_a_row_of_a_text_table(name):
    result = read(name)
    assert names(result) == ["丁一鸣", "王二梅", "陈三石"]
    first = result.with_rosters().people[0]
    assert first.row.values["current_post"].replace("\n", "") == "青禾县政府办公室主任党组书记"
    assert problems(result) == []


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_sign_that_only_python_takes_for_a_line_end_stays_in_its_cell(tmp_path, sign):
    path = tmp_path / "a.csv"
    path.write_text(
        f"姓名,性别,现任职务\r\n丁一,男,县委办{sign}主任\r王二,女,局长\n陈三,男,科员\r\n", "utf-8", newline=""
    )
    result = read_paths([path])
    assert names(result) == ["丁一", "王二", "陈三"]
    assert result.with_rosters().people[0].row.values["current_post"].replace("\n", "") == "县委办主任"


def test_a_column_without_a_title_is_shown_with_what_stands_in_it():
    (roster,) = read("38-blank-header.xlsx").rosters
    last = roster.reading.columns[-1]
    assert (last.index, last.name) == (9, "第 9 列，无标题")
    assert last.samples[0] == "青禾县政府办公室主任"
    assert any("第 9 列，无标题：青禾县政府办公室主任" in notice for notice in roster.reading.notices)
    roster.remap({**roster.reading.mapping, 9: "A01.现工作单位及职务全称"})
    assert roster.reading.rows[0].values["A01.现工作单位及职务全称"].text == "青禾县政府办公室主任"


def test_a_head_of_three_rows_gives_four_columns_of_education():
    result = read("18-multihead.xlsx")
    (roster,) = result.rosters
    assert roster.reading.header_rows == (2, 3, 4)
    sheets = [child.values for p in result.with_rosters().people for child in p.children]
    assert sheets == [
        {
            "full_time_education": "大专",
            "full_time_education_school": "青禾师范专科学校",
            "in_service_education": "本科",
            "in_service_education_school": "省委党校",
        },
        {
            "full_time_education": "本科",
            "full_time_education_school": "江临大学",
            "in_service_education": "硕士",
            "in_service_education_school": "江临大学",
        },
    ]


def test_a_line_of_captions_above_the_head_is_not_part_of_it():
    result = read("roster-two-title-rows.xlsx")
    (roster,) = result.rosters
    assert roster.reading.header_rows == (3, 4)
    assert len(roster.reading.rows) == 7
    refused = {row: message for row, header, message in problems(result) if header == "出生年月"}
    assert set(refused) == {6, 7, 8, 10}
    assert "2 月没有 30 日" in refused[6]
    assert "没有 13 月" in refused[7]
    assert "1 月还是 10 月" in refused[8]
    assert [reason for _, reason in roster.reading.skipped if reason != "空行"] == ["合计行", "表下的说明"]


def test_a_head_far_down_and_to_the_right_is_found():
    result = read("39-header-row35-colD.xlsx")
    assert result.rosters[0].reading.header_rows == (35,)
    assert names(result) == ["丁一鸣", "王二梅", "陈三石"]


@pytest.mark.parametrize("name", ["02-dimension-A0.xlsx", "24-mht.xls"])
def test_what_office_programs_open_is_read(name):
    result = read(name)
    assert names(result) == ["丁一鸣", "王二梅", "陈三石"]
    assert problems(result) == []


def moved(source, target, rename, edits=()):
    """Write a copy of an archive whose parts have other names."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for before, after in edits:
                data = data.replace(before, after)
            new.writestr(rename(name), data)
    return target


def test_parts_named_with_backslashes_or_elsewhere_are_read(tmp_path):
    plain = make_xlsx(tmp_path / "plain.xlsx", [["姓名", "性别", "出生年月"], ["丁一鸣", "男", "1975.03"]])
    slashed = moved(plain, tmp_path / "slashed.xlsx", lambda name: name.replace("/", "\\"))
    elsewhere = moved(
        plain,
        tmp_path / "elsewhere.xlsx",
        lambda name: name.replace("xl/", "book/"),
        [(b'"/xl/', b'"/book/'), (b'"xl/', b'"book/')],
    )
    for path in (plain, slashed, elsewhere):
        assert names(read_paths([path])) == ["丁一鸣"], path.name


def test_numbers_are_put_right_or_flagged_in_their_row():
    result = read("37-id-variants.xlsx")
    people = {person.name: person for person in result.with_rosters().people}
    repaired = {name: people[name].id_number for name in people if name in "赵甲赵乙赵丙赵丁赵戊赵己赵辛赵壬"}
    assert repaired == {
        "赵甲": "33990119790115013X",
        "赵乙": "33990119790115021X",
        "赵丙": "33990119790115048X",
        "赵丁": "33990119790115056X",
        "赵戊": "33990119790115064X",
        "赵己": "33990119790115072X",
        "赵辛": "33990119790115013X",
        "赵壬": "339901197901150148",
    }
    flagged = {name for name, person in people.items() if any("身份证号" in notice for notice in person.notices)}
    assert {"赵庚", "赵癸", "赵子", "赵寅", "赵辰", "赵巳", "赵午"} <= flagged
    assert "赵甲" not in flagged


def test_a_birth_month_that_the_number_denies_is_a_doubt(tmp_path):
    rows = [["姓名", "身份证号", "出生年月"], ["丁一鸣", "339901197503120015", "1976.03"]]
    (person,) = read_paths([make_xlsx(tmp_path / "a.xlsx", rows)]).with_rosters().people
    assert any("身份证号中的出生日期为 1975.03.12" in notice for notice in person.notices)
    agreeing = [["姓名", "身份证号", "出生年月"], ["丁一鸣", "339901197503120015", "1975.03"]]
    (person,) = read_paths([make_xlsx(tmp_path / "b.xlsx", agreeing)]).with_rosters().people
    assert person.notices == []


def test_traditional_text_tables_are_read_in_their_own_encoding(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,性別,出生年月\r\n丁一鳴,男,1975.03\r\n".encode("big5"))
    assert names(read_paths([path])) == ["丁一鳴"]


def test_a_table_without_a_head_says_what_its_first_row_is(tmp_path):
    path = tmp_path / "a.xlsx"
    shutil.copy(make_xlsx(tmp_path / "b.xlsx", [["甲", "乙"], ["丙", "丁"]]), path)
    (refused,) = read_paths([path]).with_rosters().refused
    assert "没有找到表头" in refused.message
    assert "甲、乙" in refused.message
