"""The cadres list: what it shows, finds, sorts, deletes and reorders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from support.builders import make_person, make_unit
from support.fake_messages import FakeMessages
from support.keyboard import type_text

from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people.pages.list_new import NewPersonDialog
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.list_source import WITHOUT_UNIT
from ganbu_desktop.modules.people.pages.person_target import PersonTarget

Make = Callable[[], CadresPage]


@pytest.fixture
def people(office: Office) -> dict[str, Person]:
    """Two units one below the other, three people in them and one without a unit."""
    county = make_unit(office, "青禾县委", short_name="县委", position=1)
    bureau = make_unit(office, "青禾县委组织部", short_name="县委组织部", position=1, parent_id=county.id)
    return {
        "head": make_person(office, "欧阳明", unit_id=county.id, position=1, id_number="110101198005010019"),
        "first": make_person(office, "张三", unit_id=bureau.id, position=1, current_post="部长"),
        "second": make_person(office, "李小四", unit_id=bureau.id, position=2, born_on=PartialDate(1990, 2)),
        "loose": make_person(office, "王五", ethnicity="03"),
    }


@pytest.fixture
def make_page(qtbot: QtBot, desk: Desk) -> Iterator[Make]:
    made: list[CadresPage] = []

    def make() -> CadresPage:
        page = CadresPage(desk)
        desk.office.operations.listen(lambda told: page.refresh(told.tables))
        page.resize(1300, 640)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        made.append(page)
        return page

    yield make
    for page in made:
        delete(page)


def names(page: CadresPage) -> list[str]:
    model = page.table.model
    return [model.cell(row, 0).replace("　", "") for row in range(model.rowCount())]


def cell(page: CadresPage, row: int, key: str) -> str:
    keys = [column.key for column in page.table.model.shown_columns()]
    return page.table.model.cell(row, keys.index(key))


def test_everyone_stands_in_the_order_of_units_and_teams(make_page: Make, people: dict[str, Person]) -> None:
    page = make_page()
    assert names(page) == ["欧阳明", "张三", "李小四", "王五"]
    assert cell(page, 0, "born_on") == "1980.05（45岁）"
    assert cell(page, 0, "id_number") == "110101********0019"
    assert cell(page, 1, "name") == "张　三"
    assert page.table.count_label.text() == "共 4 人"


def test_a_unit_shows_its_people_and_those_below(make_page: Make, people: dict[str, Person]) -> None:
    page = make_page()
    page.units.choose(people["first"].unit_id or "")
    page.units.chosen.emit(page.units.unit())
    assert names(page) == ["张三", "李小四"]
    page.units.choose(WITHOUT_UNIT)
    page.units.chosen.emit(page.units.unit())
    assert names(page) == ["王五"]
    everyone = page.units.topLevelItem(0)
    assert (everyone.text(0), everyone.text(1)) == ("全部", "4")
    assert page.units.topLevelItem(1).text(1) == "3"


FOUND = [
    ("ouyang", ["欧阳明"]),
    ("lxs", ["李小四"]),
    ("部长", ["张三"]),
    ("组织部 li", ["李小四"]),
    ("19800501", ["欧阳明"]),
    ("没有此人", []),
]


@pytest.mark.parametrize(("typed", "found"), FOUND)
def test_typing_finds(make_page: Make, people: dict[str, Person], typed: str, found: list[str]) -> None:
    page = make_page()
    page.table.set_search(typed)
    assert names(page) == found


def test_typing_in_the_search_line_asks_after_a_moment(
    qtbot: QtBot, make_page: Make, people: dict[str, Person]
) -> None:
    page = make_page()
    page.focus_first()
    type_text("ouy")
    qtbot.waitUntil(lambda: names(page) == ["欧阳明"])


def test_filters_and_sorts_reach_the_store(make_page: Make, people: dict[str, Person]) -> None:
    page = make_page()
    page.table.set_filter("ethnicity", "回")
    assert names(page) == ["王五"]
    page.table.clear_filters()
    page.table.set_sort("strokes")
    assert names(page) == ["王五", "李小四", "张三", "欧阳明"]
    page.table.set_sort("born_on", descending=True)
    assert names(page)[0] == "李小四"
    page.table.set_filter("unit", "组织部")
    assert sorted(names(page)) == ["张三", "李小四"]


def test_every_field_can_be_a_column(make_page: Make, people: dict[str, Person]) -> None:
    page = make_page()
    keys = [column.key for column in page.table.source.columns]
    assert {"native_place", "resume", "staffing_type", "education", "unit"} <= set(keys)
    page.table.set_columns(["name", "education", "current_post"])
    assert page.table.model.cell(1, 2) == "部长"


def test_deleting_asks_and_can_be_taken_back(
    qtbot: QtBot, make_page: Make, people: dict[str, Person], office: Office, messages: FakeMessages
) -> None:
    page = make_page()
    page.table.select(people["first"].id)
    page.table.view.setFocus()
    messages.answers = [False, True]
    qtbot.keyClick(page.table.view, Qt.Key.Key_Delete)
    assert len(names(page)) == 4
    qtbot.keyClick(page.table.view, Qt.Key.Key_Delete)
    assert "张三" not in names(page)
    office.operations.undo(actor="王科长")
    assert "张三" in names(page)
    assert "移入回收站" in messages.texts()


def test_deleting_text_in_a_filter_deletes_nobody(
    qtbot: QtBot, make_page: Make, people: dict[str, Person], messages: FakeMessages
) -> None:
    page = make_page()
    page.table.select(people["first"].id)
    page.focus_first()
    type_text("li")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert messages.shown == []


def test_the_order_within_a_unit_is_changed_by_keys(
    qtbot: QtBot, make_page: Make, people: dict[str, Person], messages: FakeMessages
) -> None:
    page = make_page()
    page.table.select(people["second"].id)
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page, Qt.Key.Key_Up, shift)
    assert names(page) == ["欧阳明", "李小四", "张三", "王五"]
    assert page.table.current_id() == people["second"].id
    qtbot.keyClick(page, Qt.Key.Key_Up, shift)
    assert "最前面" in messages.texts()


def test_enter_opens_the_person_with_the_list_to_walk_through(
    qtbot: QtBot, make_page: Make, people: dict[str, Person], desk: Desk
) -> None:
    asked: list[tuple[str, object]] = []
    desk.open_page = lambda name, target: asked.append((name, target))
    page = make_page()
    page.table.select(people["second"].id)
    page.table.view.setFocus()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    name, target = asked[0]
    assert name == "person"
    assert isinstance(target, PersonTarget)
    assert (target.person_id, len(target.neighbours)) == (people["second"].id, 4)


def test_printing_takes_the_chosen_or_everyone(make_page: Make, people: dict[str, Person], desk: Desk) -> None:
    asked: list[object] = []
    desk.open_page = lambda name, target: asked.append((name, target))
    page = make_page()
    page.print_chosen()
    page.table.view.selectRow(0)
    page.table.view.selectAll()
    page.table.set_filter("ethnicity", "回")
    page.print_chosen()
    assert [len(target) for _name, target in asked] == [4, 1]  # type: ignore[misc]


def test_the_navigation_hands_over_who_is_chosen_as_the_command_does(
    make_page: Make, people: dict[str, Person]
) -> None:
    page = make_page()
    assert page.handed_over("print") is None
    page.table.view.selectAll()
    assert page.handed_over("print") == page.chosen_ids()
    assert len(page.chosen_ids()) == 4
    assert page.handed_over("units") is None


def test_the_card_tells_who_the_current_row_is(qtbot: QtBot, make_page: Make, people: dict[str, Person]) -> None:
    page = make_page()
    page.table.select(people["first"].id)
    qtbot.waitUntil(lambda: page.card._name.text() == "张三")
    assert page.card._post.text() == "部长"


def test_an_empty_store_offers_a_beginning(make_page: Make) -> None:
    page = make_page()
    assert "还没有干部" in page.table.empty.text()
    assert not page._print.isEnabled()


def test_a_new_person_needs_a_name_only(qtbot: QtBot, desk: Desk, office: Office) -> None:
    dialog = NewPersonDialog(desk)
    qtbot.addWidget(dialog)
    dialog.add()
    assert dialog.person is None
    assert "姓名" in dialog.notice.text()
    dialog.form.editor("name").set_text("赵新人")
    dialog.form.editor("id_number").set_text("110101199003070011")
    dialog.add()
    assert [(p.name, str(p.born_on), p.sex) for p in office.find(Person)] == [("赵新人", "1990.03.07", "1")]


def test_somebody_of_the_same_name_is_mentioned_once(qtbot: QtBot, desk: Desk, office: Office) -> None:
    make_person(office, "张三")
    dialog = NewPersonDialog(desk)
    qtbot.addWidget(dialog)
    dialog.form.editor("name").set_text("张三")
    dialog.add()
    assert "同名" in dialog.notice.text()
    assert len(office.find(Person)) == 1
    dialog.add()
    assert len(office.find(Person)) == 2


@pytest.mark.parametrize(("kind", "name"), [("roster", "名册"), ("collection", "采集表.xlsx")])
def test_the_list_is_handed_on_as_a_workbook(
    qtbot: QtBot,
    make_page: Make,
    people: dict[str, Person],
    messages: FakeMessages,
    tmp_path: Path,
    kind: str,
    name: str,
) -> None:
    page = make_page()
    messages.answers = [tmp_path / name]
    page.export(kind)
    written = tmp_path / (name.removesuffix(".xlsx") + ".xlsx")
    qtbot.waitUntil(lambda: "已写出 4 人" in messages.texts(), timeout=20000)
    assert written.stat().st_size > 1000
