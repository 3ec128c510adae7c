"""Fixtures for windows without a screen: a dressed application, an office on a copied store, answers at hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages

from ganbu_desktop import modules
from ganbu_desktop.desktop.kit import theme, translation
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office import opening
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.vault import KdfCost

PASSWORD = "abcd-1234-测试"
ACCOUNT = "王科长"


class SteppedClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 30)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture(scope="session")
def template_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """One migrated store for all tests, with its recovery key."""
    modules.load_records()
    path = tmp_path_factory.mktemp("template") / "template.ganbu"
    office, key = opening.create_store(path, PASSWORD, ACCOUNT, SteppedClock(), kdf=KdfCost.cheap_for_tests())
    office.file.close()
    return path, key


def bury() -> None:
    """Delete at once what was left to be deleted later; else dressing the program anew dresses that as well."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in our own look, at 100 %, and after the test no window of it."""
    if not qapp.property("dressed"):
        translation.install(qapp)
        qapp.setProperty("dressed", True)
    if theme.scale() != 1.0 or not qapp.styleSheet():
        theme.apply(qapp)
    yield qapp
    bury()


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def store_path(template_store: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of the empty store, closed."""
    return Path(shutil.copy(template_store[0], tmp_path / "县委组织部.ganbu"))


@pytest.fixture
def recovery_key(template_store: tuple[Path, str]) -> str:
    return template_store[1]


@pytest.fixture
def office(store_path: Path, clock: SteppedClock) -> Iterator[Office]:
    """An open office on an empty store."""
    opened = opening.open_store(store_path, password=PASSWORD, clock=clock)
    yield opened
    opened.file.close()


@pytest.fixture
def messages() -> FakeMessages:
    return FakeMessages()


@pytest.fixture
def failures() -> list[Exception]:
    """What the desk's task runner could not hand to anybody."""
    return []


@pytest.fixture
def desk(qtbot: QtBot, office: Office, messages: FakeMessages, failures: list[Exception]) -> Iterator[Desk]:
    """A desk without a window; what is said lies in ``messages.shown`` as ("notice", text)."""
    tasks = TaskRunner(failed=lambda _parent, error: failures.append(error), window=lambda: None)
    made = Desk(office, tasks, messages, Settings(None))
    made.say = lambda text, tone: messages.shown.append(("notice", text))
    yield made
    tasks.close()
    assert not failures
