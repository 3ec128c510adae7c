"""The page of a ledger: list, person, history, dialog, deletion, grid with pasting, workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from support.builders import add, make_person, make_unit
from support.fake_messages import FakeMessages
from support.keyboard import focused, type_text
from support.kit_ledgers import LIMITING, REWARDS
from support.limiting_entries import bare_entry, effective_entry
from support.pages import put_on_screen
from support.stand_in import StandIn, standing_in

from ganbu_desktop.desktop.kit.editors.people import PersonEditor
from ganbu_desktop.desktop.ledger.batch_grid import BatchDialog
from ganbu_desktop.desktop.ledger.entry_card import DetailDialog, EntryCard
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.ledger.entry_panel import LimitingPanel
from ganbu_desktop.desktop.ledger.importing import ImportDialog
from ganbu_desktop.desktop.ledger.page import NEW, LedgerView
from ganbu_desktop.desktop.ledger.paste_preview import PasteDialog, PasteModel
from ganbu_desktop.desktop.ledger.plan_model import CONTENT, STATUS, TICK, PlanModel
from ganbu_desktop.desktop.paper import print_dialog
from ganbu_desktop.desktop.window.page import PERSON, Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger import sheet as ledger_sheet
from ganbu_desktop.kernel.ledger.paste import pasted
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Reward
from ganbu_desktop.kernel.spine import actions

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(office: Office) -> list[Person]:
    unit = make_unit(office, "中共清河县委办公室", short_name="县委办")
    return [make_person(office, name, unit_id=unit.id) for name in ("王小明", "李建国", "赵敏")]


@pytest.fixture
def rewards(office: Office, people: list[Person]) -> list[Reward]:
    made = [
        Reward(person_id=p.id, name=f"{p.name}记功", approved_on=PartialDate(2020 + i)) for i, p in enumerate(people)
    ]
    add(office, *made)
    return made


@pytest.fixture
def limiting(office: Office) -> Iterator[None]:
    with standing_in(office):
        yield


def shown_ids(view: LedgerView) -> list[str]:
    return view.table.model.ids()


def modal(qtbot: QtBot, kind: type[QWidget]) -> QWidget:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert found is not None
    return found


def titles(view: LedgerView) -> list[str]:
    return [action.text() for action in view.commands() if action is not None]


# ---- the list


def test_the_newest_stand_above_and_people_are_found_by_pinyin(qtbot: QtBot, desk: Desk, rewards: list[Reward]) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    assert shown_ids(view) == [r.id for r in reversed(rewards)]
    view.focus_first()
    type_text("ljg")
    qtbot.waitUntil(lambda: shown_ids(view) == [rewards[1].id])
    assert view.table.model.cell(0, 0) == "李建国"


def test_a_column_is_filtered(qtbot: QtBot, desk: Desk, rewards: list[Reward]) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    view.table.set_filter("approved_on", "2021")
    assert shown_ids(view) == [rewards[1].id]
    view.table.clear_filters()
    assert len(shown_ids(view)) == 3


def test_targets_choose_an_entry_a_person_or_begin_a_new_one(
    qtbot: QtBot, desk: Desk, rewards: list[Reward], people: list[Person]
) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    view.show_target((PERSON, people[2].id))
    assert shown_ids(view) == [rewards[2].id]
    view.show_target(rewards[0].id)
    assert view.table.current_id() == rewards[0].id
    view.show_target((NEW, {"name": "嘉奖"}))
    dialog = modal(qtbot, EntryDialog)
    assert isinstance(dialog, EntryDialog)
    assert dialog.form.editor("name").text() == "嘉奖"
    dialog.reject()


def test_a_new_entry_is_of_the_person_on_show(qtbot: QtBot, desk: Desk, people: list[Person], office: Office) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    view.show_person(people[1].id)
    view.activateWindow()
    view.table.focus_rows()
    qtbot.keyClick(view.table.view, Qt.Key.Key_N, CONTROL)
    dialog = modal(qtbot, EntryDialog)
    assert isinstance(dialog, EntryDialog)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.form.editor("name").widget)
    type_text("嘉奖")
    qtbot.keyClick(focused(), Qt.Key.Key_S, CONTROL)
    assert [(r.person_id, r.name) for r in office.find(Reward)] == [(people[1].id, "嘉奖")]
    assert len(shown_ids(view)) == 1


def test_the_card_shows_the_current_entry(qtbot: QtBot, desk: Desk, rewards: list[Reward]) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    assert isinstance(view.detail, EntryCard)
    card = view.detail
    view.table.select(rewards[0].id)
    qtbot.waitUntil(lambda: card.entry() is not None and card.entry().id == rewards[0].id)  # type: ignore[union-attr]
    view.table.select(rewards[1].id)
    qtbot.waitUntil(lambda: card.entry() is not None and card.entry().id == rewards[1].id)  # type: ignore[union-attr]


def test_a_narrow_window_shows_the_card_as_a_dialog(qtbot: QtBot, desk: Desk, office: Office, limiting: None) -> None:
    entry = bare_entry(office)
    view = put_on_screen(qtbot, LedgerView(desk, LIMITING))
    view.resize(700, 500)
    assert view.detail.isHidden()
    view.table.select(entry.id)
    view.show_detail()
    dialog = modal(qtbot, DetailDialog)
    assert isinstance(dialog, DetailDialog)
    card = dialog.detail
    assert isinstance(card, EntryCard)
    qtbot.waitUntil(lambda: card.entry() is not None)
    panel = card.panel(LimitingPanel)
    assert isinstance(panel, LimitingPanel)
    assert "没有佐证材料" in panel.notice.text()
    dialog.reject()


def test_deleting_asks_first_and_undo_brings_back(
    qtbot: QtBot, desk: Desk, rewards: list[Reward], office: Office, messages: FakeMessages
) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    view.activateWindow()
    view.table.select(rewards[1].id)
    view.table.view.setFocus()
    messages.answers = [False, True]
    qtbot.keyClick(view.table.view, Qt.Key.Key_Delete, CONTROL)
    assert len(office.find(Reward)) == 3
    qtbot.keyClick(view.table.view, Qt.Key.Key_Delete, CONTROL)
    assert len(shown_ids(view)) == 2
    assert "可按 Ctrl+Z 撤销" in messages.texts()
    office.undo()
    view.refresh(frozenset({"reward"}))
    assert len(shown_ids(view)) == 3


def test_history_is_shown_when_asked_for(
    qtbot: QtBot, desk: Desk, office: Office, limiting: None, messages: FakeMessages
) -> None:
    person = make_person(office)
    draft, voided = bare_entry(office, person.id), effective_entry(office, person.id)
    actions.void(office, voided, reason="记录有误")
    view = put_on_screen(qtbot, LedgerView(desk, LIMITING))
    assert shown_ids(view) == [draft.id]
    view._history.trigger()
    assert sorted(shown_ids(view)) == sorted([draft.id, voided.id])
    messages.answers = [True]
    view.table.select(voided.id)
    view._delete_chosen()
    assert "不能删除" in messages.texts()
    assert len(office.find(StandIn)) == 2


def test_the_card_has_no_place_where_there_is_no_entry(
    qtbot: QtBot, desk: Desk, people: list[Person], office: Office
) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    view.resize(1400, 700)
    qtbot.waitUntil(lambda: not view.detail.isVisible())
    add(office, Reward(person_id=people[0].id, name="嘉奖"))
    view.refresh(frozenset({"reward"}))
    qtbot.waitUntil(view.detail.isVisible)


def test_an_empty_list_says_what_to_do_next(qtbot: QtBot, desk: Desk) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    assert "还没有奖惩记录。" in view.table.empty.text()
    assert "Ctrl+N" in view.table.empty.text()


def test_a_rooms_own_commands_stand_among_the_others(qtbot: QtBot, desk: Desk, rewards: list[Reward]) -> None:
    seen: list[str | None] = []

    def own(view: LedgerView) -> None:
        view.add_row_command("转入档案", lambda: seen.append(view.table.current_id()))

    view = put_on_screen(qtbot, LedgerView(desk, REWARDS, extra_commands=own))
    assert titles(view) == ["新增", "编辑", "详情", "删除", "转入档案", "批量录入", "导入…", "导出…"]
    view.table.select(rewards[0].id)
    next(a for a in view.commands() if a is not None and a.text() == "转入档案").trigger()
    assert seen == [rewards[0].id]


def test_rows_that_come_about_elsewhere_are_not_typed_here(qtbot: QtBot, desk: Desk, limiting: None) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, LIMITING, may_add=False))
    assert titles(view) == ["编辑", "详情", "删除", "含历史", "导入…", "导出…"]


# ---- the grid


def test_rows_of_different_people_are_typed_in_the_grid_as_one_step(
    qtbot: QtBot, desk: Desk, people: list[Person], office: Office
) -> None:
    dialog = BatchDialog(desk, REWARDS)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    grid = dialog.grid.view
    grid.setFocus()
    for row, name in enumerate(("王小明", "李建国")):
        grid.setCurrentIndex(dialog.grid.model.index(row, 0))
        qtbot.keyClick(grid, Qt.Key.Key_F2)
        editor = focused()
        type_text(name)
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
        qtbot.keyClick(grid, Qt.Key.Key_F2)
        type_text("嘉奖")
        qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert dialog.count.text() == "已填 2 行"
    dialog.save()
    assert not dialog.isVisible()
    assert sorted(r.person_id for r in office.find(Reward)) == sorted(p.id for p in people[:2])
    office.undo()
    assert office.find(Reward) == []


def test_a_namesake_in_the_grid_is_red_until_it_is_chosen(
    qtbot: QtBot, desk: Desk, people: list[Person], office: Office
) -> None:
    twin = make_person(office, "王小明", born_on=PartialDate(1970, 1))
    dialog = BatchDialog(desk, REWARDS)
    qtbot.addWidget(dialog)
    model = dialog.grid.model
    model.put(0, 0, [["王小明", "嘉奖"]])
    assert model.remark(0, 0)[0] == "error"
    assert "请选定是哪一位" in model.remark(0, 0)[1]
    assert dialog.count.text() == "已填 1 行，1 格待改"
    dialog.save()
    assert office.find(Reward) == []
    model.put(0, 0, [["王小明（未分单位，1970.01）"]])
    dialog.save()
    assert [r.person_id for r in office.find(Reward)] == [twin.id]


def test_a_block_from_excel_is_previewed_and_put_under_its_titles(
    qtbot: QtBot, desk: Desk, people: list[Person], office: Office
) -> None:
    dialog = BatchDialog(desk, REWARDS)
    qtbot.addWidget(dialog)
    dialog.show()
    text = "批准日期\t姓名\t奖惩名称\n2025.03\t赵敏\t嘉奖\n2025年4月\t王小明\t记功\n75.3\t李建国\t记功"
    QGuiApplication.clipboard().setText(text)
    found = []

    def take() -> None:
        preview = QApplication.activeModalWidget()
        assert isinstance(preview, PasteDialog)
        found.append((preview.model.rowCount(), preview.model.data(preview.model.index(2, 2))))
        preview.accept()

    QTimer.singleShot(50, take)
    dialog.paste()
    assert found == [(3, "75.3")]
    model = dialog.grid.model
    assert [model.text(0, c) for c in range(3)] == ["赵敏（县委办，1980.05）", "嘉奖", ""]
    assert model.text(0, 3) == "2025.03"
    assert dialog.grid.remark.text().startswith("粘贴了 9 格，其中 1 格不能接受"), (
        "what stood in the rows is not pasted"
    )
    assert model.first_error() is not None
    model.put(2, 3, [["2025.05"]])
    dialog.save()
    assert sorted(str(r.approved_on) for r in office.find(Reward)) == ["2025.03", "2025.04", "2025.05"]


def test_untouched_rows_are_not_saved(qtbot: QtBot, desk: Desk, office: Office) -> None:
    dialog = BatchDialog(desk, REWARDS)
    qtbot.addWidget(dialog)
    assert (dialog.grid.model.rowCount(), dialog.grid.dirty()) == (10, False)
    dialog.save()
    assert office.find(Reward) == []


def test_chosen_entries_are_changed_in_the_grid(
    qtbot: QtBot, desk: Desk, rewards: list[Reward], office: Office
) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    view.table.view.selectAll()
    view.change_many()
    dialog = modal(qtbot, BatchDialog)
    assert isinstance(dialog, BatchDialog)
    dialog.grid.model.put(0, 4, [["县政府"]] * 3)
    dialog.save()
    assert {r.body for r in office.find(Reward)} == {"县政府"}


@pytest.mark.parametrize(("rows", "printed"), [((0, 2), (0, 2)), ((1,), (1,)), ((), (2,)), ((0, 1, 2), (0, 1, 2))])
def test_the_chosen_entries_are_printed_else_the_current_one(
    qtbot: QtBot,
    desk: Desk,
    rewards: list[Reward],
    monkeypatch: pytest.MonkeyPatch,
    rows: tuple[int, ...],
    printed: tuple[int, ...],
) -> None:
    asked: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(print_dialog, "ask_print", lambda _desk, title, _forms, ids: asked.append((title, ids)))
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    model, choice = view.table.view.model(), view.table.view.selectionModel()
    view.table.view.setCurrentIndex(model.index(2, 0))
    choice.clearSelection()
    for row in rows:
        choice.select(model.index(row, 0), choice.SelectionFlag.Select | choice.SelectionFlag.Rows)
    view.print_chosen()
    ids = shown_ids(view)
    assert [(title, sorted(found)) for title, found in asked] == [("打印奖惩", sorted(ids[n] for n in printed))]


def test_an_empty_ledger_prints_nothing(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_dialog, "ask_print", lambda *_given: pytest.fail("nothing is there to print"))
    put_on_screen(qtbot, LedgerView(desk, REWARDS)).print_chosen()


# ---- workbooks


def test_a_workbook_goes_out_and_comes_back_with_what_was_changed(
    qtbot: QtBot, desk: Desk, rewards: list[Reward], office: Office, tmp_path: Path, messages: FakeMessages
) -> None:
    path = tmp_path / "台账.xlsx"
    ledger_sheet.export_ledger(office, REWARDS, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [c.value for c in sheet[1]]
    sheet.cell(2, heads.index("批准机关") + 1).value = "县委"
    sheet.append(["查无此人", None, "嘉奖"])
    sheet.append(["赵敏", None, "新的嘉奖", None, "2026.01"])
    book.save(path)
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    messages.answers = [path]
    view.import_file()
    dialog = modal(qtbot, ImportDialog)
    assert isinstance(dialog, ImportDialog)
    model = dialog.model
    assert [model.data(model.index(row, STATUS)) for row in range(4)] == ["不导入", "变更", "新增", "未变"]
    assert "查无此人" in model.data(model.index(0, CONTENT))
    assert "批准机关：空 → 县委" in model.data(model.index(1, CONTENT))
    dialog.view.selectRow(2)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Space)
    assert dialog.count.text().startswith("已勾选 1 条")
    dialog.apply()
    qtbot.waitUntil(dialog.undo_button.isVisible)
    assert sorted(r.body or "" for r in office.find(Reward)) == ["", "", "县委"]
    dialog.undo()
    qtbot.waitUntil(lambda: "已全部撤销" in dialog.notice.text())
    assert {r.body for r in office.find(Reward)} == {None}
    messages.answers = [tmp_path / "标红.xlsx"]
    dialog.write_marked()
    qtbot.waitUntil(lambda: "已写出" in dialog.notice.text())
    assert (tmp_path / "标红.xlsx").exists()
    dialog.reject()


def test_an_empty_template_is_written(
    qtbot: QtBot, desk: Desk, people: list[Person], tmp_path: Path, messages: FakeMessages
) -> None:
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    messages.answers = [tmp_path / "空白.xlsx"]
    QTimer.singleShot(50, lambda: QApplication.activeModalWidget().accept())  # type: ignore[union-attr]
    view.export()
    qtbot.waitUntil(lambda: "已写出空白模板" in messages.texts())
    sheet = openpyxl.load_workbook(tmp_path / "空白.xlsx").worksheets[0]
    assert sheet.cell(1, 1).value == "姓名"
    assert sheet.cell(2, 1).value is None


# ---- models


def test_the_models_keep_qts_rules(
    qtmodeltester: ModelTester, desk: Desk, rewards: list[Reward], office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "台账.xlsx"
    ledger_sheet.export_ledger(office, REWARDS, path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["赵敏", None, "新的嘉奖", None, "2026.01"])
    book.save(path)
    plan = PlanModel()
    qtmodeltester.check(plan)
    plan.load(ledger_sheet.read_ledger(office, REWARDS, path))
    plan.tick_all(False)
    plan.toggle(0)
    assert plan.index(0, TICK).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    qtmodeltester.check(plan)
    found = pasted(office, REWARDS, "赵敏\t嘉奖\n谁\t", ("person_id", "name"), "person_id")
    dialog_fields = BatchDialog(desk, REWARDS).grid.model.fields
    qtmodeltester.check(PasteModel(found, dialog_fields))


def test_a_person_typed_into_a_cell_is_offered(
    qtbot: QtBot, desk: Desk, people: list[Person], messages: FakeMessages
) -> None:
    dialog = BatchDialog(desk, REWARDS)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    grid = dialog.grid.view
    grid.setFocus()
    grid.setCurrentIndex(dialog.grid.model.index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    line = focused()
    type_text("ljg")
    editor = line.findChild(PersonEditor)
    assert editor is not None
    qtbot.waitUntil(editor.popup().isVisible)
    qtbot.keyClick(editor.popup(), Qt.Key.Key_Return)
    assert dialog.grid.view.state() == dialog.grid.view.State.EditingState
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.grid.model.text(0, 0) == "李建国（县委办，1980.05）"
    messages.answers = ["不保存"]
    dialog.reject()
    assert not dialog.isVisible()
