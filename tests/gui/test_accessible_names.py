"""Every page and dialog can be used by ear: whatever takes the keyboard has a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot
from support.accessible import nameless
from support.dialogs import DIALOGS
from support.fake_messages import FakeMessages

from ganbu_desktop import modules
from ganbu_desktop.app import OFFERS, room_pages
from ganbu_desktop.desktop.help.shortcuts import ShortcutList
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.ledger.batch_grid import BatchDialog
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.ledger.hand_on import ExportDialog
from ganbu_desktop.desktop.ledger.room_page import RoomPage
from ganbu_desktop.desktop.system.parameters import ParameterDialog
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people.demo import fill_demo


@pytest.fixture
def window(office: Office, messages: FakeMessages, qtbot: QtBot) -> Iterator[MainWindow]:
    fill_demo(office, 6, units=3)
    made = MainWindow(
        office,
        room_pages(),
        settings=Settings(None),
        messages=messages,
        offers=OFFERS,
    )
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    qtbot.waitUntil(lambda: made._leaving == "done", timeout=20_000)
    made.deleteLater()


def test_every_page_and_tab_speaks(window: MainWindow, qtbot: QtBot) -> None:
    strays: dict[str, list[str]] = {}
    person = window.office.find(Person)[0].id
    for name in window._specs:
        window.open_page(name, person if name == "person" else None)
        page = window.current_page()
        assert page is not None
        for tab in page.names() if isinstance(page, RoomPage) else [""]:
            if tab:
                page.choose(tab)  # type: ignore[attr-defined]
            qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=30_000)
            if found := list(nameless(page)):
                strays[f"{name} {tab}"] = found
    assert not strays, strays
    assert not list(nameless(window))


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_speaks(desk: Desk, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    dialog = DIALOGS[name](desk, tmp_path)
    qtbot.addWidget(dialog)
    assert not list(nameless(dialog))


def test_every_dialog_of_every_ledger_speaks(desk: Desk, qtbot: QtBot) -> None:
    strays = {}
    for spec in modules.ledgers():
        made: list[QDialog] = [ExportDialog(None, spec, 3, 1, noted=False)]
        if spec.may_import:
            made += [EntryDialog(desk, spec), BatchDialog(desk, spec)]
        for dialog in made:
            if found := list(nameless(dialog)):
                strays[f"{spec.name} {type(dialog).__name__}"] = found
            dialog.deleteLater()
    assert not strays, strays


def test_a_widget_without_a_name_is_found(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).addWidget(QLineEdit())
    assert list(nameless(dialog)) == ["QLineEdit  in QDialog"]


def test_a_widget_that_only_the_program_has_a_name_for_is_found(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    line = QLineEdit()
    line.setAccessibleName("print_people")
    QVBoxLayout(dialog).addWidget(line)
    assert list(nameless(dialog)) == ["QLineEdit print_people in QDialog"]
    line.setAccessibleName("要打印的人员")
    assert not list(nameless(dialog))


def test_other_dialogs_speak(desk: Desk, qtbot: QtBot) -> None:
    parent = QDialog()
    parameter = desk.office.parameters().get("idle_lock_minutes")
    for dialog in (
        ParameterDialog(parent, parameter, PartialDate(2026, 3)),
        ShortcutList(parent, [("新增", "Ctrl+N")], lambda: None),
    ):
        qtbot.addWidget(dialog)
        assert not list(nameless(dialog)), type(dialog).__name__
