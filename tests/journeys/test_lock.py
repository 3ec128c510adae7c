"""The window is locked in the middle of work: nothing is seen, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, page, press
from support.keyboard import focused, type_text
from support.windows import PASSWORD, SteppedClock

from ganbu_desktop.desktop.window.lock import LockDialog
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_section import BasicSection

Locking = Callable[[QtBot, MainWindow, SteppedClock], None]


def by_key(qtbot: QtBot, window: MainWindow, clock: SteppedClock) -> None:
    press(qtbot, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def by_waiting(qtbot: QtBot, window: MainWindow, clock: SteppedClock) -> None:
    minutes = window.office.parameters().integer("idle_lock_minutes", window.office.today())
    clock.forward(minutes - 0.5)
    window._watch.look()
    assert not window.is_locked()
    clock.forward(1)
    window._watch.look()


@pytest.mark.parametrize("lock", [by_key, by_waiting])
def test_what_was_typed_is_still_there_behind_the_lock(
    qtbot: QtBot, window: MainWindow, messages: FakeMessages, clock: SteppedClock, lock: Locking
) -> None:
    """U18: the window locks by key and when left alone, and loses nothing that was typed."""
    person_id = page(window, CadresPage).table.all_ids()[2]
    window.open_page("person", person_id)
    calm(qtbot, window)
    person = page(window, PersonPage)
    section = person.tabs.section()
    assert isinstance(section, BasicSection)
    section.form.editor("native_place").set_text("云溪浏河")
    stored = window.office.get(Person, person_id)

    lock(qtbot, window, clock)
    qtbot.waitUntil(window.is_locked)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LockDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    press(qtbot, Qt.Key.Key_Escape)
    assert window.is_locked()
    type_text("falsch-falsch")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert window.is_locked()
    assert focused().window() is dialog
    dialog.password.clear()
    type_text(PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.is_locked())

    assert page(window, PersonPage) is person
    assert section.form.editor("native_place").text() == "云溪浏河"
    assert window.office.get(Person, person_id) == stored
    assert person.save()
    saved = window.office.get(Person, person_id)
    assert saved is not None
    assert saved.native_place == "云溪浏河"
    assert messages.shown == []
