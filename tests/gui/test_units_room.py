"""The tabs of the units room: empty and full, figures that open people, targets, and the closed register."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from support.pages import put_on_screen
from support.unit_county import SmallCounty, day, hold

from ganbu_desktop.desktop.kit.widgets import EmptyState
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.reports.figure_label import FigureDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.attendance import AttendanceState
from ganbu_desktop.kernel.people.person import AppointmentSheet
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.modules.units import rows
from ganbu_desktop.modules.units.pages.report_view import ReportView
from ganbu_desktop.modules.units.pages.room import UnitsRoom
from ganbu_desktop.modules.units.pages.succession_view import SuccessionView
from ganbu_desktop.modules.units.pages.team_view import TeamView
from ganbu_desktop.modules.units.pages.units_page import UnitsPage


@pytest.fixture
def went(desk: Desk) -> list[tuple[str, object]]:
    """Where the page led to."""
    gone: list[tuple[str, object]] = []
    desk.open_page = lambda name, target: gone.append((name, target))
    return gone


def settle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.tasks.is_busy(), timeout=10000)


def test_every_tab_opens_on_an_empty_store(qtbot: QtBot, desk: Desk, went: list[tuple[str, object]]) -> None:
    room = put_on_screen(qtbot, UnitsRoom(desk))
    assert isinstance(room.current(), UnitsPage)
    for name in room.names():
        assert room.choose(name)
        settle(qtbot, desk)
        assert room.current_name() == name


def test_a_unit_as_target_is_shown_in_the_tree(qtbot: QtBot, desk: Desk, office: Office) -> None:
    county = SmallCounty(office)
    room = put_on_screen(qtbot, UnitsRoom(desk))
    room.choose("quotas")
    room.show_target(county.statistics.id)
    page = room.current()
    assert isinstance(page, UnitsPage)
    assert page.tree.unit() == county.statistics.id
    room.show_target("over-quota")
    assert room.current_name() == "over-quota"


def test_the_ledger_of_quotas_follows_the_posts(
    qtbot: QtBot, desk: Desk, office: Office, went: list[tuple[str, object]]
) -> None:
    county = SmallCounty(office)
    room = put_on_screen(qtbot, UnitsRoom(desk))
    room.choose("quota-ledger")
    view = room.current()
    assert isinstance(view, ReportView)
    qtbot.waitUntil(lambda: view.report is not None)

    def deputies() -> Figure:
        assert view.report is not None
        found = next(row for row in view.report.tables[0].rows if row[1] == "财政局")[7]
        assert isinstance(found, Figure)
        return found

    assert deputies().people == (county.second.id, county.third.id)
    hold(office, county.fourth, county.finance, "副职")
    room.refresh(frozenset({"tenure"}))
    qtbot.waitUntil(lambda: deputies().value == 3)
    dialog = FigureDialog(desk, "领导副职", deputies(), view)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "3" in dialog.bar.tabText(0))
    view.open_report()
    assert went == [("reports", ("quota-ledger", "2026-03"))]


def test_a_year_can_be_chosen(qtbot: QtBot, desk: Desk, office: Office) -> None:
    SmallCounty(office)
    view = put_on_screen(qtbot, ReportView(desk, "survey-coverage", frozenset()))
    settle(qtbot, desk)
    view._choose(view.period.before)
    qtbot.waitUntil(lambda: view.report is not None and "2025" in view.report.title)
    view._later()
    qtbot.waitUntil(lambda: view.report is not None and "2026" in view.report.title)


def test_a_team_is_shown_with_its_targets_and_leads_to_its_review(
    qtbot: QtBot, desk: Desk, office: Office, went: list[tuple[str, object]]
) -> None:
    county = SmallCounty(office)
    room = put_on_screen(qtbot, UnitsRoom(desk))
    room.show_target(("teams", county.finance.id))
    view = room.current()
    assert isinstance(view, TeamView)
    qtbot.waitUntil(lambda: view.facts is not None and view.facts.unit.id == county.finance.id)
    assert view.facts is not None
    assert [table.title for table in view.facts.tables] == ["班子成员", "结构性配备", "班子结构"]
    assert [row[0] for row in view.facts.tables[0].rows] == ["甲", "乙", "丙"]
    assert len(view.tables.views) == 3
    view.review()
    assert went == [("units", ("team-reviews", ("new", {"unit_id": county.finance.id})))]
    view.search.setText("统计")
    qtbot.waitUntil(lambda: view.list.item(0).isHidden())
    hold(office, county.fourth, county.finance, "其他")
    view.refresh(frozenset({"tenure"}))
    qtbot.waitUntil(lambda: view.facts is not None and len(view.facts.tables[0].rows) == 4)


def test_the_precheck_follows_the_appointment_forms(qtbot: QtBot, desk: Desk, office: Office) -> None:
    county = SmallCounty(office)
    view = put_on_screen(qtbot, ReportView(desk, "quota-precheck", frozenset({"appointment_sheet"})))
    qtbot.waitUntil(lambda: view.report is not None)
    with office.operation("拟任", right="test") as current:
        current.insert(AppointmentSheet(person_id=county.fourth.id, proposed_post="统计局局长"))
    view.refresh(frozenset({"appointment_sheet"}))
    qtbot.waitUntil(lambda: view.report is not None and len(view.report.tables[0].rows) == 1)


def test_the_register_of_candidates_is_closed_to_others(qtbot: QtBot, desk: Desk, office: Office) -> None:
    view = put_on_screen(qtbot, SuccessionView(desk))
    assert isinstance(view.ledger, LedgerView)
    desk.office = Office(office.file, Account("查询员", frozenset({"look"})), clock=office.clock)
    closed = put_on_screen(qtbot, SuccessionView(desk))
    assert closed.ledger is None
    assert closed.findChild(EmptyState) is not None
    closed.refresh(frozenset({"succession_candidate"}))
    closed.show_target("x")
    closed.focus_first()


def test_states_of_attendance_say_how_they_stand(office: Office) -> None:
    county = SmallCounty(office)
    given = {"person_id": county.second.id, "starts_on": day("2025.09.01")}
    states = [
        AttendanceState(kind="2", ends_on=day("2026.02.01"), **given),
        AttendanceState(kind="7", **given),
        AttendanceState(kind="3", returned_on=day("2026.01.01"), **given),
    ]
    rows.STATES.save(office, [(None, state) for state in states], title="在岗状态")
    assert list(rows.STATES.derived["现状"](office, states)) == ["应返未登记", "待核实", "已返岗"]
