"""Every report of every room on a store of invented people: the same again, on paper, with its figures explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from support.builders import add, make_office
from support.written_files import faults_of

from ganbu_desktop import modules
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.differences import differences
from ganbu_desktop.kernel.report.figure_explained import explain
from ganbu_desktop.kernel.report.paper import on_paper, write_report
from ganbu_desktop.kernel.report.runs import content_of, generate
from ganbu_desktop.kernel.report.spec import Figure, Period, ReportSpec, named
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.modules.talks.records import Talk
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.running_head import DAY

PERIODS = {"month": "2026-02", "quarter": "2025-Q4", "year": "2025"}
SPECS = modules.reports()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_office(tmp_path_factory.mktemp("rooms"))
    fill_demo(made, 60)
    for fill in modules.demo_fillers():
        fill(made, SilentProgress())
    yield made
    made.file.close()


@pytest.mark.parametrize("spec", SPECS, ids=[spec.name for spec in SPECS])
def test_a_report_is_the_same_again_and_whole_on_paper(office: Office, spec: ReportSpec, tmp_path: Path) -> None:
    period = Period.parse(PERIODS[spec.periods[0]])
    first, second = generate(office, spec, period), generate(office, spec, period)
    assert first.run.content_hash == second.run.content_hash
    assert differences(office, first.run, second.run) == []
    assert content_of(office, first.run) == first.report
    figures = [c for t in first.report.tables for row in t.rows for c in row if isinstance(c, Figure)]
    assert first.report.inputs or not any(figure.records for figure in figures)
    for suffix in ("pdf", "xlsx"):
        assert write_report(first.report, tmp_path / f"r.{suffix}", FontBook.bundled()) == []
        assert faults_of(tmp_path / f"r.{suffix}") == []
    for page in PdfReader(tmp_path / "r.pdf").pages:
        text = "".join(page.extract_text().split())
        assert "".join(first.report.title.split()) in text
        assert "".join(office.called(period.last).split()) in text
        assert DAY.search(text)
    sheets = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets
    for sheet, table in zip(sheets, on_paper(first.report).shown_tables(), strict=True):
        shown = {cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert {value.number for row in table.rows for value in row if value.number is not None} <= shown


@pytest.mark.parametrize("spec", SPECS, ids=[spec.name for spec in SPECS])
def test_a_report_asks_no_clock(office: Office, spec: ReportSpec) -> None:
    """It is told the day on which its period is looked at (``Period.on``), and nothing else of the time."""

    def stopped() -> datetime:
        raise AssertionError(f"{spec.name} asked the clock")

    blind = Office(office.file, office.account, clock=stopped)
    period = Period.parse(PERIODS[spec.periods[0]]).on(date(2026, 11, 30))
    assert spec.compute(blind, period).title


@pytest.mark.parametrize("spec", SPECS, ids=[spec.name for spec in SPECS])
def test_every_figure_can_be_taken_apart(office: Office, spec: ReportSpec) -> None:
    report = spec.compute(office, Period.parse(PERIODS[spec.periods[0]]))
    figures = [c for t in report.tables for row in t.rows for c in row if isinstance(c, Figure)]
    for figure in sorted(figures, key=lambda f: -len(f.people) - len(f.records) - len(f.left_out))[:12]:
        found = explain(office, figure)
        assert [p.id for p in found.people] == list(figure.people)
        assert [(p.id, p.reason) for p in found.left_out] == list(figure.left_out)
        assert not any(p.is_gone for p in found.people)
        assert len(found.records) == len(figure.records)
        assert all(record.kind for record in found.records)
        assert not any("\n" in reason for _, reason in figure.left_out)


def test_a_talk_entered_late_is_named_by_the_next_monthly_report(office: Office) -> None:
    spec, period = named(SPECS, "talk-monthly"), Period.parse("2026-02")
    before = generate(office, spec, period).run
    person = sorted(office.find(Person), key=lambda p: p.id)[0]
    add(office, Talk(person_id=person.id, kind="01", held_on=PartialDate(2026, 2, 27), talker_level="1"))
    after = generate(office, spec, period).run
    assert after.content_hash != before.content_hash
    found = differences(office, before, after)
    assert f"新增 1 条谈心谈话：{person.name} 2026.02.27" in found
    assert any("的“谈话人次”由" in text for text in found)
