"""The cadres list as a grid: simple fields typed in place, people grouped by unit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from support.builders import make_person, make_unit
from support.fake_messages import FakeMessages
from support.keyboard import focused, type_text
from support.pages import put_on_screen

from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.people.service_change import Said
from ganbu_desktop.modules.people.pages import list_page
from ganbu_desktop.modules.people.pages.list_page import CadresPage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, office: Office) -> CadresPage:
    first, second = make_unit(office, "县委办", position=1), make_unit(office, "财政局", position=2)
    for name, unit in (("王小明", first), ("李建国", first), ("赵敏", second)):
        make_person(office, name, unit_id=unit.id)
    shown = put_on_screen(qtbot, CadresPage(desk))
    shown.activateWindow()
    shown.table.focus_rows()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is shown.table.view)
    return shown


def go(page: CadresPage, row: int, key: str) -> None:
    place = [c.key for c in page.table.model.shown_columns()].index(key)
    page.table.view.go_to(page.table.model.index(row, place))


def test_a_post_is_typed_where_it_stands(qtbot: QtBot, page: CadresPage, office: Office) -> None:
    go(page, 0, "current_post")
    qtbot.keyClick(page.table.view, Qt.Key.Key_F2)
    focused().selectAll()  # type: ignore[attr-defined]
    type_text("县委办主任")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "县委办主任" in {p.current_post for p in office.find(Person)})
    office.undo()
    assert "县委办主任" not in {p.current_post for p in office.find(Person)}


def test_a_value_is_filled_down_for_several_people_as_one_step(qtbot: QtBot, page: CadresPage, office: Office) -> None:
    go(page, 0, "ethnicity")
    page.table.grid.put([(page.table.current_id() or "", "ethnicity", "回族")], "修改")  # type: ignore[union-attr]
    qtbot.keyClick(page.table.view, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(page.table.view, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(page.table.view, Qt.Key.Key_D, CTRL)
    assert len({p.ethnicity for p in office.find(Person)}) == 1
    office.undo()
    assert len({p.ethnicity for p in office.find(Person)}) == 2


def test_names_are_not_emptied_and_numbers_are_not_typed_here(
    qtbot: QtBot, page: CadresPage, office: Office, messages: FakeMessages
) -> None:
    page.table.grid.put([(page.table.all_ids()[0], "name", "")], "修改")  # type: ignore[union-attr]
    assert "姓名不能为空" in messages.texts()
    go(page, 0, "id_number")
    qtbot.keyClick(page.table.view, Qt.Key.Key_F2)
    assert "身份证号在干部信息里改" in messages.texts()
    assert {p.name for p in office.find(Person)} == {"王小明", "李建国", "赵敏"}


def test_a_block_is_pasted_over_people_but_makes_none(qtbot: QtBot, page: CadresPage, office: Office) -> None:
    go(page, 2, "ethnicity")
    QGuiApplication.clipboard().setText("满族")
    qtbot.keyClick(page.table.view, Qt.Key.Key_V, CTRL)
    assert sorted(p.ethnicity or "" for p in office.find(Person)).count("03") <= 1
    assert len({p.ethnicity for p in office.find(Person)}) == 2
    assert len(office.find(Person)) == 3


def test_people_are_grouped_by_unit(qtbot: QtBot, page: CadresPage, desk: Desk, qtmodeltester: ModelTester) -> None:
    page.table.set_grouping("unit")
    qtbot.waitUntil(lambda: not desk.tasks.is_busy() and page.table.model.rowCount() == 2)
    assert [page.table.model.cell(row, 0) for row in range(2)] == ["县委办（2）", "财政局（1）"]
    page.table.view.go_to(page.table.model.index(1, 0))
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert page.table.model.rowCount() == 3
    assert page.table.all_ids()
    qtmodeltester.check(page.table.model)


def test_enter_still_opens_the_person(qtbot: QtBot, page: CadresPage, desk: Desk) -> None:
    opened: list[str] = []
    desk.open_page = lambda name, target: opened.append(name)
    go(page, 0, "current_post")
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert opened == ["person"]


def test_another_state_typed_for_several_is_asked_about_once(
    page: CadresPage, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = {person.id: person for person in office.find(Person)}
    chosen = list(people)[:2]
    asked: list[Sequence[str]] = []
    answers: list[tuple[bool, Said | None]] = [(False, None), (True, Said(PartialDate(2026, 2)))]

    def answer(parent: object, lines: Sequence[str], month: PartialDate) -> tuple[bool, Said | None]:
        asked.append(lines)
        return answers.pop(0)

    monkeypatch.setattr(list_page, "ask_said", answer)
    typed = [(person_id, "management_state", "离退人员") for person_id in chosen]
    page.table.grid.put(typed, "修改")  # type: ignore[union-attr]
    assert {person.management_state for person in office.find(Person)} == {None}, "giving up writes nothing"
    page.table.grid.put(typed, "修改")  # type: ignore[union-attr]
    assert asked == [[f"{people[i].name}：（没有填）→离退人员" for i in chosen]] * 2
    left = {s.person_id: (s.state, str(s.from_on)) for s in office.find(ServiceSpell) if s.until_on is None}
    assert [left[i] for i in chosen] == [("离退人员", "2026.02")] * 2
    page.table.grid.put([(chosen[0], "ethnicity", "回族")], "修改")  # type: ignore[union-attr]
    assert len(asked) == 2, "nothing else is asked about"
