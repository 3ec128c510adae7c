"""A list at 1366 × 768 tells at first glance who, how old, what post; widths are the clerk's from then on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from support.pages import put_on_screen

from ganbu_desktop import modules
from ganbu_desktop.desktop.kit import theme, tips
from ganbu_desktop.desktop.kit.editors import Ledger
from ganbu_desktop.desktop.reports.page import ReportsPage
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import Person, Relative
from ganbu_desktop.modules.people import actions
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.statistics.pages.page import StatisticsPage

NAMES = ("买买提明·吐尔逊江木", "㛃𬱖𠅤", "张三")
POST = "青禾县人民政府办公室党组成员、副主任"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CadresPage:
    for name in NAMES:
        actions.register_person(desk.office, Person(name=name, born_on=PartialDate.parse("1980.05"), current_post=POST))
    made = put_on_screen(qtbot, CadresPage(desk))
    qtbot.waitUntil(lambda: made.table.count() == len(NAMES))
    return made


def _width(page: CadresPage, key: str) -> int:
    return page.table.view.columnWidth([c.key for c in page.table.model.shown_columns()].index(key))


def test_who_how_old_and_what_post_stand_there_without_scrolling(page: CadresPage) -> None:
    view, keys = page.table.view, [column.key for column in page.table.model.shown_columns()]
    metrics = view.fontMetrics()
    assert _width(page, "name") > metrics.horizontalAdvance(NAMES[0])
    assert not any(tips.cut_off(view, page.table.model.index(row, keys.index("name"))) for row in range(len(NAMES)))
    assert not tips.cut_off(view, page.table.model.index(0, keys.index("born_on")))
    post = view.visualRect(page.table.model.index(0, keys.index("current_post")))
    assert post.right() <= view.viewport().width()
    assert post.width() > metrics.horizontalAdvance(POST)
    assert page.units.isVisible()
    assert page.card.isVisible()
    assert page.search.width() >= theme.pixels(180)


def test_a_long_name_far_down_is_whole_as_well(qtbot: QtBot, desk: Desk) -> None:
    for number in range(70):
        actions.register_person(desk.office, Person(name=f"赵{number}"))
    actions.register_person(desk.office, Person(name=NAMES[0]))
    made = put_on_screen(qtbot, CadresPage(desk))
    qtbot.waitUntil(lambda: made.table.count() == 71)
    assert _width(made, "name") > made.table.view.fontMetrics().horizontalAdvance(NAMES[0])


def test_widths_stay_as_they_were_whatever_is_read_next(page: CadresPage, desk: Desk, qtbot: QtBot) -> None:
    before = [page.table.view.columnWidth(n) for n in range(page.table.model.columnCount())]
    page.table.view.setColumnWidth(0, 99)
    actions.register_person(desk.office, Person(name="欧阳·" + "长" * 9, current_post=POST * 3))
    page.table.reload()
    qtbot.waitUntil(lambda: page.table.count() == len(NAMES) + 1)
    page.table.set_search("欧阳")
    after = [page.table.view.columnWidth(n) for n in range(page.table.model.columnCount())]
    assert after[0] == 99
    assert after[1:] == before[1:]


def test_tree_and_card_fold_and_it_is_remembered(page: CadresPage, desk: Desk, qtbot: QtBot) -> None:
    before = page.table.width()
    for fold, pane in ((page.fold_units, page.units), (page.fold_card, page.card)):
        qtbot.mouseClick(fold, Qt.MouseButton.LeftButton)
        assert not pane.isVisible()
    QApplication.processEvents()
    assert page.table.width() > before + 300
    again = put_on_screen(qtbot, CadresPage(desk))
    assert not again.units.isVisible()
    assert not again.card.isVisible()
    qtbot.mouseClick(again.fold_units, Qt.MouseButton.LeftButton)
    assert again.units.isVisible()


def test_the_card_wraps_a_long_name(page: CadresPage, qtbot: QtBot) -> None:
    page.card._name.setText(NAMES[0] * 2)
    QApplication.processEvents()
    label = page.card._name
    assert label.wordWrap()
    assert label.width() <= page.card.width()
    assert label.height() > label.fontMetrics().height() * 1.5


COLUMNS = (Column("what", "事项", 40), Column("n", "人数"), Column("month", "月份"), Column("code", "编号"))
ROWS = [Row("1", ("甲" * 40, "3", "2026.02", "0012345678")), Row("2", ("乙", "1,204", "2026.11", "0012345679"))]


def test_numbers_stand_under_one_another(qtbot: QtBot, desk: Desk) -> None:
    table = put_on_screen(qtbot, DataTable("numbers", ListSource(COLUMNS, ROWS), desk=desk))
    table.reload()
    role = Qt.ItemDataRole.TextAlignmentRole
    right = [bool(table.model.index(0, n).data(role) & Qt.AlignmentFlag.AlignRight) for n in range(4)]
    assert right == [False, True, False, False], "months and numbers of papers are no quantities"
    assert table.model.headerData(1, Qt.Orientation.Horizontal, role) & int(Qt.AlignmentFlag.AlignRight)


def test_what_has_no_room_is_told_under_the_mouse(qtbot: QtBot, desk: Desk) -> None:
    table = put_on_screen(qtbot, DataTable("elided", ListSource(COLUMNS, ROWS), desk=desk))
    table.reload()
    told = []
    for row in (1, 0):
        place = table.view.visualRect(table.model.index(row, 0)).center()
        at = table.view.viewport().mapToGlobal(place)
        QApplication.sendEvent(table.view.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, at))
        told.append(QToolTip.text() if QToolTip.isVisible() else "")
    assert told == ["", "甲" * 40]
    header = table.view.header
    table.view.setColumnWidth(1, 20)
    place = QPoint(header.sectionViewportPosition(1) + 5, 10)
    QApplication.sendEvent(
        header.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, header.viewport().mapToGlobal(place))
    )
    assert QToolTip.text() == "人数"


def test_rows_of_a_person_take_the_room_there_is(qtbot: QtBot) -> None:
    """家庭成员: no cut off column beside an empty place."""
    ledger = put_on_screen(qtbot, Ledger(Relative))
    work = "青禾县教育体育局教研室副主任、一级教师兼县第一中学语文教研组长"
    ledger.load("p1", [Relative(person_id="p1", relation="妻子", name="王五", employer_and_post=work)])
    QApplication.processEvents()
    section = ledger.model.names.index("employer_and_post")
    assert not tips.cut_off(ledger.view, ledger.model.index(0, section))
    edges = sum(ledger.view.columnWidth(n) for n in range(len(ledger.model.names)))
    assert edges >= ledger.view.viewport().width() - 2
    ledger.view.setColumnWidth(0, 77)
    ledger.load("p2", [])
    assert ledger.view.columnWidth(0) == 77


def test_lists_of_reports_fold_and_a_low_window_is_the_reports(qtbot: QtBot, desk: Desk) -> None:
    page = put_on_screen(qtbot, ReportsPage(desk, [("干部", modules.reports()[:2])]))
    assert page.runs.isVisible()
    page.resize(1100, 420)
    QApplication.processEvents()
    assert not page.runs.isVisible()
    assert page.tree.isVisible()
    qtbot.mouseClick(page.fold_runs, Qt.MouseButton.LeftButton)
    assert page.runs.isVisible()
    page.resize(1100, 400)
    QApplication.processEvents()
    assert page.runs.isVisible(), "what the clerk has chosen stays"
    qtbot.mouseClick(page.fold_tree, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert not page.tree.isVisible()
    assert page.view.width() > 1000


def test_the_tables_of_statistics_fold(qtbot: QtBot, desk: Desk) -> None:
    page = put_on_screen(qtbot, StatisticsPage(desk))
    assert page.tree.isVisible()
    page.resize(720, 340)
    QApplication.processEvents()
    assert not page.tree.isVisible()
    assert page.layout_box.currentText() == "只看表"
    page.resize(1100, 600)
    QApplication.processEvents()
    assert page.tree.isVisible()
    assert page.layout_box.currentText() == "表和图"
    qtbot.mouseClick(page.fold_tree, Qt.MouseButton.LeftButton)
    assert not page.tree.isVisible()
    assert not put_on_screen(qtbot, StatisticsPage(desk)).tree.isVisible()
