"""The start page: duties and rights side by side, one click to where a reminder is seen to, answered with a reason."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from support.builders import make_person
from support.pages import put_on_screen

from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.desktop.workbench.answering import AnswerDialog
from ganbu_desktop.desktop.workbench.overview import Overview
from ganbu_desktop.desktop.workbench.page import LIST, MONTH, WorkbenchPage
from ganbu_desktop.desktop.workbench.reminder_list import ReminderList
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.reminders.agenda import When, when
from ganbu_desktop.kernel.reminders.reminder import Answer, Nature, Reminder, ReminderAnswer, ReminderRule


def _of(name: str, due_on: date | None) -> Reminder:
    return Reminder(name, f"{name}/1", f"{name}事项", "按参数推算", due_on, None, ("person", "p1"))


RULES = (
    ReminderRule("duty", "到龄退休", Nature.DUTY, "", lambda office, day: [_of("duty", date(2026, 3, 20))]),
    ReminderRule("late", "整改到期", Nature.DUTY, "", lambda office, day: [_of("late", date(2026, 2, 1))]),
    ReminderRule("right", "影响期已满", Nature.RIGHT, "", lambda office, day: [_of("right", date(2026, 3, 2))]),
)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, office: Office) -> WorkbenchPage:
    make_person(office)
    made = put_on_screen(qtbot, WorkbenchPage(desk, RULES))
    qtbot.waitUntil(lambda: made._agenda is not None)
    return made


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (None, When.SOON),
        (date(2026, 3, 1), When.MONTH),
        (date(2026, 2, 28), When.OVERDUE),
        (date(2026, 3, 2), When.TODAY),
        (date(2026, 3, 31), When.MONTH),
        (date(2026, 4, 1), When.YEAR),
        (date(2027, 1, 1), When.LATER),
    ],
)
def test_nearness_is_told_from_the_day(due_on: date | None, expected: When) -> None:
    assert when(due_on, date(2026, 3, 2)) is expected


def _links(page: WorkbenchPage) -> list[str]:
    overview = page.overview()
    return [b.text() for b in overview.findChildren(QPushButton) if b.property("role") == "link" and b.isVisible()]


def test_duties_and_rights_stand_on_one_screen(page: WorkbenchPage) -> None:
    assert {"duty事项", "late事项", "right事项"} <= set(_links(page))


def test_a_tile_narrows_both_columns_to_its_nearness(qtbot: QtBot, page: WorkbenchPage) -> None:
    tile = next(t for t in page.overview()._tiles if t.when is When.TODAY)
    tile.click()
    qtbot.waitUntil(lambda: [t for t in _links(page) if t != "全部"] == ["right事项"])
    tile.click()
    qtbot.waitUntil(lambda: len([t for t in _links(page) if t != "全部"]) == 3)


def test_one_click_leads_to_where_it_is_seen_to(page: WorkbenchPage, desk: Desk) -> None:
    gone: list[tuple[str, object]] = []
    desk.open_page = lambda name, target: gone.append((name, target))
    next(b for b in page.overview().findChildren(QPushButton) if b.text() == "duty事项").click()
    assert gone == [("person", "p1")]


def test_an_answer_takes_the_reminder_away_with_its_reason(qtbot: QtBot, page: WorkbenchPage, office: Office) -> None:
    page.show_target((LIST, "late"))
    listed = page.tab(LIST)
    assert isinstance(listed, ReminderList)
    qtbot.waitUntil(lambda: listed.table.all_ids() == ["late/1"])
    listed.table.select("late/1")
    listed.ask = lambda what, count: ("已另行安排", None)
    listed._with_reason(Answer.IGNORED)
    qtbot.waitUntil(lambda: "late/1" not in listed._items)
    (stored,) = office.find(ReminderAnswer)
    assert stored.reason == "已另行安排"


def test_putting_off_asks_for_reason_and_day(qtbot: QtBot) -> None:
    dialog = AnswerDialog(None, Answer.LATER, 1)
    qtbot.addWidget(dialog)
    dialog._check()
    assert dialog.until is None
    dialog.reason.setText("已另行安排")
    dialog.day.setText("下个月")
    dialog._check()
    assert dialog.until is None
    dialog.day.setText("2026.05.01")
    dialog._check()
    assert dialog.until == PartialDate(2026, 5, 1)


def test_the_calendar_counts_each_day(page: WorkbenchPage) -> None:
    page.choose(MONTH)
    month = page.tab(MONTH)
    assert month.calendar.counts[date(2026, 3, 20)] == 1  # type: ignore[attr-defined]
    assert month.calendar.counts[date(2026, 3, 21)] == 0  # type: ignore[attr-defined]


def test_an_empty_store_offers_the_first_steps_instead_of_numbers(qtbot: QtBot, desk: Desk, office: Office) -> None:
    page = put_on_screen(qtbot, WorkbenchPage(desk, ()))
    overview = page.overview()
    qtbot.waitUntil(lambda: overview.first_steps.isVisible())
    assert not any(tile.isVisible() for tile in overview._tiles)
    gone: list[str] = []
    desk.open_page = lambda name, target: gone.append(name)
    for way in overview.first_steps.ways:
        way.click()
    assert gone == ["import", "cadres", "units"]
    desk.open_another = lambda: gone.append("start")
    overview.first_steps.demo_button.click()
    assert gone[-1] == "start"
    assert not overview._cards.isVisible()
    make_person(office)
    page.work_out()
    qtbot.waitUntil(lambda: not overview.first_steps.isVisible() and overview._tiles[0].isVisible())


def test_tiles_show_whole_words_before_anything_is_worked_out(qtbot: QtBot, desk: Desk) -> None:
    page = put_on_screen(qtbot, Overview(desk))
    for tile in page._tiles:
        labels = tile.findChildren(QLabel)
        assert [label.text() for label in labels] == ["…", tile.when.value]
        assert [label for label in labels if label.height() < label.fontMetrics().height()] == []
