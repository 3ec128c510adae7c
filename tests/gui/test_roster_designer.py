"""The roster designer: what is changed at the left stands on the paper at the right, is kept, and is printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.builders import make_person, make_unit
from support.fake_messages import FakeMessages
from support.pages import put_on_screen

from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.forms.roster_designs import save_design, versions
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_list import Order
from ganbu_desktop.modules.paper.pages.print_page import PrintPage
from ganbu_desktop.modules.paper.pages.roster_designer import RosterDesignerPage
from ganbu_desktop.modules.paper.roster_layouts import ready_made

Ready = Callable[[], None]
_TITLE, _GROUP, _WIDTH = range(3)


@pytest.fixture
def people(office: Office) -> list[Person]:
    unit = make_unit(office, "青禾县财政局", short_name="县财政局")
    names = ("张三", "丁小四", "欧阳明")
    return [make_person(office, name, unit_id=unit.id, position=n) for n, name in enumerate(names, 1)]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, people: list[Person]) -> RosterDesignerPage:
    return put_on_screen(qtbot, RosterDesignerPage(desk))


@pytest.fixture
def ready(qtbot: QtBot, page: RosterDesignerPage) -> Ready:
    def wait() -> None:
        qtbot.waitUntil(lambda: not page._settle.isActive() and not page.desk.tasks.is_busy(), timeout=30000)

    return wait


def text_of(page: RosterDesignerPage) -> list[str]:
    return [cell.text for placed in page.preview.pages for cell in placed.cells]


def keys(page: RosterDesignerPage) -> list[str]:
    return [column.key for column in page.draft.design.spec.columns]


def type_into(page: RosterDesignerPage, row: int, column: int, text: str) -> None:
    item = page.columns.table.item(row, column)
    assert item is not None
    item.setText(text)


def test_a_title_typed_over_stands_on_the_paper(page: RosterDesignerPage, ready: Ready) -> None:
    page.begin_from("name-list")
    page.sheet.title.setText("县管干部名单")
    page.sheet.title.editingFinished.emit()
    type_into(page, 2, _TITLE, "单位／职务")
    ready()
    assert "县管干部名单" in text_of(page)
    assert "单位\n职务" in text_of(page)


def test_columns_are_found_added_moved_and_removed(page: RosterDesignerPage, ready: Ready) -> None:
    page.begin_from("contact-list")
    page.columns.search.setText("任现职年限")
    page.columns.search.searched.emit("任现职年限")
    assert page.columns.offered.count() == 1
    page.columns.offered.item(0).setSelected(True)
    page.columns.select(1)
    page.columns.add_button.click()
    assert keys(page)[:3] == ["number", "name", "post_years"]
    page.columns.select(2)
    page.columns.move_row(-1)
    assert keys(page)[:3] == ["number", "post_years", "name"]
    page.columns.select(0)
    page.columns.remove()
    assert keys(page)[:2] == ["post_years", "name"]
    ready()
    assert "任现职\n年限" in text_of(page)


def test_a_typed_width_is_the_width_and_the_page_stays_filled(page: RosterDesignerPage) -> None:
    page.begin_from("name-list")
    type_into(page, 2, _WIDTH, "80")
    columns = page.draft.design.spec.columns
    assert columns[2].width_mm == pytest.approx(80)
    assert sum(column.width_mm for column in columns) == pytest.approx(277)
    type_into(page, 2, _WIDTH, "四")
    assert page.columns.table.item(2, _WIDTH).text() == "80.0"
    type_into(page, 2, _WIDTH, "900")
    assert "277" in page.problem.text()
    assert page.draft.design.spec.columns[2].width_mm == pytest.approx(80)


def test_a_border_of_the_ruler_is_dragged(page: RosterDesignerPage, qtbot: QtBot) -> None:
    page.begin_from("name-list")
    page.ruler.resizeSection(2, round(80 * page.ruler.scale()))
    qtbot.waitUntil(lambda: abs(page.draft.design.spec.columns[2].width_mm - 80) < 1)


def test_a_column_is_dragged_to_another_place(page: RosterDesignerPage) -> None:
    page.begin_from("name-list")
    before = keys(page)
    page.ruler.moveSection(1, 3)
    assert keys(page) == [before[0], *before[2:4], before[1], *before[4:]]


def test_marked_columns_get_a_common_title_and_it_is_renamed_as_one(page: RosterDesignerPage, ready: Ready) -> None:
    page.begin_from("roster")
    model = page.columns.table.selectionModel()
    for row in (6, 7):
        model.select(page.columns.table.model().index(row, 0), model.SelectionFlag.Select | model.SelectionFlag.Rows)
    model.select(page.columns.table.model().index(0, 0), model.SelectionFlag.Deselect | model.SelectionFlag.Rows)
    page.columns.join()
    type_into(page, 6, _GROUP, "时间")
    assert [column.group for column in page.draft.design.spec.columns[6:8]] == ["时间", "时间"]
    ready()
    assert text_of(page).count("时间") == 1


def test_the_paper_changes_with_its_name(page: RosterDesignerPage, ready: Ready) -> None:
    page.begin_from("name-list")
    page.sheet.paper.setCurrentText("A3")
    page.sheet.paper.activated.emit(1)
    ready()
    frame = page.preview.pages[0].frame
    assert (frame.width_mm, frame.height_mm) == (420, 297)


def test_an_order_by_hand_is_kept_with_the_design(page: RosterDesignerPage, people: list[Person], ready: Ready) -> None:
    ready()
    assert page.order.ids() == [person.id for person in people]
    assert page.order.people.model().moveRow(QModelIndex(), 2, QModelIndex(), 0)
    ready()
    assert page.draft.design.order is None
    assert page.order.ids()[0] == people[2].id
    assert text_of(page).index("欧阳明") < text_of(page).index("张\u3000三")
    page.order.order.setCurrentIndex(page.order.order.findData(Order.STROKES))
    page.order.order.activated.emit(0)
    ready()
    assert page.order.ids()[0] == people[1].id
    assert any(text.endswith("按姓氏笔画为序") for text in text_of(page))


def test_ctrl_z_takes_changes_of_the_design_back_one_by_one(page: RosterDesignerPage) -> None:
    page.begin_from("name-list")
    type_into(page, 0, _TITLE, "号")
    type_into(page, 1, _TITLE, "名字")
    page.columns.offered.setFocus()
    for _ in range(2):
        QTest.keyClick(page.columns.offered, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.draft.can_undo
    assert page.columns.table.item(0, _TITLE).text() == "序号"
    page.redo()
    assert page.columns.table.item(0, _TITLE).text() == "号"


def test_saving_asks_for_a_name_once_and_keeps_versions(
    page: RosterDesignerPage, office: Office, messages: FakeMessages, ready: Ready
) -> None:
    page.begin_from("name-list")
    messages.answers = ["县委班子"]
    page.save()
    ready()
    type_into(page, 0, _TITLE, "号")
    page.save()
    ready()
    assert [found.version for found in versions(office, "县委班子")] == [2, 1]
    assert page.source.currentText().startswith("县委班子")
    messages.answers = [1]
    page.open_version()
    assert page.columns.table.item(0, _TITLE).text() == "序号"
    page.save()
    ready()
    assert len(versions(office, "县委班子")) == 3


def test_changes_are_not_dropped_without_a_question(page: RosterDesignerPage, messages: FakeMessages) -> None:
    type_into(page, 0, _TITLE, "号")
    messages.answers = [False]
    page.show_target({"form": "name-list"})
    assert page.columns.table.item(0, _TITLE).text() == "号"
    assert "没有保存" in messages.texts()


def test_the_workbook_is_what_the_paper_shows(
    page: RosterDesignerPage, messages: FakeMessages, ready: Ready, tmp_path: Path
) -> None:
    page.begin_from("contact-list")
    type_into(page, 3, _TITLE, "职务简称")
    target = tmp_path / "联系.xlsx"
    messages.answers = [target]
    page.write()
    ready()
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert "职务简称" in [cell.value for cell in sheet[3]]


def test_a_saved_design_is_offered_on_the_print_page(
    qtbot: QtBot, desk: Desk, office: Office, people: list[Person]
) -> None:
    printing = put_on_screen(qtbot, PrintPage(desk))
    save_design(office, "联系册", ready_made("contact-list"))
    printing.refresh(frozenset({"roster_design"}))
    printing.show_target({"form": "design:联系册", "ids": [person.id for person in people]})
    assert not printing.form.columns.isEnabled()
    assert not printing.people.order.isEnabled()
    qtbot.waitUntil(lambda: bool(printing.preview.pages), timeout=30000)
    texts = [cell.text for placed in printing.preview.pages for cell in placed.cells]
    assert "干部联系名册" in texts


def test_photos_in_boxes_hide_what_is_about_tables(page: RosterDesignerPage, ready: Ready) -> None:
    page.begin_from("photo-roster")
    ready()
    assert not page.ruler.isVisible()
    assert not page.sheet.fills.isEnabled()
    page.sheet.boxes_down.setValue(2)
    assert page.draft.design.spec.down == 2
