"""The archives on screen: the list with its counts, one person's archive, history, and the way there and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from support.builders import make_person, make_unit
from support.fake_messages import FakeMessages
from support.pages import put_on_screen
from support.political_samples import effective_entry, forward, reverse

from ganbu_desktop.desktop.window.page import PERSON, Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.log.access_log import VIEW, accesses
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.modules.political import actions
from ganbu_desktop.modules.political.pages.archive_tab import ArchiveTab
from ganbu_desktop.modules.political.pages.political_page import PoliticalPage
from ganbu_desktop.modules.political.records import PoliticalArchive


@pytest.fixture
def person(office: Office) -> Person:
    unit = make_unit(office, "青禾县农业农村局")
    return make_person(office, unit_id=unit.id, management_state="现职人员", current_post="副局长")


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk, person: Person) -> ArchiveTab:
    return put_on_screen(qtbot, ArchiveTab(desk))


def words(tab: ArchiveTab) -> str:
    return "\n".join(label.text() for label in tab.pane.findChildren(QLabel) if label.isVisibleTo(tab))


def names(tab: ArchiveTab) -> list[str]:
    return [action.text() for action in tab.commands() if action is not None]


def test_every_tab_opens_on_an_empty_store(qtbot: QtBot, desk: Desk) -> None:
    room = put_on_screen(qtbot, PoliticalPage(desk))
    for name in room.names():
        assert room.choose(name)
    assert len(room.names()) == 17


def test_an_empty_list_says_what_to_do_and_opens_archives(
    qtbot: QtBot, tab: ArchiveTab, office: Office, messages: FakeMessages
) -> None:
    messages.answers = [False]
    tab.open_missing()
    assert office.find(PoliticalArchive) == []
    messages.answers = [True]
    tab.open_missing()
    assert len(office.find(PoliticalArchive)) == 1
    qtbot.waitUntil(lambda: tab.list.table.count() == 1)
    tab.open_missing()
    assert "都已有政治素质档案" in messages.texts()


def test_enter_opens_the_archive_and_escape_leads_back(qtbot: QtBot, tab: ArchiveTab, office: Office) -> None:
    actions.open_archives(office, [p.id for p in office.find(Person)])
    tab.refresh(frozenset({"political_archive"}))
    qtbot.waitUntil(lambda: tab.list.table.count() == 1)
    tab.activateWindow()
    tab.list.table.focus_rows()
    qtbot.keyClick(tab.list.table.view, Qt.Key.Key_Return)
    assert tab.is_open()
    assert names(tab) == ["打印档案", "新增条目", "含历史"]
    qtbot.keyClick(tab.pane.back_button, Qt.Key.Key_Escape)
    assert not tab.is_open()
    assert "为现职干部建档" in names(tab)


def test_the_archive_shows_facts_judgement_and_suggestion_apart(
    tab: ArchiveTab, office: Office, person: Person
) -> None:
    """F2; no total anywhere; what is missing of the sources stands there."""
    effective_entry(office, forward(person.id, "3", judgement="敢抓敢管", suggestion="多压担子", source_kind="5"))
    tab.show_target((PERSON, person.id))
    said = words(tab)
    for wanted in ("事实：2026年1月5日值班", "评价：敢抓敢管", "建议：多压担子", "尚缺", "已归集 1/7", "尚未建档"):
        assert wanted in said
    assert "总分" not in said
    assert "得分" not in said


def test_what_no_longer_counts_is_history_and_marked(
    qtbot: QtBot, tab: ArchiveTab, office: Office, person: Person
) -> None:
    """F5 时效 and F3: out of sight by default; with history it says 影响期已满, 作废, 未听取本人意见."""
    over = effective_entry(office, reverse(person.id, ends_on=PartialDate(2026, 3, 1), facts="已满的一条"))
    void = effective_entry(office, reverse(person.id, facts="作废的一条"))
    spine.void(office, void, reason="查明不实")
    actions.save_entries(office, [(None, reverse(person.id, facts="草稿的一条"))], title="登记")
    tab.show_target((PERSON, person.id))
    assert over.facts not in words(tab)
    assert "没有现行有效的条目" in words(tab)
    tab.pane._history.trigger()
    qtbot.waitUntil(lambda: "已满的一条" in words(tab))
    said = words(tab)
    for wanted in ("已满的一条", "影响期已满", "作废的一条", "作废", "草稿的一条", "未听取本人意见"):
        assert wanted in said


def test_a_new_entry_begins_in_the_ledger_with_the_person(tab: ArchiveTab, desk: Desk, person: Person) -> None:
    gone: list[tuple[str, object]] = []
    desk.open_page = lambda name, target: gone.append((name, target))
    tab.show_target((PERSON, person.id))
    tab.pane.add_entry()
    assert gone == [("political", ("political-entries", ("new", {"person_id": person.id})))]


def test_a_look_at_an_archive_is_noted_once_a_day(tab: ArchiveTab, person: Person, office: Office) -> None:
    """F9 查看留痕: opening a person's archive, not walking through the list."""
    assert accesses(office) == []
    for _ in range(2):
        tab.open_person(person.id)
        tab.show_list()
    assert [(a.what, a.subject, a.person_id) for a in accesses(office)] == [(VIEW, "political_archive", person.id)]
