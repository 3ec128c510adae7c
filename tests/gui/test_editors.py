"""Inputs by kind of field, and the form made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot
from support.keyboard import focused, type_text

from ganbu_desktop.desktop.kit.editors import RecordForm, References, editor_for
from ganbu_desktop.desktop.kit.editors.inputs import ChoiceEditor, GrowingText
from ganbu_desktop.foundation import codes, identity_number
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Choice, Date, Flag, Identity, LongText, Name, Number, Text
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.describe import shown_fields
from ganbu_desktop.kernel.people.person import PERSON_SETS, Person
from ganbu_desktop.kernel.people.unit import Unit

FIELDS: list[tuple[Any, str, Any]] = [
    (Text(label="籍贯"), " 湖南长沙 ", "湖南长沙"),
    (LongText(label="简历"), "第一行\r\n第二行", "第一行\n第二行"),
    (Name(label="姓名"), "张　三", "张三"),
    (Date(label="出生年月"), "1975年3月", PartialDate(1975, 3)),
    (Number(label="年度"), "2024", 2024),
    (Flag(label="是否考录"), "是", True),
    (Choice(label="性别", table="sex"), "男", "1"),
]


@pytest.mark.parametrize(("field", "typed", "value"), FIELDS, ids=lambda x: getattr(x, "label", None))
def test_every_kind_of_field_reads_what_is_typed(qtbot: QtBot, field: Any, typed: str, value: Any) -> None:
    editor = editor_for(field)
    qtbot.addWidget(editor.widget)
    with qtbot.waitSignal(editor.changed):
        editor.set_text(typed)
    assert editor.value() == value
    editor.set_value(value)
    assert editor.value() == value
    editor.set_value(None)
    assert editor.value() is None
    assert editor.widget.accessibleName() == field.label


@pytest.mark.parametrize("record_type", [Person, Unit, *PERSON_SETS], ids=lambda t: t.__name__)
def test_every_shown_field_of_every_record_has_an_input(qtbot: QtBot, record_type: Any) -> None:
    for field in shown_fields(record_type).values():
        editor = editor_for(field)
        qtbot.addWidget(editor.widget)
        editor.set_value(None)
        assert editor.value() is None


@pytest.mark.parametrize(
    ("typed", "tone", "sentence"),
    [("197503", "", "1975年3月"), ("75.3", "error", "日期"), ("", "", ""), ("1975.13", "error", "月")],
)
def test_a_date_says_how_it_is_understood(qtbot: QtBot, typed: str, tone: str, sentence: str) -> None:
    editor = editor_for(Date(label="出生年月"))
    qtbot.addWidget(editor.widget)
    editor.set_text(typed)
    assert editor.remark()[0] == tone
    assert sentence in editor.remark()[1]


def test_a_date_is_tidied_when_it_is_left(qtbot: QtBot) -> None:
    form = RecordForm(Person, fields=["born_on", "name"])
    qtbot.addWidget(form)
    form.load(Person(name="张三"))
    line = form.editor("born_on").widget
    type_text("1975年3月", line)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.editor("born_on").text() == "1975.03"


def test_an_identity_number_is_judged_while_typing(qtbot: QtBot) -> None:
    editor = editor_for(Identity(label="身份证号"))
    qtbot.addWidget(editor.widget)
    first = "11010519491231002"
    editor.set_text(first + identity_number.check_digit(first))
    assert editor.remark() == ("ok", "校验码正确")
    editor.set_text(first + "0")
    assert editor.remark()[0] == "warning"
    assert editor.value() == first + "0"
    editor.set_text("5.1E+17")
    assert editor.remark()[0] == "error"


def test_typing_narrows_a_choice_to_entries_that_hold_the_text(qtbot: QtBot) -> None:
    field = Choice(label="民族", table="ethnicity")
    editor = editor_for(field)
    assert isinstance(editor, ChoiceEditor)
    qtbot.addWidget(editor.widget)
    completer = editor.combo.completer()
    completer.setCompletionPrefix("吾尔")
    assert completer.completionCount() == 1
    assert "维吾尔" in completer.currentCompletion()


def test_a_closed_choice_refuses_and_an_open_one_keeps_other_words(qtbot: QtBot) -> None:
    for is_open in (False, True):
        editor = editor_for(Choice(label="健康状况", table="health", open=is_open))
        qtbot.addWidget(editor.widget)
        editor.set_text("时好时坏")
        if is_open:
            assert editor.value() == "时好时坏"
        else:
            with pytest.raises(FieldError, match="时好时坏"):
                editor.value()


def test_the_wheel_does_not_change_a_choice_without_the_focus(qtbot: QtBot) -> None:
    editor = editor_for(Choice(label="性别", table="sex"))
    qtbot.addWidget(editor.widget)
    editor.set_text("男")
    assert isinstance(editor.widget, QComboBox)
    nowhere = QPoint(0, 0)
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        nowhere,
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.widget, event)
    assert editor.text() == "男"


def test_retired_codes_still_show(qtbot: QtBot) -> None:
    for name in codes.names():
        retired = [entry for entry in codes.table(name).entries if entry.retired]
        if retired:
            editor = editor_for(Choice(label="x", table=name))
            qtbot.addWidget(editor.widget)
            editor.set_value(retired[0].code)
            assert editor.text() == retired[0].label
            return


def test_long_text_grows_with_what_it_holds(qtbot: QtBot) -> None:
    text = GrowingText()
    qtbot.addWidget(text)
    text.resize(300, 50)
    text.show()
    low = text.height()
    text.setPlainText("\n".join(["一行"] * 8))
    qtbot.waitUntil(lambda: text.height() > 2 * low)
    text.setPlainText("\n".join(["一行"] * 80))
    assert text.height() < 16 * text.fontMetrics().lineSpacing()


@pytest.fixture
def make_form(qtbot: QtBot) -> Callable[..., RecordForm]:
    def make(record: Person, **options: Any) -> RecordForm:
        form = RecordForm(Person, **options)
        qtbot.addWidget(form)
        form.resize(900, 700)
        with qtbot.waitExposed(form):
            form.show()
        form.activateWindow()
        form.load(record)
        return form

    return make


def test_a_form_reports_only_what_was_changed(make_form: Callable[..., RecordForm], qtbot: QtBot) -> None:
    person = Person(name="张三", sex="1", born_on=PartialDate(1975, 3))
    form = make_form(person)
    assert not form.dirty()
    assert form.values() == {}
    line = form.editor("native_place").widget
    line.setFocus()
    type_text("湖南长沙", line)
    form.editor("born_on").set_text("1975-3")
    assert form.values() == {"native_place": "湖南长沙"}
    assert form.record() == Person(**{**person.__dict__, "native_place": "湖南长沙"})
    form.revert()
    assert not form.dirty()


def test_a_wrong_input_gets_the_focus_and_blocks_saving(make_form: Callable[..., RecordForm]) -> None:
    form = make_form(Person(name="张三"))
    form.editor("born_on").set_text("不知道")
    assert form.dirty()
    assert list(form.errors()) == ["born_on"]
    with pytest.raises(FieldError):
        form.values()
    assert form.editor("born_on").widget.hasFocus()
    assert form.rows["born_on"].remark.text()


def test_gaps_are_marked_and_listed(make_form: Callable[..., RecordForm]) -> None:
    form = make_form(Person(name="张三"))
    line = form.editor("id_number").widget
    assert isinstance(line, QLineEdit)
    assert line.placeholderText() == "待完善"
    assert "身份证号" in form.gaps()
    assert "姓名" not in form.gaps()
    form.editor("id_number").set_text("1")
    assert line.placeholderText() == ""


def test_findings_stand_beside_their_fields_with_word_and_sign(make_form: Callable[..., RecordForm]) -> None:
    person = Person(name="张三")
    form = make_form(person)
    form.show_findings(
        [
            Finding("a", Level.HINT, "建议补全", field="native_place", record_type="person", record_id=person.id),
            Finding("b", Level.ERROR, "写到县", field="native_place"),
            Finding("c", Level.ERROR, "别人的", field="name", record_id="other"),
            Finding("d", Level.ERROR, "别的表", field="name", record_type="unit"),
        ]
    )
    remark = form.rows["native_place"].remark
    assert remark.text() == "错误：写到县\n提示：建议补全"
    assert not remark._sign.pixmap().isNull()
    assert form.rows["name"].remark.text() == ""
    assert "写到县" in form.editor("native_place").widget.accessibleDescription()


def test_references_are_chosen_by_label_and_kept_by_id(make_form: Callable[..., RecordForm]) -> None:
    units = References("所在单位", lambda: [("u1", "县委办"), ("u2", "县政府办"), ("u3", "同名"), ("u4", "同名")])
    form = make_form(Person(name="张三", unit_id="u1"), references={"unit_id": units})
    assert form.editor("unit_id").text() == "县委办"
    form.editor("unit_id").set_text("县政府办")
    assert form.values() == {"unit_id": "u2"}
    form.editor("unit_id").set_text("没有")
    assert "不存在" in form.errors()["unit_id"]
    form.editor("unit_id").set_text("同名")
    assert "同名" in form.errors()["unit_id"]


def test_a_form_is_narrow_in_a_narrow_window(make_form: Callable[..., RecordForm]) -> None:
    form = make_form(Person(name="张三"), groups=["基本情况"])
    assert form._abreast == 3
    form.resize(300, 600)
    assert form._abreast == 1


def test_read_only_forms_cannot_be_typed_into(make_form: Callable[..., RecordForm], qtbot: QtBot) -> None:
    form = make_form(Person(name="张三"))
    form.set_read_only(True)
    type_text("x", form.editor("name").widget)
    assert not form.dirty()


def test_tab_walks_through_every_field(make_form: Callable[..., RecordForm], qtbot: QtBot) -> None:
    form = make_form(Person(name="张三"), groups=["基本情况"])
    form.focus_field("name")
    visited = []
    for _ in form.rows:
        visited.append(focused().accessibleName())
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert visited == [row.editor.field.label for row in form.rows.values()]
