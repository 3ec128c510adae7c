"""Needs, moods and opinions against sums worked out by hand; what is private names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.talks import day

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.content import pack
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, ReportSpec
from ganbu_desktop.modules.talks import actions, report_sums
from ganbu_desktop.modules.talks.records import Forum, ForumOpinion, MoodReport, Need
from ganbu_desktop.modules.talks.reports import REPORTS
from ganbu_desktop.modules.talks.rows import NEEDS

YEAR = Period.parse("2026")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _row(report: Report, title: str) -> list[str]:
    row = next(r for r in report.tables[0].rows if r[0] == title)
    return [cell.shown() if isinstance(cell, Figure) else cell for cell in row[1:]]


def _needs(office: Office) -> None:
    """Housing: settled in 10 and in 15 days, one open past its limit. Illness: one open. None of 2025 counts."""
    person = make_person(office)
    given = {"person_id": person.id, "responsible": "陈科长"}
    needs = [
        Need(**given, kind="5", raised_on=day("2026.01.05"), result="好", finished_on=day("2026.01.15")),
        Need(**given, kind="5", raised_on=day("2026.02.01"), result="好", finished_on=day("2026.02.16")),
        Need(**given, kind="5", raised_on=day("2026.02.20"), due_on=day("2026.02.28")),
        Need(**given, kind="4", raised_on=day("2026.02.21"), due_on=day("2027.02.28"), description="药费"),
        Need(**given, kind="5", raised_on=day("2025.12.31")),
        Need(**given, kind="5"),
    ]
    NEEDS.save(office, [(None, need) for need in needs], title="诉求")
    for need, satisfaction in zip([n for n in office.find(Need) if n.finished_on], ("1", "3"), strict=True):
        NEEDS.save(office, [(need, replace(need, satisfaction=satisfaction))], title="满意度")
        actions.close_need(office, replace(need, satisfaction=satisfaction), closed_by="吴主任")


@pytest.mark.parametrize(
    ("due_on", "period", "seen_on", "overdue"),
    [
        ("2026.05", "2026-05", date(2026, 6, 30), "0"),
        ("2026.05", "2026-06", date(2026, 6, 30), "1"),
        ("2026.05.31", "2026-05", date(2026, 6, 30), "0"),
        ("2026.05.30", "2026-05", date(2026, 6, 30), "1"),
        ("2026", "2026", date(2027, 1, 5), "0"),
        ("2026.05", "2026", date(2026, 5, 31), "0"),
        ("2026.05", "2026", date(2026, 6, 1), "1"),
        ("2026.05", "2026", date(2027, 1, 5), "1"),
    ],
)
def test_a_need_is_overdue_after_the_last_day_that_its_limit_can_mean(
    office: Office, due_on: str, period: str, seen_on: date, overdue: str
) -> None:
    """By the end of the period, and in a running one by the day of the report."""
    person = make_person(office)
    raised = [
        Need(person_id=person.id, kind="5", raised_on=day(on), due_on=day(due_on)) for on in ("2026.05", "2026.06")
    ]
    add(office, *raised)
    found = report_sums.compute_needs(office, Period.parse(period).on(seen_on))
    number = len(raised) if period == "2026" else 1
    assert _row(found, "住房")[3] == str(int(overdue) * number)


def test_needs_by_kind(office: Office) -> None:
    _needs(office)
    report = report_sums.compute_needs(office, YEAR)
    assert _row(report, "住房") == ["3", "2", "1", "1", "66.7%", "12.5", "2", "50.0%"]
    assert _row(report, "家属重疾") == ["1", "0", "1", "0", "0.0%", "无记录", "0", "无记录"]
    assert _row(report, "婚恋") == ["0", "0", "0", "0", "无记录", "无记录", "0", "无记录"]
    assert _row(report, "合计") == ["4", "2", "2", "1", "50.0%", "12.5", "2", "50.0%"]
    assert "另有 1 件没有提出日期" in "".join(report.remarks)
    assert "药费" not in str(report)


def test_a_private_kind_names_nobody(office: Office) -> None:
    _needs(office)
    rows = {row[0]: row for row in report_sums.compute_needs(office, YEAR).tables[0].rows}
    housing, illness = rows["住房"][1], rows["家属重疾"][1]
    assert isinstance(housing, Figure)
    assert isinstance(illness, Figure)
    assert len(housing.people) == 1
    assert illness.people == ()


def test_needs_of_a_month_do_not_count_what_was_closed_later(office: Office) -> None:
    """Both were closed on 2 March: at the end of February nothing was."""
    _needs(office)
    assert _row(report_sums.compute_needs(office, Period.parse("2026-02")), "住房")[:4] == ["2", "0", "2", "0"]
    assert _row(report_sums.compute_needs(office, Period.parse("2026-Q1")), "住房")[:2] == ["3", "2"]


def test_moods_below_the_smallest_sample_are_not_shown(office: Office) -> None:
    """A row that came in before the county raised the sample stays in the store and off the report."""
    unit = make_unit(office, "教育局")
    add(
        office,
        MoodReport(year=2026, quarter="1", theme="1", group_size=20, people=9, unit_id=unit.id, suggestion="减负"),
        MoodReport(year=2026, quarter="1", theme="2", group_size=20, people=4, unit_id=unit.id),
        MoodReport(year=2026, quarter="1", theme="3", group_size=4, people=4, unit_id=unit.id, situation="认得出"),
        MoodReport(year=2025, quarter="1", theme="4", group_size=20, people=9),
    )
    report = report_sums.compute_moods(office, Period.parse("2026-Q1"))
    shown = [[cell.shown() if isinstance(cell, Figure) else cell for cell in row[:5]] for row in report.tables[0].rows]
    assert shown == [
        ["教育局", "工作压力", "20", "9", "45.0%"],
        ["教育局", "成长发展", "20", "少于 5 人", "—"],
    ]
    assert "认得出" not in str(report)
    assert "有 1 条因样本不足" in "".join(report.remarks)
    assert report.boxes == (("建议", "减负"),)


def test_opinions_by_kind_and_small_forums_only_in_the_total(office: Office) -> None:
    big = Forum(title="大", held_on=day("2026.02.01"), attendance=12)
    small = Forum(title="小", held_on=day("2026.02.02"), attendance=4)
    add(office, big, small, Forum(title="去年", held_on=day("2025.02.02"), attendance=9))
    for forum, kind, adoption, answered in (
        (big, "2", "1", "2026.02.20"),
        (big, "2", "3", None),
        (big, "4", "2", None),
        (big, None, None, None),
        (small, "3", "1", "2026.02.21"),
    ):
        add(
            office,
            ForumOpinion(
                forum_id=forum.id,
                opinion="意见",
                kind=kind,
                adoption=adoption,
                adoption_reason="另有规定" if adoption == "3" else None,
                answer="已答" if answered else None,
                answered_on=day(answered) if answered else None,
            ),
        )
    report = report_sums.compute_opinions(office, YEAR)
    assert _row(report, "考核焦虑") == ["2", "1", "0", "1", "0", "50.0%", "1"]
    assert _row(report, "问责恐慌") == ["0", "0", "0", "0", "0", "无记录", "0"]
    assert _row(report, "没有填类别") == ["1", "0", "0", "0", "1", "0.0%", "0"]
    assert _row(report, "合计") == ["5", "2", "1", "1", "1", "60.0%", "2"]
    assert "1 场参加人数不到 5 人" in "".join(report.remarks)
    assert all(not cell.people for row in report.tables[0].rows for cell in row if isinstance(cell, Figure))


@pytest.mark.parametrize("spec", REPORTS, ids=lambda spec: spec.name)
def test_every_report_of_an_empty_store_is_made_twice_alike(office: Office, spec: ReportSpec) -> None:
    period = {"year": YEAR, "quarter": Period.parse("2026-Q1"), "month": Period.parse("2026-02")}[spec.periods[0]]
    assert pack(spec.compute(office, period)) == pack(spec.compute(office, period))
