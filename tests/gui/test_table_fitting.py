"""A list that fits its content: widths by what the rows need, and an empty list whose words can be read."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from support.pages import put_on_screen

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.tables.fitting import rows_rect
from ganbu_desktop.desktop.window.page import Desk

COLUMNS = (Column("kind", "种类", 40), Column("place", "地点", 300), Column("note", "事由", 40), Column("end", "止"))
LONG = "困难帮扶、慰问和节日走访一并进行的谈话"


def make(qtbot: QtBot, desk: Desk, rows: list[Row], **options: object) -> DataTable:
    table = put_on_screen(qtbot, DataTable("fit", ListSource(COLUMNS, rows), desk=desk, **options))  # type: ignore[arg-type]
    table.resize(900, 400)
    table.reload()
    return table


def test_columns_take_what_their_first_rows_need(qtbot: QtBot, desk: Desk) -> None:
    table = make(qtbot, desk, [Row("1", ("甲", "室", LONG, "")), Row("2", ("乙", "室", LONG * 9, ""))])
    text = table.view.fontMetrics().horizontalAdvance(LONG)
    kind, place, note = (table.view.columnWidth(n) for n in range(3))
    assert kind == place == theme.pixels(48) + 10
    assert text < note == theme.pixels(280)


def test_a_width_set_by_hand_is_kept(qtbot: QtBot, desk: Desk) -> None:
    rows = [Row("1", ("甲", "室", LONG, ""))]
    make(qtbot, desk, rows).view.setColumnWidth(1, 222)
    assert desk.settings.get("table.fit") == {"widths": {"place": 222}}
    assert make(qtbot, desk, rows).view.columnWidth(1) == 222


def test_the_words_of_an_empty_list_wrap_and_lie_over_the_frozen_columns(qtbot: QtBot, desk: Desk) -> None:
    table = make(qtbot, desk, [], frozen=1)
    table.set_empty(
        "这里只登记已经生效的处理处分决定；在查、未结的事项和举报内容不登记。" * 3, "新增一条", lambda: None
    )
    qtbot.waitUntil(lambda: table.empty.isVisible())
    assert table.empty.geometry() == rows_rect(table.view)
    assert table.view.childAt(table.empty.geometry().center()) is not table.view.over()
    words = table.empty._text
    qtbot.waitUntil(lambda: words.width() <= theme.pixels(480))
    assert words.height() >= words.heightForWidth(words.width()) > 2 * words.fontMetrics().height()
