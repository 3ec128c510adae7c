"""The units page: order, moves, the form, the numbers, and what cannot be deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support.builders import add, make_person, make_unit
from support.fake_messages import FakeMessages
from support.pages import put_on_screen

from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.modules.units import actions
from ganbu_desktop.modules.units.pages.move_dialog import MoveDialog
from ganbu_desktop.modules.units.pages.units_page import UnitsPage

Settled = Callable[[], None]


@pytest.fixture
def units(office: Office) -> dict[str, Unit]:
    """Two bureaus at the top, two sections below the second, one man in a section."""
    first = make_unit(office, "青禾县委组织部", short_name="县委组织部", position=1)
    second = make_unit(
        office, "青禾县财政局", short_name="县财政局", position=2, staff_administrative=1, chief_posts=1, deputy_posts=1
    )
    section = make_unit(office, "预算股", parent_id=second.id, position=1)
    other = make_unit(office, "国库股", parent_id=second.id, position=2)
    person = make_person(office, unit_id=section.id)
    add(office, Tenure(person_id=person.id, unit_id=section.id, post_name="股长", is_leading_post=True))
    return {"first": first, "second": second, "section": section, "other": other}


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, units: dict[str, Unit]) -> UnitsPage:
    return put_on_screen(qtbot, UnitsPage(desk))


@pytest.fixture
def settled(qtbot: QtBot, page: UnitsPage) -> Settled:
    return lambda: qtbot.waitUntil(lambda: not page.desk.tasks.is_busy(), timeout=10000)


def names(office: Office, parent_id: str | None) -> list[str]:
    below = [u for u in office.find(Unit) if u.parent_id == parent_id]
    return [u.name or "" for u in sorted(below, key=lambda u: u.position)]


def test_the_tree_shows_order_and_people_with_those_below(page: UnitsPage) -> None:
    shown = [(item.text(0), item.text(1)) for _, item in page.tree.entries()]
    assert shown == [("青禾县委组织部", ""), ("青禾县财政局", "1"), ("预算股", "1"), ("国库股", "")]


def test_moving_down_is_one_step_that_undo_takes_back(
    page: UnitsPage, office: Office, units: dict[str, Unit], settled: Settled
) -> None:
    page.tree.choose(units["section"].id)
    page.shift(1)
    settled()
    assert names(office, units["second"].id) == ["国库股", "预算股"]
    assert page.tree.unit() == units["section"].id
    office.operations.undo(actor="王科长")
    page.refresh(frozenset({"unit"}))
    assert [item.text(0) for _, item in page.tree.entries()][2:] == ["预算股", "国库股"]


def test_a_unit_can_be_put_below_another(
    page: UnitsPage, office: Office, units: dict[str, Unit], settled: Settled
) -> None:
    page.place(units["section"].id, units["first"].id, [units["section"].id])
    settled()
    assert names(office, units["first"].id) == ["预算股"]
    assert page.heading.findChildren(type(page.unsaved))[1].text() == "县委组织部"


def test_a_unit_dragged_below_another_is_asked_about_and_told_where_it_lands(
    page: UnitsPage, office: Office, units: dict[str, Unit], settled: Settled, messages: FakeMessages
) -> None:
    messages.answers = [False]
    page.tree.placed.emit(units["section"].id, units["first"].id, [units["section"].id])
    settled()
    assert "“青禾县委组织部”下面" in messages.texts()
    assert names(office, units["first"].id) == []
    messages.answers = [True]
    page.tree.placed.emit(units["section"].id, units["first"].id, [units["section"].id])
    settled()
    assert names(office, units["first"].id) == ["预算股"]


def test_a_unit_cannot_be_put_below_itself(office: Office, units: dict[str, Unit]) -> None:
    with pytest.raises(CheckFailed, match="自己"):
        actions.place_unit(office, units["second"].id, units["section"].id, [units["second"].id])
    make_unit(office, "预算股", parent_id=units["first"].id, position=1)
    with pytest.raises(CheckFailed, match="已有"):
        actions.place_unit(office, units["section"].id, units["first"].id, [units["section"].id])


def test_the_move_dialog_leaves_out_the_unit_and_what_is_below(
    qtbot: QtBot, page: UnitsPage, units: dict[str, Unit]
) -> None:
    dialog = MoveDialog(None, page.units, units["second"])
    qtbot.addWidget(dialog)
    assert [key for key, _ in dialog.tree.entries()] == [units["first"].id]
    assert dialog.parent_id() is None
    dialog.top.setChecked(False)
    assert dialog.parent_id() == units["first"].id


def test_new_units_come_beside_and_below(
    page: UnitsPage, office: Office, units: dict[str, Unit], messages: FakeMessages, settled: Settled
) -> None:
    messages.answers = ["绩效股", "收付中心", None]
    page.tree.choose(units["section"].id)
    page.add_sibling()
    settled()
    assert names(office, units["second"].id) == ["预算股", "国库股", "绩效股"]
    page.add_child()
    settled()
    chosen = page.current()
    assert chosen is not None
    assert chosen.name == "收付中心"
    page.add_sibling()
    assert len(office.find(Unit)) == 6


def test_the_form_saves_and_tells_what_is_wrong(
    qtbot: QtBot, page: UnitsPage, office: Office, units: dict[str, Unit], messages: FakeMessages, settled: Settled
) -> None:
    page.tree.choose(units["second"].id)
    assert not page.save_button.isEnabled()
    editor = page.form.editor("chief_posts")
    editor.set_value(2)
    page.form.changed.emit()
    assert page.unsaved.isVisible()
    page.save()
    settled()
    saved = office.get(Unit, units["second"].id)
    assert saved is not None
    assert saved.chief_posts == 2
    assert not page.form.dirty()
    assert "已保存" in messages.texts()


def test_unsaved_changes_are_asked_about(
    page: UnitsPage, office: Office, units: dict[str, Unit], messages: FakeMessages, settled: Settled
) -> None:
    page.tree.choose(units["second"].id)
    page.form.editor("chief_posts").set_value(5)
    messages.answers = ["取消", "不保存"]
    page.tree.choose(units["first"].id)
    assert page.tree.unit() == units["second"].id
    page.tree.choose(units["first"].id)
    assert page.tree.unit() == units["first"].id
    page.form.editor("chief_posts").set_value(3)
    messages.answers = ["保存"]
    page.tree.choose(units["section"].id)
    settled()
    assert page.tree.unit() == units["section"].id
    saved = office.get(Unit, units["first"].id)
    assert saved is not None
    assert saved.chief_posts == 3


def test_a_unit_with_people_stays_and_an_empty_one_goes_to_the_bin(
    page: UnitsPage,
    office: Office,
    units: dict[str, Unit],
    messages: FakeMessages,
    failures: list[Exception],
    settled: Settled,
) -> None:
    messages.answers = [True, True]
    page.tree.choose(units["section"].id)
    page.delete()
    settled()
    assert "1 人、1 条任职记录" in str(failures.pop())
    page.tree.choose(units["other"].id)
    page.delete()
    settled()
    assert names(office, units["second"].id) == ["预算股"]
    assert page.tree.unit() == units["section"].id


def test_the_numbers_say_where_they_do_not_agree(page: UnitsPage, office: Office, units: dict[str, Unit]) -> None:
    make_person(office, "李小四", unit_id=units["second"].id)
    make_person(office, "张三", unit_id=units["second"].id)
    page.refresh(frozenset({"person"}))
    page.tree.choose(units["second"].id)
    texts = (
        page.figures.staff.accessibleName(),
        page.figures.people.accessibleName(),
        page.figures.leaders.accessibleName(),
    )
    assert texts == ("编制数 1 名 在册超 1 人", "干部 2 人 连同下级 3 人", "领导职数 2 名 正 1 副 1，空 2")


def test_searching_shows_matching_units_and_those_above(page: UnitsPage) -> None:
    page.tree.narrow("国库")
    shown = [item.text(0) for _, item in page.tree.entries() if not item.isHidden()]
    assert shown == ["青禾县财政局", "国库股"]


def test_people_of_the_unit_are_one_press_away(page: UnitsPage, units: dict[str, Unit]) -> None:
    gone: list[tuple[str, object]] = []
    page.desk.open_page = lambda name, target: gone.append((name, target))
    page.show_target(units["second"].id)
    page.people.click()
    assert gone == [("cadres", ("unit", units["second"].id))]


def test_an_empty_store_offers_the_first_unit(qtbot: QtBot, desk: Desk, messages: FakeMessages) -> None:
    page = UnitsPage(desk)
    qtbot.addWidget(page)
    messages.answers = ["青禾县委"]
    page.add_sibling()
    qtbot.waitUntil(lambda: not desk.tasks.is_busy())
    assert [item.text(0) for _, item in page.tree.entries()] == ["青禾县委"]


def test_keys_move_units(
    qtbot: QtBot, page: UnitsPage, office: Office, units: dict[str, Unit], settled: Settled
) -> None:
    page.activateWindow()
    page.tree.choose(units["other"].id)
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settled()
    assert names(office, units["second"].id) == ["国库股", "预算股"]


def test_every_number_of_a_unit_opens_the_people_behind_it(
    page: UnitsPage, office: Office, units: dict[str, Unit], settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, Figure]] = []

    class Shown:
        def __init__(self, _desk: Desk, title: str, figure: Figure, _parent: object) -> None:
            opened.append((title, figure))

        def exec(self) -> None:
            """Nothing to wait for."""

    monkeypatch.setattr("ganbu_desktop.modules.units.pages.unit_figures.FigureDialog", Shown)
    head = make_person(office, "钱局长", unit_id=units["second"].id, staffing_type="行政编制")
    add(office, Tenure(person_id=head.id, unit_id=units["second"].id, post_name="局长", member_kind="正职"))
    page.tree.choose(units["second"].id)
    page.reload()
    for card in (page.figures.people, page.figures.posts, page.figures.staff, page.figures.leaders):
        card.value.click()
        settled()
    assert [(title, figure.value, figure.people) for title, figure in opened] == [
        (title, 1, (head.id,)) for title in ("干部", "现任职务", "编制数", "领导职数")
    ]


def test_the_sheets_of_all_chosen_units_are_offered_for_printing(
    page: UnitsPage, units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("ganbu_desktop.desktop.paper.print_dialog.ask_print", lambda *given: asked.append(given[2:]))
    page.tree.choose(units["second"].id)
    page.print_sheets()
    for key, item in page.tree.entries():
        item.setSelected(key in (units["first"].id, units["section"].id))
    page.print_sheets()
    assert [list(given[1]) for given in asked] == [[units["second"].id], [units["first"].id, units["section"].id]]
    assert "quota-sheet" in asked[0][0]
    assert "team-review" not in asked[0][0]
