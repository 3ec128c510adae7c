"""The reports page: generate, take figures apart, compare, hand up, sign, write files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from support.builders import make_person
from support.fake_messages import FakeMessages
from support.pages import put_on_screen
from support.sample_reports import PEOPLE, compute

from ganbu_desktop.desktop.paper.print_dialog import PrintDialog
from ganbu_desktop.desktop.reports import reports_page
from ganbu_desktop.desktop.reports.dialogs import AcknowledgeDialog, DifferencesDialog, SubmitDialog
from ganbu_desktop.desktop.reports.figure_label import FigureDialog, FigureLabel
from ganbu_desktop.desktop.reports.page import ReportsPage
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.forms import FORMS
from ganbu_desktop.kernel.report.runs import find_runs, generate
from ganbu_desktop.kernel.report.spec import Figure, Period, ReportSpec

YEARLY = ReportSpec("yearly", "年度表", ("year",), compute, help="按年统计")
FEBRUARY = Period.parse("2026-02")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ReportsPage:
    made = reports_page([("示例", [PEOPLE]), ("其他", [YEARLY])]).factory(desk)
    assert isinstance(made, ReportsPage)
    return put_on_screen(qtbot, made)


def _generated(qtbot: QtBot, page: ReportsPage, runs: int = 1) -> None:
    page.generate()
    qtbot.waitUntil(lambda: len(page._runs) == runs and page._shown is not None, timeout=5000)


def _texts(page: ReportsPage, row: int) -> list[str]:
    model = page.view.views[0].model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_it_begins_with_the_last_closed_month_and_says_how_to_go_on(page: ReportsPage) -> None:
    assert page.periods.current() == FEBRUARY
    assert "生成" in page.view.empty.text()
    assert page.view.stack.currentWidget() is page.view.empty


def test_generate_shows_figures_and_keeps_the_run(qtbot: QtBot, page: ReportsPage, office: Office) -> None:
    make_person(office, "王小明")
    qtbot.keyClick(page, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page._shown is not None, timeout=5000)
    assert _texts(page, 0) == ["1", "男", "1", "1", "100.0%", ""]
    assert _texts(page, 1)[4] == "无记录"
    (run,) = find_runs(office, PEOPLE.name, "2026-02")
    assert run.content_hash[:12] in page.notice.text()
    assert "还没有登记报送" in page.notice.text()
    assert page.runs.count() == 1


def test_the_same_again_is_called_the_same(qtbot: QtBot, page: ReportsPage, desk: Desk) -> None:
    said: list[str] = []
    desk.say = lambda text, tone: said.append(text)
    _generated(qtbot, page)
    _generated(qtbot, page, 2)
    qtbot.waitUntil(lambda: any("一致" in text for text in said), timeout=5000)


def test_another_period_or_report_shows_its_own_runs(qtbot: QtBot, page: ReportsPage, office: Office) -> None:
    generate(office, PEOPLE, Period.parse("2024-05"))
    page.show_target((PEOPLE.name, "2024-05"))
    qtbot.waitUntil(lambda: page.runs.count() == 1, timeout=5000)
    assert page.periods.current() == Period.parse("2024-05")
    page.show_target("yearly")
    qtbot.waitUntil(lambda: page.runs.count() == 0, timeout=5000)
    assert page.periods.current() == Period.parse("2025")
    assert page.help.text() == "按年统计"
    assert page.view.stack.currentWidget() is page.view.empty


def test_enter_on_a_figure_opens_what_it_stands_on(
    qtbot: QtBot, page: ReportsPage, office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(office, "王小明")
    make_person(office, "张无期", born_on=None)
    _generated(qtbot, page)
    opened: list[FigureDialog] = []
    monkeypatch.setattr(FigureDialog, "exec", lambda dialog: opened.append(dialog))
    view = page.view.views[0]
    view.setCurrentIndex(view.model().index(0, 3))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    (dialog,) = opened
    qtbot.waitUntil(lambda: dialog.tables[0].count() == 1, timeout=5000)
    assert dialog.windowTitle() == "男·有出生年月·人数：1"
    assert [dialog.bar.tabText(n) for n in range(3)] == ["计入的人员（1）", "未计入的人员（1）", "所依据的记录（0）"]
    went: list[tuple[str, object]] = []
    desk.open_page = lambda name, target: went.append((name, target))
    dialog.tables[1].focus_rows()
    dialog.bar.setCurrentIndex(1)
    dialog._open_current()
    assert went[0][0] == "person"
    left_out = page._shown.report.tables[0].rows[0][3] if page._shown else None
    assert isinstance(left_out, Figure)
    assert went[0][1] == left_out.left_out[0][0]


def test_a_click_on_words_opens_nothing(qtbot: QtBot, page: ReportsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    _generated(qtbot, page)
    opened: list[object] = []
    monkeypatch.setattr(FigureDialog, "exec", lambda dialog: opened.append(dialog))
    view = page.view.views[0]
    for column in (1, 2):
        place = view.visualRect(view.model().index(0, column)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(opened) == 1


def test_two_runs_are_compared(
    qtbot: QtBot, page: ReportsPage, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(office, "王小明")
    _generated(qtbot, page)
    make_person(office, "赵晚到")
    _generated(qtbot, page, 2)
    found: list[DifferencesDialog] = []
    monkeypatch.setattr(DifferencesDialog, "exec", lambda dialog: found.append(dialog))
    page.compare()
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    rows = found[0].table.source.rows(found[0].table.all_ids())
    assert "“男”的“人数”由 1 变为 2（增加 赵晚到）" in [row.cells[0] for row in rows]


def test_one_run_alone_is_not_compared(qtbot: QtBot, page: ReportsPage, desk: Desk) -> None:
    said: list[str] = []
    desk.say = lambda text, tone: said.append(text)
    _generated(qtbot, page)
    page.compare()
    assert "还没有可比较的另一次" in said[-1]


def _answer_with(kind: type[QDialog], fill: dict[str, str]) -> None:
    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        for name, text in fill.items():
            getattr(dialog, name).setText(text)
        dialog._save()  # type: ignore[attr-defined]

    QTimer.singleShot(50, act)


def test_handing_up_and_receipt(qtbot: QtBot, page: ReportsPage, office: Office) -> None:
    _generated(qtbot, page)
    _answer_with(SubmitDialog, {"receiver": "市委组织部", "hand": "李四"})
    page.submit()
    qtbot.waitUntil(lambda: "已报市委组织部" in page.notice.text(), timeout=5000)
    _answer_with(AcknowledgeDialog, {"hand": "王五"})
    page.acknowledge()
    qtbot.waitUntil(lambda: "签收。" in page.notice.text(), timeout=5000)
    (run,) = find_runs(office)
    assert (run.submitted_to, run.submitted_by, run.acknowledged_by) == ("市委组织部", "李四", "王五")


def test_a_wrong_day_is_said_in_the_dialog(qtbot: QtBot, page: ReportsPage, desk: Desk, office: Office) -> None:
    run = generate(office, PEOPLE, FEBRUARY).run
    dialog = SubmitDialog(desk, run, page, "市委组织部")
    qtbot.addWidget(dialog)
    dialog.day.setText("昨天")
    dialog._save()
    assert dialog.notice.text()
    dialog.day.setText("2026.03.09")
    dialog._save()
    qtbot.waitUntil(lambda: "不能晚于今天" in dialog.notice.text(), timeout=5000)
    assert find_runs(office)[0].submitted_on is None


def test_files_are_written(
    qtbot: QtBot, page: ReportsPage, office: Office, messages: FakeMessages, tmp_path: Path
) -> None:
    make_person(office, "王小明")
    _generated(qtbot, page)
    messages.answers = [tmp_path / "月报", tmp_path / "月报.xlsx"]
    for run in (lambda: page.export(".pdf"), lambda: page.export(".xlsx")):
        run()
        qtbot.waitUntil(lambda: not page.desk.tasks.is_busy(), timeout=5000)
    assert (tmp_path / "月报.xlsx").stat().st_size > 1000
    text = "".join(PdfReader(tmp_path / "月报.pdf").pages[0].extract_text().split())
    assert "人员基本情况表（2026年2月）" in text


def test_the_receipt_is_printed_from_the_chosen_run(qtbot: QtBot, page: ReportsPage, office: Office) -> None:
    page.desk.forms = lambda: FORMS
    _generated(qtbot, page)
    page.print_receipt()
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy(), timeout=5000)
    (dialog,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, PrintDialog))
    texts = {cell.text for sheet in dialog.preview.pages for cell in sheet.cells}
    assert find_runs(office)[0].content_hash in texts
    dialog.reject()


def test_nothing_is_exported_before_it_is_generated(page: ReportsPage, desk: Desk, messages: FakeMessages) -> None:
    said: list[str] = []
    desk.say = lambda text, tone: said.append(text)
    page.export(".pdf")
    page.submit()
    assert "请先生成" in said[0]
    assert "请先生成" in said[1]
    assert messages.shown == []


def test_a_figure_label_opens_by_key_and_click(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[FigureDialog] = []
    monkeypatch.setattr(FigureDialog, "exec", lambda dialog: opened.append(dialog))
    label = FigureLabel(desk, "应谈", Figure(3, formula="在职干部"))
    qtbot.addWidget(label)
    label.show()
    assert label.text() == "3"
    assert label.accessibleName() == "应谈：3"
    qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
    qtbot.keyClick(label, Qt.Key.Key_Return)
    assert [d.windowTitle() for d in opened] == ["应谈：3"] * 2
    label.set_figure("应谈", Figure(None))
    assert label.text() == "无记录"
    label.set_figure("", None)
    assert not label.isEnabled()
