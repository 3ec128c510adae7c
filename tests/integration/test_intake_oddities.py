"""Hand-in files as offices really fill them: every value comes in right, or is told with its file, sheet and row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.builders import make_office
from support.workbooks import identity_number, make_xlsx, person_name

from ganbu_desktop.exchange.collection_workbook import write_collection_workbook
from ganbu_desktop.foundation.identity_number import check_digit
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import (
    AnnualResult,
    AppointmentSheet,
    Education,
    LevelHistory,
    Person,
    Relative,
    Tenure,
)
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.intake.batch import run_import
from ganbu_desktop.modules.intake.compare import decide, make_plan
from ganbu_desktop.modules.intake.read import read_paths

Row = dict[str, str]
BUREAU = "试验县第一局（试验）"
HEADER = ["姓名", "性别", "出生年月", "身份证号"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def head(number: int, **values: str) -> Row:
    return {"姓名": person_name(number), "身份证号": identity_number(number), **values}


def born(number: int) -> str:
    return identity_number(number)[6:12]


def person(number: int, **values: str) -> Row:
    return head(number, 出生年月=born(number), 性别="男", **values)


def relative(number: int, **values: str) -> Row:
    return head(number, **{"称谓": "妻子", "家庭成员姓名": "李某", **values})


def collection(path: Path, change: Callable[[Any], None] | None = None, **rows: list[Row]) -> Path:
    write_collection_workbook(path, rows)
    if change is not None:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
    return path


def taken(office: Office, *paths: Path) -> tuple[int, dict[str, Any]]:
    return run_import(office, paths, say=lambda _: None)


def problems(summary: dict[str, Any]) -> list[tuple[str, int, str, str]]:
    return [(p["sheet"], p["row"], p["column"], p["message"]) for p in summary["problems"]]


def test_rows_of_a_person_who_was_refused_say_so(office: Office, tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        book["A01人员"]["B3"].value = int(identity_number(0)[:17] + "0")

    path = collection(tmp_path / "表.xlsx", spoil, A01=[person(0)], A36=[relative(0)])
    code, summary = taken(office, path)
    assert (code, summary["people"]["refused"]) == (1, 1)
    (first, second) = problems(summary)
    assert first[:3] == ("A01人员", 3, "身份证号")
    assert "后几位已丢失" in first[3]
    assert second == (
        "A36家庭及社会关系",
        3,
        "姓名",
        f"{person_name(0)}在 A01 人员表第 3 行没有导入，这一行没有导入",
    )


def test_rows_of_a_hidden_person_are_hidden_with_him(office: Office, tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["A01人员"].row_dimensions[3].hidden = True

    path = collection(tmp_path / "表.xlsx", hide, A01=[person(0), person(1)], A36=[relative(0), relative(1)])
    code, summary = taken(office, path)
    assert (code, summary["people"]["new"], summary["hidden_rows_left_out"]) == (0, 1, 2)
    assert summary["problems"] == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("#REF!", "姓名的单元格是错误值“#REF!”，请改正公式或直接填写内容。这一行没有导入"),
        ("（必填）", "“（必填）”不像姓名，这一行没有导入"),
        ("张三（样例）", "“张三（样例）”不像姓名，这一行没有导入"),
        ("请于月底前报送，逾期不候", "“请于月底前报送，逾期不候”不像姓名，这一行没有导入"),
    ],
)
def test_what_is_no_name_makes_no_person(office: Office, tmp_path: Path, name: str, message: str) -> None:
    def spoil(book: Any) -> None:
        book["A01人员"]["A4"].value = name
        book["A01人员"]["B4"].value = None

    code, summary = taken(office, collection(tmp_path / "表.xlsx", spoil, A01=[person(0), person(1)]))
    assert (code, problems(summary)) == (1, [("A01人员", 4, "姓名", message)])
    assert [p.name for p in office.find(Person)] == [person_name(0)]


def test_a_row_with_the_number_of_one_and_the_name_of_another_is_nobodys(office: Office, tmp_path: Path) -> None:
    wrong = relative(0, 姓名=person_name(1))
    code, summary = taken(office, collection(tmp_path / "一.xlsx", A01=[person(0), person(1)], A36=[wrong]))
    message = f"身份证号是{person_name(0)}的，姓名却是“{person_name(1)}”，这一行没有导入；请核对"
    assert (code, problems(summary)) == (1, [("A36家庭及社会关系", 3, "姓名", message)])
    code, summary = taken(office, collection(tmp_path / "二.xlsx", A36=[wrong]))
    message = f"身份证号是库中{person_name(0)}的，姓名却是“{person_name(1)}”，这一行没有导入"
    assert (code, problems(summary)) == (1, [("A36家庭及社会关系", 3, "姓名", message)])
    assert office.find(Relative) == []


def test_dots_in_a_name_are_no_difference(office: Office, tmp_path: Path) -> None:
    path = collection(
        tmp_path / "表.xlsx", A01=[person(0, 姓名="买买提·阿不都")], A36=[relative(0, 姓名="买买提—阿不都")]
    )
    assert taken(office, path)[0] == 0
    assert len(office.find(Relative)) == 1


def test_a_shifted_column_of_numbers_renames_nobody(office: Office, tmp_path: Path) -> None:
    rows = [person(number) for number in range(4)]
    assert taken(office, collection(tmp_path / "一.xlsx", A01=rows))[0] == 0
    before = office.file.digest().value
    shifted = [{**row, "身份证号": rows[(n + 1) % 4]["身份证号"]} for n, row in enumerate(rows)]
    code, summary = taken(office, collection(tmp_path / "二.xlsx", A01=shifted))
    assert (code, summary["people"]["doubtful"]) == (1, 4)
    assert "姓名和出生年月却对不上" in summary["doubtful"][0]["reason"]
    assert office.file.digest().value == before


def test_a_new_name_alone_is_a_change(office: Office, tmp_path: Path) -> None:
    taken(office, collection(tmp_path / "一.xlsx", A01=[person(0)]))
    code, summary = taken(office, collection(tmp_path / "二.xlsx", A01=[person(0, 姓名="赵改名")]))
    assert (code, summary["people"]["changed"]) == (0, 1)
    assert [p.name for p in office.find(Person)] == ["赵改名"]


def test_a_number_put_right_is_asked_about(office: Office, tmp_path: Path) -> None:
    taken(office, collection(tmp_path / "一.xlsx", A01=[person(0)]))
    first17 = identity_number(0)[:14] + "555"
    right = first17 + check_digit(first17)
    path = collection(tmp_path / "二.xlsx", A01=[person(0, 身份证号=right)])
    plan = make_plan(office, read_paths([path]).with_rosters())
    (doubtful,) = plan.people
    assert "身份证号不同" in doubtful.reason
    decide(office, plan, doubtful, doubtful.candidates[0])
    assert [change.name for change in doubtful.fields] == ["id_number"]


def test_an_old_number_and_its_new_form_are_one(office: Office, tmp_path: Path) -> None:
    new = identity_number(0)
    old = new[:6] + new[8:17]
    taken(office, collection(tmp_path / "一.xlsx", A01=[person(0, 身份证号=old)], A36=[relative(0)]))
    assert [r.name for r in office.find(Relative)] == ["李某"]
    code, summary = taken(office, collection(tmp_path / "二.xlsx", A01=[person(0)]))
    assert (code, summary["people"]["changed"]) == (0, 1)
    code, summary = taken(office, collection(tmp_path / "三.xlsx", A01=[person(0, 身份证号=old)]))
    assert (code, summary["people"]["unchanged"]) == (0, 1)
    assert [p.id_number for p in office.find(Person)] == [new]


def test_somebody_listed_twice_in_one_file_comes_in_once(office: Office, tmp_path: Path) -> None:
    rows = [HEADER, ["赵明", "男", "1975.03", ""], ["赵明", "男", "1975.03", ""], ["赵明", "男", "1976.03", ""]]
    code, summary = taken(office, make_xlsx(tmp_path / "册.xlsx", rows))
    assert (code, summary["people"]["new"], summary["people"]["doubtful"]) == (1, 2, 1)
    assert summary["doubtful"][0]["place"].endswith("第 3 行")
    rows = [HEADER, ["钱华", "女", "1980.01", identity_number(1)], ["钱华莲", "女", "1980.01", identity_number(1)]]
    code, summary = taken(office, make_xlsx(tmp_path / "二.xlsx", rows))
    assert (code, summary["people"]["new"], summary["people"]["doubtful"]) == (1, 1, 1)


def test_units_are_found_by_short_name_and_whatever_their_blanks(office: Office, tmp_path: Path) -> None:
    posts = [
        head(n, 任职机构名称=name, 职务名称="局长", 任职时间="201503")
        for n, name in enumerate((" 试验县 第一局(试验)", "一局"))
    ]
    units = [{"机构名称": BUREAU, "机构简称": "一局"}]
    path = collection(tmp_path / "表.xlsx", B01=units, A01=[person(0), person(1)], A02=posts)
    assert taken(office, path)[0] == 0
    assert {t.unit_id for t in office.find(Tenure)} == {unit.id for unit in office.find(Unit)}
    assert len(office.find(Unit)) == 1


def test_without_posts_the_home_unit_comes_from_the_statistics_or_is_told(office: Office, tmp_path: Path) -> None:
    units = [{"机构名称": BUREAU, "机构简称": "一局"}]
    people = [person(0, 统计关系所在单位="一局"), person(1, 统计关系所在单位="没有的局")]
    code, summary = taken(office, collection(tmp_path / "表.xlsx", B01=units, A01=people))
    assert code == 0
    assert {p.name: p.unit_id is not None for p in office.find(Person)} == {person_name(0): True, person_name(1): False}
    assert "统计关系所在单位“没有的局”不在单位表（B01）中，库中也没有，1 人没有归到单位" in summary["notices"]


def test_files_of_one_name_in_two_folders_share_units_and_keep_their_own_marks(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "交来"
    for number, level in enumerate(("乡、科级", "天级")):
        (folder / f"{number}局").mkdir(parents=True)
        units = [{"机构名称": BUREAU, "机构级别": level}]
        collection(folder / f"{number}局" / "采集表.xlsx", B01=units, A01=[person(number)])
    code, summary = run_import(office, [folder], report=tmp_path / "报告.xlsx", say=lambda _: None)
    assert (code, len(office.find(Unit)), len(office.find(Person))) == (1, 1, 2)
    assert [p["file"] for p in summary["problems"]] == ["1局/采集表.xlsx"]
    assert summary["report"] == [str(tmp_path / "报告.xlsx")]
    book = openpyxl.load_workbook(tmp_path / "报告.xlsx")
    assert "天级" in str(book["B01单位"]["F3"].comment.text)


def test_a_roster_says_nothing_new_about_education_that_is_known(office: Office, tmp_path: Path) -> None:
    schooling = head(0, 学历名称="大学", 学历代码="大学", **{"学校（单位）名称": "某大学"})
    taken(office, collection(tmp_path / "表.xlsx", A01=[person(0)], A08=[schooling]))
    rows = [["姓名", "身份证号", "学历"], [person_name(0), identity_number(0), "大学"]]
    code, summary = taken(office, make_xlsx(tmp_path / "册.xlsx", rows))
    assert (code, summary["people"]["unchanged"], len(office.find(Education))) == (0, 1, 1)


def test_a_roster_parts_degree_from_education_and_reads_the_party(office: Office, tmp_path: Path) -> None:
    rows = [
        ["姓名", "身份证号", "入党时间", "全日制教育", "在职教育"],
        ["赵明", identity_number(0), "2001.08", "大学\n法学学士", "省委党校研究生"],
        ["钱华", identity_number(1), "民盟", "大专", ""],
    ]
    assert taken(office, make_xlsx(tmp_path / "册.xlsx", rows))[0] == 0
    (sheet, other) = sorted(office.find(AppointmentSheet), key=lambda s: s.in_service_education is None)
    assert (sheet.full_time_education, sheet.full_time_degree) == ("大学", "法学学士")
    assert (sheet.in_service_education, other.full_time_education) == ("省委党校研究生", "大专")
    assert {p.name: (p.political_status, str(p.party_joined_on)) for p in office.find(Person)} == {
        "赵明": ("01", "2001.08"),
        "钱华": ("05", "None"),
    }


def test_two_spellings_of_the_party_date_are_no_change(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "交来"
    folder.mkdir()
    for name, text in (("一", "200108"), ("二", "（2001.08）")):
        collection(folder / f"{name}.xlsx", A01=[person(0, 入党时间文字=text)])
    code, summary = taken(office, folder)
    assert (code, [n for n in summary["notices"] if "不同" in n]) == (0, [])
    code, summary = taken(office, collection(tmp_path / "二.xlsx", A01=[person(0, 入党时间文字="2001.08")]))
    assert (code, summary["people"]["unchanged"]) == (0, 1)


def test_nothing_to_import_is_said(office: Office, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    code, summary = taken(office, tmp_path / "空", collection(tmp_path / "表.xlsx"))
    assert code == 1
    assert [p["message"] for p in summary["problems"]] == ["没有找到可以导入的人员或单位，请检查选择的文件"] * 2


def test_levels_of_a_sheet_without_kinds_tell_their_own(office: Office, tmp_path: Path) -> None:
    def cut(book: Any) -> None:
        book["A05职务职级"].delete_cols(3)

    level = "职务层次（职级）"
    rows = [head(0, **{level: name}) for name in ("乡科级副职", "一级主任科员", "正科级")]
    code, summary = taken(office, collection(tmp_path / "表.xlsx", cut, A01=[person(0)], A05=rows))
    found = [(p["row"], p["column"]) for p in summary["problems"]]
    assert (code, found) == (1, [(5, "职务层次（职级）")])
    kinds = {(r.level, r.kind) for r in office.find(LevelHistory)}
    assert {kind is None for _, kind in kinds} == {True, False}
    assert len({kind for _, kind in kinds if kind}) == 2


def test_a_year_may_carry_its_word(office: Office, tmp_path: Path) -> None:
    rows = [head(0, 考核年度=year, 考核结论="优秀") for year in ("2021年", "2022年度", "２０２３")]
    assert taken(office, collection(tmp_path / "表.xlsx", A01=[person(0)], A15=rows))[0] == 0
    assert sorted(r.year or 0 for r in office.find(AnnualResult)) == [2021, 2022, 2023]


def test_a_second_sheet_of_persons_is_told(office: Office, tmp_path: Path) -> None:
    def double(book: Any) -> None:
        copy = book.copy_worksheet(book["A01人员"])
        copy.title = "A01人员 (2)"
        copy.delete_rows(4)

    _, summary = taken(office, collection(tmp_path / "表.xlsx", double, A01=[person(0), person(1)]))
    assert "工作表“A01人员 (2)”和“A01人员”是同一种表，只读取了“A01人员”；要一起导入请先合并" in summary["notices"]
