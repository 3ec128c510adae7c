"""What the screen owes those who sit before it: nothing private at a glance, nothing cut off in large letters."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from support.journey import calm, page, press
from support.keyboard import type_text

from ganbu_desktop.desktop.ledger.room_page import RoomPage
from ganbu_desktop.desktop.window.lock import Cover
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.identity_mask import masked
from ganbu_desktop.kernel.log.access_log import VIEW, accesses, watermark
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_section import BasicSection


def test_a_key_covers_the_window_and_the_same_key_uncovers_it(qtbot: QtBot, window: MainWindow) -> None:
    """U18: F9 covers everything; what is typed meanwhile reaches nothing, and the lock goes before the cover."""
    search = page(window, CadresPage).search
    search.setFocus()
    press(qtbot, Qt.Key.Key_F9)
    (cover,) = window.findChildren(Cover)
    assert window.privacy.is_on()
    assert cover.isVisible()
    assert cover.geometry() == window.rect()
    type_text("张", search)
    assert search.text() == ""
    press(qtbot, Qt.Key.Key_F9)
    assert not window.privacy.is_on()
    assert not cover.isVisible()
    type_text("张", search)
    assert search.text() == "张"
    press(qtbot, Qt.Key.Key_F9)
    window.lock()
    assert window.is_locked()
    assert not window.privacy.is_on()
    window._lock._uncover()


def test_number_and_health_are_masked_until_they_are_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    """U18: list and person show the number masked; a click shows it and leaves a line in the access log."""
    person = next(p for p in window.office.find(Person) if p.id_number and p.health)
    cadres = page(window, CadresPage)
    cadres.table.set_columns(["name", "id_number"])
    shown = {row.cells for row in cadres.table.source.rows([person.id])}
    assert not any(str(person.id_number) in str(cells) for cells in shown)
    window.open_page("person", person.id)
    calm(qtbot, window)
    opened = page(window, PersonPage)
    titles = [opened.tabs.bar.tabText(index) for index in range(opened.tabs.bar.count())]
    opened.tabs.choose(next(index for index, title in enumerate(titles) if title.startswith(BasicSection.title)))
    section = opened.tabs.section()
    assert isinstance(section, BasicSection)
    for name, text in (("id_number", masked(person.id_number)), ("health", "＊")):
        veil, before = section.veils[name], accesses(window.office, person.id)
        assert veil.is_down()
        assert text in veil.text()
        assert str(getattr(person, name)) not in veil.text()
        qtbot.mouseClick(veil, Qt.MouseButton.LeftButton)
        assert not veil.is_down()
        (line,) = [one for one in accesses(window.office, person.id) if one not in before]
        assert (line.what, line.account, line.person_id) == (VIEW, "王科长", person.id)
        assert section.form.editor(name).field.label in line.purpose
    assert not section.dirty()
    assert watermark(window.office) == "王科长 2026.03.02 09:30"


def cut_off(within: QWidget) -> Iterator[str]:
    """Yield the buttons on show that are narrower than what stands on them; in a scroll area one can scroll."""
    for button in within.findChildren(QAbstractButton):
        if not isinstance(button, QPushButton | QToolButton) or not button.isVisibleTo(within) or not button.text():
            continue
        if isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            continue
        if not _scrolls(button, within) and button.width() < button.minimumSizeHint().width():
            yield f"{button.text()}: {button.width()} < {button.minimumSizeHint().width()}"


def _scrolls(widget: QWidget, within: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not within:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def test_no_button_is_cut_off_in_large_letters_on_a_small_screen(qtbot: QtBot, window: MainWindow) -> None:
    """U19: at 150 % on 1366 × 768 every button of every page and tab is as wide as its words, inside the window."""
    window.look.set_scale(1.5)
    person = window.office.find(Person)[0].id
    strays: dict[str, list[str]] = {}
    for name in window._specs:
        window.open_page(name, person if name == "person" else None)
        shown = window.current_page()
        for tab in shown.names() if isinstance(shown, RoomPage) else [""]:
            if tab:
                shown.choose(tab)  # type: ignore[union-attr]
            QApplication.processEvents()
            if found := list(cut_off(window)):
                strays[f"{name} {tab}"] = found
            if window.width() > 1366 or window.height() > 768:
                strays[f"{name} {tab}"] = [f"window {window.width()} x {window.height()}"]
                window.resize(1366, 768)
    assert not strays, strays
