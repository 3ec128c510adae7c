"""Help in the window: F1, the card of keys, the tour of the demo store, the looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.windows import bury

from ganbu_desktop.app import OFFERS, room_pages
from ganbu_desktop.desktop.help.shortcuts import keys_of
from ganbu_desktop.desktop.help.tour import STEPS
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.tables import DataTable
from ganbu_desktop.desktop.window.main_window import DEMO, MainWindow
from ganbu_desktop.kernel import manual
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people.demo import fill_demo

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


def calm(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=30_000)
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=30_000)


def close(window: MainWindow, qtbot: QtBot) -> None:
    calm(window, qtbot)
    window.close()
    qtbot.waitUntil(lambda: window._leaving == "done", timeout=20_000)
    window.deleteLater()
    bury()
    theme.apply(QApplication.instance())  # type: ignore[arg-type]


def make(office: Office, messages: FakeMessages, qtbot: QtBot, settings: Settings | None = None) -> MainWindow:
    window = MainWindow(
        office,
        room_pages(),
        settings=settings or Settings(None),
        messages=messages,
        offers=OFFERS,
        samples=lambda folder: [folder / "信息采集表.xlsx"],
    )
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


@pytest.fixture
def window(office: Office, messages: FakeMessages, qtbot: QtBot) -> Iterator[MainWindow]:
    made = make(office, messages, qtbot)
    yield made
    close(made, qtbot)


@pytest.fixture
def demo_office(office: Office) -> Office:
    fill_demo(office, 6, units=3)
    return office


@pytest.fixture
def demo_window(demo_office: Office, messages: FakeMessages, qtbot: QtBot) -> Iterator[MainWindow]:
    made = make(demo_office, messages, qtbot)
    yield made
    close(made, qtbot)


# ---- the manual


def test_f1_opens_the_page_that_belongs_to_the_screen(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("talks")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    shown = window.helper.manual()
    assert shown is not None
    assert shown.isVisible()
    assert shown.current() == "talks"
    assert "应谈名单" in shown.browser.toPlainText()
    window.open_page("backups")
    window.help_on_page()
    assert shown.current() == "backups"
    shown.go_back()
    assert shown.current() == "talks"
    assert not shown.back.isEnabled()
    shown.go_forward()
    assert shown.current() == "backups"


def test_the_manual_is_searched_while_typing(window: MainWindow, qtbot: QtBot) -> None:
    window.help_on_page()
    shown = window.helper.manual()
    assert shown is not None
    pages = manual.pages(window.desk.manual())
    assert shown.list.count() == len(pages)
    shown.search.setText("恢复密钥")
    qtbot.waitUntil(lambda: 0 < shown.list.count() < len(pages))
    shown.list.setCurrentRow(shown.list.count() - 1)
    assert "恢复密钥" in shown.browser.toPlainText()
    shown.search.setText("没有这样的词")
    qtbot.waitUntil(lambda: shown.list.count() == 1)
    assert "换一个说法" in shown.list.item(0).text()
    shown.search.clear()
    shown.search._tell()
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def assert_reachable(window: MainWindow) -> None:
    """What a page offers stands in a menu, on a button reached by Tab, or has a key: nobody needs a mouse."""
    pages = list(window.each_page())
    assert len(pages) == len(window._specs)
    for title, page in pages:
        tables, buttons = page.findChildren(DataTable), page.findChildren(QToolButton)
        listed = {*page.commands(), *(action for table in tables for action in table._menu_actions)}
        listed |= {button.defaultAction() for button in buttons if button.focusPolicy() & Qt.FocusPolicy.TabFocus}
        for action in page.actions():
            reachable = action in listed or not action.shortcut().isEmpty()
            assert reachable, (title, action.text())


def assert_keys_of_the_manual(window: MainWindow) -> None:
    """“保存”（Ctrl+S）: a key named behind a command is the key that the command has."""
    known: dict[str, set[str]] = {}
    for action in window.findChildren(QAction):
        if not action.shortcut().isEmpty():
            known.setdefault(action.text(), set()).add(action.shortcut().toString())
    everywhere = set().union(*known.values()) | {"Ctrl+H"}  # a key of cells edited in place, no action
    named = [
        (page.name, title, keys.replace("回车", "Return"))
        for page in manual.pages()
        for title, keys in re.findall(r"“([^”]+)”（((?:Ctrl|Alt|Shift|F\d|Del)[^）]*)）", page.text)
    ]
    assert len(named) > 15
    wrong = [line for line in named if line[2] not in known.get(line[1], everywhere)]
    assert not wrong, wrong


def test_the_card_of_keys_holds_every_key_on_one_sheet(
    window: MainWindow, messages: FakeMessages, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "快捷键.pdf"
    messages.answers = [target]
    card: list[tuple[str, str]] = []
    print_it = window.helper.print_card
    monkeypatch.setattr(window.helper, "print_card", lambda keys: (card.extend(keys), print_it(keys)))
    window._menus.print_card()
    qtbot.waitUntil(target.is_file, timeout=30_000)
    reader = PdfReader(target)
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text().replace(" ", "").replace("\n", "")
    assert len(card) == len(set(card)) > 60
    for what, _keys in card:
        assert what.replace(" ", "")[:8] in text, what
    assert_reachable(window)
    assert_keys_of_the_manual(window)


def test_keys_are_listed_once() -> None:
    one, two, three = QAction("撤销：改一项"), QAction("撤销"), QAction("没有键")
    one.setShortcut("Ctrl+Z")
    two.setShortcut("Ctrl+Z")
    assert keys_of([one, two, three]) == [("撤销", "Ctrl+Z")]


# ---- the demo store and its tour


def test_a_real_store_offers_no_tour(window: MainWindow, messages: FakeMessages) -> None:
    assert window.helper.tour is None
    assert DEMO not in window.windowTitle()
    assert window._status._facts["demo"].text() == ""
    window.helper.begin_tour()
    assert any("演示数据" in str(shown) for shown in messages.shown)


def test_the_demo_store_cannot_be_taken_for_a_real_one(demo_window: MainWindow) -> None:
    assert demo_window.windowTitle().startswith(DEMO)
    assert demo_window._status._facts["demo"].text() == DEMO
    tour = demo_window.helper.tour
    assert tour is not None
    assert tour.isVisible()
    assert tour.step() is None


def test_the_tour_sees_what_was_done(demo_window: MainWindow, qtbot: QtBot) -> None:
    tour = demo_window.helper.tour
    assert tour is not None
    tour.next.click()
    assert tour.step() is STEPS[0]
    assert tour.is_done()  # it leads to the workbench itself
    tour.next.click()
    assert not tour.is_done()
    person = demo_window.office.find(Person)[0]
    demo_window.open_page("person", person.id)
    assert tour.is_done()
    tour.next.click()
    calm(demo_window, qtbot)
    with demo_window.office.operation("改籍贯", right="person.edit") as current:
        current.change(person, native_place="云溪东安")
    qtbot.waitUntil(tour.is_done)
    tour.next.click()
    assert not tour.is_done()
    qtbot.waitUntil(demo_window.undo_action.isEnabled)
    demo_window.undo()
    qtbot.waitUntil(tour.is_done)
    calm(demo_window, qtbot)


def test_the_tour_is_taken_up_where_it_was_left(
    demo_office: Office, messages: FakeMessages, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "window.ini")
    window = make(demo_office, messages, qtbot, settings)
    tour = window.helper.tour
    assert tour is not None
    for _ in range(5):
        tour.next.click()
    calm(window, qtbot)
    assert tour.samples.isVisible()
    tour.leave_button.click()
    assert not tour.isVisible()
    window.look.choose("dark")
    again = window.helper.tour
    assert again is not None
    assert not again.isVisible()
    window.helper.begin_tour()
    assert again.isVisible()
    assert again.step() is STEPS[4]
    for _ in range(7):
        again.next.click()
    assert again.step() is STEPS[-1]
    again.next.click()
    assert not again.isVisible()
    close(window, qtbot)


# ---- looks


@pytest.mark.parametrize("look", ["dark", "contrast"])
def test_the_look_changes_at_once_and_is_remembered(
    office: Office, messages: FakeMessages, qtbot: QtBot, tmp_path: Path, look: str
) -> None:
    settings = Settings(tmp_path / "window.ini")
    window = make(office, messages, qtbot, settings)
    before = window.current_page()
    action = window._menus._choices[look]
    action.trigger()
    assert theme.look() == look
    assert action.isChecked()
    assert window.current_page() is not before
    assert Settings(tmp_path / "window.ini").look() == look
    ground = window.grab().toImage().pixelColor(window.width() // 2, 300)
    assert (ground.lightness() < 128) == (look == "dark")
    window._menus._choices["light"].trigger()
    assert not action.isChecked()
    close(window, qtbot)


ROUNDING = 2
"""Pixels by which a style sheet's sizes may be off at a broken scale."""


