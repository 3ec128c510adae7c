"""A ledger's list as a grid: typed, chosen, filled, cleared, pasted and replaced with the keys of a spreadsheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from support.builders import add, make_person, make_unit
from support.fake_messages import FakeMessages
from support.keyboard import focused, type_text
from support.kit_ledgers import LIMITING, REWARDS
from support.limiting_entries import effective_entry
from support.pages import put_on_screen
from support.stand_in import standing_in

from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.paste_preview import PasteDialog
from ganbu_desktop.desktop.tables import foot, keys
from ganbu_desktop.desktop.tables.replace import ReplaceDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Reward
from ganbu_desktop.modules import ledgers
from ganbu_desktop.modules.training.records import TrainingPlan

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAMES = ("王小明", "李建国", "赵敏", "钱进")


@pytest.fixture
def people(office: Office) -> list[Person]:
    unit = make_unit(office, "中共清河县委办公室", short_name="县委办")
    return [make_person(office, name, unit_id=unit.id) for name in NAMES]


@pytest.fixture
def rewards(office: Office, people: list[Person]) -> list[Reward]:
    made = [
        Reward(person_id=p.id, name=f"{p.name}记功", approved_on=PartialDate(2024 - i), body="县委")
        for i, p in enumerate(people)
    ]
    add(office, *made)
    return made


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, rewards: list[Reward]) -> LedgerView:
    shown = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    shown.activateWindow()
    shown.table.focus_rows()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is shown.table.view)
    return shown


def column(view: LedgerView, key: str) -> int:
    return [c.key for c in view.table.model.shown_columns()].index(key)


def go(view: LedgerView, row: int, key: str) -> None:
    view.table.view.go_to(view.table.model.index(row, column(view, key)))


def press(qtbot: QtBot, view: LedgerView, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(view.table.view, key, held)
    qtbot.wait(5)


def names(office: Office) -> list[str]:
    """The names of all rewards, those of the newest first."""
    found = sorted(office.find(Reward), key=lambda r: (r.approved_on is not None, r.approved_on), reverse=True)
    return [r.name for r in found]


def undone(office: Office) -> list[tuple[str, str | None]]:
    """Take one step back; name and body of all rewards then."""
    office.undo()
    return sorted((r.name, r.body) for r in office.find(Reward))


BEFORE = sorted((f"{name}记功", "县委") for name in NAMES)


# ---- one cell


def test_typing_replaces_enter_goes_down_and_each_cell_is_one_step(
    qtbot: QtBot, view: LedgerView, office: Office
) -> None:
    go(view, 0, "name")
    type_text("嘉奖")
    qtbot.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: names(office)[0] == "嘉奖")
    assert view.table.view.currentIndex().row() == 1
    qtbot.keyClick(view.table.view, Key.Key_F2)
    type_text("记三等功")
    qtbot.keyClick(focused(), Key.Key_Tab)
    qtbot.waitUntil(lambda: names(office)[:2] == ["嘉奖", "记三等功"])
    assert view.table.view.currentIndex() == view.table.model.index(1, column(view, "name") + 1)
    office.undo()
    assert names(office)[:2] == ["嘉奖", "李建国记功"]


def test_esc_leaves_a_cell_as_it_was(qtbot: QtBot, view: LedgerView, office: Office) -> None:
    go(view, 0, "name")
    type_text("误输入")
    qtbot.keyClick(focused(), Key.Key_Escape)
    qtbot.wait(20)
    assert names(office)[0] == "王小明记功"
    assert view.table.model.cell(0, column(view, "name")) == "王小明记功"


def test_the_frozen_name_is_typed_by_pinyin(
    qtbot: QtBot, view: LedgerView, office: Office, people: list[Person]
) -> None:
    go(view, 0, "person.name")
    assert view.table.view.frozen() == 2
    qtbot.keyClick(view.table.view, Key.Key_F2)
    line = focused()
    line.selectAll()  # type: ignore[attr-defined]
    type_text("qianjin")
    qtbot.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: any(r.person_id == people[3].id and r.name == "王小明记功" for r in office.find(Reward)))


def test_a_wrong_date_stays_red_until_it_is_typed_right(
    qtbot: QtBot, view: LedgerView, office: Office, messages: FakeMessages
) -> None:
    go(view, 0, "approved_on")
    type_text("2024.13")
    qtbot.keyClick(focused(), Key.Key_Return)
    index = view.table.model.index(0, column(view, "approved_on"))
    qtbot.waitUntil(lambda: "没有保存" in messages.texts())
    assert index.data() == "2024.13"
    assert index.data(Qt.ItemDataRole.BackgroundRole) is not None
    assert "13 月" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "1 格没有保存" in view.table.count_label.text()
    go(view, 0, "approved_on")
    qtbot.keyClick(view.table.view, Key.Key_F2)
    assert focused().text() == "2024.13"  # type: ignore[attr-defined]
    type_text("2024.12")
    qtbot.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: PartialDate(2024, 12) in {r.approved_on for r in office.find(Reward)})
    assert not view.table.model.refused()


def test_what_must_be_there_cannot_be_emptied(
    qtbot: QtBot, view: LedgerView, office: Office, messages: FakeMessages
) -> None:
    go(view, 0, "name")
    press(qtbot, view, Key.Key_Delete)
    assert "不能为空" in messages.texts()
    assert names(office)[0] == "王小明记功"
    press(qtbot, view, Key.Key_Escape)
    assert not view.table.model.refused()


def test_what_the_program_sets_and_what_counts_already_say_why_they_stay(
    qtbot: QtBot, desk: Desk, office: Office, messages: FakeMessages
) -> None:
    with standing_in(office):
        effective_entry(office, make_person(office).id)
        shown = put_on_screen(qtbot, LedgerView(desk, LIMITING))
        shown.table.focus_rows()
        go(shown, 0, "facts") if "facts" in {c.key for c in shown.table.model.shown_columns()} else go(
            shown, 0, "source"
        )
        qtbot.keyClick(shown.table.view, Key.Key_F2)
        assert "已经生效" in messages.texts()
        go(shown, 0, "state")
        qtbot.keyClick(shown.table.view, Key.Key_F2)
        assert "由程序填写" in messages.texts()
        go(shown, 0, "person.unit")
        qtbot.keyClick(shown.table.view, Key.Key_F2)
        assert "干部信息" in messages.texts()


def test_ctrl_enter_opens_the_entry_and_ctrl_semicolon_writes_today(
    qtbot: QtBot, view: LedgerView, office: Office
) -> None:
    go(view, 0, "approved_on")
    press(qtbot, view, Key.Key_Semicolon, CTRL)
    assert PartialDate(2026, 3, 2) in {r.approved_on for r in office.find(Reward)}
    press(qtbot, view, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), EntryDialog))
    QApplication.activeModalWidget().reject()  # type: ignore[union-attr]


# ---- ranges


def test_a_range_is_filled_down_as_one_step(qtbot: QtBot, view: LedgerView, office: Office) -> None:
    go(view, 0, "name")
    press(qtbot, view, Key.Key_Down, SHIFT)
    press(qtbot, view, Key.Key_Down, SHIFT)
    press(qtbot, view, Key.Key_D, CTRL)
    assert names(office) == ["王小明记功"] * 3 + ["钱进记功"]
    assert undone(office) == BEFORE


def test_fill_right_reads_each_text_by_the_field_it_comes_to(qtbot: QtBot, view: LedgerView, office: Office) -> None:
    view.table.set_columns(["person.name", "name", "body"])
    go(view, 0, "name")
    press(qtbot, view, Key.Key_Right, SHIFT)
    press(qtbot, view, Key.Key_R, CTRL)
    assert {r.body for r in office.find(Reward)} == {"王小明记功", "县委"}


def test_delete_clears_cells_and_ctrl_shift_arrows_reach_the_edge(
    qtbot: QtBot, view: LedgerView, office: Office
) -> None:
    go(view, 0, "body")
    press(qtbot, view, Key.Key_Down, CTRL | SHIFT)
    assert view.table.selected_ids() == view.table.all_ids()
    press(qtbot, view, Key.Key_Delete)
    assert {r.body for r in office.find(Reward)} == {None}
    assert undone(office) == BEFORE


def test_excels_keys_go_to_excels_places(qtbot: QtBot, view: LedgerView) -> None:
    table, last = view.table.view, view.table.model.columnCount() - 1
    go(view, 2, "name")
    press(qtbot, view, Key.Key_Home, CTRL)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 0)
    press(qtbot, view, Key.Key_End, CTRL)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (3, last)
    press(qtbot, view, Key.Key_Up, CTRL)
    assert table.currentIndex().row() == 0
    press(qtbot, view, Key.Key_Left, CTRL)
    assert table.currentIndex().column() == 0
    press(qtbot, view, Key.Key_Space, SHIFT)
    assert len(table.selectedIndexes()) == last + 1
    press(qtbot, view, Key.Key_Space, CTRL)
    assert len(view.table.selected_ids()) == 4
    press(qtbot, view, Key.Key_A, CTRL)
    assert len(table.selectedIndexes()) == 4 * (last + 1)


def test_a_range_is_copied_with_or_without_titles(qtbot: QtBot, view: LedgerView) -> None:
    go(view, 0, "name")
    press(qtbot, view, Key.Key_Down, SHIFT)
    press(qtbot, view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "王小明记功\n李建国记功"
    view.table.copy(True)
    assert QGuiApplication.clipboard().text() == "奖惩名称\n王小明记功\n李建国记功"


# ---- pasting


def paste(qtbot: QtBot, view: LedgerView, text: str, html: str = "", *, take: bool = True) -> list[PasteDialog]:
    """Put text on the clipboard and press Ctrl+V; answers the preview."""
    mime = QMimeData()
    mime.setText(text)
    if html:
        mime.setHtml(html)
    QGuiApplication.clipboard().setMimeData(mime)
    seen: list[PasteDialog] = []
    heads: list[str] = []

    def answer() -> None:
        preview = QApplication.activeModalWidget()
        if isinstance(preview, PasteDialog):
            seen.append(preview)
            heads.append("；".join(label.text() for label in preview.findChildren(type(view.table.count_label))))
            preview.said = heads[0]  # type: ignore[attr-defined]
            preview.accept() if take else preview.reject()

    QTimer.singleShot(50, answer)
    press(qtbot, view, Key.Key_V, CTRL)
    return seen


def test_a_block_goes_over_rows_and_below_the_last_as_one_step(qtbot: QtBot, view: LedgerView, office: Office) -> None:
    view.table.set_columns(["person.name", "name", "approved_on", "body"])
    go(view, 3, "person.name")
    (preview,) = paste(qtbot, view, '赵敏\t嘉奖\t2025.03\t县委\n李建国\t"先进\n个人"\t2025.04\t县委')
    assert "改 1 行、新增 1 行" in preview.said  # type: ignore[attr-defined]
    assert len(office.find(Reward)) == 5
    assert "先进" in "".join(names(office))
    assert undone(office) == BEFORE


def test_bad_cells_are_red_in_the_preview_and_stay_red_in_the_list(
    qtbot: QtBot, view: LedgerView, office: Office, messages: FakeMessages
) -> None:
    go(view, 0, "name")
    view.table.set_columns(["person.name", "name", "approved_on", "body"])
    go(view, 0, "name")
    (preview,) = paste(qtbot, view, "甲\t75.3\n乙\t2020.05", "<td rowspan=2>甲</td><td>75.3</td>")
    assert "1 格不能接受" in preview.said  # type: ignore[attr-defined]
    assert "1 处合并单元格" in preview.said  # type: ignore[attr-defined]
    assert {"甲", "乙"} <= set(names(office))
    assert [one.text for one in view.table.model.refused().values()] == ["75.3"]
    assert "已标红" in messages.texts()


def test_a_new_row_without_what_it_needs_is_not_made(qtbot: QtBot, view: LedgerView, office: Office) -> None:
    view.table.set_columns(["name", "approved_on", "body"])
    go(view, 3, "name")
    (preview,) = paste(qtbot, view, "嘉奖\t2020\n记功\t2021")
    assert "请填写" in "".join(c.error for row in preview.model._rows for c in row.values())
    assert len(office.find(Reward)) == 4


def test_one_cell_is_pasted_into_every_chosen_one(qtbot: QtBot, view: LedgerView, office: Office) -> None:
    go(view, 0, "name")
    press(qtbot, view, Key.Key_Down, SHIFT)
    assert paste(qtbot, view, "嘉奖") == []
    assert names(office)[:2] == ["嘉奖", "嘉奖"]


# ---- find and replace


def test_replacing_shows_first_what_it_would_change(qtbot: QtBot, view: LedgerView, office: Office) -> None:
    go(view, 0, "name")
    press(qtbot, view, Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ReplaceDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReplaceDialog)
    type_text("记功", dialog.text)
    type_text("记三等功", dialog.by)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 4)
    assert dialog.model.index(0, 3).data() == "王小明记三等功"
    dialog.whole.setChecked(True)
    assert dialog.model.rowCount() == 0
    dialog.whole.setChecked(False)
    dialog.accept()
    assert names(office) == [f"{name}记三等功" for name in NAMES]
    assert undone(office) == BEFORE


def test_replacing_names_the_cells_that_cannot_take_it(qtbot: QtBot, view: LedgerView, office: Office) -> None:
    go(view, 0, "approved_on")
    press(qtbot, view, Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ReplaceDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReplaceDialog)
    type_text("2024", dialog.text)
    type_text("24年", dialog.by)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert "不会改" in dialog.count.text()
    assert not dialog.good.isEnabled()
    dialog.reject()


# ---- groups and sums


def test_groups_open_on_demand_with_counts(qtbot: QtBot, view: LedgerView, desk: Desk) -> None:
    view.table.set_grouping("approved_on")
    qtbot.waitUntil(lambda: not desk.tasks.is_busy() and view.table.model.rowCount() == 4)
    assert [view.table.model.cell(row, 0) for row in range(4)] == [
        "2024年（1）",
        "2023年（1）",
        "2022年（1）",
        "2021年（1）",
    ]
    assert view.table.count_label.text().startswith("4 组，共 4 条")
    view.table.view.go_to(view.table.model.index(1, 0))
    press(qtbot, view, Key.Key_Space)
    assert view.table.model.rowCount() == 5
    assert view.table.model.cell(2, 0) == "李建国"
    assert len(view.table.all_ids()) == 4
    press(qtbot, view, Key.Key_Return)
    assert view.table.model.rowCount() == 4
    view.table.set_grouping("")
    assert view.table.model.rowCount() == 4
    assert view.table.selected_ids() == []


def test_a_chip_names_a_filter_and_takes_it_away(qtbot: QtBot, view: LedgerView) -> None:
    view.table.set_filter("name", "赵敏")
    assert len(view.table.all_ids()) == 1
    assert view.table.chips.isVisible()
    view.table._drop_filter("name")
    assert len(view.table.all_ids()) == 4
    assert view.table.chips.isHidden()


def test_a_double_click_on_the_border_fits_the_column(view: LedgerView) -> None:
    section = column(view, "name")
    view.table.view.setColumnWidth(section, 400)
    view.table.view.header.sectionHandleDoubleClicked.emit(section)
    assert view.table.view.columnWidth(section) < 250


def test_the_models_keep_qts_rules_through_edits_and_groups(
    qtmodeltester: ModelTester, qtbot: QtBot, view: LedgerView, desk: Desk
) -> None:
    qtmodeltester.check(view.table.model)
    go(view, 0, "approved_on")
    view.table.grid.put([(view.table.current_id() or "", "approved_on", "错")], "修改")  # type: ignore[union-attr]
    view.table.set_grouping("person.unit")
    qtbot.waitUntil(lambda: not desk.tasks.is_busy() and view.table.model.rowCount() == 1)
    view.table.view.opened.emit(view.table.model.index(0, 0))
    assert view.table.model.rowCount() == 5
    qtmodeltester.check(view.table.model)


# ---- sums and subtotals


@pytest.fixture
def plans(qtbot: QtBot, desk: Desk, office: Office) -> LedgerView:
    """A ledger whose rows have hours in tenths: 7.5 in 2024 and 7.5 and 10 in 2025."""
    add(office, *(TrainingPlan(year=y, title=f"计划{y}-{h}", hours_tenths=h) for y, h in HOURS))
    return put_on_screen(qtbot, LedgerView(desk, next(s for s in ledgers() if s.record is TrainingPlan)))


HOURS = ((2024, 75), (2025, 75), (2025, 100))


def test_chosen_numbers_are_added_up(qtbot: QtBot, plans: LedgerView) -> None:
    go(plans, 0, "hours_tenths")
    press(qtbot, plans, Key.Key_Down, CTRL | SHIFT)
    qtbot.waitUntil(plans.table._sums.isVisible)
    assert plans.table._sums.text() == "计数 3　求和 25　平均 8.33"
    go(plans, 0, "title")
    qtbot.waitUntil(plans.table._sums.isHidden)


def test_a_whole_column_is_added_up_by_the_store(plans: LedgerView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foot, "MOST_READ", 2)
    table = plans.table
    go(plans, 0, "hours_tenths")
    table.view._choose_whole(keys.WHOLE_COLUMN)
    assert foot.sums_of(table.model, table.chosen, table.query()) == "计数 3　求和 25　平均 8.33"


def test_groups_have_subtotals_but_no_sum_of_years(qtbot: QtBot, plans: LedgerView, desk: Desk) -> None:
    plans.table.set_grouping("year")
    qtbot.waitUntil(lambda: not desk.tasks.is_busy() and plans.table.model.rowCount() == 2)
    place = column(plans, "hours_tenths")
    assert [plans.table.model.cell(row, place) for row in range(2)] == ["7.5", "17.5"]
    assert [plans.table.model.cell(row, 0) for row in range(2)] == ["2024（1）", "2025（2）"]
    assert plans.grab().height() > 0


def test_groups_are_chosen_in_the_sort_menu(view: LedgerView) -> None:
    menu = view.table._buttons["sort"].menu()
    menu.aboutToShow.emit()
    (groups,) = menu.findChildren(QMenu)
    next(action for action in groups.actions() if action.text() == "按“姓名”").trigger()
    assert view.table.grouping() == "person.name"
