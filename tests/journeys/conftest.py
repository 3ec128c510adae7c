"""The real program without a screen: every room's pages, a clock that stands, boxes with answers at hand."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, finish
from support.task_texts import task_texts
from support.windows import (
    PASSWORD,
    SteppedClock,
    clock,
    dressed,
    messages,
    recovery_key,
    store_path,
    template_store,
)

from ganbu_desktop import modules
from ganbu_desktop.app import Shell
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.office import opening
from ganbu_desktop.modules import demo_files
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.store.vault import KdfCost

__all__ = ["clock", "dressed", "messages", "recovery_key", "store_path", "task_texts", "template_store"]
PEOPLE = 60


@pytest.fixture
def start(
    qtbot: QtBot,
    qapp: QApplication,
    messages: FakeMessages,
    clock: SteppedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], Shell]]:
    """Start the program; whatever window is left open is closed at the end."""
    hook = sys.excepthook
    monkeypatch.setattr(qapp, "quit", lambda: None)
    monkeypatch.setattr(KdfCost, "calibrated", classmethod(lambda cls, seconds=0.3: cls.cheap_for_tests()))
    started: list[Shell] = []

    def make() -> Shell:
        shell = Shell(
            qapp, settings=Settings(None), messages=messages, clock=clock, home=tmp_path, reports=tmp_path / "reports"
        )
        started.append(shell)
        return shell

    yield make
    for shell in started:
        if shell.window is not None:
            finish(qtbot, shell.window)
    sys.excepthook = hook
    assert not (tmp_path / "reports").exists()


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the invented people, closed."""
    modules.load_records()
    path = tmp_path_factory.mktemp("filled") / "县委组织部.ganbu"
    office, _ = opening.create_store(
        path, PASSWORD, "王科长", lambda: datetime(2026, 3, 2, 9, 30), kdf=KdfCost.cheap_for_tests()
    )
    fill_demo(office, PEOPLE, units=6)
    office.file.close()
    return path


@pytest.fixture(scope="session")
def hand_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a unit hands in, as the program's own samples make it."""
    modules.load_records()
    folder = tmp_path_factory.mktemp("hand-in")
    demo_files(folder, PEOPLE, clock=lambda: datetime(2026, 3, 2, 9, 30))
    return folder


@pytest.fixture
def window(qtbot: QtBot, start: Callable[[], Shell], filled_store: Path, tmp_path: Path) -> MainWindow:
    """The main window on a copy of the filled store, at the list of cadres."""
    path = tmp_path / filled_store.name
    path.write_bytes(filled_store.read_bytes())
    shell = start()
    shell.open(path, password=PASSWORD)
    assert shell.window is not None
    shell.window.resize(1366, 768)
    qtbot.waitExposed(shell.window)
    shell.window.activateWindow()
    shell.window.open_page("cadres")
    calm(qtbot, shell.window)
    return shell.window
