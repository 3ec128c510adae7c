"""Work off the window's thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ganbu_desktop.desktop.kit import tasks as tasks_module
from ganbu_desktop.desktop.kit.tasks import Progress, ProgressDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import CheckFailed


def test_work_runs_elsewhere_and_its_result_comes_home(qtbot: QtBot, desk: Desk) -> None:
    seen: list[object] = []
    desk.tasks.run(
        lambda progress: threading.current_thread().name,
        title="工作",
        done=lambda name: seen.extend([name, threading.current_thread() is threading.main_thread()]),
    )
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert str(seen[0]).startswith("writer")
    assert seen[1] is True
    assert not desk.tasks.is_busy()


def test_reading_does_not_wait_for_writing(qtbot: QtBot, desk: Desk) -> None:
    gate, read = threading.Event(), []
    desk.tasks.run(lambda progress: gate.wait(5), title="写", quiet=True)
    desk.tasks.run(lambda progress: 1, title="读", writes=False, quiet=True, done=read.append)
    qtbot.waitUntil(lambda: read == [1])
    gate.set()
    qtbot.waitUntil(lambda: not desk.tasks.is_busy())


def test_a_second_press_starts_nothing(qtbot: QtBot, desk: Desk) -> None:
    gate, runs = threading.Event(), []

    def work(progress: Progress) -> None:
        runs.append(1)
        gate.wait(5)

    first = desk.tasks.run(work, title="保存")
    assert desk.tasks.run(work, title="保存") is first
    gate.set()
    qtbot.waitUntil(lambda: not desk.tasks.is_busy())
    assert runs == [1]


def test_a_result_is_dropped_when_the_widget_that_asked_is_gone(qtbot: QtBot, desk: Desk) -> None:
    gate, seen = threading.Event(), []
    asker = QObject()
    desk.tasks.run(lambda progress: gate.wait(5), title="工作", done=lambda _x: seen.append(1), context=asker)
    asker.deleteLater()
    QApplication.sendPostedEvents(asker, 0)
    gate.set()
    qtbot.waitUntil(lambda: not desk.tasks.is_busy())
    qtbot.wait(20)
    assert seen == []


def test_an_error_goes_to_its_taker_or_to_the_desk(qtbot: QtBot, desk: Desk, failures: list[Exception]) -> None:
    def fail(progress: Progress) -> None:
        raise CheckFailed("条件不满足")

    taken: list[Exception] = []
    desk.tasks.run(fail, title="甲", failed=taken.append)
    desk.tasks.run(fail, title="乙")
    qtbot.waitUntil(lambda: len(taken) == 1 and len(failures) == 1)
    assert str(failures.pop()) == "条件不满足"


def test_the_dialog_comes_after_a_moment_and_stops_the_work(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_module, "SHOW_AFTER_MS", 10)
    ended: list[str] = []
    said = said_by(desk, monkeypatch)

    def work(progress: Progress) -> None:
        for done in range(100_000):
            progress.step(done, 100_000, "读取第一张表")
            threading.Event().wait(0.005)

    task = desk.tasks.run(
        work, title="导入", done=lambda _none: ended.append("done"), finished=lambda: ended.append("finished")
    )
    qtbot.waitUntil(lambda: task.dialog is not None)
    dialog = task.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: "%" in dialog._share.text())
    assert dialog._text.text() == "读取第一张表"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog._text.text() == "正在停下，请稍候…"
    qtbot.waitUntil(lambda: ended == ["finished"])
    assert said == ["已停止“导入”，做过的已全部撤回，数据没有改动"]


def test_what_has_ended_well_says_nothing_of_stopping(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_module, "SHOW_AFTER_MS", 10)
    gate, said, ended = threading.Event(), said_by(desk, monkeypatch), []
    task = desk.tasks.run(lambda _progress: gate.wait(10), title="备份", done=ended.append)
    qtbot.waitUntil(lambda: task.dialog is not None)
    dialog = task.dialog
    assert dialog is not None
    texts: list[str] = []
    monkeypatch.setattr(dialog._text, "setText", texts.append)
    gate.set()
    qtbot.waitUntil(lambda: ended == [True])
    assert not any("停" in text for text in texts)
    assert not task.progress.stopping()
    assert said == []


def test_a_stop_that_came_too_late_is_told_as_that(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks_module, "SHOW_AFTER_MS", 10)
    gate, said, ended = threading.Event(), said_by(desk, monkeypatch), []
    task = desk.tasks.run(lambda _progress: gate.wait(10), title="备份", done=ended.append)
    qtbot.waitUntil(lambda: task.dialog is not None)
    assert task.dialog is not None
    task.dialog.reject()
    gate.set()
    qtbot.waitUntil(lambda: ended == [True])
    assert said == ["“备份”已经做完，没有来得及停下"]


def said_by(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that fills with what the runner tells of stops."""
    said: list[str] = []
    monkeypatch.setattr(desk.tasks, "_say", said.append)
    return said


def test_a_task_that_cannot_be_stopped_says_nothing_of_it(qtbot: QtBot) -> None:
    progress = Progress()
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ProgressDialog("备份", progress, cancellable=False, parent=parent)
    dialog.reject()
    assert not progress.stopping()
    dialog.dismiss()
