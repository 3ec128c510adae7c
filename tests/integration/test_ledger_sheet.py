"""A ledger's workbook on a real file: what goes out comes back the same, and hostile workbooks write nothing wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.builders import add, make_office, make_person, make_unit
from support.ledgers import ENTRIES, REWARDS, TENURES, save
from support.private_note import PrivateNote, keeping_notes
from support.stand_in import StandIn, standing_in
from support.workbooks import HOSTILE_TEXTS, make_xlsx

from ganbu_desktop.exchange.workbook import read_workbook
from ganbu_desktop.foundation.errors import CheckFailed, ExchangeError, PermissionDenied, UndoConflict
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.plan import LedgerPlan, LineStatus
from ganbu_desktop.kernel.ledger.reading import recognised
from ganbu_desktop.kernel.ledger.sheet import apply_plan, export_ledger, read_ledger, write_refused
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log.access_log import EXPORT, accesses
from ganbu_desktop.kernel.log.sealed import sealed, unsealed
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Person, Reward, Tenure

NEW, CHANGED, SAME, REFUSED = LineStatus
ALL = (TENURES, REWARDS, ENTRIES)
NOTES = LedgerSpec(
    name="notes",
    title="私密记录",
    record=PrivateNote,
    fields=("person_id", "title", "content"),
    key=("person_id", "title"),
    save=save,
    newest_by="title",
    required=("person_id",),
)
HEADER = ("姓名", "身份证号", "任职机构", "职务名称", "主职务", "集体内排序", "任职时间")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


@pytest.fixture
def people(office: Office) -> dict[str, Person]:
    """Four people; two are called 王伟, one of them without an identity number."""
    finance = make_unit(office, "青禾县财政局", short_name="财政局")
    school = make_unit(office, "青禾县党校", short_name="党校")
    return {
        "赵": make_person(office, "赵明", id_number="990000197503120016", unit_id=finance.id),
        "欧": make_person(office, "欧阳娜", unit_id=school.id),
        "财": make_person(office, "王伟", id_number="990000198001010014", unit_id=finance.id),
        "党": make_person(office, "王伟", unit_id=school.id),
    }


def sheet_of(path: Path, title: str = "任职台账") -> Worksheet:
    sheet = openpyxl.load_workbook(path)[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def filled(path: Path, rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], None] | None = None) -> Path:
    """Write rows under the usual header, as an office types them."""
    return make_xlsx(path, [HEADER, *rows], change)


def plan(office: Office, path: Path, spec: LedgerSpec = TENURES, **options: Any) -> LedgerPlan:
    return read_ledger(office, spec, path, **options)


def statuses(found: LedgerPlan) -> list[LineStatus]:
    return [line.status for line in found.lines]


def sentences(found: LedgerPlan) -> list[str]:
    return [f"{t.cell} {t.message}".strip() for t in found.troubles()]


def test_what_was_exported_comes_back_the_same(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    """Also texts that look like formulas, and rows of namesakes who have no number to be told by."""
    unit = people["赵"].unit_id
    posts = [
        Tenure(person_id=p.id, unit_id=unit, post_name=f"职务{n}", appointed_on=PartialDate(2000 + n), team_position=n)
        for n, p in enumerate(people.values())
    ]
    posts += [
        Tenure(person_id=people["赵"].id, post_name=text, is_main=bool(n % 2), change_reason=f"{text}\n第二行")
        for n, text in enumerate(HOSTILE_TEXTS)
    ]
    add(office, *posts)
    assert export_ledger(office, TENURES, tmp_path / "x.xlsx") == len(posts)
    assert statuses(plan(office, tmp_path / "x.xlsx")) == [SAME] * len(posts)
    assert recognised(read_workbook(tmp_path / "x.xlsx"), ALL) is TENURES


def test_the_workbook_says_how_it_is_filled(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    assert export_ledger(office, TENURES, tmp_path / "x.xlsx", template=True) == 0
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [(s.title, s.sheet_state) for s in book.worksheets] == [
        ("任职台账", "visible"),
        ("填表说明", "visible"),
        ("选项", "hidden"),
    ]
    sheet = sheet_of(tmp_path / "x.xlsx")
    titles = [c.value for c in sheet[1]]
    assert titles[:4] == ["姓名", "身份证号", "任职机构", "职务名称"]
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists["C2:C60000"] == "选项!$A$2:$A$3", "the units of the store are offered"
    told = {row[0]: row for row in book["填表说明"].iter_rows(values_only=True)}
    assert told["职务名称"][1] == "必填"
    assert "、" in told["成员类别"][3]
    found = plan(office, tmp_path / "x.xlsx")
    assert found.lines == []


def test_numbers_are_numbers_and_ids_are_texts(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    add(office, Tenure(person_id=people["赵"].id, post_name="=1+1", team_position=12))
    export_ledger(office, TENURES, tmp_path / "x.xlsx")
    row = {k.value: c for k, c in zip(sheet_of(tmp_path / "x.xlsx")[1], sheet_of(tmp_path / "x.xlsx")[2], strict=True)}
    assert (row["集体内排序"].value, row["集体内排序"].data_type) == (12, "n")
    assert (row["身份证号"].value, row["身份证号"].data_type) == ("990000197503120016", "s")
    assert (row["职务名称"].value, row["职务名称"].data_type) == ("=1+1", "s")


def test_new_and_changed_rows_are_one_step_that_one_undo_takes_back(
    office: Office, people: dict[str, Person], tmp_path: Path
) -> None:
    since = PartialDate(2020, 3, 2)
    old = Tenure(person_id=people["赵"].id, unit_id=people["赵"].unit_id, post_name="科员", appointed_on=since)
    add(office, old)
    path = filled(
        tmp_path / "x.xlsx",
        [
            ("赵明", None, "财政局", "局长", "是", "３", datetime(2020, 3, 2)),
            ("欧阳娜", None, "青禾县党校", "副校长", "否", 2.0, "2021年5月"),
            (None, None, None, None, None, None, None),
            ("合计", 2, None, None, None, None, None),
        ],
    )
    found = plan(office, path)
    assert statuses(found) == [CHANGED, NEW], sentences(found)
    assert {(d.label, d.old, d.new) for d in found.lines[0].differences} == {
        ("职务名称", "科员", "局长"),
        ("主职务", "", "是"),
        ("集体内排序", "", "3"),
    }
    assert str(apply_plan(office, found)) == "新增 1 条、变更 1 条"
    posts = {p.post_name: p for p in office.find(Tenure)}
    assert posts["副校长"].appointed_on == PartialDate(2021, 5)
    assert posts["副校长"].state == "1", "a fresh row's own values"
    assert posts["局长"].id == old.id
    assert statuses(plan(office, path)) == [SAME, SAME], "a second import finds nothing to do"
    with pytest.raises(UndoConflict):
        apply_plan(office, found)
    assert office.undo().title == "导入任职台账：新增 1 条、变更 1 条"
    assert office.find(Tenure) == [old]


def test_an_empty_cell_says_nothing(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    old = Tenure(person_id=people["赵"].id, post_name="科员", appointed_on=PartialDate(2020), team_position=3)
    add(office, old)
    path = filled(tmp_path / "x.xlsx", [("赵明", None, None, "科员", None, None, "2020")])
    assert statuses(plan(office, path)) == [SAME]


def test_the_header_may_stand_lower_in_another_order_and_with_remarks(
    office: Office, people: dict[str, Person], tmp_path: Path
) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("B4:B5")

    rows = [
        ["青禾县领导干部任职情况表"],
        ["填报单位：县委组织部", None, None, "2026年3月"],
        ["序号", "姓 名", "任职 时间", "职务名称（全称）", "自己加的列"],
        [1, "赵明", "2020.03", "局长", "甲"],
        [2, None, "２０２１．０４", "书记", "乙"],
    ]
    rows[2][3] = "职务名称："
    found = plan(office, make_xlsx(tmp_path / "x.xlsx", rows, merge))
    assert statuses(found) == [NEW, NEW], sentences(found)
    assert [getattr(line.new, "appointed_on", None) for line in found.lines] == [
        PartialDate(2020, 3),
        PartialDate(2021, 4),
    ]
    assert any("自己加的列" in notice for notice in found.notices)
    assert recognised(read_workbook(tmp_path / "x.xlsx"), ALL) is TENURES, "whatever the sheet is called"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("王伟", None, None, "局长", None, None, "2020"), "A2 库中有 2 个“王伟”"),
        (
            ("赵明", "990000198001010014", None, "局长", None, None, "2020"),
            "A2 身份证号990000198001010014在库中是“王伟”",
        ),
        (("无此人", None, None, "局长", None, None, "2020"), "A2 库中没有叫“无此人”的干部"),
        (
            ("赵明", "990000199901010018", None, "局长", None, None, "2020"),
            "A2 库中没有身份证号为990000199901010018",
        ),
        ((None, None, None, "局长", None, None, "2020"), "缺少“姓名”"),
        (("赵明", None, "没有的局", "局长", None, None, "2020"), "C2 库中没有叫“没有的局”的单位"),
        (("赵明", None, None, "局长", "也许", None, "2020"), "E2 主职务应填“是”或“否”"),
        (("赵明", None, None, "局长", None, "第三", "2020"), "F2 集体内排序应为整数"),
        (("赵明", None, None, "局长", None, None, "2020.13"), "G2 日期“2020.13”有误"),
        (("赵明", None, None, "局长", None, None, 1990.1), "G2 日期“1990.1”分不清是 1 月还是 10 月"),
        (("赵明", None, None, "局长", None, None, 43831), "G2 日期“43831”像是表格软件的日期序号"),
        (("赵明", 990000197503120016, None, "局长", None, None, "2020"), "B2 身份证号被表格当作数字存放"),
        (("赵明", None, None, "=A1&B1", None, None, "2020"), "D2 职务名称的单元格是没有计算结果的公式"),
        (("赵明", None, None, "#REF!", None, None, "2020"), "D2 职务名称的单元格是错误值"),
        (("赵明", None, None, None, None, None, "2020"), "缺少“职务名称”"),
    ],
)
def test_what_cannot_be_taken_is_named_by_its_cell(
    office: Office, people: dict[str, Person], tmp_path: Path, row: tuple[Any, ...], sentence: str
) -> None:
    good = ("欧阳娜", None, None, "副校长", None, None, "2020")
    found = plan(office, filled(tmp_path / "x.xlsx", [row, good]))
    assert statuses(found) == [REFUSED, NEW]
    assert any(text.startswith(sentence) for text in sentences(found)), sentences(found)
    trouble = next(found.troubles())
    assert str(trouble).startswith("x.xlsx 花名册 第 2 行")
    apply_plan(office, found)
    assert [p.post_name for p in office.find(Tenure)] == ["副校长"]


def test_the_unit_tells_namesakes_apart(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    rows = [
        ("姓名", "单位", "职务名称", "任职时间"),
        ("王伟", "党校", "教师", "2020"),
        ("王伟", "水利局", "教师", "2021"),
    ]
    found = plan(office, make_xlsx(tmp_path / "x.xlsx", rows))
    assert statuses(found) == [NEW, REFUSED]
    assert getattr(found.lines[0].new, "person_id", None) == people["党"].id


def test_rows_of_one_key_are_one_entry(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    stored = Tenure(person_id=people["欧"].id, post_name="教师", appointed_on=PartialDate(2019))
    twice = [Tenure(person_id=people["赵"].id, post_name=n, appointed_on=PartialDate(2018)) for n in ("甲", "乙")]
    add(office, stored, *twice)
    path = filled(
        tmp_path / "x.xlsx",
        [
            ("赵明", None, None, "局长", None, None, "2020"),
            ("赵明", None, None, "书记", None, None, "2020"),
            ("欧阳娜", None, None, "教师", None, None, "2019"),
            ("欧阳娜", None, None, "校长", None, None, "2019"),
            ("赵明", None, None, "丙", None, None, "2018"),
        ],
    )
    found = plan(office, path)
    assert statuses(found) == [NEW, REFUSED, SAME, REFUSED, REFUSED]
    told = [t.message.split("“")[0] for t in found.troubles()]
    assert told == ["与第 2 行", "与第 4 行", "库中有 2 条任职的"]


def test_long_texts_survive(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    text = "长" * 5000
    rows = [("姓名", "职务名称", "任职时间", "职务变动原因综述"), ("赵明", text, "2020", f"{text}\n{text}")]
    found = plan(office, make_xlsx(tmp_path / "x.xlsx", rows))
    apply_plan(office, found)
    assert office.find(Tenure)[0].change_reason == f"{text}\n{text}"
    export_ledger(office, TENURES, tmp_path / "y.xlsx")
    assert statuses(plan(office, tmp_path / "y.xlsx")) == [SAME]


def test_hidden_rows_stay_out_until_asked_for(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True

    path = filled(tmp_path / "x.xlsx", [("赵明", None, None, "局长", None, None, "2020")], hide)
    found = plan(office, path)
    assert (found.lines, found.hidden_rows) == ([], 1)
    assert statuses(plan(office, path, with_hidden=True)) == [NEW]


def test_a_file_of_another_kind_is_no_ledger(office: Office, tmp_path: Path) -> None:
    roster = make_xlsx(tmp_path / "x.xlsx", [("姓名", "身份证号", "出生年月"), ("赵明", None, "1975.03")])
    assert recognised(read_workbook(roster), ALL) is None
    with pytest.raises(ExchangeError, match=r"x.xlsx.*任职台账.*缺少“职务名称”、“任职时间”"):
        plan(office, roster)
    text = tmp_path / "y.xlsx"
    text.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(ExchangeError):
        plan(office, text)


def test_refused_rows_come_back_red(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    path = filled(tmp_path / "x.xlsx", [("赵明", None, None, "局长", None, "第三", "2020")])
    found = plan(office, path)
    write_refused(found, path, tmp_path / "y.xlsx")
    cell = sheet_of(tmp_path / "y.xlsx", "花名册")["F2"]
    assert cell.comment is not None
    assert "应为整数" in cell.comment.text
    assert sentences(plan(office, tmp_path / "y.xlsx")) == sentences(found), "the list of errors is not read as data"


def test_limiting_entries_come_in_as_drafts_and_what_counts_stays(
    office: Office, people: dict[str, Person], tmp_path: Path
) -> None:
    rows = [
        ("姓名", "状态", "发生日期", "事实"),
        ("赵明", "生效", "2026.01.05", "甲"),
        ("欧阳娜", None, "2026.01.06", "乙"),
    ]
    with standing_in(office):
        apply_plan(office, plan(office, make_xlsx(tmp_path / "x.xlsx", rows), ENTRIES))
        drafts = {e.facts: e for e in office.find(StandIn)}
        assert {e.state for e in drafts.values()} == {"1"}
        with office.file.writer() as connection:
            connection.execute(StandIn.table.update().where(StandIn.table.c.facts == "甲").values(state="2"))
        rows[1], rows[2] = ("赵明", None, "2026.01.05", "丙"), ("欧阳娜", None, "2026.01.06", "丁")
        found = plan(office, make_xlsx(tmp_path / "y.xlsx", rows), ENTRIES)
        assert statuses(found) == [REFUSED, CHANGED]
        assert "已经生效" in sentences(found)[0]
        export_ledger(office, ENTRIES, tmp_path / "z.xlsx")
        assert {c.value for c in sheet_of(tmp_path / "z.xlsx", "限制性条目")["C"]} == {"状态", "生效"}, "no draft"
        assert statuses(plan(office, tmp_path / "z.xlsx", ENTRIES)) == [SAME]
        assert [a.what for a in accesses(office, people["赵"].id)] == [EXPORT]


def test_private_texts_go_out_only_with_the_right(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    with keeping_notes(office):
        add(office, PrivateNote(person_id=people["赵"].id, title="甲", content=sealed(office, "机密")))
        export_ledger(office, NOTES, tmp_path / "x.xlsx", purpose="核对")
        assert sheet_of(tmp_path / "x.xlsx", "私密记录")["D2"].value == "机密"
        assert [(a.what, a.purpose) for a in accesses(office)] == [(EXPORT, "核对")]
        assert statuses(plan(office, tmp_path / "x.xlsx", NOTES)) == [SAME]
        clerk = Office(office.file, Account("经办", frozenset({"ledgers.export", "tests.edit"})), clock=office.clock)
        export_ledger(clerk, NOTES, tmp_path / "y.xlsx")
        assert [c.value for c in sheet_of(tmp_path / "y.xlsx", "私密记录")[1]] == ["姓名", "身份证号", "标题"]
        rows = [("姓名", "标题", "内容"), ("赵明", "乙", "悄悄话")]
        written = make_xlsx(tmp_path / "z.xlsx", rows)
        assert any("没有查看加密内容的权限" in notice for notice in plan(clerk, written, NOTES).notices)
        apply_plan(office, plan(office, written, NOTES))
        note = next(n for n in office.find(PrivateNote) if n.title == "乙")
        assert note.content
        assert unsealed(office, note.content, of=note) == "悄悄话"


def test_refusals_before_anything_is_written(office: Office, people: dict[str, Person], tmp_path: Path) -> None:
    nobody = Office(office.file, Account("无权", frozenset()), clock=office.clock)
    with pytest.raises(PermissionDenied):
        export_ledger(nobody, TENURES, tmp_path / "x.xlsx")
    with pytest.raises(CheckFailed, match=r"\.xlsx"):
        export_ledger(office, TENURES, tmp_path / "x.csv")
    found = plan(office, filled(tmp_path / "y.xlsx", [("赵明", None, None, "局长", None, None, "2020")]))
    with pytest.raises(PermissionDenied):
        apply_plan(nobody, found)
    assert office.find(Tenure) == []
    assert office.find(Reward) == []
