"""One click from every kind of reminder leads to the page, the tab and the entry that it speaks of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from support.journey import calm
from support.windows import PASSWORD

from ganbu_desktop import modules
from ganbu_desktop.app import Shell
from ganbu_desktop.desktop.ledger.page import NEW, LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.office import opening
from ganbu_desktop.kernel.office.office import SilentProgress
from ganbu_desktop.kernel.reminders.agenda import read_agenda
from ganbu_desktop.kernel.reminders.reminder import Reminder
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.store.vault import KdfCost

PEOPLE = 50
DAYS = (date(2026, 3, 2), date(2026, 12, 20))


def filled(path: Path) -> Path:
    """Make a store with the invented records of every room."""
    modules.load()
    office, _ = opening.create_store(
        path, PASSWORD, "王科长", lambda: datetime(2026, 3, 2, 9, 30), kdf=KdfCost.cheap_for_tests()
    )
    fill_demo(office, PEOPLE, units=6)
    for fill in modules.demo_fillers():
        fill(office, SilentProgress())
    office.file.close()
    return path


def one_of_each(window: MainWindow) -> list[Reminder]:
    """Return the first reminder of each rule and kind of target, as of both days."""
    found: dict[tuple[str, str], Reminder] = {}
    for day in DAYS:
        for item in read_agenda(window.office, modules.reminder_rules(), day).items:
            assert item.reminder.target is not None, item.rule.name
            page, target = item.reminder.target
            tab = str(target[0]) if isinstance(target, tuple) else ""
            found.setdefault((item.rule.name, f"{page}/{tab}"), item.reminder)
    return list(found.values())


def check(qtbot: QtBot, window: MainWindow, reminder: Reminder) -> None:
    """Follow a reminder and see that what it speaks of is on show."""
    assert reminder.target is not None
    name, target = reminder.target
    window.open_page(name, target)
    calm(qtbot, window)
    page = window.current_page()
    assert page is window.page(name), reminder
    if not isinstance(page, RoomPage) or not isinstance(target, tuple):
        return
    assert page.current_name() == target[0], reminder
    view, argument = page.current(), target[1]
    if isinstance(argument, tuple) and argument[0] == NEW:
        dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        assert dialogs, reminder
        for dialog in dialogs:
            dialog.done(0)
    elif isinstance(view, LedgerView) and isinstance(argument, str):
        assert view.table.current_id() == argument, reminder


def test_every_kind_of_reminder_leads_to_what_it_speaks_of(
    qtbot: QtBot, start: Callable[[], Shell], tmp_path: Path
) -> None:
    shell = start()
    shell.open(filled(tmp_path / "县委组织部.ganbu"), password=PASSWORD)
    window = shell.window
    assert window is not None
    calm(qtbot, window)
    reminders = one_of_each(window)
    assert len({reminder.rule for reminder in reminders}) > 20
    assert all(reminder.why and reminder.title for reminder in reminders)
    for reminder in reminders:
        check(qtbot, window, reminder)
