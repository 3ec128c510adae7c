"""The screens of the talks room: every tab empty and full, what leads where, and what opens."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot
from support.builders import make_person, make_unit
from support.fake_messages import FakeMessages
from support.pages import put_on_screen
from support.talks import day, make_county, make_talk, visit_of

from ganbu_desktop import modules
from ganbu_desktop.desktop.ledger.entry_panel import LoopPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.paper.print_dialog import PrintDialog
from ganbu_desktop.desktop.window.page import PERSON, Desk
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report import runs as report_runs
from ganbu_desktop.kernel.report.spec import Period, named
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.talks import actions, queries
from ganbu_desktop.modules.talks.pages.coverage_view import CoverageView
from ganbu_desktop.modules.talks.pages.due_view import DueView
from ganbu_desktop.modules.talks.pages.needs_view import NeedsView
from ganbu_desktop.modules.talks.pages.page import TalksPage
from ganbu_desktop.modules.talks.pages.talks_view import TalksView, VisitsView
from ganbu_desktop.modules.talks.records import Need
from ganbu_desktop.modules.talks.reports import REPORTS
from ganbu_desktop.modules.talks.rows import NEEDS, VISITS


@pytest.fixture
def went(desk: Desk) -> list[tuple[str, object]]:
    """Where the page led to; the print dialog finds its forms."""
    gone: list[tuple[str, object]] = []
    desk.open_page = lambda name, target: gone.append((name, target))
    desk.forms = modules.entry_forms
    return gone


def test_every_tab_opens_on_an_empty_store_and_says_what_to_do(
    qtbot: QtBot, desk: Desk, went: list[tuple[str, object]]
) -> None:
    page = put_on_screen(qtbot, TalksPage(desk))
    for name in page.names():
        assert page.choose(name)
        qtbot.waitUntil(lambda: not desk.tasks.is_busy())
        assert page.current_name() == name
    needs, visits = page.tab("needs"), page.tab("home-visits")
    assert isinstance(needs, NeedsView)
    assert isinstance(visits, VisitsView)
    needs.print_ledger()
    visits.print_plan()
    assert went == []


def test_a_line_of_the_due_list_leads_to_talk_visit_person_and_report(
    qtbot: QtBot, desk: Desk, office: Office, went: list[tuple[str, object]]
) -> None:
    person = make_county(office)
    page = put_on_screen(qtbot, TalksPage(desk))
    page.choose("due")
    due = page.current()
    assert isinstance(due, DueView)
    assert due.table.count() == 15, "nine owed this year, and three talks and visits that were missed in 2025"
    for key in due.table.all_ids():
        due.table.select(key)
        due.begin()
    due._open_person()
    due._open_report()
    kinds = [target for name, target in went if name == "talks"]
    assert ("talks", ("new", {"person_id": person("丙").id, "kind": "02"})) in kinds
    assert ("home-visits", ("new", {"person_id": person("丁").id})) in kinds
    assert went[-2][0] == PERSON
    assert went[-1] == ("reports", ("talk-unreached", "2026"))
    make_talk(office, person("丙"), "2026.02.20")
    due.refresh(frozenset({"talk"}))
    assert due.table.count() == 13
    due.show_target(person("甲").id)
    assert {d.cadre.name for d in due._due.values()} == {"甲"}
    due.show_target(None)
    assert due.table.count() == 13


def test_coverage_shows_a_year_and_its_figures(
    qtbot: QtBot, desk: Desk, office: Office, went: list[tuple[str, object]]
) -> None:
    person = make_county(office)
    make_talk(office, person("乙"), "2025.02.01")
    view = put_on_screen(qtbot, CoverageView(desk))
    qtbot.waitUntil(lambda: bool(view.labels))
    assert [label.text() for label in view.labels[:3]] == ["4", "0", "0.0%"]
    view.labels.clear()
    view.choose_year(2025)
    qtbot.waitUntil(lambda: bool(view.labels))
    assert view.labels[1].text() == "1"
    make_talk(office, person("甲"), "2025.03.01")
    view.labels.clear()
    view.refresh(frozenset({"talk"}))
    qtbot.waitUntil(lambda: bool(view.labels))
    assert view.labels[1].text() == "2"


def test_reports_handed_up_in_time_are_counted(office: Office) -> None:
    """On 2 March the report of January was due by 5 February; that of February is not due yet."""
    assert queries.punctuality(office, 2026, date(2026, 3, 2)).shown() == "0.0%"
    assert queries.punctuality(office, 2026, date(2026, 2, 5)).shown() == "无记录"
    run = report_runs.generate(office, named(REPORTS, "talk-monthly"), Period.parse("2026-02")).run
    report_runs.submit(office, run, on=day("2026.03.02"), to="市委组织部", by="周记录")
    assert queries.punctuality(office, 2026, date(2026, 3, 20)).shown() == "50.0%"


def test_promises_stand_beside_the_talk(qtbot: QtBot, desk: Desk, office: Office) -> None:
    talk = make_talk(office, make_person(office), "2026.02.01")
    view = put_on_screen(qtbot, TalksView(desk))
    qtbot.waitUntil(lambda: view.table.count() == 1)
    panel = view.detail.panel(LoopPanel)  # type: ignore[attr-defined]
    panel.show_entry(talk)
    actions.promise(office, talk, what="协调", unit_id=None, responsible="陈科长", due_on=day("2026.04.01"))
    assert [item.problem for item in panel.hung(LoopItem)] == ["协调"]


def test_ledgers_are_printed_by_unit(
    qtbot: QtBot, desk: Desk, office: Office, went: list[tuple[str, object]], messages: FakeMessages
) -> None:
    unit = make_unit(office, "民政局")
    person = make_person(office, unit_id=unit.id)
    need = Need(person_id=person.id, kind="5", unit_id=unit.id, raised_on=day("2026.02"))
    NEEDS.save(office, [(None, need)], title="诉求")
    VISITS.save(office, [(None, visit_of(person))], title="家访")
    for view, act in ((NeedsView(desk), "print_ledger"), (VisitsView(desk), "print_plan")):
        put_on_screen(qtbot, view)
        assert isinstance(view, LedgerView)
        desk.window = view
        getattr(view, act)()
        dialog = view.findChild(PrintDialog)
        assert dialog is not None
        qtbot.waitUntil(lambda: not desk.tasks.is_busy())
        dialog.reject()
