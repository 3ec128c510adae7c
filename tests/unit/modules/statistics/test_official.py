"""领导班子和干部队伍统计表 against a table worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import make_office
from support.county_statistics import make_statistics_county, shown

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.paper import document
from ganbu_desktop.kernel.report.runs import generate
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, named
from ganbu_desktop.modules.statistics.official import official, team_table
from ganbu_desktop.modules.statistics.reports import REPORTS
from ganbu_desktop.paper.fonts import FontBook

MARCH = Period.parse("2026-03")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    make_statistics_county(made)
    return made


def _cells(report: Report) -> dict[tuple[str, str], list[str]]:
    return {(row[0], row[1]): row[2:] for row in shown(report)}


def test_the_table_by_hand(office: Office) -> None:
    """Seven serve: three 正科, two 副科, one other, one without a level; four men, two women, one without a sex."""
    cells = _cells(official(office, MARCH))
    assert cells["总数", "总数"] == [
        "7",
        "100.0%",
        "3",
        "42.9%",
        "2",
        "28.6%",
        "1",
        "14.3%",
        "4",
        "57.1%",
        "2",
        "28.6%",
    ]
    assert cells["职务层次", "正科"] == [
        "3",
        "42.9%",
        "3",
        "100.0%",
        "0",
        "0.0%",
        "0",
        "0.0%",
        "2",
        "66.7%",
        "1",
        "33.3%",
    ]
    assert cells["职务层次", "其他"] == [
        "1",
        "14.3%",
        "0",
        "0.0%",
        "0",
        "0.0%",
        "1",
        "100.0%",
        "0",
        "0.0%",
        "1",
        "100.0%",
    ]
    assert cells["职务层次", "无记录"][:2] == ["1", "14.3%"]
    assert " ".join(cells["民族", "少数民族"]) == "1 14.3% 0 0.0% 0 0.0% 0 0.0% 0 0.0% 0 0.0%"
    assert [cells["政治面貌", k][0] for k in ("中共党员", "民主党派", "无党派", "共青团员和群众", "无记录")] == list(
        "31111"
    )
    ages = ("30岁及以下", "31—35岁", "36—40岁", "41—45岁", "46—50岁", "51—55岁", "56岁及以上", "无记录")
    assert [cells["年龄", k][0] for k in ages] == list("21110011")
    assert cells["年龄", "平均年龄（岁）"][0] == "37.7"  # (34 + 45 + 30 + 36 + 56 + 25) / 6
    assert cells["年龄", "46—50岁"][2:4] == ["0", "—"]
    assert [cells["学历", k][0] for k in ("研究生", "大学", "大专", "中专", "高中及以下", "无记录")] == list("102004")
    assert [cells["学位", k][0] for k in ("博士", "硕士", "学士", "其他", "无记录")] == list("01024")
    years = ("不满1年", "1—3年", "3—5年", "5—10年", "10年及以上", "无记录")
    assert [cells["任现职年限", k][0] for k in years] == list("112012")
    assert [cells["近三年考核", k][0] for k in ("三年优秀", "两年优秀", "一年优秀", "没有优秀", "无记录")] == list(
        "10015"
    )


def test_it_has_fourteen_columns_and_says_how_it_rounds(office: Office) -> None:
    report = official(office, MARCH)
    assert {len(row) for row in report.tables[0].rows} == {14}
    assert all(len(line) == 14 for line in report.tables[0].header)
    assert report.left.startswith("注：百分比按四舍五入取值")


def test_every_number_names_its_people_and_who_is_left_out(office: Office) -> None:
    rows = official(office, MARCH).tables[0].rows
    total = rows[0][2]
    assert isinstance(total, Figure)
    assert len(total.people) == 7
    assert [reason for _, reason in total.left_out] == ["离退人员"]
    age = next(row[2] for row in rows if row[0] == "年龄")
    assert isinstance(age, Figure)
    assert [reason for _, reason in age.left_out] == ["出生年月没有填"]
    assert "建议值" in age.rule


def test_teams_alone(office: Office) -> None:
    assert _cells(team_table(office, MARCH))["总数", "总数"][0] == "5"


def test_a_tie_is_rounded_half_up(tmp_path: Path) -> None:
    made = make_office(tmp_path)
    with made.operation("准备", right="test") as current:
        current.insert_many([Person(name=f"人{n}", post_level="1A41" if n == 0 else "1A42") for n in range(16)])
    assert _cells(official(made, MARCH))["总数", "总数"][3] == "6.3%"  # 1 / 16 = 6.25 %


def test_an_empty_store_gives_an_empty_table(tmp_path: Path) -> None:
    cells = _cells(official(make_office(tmp_path), MARCH))
    assert cells["总数", "总数"][:2] == ["0", "—"]
    assert cells["年龄", "平均年龄（岁）"][0] == "无记录"


@pytest.mark.parametrize("spec", REPORTS, ids=lambda spec: spec.name)
def test_the_same_people_give_the_same_hash(office: Office, spec: object) -> None:
    found = named(REPORTS, spec.name)  # type: ignore[attr-defined]
    first, second = (generate(office, found, MARCH) for _ in range(2))
    assert first.run.content_hash == second.run.content_hash
    assert document(first.report, FontBook.bundled()).findings == ()
