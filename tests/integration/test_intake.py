"""Taking in what units hand in: everything is shown first, nothing certain is lost, nothing doubtful gets in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.builders import add, make_office, make_person, make_unit
from support.lrmx_samples import picture
from support.workbooks import ROSTER_ROWS, identity_number, make_xlsx, person_name

from ganbu_desktop.exchange.collection_workbook import write_collection_workbook
from ganbu_desktop.exchange.collection_workbook.layout import FIRST_DATA_ROW, sheet_layout
from ganbu_desktop.exchange.lrmx import LrmxPerson, LrmxRelative, UnknownElement, write_lrmx
from ganbu_desktop.foundation.errors import Cancelled, UndoConflict
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import service_derive
from ganbu_desktop.kernel.people.person import (
    AnnualResult,
    AppointmentSheet,
    Education,
    Person,
    Photo,
    Relative,
    Tenure,
)
from ganbu_desktop.kernel.people.service import DECIDED, INFERRED, ServiceSpell
from ganbu_desktop.kernel.people.service_change import Said
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.intake import mappings
from ganbu_desktop.modules.intake.apply import apply_plan, moved
from ganbu_desktop.modules.intake.batch import run_import
from ganbu_desktop.modules.intake.compare import decide, make_plan
from ganbu_desktop.modules.intake.plan import ImportPlan, Status
from ganbu_desktop.modules.intake.read import read_paths
from ganbu_desktop.modules.intake.report import write_report
from ganbu_desktop.store.record import Record, record_types

Rows = dict[str, list[dict[str, str]]]
ACTOR = "管理员"
BUREAU = "试验县第一局"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def state_of(office: Office) -> dict[tuple[str, str], Record]:
    return {(cls.table.name, r.id): r for cls in record_types() for r in office.find(cls)}


def workbook(path: Path, rows: Rows) -> Path:
    write_collection_workbook(path, rows)
    return path


def planned(office: Office, *paths: Path, **options: Any) -> ImportPlan:
    return make_plan(office, read_paths(paths, **options).with_rosters())


def head(number: int) -> dict[str, str]:
    return {"姓名": person_name(number), "身份证号": identity_number(number)}


def person_row(number: int, **values: str) -> dict[str, str]:
    return {**head(number), "性别": "男", "出生年月": "197503", **values}


# --- new, changed, unchanged ------------------------------------------------------------------------------------------


def test_new_changed_unchanged_field_by_field(office: Office, tmp_path: Path) -> None:
    first = workbook(tmp_path / "一.xlsx", {"A01": [person_row(n, 籍贯="湖南长沙") for n in range(3)]})
    apply_plan(office, planned(office, first))
    rows = [person_row(0, 籍贯="湖南长沙"), person_row(1, 籍贯="湖南株洲"), person_row(2), person_row(3)]
    plan = planned(office, workbook(tmp_path / "二.xlsx", {"A01": rows}))
    assert [p.status for p in plan.people] == [Status.UNCHANGED, Status.CHANGED, Status.UNCHANGED, Status.NEW]
    (change,) = plan.people[1].fields
    assert (change.label, change.before_text, change.after_text) == ("籍贯", "湖南长沙", "湖南株洲")
    apply_plan(office, plan)
    assert [p.native_place for p in sorted(office.find(Person), key=lambda p: str(p.id_number))].count("湖南株洲") == 1


def test_the_clerk_chooses_per_person_and_per_field(office: Office, tmp_path: Path) -> None:
    rows = [person_row(n, 籍贯="湖南长沙", 出生地="湖南长沙") for n in range(2)]
    apply_plan(office, planned(office, workbook(tmp_path / "一.xlsx", {"A01": rows})))
    rows = [person_row(n, 籍贯="湖南株洲", 出生地="湖南株洲") for n in range(3)]
    plan = planned(office, workbook(tmp_path / "二.xlsx", {"A01": rows}))
    next(c for c in plan.people[0].fields if c.name == "native_place").accepted = False
    plan.people[1].accepted = plan.people[2].accepted = False
    result = apply_plan(office, plan)
    assert (result.new_people, result.changed_people, result.left_out) == (0, 1, 2)
    found = {p.name: (p.native_place, p.birthplace) for p in office.find(Person)}
    assert found == {person_name(0): ("湖南长沙", "湖南株洲"), person_name(1): ("湖南长沙", "湖南长沙")}


def test_what_a_file_does_not_say_stays(office: Office, tmp_path: Path) -> None:
    """Child rows are merged by what makes them the same row; none is deleted, no filled field emptied."""
    education = {"学历名称": "大学", "学校（单位）名称": "某大学", "所学专业名称": "法学"}
    rows: Rows = {
        "B01": [{"机构名称": BUREAU}],
        "A01": [person_row(0)],
        "A02": [{**head(0), "任职机构名称": BUREAU, "职务名称": "科员", "任职时间": "2001.05"}],
        "A08": [{**head(0), **education}, {**head(0), "学历名称": "研究生"}],
        "A15": [{**head(0), "考核年度": "2023", "考核结论": "优秀"}],
    }
    apply_plan(office, planned(office, workbook(tmp_path / "一.xlsx", rows)))
    rows["A02"].append({**head(0), "任职机构名称": BUREAU, "职务名称": "局长", "任职时间": "2010.05"})
    rows["A08"] = [{**head(0), "学历名称": "大学", "学校（单位）名称": "某大学", "学制年限": "四年"}]
    rows["A15"] = [{**head(0), "考核年度": "2024", "考核结论": "称职"}]
    plan = planned(office, workbook(tmp_path / "二.xlsx", rows))
    apply_plan(office, plan)
    assert sorted(str(t.post_name) for t in office.find(Tenure)) == ["局长", "科员"]
    assert sorted(r.year or 0 for r in office.find(AnnualResult)) == [2023, 2024]
    studies = sorted((str(e.level_name), e.major, e.years) for e in office.find(Education))
    assert studies == [("大学", "法学", "四年"), ("研究生", None, None)]


def test_a_person_gets_the_unit_of_the_main_post(office: Office, tmp_path: Path) -> None:
    rows: Rows = {
        "B01": [{"机构名称": BUREAU}, {"机构名称": "试验县第二局"}],
        "A01": [person_row(0)],
        "A02": [
            {**head(0), "任职机构名称": BUREAU, "职务名称": "科员", "任职时间": "2001"},
            {**head(0), "任职机构名称": "试验县第二局", "职务名称": "局长", "任职时间": "2010", "主职务": "是"},
        ],
    }
    apply_plan(office, planned(office, workbook(tmp_path / "一.xlsx", rows)))
    units = {u.id: u.name for u in office.find(Unit)}
    assert [units[p.unit_id or ""] for p in office.find(Person)] == ["试验县第二局"]


def test_only_child_rows_reach_people_who_are_stored(office: Office, tmp_path: Path) -> None:
    make_person(office, name=person_name(0), id_number=identity_number(0))
    results = [{**head(n), "考核年度": "2024", "考核结论": "优秀"} for n in range(2)]
    plan = planned(office, workbook(tmp_path / "考核.xlsx", {"A15": results}))
    assert [p.status for p in plan.people] == [Status.CHANGED, Status.REFUSED]
    (problem,) = plan.problems
    assert problem.place.row == FIRST_DATA_ROW + 1
    assert "都没有" in problem.message
    apply_plan(office, plan)
    assert len(office.find(AnnualResult)) == 1
    assert len(office.find(Person)) == 1


# --- who is who -------------------------------------------------------------------------------------------------------


def test_somebody_without_a_number_is_found_by_name_and_birth(office: Office, tmp_path: Path) -> None:
    known = make_person(office, name="钱一民", born_on=PartialDate(1975, 3, 12))
    make_person(office, name="钱一民", born_on=PartialDate(1981, 7))
    row = {"姓名": "钱一民", "出生年月": "1975.03", "籍贯": "湖南长沙"}
    plan = planned(office, workbook(tmp_path / "表.xlsx", {"A01": [row]}))
    assert [(p.status, p.target) for p in plan.people] == [(Status.CHANGED, known)]


def test_two_possible_people_are_asked_about_and_never_guessed(office: Office, tmp_path: Path) -> None:
    same = [make_person(office, name="钱一民", born_on=PartialDate(1975, 3)) for _ in range(2)]
    rows = [{"姓名": "钱一民", "出生年月": "197503", "籍贯": "湖南长沙"}]
    plan = planned(office, workbook(tmp_path / "表.xlsx", {"A01": rows}))
    (doubt,) = plan.people
    assert (doubt.status, doubt.accepted, len(doubt.candidates)) == (Status.DOUBTFUL, False, 2)
    assert "可能是同一人" in doubt.reason
    before = state_of(office)
    apply_plan(office, plan)
    assert state_of(office) == before
    decide(office, plan, doubt, same[1])
    apply_plan(office, plan)
    assert [p.native_place for p in office.find(Person)].count("湖南长沙") == 1
    stored = office.get(Person, same[1].id)
    assert stored is not None
    assert stored.native_place == "湖南长沙"


def test_a_doubtful_one_may_be_somebody_new(office: Office, tmp_path: Path) -> None:
    make_person(office, name="钱一民", born_on=None)
    rows = [{"姓名": "钱一民", "出生年月": "197503"}]
    plan = planned(office, workbook(tmp_path / "表.xlsx", {"A01": rows}))
    assert plan.people[0].status is Status.DOUBTFUL
    decide(office, plan, plan.people[0], None)
    apply_plan(office, plan)
    assert len(office.find(Person)) == 2


def test_a_stored_person_who_gets_a_number_is_the_same_person(office: Office, tmp_path: Path) -> None:
    known = make_person(office, name=person_name(0), born_on=PartialDate(1975, 3))
    plan = planned(office, workbook(tmp_path / "表.xlsx", {"A01": [person_row(0)]}))
    assert [(p.status, p.target) for p in plan.people] == [(Status.CHANGED, known)]
    apply_plan(office, plan)
    assert [p.id_number for p in office.find(Person)] == [identity_number(0)]


def test_one_stored_person_is_not_claimed_twice(office: Office, tmp_path: Path) -> None:
    make_person(office, name="钱一民", born_on=PartialDate(1975, 3))
    rows = [{"姓名": "钱一民", "出生年月": "197503", "籍贯": place} for place in ("湖南长沙", "湖南株洲")]
    plan = planned(office, workbook(tmp_path / "表.xlsx", {"A01": rows}))
    assert [p.status for p in plan.people] == [Status.CHANGED, Status.DOUBTFUL]


def test_the_same_number_twice_in_a_file_is_refused(office: Office, tmp_path: Path) -> None:
    plan = planned(office, workbook(tmp_path / "表.xlsx", {"A01": [person_row(0), person_row(0, 籍贯="湖南")]}))
    assert plan.count(Status.NEW) == 1
    (problem,) = plan.problems
    assert (problem.place.row, problem.header) == (FIRST_DATA_ROW + 1, "身份证号")
    assert f"第 {FIRST_DATA_ROW} 行" in problem.message


def test_namesakes_in_one_file_need_numbers_for_their_rows(office: Office, tmp_path: Path) -> None:
    rows: Rows = {
        "A01": [person_row(0) | {"姓名": "赵同名"}, person_row(1) | {"姓名": "赵同名"}],
        "A15": [{"姓名": "赵同名", "考核年度": "2024", "考核结论": "优秀"}],
    }
    plan = planned(office, workbook(tmp_path / "表.xlsx", rows))
    (problem,) = plan.problems
    assert "2 个“赵同名”" in problem.message
    assert not any(p.rows for p in plan.people)


def test_a_unit_nobody_knows_is_refused_with_its_row(office: Office, tmp_path: Path) -> None:
    rows: Rows = {
        "A01": [person_row(0)],
        "A02": [{**head(0), "任职机构名称": "没有的局", "职务名称": "局长", "任职时间": "2010"}],
    }
    plan = planned(office, workbook(tmp_path / "表.xlsx", rows))
    (problem,) = plan.problems
    assert (problem.place.sheet, problem.place.row) == (sheet_layout("A02").name, FIRST_DATA_ROW)
    assert "没有的局" in problem.message
    make_unit(office, "试验县没有的局", short_name="没有的局")
    assert planned(office, tmp_path / "表.xlsx").problems == []


# --- hidden rows, rosters ---------------------------------------------------------------------------------------------


def test_hidden_rows_are_counted_and_left_out_unless_asked(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"A01": [person_row(n) for n in range(4)]})
    book = openpyxl.load_workbook(path)
    book[sheet_layout("A01").name].row_dimensions[FIRST_DATA_ROW + 1].hidden = True
    book.save(path)
    plan = planned(office, path)
    assert (plan.count(Status.NEW), plan.incoming.hidden_rows) == (3, 1)
    plan = planned(office, path, with_hidden=True)
    assert (plan.count(Status.NEW), plan.incoming.hidden_rows) == (4, 0)


def test_a_home_made_roster(office: Office, tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "花名册.xlsx", ROSTER_ROWS)
    plan = planned(office, path)
    assert [p.name for p in plan.people] == ["赵明", "钱华", "孙建"]
    apply_plan(office, plan)
    found = {p.name: (p.sex, str(p.born_on), p.current_post) for p in office.find(Person)}
    assert found["钱华"] == ("2", "1980.11", "某局副局长、党组成员")
    second = planned(office, path)
    assert second.is_empty()
    assert "导入过同一个文件" in second.already


def test_a_header_of_two_rows_and_hand_mapped_columns_are_remembered(office: Office, tmp_path: Path) -> None:
    rows = [
        ["某县干部情况", None, None, None, None],
        ["序号", "姓名", "学历", None, "老家在哪"],
        [None, None, "全日制", "在职", None],
        [1, "赵明", "大学", "研究生", "湖南长沙"],
        ["合计", "1人", None, None, None],
    ]
    path = make_xlsx(tmp_path / "自制.xlsx", rows, lambda sheet: sheet.merge_cells("C2:D2"))
    reading = read_paths([path])
    (roster,) = reading.rosters
    assert [r.number for r in roster.reading.rows] == [4]
    mapping = {**roster.reading.mapping, 5: "A01.籍贯"}
    mappings.remember(office, roster.reading.fingerprint, "自制.xlsx", mapping)
    again = read_paths([path], mappings=mappings.read(office))
    plan = make_plan(office, again.with_rosters())
    apply_plan(office, plan)
    assert [(p.name, p.native_place) for p in office.find(Person)] == [("赵明", "湖南长沙")]


# --- thirty errors at once --------------------------------------------------------------------------------------------

ERRORS: list[tuple[str, int, str, Any]] = [
    ("A01", 0, "出生年月", "1978年13月"),
    ("A01", 1, "出生年月", "八五年"),
    ("A01", 2, "出生年月", 1990.1),
    ("A01", 3, "参加工作时间", "71.5"),
    ("A01", 4, "参加工作时间", "至今"),
    ("A01", 5, "性别", "不明"),
    ("A01", 6, "人员类别", "编外人员甲"),
    ("A01", 7, "政治面貌", "某某党"),
    ("A01", 8, "入党时间", "农历1975年三月"),
    ("A01", 9, "任现职务层次时间", "19750230"),
    ("A01", 30, "身份证号", 5.10322199001015e17),
    ("A01", 31, "身份证号", "5.10322E+17"),
    ("A01", 32, "姓名", None),
    ("A01", 33, "身份证号", identity_number(0)),
    ("A01", 10, "籍贯", "#REF!"),
    ("B01", 1, "机构名称", None),
    ("B01", 2, "机构级别", "天级"),
    ("A02", 0, "任职机构名称", "没有的局"),
    ("A02", 1, "任职机构名称", None),
    ("A02", 2, "职务名称", None),
    ("A02", 3, "任职时间", "2020.13"),
    ("A02", 4, "是否领导成员", "也许"),
    ("A02", 5, "集体内排序", "第一"),
    ("A05", 0, "批准日期", "12345"),
    ("A05", 1, "职务层次（职级）", None),
    ("A08", 0, "学历代码", "大大学"),
    ("A08", 1, "毕（肄）业时间", "明年"),
    ("A14", 0, "奖惩名称", None),
    ("A15", 0, "考核年度", "两千年"),
    ("A36", 0, "出生日期", "五十岁"),
]


def forty_people() -> Rows:
    """Return forty people; the first thirty have a row on every sheet."""
    at = BUREAU
    children = {
        "A02": {"任职机构名称": at, "职务名称": "科员", "任职时间": "2001.05", "集体内排序": "2", "是否领导成员": "否"},
        "A05": {"职务层次（职级）": "乡科级正职", "批准日期": "2010.05"},
        "A08": {"学历名称": "大学", "学历代码": "大学", "毕（肄）业时间": "1997.07"},
        "A14": {"奖惩名称": "嘉奖"},
        "A15": {"考核年度": "2024", "考核结论": "优秀"},
        "A36": {"称谓": "妻子", "家庭成员姓名": "李四", "出生日期": "1976.02"},
    }
    rows: Rows = {"B01": [{"机构名称": BUREAU}, {"机构简称": "二局"}, {"机构名称": "试验县第三局"}]}
    rows["A01"] = [person_row(n) for n in range(40)]
    for sheet, values in children.items():
        rows[sheet] = [{**head(n), **values} for n in range(30)]
    return rows


def spoil(path: Path) -> set[tuple[str, int, str]]:
    """Write the planted errors into the workbook and return where they are."""
    book = openpyxl.load_workbook(path)
    places = set()
    for sheet_set, index, header, value in ERRORS:
        layout = sheet_layout(sheet_set)
        row = FIRST_DATA_ROW + index
        cell = book[layout.name].cell(row, layout.headers.index(header) + 1)
        cell.value = value
        cell.data_type = "n" if isinstance(value, float) else "e" if value == "#REF!" else cell.data_type
        places.add((layout.name, row, header))
    book.save(path)
    return places


def test_thirty_errors_are_all_marked_in_one_pass_and_the_good_rows_go_in(office: Office, tmp_path: Path) -> None:
    """U12: all 30 errors come back marked in the unit's own file; the import is one step to take back."""
    path = workbook(tmp_path / "采集表.xlsx", forty_people())
    planted = spoil(path)
    assert len(planted) == 30
    before = state_of(office)
    plan = planned(office, path)
    assert {(p.place.sheet, p.place.row, p.header) for p in plan.problems} == planted
    assert state_of(office) == before, "reading and comparing writes nothing"
    report = tmp_path / "返回.xlsx"
    assert write_report(office, plan, [path], report) == [report]
    book = openpyxl.load_workbook(report)
    for sheet, row, header in planted:
        column = next(c.column for c in book[sheet][2] if str(c.value).strip() == header)
        cell = book[sheet].cell(row, column)
        assert cell.comment is not None, (sheet, row, header)
        assert (cell.fill.fill_type, cell.fill.start_color.rgb) == ("solid", "FFFF9999"), (sheet, row, header)
    assert book["错误"].max_row >= 31
    assert len([c for sheet in book for line in sheet.iter_rows() for c in line if c.comment]) == 30
    result = apply_plan(office, plan)
    assert result.new_people == 40 - 4
    assert len(office.find(Tenure)) == 27
    office.operations.undo(actor=ACTOR)
    assert state_of(office) == before, "one import is one undo"


