"""干部队伍基本情况表 against a table worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import add, make_office, make_person

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import Education
from ganbu_desktop.kernel.report import Figure, Period, Report
from ganbu_desktop.kernel.report_paper import document
from ganbu_desktop.kernel.report_runs import generate
from ganbu_desktop.modules.cadres.reports import REPORTS, headcount
from ganbu_desktop.paper.fonts import FontBook

YEAR = Period.parse("2025")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Four who serve and one who has retired."""
    made = make_office(tmp_path)
    retired = next(e.code for e in codes.table("management_state").entries if e.label != "现职人员")
    chief = make_person(made, "王正", post_level="1A41", post_level_since=PartialDate(2020, 12), political_status="01")
    deputy = make_person(
        made,
        "李副",
        sex="2",
        post_level="1A42",
        post_level_since=PartialDate(2025, 1),
        political_status="05",
        ethnicity="02",
        born_on=PartialDate(1995, 12),
    )
    make_person(made, "赵青", political_status="13", born_on=PartialDate(1996, 1))
    make_person(made, "孙缺", political_status=None, born_on=None, ethnicity=None)
    make_person(made, "钱退", management_state=retired)
    add(
        made,
        Education(person_id=chief.id, level="31"),
        Education(person_id=chief.id, level="2B"),
        Education(person_id=deputy.id, level="22"),
    )
    return made


def _cells(report: Report) -> dict[tuple[str, str], list[str]]:
    rows = report.tables[0].rows
    return {(str(r[0]), str(r[1])): [c if isinstance(c, str) else c.shown() for c in r[2:]] for r in rows}


def test_the_table_by_hand(office: Office) -> None:
    cells = _cells(headcount(office, YEAR))
    assert cells["总数", "现职干部"] == [
        "4", "100.0%", "1", "25.0%", "1", "25.0%", "2", "50.0%", "3", "75.0%", "1", "25.0%"
    ]  # fmt: skip
    assert cells["民族", "少数民族"][:2] == ["1", "25.0%"]
    assert cells["民族", "无记录"][0] == "1"
    assert [cells["政治面貌", k][0] for k in ("中共党员", "民主党派", "无党派", "共青团员和群众", "无记录")] == list(
        "11011"
    )
    assert [cells["年龄", k][0] for k in ("30岁及以下", "31—35岁", "41—45岁", "无记录")] == list("2011")
    assert [cells["学历", k][0] for k in ("研究生", "大学", "大专", "中专及以下", "无记录")] == list("01102")
    assert [cells["任现职务层次", k][0] for k in ("不满1年", "5—10年", "10年及以上", "无记录")] == list("1102")
    assert cells["年龄", "31—35岁"][2:4] == ["0", "无记录"]
    assert cells["平均年龄", "岁"][0] == "34.7"  # (45 + 30 + 29) / 3


def test_figures_name_people_and_who_is_left_out(office: Office) -> None:
    row = headcount(office, YEAR).tables[0].rows[0]
    total = row[2]
    assert isinstance(total, Figure)
    assert len(total.people) == 4
    assert [reason for _, reason in total.left_out] == ["管理状态不是现职"]
    age = next(r[2] for r in headcount(office, YEAR).tables[0].rows if r[0] == "年龄")
    assert isinstance(age, Figure)
    assert [reason for _, reason in age.left_out] == ["出生年月没有填"]
    assert "建议值" in age.rule


def test_it_says_what_is_of_now_and_is_the_same_again(office: Office) -> None:
    (spec,) = REPORTS
    first, second = generate(office, spec, YEAR), generate(office, spec, YEAR)
    assert first.run.content_hash == second.run.content_hash
    assert "现有数据" in first.report.remarks[0]
    assert not spec.is_submitted


def test_it_stands_on_one_page(office: Office) -> None:
    placed = document(headcount(office, YEAR), FontBook.bundled())
    assert len(placed.pages) <= 2
    assert placed.findings == ()


def test_an_empty_store_has_no_shares(tmp_path: Path) -> None:
    cells = _cells(headcount(make_office(tmp_path), YEAR))
    assert cells["总数", "现职干部"][:2] == ["0", "无记录"]
    assert cells["平均年龄", "岁"][0] == "无记录"
