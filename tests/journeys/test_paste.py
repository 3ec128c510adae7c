"""A block of fifty rows and twelve columns goes into the list of talks, and one Ctrl+Z takes all of it back."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, drive, page, press

from ganbu_desktop.desktop.ledger.paste_preview import PasteDialog
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.talks.pages.page import TalksPage
from ganbu_desktop.modules.talks.pages.talks_view import TalksView
from ganbu_desktop.modules.talks.records import Talk

CTRL = Qt.KeyboardModifier.ControlModifier
TITLES = ["姓名", "谈话类型", "谈话日期", "谈话时间", "地点", "谈话人", "谈话人层级", "记录人", "主题"]
TITLES += ["谈话时职务", "发现苗头性问题（件）", "已提醒（件）"]
ROWS, BAD_DATES = 50, (3, 7, 11)


def block(people: list[Person]) -> str:
    """Fifty talks as Excel copies them, three with impossible dates, one cell of two lines."""
    rows = []
    for number in range(ROWS):
        day = "2026.13" if number in BAD_DATES else f"2026年2月{number % 27 + 1}日"
        person = people[number % len(people)]
        subject = '"一行\n两行"' if number == 0 else f"第{number}次"
        rows.append([str(person.id_number), "日常谈心谈话", day, "9:00", "谈话室", "钱部长", "部领导", "周记录"])
        rows[-1] += [subject, "科长", "0", "0"]
    return "\n".join("\t".join(row) for row in rows)


def test_six_hundred_cells_are_pasted_and_taken_back(qtbot: QtBot, window: MainWindow, messages: FakeMessages) -> None:
    """U2: 50 rows of 12 cells come from the clipboard, bad ones are red, one step takes all back."""
    window.open_page("talks")
    calm(qtbot, window)
    view = page(window, TalksPage).findChild(TalksView)
    assert view is not None
    known = [p for p in window.office.find(Person) if p.id_number]
    before = {talk.id: talk for talk in window.office.find(Talk)}
    labels = {c.title: c.key for c in view.table.source.columns}
    view.table.set_columns([labels[title] for title in TITLES])
    mime = QMimeData()
    mime.setText(block(known))
    QGuiApplication.clipboard().setMimeData(mime)
    view.table.focus_rows()
    seen: list[tuple[int, int, int]] = []

    def take(widget: QWidget) -> bool:
        if isinstance(widget, PasteDialog):
            model = widget.model
            cells = [model.cell(row, column) for row in range(model.rowCount()) for column in range(len(TITLES))]
            seen.append((model.rowCount(), len(cells), sum(bool(cell.error) for cell in cells)))
            widget.accept()
        return bool(seen)

    drive(take)
    view.table.view.go_to(view.table.model.index(0, 0))
    press(qtbot, Qt.Key.Key_V, CTRL)
    calm(qtbot, window)
    assert seen == [(ROWS, ROWS * len(TITLES), len(BAD_DATES))]
    talks = window.office.find(Talk)
    assert sum("一行" in (talk.subject or "") and "两行" in (talk.subject or "") for talk in talks) == 1
    assert len({talk.id for talk in talks if before.get(talk.id) != talk}) >= ROWS
    assert [one.text for one in view.table.model.refused().values()] == ["2026.13"] * len(BAD_DATES)
    press(qtbot, Qt.Key.Key_Z, CTRL)
    calm(qtbot, window)
    assert {talk.id: talk for talk in window.office.find(Talk)} == before
