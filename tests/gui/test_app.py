"""The composition root: from a path to the window and back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages

from ganbu_desktop import modules
from ganbu_desktop.app import Loading, Shell, room_pages, run_window
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.start.recovery import RecoveryWizard
from ganbu_desktop.desktop.start.welcome import WelcomeDialog
from ganbu_desktop.foundation.errors import DataFileError, WrongKey

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "abcd-1234-测试"


@pytest.fixture
def shell(
    qapp: QApplication, messages: FakeMessages, clock: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    hook = sys.excepthook
    monkeypatch.setattr(qapp, "quit", lambda: None)
    made = Shell(
        qapp, settings=Settings(None), messages=messages, clock=clock, home=tmp_path, reports=tmp_path / "reports"
    )
    yield made
    sys.excepthook = hook


def finish(qtbot: QtBot, shell: Shell) -> None:
    window = shell.window
    assert window is not None
    window.close()
    qtbot.waitUntil(lambda: shell.window is None)


def test_every_page_of_every_room_opens_on_an_empty_store(qtbot: QtBot, shell: Shell, store_path: Path) -> None:
    shell.open(store_path, password=PASSWORD)
    window = shell.window
    assert window is not None
    assert window.navigation.marked() == "workbench"
    for spec in room_pages():
        window.open_page(spec.name)
        qtbot.waitUntil(lambda: not window.tasks.is_busy())
        assert window.current_page() is window.page(spec.name)
    finish(qtbot, shell)


def test_page_names_titles_and_icons_are_whole() -> None:
    specs = room_pages()
    assert len({spec.name for spec in specs}) == len(specs)
    assert {"cadres", "person", "units", "import", "check", "print", "recycle-bin", "parameters", "backups"} <= {
        spec.name for spec in specs
    }
    assert all(any("一" <= char <= "鿿" for char in spec.title) for spec in specs)


def test_a_wrong_password_from_outside_is_a_sentence(shell: Shell, store_path: Path) -> None:
    before = store_path.read_bytes()
    with pytest.raises(WrongKey):
        shell.open(store_path, password="falsch-falsch")
    assert shell.window is None
    assert store_path.read_bytes() == before


def test_leaving_for_another_store_leads_to_the_start(qtbot: QtBot, shell: Shell, store_path: Path) -> None:
    shell.open(store_path, password=PASSWORD)
    assert shell.window is not None
    seen: list[str] = []

    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, WelcomeDialog):
            seen.append(dialog.recent.item(0).text())
            dialog.reject()
        else:
            QTimer.singleShot(20, leave)

    QTimer.singleShot(20, leave)
    shell.window.open_another()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].startswith("县委组织部")


def test_going_back_to_a_backup_opens_the_wizard_on_the_same_path(qtbot: QtBot, shell: Shell, store_path: Path) -> None:
    shell.open(store_path, password=PASSWORD)
    assert shell.window is not None
    seen: list[Path] = []

    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RecoveryWizard):
            seen.append(dialog.target)
            dialog.reject()
        elif seen and dialog is not None:
            dialog.close()
            if isinstance(dialog, WelcomeDialog):
                return
        QTimer.singleShot(20, leave)

    QTimer.singleShot(20, leave)
    shell.window.recover()
    qtbot.waitUntil(lambda: seen == [store_path])
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


ORDER = """
import sys
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ganbu_desktop.app import Shell
from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.settings import Settings

HEAVY = {"sqlalchemy", "ganbu_desktop.kernel.office.office", "ganbu_desktop.desktop.window.main_window"}
app = QApplication([])
shell = Shell(
    app, settings=Settings(None), messages=Messages(), clock=datetime.now, home=Path(), reports=Path(sys.argv[1])
)

def look():
    dialog = app.activeModalWidget()
    if dialog is None or not dialog.isVisible():
        QTimer.singleShot(0, look)
        return
    print("first screen:", sorted(HEAVY & set(sys.modules)), flush=True)
    wait(dialog)

def wait(dialog):
    if HEAVY | {"ganbu_desktop.desktop.workbench.page"} <= set(sys.modules):
        print("behind it: all", flush=True)
        leave()
    else:
        QTimer.singleShot(10, lambda: wait(dialog))

def leave():
    if app.activeModalWidget() is not None:
        app.activeModalWidget().reject()
    QTimer.singleShot(10, leave)

QTimer.singleShot(0, look)
store = Path(sys.argv[2]) if len(sys.argv) > 2 else None
shell.open(store)
"""


@pytest.mark.parametrize("first", ["welcome", "unlock"])
def test_the_first_screen_is_there_before_what_stands_behind_it(first: str, store_path: Path, tmp_path: Path) -> None:
    arguments = [str(tmp_path), *([str(store_path)] if first == "unlock" else [])]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    process = subprocess.run(
        [sys.executable, "-c", ORDER, *arguments], env=environment, capture_output=True, text=True, timeout=60
    )
    assert process.stdout.splitlines() == ["first screen: []", "behind it: all"], process.stderr


def test_an_import_that_fails_behind_the_first_screen_is_not_lost(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ImportError("gone")

    monkeypatch.setattr(modules, "load", fail)
    loading = Loading()
    loading.begin()
    qtbot.waitUntil(lambda: loading._plain is not None and loading._plain.done())
    with pytest.raises(ImportError, match="gone"):
        loading.finish()


def test_without_a_screen_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(DataFileError, match="没有图形界面"):
        run_window()


def test_a_bug_leads_to_a_report_and_an_offer(
    shell: Shell, messages: FakeMessages, tmp_path: Path, expect_log: Any
) -> None:
    expect_log("unhandled ZeroDivisionError")
    messages.answers = ["继续使用"]
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("x"), None)
    assert len(list((tmp_path / "reports").iterdir())) == 1
    assert "数据文件是安全的" in messages.texts()
