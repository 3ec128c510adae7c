"""A clerk without a mouse: adds a person with three lines of a résumé, saves, takes it back, finds the way home."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.builders import make_unit
from support.fake_messages import FakeMessages
from support.keyboard import focused, type_text

from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people.pages import PAGES
from ganbu_desktop.modules.people.pages.list_new import NewPersonDialog
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_resume import ResumeSection

P = TypeVar("P", bound=QWidget)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SPECS = [spec for spec in PAGES if spec.name in ("cadres", "person")]


@pytest.fixture
def window(qtbot: QtBot, office: Office, messages: FakeMessages) -> Iterator[MainWindow]:
    make_unit(office, "青禾县委组织部", short_name="县委组织部", position=1)
    made = MainWindow(office, SPECS, settings=Settings(None), messages=messages)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.close()
    qtbot.waitUntil(lambda: made._leaving == "done", timeout=10000)
    made.deleteLater()


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifier)


def fill(qtbot: QtBot, *texts: str) -> None:
    """Type into neighbouring cells; an empty text leaves a cell as it is."""
    for number, text in enumerate(texts):
        if number:
            press(qtbot, Key.Key_Tab)
        type_text(text)


def settled(qtbot: QtBot, window: MainWindow, kind: type[P]) -> P:
    """Wait until the window shows a page of ``kind``, has the keyboard, and nothing is under way."""
    window.activateWindow()
    qtbot.waitUntil(lambda: isinstance(window.current_page(), kind) and not window.tasks.is_busy())
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    found = window.current_page()
    assert isinstance(found, kind)
    return found


def test_a_person_with_three_lines_of_a_resume(
    qtbot: QtBot, window: MainWindow, office: Office, messages: FakeMessages
) -> None:
    settled(qtbot, window, CadresPage)
    press(qtbot, Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: window.findChild(NewPersonDialog) is not None)
    dialog = window.findChild(NewPersonDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.isAncestorOf(focused()))
    type_text("欧阳小明")
    press(qtbot, Key.Key_Return)

    page = settled(qtbot, window, PersonPage)
    press(qtbot, Key.Key_3, ALT)
    qtbot.waitUntil(lambda: isinstance(page.tabs.section(), ResumeSection))
    section = page.tabs.section()
    assert isinstance(section, ResumeSection)
    qtbot.waitUntil(lambda: section.view.hasFocus() and section.view.currentIndex().isValid())
    fill(qtbot, "1998.09", "2002年7月", "青禾大学农学专业学习")
    press(qtbot, Key.Key_Return)
    fill(qtbot, "", "200806", "青禾县柳林镇科员")
    press(qtbot, Key.Key_Return)
    fill(qtbot, "", "", "青禾县委组织部副部长")
    press(qtbot, Key.Key_S, CTRL)

    qtbot.waitUntil(lambda: office.find(Person)[0].resume is not None and page.head.unsaved.isHidden())
    saved = office.find(Person)[0]
    assert saved.name == "欧阳小明"
    assert saved.resume == (
        "1998.09--2002.07  青禾大学农学专业学习\n"
        "2002.07--2008.06  青禾县柳林镇科员\n"
        "2008.06--         青禾县委组织部副部长"
    )

    qtbot.waitUntil(window.undo_action.isEnabled)
    page.head.setFocus()
    qtbot.waitUntil(lambda: focused() is page.head)
    press(qtbot, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: office.find(Person)[0].resume is None)
    press(qtbot, Key.Key_Left, ALT)
    home = settled(qtbot, window, CadresPage)
    qtbot.waitUntil(lambda: home.table.model.rowCount() == 1 and focused() is home.search)