def clipped(within: QWidget) -> list[str]:
    """Return the buttons on show whose text finds no room."""
    found = []
    for button in within.findChildren(QPushButton):
        lacking = button.minimumSizeHint() - button.size()
        is_whole = button.visibleRegion().boundingRect().width() == button.width()
        if button.isVisible() and button.text() and is_whole and max(lacking.toTuple()) > ROUNDING:
            found.append(f"{button.text()} lacks {lacking.toTuple()}")
    return found


def test_every_page_fits_a_small_screen_at_150_percent_in_the_dark(window: MainWindow, qtbot: QtBot) -> None:
    window.look.choose("dark")
    window.look.set_scale(1.5)
    window.resize(1366, 768)
    strays = {}
    for name in window._specs:
        window.open_page(name)
        calm(window, qtbot)
        page = window.current_page()
        assert page is not None
        if found := clipped(page):
            strays[name] = found
        assert window.minimumSizeHint().width() <= 1366, name
        assert window.minimumSizeHint().height() <= 768, name
    assert theme.look() == "dark"
    assert not strays, strays


def test_three_sizes_of_text(window: MainWindow) -> None:
    window._menus._choices["1.25"].trigger()
    assert theme.scale() == 1.25
    assert window._menus._choices["1.25"].isChecked()
    window.look.scale_by(1)
    assert theme.scale() == 1.5
    assert not any(window._menus._choices[size].isChecked() for size in ("0.9", "1.0", "1.25"))


def test_an_unsaved_page_keeps_the_look(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    page = window.current_page()
    assert page is not None
    monkeypatch.setattr(page, "may_be_made_anew", lambda: False)
    window.look.choose("dark")
    assert theme.look() == "light"
    assert window.current_page() is page
    monkeypatch.undo()


def test_no_key_means_two_things_on_one_screen(window: MainWindow) -> None:
    """Qt fires neither of two commands that share a key while both are on screen."""
    menus = [m for m in window.menuBar().findChildren(QMenu) if not m.title().startswith("本页")]
    fixed = {keys for menu in menus for action in menu.actions() if (keys := action.shortcut().toString())}
    assert "F9" in fixed
    clashes = []
    for name in window._specs:
        window.open_page(name)
        page = window.current_page()
        assert page is not None
        own = [action.shortcut().toString() for action in page.commands() if action is not None]
        clashes += [(name, keys) for keys in own if keys and (keys in fixed or own.count(keys) > 1)]
    assert not clashes
