"""The builder, the chips, saved views and the values of filter lines, on the cadres list and on a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from support.builders import add, make_person, make_unit
from support.fake_messages import FakeMessages
from support.keyboard import type_text
from support.kit_ledgers import REWARDS
from support.pages import put_on_screen

from ganbu_desktop.desktop.conditions.builder import ConditionDialog
from ganbu_desktop.desktop.conditions.line_row import LineRow
from ganbu_desktop.desktop.conditions.managing import ManageDialog
from ganbu_desktop.desktop.conditions.picking import SearchCombo, TickList
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.tables import DataTable
from ganbu_desktop.desktop.window.page import Desk, Page, PageSpec
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.list import saved_view
from ganbu_desktop.kernel.list.conditions.tree import OR, Condition, Group, Ready
from ganbu_desktop.kernel.list.saved_view import CADRES
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Reward
from ganbu_desktop.modules.people.pages.list_page import CadresPage

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
WOMEN = Group(members=(Ready("women"),))


@pytest.fixture
def people(office: Office) -> list[Person]:
    unit = make_unit(office, "青禾县柳林镇", short_name="柳林镇")
    return [
        make_person(office, "张三", unit_id=unit.id),
        make_person(office, "李敏", sex="2", ethnicity="06", born_on=PartialDate(1990, 2)),
        make_person(office, "王芳", sex="2"),
    ]


@pytest.fixture
def went(desk: Desk) -> list[tuple[str, object]]:
    """Where the desk was led."""
    found: list[tuple[str, object]] = []
    desk.open_page = lambda name, target: found.append((name, target))
    desk.pages = [PageSpec(name, name, "table", Page) for name in ("print", "talks")]
    return found


@pytest.fixture
def make_page(qtbot: QtBot, desk: Desk, people: list[Person], went: object) -> Iterator[Callable[[], CadresPage]]:
    made: list[CadresPage] = []

    def make() -> CadresPage:
        shown = CadresPage(desk)
        shown.resize(1300, 640)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.activateWindow()
        made.append(shown)
        return shown

    yield make
    for shown in made:
        delete(shown)


def names(table: DataTable, column: int = 0) -> list[str]:
    return [table.model.cell(row, column).replace("　", "") for row in range(table.model.rowCount())]


def dialog(qtbot: QtBot) -> ConditionDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ConditionDialog))
    built = QApplication.activeModalWidget()
    assert isinstance(built, ConditionDialog)
    built.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is built)
    return built


def open_builder(qtbot: QtBot, page: CadresPage | LedgerView) -> ConditionDialog:
    page.views.build()
    return dialog(qtbot)


def choose_field(row: LineRow, key: str) -> None:
    combo = row._inputs[0]
    assert isinstance(combo, SearchCombo)
    combo.setCurrentIndex(combo.findData(key))


def fill(row: LineRow, text: str) -> None:
    assert row.value is not None
    row.value.lines[0].setText(text)


def test_hits_are_counted_while_building(
    qtbot: QtBot, make_page: Callable[[], CadresPage], messages: FakeMessages
) -> None:
    page = make_page()
    built = open_builder(qtbot, page)
    qtbot.waitUntil(lambda: built.status.text() == "没有条件，列表里共 3 人")
    built.add_ready("women")
    qtbot.waitUntil(lambda: built.status.text() == "符合条件 2 人")
    built.add_condition()
    choose_field(built.rows[1], "person.ethnicity")
    assert "“民族”后面还没有填" in built._refusal(built.tree())
    qtbot.waitUntil(lambda: "还没有填" in built.status.text())
    built.take()
    assert messages.shown[-1][0] == "warn"
    assert built.isVisible()
    fill(built.rows[1], "苗族")
    qtbot.waitUntil(lambda: built.status.text() == "符合条件 1 人")
    assert built._hits.rowCount() == 1
    assert len(names(page.table)) == 3
    built.take()
    assert names(page.table) == ["李敏"]
    assert page.table.chips.texts() == ["女干部", "民族 属于 苗族"]


def test_a_bracket_by_keyboard_and_out_again(qtbot: QtBot, make_page: Callable[[], CadresPage]) -> None:
    page = make_page()
    built = open_builder(qtbot, page)
    qtbot.keyClick(built, Key.Key_N, CTRL)
    choose_field(built.rows[0], "person.name")
    fill(built.rows[0], "张")
    qtbot.keyClick(built, Key.Key_N, CTRL)
    choose_field(built.rows[1], "person.name")
    fill(built.rows[1], "王")
    assert built.tree().count() == 2
    qtbot.keyClick(built, Key.Key_Right, CTRL)
    assert built.tree() == Group(
        members=(
            Group(
                OR,
                (Condition("person.name", "contains", ("张",)), Condition("person.name", "contains", ("王",))),
            ),
        )
    )
    qtbot.waitUntil(lambda: built.status.text() == "符合条件 2 人")
    qtbot.keyClick(built, Key.Key_Left, CTRL)
    assert len(built.tree().members) == 2
    qtbot.keyClick(built, Key.Key_Delete, CTRL)
    qtbot.keyClick(built, Key.Key_Return, CTRL)
    assert names(page.table) == ["张三"]


def test_the_field_is_found_by_typing(qtbot: QtBot, make_page: Callable[[], CadresPage]) -> None:
    built = open_builder(qtbot, make_page())
    built.add_condition()
    combo = built.rows[0]._inputs[0]
    assert isinstance(combo, SearchCombo)
    line = combo.lineEdit()
    assert line is not None
    line.setFocus()
    type_text("籍贯", line)
    combo._settle()
    assert built.rows[0].line.node == Condition("person.native_place", "contains", ("",))
    built.reject()


def test_a_chip_takes_its_condition_away(qtbot: QtBot, make_page: Callable[[], CadresPage]) -> None:
    page = make_page()
    page.views.set_conditions(Group(members=(Ready("women"), Ready("minority"))))
    page.table.set_filter("name", "李")
    assert page.table.chips.texts() == ["女干部", "少数民族干部", "姓名：李"]
    page.table.chips._more[1].remove()
    assert page.table.chips.texts() == ["女干部", "姓名：李"]
    page.table.clear_filters()
    assert page.table.chips.texts() == []
    assert not page.table.chips.isVisible()
    assert len(names(page.table)) == 3


def test_a_view_brings_everything_back_after_a_restart(
    qtbot: QtBot, make_page: Callable[[], CadresPage], messages: FakeMessages, office: Office
) -> None:
    page = make_page()
    before = office.find(Person)
    page.views.set_conditions(WOMEN)
    page.table.set_filter("ethnicity", "非汉族")
    page.table.set_columns(["name", "ethnicity", "born_on"], 1)
    page.table.set_sort("strokes")
    page.table.set_row_height(44)
    messages.answers = ["未谈名单"]
    page.views.views.save_as()
    assert page.views.views.button.text() == "视图：未谈名单"
    wanted = page.views.views.content()
    page.views.views.show_view(None)
    assert len(names(page.table)) == 3
    page.table.set_columns(["name"], 0)

    again = make_page()
    assert again.views.views.current is None
    (view,) = saved_view.views(office, CADRES)
    again.views.views.show_view(view)
    third = make_page()
    assert third.views.views.content() == wanted
    assert names(third.table) == ["李敏"]
    assert third.table.chips.texts() == ["女干部", "民族：非汉族"]
    assert office.find(Person) == before


def test_a_view_is_changed_renamed_deleted_and_undone(
    qtbot: QtBot, make_page: Callable[[], CadresPage], messages: FakeMessages, office: Office, desk: Desk
) -> None:
    page = make_page()
    views = page.views.views
    messages.answers = ["甲"]
    views.save()
    page.views.set_conditions(WOMEN)
    views.save()
    assert saved_view.content_of(saved_view.named(office, "甲")).conditions == WOMEN
    messages.answers = ["甲", False]
    views.save_as()
    manage = ManageDialog(desk, CADRES, views.reload)
    qtbot.addWidget(manage)
    messages.answers = ["乙"]
    manage.rename()
    assert views.button.text() == "视图：乙"
    manage.remove()
    assert views.current is None
    office.undo()
    assert [view.name for view in saved_view.views(office, CADRES)] == ["乙"]


def test_views_go_out_and_come_in_as_files(
    qtbot: QtBot, make_page: Callable[[], CadresPage], messages: FakeMessages, desk: Desk, tmp_path: Path
) -> None:
    page = make_page()
    page.views.set_conditions(WOMEN)
    messages.answers = ["甲"]
    page.views.views.save_as()
    manage = ManageDialog(desk, CADRES, page.views.views.reload)
    qtbot.addWidget(manage)
    messages.answers = [tmp_path / "甲"]
    manage.export()
    page.views.views.show_view(None)
    messages.answers = [tmp_path / "甲.ganbu-view"]
    page.views.views.take_in()
    assert page.views.views.button.text() == "视图：甲（2）"
    assert page.views.conditions() == WOMEN
    bad = tmp_path / "坏.ganbu-view"
    bad.write_text("{}", "utf-8")
    messages.answers = [bad]
    page.views.views.take_in()
    assert "不是导出的视图文件" in messages.shown[-1][1]


def test_a_view_of_another_version_says_so_and_shows_nothing_else(
    qtbot: QtBot, make_page: Callable[[], CadresPage], messages: FakeMessages, office: Office
) -> None:
    page = make_page()
    unknown = saved_view.ViewContent(conditions=Group(members=(Ready("from-the-future"),)))
    view = saved_view.save(office, CADRES, "新版", unknown)
    page.views.views.show_view(view)
    assert "没有现成条件“from-the-future”" in messages.shown[-1][1]
    assert len(names(page.table)) == 3


def test_the_people_found_go_on(
    qtbot: QtBot, make_page: Callable[[], CadresPage], went: list[tuple[str, object]], people: list[Person]
) -> None:
    page = make_page()
    page.views.set_conditions(WOMEN)
    menu = page.views.hand_on.menu()
    titles = [action.text() for action in menu.actions()]
    assert titles == ["做成花名册", "批量打印", "应谈名单"]
    for action in menu.actions():
        action.trigger()
    ids = page.table.all_ids()
    assert sorted(ids) == sorted(person.id for person in people[1:])
    assert went == [("print", {"ids": ids, "form": "roster"}), ("print", {"ids": ids}), ("talks", ("due", ids))]


def test_values_of_a_filter_line_are_ticked(qtbot: QtBot, make_page: Callable[[], CadresPage]) -> None:
    page = make_page()
    page.table.toggle_filters()
    page.views._ask_values("ethnicity")
    (popup,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, TickList) and w.isVisible()]
    popup.search.setText("苗")
    visible = [popup.list.item(n) for n in range(popup.list.count()) if not popup.list.item(n).isHidden()]
    assert [item.text() for item in visible] == ["苗族"]
    visible[0].setCheckState(Qt.CheckState.Checked)
    qtbot.keyClick(popup, Key.Key_Return)
    qtbot.waitUntil(lambda: names(page.table) == ["李敏"])
    assert page.table.chips.texts() == ["民族：苗族"]


def test_a_ledger_is_asked_by_its_own_fields_and_by_its_people(
    qtbot: QtBot, desk: Desk, office: Office, people: list[Person], went: list[tuple[str, object]]
) -> None:
    add(
        office,
        *(
            Reward(person_id=p.id, name=f"{p.name}记功", approved_on=PartialDate(2020 + n))
            for n, p in enumerate(people)
        ),
    )
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    key = f"{REWARDS.name}.approved_on"
    view.views.set_conditions(Group(members=(Ready("women"), Condition(key, "after", ("2021",)))))
    assert [row.replace("　", "") for row in names(view.table)] == ["王芳"]
    assert view.table.chips.texts()[0] == "女干部"
    built = open_builder(qtbot, view)
    qtbot.waitUntil(lambda: built.status.text() == "符合条件 1 条")
    built.reject()
    view.views.hand_on.menu().actions()[1].trigger()
    assert went == [("print", {"ids": [people[2].id]})]