# --- whole or not at all ----------------------------------------------------------------------------------------------


def test_a_store_that_changed_since_the_preview_refuses_the_whole_import(office: Office, tmp_path: Path) -> None:
    known = make_person(office, name=person_name(0), id_number=identity_number(0))
    rows = [person_row(n, 籍贯="湖南长沙") for n in range(30)]
    plan = planned(office, workbook(tmp_path / "表.xlsx", {"A01": rows[::-1]}))
    with office.operation("别人先改", right="test") as current:
        current.change(known, native_place="湖南湘潭")
    before = office.file.digest().value
    with pytest.raises(UndoConflict, match="没有导入，数据未改动"):
        apply_plan(office, plan)
    assert office.file.digest().value == before


def test_cancelling_leaves_the_store_as_it_was(office: Office, tmp_path: Path) -> None:
    class Stop:
        def step(self, done: int, total: int, text: str = "") -> None:
            if text == "写入人员" and done >= 400:
                raise Cancelled

    plan = planned(office, workbook(tmp_path / "表.xlsx", {"A01": [person_row(n) for n in range(600)]}))
    before = office.file.digest().value
    with pytest.raises(Cancelled):
        apply_plan(office, plan, Stop())
    assert office.file.digest().value == before


def test_a_whole_import_over_existing_people_is_undone_in_one_step(office: Office, tmp_path: Path) -> None:
    first = forty_people()
    apply_plan(office, planned(office, workbook(tmp_path / "一.xlsx", first)))
    before = state_of(office)
    rows = {name: [dict(row) for row in found] for name, found in first.items()}
    rows["A01"] = [row | {"籍贯": "湖南株洲", "民族": "苗族"} for row in rows["A01"]]
    rows["A36"] += [{**head(n), "称谓": "女儿", "家庭成员姓名": "赵小"} for n in range(30)]
    apply_plan(office, planned(office, workbook(tmp_path / "二.xlsx", rows)))
    after = state_of(office)
    assert len(after) == len(before) + 30
    office.operations.undo(actor=ACTOR)
    assert state_of(office) == before
    office.operations.redo(actor=ACTOR)
    assert state_of(office) == after


