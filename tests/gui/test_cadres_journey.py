"""A clerk without a mouse: adds a person with three lines of a résumé, saves, takes it back, finds the way home."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.builders import make_unit
from support.fake_messages import FakeMessages
from support.keyboard import focused, type_text

from ganbu_desktop.desktop.settings import Settings
from ganbu_desktop.desktop.window import MainWindow
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import Person
from ganbu_desktop.modules.cadres.pages import PAGES
from ganbu_desktop.modules.cadres.pages.list_new import NewPersonDialog
from ganbu_desktop.modules.cadres.pages.list_page import CadresPage
from ganbu_desktop.modules.cadres.pages.person_page import PersonPage

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


def test_a_person_with_three_lines_of_a_resume(
    qtbot: QtBot, window: MainWindow, office: Office, messages: FakeMessages
) -> None:
    press(qtbot, Key.Key_N, CTRL)
    dialog = window.findChild(NewPersonDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    type_text("欧阳小明")
    press(qtbot, Key.Key_Return)

    page = window.current_page()
    assert isinstance(page, PersonPage)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    press(qtbot, Key.Key_3, ALT)
    fill(qtbot, "1998.09", "2002年7月", "青禾大学农学专业学习")
    press(qtbot, Key.Key_Return)
    fill(qtbot, "", "200806", "青禾县柳林镇科员")
    press(qtbot, Key.Key_Return)
    fill(qtbot, "", "", "青禾县委组织部副部长")
    press(qtbot, Key.Key_S, CTRL)

    saved = office.find(Person)[0]
    assert saved.name == "欧阳小明"
    assert saved.resume == (
        "1998.09--2002.07  青禾大学农学专业学习\n"
        "2002.07--2008.06  青禾县柳林镇科员\n"
        "2008.06--         青禾县委组织部副部长"
    )
    assert page.head.unsaved.isHidden()

    qtbot.waitUntil(window.undo_action.isEnabled)
    page.head.setFocus()
    press(qtbot, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: office.find(Person)[0].resume is None)
    press(qtbot, Key.Key_Left, ALT)
    home = window.current_page()
    assert isinstance(home, CadresPage)
    assert home.table.model.rowCount() == 1
    assert focused() is home.search
