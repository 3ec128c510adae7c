"""The editable grid, by keyboard."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from support.keyboard import focused, type_text

from ganbu_desktop.desktop.kit.editors import Ledger, References
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import AnnualResult, Education, Relative, Tenure

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def relatives() -> list[Relative]:
    return [
        Relative(person_id="p", position=1, relation="妻子", name="李梅", born_on=PartialDate(1976, 5)),
        Relative(person_id="p", position=2, relation="儿子", name="张小明"),
        Relative(person_id="p", position=3, relation="父亲", name="张大山"),
    ]


@pytest.fixture
def make_ledger(qtbot: QtBot) -> Callable[..., Ledger]:
    def make(records: Sequence[Relative] = (), **options: object) -> Ledger:
        ledger = Ledger(Relative, **options)  # type: ignore[arg-type]
        QAbstractItemModelTester(ledger.model, QAbstractItemModelTester.FailureReportingMode.Fatal, ledger)
        qtbot.addWidget(ledger)
        ledger.resize(900, 400)
        with qtbot.waitExposed(ledger):
            ledger.show()
        ledger.activateWindow()
        ledger.load("p", records)
        ledger.view.setFocus()
        return ledger

    return make


def cell(ledger: Ledger, row: int, name: str) -> str:
    return ledger.model.text(row, ledger.model.names.index(name))


def go(ledger: Ledger, row: int, name: str) -> None:
    ledger.view.setCurrentIndex(ledger.model.index(row, ledger.model.names.index(name)))


def test_nothing_touched_is_nothing_to_save(make_ledger: Callable[..., Ledger], relatives: list[Relative]) -> None:
    ledger = make_ledger(relatives)
    assert not ledger.dirty()
    assert ledger.changes() == []


def test_a_row_is_added_and_filled_without_a_mouse(make_ledger: Callable[..., Ledger], qtbot: QtBot) -> None:
    ledger = make_ledger()
    qtbot.keyClick(ledger.view, Key.Key_Insert)
    names = ledger.model.names
    assert ledger.view.currentIndex().column() == 0
    for typed in ("王　芳", "妻子", "1976年5月"):
        type_text(typed)
        qtbot.keyClick(focused(), Key.Key_Tab)
    ((old, new),) = ledger.changes()
    assert old is None
    assert isinstance(new, Relative)
    assert names[:3] == ["name", "relation", "born_on"]
    assert (new.person_id, new.name, new.born_on, new.position) == ("p", "王芳", PartialDate(1976, 5), 0)
    assert new.relation == Relative(person_id="p", relation=new.relation).relation
    assert cell(ledger, 0, "relation") == "妻子"


def test_enter_goes_down_and_makes_a_row_at_the_end(
    make_ledger: Callable[..., Ledger], relatives: list[Relative], qtbot: QtBot
) -> None:
    ledger = make_ledger(relatives)
    go(ledger, 1, "name")
    qtbot.keyClick(ledger.view, Key.Key_F2)
    type_text("张明")
    qtbot.keyClick(focused(), Key.Key_Return)
    assert cell(ledger, 1, "name") == "张明"
    assert ledger.view.currentIndex().row() == 2
    qtbot.keyClick(ledger.view, Key.Key_Return)
    assert ledger.model.rowCount() == 4
    assert [(old.name, new.name) for old, new in ledger.changes()] == [("张小明", "张明")]  # type: ignore[union-attr]


def test_typing_replaces_and_esc_gives_back(
    make_ledger: Callable[..., Ledger], relatives: list[Relative], qtbot: QtBot
) -> None:
    ledger = make_ledger(relatives)
    go(ledger, 0, "name")
    type_text("A", ledger.view)
    qtbot.keyClick(focused(), Key.Key_Escape)
    assert cell(ledger, 0, "name") == "李梅"
    assert not ledger.dirty()


def test_a_wrong_cell_stays_red_and_blocks_saving(
    make_ledger: Callable[..., Ledger], relatives: list[Relative], qtbot: QtBot
) -> None:
    ledger = make_ledger(relatives)
    go(ledger, 1, "born_on")
    qtbot.keyClick(ledger.view, Key.Key_F2)
    type_text("不知道")
    qtbot.keyClick(focused(), Key.Key_Return)
    index = ledger.model.index(1, ledger.model.names.index("born_on"))
    assert index.data(Qt.ItemDataRole.BackgroundRole) is not None
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert ledger.dirty()
    with pytest.raises(FieldError, match="第 2 行"):
        ledger.changes()
    assert ledger.view.currentIndex() == index
    assert "不知道" in ledger.remark.text()


def test_rows_go_and_move(make_ledger: Callable[..., Ledger], relatives: list[Relative], qtbot: QtBot) -> None:
    ledger = make_ledger(relatives)
    go(ledger, 0, "name")
    qtbot.keyClick(ledger.view, Key.Key_Delete, CTRL)
    assert ledger.changes() == [(relatives[0], None)]
    qtbot.keyClick(ledger.view, Key.Key_Down, ALT)
    names = [cell(ledger, row, "name") for row in range(2)]
    assert names == ["张大山", "张小明"]
    moved = {new.name: new.position for old, new in ledger.changes() if new is not None}  # type: ignore[union-attr,attr-defined]
    assert moved == {"张大山": 0, "张小明": 1}


def test_adding_at_the_end_leaves_the_others_alone(
    make_ledger: Callable[..., Ledger], relatives: list[Relative]
) -> None:
    ledger = make_ledger(relatives)
    ledger.model.put(3, 0, [["张小红"]])
    ((old, new),) = ledger.changes()
    assert old is None
    assert new.position == 4  # type: ignore[union-attr]


def test_a_block_is_pasted_in_one_step_and_taken_back_in_one(
    make_ledger: Callable[..., Ledger], relatives: list[Relative], qtbot: QtBot
) -> None:
    ledger = make_ledger(relatives[:1])
    QGuiApplication.clipboard().setText('张一\t儿子\t2001.3\n"张\n二"\t女儿\t三月\n')
    go(ledger, 0, "name")
    qtbot.keyClick(ledger.view, Key.Key_V, CTRL)
    assert [cell(ledger, row, "name") for row in range(2)] == ["张一", "张 二".replace(" ", "")]
    assert cell(ledger, 0, "born_on") == "2001.03"
    assert "6 格" in ledger.remark.text()
    assert "1 格不能接受" in ledger.remark.text()
    qtbot.keyClick(ledger.view, Key.Key_Z, CTRL)
    assert ledger.model.rowCount() == 1
    assert cell(ledger, 0, "name") == "李梅"
    assert not ledger.dirty()
    qtbot.keyClick(ledger.view, Key.Key_Y, CTRL)
    assert ledger.model.rowCount() == 2


def test_copying_fills_the_clipboard_so_that_pasting_gives_the_same(
    make_ledger: Callable[..., Ledger], relatives: list[Relative], qtbot: QtBot
) -> None:
    ledger = make_ledger(relatives)
    ledger.view.selectAll()
    qtbot.keyClick(ledger.view, Key.Key_C, CTRL)
    other = make_ledger()
    qtbot.keyClick(other.view, Key.Key_V, CTRL)
    texts = [[x.text(r, c) for c in range(len(x.names))] for x in (ledger.model, other.model) for r in range(3)]
    assert texts[:3] == texts[3:]


def test_ctrl_d_fills_down_and_delete_empties(
    make_ledger: Callable[..., Ledger], relatives: list[Relative], qtbot: QtBot
) -> None:
    ledger = make_ledger(relatives)
    column = ledger.model.names.index("born_on")
    go(ledger, 0, "born_on")
    for _ in range(2):
        qtbot.keyClick(ledger.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(ledger.view, Key.Key_D, CTRL)
    assert [ledger.model.text(row, column) for row in range(3)] == ["1976.05"] * 3
    qtbot.keyClick(ledger.view, Key.Key_Delete)
    assert [ledger.model.text(row, column) for row in range(3)] == [""] * 3


def test_findings_mark_their_cells(make_ledger: Callable[..., Ledger], relatives: list[Relative]) -> None:
    ledger = make_ledger(relatives)
    finding = Finding(
        "r", Level.WARNING, "称谓不规范", record_type="relative", record_id=relatives[1].id, field="relation"
    )
    ledger.show_findings([finding])
    assert ledger.focus_cell(relatives[1].id, "relation")
    assert ledger.remark.text() == "警告：称谓不规范"
    assert not ledger.focus_cell("nobody", "relation")


def test_read_only_ledgers_take_nothing(
    make_ledger: Callable[..., Ledger], relatives: list[Relative], qtbot: QtBot
) -> None:
    ledger = make_ledger(relatives)
    ledger.set_read_only(True)
    go(ledger, 0, "name")
    QGuiApplication.clipboard().setText("张一")
    qtbot.keyClick(ledger.view, Key.Key_V, CTRL)
    qtbot.keyClick(ledger.view, Key.Key_Insert)
    qtbot.keyClick(ledger.view, Key.Key_F2)
    assert ledger.view.state() == ledger.view.State.NoState
    assert not ledger.dirty()


def test_an_open_input_counts_when_saving(
    make_ledger: Callable[..., Ledger], relatives: list[Relative], qtbot: QtBot
) -> None:
    ledger = make_ledger(relatives)
    go(ledger, 0, "name")
    qtbot.keyClick(ledger.view, Key.Key_F2)
    type_text("李小梅")
    assert [new.name for _old, new in ledger.changes()] == ["李小梅"]  # type: ignore[union-attr,attr-defined]


def test_references_in_cells(qtbot: QtBot) -> None:
    units = References("任职机构", lambda: [("u1", "县委办")])
    ledger = Ledger(Tenure, references={"unit_id": units})
    qtbot.addWidget(ledger)
    ledger.load("p", [Tenure(person_id="p", unit_id="u1", post_name="主任")])
    assert cell(ledger, 0, "unit_id") == "县委办"
    ledger.model.put(0, 0, [["乡政府"]])
    with pytest.raises(FieldError, match="乡政府"):
        ledger.changes()


@pytest.mark.parametrize("kind", [Education, AnnualResult])
def test_every_cell_opens_an_input_and_gives_back_what_it_held(qtbot: QtBot, kind: type[Education]) -> None:
    ledger = Ledger(kind)
    qtbot.addWidget(ledger)
    ledger.show()
    ledger.load("p", [kind(person_id="p")])
    for column in range(ledger.model.columnCount()):
        index = ledger.model.index(0, column)
        ledger.view.setCurrentIndex(index)
        ledger.view.edit(index)
        assert ledger.view.indexWidget(index) is not None
        ledger.view.commit_open_editor()
    assert not ledger.dirty()


def test_changed_pairs_replace_only_what_was_typed(
    make_ledger: Callable[..., Ledger], relatives: list[Relative]
) -> None:
    ledger = make_ledger(relatives)
    ledger.model.put(0, 0, [["李雪梅"]])
    assert ledger.changes() == [(relatives[0], dataclasses.replace(relatives[0], name="李雪梅"))]
