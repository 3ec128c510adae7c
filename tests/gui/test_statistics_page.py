"""The statistics page: tables, one's own tables, populations, freezing, comparing, charts, files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support.builders import make_person
from support.county_statistics import day, make_statistics_county
from support.fake_messages import FakeMessages
from support.pages import put_on_screen
from support.windows import SteppedClock

from ganbu_desktop import modules
from ganbu_desktop.desktop.charts import Kind
from ganbu_desktop.desktop.reports.figure_label import FigureDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.list import saved_view
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.modules.statistics import actions
from ganbu_desktop.modules.statistics.catalogue import OFFICIAL
from ganbu_desktop.modules.statistics.pages.choice import NEW
from ganbu_desktop.modules.statistics.pages.page import StatisticsPage
from ganbu_desktop.modules.statistics.records import CrossTable, StatisticsSnapshot


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, office: Office) -> StatisticsPage:
    """The page over the invented county."""
    make_statistics_county(office)
    desk.ready_conditions = modules.ready_conditions
    made = put_on_screen(qtbot, StatisticsPage(desk))
    calm(qtbot, made)
    return made


def calm(qtbot: QtBot, page: StatisticsPage) -> None:
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy())
    qtbot.wait(5)
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy())


def total(page: StatisticsPage) -> int | None:
    """Return the number of people that the table on show counts."""
    assert page._shown is not None
    table = page._shown.report.tables[0]
    row = table.rows[0][:3] if page._shown.entry.name == OFFICIAL else table.rows[-1]
    return [cell for cell in row if isinstance(cell, Figure) and not cell.text][-1].value


def test_the_official_table_comes_first_with_its_chart(page: StatisticsPage) -> None:
    assert page.tree.name() == OFFICIAL
    assert total(page) == 7
    assert page.charts.chart() is not None
    assert not page.ask.isVisible()
    page.focus_first()


def test_the_table_has_the_larger_part_above_its_chart(page: StatisticsPage) -> None:
    table, chart = page.split.sizes()
    assert page.split.orientation() is Qt.Orientation.Vertical
    assert table > chart > 0


def test_every_table_opens(qtbot: QtBot, page: StatisticsPage) -> None:
    for name in page._entries:
        page.tree.choose(name)
        calm(qtbot, page)
        assert page._shown is not None
        assert page._shown.entry.name == name


def test_an_own_table_is_put_together_kept_and_deleted(
    qtbot: QtBot, page: StatisticsPage, office: Office, messages: FakeMessages
) -> None:
    page.show_target(NEW)
    calm(qtbot, page)
    assert page.ask.isVisible()
    assert page.charts.kind.currentData() is Kind.PYRAMID
    page.ask.down.setCurrentIndex(page.ask.down.findData("unit"))
    calm(qtbot, page)
    assert page._shown is not None
    assert page._shown.report.title == "单位与性别统计表"
    messages.answers = ["各单位男女"]
    page.keep()
    calm(qtbot, page)
    (table,) = office.find(CrossTable)
    assert (table.title, table.down, table.across) == ("各单位男女", "unit", "sex")
    assert page.tree.name().endswith(table.id)
    messages.answers = [True]
    page.delete()
    assert office.find(CrossTable) == []
    assert page.tree.name() == OFFICIAL


def test_the_same_dimension_twice_is_said_not_counted(qtbot: QtBot, page: StatisticsPage) -> None:
    page.tree.choose(NEW)
    page.ask.down.setCurrentIndex(page.ask.down.findData("sex"))
    calm(qtbot, page)
    assert "同一个项目" in page.notice.text()
    assert page._shown is None
    page.export(".xlsx")
    page.ask.down.setCurrentIndex(page.ask.down.findData("age"))
    calm(qtbot, page)
    assert page.notice.text() == ""
    assert total(page) == 7


def test_populations(qtbot: QtBot, page: StatisticsPage, office: Office) -> None:
    view = saved_view.save(office, saved_view.CADRES, "女干部", saved_view.ViewContent(filters={"sex": "女"}))
    page.refresh(frozenset({"saved_view"}))
    for title, people in (("领导班子成员", 5), (f"视图：{view.name}", 2), ("县财政局及下级", 2), ("全部现职干部", 7)):
        page.where.people.setCurrentIndex(page.where.people.findText(title))
        calm(qtbot, page)
        assert total(page) == people, title
    chosen = [person.id for person in office.find(Person)][:3]
    page.show_target({"ids": chosen})
    calm(qtbot, page)
    assert total(page) == 3
    assert page.where.people.currentText() == "选中的 3 人"
    page.tree.choose("team-posts")
    calm(qtbot, page)
    assert not page.where.people.isEnabled()
    page.show_target({"ids": chosen[:1], "title": "谈话名单"})
    calm(qtbot, page)
    assert page.tree.name() == OFFICIAL
    assert total(page) == 1


def test_an_empty_population_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    page = put_on_screen(qtbot, StatisticsPage(desk))
    calm(qtbot, page)
    assert "统计范围里没有人" in page.view.empty.text()
    assert not page.charts.isVisible()


def test_freezing_looking_back_and_comparing(
    qtbot: QtBot, page: StatisticsPage, office: Office, messages: FakeMessages, clock: SteppedClock
) -> None:
    page.compare_action.setChecked(True)
    page.reload()
    calm(qtbot, page)
    assert not page.compare_action.isChecked()
    now, clock.now = clock.now, clock.now.replace(year=2025)
    actions.freeze_month(office)
    clock.now = now
    make_person(office, "新来的", born_on=day(1999, 1), post_level="1A42")
    messages.answers = [True]
    page.freeze()
    calm(qtbot, page)
    assert "不能改" in messages.texts()
    assert len(office.find(StatisticsSnapshot)) == 2 * len(page._entries)
    page.where.moment.setCurrentIndex(2)
    calm(qtbot, page)
    assert total(page) == 4, "the other three were not there in 2025, or nobody knows since when"
    assert "不随数据变化" in page.notice.text()
    assert not page.where.people.isEnabled()
    page.where.moment.setCurrentIndex(0)
    page.compare_action.trigger()
    calm(qtbot, page)
    assert page._shown is not None
    cell = page._shown.report.tables[0].rows[0][2]
    assert isinstance(cell, Figure)
    assert cell.shown() == "8（+4）"
    page.compare_action.trigger()
    calm(qtbot, page)
    page.charts.choose("年龄", Kind.TREND)
    calm(qtbot, page)
    chart = page.charts.chart()
    assert chart is not None
    assert chart.categories == ("2025.03", "2026.03")
    assert [datum.value for datum in chart.series[0].data] == [1, 3]


def test_a_number_and_a_bar_open_their_people(qtbot: QtBot, page: StatisticsPage, desk: Desk) -> None:
    opened: list[str] = []
    page.view.explain = lambda title, figure: opened.append(f"{title}{figure.value}")  # type: ignore[method-assign]
    page.charts.choose("年龄", Kind.BARS)
    view = page.charts.view
    view.repaint()
    view.open_current()
    assert opened == ["30岁及以下2"]
    figure = view.chart.series[0].data[0].figure  # type: ignore[union-attr]
    assert figure is not None
    dialog = FigureDialog(desk, "30岁及以下", figure, page)
    calm(qtbot, page)
    assert dialog.tables[0].count() == 2
    dialog.reject()


def test_files(qtbot: QtBot, page: StatisticsPage, tmp_path: Path, messages: FakeMessages) -> None:
    sheet, paper, picture = tmp_path / "表.xlsx", tmp_path / "表.pdf", tmp_path / "图"
    messages.answers = [sheet, paper, picture]
    page.export(".xlsx")
    calm(qtbot, page)
    page.export(".pdf")
    calm(qtbot, page)
    page.export_chart()
    (drawn,) = openpyxl.load_workbook(sheet).worksheets[0]._images  # type: ignore[attr-defined]
    assert drawn.ref is not None
    assert paper.read_bytes().startswith(b"%PDF")
    assert picture.with_suffix(".png").read_bytes().startswith(b"\x89PNG")


def test_the_layout_is_remembered(qtbot: QtBot, page: StatisticsPage, desk: Desk) -> None:
    page.layout_box.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.layout_box, Qt.Key.Key_Down)
    assert page.layout_box.currentData() == "chart"
    assert not page.view.isVisible()
    assert page.charts.isVisible()
    again = put_on_screen(qtbot, StatisticsPage(desk))
    calm(qtbot, again)
    assert not again.view.isVisible()
    again.layout_box.setCurrentIndex(0)
    assert again.view.isVisible()


def test_it_fits_a_small_screen_at_150_percent(qtbot: QtBot, page: StatisticsPage) -> None:
    assert page.minimumSizeHint().width() < 900
