"""Typing entries in the windows of a room: dialogs filled field by field, saved, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ganbu_desktop.desktop.ledger.entry_card import EntryCard, EntryPanel
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog, RecordDialog
from ganbu_desktop.desktop.ledger.page import NEW, LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage

D = TypeVar("D", bound=QWidget)
P = TypeVar("P", bound=EntryPanel)


def modal(qtbot: QtBot, kind: type[D]) -> D:
    """Return the dialog on screen, which is of this kind."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def ledger(room: RoomPage, name: str) -> LedgerView:
    """Show a ledger's tab and return it."""
    assert room.choose(name)
    view = room.current()
    assert isinstance(view, LedgerView)
    return view


def type_in(dialog: RecordDialog, texts: Mapping[str, str]) -> None:
    """Put texts into the fields of a dialog."""
    for name, text in texts.items():
        dialog.form.editor(name).set_text(text)


def enter(qtbot: QtBot, view: LedgerView, given: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """Type one entry with ``given`` references, save it and return what the dialog says: empty when it was saved."""
    view.show_target((NEW, dict(given)))
    dialog = modal(qtbot, EntryDialog)
    type_in(dialog, texts)
    dialog.save()
    said = dialog.notice.text() if dialog.isVisible() else ""
    if said:
        dialog.form.revert()
        dialog.reject()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    return said


def answer(qtbot: QtBot, kind: type[RecordDialog], texts: Mapping[str, str]) -> str:
    """Fill the dialog that a panel has opened and save it; what it says when it refuses."""
    dialog = modal(qtbot, kind)
    type_in(dialog, texts)
    dialog.save()
    said = dialog.notice.text() if dialog.isVisible() else ""
    if said:
        dialog.form.revert()
        dialog.reject()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    return said


def panel(qtbot: QtBot, view: LedgerView, entry_id: str, kind: type[P]) -> P:
    """Choose an entry and return its panel once the card shows it."""
    card = view.detail
    assert isinstance(card, EntryCard)
    view.show_entry(entry_id)
    qtbot.waitUntil(lambda: (shown := card.entry()) is not None and shown.id == entry_id)
    found = card.panel(kind)
    assert isinstance(found, kind)
    return found
