"""What can be clicked stays where it is when a message comes or goes: on every page, every tab, every dialog with one.

A place is taken before the message and looked at again after it: the same row, button or input must lie there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from support.dialogs import DIALOGS
from support.fake_messages import FakeMessages
from support.pages import put_on_screen

from ganbu_desktop import modules
from ganbu_desktop.app import OFFERS, room_pages
from ganbu_desktop.desktop.kit.editors import Ledger
from ganbu_desktop.desktop.kit.editors.row import FieldRow
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.widgets import EmptyState, Notice, Remark
from ganbu_desktop.desktop.ledger.batch_grid import BatchDialog
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.ledger.room_page import RoomPage
from ganbu_desktop.desktop.paper.preview.pane import PreviewPane
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Relative
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_resume import ResumeSection

SHORT = "请填写数据文件的密码，再试一次。"
LONG = "这名干部的资料刚在别处改动过（如撤销、导入）。您没有保存的输入还在屏幕上，改动同一处时不会覆盖。" * 2


@pytest.fixture
def window(office: Office, messages: FakeMessages, qtbot: QtBot) -> Iterator[MainWindow]:
    fill_demo(office, 12, units=3)
    made = MainWindow(office, room_pages(), settings=Settings(None), messages=messages, offers=OFFERS)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    qtbot.waitUntil(lambda: made._leaving == "done", timeout=20_000)
    made.deleteLater()


def places(within: QWidget) -> dict[str, QPoint]:
    """Return where on the screen the first rows of every view, and every button and input in sight, stand.

    The one button of an empty list stands in the middle of the place that gives way.
    """
    found: dict[str, QPoint] = {}
    for number, widget in enumerate(within.findChildren(QWidget)):
        out_of_sight = widget.visibleRegion().isEmpty() or isinstance(widget.parentWidget(), EmptyState)
        if out_of_sight or isinstance(widget, QHeaderView):
            continue
        if isinstance(widget, QAbstractItemView) and widget.model() is not None and widget.model().rowCount():
            first = widget.visualRect(widget.model().index(0, 0))
            found[f"{number} row of {widget.accessibleName()}"] = widget.viewport().mapToGlobal(first.topLeft())
        elif isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit):
            words = widget.text() if isinstance(widget, QAbstractButton | QLineEdit) else widget.accessibleName()
            found[f"{number} {type(widget).__name__} {words}"] = widget.mapToGlobal(QPoint(0, 0))
    return found


def moved(within: QWidget, notice: Notice | Remark, words: str = LONG) -> list[str]:
    """Return what has another place after a message has come, and after it has gone."""
    before, text = places(within), notice.text()
    holder = notice.parentWidget()
    comes_with_it = holder.isHidden()
    seen = []
    for said in (words, "", text):
        notice.say("warning" if said else "", said)
        if comes_with_it:
            holder.setVisible(bool(said))
        QApplication.processEvents()
        after = places(within)
        seen += [
            f"{name}: {was.y()} → {after[name].y()}" for name, was in before.items() if after.get(name, was) != was
        ]
    return seen


def _notices(within: QWidget) -> list[Notice | Remark]:
    """Return the messages that somebody speaks through later; a hint that always stands there never moves anything.

    Left out: what stands under one field of a form, which the clerk has just typed into.
    """
    owners = [within, *within.findChildren(QWidget)]
    spoken = {id(value) for owner in owners for value in vars(owner).values() if isinstance(value, Notice | Remark)}
    found: list[Notice | Remark] = [*within.findChildren(Notice), *within.findChildren(Remark)]
    return [n for n in found if id(n) in spoken and _has_its_place(n)]


def _has_its_place(notice: QWidget) -> bool:
    """Return whether it would be on screen if it spoke, be it with the row that it stands in."""
    parent = notice.parentWidget()
    if parent is None or isinstance(parent, FieldRow):
        return False
    above = parent.parentWidget()
    in_a_row = above is not None and not isinstance(above, QStackedWidget)
    return parent.isVisible() or (parent.isHidden() and in_a_row and above.isVisible())


def test_no_message_of_a_page_moves_what_can_be_clicked(window: MainWindow, qtbot: QtBot) -> None:
    person = window.office.find(Person)[0].id
    strays: dict[str, list[str]] = {}
    looked_at = 0
    window.open_page("person", person)
    for name in window._specs:
        window.open_page(name, person if name == "person" else None)
        page = window.current_page()
        assert page is not None
        for tab in page.names() if isinstance(page, RoomPage) else [""]:
            if tab:
                page.choose(tab)  # type: ignore[attr-defined]
            qtbot.wait(300 if page.findChildren(PreviewPane) else 1)  # a preview is laid out a moment after the choice
            qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=30_000)
            QApplication.processEvents()
            for number, notice in enumerate(_notices(page)):
                looked_at += 1
                if found := moved(page, notice):
                    strays[f"{name} {tab} {number}"] = found[:3]
    assert looked_at > 10
    assert not strays, strays


def test_no_message_moves_a_line_of_a_person(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("person", window.office.find(Person)[0].id)
    page = window.current_page()
    assert isinstance(page, PersonPage)
    strays: dict[str, list[str]] = {}
    for index in range(page.tabs.bar.count()):
        page.tabs.choose(index)
        qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=30_000)
        QApplication.processEvents()
        for notice in _notices(page):
            if found := moved(page, notice):
                strays[page.tabs.bar.tabText(index)] = found[:3]
    assert not strays, strays


def test_a_click_lands_on_the_line_that_was_painted_there(window: MainWindow, qtbot: QtBot) -> None:
    """The message comes between the look and the click."""
    window.open_page("person", window.office.find(Person)[0].id)
    page = window.current_page()
    assert isinstance(page, PersonPage)
    page.tabs.choose(2)
    section = page.tabs.section()
    assert isinstance(section, ResumeSection)
    index = section.model.index(1, 2)
    seen = section.view.viewport().mapToGlobal(section.view.visualRect(index).center())
    section._general.say("warning", LONG)
    page._warn(LONG)
    QApplication.processEvents()
    place = section.view.viewport().mapFromGlobal(seen)
    qtbot.mouseClick(section.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert section.view.currentIndex().row() == 1


@pytest.mark.parametrize("name", DIALOGS)
def test_no_message_of_a_dialog_moves_its_buttons(desk: Desk, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    _look_at(qtbot, DIALOGS[name](desk, tmp_path), SHORT)


def test_no_message_of_a_ledger_dialog_moves_anything(desk: Desk, qtbot: QtBot) -> None:
    spec = next(spec for spec in modules.ledgers() if spec.may_import)
    for dialog in (EntryDialog(desk, spec), BatchDialog(desk, spec)):
        assert _look_at(qtbot, dialog, LONG)


def _look_at(qtbot: QtBot, dialog: QDialog, text: str) -> int:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QApplication.processEvents()
    found = _notices(dialog)
    for notice in found:
        assert not moved(dialog, notice, text)
    return len(found)


def test_a_line_taken_away_is_named_and_comes_back(qtbot: QtBot) -> None:
    ledger = put_on_screen(qtbot, Ledger(Relative))
    ledger.load("p1", [Relative(person_id="p1", relation="妻子", name="王五"), Relative(person_id="p1", name="赵六")])
    ledger.view.setCurrentIndex(ledger.model.index(0, 0))
    ledger.remove_rows()
    assert "妻子" in ledger.remark.text()
    assert "王五" in ledger.remark.text()
    assert "Ctrl+Z" in ledger.remark.text()
    qtbot.keyClick(ledger.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ledger.model.rowCount() == 2
