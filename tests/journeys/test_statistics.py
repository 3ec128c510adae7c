"""Statistics in the real window: the official table, a table of one's own, freezing, last year beside it, paper."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, drive, page, press
from support.windows import SteppedClock

from ganbu_desktop.desktop.reports.figure_label import FigureDialog
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.modules.statistics import actions
from ganbu_desktop.modules.statistics.catalogue import OFFICIAL
from ganbu_desktop.modules.statistics.pages.choice import NEW
from ganbu_desktop.modules.statistics.pages.page import StatisticsPage
from ganbu_desktop.modules.statistics.records import CrossTable

Key = Qt.Key


@pytest.fixture
def statistics(qtbot: QtBot, window: MainWindow) -> StatisticsPage:
    """The page of the room, on show."""
    window.open_page("statistics")
    calm(qtbot, window)
    return page(window, StatisticsPage)


def test_a_clerk_counts_opens_and_hands_on(
    qtbot: QtBot, window: MainWindow, statistics: StatisticsPage, messages: FakeMessages, tmp_path: Path
) -> None:
    """Down the list with the keys to a table of one's own; a number opens its people; Excel has table and chart."""
    statistics.focus_first()
    press(qtbot, Key.Key_End)
    calm(qtbot, window)
    assert statistics.tree.name() == NEW
    view = statistics.view.views[0]
    view.setFocus()
    seen: list[int] = []

    def look(dialog: QWidget) -> bool:
        if not isinstance(dialog, FigureDialog) or not dialog.tables[0].count():
            return False
        seen.append(dialog.tables[0].count())
        dialog.reject()
        return True

    place = next(n for n, row in enumerate(view._model.table.rows) if isinstance(row[1], Figure) and row[1].value)
    view.setCurrentIndex(view.model().index(place, 1))
    drive(look)
    press(qtbot, Key.Key_Return)
    figure = view._model.table.rows[place][1]
    assert isinstance(figure, Figure)
    assert seen == [figure.value]
    calm(qtbot, window)
    messages.answers = ["年龄和性别", tmp_path / "表.xlsx"]
    next(action for action in statistics.commands() if action is not None and "保存" in action.text()).trigger()
    assert [table.title for table in window.office.find(CrossTable)] == ["年龄和性别"]
    calm(qtbot, window)
    next(action for action in statistics.commands() if action is not None and "Excel" in action.text()).trigger()
    calm(qtbot, window)
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx").worksheets[0]
    assert len(sheet._images) == 1  # type: ignore[attr-defined]


def test_last_year_stands_beside_this_year_and_is_printed_unchanged(
    qtbot: QtBot,
    window: MainWindow,
    statistics: StatisticsPage,
    messages: FakeMessages,
    clock: SteppedClock,
    tmp_path: Path,
) -> None:
    now, clock.now = clock.now, clock.now.replace(year=2025)
    last = next(s for s in actions.freeze_month(window.office) if s.name == OFFICIAL)
    clock.now = now
    statistics.refresh(frozenset({"statistics_snapshot"}))
    statistics.compare_action.trigger()
    calm(qtbot, window)
    shown = statistics._shown
    assert shown is not None
    assert shown.report.title.endswith("与2025年3月比较")
    assert all("（" in c.shown() or c.value is None for c in shown.report.tables[0].rows[0] if isinstance(c, Figure))
    statistics.compare_action.trigger()
    statistics.where.moment.setCurrentIndex(1)
    calm(qtbot, window)
    assert last.content_hash[:12] in statistics.notice.text()
    messages.answers = [tmp_path / "去年.pdf"]
    statistics.export(".pdf")
    calm(qtbot, window)
    assert "2025年3月" in PdfReader(tmp_path / "去年.pdf").pages[0].extract_text()
