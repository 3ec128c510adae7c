"""An import and a batch print are stopped in the middle: nothing half is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, drive, page

from ganbu_desktop.desktop.kit import tasks
from ganbu_desktop.desktop.kit.tasks import Progress, ProgressDialog
from ganbu_desktop.desktop.paper.preview.result import ResultDialog
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.intake.pages.import_page import PREVIEW, RESULT, ImportPage
from ganbu_desktop.modules.paper.pages.print_page import PrintPage
from ganbu_desktop.modules.people.actions import delete_people
from ganbu_desktop.modules.people.pages.list_page import CadresPage


class Holding:
    """While it holds, work waits after its tenth step until somebody has asked it to stop."""

    def __init__(self) -> None:
        self.reached: list[int] = []
        self.patch = pytest.MonkeyPatch()

    def start(self) -> None:
        step, reached = Progress.step, self.reached
        self.patch.setattr(tasks, "SHOW_AFTER_MS", 10)

        def held(progress: Progress, done: int, total: int, text: str = "") -> None:
            if done >= 10 and total >= 20:
                reached.append(done)
                progress._stop.wait(10)
            step(progress, done, total, text)

        self.patch.setattr(Progress, "step", held)

    def cancel(self, widget: QWidget) -> bool:
        """Press 取消 once the work stands there."""
        if not isinstance(widget, ProgressDialog) or not self.reached:
            return False
        widget.reject()
        return True


@pytest.fixture
def holding() -> Iterator[Holding]:
    made = Holding()
    yield made
    made.patch.undo()


def test_a_stopped_import_has_written_nothing(
    qtbot: QtBot, window: MainWindow, hand_in: Path, holding: Holding
) -> None:
    everyone = page(window, CadresPage).table.all_ids()
    delete_people(window.office, everyone)
    calm(qtbot, window)
    window.open_page("import", [hand_in / "信息采集表.xlsx"])
    imported = page(window, ImportPage)
    imported.go_on()
    qtbot.waitUntil(lambda: imported.step() == PREVIEW, timeout=30000)
    calm(qtbot, window)
    before = window.office.operations.undoable()
    holding.start()
    drive(holding.cancel)
    imported.go_on()
    calm(qtbot, window)
    assert imported.step() == PREVIEW
    assert imported.next.isEnabled()
    assert window.office.find(Person) == []
    assert window.office.operations.undoable() == before
    holding.patch.undo()
    imported.go_on()
    qtbot.waitUntil(lambda: imported.step() == RESULT, timeout=30000)
    calm(qtbot, window)
    assert len(window.office.find(Person)) == len(everyone)


def test_a_stopped_batch_leaves_whole_forms_only(
    qtbot: QtBot, window: MainWindow, messages: FakeMessages, tmp_path: Path, holding: Holding
) -> None:
    """U10: a batch stopped on its way leaves whole files, and a line for each."""
    everyone = page(window, CadresPage).table.all_ids()
    window.open_page("print", {"ids": everyone, "form": "appointment"})
    printing = page(window, PrintPage)
    qtbot.waitUntil(lambda: not printing._settle.isActive())
    calm(qtbot, window)
    printing.output.each.setChecked(True)
    folder = tmp_path / "任免表"
    folder.mkdir()
    holding.start()
    messages.answers = [folder]
    results: list[ResultDialog] = []
    notices: list[str] = []

    def close_result(widget: QWidget) -> bool:
        if isinstance(widget, ResultDialog):
            results.append(widget)
            notices.append(widget.notice.text())
            widget.accept()
        return isinstance(widget, ResultDialog)

    drive(holding.cancel, close_result)
    printing.write()
    calm(qtbot, window)
    qtbot.waitUntil(lambda: bool(results), timeout=10000)
    written = sorted(folder.iterdir())
    assert 0 < len(written) < len(everyone)
    told = [str(row.cells[0]) for row in results[0].table.source.rows(results[0].table.all_ids())]
    assert all(any(path.name in line for line in told) for path in written)
    stopped = f"已停止：写出 {len(written)} 个文件，还有 {len(everyone) - len(written)} 人没有写出"
    assert stopped in told
    assert notices == [stopped]
    assert all(path.suffix == ".pdf" and len(PdfReader(path).pages) == 2 for path in written)