# --- folders, archives, what cannot be read ---------------------------------------------------------------------------


def lrmx(number: int, **values: str) -> bytes:
    relatives = (LrmxRelative("妻子", "李四", "197602", "群众", "某校教师"),)
    own = {"XingMing": person_name(number), "ShenFenZheng": identity_number(number), "ChuShengNianYue": "197503"}
    return write_lrmx(LrmxPerson({**own, **values}, relatives))


def test_a_folder_with_everything_in_it(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "交来"
    (folder / "第一局").mkdir(parents=True)
    for number in range(5):
        (folder / "第一局" / f"{number}.lrmx").write_bytes(lrmx(number))
    with zipfile.ZipFile(folder / "第二局.zip", "w") as archive:
        for number in range(5, 9):
            archive.writestr(f"内/{number}.lrmx", lrmx(number))
    make_xlsx(folder / "花名册.xlsx", ROSTER_ROWS)
    (folder / "说明.docx").write_bytes(b"PK\x03\x04 no")
    (folder / "坏了.lrmx").write_bytes(lrmx(9)[:300])
    (folder / "空的.xlsx").write_bytes(b"")
    plan = planned(office, folder)
    assert plan.count(Status.NEW) == 9 + 3
    assert len({p.place.file for p in plan.problems}) == 3
    assert all(str(p) for p in plan.problems)
    code, summary = run_import(office, [folder], report=tmp_path / "报告.xlsx", say=lambda _: None)
    assert code == 1
    assert summary["written"]["new"] == 12
    assert (tmp_path / "报告.xlsx").exists()
    assert len(office.find(Relative)) == 9
    code, summary = run_import(office, [folder], say=lambda _: None)
    assert (code, summary["people"]["unchanged"], "written" in summary) == (1, 12, False)


def test_one_person_in_several_files_comes_in_once(office: Office, tmp_path: Path) -> None:
    """The file read first counts, the others fill its gaps, and every difference is told."""
    folder = tmp_path / "交来"
    folder.mkdir()
    rows: Rows = {
        "A01": [person_row(0, 籍贯="湖南长沙"), person_row(1)],
        "A36": [{**head(0), "称谓": "妻子", "家庭成员姓名": "李四", "出生日期": "197602"}],
    }
    workbook(folder / "一.xlsx", rows)
    workbook(folder / "二.xlsx", {"A15": [{**head(0), "考核年度": "2024", "考核结论": "优秀"}]})
    (folder / "甲.lrmx").write_bytes(lrmx(0, JiGuan="湖南株洲", ChuShengDi="湖南湘潭"))
    roster = [["姓名", "出生年月", "健康状况"], [person_name(1), "1975.03", "健康"], ["赵新人", "1980.01", "健康"]]
    make_xlsx(folder / "花名册.xlsx", roster)
    plan = planned(office, folder)
    assert sorted((p.name, p.status) for p in plan.people) == sorted(
        (name, Status.NEW) for name in (person_name(0), person_name(1), "赵新人")
    )
    assert [n for n in plan.incoming.notices if "不同" in n] == [
        f"{person_name(0)}的“籍贯”在“一.xlsx”和“甲.lrmx”中不同，按“一.xlsx”"
    ]
    apply_plan(office, plan)
    first, second = sorted((p for p in office.find(Person) if p.id_number), key=lambda p: str(p.id_number))
    assert {(p.native_place, p.birthplace) for p in (first, second)} == {("湖南长沙", "湖南湘潭"), (None, None)}
    assert [r.employer_and_post for r in office.find(Relative)] == ["某校教师"]
    assert len(office.find(AnnualResult)) == 1
    assert sorted(p.health is None for p in office.find(Person)) == [False, False, True]


def test_unknown_elements_and_the_photo_come_in(office: Office, tmp_path: Path) -> None:
    unknown = (UnknownElement("XingMing", "<XinXiang>值</XinXiang>"),)
    values = {"XingMing": person_name(1), "ShenFenZheng": identity_number(1)}
    path = tmp_path / "一.lrmx"
    path.write_bytes(write_lrmx(LrmxPerson(values, (), picture(), "3.2.1.16", unknown)))
    code, _ = run_import(office, [path], say=lambda _: None)
    assert code == 0
    assert [s.unknown_elements is not None for s in office.find(AppointmentSheet)] == [True]
    assert len(office.find(Photo)) == 1


def test_nothing_readable_is_said_and_nothing_happens(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    before = office.file.digest().value
    said: list[str] = []
    code, summary = run_import(office, [path], say=said.append)
    assert code == 1
    assert len(summary["problems"]) == 1
    assert any("未导入" in line for line in said)
    assert office.file.digest().value == before


def test_a_dry_run_writes_nothing(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"A01": [person_row(0)]})
    add(office, Person(name="在先"))
    before = office.file.digest().value
    code, summary = run_import(office, [path], dry_run=True, say=lambda _: None)
    assert (code, summary["people"]["new"]) == (0, 1)
    assert office.file.digest().value == before


# --- another state, unit or staffing ----------------------------------------------------------------------------------


def _left(office: Office, tmp_path: Path, said: Said | None) -> list[tuple[str | None, str, str, str]]:
    """Import two people twice, one of them retired the second time; return the spells of that one."""
    rows = [person_row(n, 人员管理状态="现职人员", 参加工作时间="199807") for n in range(2)]
    apply_plan(office, planned(office, workbook(tmp_path / "一.xlsx", {"A01": rows})))
    rows[0] |= {"人员管理状态": "离退人员"}
    plan = planned(office, workbook(tmp_path / "二.xlsx", {"A01": rows}))
    assert [(old.management_state, new.management_state) for old, new in moved(plan)] == [("现职人员", "离退人员")]
    apply_plan(office, plan, said=said)
    with office.reading() as connection:
        assert service_derive.differences(connection) == 0
    person = next(p for p in office.find(Person) if p.management_state == "离退人员")
    spells = sorted(office.owned(ServiceSpell, person.id), key=lambda s: str(s.from_on or "~"))
    return [(s.state, str(s.from_on or ""), str(s.until_on or ""), s.basis) for s in spells]


def test_a_file_with_another_state_is_asked_once_what_it_means(office: Office, tmp_path: Path) -> None:
    told = _left(office, tmp_path, Said(PartialDate(2026, 2)))
    assert told == [("现职人员", "1998.07", "2026.02", INFERRED), ("离退人员", "2026.02", "", DECIDED)]
    assert office.undo().kind == "import-change"
    assert {s.basis for s in office.find(ServiceSpell)} == {INFERRED}


def test_a_file_that_corrects_closes_no_spell_and_neither_does_one_without_an_answer(
    office: Office, tmp_path: Path
) -> None:
    told = _left(office, tmp_path, Said(None))
    assert {basis for *_, basis in told} == {INFERRED}
    assert [text for _, _, text, _ in told] == ["", ""]
    office.undo()
    office.undo()
    assert {basis for *_, basis in _left(office, tmp_path, None)} == {INFERRED}


def test_the_command_line_takes_the_answer(office: Office, tmp_path: Path) -> None:
    rows = [person_row(0, 人员管理状态="现职人员", 参加工作时间="199807")]
    apply_plan(office, planned(office, workbook(tmp_path / "一.xlsx", {"A01": rows})))
    rows[0] |= {"人员管理状态": "调出人员"}
    path, said = workbook(tmp_path / "二.xlsx", {"A01": rows}), list[str]()
    run_import(office, [path], say=said.append, dry_run=True)
    assert "管理状态、单位或编制有变的 1 人：" in said
    assert f"  {person_name(0)}：现职人员→调出人员" in said
    assert any("--changed-on" in line for line in said)
    run_import(office, [path], say=said.append, said=Said(PartialDate(2026, 1)))
    assert [s.source for s in office.find(ServiceSpell) if s.state == "调出人员"] == ["变动登记"]
