"""Twenty people are deleted by mistake and come back whole."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, page, press

from ganbu_desktop.desktop.system.recycle_bin import RecycleBinPage
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.dossier import dossiers
from ganbu_desktop.modules.people.pages.list_page import CadresPage


def everything(window: MainWindow, ids: list[str]) -> list[object]:
    with window.office.reading() as connection:
        return list(dossiers(connection, ids))


def test_twenty_deleted_people_come_back_with_all_that_is_theirs(
    qtbot: QtBot, window: MainWindow, messages: FakeMessages
) -> None:
    """U14: twenty people leave by the bin and come back with everything that hangs on them."""
    cadres = page(window, CadresPage)
    model = cadres.table.model
    rows = QItemSelection(model.index(5, 0), model.index(24, model.columnCount() - 1))
    cadres.table.view.setFocus()
    cadres.table.view.selectionModel().select(
        rows, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    )
    ids = cadres.table.selected_ids()
    assert len(ids) == 20
    everyone = cadres.table.all_ids()
    before = everything(window, ids)
    messages.answers = [True]
    press(qtbot, Qt.Key.Key_Delete)
    calm(qtbot, window)
    qtbot.waitUntil(lambda: cadres.table.count() == len(everyone) - 20)
    assert "20 人" in messages.texts()
    assert everything(window, ids) == []

    window.open_page("recycle-bin")
    calm(qtbot, window)
    bin_page = page(window, RecycleBinPage)
    qtbot.waitUntil(lambda: bin_page.table.count() == 20)
    bin_page.table.focus_rows()
    bin_page.table.view.selectAll()
    press(qtbot, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    calm(qtbot, window)
    qtbot.waitUntil(lambda: bin_page.table.count() == 0)
    assert everything(window, ids) == before
    window.open_page("cadres")
    calm(qtbot, window)
    assert page(window, CadresPage).table.all_ids() == everyone
