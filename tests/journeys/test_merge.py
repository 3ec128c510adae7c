"""A cadre was recorded twice: two are chosen in the list, joined, and one Ctrl+Z brings both back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, page, press

from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.office import recycle_bin
from ganbu_desktop.kernel.people import person_merge
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.merge_page import MergePage
from ganbu_desktop.store.record import Record


def held(window: MainWindow, person: Person) -> list[Record]:
    with window.office.reading() as connection:
        return person_merge.held(connection, person.id)


def test_two_records_of_one_cadre_become_one_and_come_back(
    qtbot: QtBot, window: MainWindow, messages: FakeMessages
) -> None:
    """U13: two records are compared field by field, become one with both histories, and one step parts them."""
    office, cadres = window.office, page(window, CadresPage)
    known = office.get(Person, cadres.table.all_ids()[3])
    assert known is not None
    again = Person(name=known.name, born_on=known.born_on, unit_id=known.unit_id, mobile_phone="13900000000")
    with office.operation("又登记一次", right="test") as current:
        current.insert(again)
    calm(qtbot, window)
    before = (office.find(Person), held(window, known))

    cadres.search.setText(known.name or "")
    press(qtbot, Qt.Key.Key_Return)
    calm(qtbot, window)
    qtbot.waitUntil(lambda: {known.id, again.id} <= set(cadres.table.all_ids()))
    cadres.table.focus_rows()
    cadres.table.view.selectAll()
    assert set(cadres.table.selected_ids()) == {known.id, again.id}
    cadres.merge_chosen()
    calm(qtbot, window)
    merge = page(window, MergePage)
    assert merge.comparison is not None
    if merge.comparison.kept.id != known.id:
        press(qtbot, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert merge.comparison.kept.id == known.id
    messages.answers = [True]
    qtbot.mouseClick(merge.go, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    now = office.get(Person, known.id)
    assert now is not None
    assert now.mobile_phone == "13900000000"
    assert now.id_number == known.id_number
    assert office.get(Person, again.id) is None
    assert [entry.record_id for entry in recycle_bin.deleted(office)] == [again.id]

    qtbot.waitUntil(window.undo_action.isEnabled)
    press(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    calm(qtbot, window)
    assert (office.find(Person), held(window, known)) == before
