"""The data-check page: a run, its grouping, the way to the field and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.builders import make_person, make_unit
from support.fake_messages import FakeMessages
from support.pages import put_on_screen

from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.checks.checking import Subject
from ganbu_desktop.modules.checks.pages.check_levels import LevelsDialog
from ganbu_desktop.modules.checks.pages.check_page import CheckPage
from ganbu_desktop.modules.checks.pages.check_source import NEW, SOLVED, STANDING, Entry, compared, replaced
from ganbu_desktop.modules.checks.rules.settings import OFF, levels
from ganbu_desktop.modules.people.actions import save_person
from ganbu_desktop.store.record import replace

PLACE = "place-short"
Run = Callable[[], None]


@pytest.fixture
def person(office: Office) -> Person:
    """A man of whom little is recorded and whose 籍贯 is too short."""
    unit = make_unit(office, "青禾县财政局", short_name="县财政局")
    return make_person(office, "张三", unit_id=unit.id, native_place="云溪")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CheckPage:
    return put_on_screen(qtbot, CheckPage(desk))


@pytest.fixture
def run(qtbot: QtBot, page: CheckPage) -> Run:
    def go() -> None:
        page.run()
        qtbot.waitUntil(lambda: not page.desk.tasks.is_busy(), timeout=20000)

    return go


def shown(page: CheckPage) -> list[str]:
    return [entry.finding.rule for entry in (page.source.at(i) for i in page.table.all_ids()) if entry]


def test_before_the_first_run_there_is_only_the_button(page: CheckPage) -> None:
    assert page.tabs.isHidden()
    assert page.table.count() == 0


def test_a_run_shows_findings_by_check_and_by_unit(page: CheckPage, person: Person, run: Run) -> None:
    run()
    assert PLACE in shown(page)
    by_check = {page.tree.topLevelItem(n).text(0) for n in range(page.tree.topLevelItemCount())}  # type: ignore[union-attr]
    assert "籍贯、出生地未写到县" in by_check
    page.grouping.setCurrentIndex(1)
    units = [page.tree.topLevelItem(n).text(0) for n in range(page.tree.topLevelItemCount())]  # type: ignore[union-attr]
    assert "青禾县财政局" in units


def test_choosing_a_check_or_a_level_narrows_the_list(page: CheckPage, person: Person, run: Run) -> None:
    run()
    everything = page.table.count()
    for number in range(page.tree.topLevelItemCount()):
        item = page.tree.topLevelItem(number)
        if item is not None and item.text(0) == "籍贯、出生地未写到县":
            page.tree.setCurrentItem(item)
    assert set(shown(page)) == {PLACE}
    page.tree.setCurrentItem(page.tree.topLevelItem(0))
    assert page.table.count() == everything
    page.levels[Level.ERROR].setChecked(False)
    found = [page.source.at(i) for i in page.table.all_ids()]
    assert Level.ERROR not in {entry.finding.level for entry in found if entry}


def test_a_column_is_filtered_by_what_it_says_or_whether_it_says_anything(
    page: CheckPage, person: Person, office: Office, run: Run
) -> None:
    make_person(office, "李四", native_place="云溪")
    run()

    def names(unit: str) -> set[str]:
        page.table.set_filter("unit", unit)
        found = [page.source.at(i) for i in page.table.all_ids()]
        return {entry.subject.name for entry in found if entry} - {""}  # findings of units are of nobody

    assert names("") == {"张三", "李四"}
    assert names("空") == {"李四"}
    assert names("非空") == {"张三"}
    assert names(" 财政 ") == {"张三"}
    assert names("教育") == set()


def test_opening_a_finding_leads_to_its_field(page: CheckPage, person: Person, run: Run) -> None:
    gone: list[tuple[str, object]] = []
    page.desk.open_page = lambda name, target: gone.append((name, target))
    run()
    row = next(i for i in page.table.all_ids() if page.source.at(i).finding.rule == PLACE)  # type: ignore[union-attr]
    page.table.opened.emit(row)
    ((name, target),) = gone
    assert name == "person"
    assert isinstance(target, Finding)
    assert (target.person_id, target.field) == (person.id, "native_place")


def test_what_was_put_right_is_marked(qtbot: QtBot, page: CheckPage, office: Office, person: Person, run: Run) -> None:
    run()
    row = next(i for i in page.table.all_ids() if page.source.at(i).finding.rule == PLACE)  # type: ignore[union-attr]
    page.table.opened.emit(row)
    save_person(office, person, replace(person, {"native_place": "云溪柳川"}))
    page.refresh(frozenset({"person"}))
    qtbot.waitUntil(lambda: any(e.state == SOLVED for e in page.source.things), timeout=10000)
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy())
    assert [e.finding.rule for e in page.source.things if e.state == SOLVED] == [PLACE]
    assert "F5" in page.notice.text()
    run()
    assert not any(e.state == SOLVED for e in page.source.things)


def test_gaps_are_listed_and_lead_to_the_field(page: CheckPage, person: Person, run: Run) -> None:
    gone: list[object] = []
    page.desk.open_page = lambda name, target: gone.append(target)
    run()
    page.tabs.setCurrentIndex(1)
    assert "1 人" in page.tabs.tabText(1)
    for number in range(page.gap_tree.topLevelItemCount()):
        item = page.gap_tree.topLevelItem(number)
        if item is not None and item.text(0) == "参加工作时间":
            page.gap_tree.setCurrentItem(item)
    page.gap_table.opened.emit(page.gap_table.all_ids()[0])
    (target,) = gone
    assert isinstance(target, Finding)
    assert (target.person_id, target.field) == (person.id, "work_began_on")


def test_levels_are_set_and_count_at_once(
    qtbot: QtBot, page: CheckPage, office: Office, person: Person, run: Run
) -> None:
    run()
    dialog = LevelsDialog(page.desk, {})
    qtbot.addWidget(dialog)
    dialog.set_level(PLACE, OFF)
    assert dialog.choices() == {PLACE: OFF}
    page.save_levels(dialog.choices())
    qtbot.waitUntil(lambda: PLACE not in shown(page) and not page.desk.tasks.is_busy(), timeout=10000)
    with office.reading() as connection:
        assert levels(connection) == {PLACE: None}


def test_the_result_is_exported(
    qtbot: QtBot, page: CheckPage, person: Person, run: Run, messages: FakeMessages, tmp_path: Path
) -> None:
    run()
    messages.answers = [tmp_path / "校核"]
    page.export()
    qtbot.waitUntil((tmp_path / "校核.xlsx").is_file, timeout=10000)
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy())
    assert "已导出" in messages.texts()


def test_an_empty_store_has_nothing_to_find(page: CheckPage, run: Run) -> None:
    run()
    assert page._clean.isVisible()
    assert page._clean.text() == "没有发现问题"


def entry(rule: str, person_id: str) -> Entry:
    return Entry(Finding(rule, Level.HINT, rule, person_id), Subject(person_id, "单位"))


def test_two_runs_are_compared_person_by_person() -> None:
    old = [entry("a", "1"), entry("b", "1"), entry("a", "2")]
    new = [entry("b", "1"), entry("c", "1"), entry("a", "2")]
    found = [(e.finding.rule, e.finding.person_id, e.state) for e in compared(old, new)]
    assert found == [("b", "1", STANDING), ("c", "1", NEW), ("a", "1", SOLVED), ("a", "2", STANDING)]
    again = replaced(old, [entry("b", "1")], ["1"])
    assert [(e.finding.rule, e.state) for e in again] == [("b", STANDING), ("a", SOLVED), ("a", STANDING)]
