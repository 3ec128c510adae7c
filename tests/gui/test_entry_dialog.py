"""Typing one entry by keyboard alone: people by pinyin, namesakes told apart, the next entry, what is refused."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from support.builders import add, make_person, make_unit
from support.fake_messages import FakeMessages
from support.keyboard import focused, type_text
from support.kit_ledgers import LIMITING, REWARDS
from support.limiting_entries import effective_entry
from support.private_note import PrivateNote, keeping_notes
from support.stand_in import standing_in

from ganbu_desktop.desktop.kit.editors import RecordForm, editor_for
from ganbu_desktop.desktop.kit.editors.people import PeopleNames, PersonEditor
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.fields import SEALED_WORDS, Scaled
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.describe import replaced
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Reward

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(office: Office) -> dict[str, Person]:
    unit = make_unit(office, "中共清河县委办公室", short_name="县委办")
    return {
        "first": make_person(office, "王小明", unit_id=unit.id),
        "second": make_person(office, "王小明", born_on=PartialDate(1975, 3)),
        "other": make_person(office, "李建国", unit_id=unit.id),
    }


def shown(qtbot: QtBot, dialog: EntryDialog) -> EntryDialog:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    return dialog


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focused(), key, modifier)


def rewards(office: Office) -> list[tuple[str | None, str | None, str | None]]:
    names = {p.id: p.name for p in office.find(Person)}
    return sorted((names[r.person_id], r.name, str(r.approved_on)) for r in office.find(Reward))


def test_entries_are_typed_one_after_the_other_without_a_mouse(
    qtbot: QtBot, desk: Desk, office: Office, people: dict[str, Person]
) -> None:
    dialog = shown(qtbot, EntryDialog(desk, REWARDS))
    person = dialog.form.editor("person_id")
    assert isinstance(person, PersonEditor)
    type_text("ljg")
    qtbot.waitUntil(person.popup().isVisible)
    qtbot.keyClick(person.popup(), Qt.Key.Key_Return)
    assert person.text() == "李建国（县委办，1980.05）"
    press(qtbot, Qt.Key.Key_Return)
    type_text("嘉奖")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert rewards(office) == [("李建国", "嘉奖", "2026.03.02")]
    assert (person.text(), dialog.form.editor("name").text()) == ("", "嘉奖")
    assert focused() is person.line
    type_text("王小明")
    qtbot.waitUntil(person.popup().isVisible)
    qtbot.keyClick(person.popup(), Qt.Key.Key_Down)
    qtbot.keyClick(person.popup(), Qt.Key.Key_Return)
    chosen = person.value()
    press(qtbot, Qt.Key.Key_S, CONTROL)
    assert not dialog.isVisible()
    assert [r.person_id for r in office.find(Reward, Reward.table.c.person_id == chosen)] == [chosen]
    assert len(office.find(Reward)) == 2


def test_namesakes_must_be_told_apart(qtbot: QtBot, desk: Desk, office: Office, people: dict[str, Person]) -> None:
    dialog = shown(qtbot, EntryDialog(desk, REWARDS, values={"name": "嘉奖"}))
    type_text("王小明")
    dialog.form.editor("person_id").popup().hide()  # type: ignore[attr-defined]
    dialog.save()
    assert dialog.isVisible()
    assert "有 2 名干部叫“王小明”" in dialog.form.rows["person_id"].remark.text()
    assert "1975.03" in dialog.form.rows["person_id"].remark.text()
    assert office.find(Reward) == []
    dialog.form.editor("person_id").set_text("王小明（未分单位，1975.03）")
    dialog.save()
    assert [r.person_id for r in office.find(Reward)] == [people["second"].id]


def test_namesakes_of_one_unit_and_month_bear_the_end_of_their_number(office: Office) -> None:
    ids = [make_person(office, "赵敏", id_number=number).id for number in ("110105198005010011", "110105198005010022")]
    names = PeopleNames(office)
    assert sorted(names.offered("赵敏")) == [
        "赵敏（未分单位，1980.05，身份证尾号 0011）",
        "赵敏（未分单位，1980.05，身份证尾号 0022）",
    ]
    assert [names.read(names.label(person_id)) for person_id in ids] == ids


def test_what_is_missing_is_said_at_its_field(qtbot: QtBot, desk: Desk, office: Office) -> None:
    dialog = shown(qtbot, EntryDialog(desk, REWARDS))
    press(qtbot, Qt.Key.Key_S, CONTROL)
    assert "还没有填：干部、奖惩名称" in dialog.notice.text()
    assert "请填写干部" in dialog.form.rows["person_id"].remark.text()
    assert office.find(Reward) == []


def test_escape_asks_about_what_was_typed(
    qtbot: QtBot, desk: Desk, office: Office, messages: FakeMessages, people: dict[str, Person]
) -> None:
    dialog = shown(qtbot, EntryDialog(desk, REWARDS, values={"person_id": people["other"].id}))
    type_text("嘉")
    messages.answers = ["继续填写", "不保存"]
    press(qtbot, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert office.find(Reward) == []


def test_which_fields_are_carried_on_is_the_clerks_choice(qtbot: QtBot, desk: Desk, people: dict[str, Person]) -> None:
    dialog = shown(qtbot, EntryDialog(desk, REWARDS, values={"person_id": people["other"].id}))
    assert dialog.kept_fields() == ["name", "approved_on", "body"]
    actions = {a.text(): a for a in dialog.keep_button.menu().actions()}
    actions["奖惩名称"].trigger()
    assert dialog.kept_fields() == ["approved_on", "body"]
    dialog.form.editor("name").set_text("嘉奖")
    dialog.save_and_next()
    assert dialog.form.editor("name").text() == ""
    assert shown(qtbot, EntryDialog(desk, REWARDS)).kept_fields() == ["approved_on", "body"]


def test_an_entry_that_counts_is_only_shown(qtbot: QtBot, desk: Desk, office: Office) -> None:
    with standing_in(office):
        entry = effective_entry(office)
        dialog = shown(qtbot, EntryDialog(desk, LIMITING, entry))
        assert "已经生效" in dialog.notice.text()
        assert dialog.save_button.isHidden()
        facts = dialog.form.editor("facts").widget
        assert isinstance(facts, QPlainTextEdit)
        assert facts.isReadOnly()


def test_private_text_is_edited_in_clear_only_when_it_was_opened(qtbot: QtBot, office: Office) -> None:
    with keeping_notes(office):
        form = RecordForm(PrivateNote)
        qtbot.addWidget(form)
        form.load(PrivateNote(person_id="x", content="sealed1:abc"))
        assert form.editor("content").text() == SEALED_WORDS
        assert (form.dirty(), form.editor("content").value()) == (False, "sealed1:abc")
        form.load(PrivateNote(person_id="x", content="原文"))
        assert form.editor("content").text() == "原文"
        form.editor("content").set_text("改了")
        assert form.values() == {"content": "改了"}


def test_what_the_program_sets_is_shown_and_not_typed(qtbot: QtBot, desk: Desk, office: Office) -> None:
    with standing_in(office):
        entry = effective_entry(office)
        form = RecordForm(type(entry), fields=["facts", "effective_on", "voided_on"])
        qtbot.addWidget(form)
        form.show()
        form.load(entry)
        line = form.editor("effective_on").widget
        assert isinstance(line, QLineEdit)
        assert (line.isReadOnly(), line.text()) == (True, str(entry.effective_on))
        assert not form.rows["voided_on"].isVisible()
        form.set_read_only(False)
        assert line.isReadOnly()
        assert form.values() == {}


def test_hours_are_typed_with_their_decimals(qtbot: QtBot) -> None:
    editor = editor_for(Scaled(label="学时", places=1))
    qtbot.addWidget(editor.widget)
    editor.set_text("7.5")
    assert editor.value() == 75
    editor.set_value(80)
    assert editor.text() == "8"
    editor.set_text("7.55")
    assert editor.remark()[0] == "error"


def test_an_entry_with_parts_that_may_not_be_seen_is_not_edited(
    qtbot: QtBot, desk: Desk, office: Office, people: dict[str, Person]
) -> None:
    reward = Reward(person_id=people["other"].id, name="嘉奖", body="县政府")
    add(office, reward)
    guarded = dataclasses.replace(REWARDS, seen=lambda _office, record: replaced(record, {"body": None}))
    dialog = shown(qtbot, EntryDialog(desk, guarded, reward))
    assert "无权查看" in dialog.notice.text()
    assert dialog.form.editor("body").text() == ""
    assert dialog.save_button.isHidden()
    dialog.save()
    assert [r.body for r in office.find(Reward)] == ["县政府"]
