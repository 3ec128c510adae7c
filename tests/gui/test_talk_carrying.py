"""转入政治素质档案 from the talks' lists, and the lines that a look at what was said leaves."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from support.builders import make_person
from support.fake_messages import FakeMessages
from support.pages import put_on_screen
from support.talks import day, make_talk, visit_of

from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.log.access_log import VIEW, accesses
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.limiting import DRAFT
from ganbu_desktop.modules.political.pages.political_page import PoliticalPage
from ganbu_desktop.modules.political.records import PoliticalEntry
from ganbu_desktop.modules.talks.pages.carrying import carry
from ganbu_desktop.modules.talks.pages.talks_view import TalksView, VisitsView
from ganbu_desktop.modules.talks.records import HomeVisit, Talk
from ganbu_desktop.modules.talks.rows import TALKS, VISITS


@pytest.fixture
def went(desk: Desk) -> list[tuple[str, Any]]:
    """Where the pages led to."""
    gone: list[tuple[str, Any]] = []
    desk.open_page = lambda name, target: gone.append((name, target))
    return gone


def listed(qtbot: QtBot, desk: Desk, view_type: type[TalksView] | type[VisitsView]) -> TalksView | VisitsView:
    """Return the list on screen with its only row chosen."""
    view = put_on_screen(qtbot, view_type(desk))
    desk.window = view
    qtbot.waitUntil(lambda: view.table.count() == 1)
    view.table.select(view.table.all_ids()[0])
    return view


def test_a_talk_begins_a_draft_that_says_where_it_came_from_and_nothing_more(
    qtbot: QtBot, desk: Desk, office: Office, went: list[tuple[str, Any]]
) -> None:
    talk = make_talk(office, make_person(office), "2026.02.01", content="谈了征地", mood="有顾虑")
    carry(listed(qtbot, desk, TalksView))
    [(name, target)] = went
    assert (name, target[0]) == ("political", "political-entries")
    assert office.find(PoliticalEntry) == []
    page = put_on_screen(qtbot, PoliticalPage(desk))
    desk.window = page
    page.show_target(target)
    dialog = page.window().findChild(EntryDialog)
    assert dialog is not None
    assert dialog.form.editor("facts").text() == ""
    for field, text in (("dimension", "政治担当"), ("direction", "反向"), ("facts", "推诿征地任务")):
        dialog.form.editor(field).set_text(text)
    dialog.save()
    [entry] = office.find(PoliticalEntry)
    assert (entry.state, entry.origin_table, entry.origin_id) == (DRAFT, "talk", talk.id)
    assert (entry.source_kind, entry.source, entry.occurred_on) == ("13", "谈心谈话记录 2026-0001", day("2026.02.01"))


def test_a_visit_asks_for_the_day_of_consent(
    qtbot: QtBot, desk: Desk, office: Office, went: list[tuple[str, Any]], messages: FakeMessages
) -> None:
    VISITS.save(office, [(None, visit_of(make_person(office)))], title="家访")
    view = listed(qtbot, desk, VisitsView)
    messages.answers = [None, "明天", "2026.03.03", "2026.03.01"]
    for _ in range(3):
        carry(view)
        assert went == []
    assert "不能晚于今天" in messages.texts()
    carry(view)
    values = went[0][1][1][1]
    assert (values["source_kind"], values["consented_on"]) == ("4", day("2026.03.01"))


def test_a_visit_that_was_only_planned_has_nothing_to_carry(
    qtbot: QtBot, desk: Desk, office: Office, went: list[tuple[str, Any]]
) -> None:
    planned = HomeVisit(person_id=make_person(office).id, planned_on=day("2026.04.01"))
    VISITS.save(office, [(None, planned)], title="家访")
    carry(listed(qtbot, desk, VisitsView))
    assert went == []


def test_a_look_at_what_was_said_leaves_one_line(qtbot: QtBot, desk: Desk, office: Office) -> None:
    """F9 查看留痕: the card, then the dialog; a second look on the same day and a talk without words leave none."""
    person = make_person(office)
    talk = make_talk(office, person, "2026.02.01", content="谈了家里的事")
    view = listed(qtbot, desk, TalksView)
    view.resize(1300, 700)
    qtbot.waitUntil(lambda: bool(accesses(office)))
    view.detail.reload()
    qtbot.wait(200)
    [line] = accesses(office)
    assert (line.what, line.subject, line.record_id, line.person_id) == (VIEW, "talk", talk.id, person.id)
    view.edit_entry(talk)
    assert [a.purpose for a in accesses(office)] == ["编辑", "查看条目"]
    make_talk(office, person, "2026.02.02")
    view.table.reload()
    view.table.select(next(t.id for t in office.find(Talk) if t.id != talk.id))
    qtbot.wait(200)
    assert len(accesses(office)) == 2


def test_who_may_not_read_leaves_no_line_and_carries_nothing(
    qtbot: QtBot, desk: Desk, office: Office, went: list[tuple[str, Any]]
) -> None:
    make_talk(office, make_person(office), "2026.02.01", content="谈了家里的事", visible_to="部长")
    view = listed(qtbot, desk, TalksView)
    view.resize(1300, 700)
    qtbot.wait(200)
    carry(view)
    assert went == []
    assert accesses(office) == []


def test_what_was_said_stands_in_no_column_of_a_list() -> None:
    assert not {c.name for c in ledger_list.columns(TALKS.ledger)} & {*TALKS.ledger.guarded}
