"""The training room on screen: every tab empty and full, and one class from calling up to its end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.builders import add, make_unit
from support.pages import put_on_screen
from support.training_classes import head, held_class, hours, lesson, make_class

from ganbu_desktop.desktop.window.page import PERSON, Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.modules.training import actions
from ganbu_desktop.modules.training.demo import fill
from ganbu_desktop.modules.training.pages.archive_view import ArchiveView
from ganbu_desktop.modules.training.pages.call_dialog import CallDialog
from ganbu_desktop.modules.training.pages.classes_view import ClassesView
from ganbu_desktop.modules.training.pages.training_page import TrainingPage
from ganbu_desktop.modules.training.records import Attendance, Enrolment, TrainingExemption
from ganbu_desktop.modules.training.records.teaching import LATE, LEAVE, PRESENT

SHOTS = os.environ.get("TRAINING_SHOTS")


def picture(page: TrainingPage, name: str) -> None:
    if SHOTS:
        page.grab().save(str(Path(SHOTS) / f"{name}.png"))


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> TrainingPage:
    return put_on_screen(qtbot, TrainingPage(desk))


def settled(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.tasks.is_busy(), timeout=5000)


def test_every_tab_opens_empty(qtbot: QtBot, page: TrainingPage) -> None:
    for name in page.names():
        assert page.choose(name)
        assert page.commands()
        page.refresh(frozenset({"person", "unit", "training_class", "training_hours"}))


def test_every_tab_opens_full(qtbot: QtBot, desk: Desk, office: Office) -> None:
    unit = make_unit(office, "青禾镇", short_name="青禾镇")
    for number in range(12):
        head(office, f"演示{'一二三四五六七八九十百千'[number]}", unit_id=unit.id)
    assert fill(office, SilentProgress()) > 200
    page = put_on_screen(qtbot, TrainingPage(desk))
    for name in page.names():
        assert page.choose(name)
        qtbot.wait(150)
        picture(page, name)
    classes = page.tab("classes")
    assert isinstance(classes, ClassesView)
    page.choose("classes")
    assert classes.list.table.count() >= 6
    for index in range(4):
        assert classes.open_class(classes.list.table.all_ids()[index])
        assert classes.board is not None
        for stage in range(3):
            classes.board.bar.setCurrentIndex(stage)
            qtbot.wait(50)
            picture(page, f"class{index}-{stage}")


def test_a_person_leads_to_the_archive(qtbot: QtBot, desk: Desk, office: Office) -> None:
    who = head(office, "王小明")
    add(office, hours(who, 40, 2026))
    page = put_on_screen(qtbot, TrainingPage(desk))
    page.show_target((PERSON, who.id))
    archive = page.current()
    assert isinstance(archive, ArchiveView)
    qtbot.waitUntil(lambda: archive.year_figure.text() == "40", timeout=5000)
    assert archive.short_figure.text() == "50"
    assert archive.entries.count() == 1
    add(office, hours(who, 50, 2026, class_title="另一个班"))
    page.refresh(frozenset({"training_hours"}))
    qtbot.waitUntil(lambda: archive.year_figure.text() == "90", timeout=5000)
    assert archive.standing.text() == "已达标"


def test_calling_up_shows_clashes_and_chooses_who_is_free(qtbot: QtBot, desk: Desk, office: Office) -> None:
    entry = make_class(office, places=5)
    free, away = head(office, "甲"), head(office, "乙")
    add(
        office,
        TrainingExemption(
            person_id=away.id, kind="2", starts_on=PartialDate(2026, 3, 1), ends_on=PartialDate(2026, 6, 6)
        ),
    )
    dialog = CallDialog(desk, entry)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.table.count() == 2
    assert "1 人有冲突" in dialog.sums.text()
    dialog.choose_free()
    assert dialog.table.selected_ids() == [free.id]
    dialog.batch.setText("第一批")
    dialog.call()
    rows = office.find(Enrolment)
    assert [(r.person_id, r.batch) for r in rows] == [(free.id, "第一批")]


def test_marks_take_one_key_each(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = [head(office, name) for name in ("甲", "乙", "丙")]
    entry = held_class(office, *people)
    lesson(office, entry, "第一讲")
    page = put_on_screen(qtbot, TrainingPage(desk))
    page.show_target(("classes", entry.id))
    classes = page.current()
    assert isinstance(classes, ClassesView)
    assert classes.board is not None
    classes.board.bar.setCurrentIndex(1)
    pane = classes.board.sign_in
    order = pane.table.all_ids()
    pane.table.select(order[0])
    pane.mark(LATE)
    assert pane.table.current_id() == order[1]
    pane.mark(LEAVE)
    pane.mark_rest()
    marks = {a.person_id: a.mark for a in office.find(Attendance)}
    assert [marks[i] for i in order] == [LATE, LEAVE, PRESENT]
    picture(page, "sign-in")


def test_who_is_on_the_list_without_a_notice_is_not_called_told(qtbot: QtBot, desk: Desk, office: Office) -> None:
    entry = make_class(office, places=5)
    first, second = head(office, "甲"), head(office, "乙")
    add(office, *(Enrolment(class_id=entry.id, person_id=p.id, state="1") for p in (first, second)))
    add(office, Enrolment(class_id=entry.id, person_id=head(office, "丙").id, state="2"))
    page = put_on_screen(qtbot, TrainingPage(desk))
    page.choose("classes")
    classes = page.tab("classes")
    assert isinstance(classes, ClassesView)
    assert classes.open_class(entry.id)
    assert classes.board is not None
    table = classes.board.people

    def said() -> list[tuple[str, str]]:
        rows = [table.model.row_at(n).cells for n in range(table.count())]
        return sorted((cells[4], cells[5]) for cells in rows)

    qtbot.waitUntil(lambda: table.count() == 3)
    assert said() == [("待通知", ""), ("待通知", ""), ("报到", "")]
    actions.issue_notice(office, entry, "青组训〔2026〕1号", PartialDate(2026, 3, 1))
    page.refresh(frozenset({"training_enrolment", "training_class"}))
    qtbot.waitUntil(lambda: ("已通知", "2026.03.01") in said())
