"""The paged model and the table over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from support.keyboard import type_text

from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, PagedTableModel, Query, Row, Sort
from ganbu_desktop.desktop.tables.columns import ColumnChooser
from ganbu_desktop.desktop.tables.model import CHUNK, CHUNKS_KEPT
from ganbu_desktop.desktop.window.page import Desk

COLUMNS = (Column("name", "姓名", 90), Column("unit", "单位"), Column("note", "备注", visible=False))


class CountingSource:
    """``size`` rows made when asked for; keeps what was asked."""

    columns: Sequence[Column] = COLUMNS
    sorts: Sequence[Sort] = (Sort("order", "单位顺序"), Sort("stroke", "姓氏笔画"))

    def __init__(self, size: int) -> None:
        self.size = size
        self.read: list[int] = []
        self.limits: list[int | None] = []
        self.queries: list[Query] = []

    def ids(self, query: Query, limit: int | None = None) -> list[str]:
        self.limits.append(limit)
        self.queries.append(query)
        return [str(i) for i in range(self.size)][:limit]

    def rows(self, ids: Sequence[str]) -> list[Row]:
        self.read.append(len(ids))
        return [Row(i, (f"张{i}", "县委办", f"第一行\n第二行{i}")) for i in ids]


@pytest.fixture
def make_table(qtbot: QtBot, desk: Desk) -> Callable[..., DataTable]:
    def make(source: object, **options: object) -> DataTable:
        table = DataTable("people", source, desk=desk, **options)  # type: ignore[arg-type]
        qtbot.addWidget(table)
        table.resize(800, 400)
        table.show()
        table.reload()
        qtbot.waitUntil(lambda: not desk.tasks.is_busy())
        return table

    return make


def test_the_model_keeps_qts_promises_through_a_life() -> None:
    model = PagedTableModel(CountingSource(1000))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_ids([str(i) for i in range(CHUNK)])
    model.extend_to([str(i) for i in range(1000)])
    model.extend_to(["7", "8"])
    model.set_columns(["note", "name", "unknown"])
    model.refresh()
    model.set_ids([])
    assert model.rowCount() == 0
    assert [column.key for column in model.shown_columns()] == ["note", "name"]


def test_rows_are_read_in_chunks_and_let_go() -> None:
    source = CountingSource(20_000)
    model = PagedTableModel(source)
    model.set_ids([str(i) for i in range(20_000)])
    assert source.read == []
    assert model.cell(450, 0) == "张450"
    assert model.cell(499, 1) == "县委办"
    assert source.read == [CHUNK]
    for row in range(0, 20_000, CHUNK):
        model.cell(row, 0)
    assert len(model._chunks) == CHUNKS_KEPT


def test_a_row_that_is_gone_says_so() -> None:
    source = ListSource(COLUMNS, [Row("a", ("张三", "", ""))])
    model = PagedTableModel(source)
    model.set_ids(["a", "b"])
    assert model.cell(1, 0) == "（已删除）"


def test_roles(qtbot: QtBot) -> None:
    model = PagedTableModel(
        ListSource(COLUMNS, [Row("a", ("张三", "", "甲\n乙"), tone="error", icon="error", tip="说明")])
    )
    model.set_ids(["a"])
    role = Qt.ItemDataRole
    assert model.index(0, 0).data(role.UserRole) == "a"
    assert model.index(0, 0).data(role.AccessibleTextRole) == "姓名：张三"
    assert model.index(0, 1).data(role.AccessibleTextRole) == "单位：空"
    assert model.index(0, 0).data(role.ToolTipRole) == "说明"
    assert not model.index(0, 0).data(role.DecorationRole).isNull()
    assert model.headerData(0, Qt.Orientation.Horizontal, role.DisplayRole) == "姓名"
    assert model.headerData(0, Qt.Orientation.Vertical, role.DisplayRole) == "1"


def test_the_first_rows_come_at_once_and_the_rest_follows(make_table: Callable[..., DataTable], qtbot: QtBot) -> None:
    source = CountingSource(100_000)
    table = make_table(source)
    assert source.limits == [CHUNK, None]
    qtbot.waitUntil(lambda: table.count() == 100_000)
    assert table.count_label.text() == "共 100,000 条"
    assert len(source.read) <= 3
    assert len(table.all_ids()) == 100_000
    assert table.select("99999")
    assert table.current_id() == "99999"


def test_enter_opens_and_ctrl_c_copies(make_table: Callable[..., DataTable], qtbot: QtBot) -> None:
    table = make_table(
        ListSource(COLUMNS, [Row("a", ("张三", "甲\t乙", "")), Row("b", ("李四", "县委办", ""))]), frozen=1
    )
    table.focus_rows()
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == ["b"]
    qtbot.keyClick(table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_ids() == ["a", "b"]
    table.copy()
    assert QGuiApplication.clipboard().text() == '姓名\t单位\n张三\t"甲\t乙"\n李四\t县委办'


def test_search_and_column_filters_narrow(make_table: Callable[..., DataTable], qtbot: QtBot) -> None:
    rows = [Row("a", ("张三", "县委办", "")), Row("b", ("李四", "", "")), Row("c", ("张伟", "县政府办", ""))]
    table = make_table(ListSource(COLUMNS, rows))
    box = table.search_box("姓名、单位")
    qtbot.addWidget(box)
    type_text("张", box)
    qtbot.waitUntil(lambda: table.model.ids() == ["a", "c"])
    table.toggle_filters()
    line = table.view.header._lines[1]
    type_text("政府", line)
    qtbot.waitUntil(lambda: table.model.ids() == ["c"])
    table.set_filter("unit", "没有这个")
    assert table.empty.isVisible()
    assert table.empty.text() == "没有符合条件的内容"
    qtbot.mouseClick(table.empty.button, Qt.MouseButton.LeftButton)
    assert table.model.ids() == ["a", "b", "c"]
    assert box.text() == line.text() == ""
    table.set_filter("unit", "空")
    assert table.model.ids() == ["b"]


def test_esc_empties_the_search_and_down_goes_to_the_rows(make_table: Callable[..., DataTable], qtbot: QtBot) -> None:
    table = make_table(ListSource(COLUMNS, [Row("a", ("张三", "", ""))]))
    box = table.search_box("姓名")
    qtbot.addWidget(box)
    type_text("王", box)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert table.model.ids() == []
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert table.model.ids() == ["a"]


def test_sorting_by_header_and_by_ready_made_order(make_table: Callable[..., DataTable]) -> None:
    source = CountingSource(3)
    table = make_table(source)
    assert source.queries[-1].sort == "order"
    table.view.header.sectionClicked.emit(0)
    assert (source.queries[-1].sort, source.queries[-1].descending) == ("name", False)
    table.view.header.sectionClicked.emit(0)
    assert source.queries[-1].descending
    assert table.sort_title() == "姓名（倒序）"
    table.set_sort("stroke")
    assert table.sort_title() == "姓氏笔画"
    assert source.queries[-1].sort == "stroke"


def test_lists_sort_numbers_as_numbers() -> None:
    source = ListSource((Column("n", "人数"),), [Row(n, (n,)) for n in ("1,200", "9", "甲", "30")])
    assert source.ids(Query(sort="n")) == ["9", "30", "1,200", "甲"]


def test_columns_widths_and_order_are_remembered(qtbot: QtBot, desk: Desk, tmp_path: object) -> None:
    first = DataTable("remembered", CountingSource(3), desk=desk)
    qtbot.addWidget(first)
    first.set_columns(["note", "name", "unit"], 1)
    first.view.setColumnWidth(1, 222)
    first.set_sort("name", True)
    second = DataTable("remembered", CountingSource(3), desk=desk)
    qtbot.addWidget(second)
    assert [c.key for c in second.model.shown_columns()] == ["note", "name", "unit"]
    assert second.view.columnWidth(1) == 222
    assert (second.query().sort, second.query().descending, second.view.frozen()) == ("name", True, 1)


def test_the_column_chooser_works_by_keyboard(qtbot: QtBot) -> None:
    chooser = ColumnChooser(None, COLUMNS, ["name", "unit"], 1)  # type: ignore[arg-type]
    qtbot.addWidget(chooser)
    chooser.show()
    chooser.list.setFocus()
    qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
    assert chooser.keys() == ["unit"]
    chooser.list.setCurrentRow(2)
    qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
    chooser._move(-1)
    chooser._move(-1)
    assert chooser.keys() == ["note", "unit"]


def test_frozen_columns_stay_and_their_widths_follow(make_table: Callable[..., DataTable], qtbot: QtBot) -> None:
    columns = tuple(Column(f"c{i}", f"第{i}列", 150) for i in range(12))
    table = make_table(ListSource(columns, [Row("a", tuple(str(i) for i in range(12)))]), frozen=2)
    over = table.view.over()
    assert over.isVisible()
    assert not over.isColumnHidden(1)
    assert over.isColumnHidden(2)
    table.view.setColumnWidth(0, 200)
    assert over.columnWidth(0) == 200
    over.setColumnWidth(1, 99)
    assert table.view.columnWidth(1) == 99
    table.view.setCurrentIndex(table.model.index(0, 11))
    table.view.setCurrentIndex(table.model.index(0, 2))
    assert table.view.visualRect(table.model.index(0, 2)).left() >= over.viewport().width() - 3


def test_an_empty_list_offers_the_way_on(make_table: Callable[..., DataTable], qtbot: QtBot) -> None:
    pressed: list[int] = []
    table = make_table(ListSource(COLUMNS))
    table.set_empty("还没有干部", "导入", lambda: pressed.append(1))
    assert table.empty.text() == "还没有干部"
    qtbot.mouseClick(table.empty.button, Qt.MouseButton.LeftButton)
    assert pressed == [1]


def test_reloading_keeps_the_current_row(make_table: Callable[..., DataTable]) -> None:
    source = ListSource(COLUMNS, [Row(i, (i, "", "")) for i in "abc"])
    table = make_table(source)
    table.select("c")
    source.set_rows([Row(i, (i, "", "")) for i in "xcab"])
    table.reload()
    assert table.current_id() == "c"
    assert table.selected_ids() == ["c"]


def test_a_late_answer_to_an_old_question_is_dropped(qtbot: QtBot, desk: Desk) -> None:
    table = DataTable("late", CountingSource(1000), desk=desk)
    qtbot.addWidget(table)
    table.reload()
    table.source = ListSource(COLUMNS, [Row("a", ("张三", "", ""))])
    table.model.source = table.source
    table.reload()
    qtbot.waitUntil(lambda: not desk.tasks.is_busy())
    qtbot.wait(20)
    assert table.model.ids() == ["a"]


def test_settings_survive_a_damaged_file(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "window.ini"
    settings = Settings(path)
    settings.set("scale", 1.5)
    settings.remember_store(Path("/甲.ganbu"))
    settings.remember_store(Path("/乙.ganbu"))
    settings.remember_store(Path("/甲.ganbu"))
    again = Settings(path)
    assert again.scale() == 1.5
    assert again.recent_stores() == [Path("/甲.ganbu"), Path("/乙.ganbu")]
    again.forget_store(Path("/甲.ganbu"))
    assert Settings(path).recent_stores() == [Path("/乙.ganbu")]
    path.write_bytes(b"\xff\x00[broken")
    assert Settings(path).scale() == 1.0


def test_the_root_index_is_valid_for_no_row() -> None:
    model = PagedTableModel(CountingSource(3))
    assert model.data(QModelIndex()) is None
