"""A clerk asks for 乡镇党委书记经历、本科、40 岁以下, hands the people on, and finds her view again next morning."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, finish, page, press
from support.keyboard import type_text
from support.windows import PASSWORD

from ganbu_desktop.app import Shell
from ganbu_desktop.desktop.conditions.builder import ConditionDialog
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Education, Person
from ganbu_desktop.modules.paper.pages.print_page import PrintPage
from ganbu_desktop.modules.people.pages.list_page import CadresPage

Key, Button = Qt.Key, Qt.MouseButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOST_ACTIONS, MOST_SECONDS = 20, 60
EXPERIENCED, YOUNG = "2015.03--  青禾县柳林镇党委书记", PartialDate(1988, 5)


class Clerk:
    """Presses, clicks and types, and counts it: a word typed is one action."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.actions = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.actions += 1
        press(self.qtbot, key, modifier)

    def type(self, text: str) -> None:
        self.actions += 1
        type_text(text)

    def click(self, title: str) -> None:
        """Click an entry of the menu that is open on top."""
        self.qtbot.waitUntil(lambda: any(title in entry.text() for entry in popup().actions()))
        menu = popup()
        (action,) = [entry for entry in menu.actions() if title in entry.text()]
        self.actions += 1
        self.qtbot.mouseClick(menu, Button.LeftButton, pos=menu.actionGeometry(action).center())


def popup() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def builder(qtbot: QtBot) -> ConditionDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ConditionDialog))
    found = QApplication.activeModalWidget()
    assert isinstance(found, ConditionDialog)
    found.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
    return found


def add_one_who_fits(office: Office) -> None:
    """Make sure that somebody invented meets all three."""
    person = office.find(Person)[0]
    held = office.owned(Education, person.id)
    with office.operation("准备", right="test") as current:
        current.change(person, born_on=YOUNG, resume=EXPERIENCED)
        for row in held:
            current.delete(row)
        current.insert(Education(person_id=person.id, mode="全日制", level="21"))


def who_fits(office: Office, day: PartialDate) -> set[str]:
    """Work out by hand who has been 乡镇党委书记, has a degree course and is not yet 41."""
    table = codes.table("education")
    learned = {
        row.person_id
        for row in office.find(Education)
        if row.level and table.order_of(row.level) <= table.order_of("2B")
    }
    found = set()
    for person in office.find(Person):
        age = age_at(person.born_on, day)
        was = any(word in (person.resume or "") for word in ("乡党委书记", "镇党委书记"))
        if was and person.id in learned and age is not None and age < 41:
            found.add(person.id)
    return found


def test_the_question_of_the_press_is_asked_in_under_a_minute(qtbot: QtBot, window: MainWindow) -> None:
    """U5: three ready-made conditions find who fits, and the result goes on to a roster."""
    add_one_who_fits(window.office)
    calm(qtbot, window)
    clerk, begun = Clerk(qtbot), time.monotonic()
    clerk.press(Key.Key_F, CTRL | SHIFT)
    builder(qtbot)
    for group, sentence in (("经历与学历", "乡镇党委书记"), ("经历与学历", "本科"), ("年龄", "岁以下")):
        clerk.press(Key.Key_M, CTRL)
        clerk.click(group)
        clerk.click(sentence)
    clerk.type("40")
    clerk.press(Key.Key_Return, CTRL)
    calm(qtbot, window)
    seconds = time.monotonic() - begun
    cadres = page(window, CadresPage)
    assert set(cadres.table.all_ids()) == who_fits(window.office, window.office.month())
    assert cadres.table.chips.texts() == ["有 乡镇党委书记 经历", "学历 本科 以上（全日制）", "40 岁以下"]
    assert clerk.actions <= MOST_ACTIONS
    assert seconds < MOST_SECONDS

    ids = cadres.table.all_ids()
    cadres.views.hand_on.menu().actions()[0].trigger()
    calm(qtbot, window)
    printing = page(window, PrintPage)
    assert printing.form.info().name == "roster"
    assert printing.people.ids() == ids


def test_the_list_of_those_not_talked_with_is_there_the_next_morning(
    qtbot: QtBot, start: Callable[[], Shell], filled_store: Path, tmp_path: Path, messages: FakeMessages
) -> None:
    """U4: a saved view is the same after a restart, and has changed nobody."""
    path = tmp_path / filled_store.name
    path.write_bytes(filled_store.read_bytes())
    shell = start()

    def opened() -> CadresPage:
        shell.open(path, password=PASSWORD)
        assert shell.window is not None
        qtbot.waitExposed(shell.window)
        shell.window.activateWindow()
        shell.window.open_page("cadres")
        calm(qtbot, shell.window)
        return page(shell.window, CadresPage)

    cadres = opened()
    before = cadres.office.find(Person)
    cadres.views.build()
    built = builder(qtbot)
    built.add_ready("no-talk")
    messages.answers = ["未谈名单"]
    built.save()
    cadres.table.set_sort("strokes")
    cadres.views.views.save()
    wanted, ids = cadres.views.views.content(), cadres.table.all_ids()
    assert shell.window is not None
    finish(qtbot, shell.window)
    qtbot.waitUntil(lambda: shell.window is None)

    again = opened()
    assert again.views.views.button.text() == "视图：未谈名单"
    assert again.views.views.content() == wanted
    assert again.table.all_ids() == ids
    assert again.office.find(Person) == before
