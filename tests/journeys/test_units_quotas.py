"""The units room in the real window, row by row of the mission map: typed, counted, opened, reminded of, printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot
from support.builders import add
from support.entry_typing import answer, enter, ledger, panel
from support.fake_messages import FakeMessages
from support.journey import calm, page

from ganbu_desktop import modules
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog, RecordDialog
from ganbu_desktop.desktop.ledger.entry_lines import EvidenceDialog
from ganbu_desktop.desktop.ledger.entry_panel import LimitingPanel, LoopPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms import form_print
from ganbu_desktop.kernel.log.sealed_guard import is_sealed
from ganbu_desktop.kernel.people.attendance import AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person, Tenure
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.reminders.reminder import Reminder, due
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.units import records, reminders
from ganbu_desktop.modules.units.pages.report_view import ReportView
from ganbu_desktop.modules.units.pages.room import UnitsRoom
from ganbu_desktop.modules.units.pages.team_view import TeamView

EVIDENCE = {"kind": "核实结论", "document": "核〔2026〕3号", "dated_on": "2026.2.26"}
STATEMENT = {
    "informed_on": "2026.2.26",
    "informed_by": "当面",
    "words": "家中老人急病，没有来得及请假",
    "stated_on": "2026.2.27",
    "is_signed": "是",
}


@pytest.fixture
def room(qtbot: QtBot, window: MainWindow) -> UnitsRoom:
    window.open_page("units")
    calm(qtbot, window)
    return page(window, UnitsRoom)


@pytest.fixture
def chief(window: MainWindow) -> Tenure:
    """The post of a chief with deputies beside her."""
    found = window.office.find(Tenure, Tenure.table.c.removed_on.is_(None), Tenure.table.c.member_kind == "正职")
    return found[0]


@pytest.fixture
def unit(window: MainWindow, chief: Tenure) -> Unit:
    found = window.office.get(Unit, chief.unit_id or "")
    assert found is not None
    return found


def reminded(window: MainWindow, rule: str) -> list[Reminder]:
    (found,) = [r for r in reminders.RULES if r.name == rule]
    return due(window.office, [found])[found]


def shown(qtbot: QtBot, window: MainWindow, room: UnitsRoom, tab: str) -> ReportView:
    """Show a tab with a report and wait for it."""
    assert room.choose(tab)
    view = room.current()
    assert isinstance(view, ReportView)
    calm(qtbot, window)
    qtbot.waitUntil(lambda: view.report is not None)
    return view


def rows(view: ReportView, table: int = 0) -> list[tuple[object, ...]]:
    assert view.report is not None
    return list(view.report.tables[table].rows)


def printed(window: MainWindow, form: str, record_id: str, folder: Path) -> str:
    """Print a sheet and return its text without blanks."""
    target = folder / f"{form}.pdf"
    chosen = form_print.form_called(modules.entry_forms(), form)
    form_print.print_forms(window.office, chosen, [record_id], target)
    return "".join("".join(p.extract_text().split()) for p in PdfReader(target).pages)


def value(cell: object) -> int | None:
    assert isinstance(cell, Figure)
    return cell.value


def test_2_01_a_document_makes_a_unit_over_and_the_precheck_says_it_before(
    qtbot: QtBot, window: MainWindow, room: UnitsRoom, unit: Unit, tmp_path: Path
) -> None:
    office = window.office
    view = ledger(room, "quotas")
    texts = {"kind": "领导副职", "approved": "0", "document": "青编〔2026〕1号", "effective_from": "2026.1.1"}
    assert enter(qtbot, view, {"unit_id": unit.id}, texts) == ""
    assert "同一生效日期" in enter(qtbot, view, {"unit_id": unit.id}, texts)
    name = unit.short_name or ""
    over = shown(qtbot, window, room, "over-quota")
    (row,) = [r for r in rows(over) if r[:2] == (name, "领导副职")]
    assert (value(row[2]), row[6]) == (0, "青编〔2026〕1号")
    held = row[3]
    assert isinstance(held, Figure)
    assert held.value == len(held.people) == value(row[5])
    (warning,) = [r for r in reminded(window, "over-quota") if "领导副职" in r.title]
    assert (warning.person_id, warning.target) == (None, ("units", "over-quota"))
    deputy = office.find(Person, Person.table.c.id == held.people[0])[0]
    with office.operation("准备", right="test") as current:
        for sheet in current.find(AppointmentSheet):
            current.delete(sheet)
        current.insert(AppointmentSheet(person_id=deputy.id, proposed_post=f"{unit.name}局长"))
    checked = shown(qtbot, window, room, "quota-precheck")
    after = {r[1]: value(r[6]) for r in rows(checked) if r[0] == name}
    before = {r[1]: value(r[3]) for r in rows(checked) if r[0] == name}
    assert after["领导正职"] == (before["领导正职"] or 0) + 1
    assert after["领导副职"] == (before["领导副职"] or 0) - 1
    assert (deputy.name or "") in printed(window, "quota-precheck-sheet", unit.id, tmp_path)
    assert "青编〔2026〕1号" in printed(window, "quota-sheet", unit.id, tmp_path)


def test_2_02_without_a_ground_is_said_only_after_verifying(
    qtbot: QtBot, window: MainWindow, room: UnitsRoom, chief: Tenure, messages: FakeMessages
) -> None:
    office = window.office
    states = ledger(room, "attendance")
    assert enter(qtbot, states, {"person_id": chief.person_id}, {"kind": "脱岗", "starts_on": "2026.2.20"}) == ""
    view = shown(qtbot, window, room, "off-post")
    assert [value(cell) for cell in rows(view)[0][1:]] == [0, 0, 0, 1, 0]
    (waiting,) = reminded(window, "absence")
    assert waiting.target == ("units", ("attendance", office.find(AttendanceState)[0].id))
    findings = ledger(room, "absence-findings")
    texts = {
        "finding": "无事由",
        "occurred_on": "2026.2.25",
        "facts": "当天没有到岗，没有请假",
        "source_kind": "核实结论",
        "source": "核〔2026〕3号",
        "reviewed_by": "李四",
        "ends_on": "2027.2.25",
    }
    assert enter(qtbot, findings, {"person_id": chief.person_id}, texts) == ""
    entry = office.find(records.AbsenceFinding)[0]
    limiting = panel(qtbot, findings, entry.id, LimitingPanel)
    messages.answers = [True]
    limiting.make_effective()
    assert office.find(records.AbsenceFinding)[0].state == DRAFT
    limiting.add_evidence()
    assert answer(qtbot, EvidenceDialog, EVIDENCE) == ""
    limiting.add_statement()
    assert answer(qtbot, RecordDialog, STATEMENT) == ""
    messages.answers = [True]
    limiting.make_effective()
    assert office.find(records.AbsenceFinding)[0].state == EFFECTIVE
    view = shown(qtbot, window, room, "off-post")
    calm(qtbot, window)
    qtbot.waitUntil(lambda: [value(cell) for cell in rows(view)[0][1:]] == [0, 0, 0, 0, 1])
    assert reminded(window, "absence") == []


def test_2_03_a_review_freezes_the_team_and_its_suggestion_is_closed_by_another_hand(
    qtbot: QtBot, window: MainWindow, room: UnitsRoom, unit: Unit, messages: FakeMessages, tmp_path: Path
) -> None:
    office = window.office
    room.show_target(("teams", unit.id))
    teams = room.current()
    assert isinstance(teams, TeamView)
    qtbot.waitUntil(lambda: teams.facts is not None and teams.facts.unit.id == unit.id)
    assert teams.facts is not None
    reviews = ledger(room, "team-reviews")
    texts = {
        "held_on": "2026.3.1",
        "participants": "赵部长、孙科长",
        "facts": "完成 8 项任务",
        "weaknesses": "缺规划干部",
    }
    assert enter(qtbot, reviews, {"unit_id": unit.id}, texts) == ""
    review = office.find(records.TeamReview)[0]
    assert review.snapshot
    loops = panel(qtbot, reviews, review.id, LoopPanel)
    loops.add_item()
    said = {"problem": "补充规划干部", "responsible": "孙科长", "due_on": "2026.2.1", "measure": "列入计划"}
    assert answer(qtbot, RecordDialog, said) == ""
    item = office.find(LoopItem, LoopItem.table.c.kind == records.REVIEW_LOOP)[0]
    assert [r.title for r in reminded(window, "unit-loop")] == ["研判建议超期：补充规划干部"]
    text = printed(window, "team-review", review.id, tmp_path)
    assert "缺规划干部" in text
    assert "补充规划干部" in text
    assert "与上次" in text
    messages.answers = ["孙科长"]
    loops.close_item(item)
    assert not office.find(LoopItem, LoopItem.table.c.id == item.id)[0].is_closed
    loops = panel(qtbot, reviews, review.id, LoopPanel)
    loops.follow(item)
    assert answer(qtbot, RecordDialog, {"result": "已调入一名规划干部"}) == ""
    item = office.find(LoopItem, LoopItem.table.c.id == item.id)[0]
    messages.answers = ["李科长"]
    loops.close_item(item)
    assert office.find(LoopItem, LoopItem.table.c.id == item.id)[0].closed_by == "李科长"
    assert reminded(window, "unit-loop") == []


def test_2_04_surveys_cover_the_units(qtbot: QtBot, window: MainWindow, room: UnitsRoom, unit: Unit) -> None:
    before = shown(qtbot, window, room, "survey-coverage")
    expected = value(rows(before)[0][0])
    texts = {"held_on": "2026.2.10", "kind": "担当作为专项调研", "way": "个别谈话", "talked_count": "6"}
    assert enter(qtbot, ledger(room, "surveys"), {"unit_id": unit.id}, texts) == ""
    view = shown(qtbot, window, room, "survey-coverage")
    qtbot.waitUntil(lambda: value(rows(view)[0][1]) == 1)
    assert value(rows(view)[0][0]) == expected
    (row,) = [r for r in rows(view, 1) if r[0] == unit.short_name]
    assert (value(row[1]), value(row[2])) == (0, 1)


def test_2_05_a_level_counts_once_a_meeting_decided(
    qtbot: QtBot, window: MainWindow, room: UnitsRoom, unit: Unit, tmp_path: Path
) -> None:
    view = ledger(room, "post-profiles")
    texts = {"post_name": "党委书记", "post_class": "乡镇街道正职", "workload": "高", "risk": "较高"}
    assert enter(qtbot, view, {"unit_id": unit.id}, texts) == ""
    with pytest.raises(CheckFailed, match="都没有《岗位难度一览表》的内容"):
        printed(window, "post-difficulty-sheet", unit.id, tmp_path)
    decided = {"meeting": "部务会第3次", "decided_on": "2026.2.1", "duties_changed_on": "2026.2.20"}
    view.edit_entry(window.office.find(records.PostProfile)[0])
    assert answer(qtbot, EntryDialog, decided) == ""
    assert "部务会第3次" in printed(window, "post-difficulty-sheet", unit.id, tmp_path)
    assert [r.title for r in reminded(window, "post-profile")] == ["党委书记：岗位职责变了，难度没有复评"]


def test_2_06_load_is_shown_by_unit(qtbot: QtBot, window: MainWindow, room: UnitsRoom, unit: Unit) -> None:
    hang = {"entry_table": "unit", "entry_id": unit.id, "kind": "1", "unit_id": unit.id}
    add(window.office, LoopItem(**hang, due_on=PartialDate(2026, 2)), LoopItem(**hang))
    view = shown(qtbot, window, room, "unit-load")
    (row,) = rows(view)
    assert (row[0], value(row[1]), value(row[2])) == (unit.short_name, 2, 1)
    assert all(not cell.people for cell in row if isinstance(cell, Figure))


def test_2_07_a_post_with_too_few_candidates_is_told(
    qtbot: QtBot, window: MainWindow, room: UnitsRoom, unit: Unit, chief: Tenure
) -> None:
    office = window.office
    with office.operation("准备", right="test") as current:
        current.change(chief, appointed_on=PartialDate(2017, 1))
    other = next(p for p in office.find(Person) if p.id != chief.person_id)
    assert room.choose("succession")
    register = room.current().findChild(LedgerView)
    assert register is not None
    given = {"person_id": other.id, "unit_id": unit.id}
    assert enter(qtbot, register, given, {"post_name": chief.post_name or "", "meeting": "部务会"}) == ""
    view = shown(qtbot, window, room, "succession-gaps")
    (row,) = [r for r in rows(view) if r[1:3] == (unit.short_name, chief.post_name) and value(r[6]) == 1]
    assert value(row[7]) == 1
    (warning,) = [
        r for r in reminded(window, "succession") if r.title.startswith(f"{unit.short_name}{chief.post_name}")
    ]
    assert (other.name or "") not in warning.title + warning.why


def test_8_12_a_team_is_compared_with_what_it_should_have(
    qtbot: QtBot, window: MainWindow, room: UnitsRoom, unit: Unit, tmp_path: Path
) -> None:
    room.show_target(("teams", unit.id))
    view = room.current()
    assert isinstance(view, TeamView)
    qtbot.waitUntil(lambda: view.facts is not None and view.facts.unit.id == unit.id)
    assert view.facts is not None
    women = view.facts.tables[1].rows[0]
    assert women[0] == "女干部"
    wanted, actual, missing = (value(cell) for cell in women[1:])
    assert (wanted, missing) == (1, max(1 - (actual or 0), 0))
    assert "女干部：应配1" in printed(window, "team-structure-sheet", unit.id, tmp_path)


def test_1_03_village_cadres_with_sealed_pay_and_ending_terms(
    qtbot: QtBot, window: MainWindow, room: UnitsRoom, unit: Unit, tmp_path: Path
) -> None:
    office = window.office
    view = ledger(room, "village-cadres")
    texts = {
        "village": "柳溪村",
        "name": "赵建华",
        "post": "党组织书记",
        "is_both": "是",
        "system": "体制外",
        "term_from": "2021.3",
        "term_until": "2026.6",
        "monthly_pay": "3850",
    }
    assert enter(qtbot, view, {"unit_id": unit.id}, texts) == ""
    (cadre,) = office.find(records.VillageCadre)
    assert is_sealed(cadre.monthly_pay)
    figures = shown(qtbot, window, room, "village-figures")
    row = rows(figures)[0]
    assert [value(cell) for cell in row[1:5]] == [1, 1, 1, 1]
    (warning,) = reminded(window, "village-term")
    assert warning.target == ("units", ("village-cadres", cadre.id))
    text = printed(window, "village-roster", unit.id, tmp_path)
    assert "赵建华" in text
    assert "3850" not in text


def test_1_05_leaving_is_told_in_numbers_and_in_the_persons_own_words(
    qtbot: QtBot, window: MainWindow, room: UnitsRoom, tmp_path: Path
) -> None:
    office = window.office
    person = next(p for p in office.find(Person) if p.unit_id and p.management_state == "现职人员")
    texts = {"kind": "遴选", "happened_on": "2026.2.1", "own_reason": "想照顾家里老人", "destination": "市直机关"}
    assert enter(qtbot, ledger(room, "exits"), {"person_id": person.id}, texts) == ""
    (event,) = office.find(ExitEvent)
    assert event.unit_id == person.unit_id
    view = shown(qtbot, window, room, "exit-figures")
    assert value(rows(view)[0][1]) == 1
    assert view.report is not None
    assert (person.name or "") not in str(view.report.tables)
    assert "想照顾" not in str(view.report)
    text = printed(window, "exit-sheet", person.unit_id or "", tmp_path)
    assert "2026年" in text
    assert (person.name or "") not in text
