"""The monthly report against sums worked out by hand; it says the same twice and never what was said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.builders import make_office
from support.talks import day, make_county, make_talk, visit_of

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report import runs as report_runs
from ganbu_desktop.kernel.report.content import fingerprint, pack
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report
from ganbu_desktop.modules.talks import actions, report_monthly
from ganbu_desktop.modules.talks.records import Need
from ganbu_desktop.modules.talks.reports import REPORTS
from ganbu_desktop.modules.talks.rows import NEEDS, VISITS

FEBRUARY = Period.parse("2026-02")
COLUMNS = (
    *("谈话人次", "正科", "副科", "科员及以下", "女", "35岁及以下"),
    *("部领导谈话人次", "部务会成员谈话人次", "单位党组织谈话人次"),
    *("发现苗头性问题（件）", "已提醒", "已函询", "已诫勉", "反映诉求（条）", "已办结"),
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _fill(office: Office) -> None:
    """Three ordinary talks, one reminder, one group talk and one visit in February; one talk in January."""
    person = make_county(office)
    first = make_talk(office, person("甲"), "2026.02.01", content="机密内容", appeals="想换岗", problem_count=0)
    make_talk(office, person("乙"), "2026.02.28", talker_level="2", problem_count=2, reminded_count=1)
    make_talk(office, person("丙"), "2026.02", talker_level="3", appeals="住房")
    make_talk(office, person("乙"), "2026.02.09", kind="05", problem_count=1, admonished_count=1)
    make_talk(office, person("丁"), "2026.02.10", kind="18", talker_level="4")
    make_talk(office, person("丁"), "2026.01.31")
    make_talk(office, person("丁"), "2026")
    VISITS.save(office, [(None, visit_of(person("丁")))], title="家访")
    visit_id = office.find(type(visit_of(person("丁"))))[0].id
    needs = [
        Need(person_id=person("甲").id, kind="5", talk_id=first.id, raised_on=day("2026.02.01"), responsible="陈"),
        Need(person_id=person("丁").id, kind="2", visit_id=visit_id, raised_on=day("2026.02.10"), responsible="陈"),
    ]
    NEEDS.save(office, [(None, need) for need in needs], title="诉求")
    stored = next(n for n in office.find(Need) if n.kind == "5")
    done = replace(stored, result="办好", finished_on=day("2026.02.20"))
    NEEDS.save(office, [(stored, done)], title="办理")
    actions.close_need(office, done, closed_by="周主任")


def _row(report: Report, title: str) -> list[str]:
    row = next(r for r in report.tables[0].rows if r[1] == title)
    return [_text(cell) for cell in row[2:-1]]


def _text(cell: Cell) -> str:
    return cell.shown() if isinstance(cell, Figure) else cell


def test_the_columns_are_those_of_the_form(office: Office) -> None:
    header = report_monthly.compute(office, FEBRUARY).tables[0].header
    assert header[1] == ("序号", "谈话类型", *COLUMNS, "备注")
    assert [name for name, upper in zip(header[1], header[0], strict=True) if upper == "其中"] == list(COLUMNS[1:6])


def test_sums_by_type_worked_out_by_hand(office: Office) -> None:
    """The need is closed on the clock's day, 2 March: at the end of February it was still open."""
    _fill(office)
    report = report_monthly.compute(office, FEBRUARY)
    none = "无记录"
    assert _row(report, "日常谈心谈话") == [*"311111111", "2", "1", "0", "0", "1", "0"]
    assert _row(report, "提醒谈话") == [*"101010100", "1", "0", "0", "1", "0", "0"]
    assert _row(report, "集体谈话") == [*"101000000", none, none, none, none, "0", "0"]
    assert _row(report, "政治家访") == [*"101000100", "—", "—", "—", "—", "1", "0"]
    assert _row(report, "诫勉谈话") == list("000000000000000")
    assert _row(report, "合计") == [*"614121311", "3", "1", "0", "1", "2", "0"]
    assert report.tables[0].rows[0][-1] == "上月 1，增 2"


def test_figures_name_the_people_and_entries_behind_them(office: Office) -> None:
    _fill(office)
    total = report_monthly.compute(office, FEBRUARY).tables[0].rows[-1]
    talks, women = total[2], total[6]
    assert isinstance(talks, Figure)
    assert isinstance(women, Figure)
    assert (len(talks.people), len(talks.records)) == (4, 6)
    assert {table for table, _ in talks.records} == {"talk", "home_visit"}
    assert len(women.records) == women.value == 2


def test_the_month_before_stands_beside_it(office: Office) -> None:
    _fill(office)
    now, last, change = (
        [_text(cell) for cell in row] for row in report_monthly.compute(office, FEBRUARY).tables[1].rows
    )
    assert (now[1], last[1], change[1]) == ("6", "1", "+5")
    assert (now[10], last[10], change[10]) == ("3", "无记录", "无记录")


def test_coverage_by_the_end_of_the_month(office: Office) -> None:
    """Expected by the end of February: 甲 乙 丁; 丙 is new. Talked alone since January: all three. Six people met."""
    _fill(office)
    row = report_monthly.compute(office, FEBRUARY).tables[2].rows[0]
    assert [_text(cell) for cell in row] == ["3", "3", "100.0%", "4", "1"]


def test_nothing_that_was_said_is_in_the_report(office: Office) -> None:
    _fill(office)
    text = str(report_monthly.compute(office, FEBRUARY))
    assert "机密内容" not in text
    assert "想换岗" not in text
    assert "甲" not in text
    assert "有 1 次谈话写了意见诉求、没有登记到困难诉求" in text
    assert "2026 年有 1 次谈话没有写到月" in text


def test_the_same_month_twice_is_the_same_report(office: Office) -> None:
    _fill(office)
    spec = next(r for r in REPORTS if r.name == "talk-monthly")
    first = report_runs.generate(office, spec, FEBRUARY)
    second = report_runs.generate(office, spec, FEBRUARY)
    assert first.run.content_hash == second.run.content_hash
    assert pack(first.report) == pack(second.report)


def test_a_late_entry_gives_another_fingerprint(office: Office) -> None:
    _fill(office)
    before = report_monthly.compute(office, FEBRUARY)
    someone = office.find(Person, Person.table.c.name == "丁")[0]
    make_talk(office, someone, "2026.02.27")
    after = report_monthly.compute(office, FEBRUARY)
    assert fingerprint("talk-monthly", "2026-02", before) != fingerprint("talk-monthly", "2026-02", after)
    assert len(set(after.inputs) - set(before.inputs)) == 1


def test_an_empty_month_is_no_error(office: Office) -> None:
    report = report_monthly.compute(office, FEBRUARY)
    assert _row(report, "合计")[0] == "0"
    assert _row(report, "合计")[9] == "无记录"
    assert _text(report.tables[2].rows[0][2]) == "无记录"
