"""One field finds everything by name, pinyin or first letters, and Enter leads there; groups fold and remember it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot
from support.builders import make_person
from support.fake_messages import FakeMessages

from ganbu_desktop import modules
from ganbu_desktop.app import OFFERS, room_pages
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage
from ganbu_desktop.desktop.window.finder import Finder, Place, matching, places
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.desktop.window.navigation import FOLDED
from ganbu_desktop.desktop.window.sections import SECTIONS, SYSTEM, TOOLS
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.systems import SYSTEMS


def make(office: Office, messages: FakeMessages, qtbot: QtBot, settings: Settings, height: int = 768) -> MainWindow:
    modules.load()
    window = MainWindow(office, room_pages(), settings=settings, messages=messages, offers=OFFERS)
    window.resize(1366, height)
    with qtbot.waitExposed(window):
        window.show()
    return window


def end(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: window._leaving == "done", timeout=20_000)
    window.deleteLater()


@pytest.fixture
def window(office: Office, messages: FakeMessages, qtbot: QtBot) -> Iterator[MainWindow]:
    made = make(office, messages, qtbot, Settings(None))
    yield made
    end(made, qtbot)


def everything(window: MainWindow) -> list[Place]:
    return places(window.desk, window._menus.actions(), window.helper.show_manual)


def test_every_ledger_is_found_and_opens_where_it_stands(window: MainWindow) -> None:
    """Its room has a tab of its name; where the tab has another one, the tab is opened and looked at."""
    found = {place.title: place for place in everything(window) if place.kind == "台账"}
    lost = []
    for spec in modules.ledgers():
        room = modules.ledger_rooms()[spec.name]
        window.open_page(room)
        page = window.current_page()
        assert isinstance(page, RoomPage)
        tab = next((tab for tab in page._tabs if spec.name in (tab.name, tab.ledger)), None)
        if tab is None or tab.name == spec.name:
            lost += [] if tab else [spec.name]
            continue
        found[spec.title].go()
        inside = [page.current(), *page.current().findChildren(LedgerView)]
        shown = [view.spec.name for view in inside if isinstance(view, LedgerView)]
        lost += [] if page.current_name() == tab.name and shown else [spec.name]
    assert lost == []


def test_every_report_and_figure_is_found_and_opens(window: MainWindow) -> None:
    found = everything(window)
    by_title = {(place.kind, place.title): place for place in found}
    for spec in modules.reports()[:5]:
        by_title["报表", spec.title].go()
        page = window.page("reports")
        assert page is not None
        assert page.tree.currentItem().text(0) == spec.title  # type: ignore[attr-defined]
    figure = window.office.parameters().get("idle_lock_minutes", window.office.today())
    by_title["参数", figure.title].go()
    page = window.page("parameters")
    assert page is not None
    assert page.table.current_id() == "idle_lock_minutes"  # type: ignore[attr-defined]


def test_the_sheet_is_chosen_and_the_people_stay(window: MainWindow, office: Office) -> None:
    person = make_person(office)
    window.open_page("print", [person.id])
    next(
        place for place in everything(window) if place.kind == "表格" and place.title.startswith("干部任免审批表（2015")
    ).go()
    page = window.page("print")
    assert page is not None
    assert page.form.info().name == "appointment-2015"  # type: ignore[attr-defined]
    assert page.people.ids() == [person.id]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("任免审批", "干部任免审批表（2025年版）"),
        ("peixunbanci", "培训班次"),
        ("pxbc", "培训班次"),
        ("Ctrl", ""),
        ("备份", "备份"),
    ],
)
def test_titles_are_found_as_they_are_typed(window: MainWindow, typed: str, title: str) -> None:
    hits = matching(everything(window), typed)
    assert (hits[0].title if hits else "") == title


def test_a_person_is_found_by_pinyin_and_enter_opens_her_page(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    person = make_person(office)
    dialog = Finder(window.desk, everything(window))
    dialog.show()
    qtbot.keyClicks(dialog.line, "wangxiaoming")
    qtbot.waitUntil(lambda: [place.kind for place in dialog.shown()[:1]] == ["人员"])
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.chosen is not None
    dialog.chosen.go()
    assert window._current_name() == "person"
    assert window.page("person")._person_id == person.id  # type: ignore[union-attr]
    dialog.deleteLater()


def test_arrow_keys_choose_while_one_types_and_nothing_found_says_so(window: MainWindow, qtbot: QtBot) -> None:
    dialog = Finder(window.desk, everything(window))
    dialog.show()
    assert [place.title for place in dialog.shown()][:3] == ["工作台", "干部", "单位"]
    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.chosen is not None
    assert dialog.chosen.title == "干部"
    dialog.line.setText("不存在的名称")
    assert "没有找到" in dialog.nothing.text()
    dialog.deleteLater()


# ---- groups


def test_every_page_stands_in_a_known_group_in_the_order_of_the_trade(window: MainWindow) -> None:
    sections = [spec.section for spec in window.desk.pages if spec.in_navigation]
    assert set(sections) <= set(SECTIONS)
    assert list(dict.fromkeys(sections)) == [section for section in SECTIONS if section in sections]
    assert [section for section in SYSTEMS if section in sections] == [
        s for s in window.navigation._heads if s in SYSTEMS
    ]


def test_a_folded_group_is_remembered_and_opens_when_its_page_is_shown(
    window: MainWindow, office: Office, messages: FakeMessages, qtbot: QtBot
) -> None:
    navigation = window.navigation
    navigation._heads["知事识人"].click()
    assert navigation._buttons["talks"].isHidden()
    assert "知事识人" in window._settings.get(FOLDED)
    window.look.set_scale(1.2)
    assert window.navigation is not navigation
    assert window.navigation._buttons["talks"].isHidden()
    window.open_page("talks")
    assert not window.navigation._buttons["talks"].isHidden()


def test_left_and_right_fold_and_open_the_group_under_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    navigation = window.navigation
    head: QToolButton = navigation._heads["知事识人"]
    window.activateWindow()
    head.setFocus()
    qtbot.keyClick(head, Qt.Key.Key_Left)
    assert "知事识人" in navigation.folded()
    qtbot.keyClick(head, Qt.Key.Key_Right)
    assert "知事识人" not in navigation.folded()


@pytest.mark.parametrize("height", [500, 700, 1000])
def test_at_first_nothing_needs_a_scroll_bar_as_far_as_groups_can_fold(
    office: Office, messages: FakeMessages, qtbot: QtBot, height: int
) -> None:
    window = make(office, messages, qtbot, Settings(None), height)
    navigation = window.navigation
    is_cut = navigation._inner.sizeHint().height() > navigation._area.viewport().height()
    assert not is_cut
    assert (SYSTEM in navigation.folded()) == (height < 1000)
    end(window, qtbot)


def test_where_the_height_is_short_the_import_is_folded_last(
    office: Office, messages: FakeMessages, qtbot: QtBot
) -> None:
    window = make(office, messages, qtbot, Settings(None), 640)
    folded = window.navigation.folded()
    assert len(folded) > 1
    assert TOOLS not in folded
    assert not window.navigation._buttons["import"].isHidden()
    end(window, qtbot)
