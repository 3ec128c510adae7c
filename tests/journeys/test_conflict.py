"""Two changes meet: the store moves on behind a person's page on which somebody has typed."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, page

from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people import actions
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_section import BasicSection
from ganbu_desktop.store.record import replace


def test_the_other_change_stays_and_so_does_what_was_typed(
    qtbot: QtBot, window: MainWindow, messages: FakeMessages
) -> None:
    person_id = page(window, CadresPage).table.all_ids()[0]
    window.open_page("person", person_id)
    calm(qtbot, window)
    person = page(window, PersonPage)
    section = person.tabs.section()
    assert isinstance(section, BasicSection)
    section.form.editor("birthplace").set_text("云溪浏河")
    stored = window.office.get(Person, person_id)
    assert stored is not None
    actions.save_person(window.office, stored, replace(stored, {"birthplace": "江临澄海"}))
    qtbot.waitUntil(person.notice.isVisible)
    assert "别处改动" in person.notice.text()
    assert section.form.editor("birthplace").text() == "云溪浏河"

    assert not person.save()
    assert [kind for kind, _text in messages.shown] == ["error"]
    assert "已被改动" in messages.texts()
    assert section.form.editor("birthplace").text() == "云溪浏河"
    now = window.office.get(Person, person_id)
    assert now is not None
    assert now.birthplace == "江临澄海"

    person.revert()
    calm(qtbot, window)
    assert section.form.editor("birthplace").text() == "江临澄海"
    assert not person.notice.isVisible()
    section.form.editor("birthplace").set_text("云溪浏河")
    assert person.save()
    now = window.office.get(Person, person_id)
    assert now is not None
    assert now.birthplace == "云溪浏河"
