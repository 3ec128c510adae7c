"""A clerk's first half hour, in one go: new store, import, correct, print, undo, backup, disaster, restore."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, drive, finish, page

from ganbu_desktop.app import Shell
from ganbu_desktop.desktop.paper.preview.result import ResultDialog
from ganbu_desktop.desktop.start.new_store import NewStoreDialog
from ganbu_desktop.desktop.start.recovery import RecoveryWizard
from ganbu_desktop.desktop.start.unlock import UnlockDialog
from ganbu_desktop.desktop.start.welcome import Way, WelcomeDialog
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.person import Person, Photo
from ganbu_desktop.modules.checks.pages.check_page import CheckPage
from ganbu_desktop.modules.intake.pages.import_page import PREVIEW, RESULT, ImportPage
from ganbu_desktop.modules.paper.pages.print_options import Output
from ganbu_desktop.modules.paper.pages.print_page import PrintPage
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_section import BasicSection

SECRET = "geheim-1234-neu"
SHEET, SEX, BORN, PLACE, BIRTHPLACE = "A01人员", 3, 4, 5, 6
PEOPLE = 60


@pytest.fixture
def workbook(hand_in: Path, tmp_path: Path) -> Path:
    """The unit's workbook with two cells that cannot be read and one 籍贯 that is too short."""
    path = tmp_path / "信息采集表.xlsx"
    shutil.copy(hand_in / path.name, path)
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    sheet.cell(5, BORN).value = "1978.13"
    sheet.cell(9, SEX).value = "南"
    sheet.cell(12, PLACE).value = "云溪"
    sheet.cell(12, BIRTHPLACE).value = "云溪东安"
    book.save(path)
    return path


def make_store(shell: Shell) -> None:
    """Press 新建数据文件, give a password, type the recovery key back."""

    def choose(widget: QWidget) -> bool:
        if isinstance(widget, WelcomeDialog):
            widget.buttons[Way.NEW].click()
        return isinstance(widget, WelcomeDialog)

    def make(widget: QWidget) -> bool:
        if not isinstance(widget, NewStoreDialog):
            return False
        if widget.current() is widget.place:
            widget.go_next()
        elif widget.current() is widget.account and not widget.account.password.first.text():
            widget.account.password.first.setText(SECRET)
            widget.account.password.second.setText(SECRET)
            widget.go_next()
        elif widget.current() is widget.key:
            assert not widget.next.isEnabled()
            widget.key.typed.setText(widget.key.key())
            widget.go_next()
            return True
        return False

    drive(choose, make)
    shell.open()


def run_import(qtbot: QtBot, window: MainWindow, paths: list[Path]) -> ImportPage:
    """Read files up to the preview."""
    window.open_page("import", paths)
    imported = page(window, ImportPage)
    imported.go_on()
    qtbot.waitUntil(lambda: imported.step() == PREVIEW, timeout=30000)
    calm(qtbot, window)
    return imported


def write_in(qtbot: QtBot, window: MainWindow, imported: ImportPage) -> None:
    """Press the button of the preview."""
    assert imported.next.isEnabled()
    imported.go_on()
    qtbot.waitUntil(lambda: imported.step() == RESULT, timeout=30000)
    calm(qtbot, window)


def people(window: MainWindow) -> list[Person]:
    return window.office.find(Person)


def import_workbook(qtbot: QtBot, window: MainWindow, messages: FakeMessages, workbook: Path) -> None:
    """The refused cells are named and come back red in the unit's own workbook; the rest goes in."""
    imported = run_import(qtbot, window, [workbook])
    imported.preview.show_tab("不导入")
    problems = [
        imported.preview.problems.row(i).cells  # type: ignore[union-attr]
        for i in imported.preview.problem_table.all_ids()
    ]
    assert {(cells[1], cells[2], cells[4]) for cells in problems} >= {(SHEET, "5", "1978.13"), (SHEET, "9", "南")}
    red = workbook.with_name("退回.xlsx")
    messages.answers = [red]
    imported.export_report()
    qtbot.waitUntil(red.is_file, timeout=20000)
    calm(qtbot, window)
    sheet = openpyxl.load_workbook(red)[SHEET]
    for row, column in ((5, BORN), (9, SEX)):
        cell = sheet.cell(row, column)
        assert cell.comment is not None
        assert cell.fill.fgColor.rgb not in ("00000000", None)
    assert sheet.cell(6, BORN).comment is None
    write_in(qtbot, window, imported)
    assert len(people(window)) >= PEOPLE - 2


def import_forms(qtbot: QtBot, window: MainWindow, hand_in: Path) -> None:
    """Twenty form files of the same unit bring photos and nobody twice."""
    before = {person.id_number for person in people(window)}
    files = sorted((hand_in / "任免审批表").glob("*.lrmx"))
    assert len(files) == 20
    imported = run_import(qtbot, window, list(files))
    write_in(qtbot, window, imported)
    numbers = [person.id_number for person in people(window)]
    assert len(numbers) == len(set(numbers))
    assert len(set(numbers) - before) <= 2
    assert window.office.find(Photo)


def correct(qtbot: QtBot, window: MainWindow) -> None:
    """The check names the short 籍贯; opening the finding leads to its field; corrected, it is solved."""
    window.open_page("check")
    check = page(window, CheckPage)
    check.run()
    calm(qtbot, window)
    found = [i for i in check.table.all_ids() if "籍贯" in str(check.source.at(i))]
    short = next(i for i in found if check.source.at(i).finding.field == "native_place")  # type: ignore[union-attr]
    check.table.opened.emit(short)
    calm(qtbot, window)
    person = page(window, PersonPage)
    section = person.tabs.section()
    assert isinstance(section, BasicSection)
    field = section.form.editor("native_place")
    qtbot.waitUntil(field.widget.hasFocus)
    assert field.text() == "云溪"
    field.set_text("云溪东安")
    assert person.save()
    calm(qtbot, window)
    assert {p.id: p.native_place for p in people(window)}[person._person_id] == "云溪东安"


def accept_result(widget: QWidget) -> bool:
    if isinstance(widget, ResultDialog):
        widget.accept()
    return isinstance(widget, ResultDialog)


def print_batch(qtbot: QtBot, window: MainWindow, messages: FakeMessages, folder: Path) -> None:
    """Five forms in one PDF, and a roster of everyone as a workbook."""
    window.open_page("cadres")
    calm(qtbot, window)
    everyone = page(window, CadresPage).table.all_ids()
    for form, output, ids, target in (
        ("appointment", Output.PDF, everyone[:5], folder / "任免表.pdf"),
        ("roster", Output.EXCEL, everyone, folder / "花名册.xlsx"),
    ):
        window.open_page("print", {"ids": ids, "form": form})
        printing = page(window, PrintPage)
        qtbot.waitUntil(lambda p=printing: not p._settle.isActive())  # type: ignore[misc]
        calm(qtbot, window)
        printing.output.kind.setCurrentText(output.value)
        messages.answers = [target]
        drive(accept_result)
        printing.write()
        qtbot.waitUntil(target.is_file, timeout=30000)
        calm(qtbot, window)
    names = {person.id: person.name or "" for person in people(window)}
    pages = PdfReader(folder / "任免表.pdf").pages
    assert len(pages) == 10
    for number, person_id in enumerate(everyone[:5]):
        text = pages[2 * number].extract_text().replace("　", "").replace(" ", "").replace("\n", "")
        assert "干部任免审批表" in text
        assert names[person_id] in text
    (sheet,) = openpyxl.load_workbook(folder / "花名册.xlsx").worksheets[:1]
    cells = {str(cell).replace("　", "") for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert set(names.values()) <= cells


def undo_and_redo(qtbot: QtBot, window: MainWindow, steps: int) -> None:
    """Everything since the new store is taken back by Ctrl+Z and brought again by Ctrl+Y."""
    whole = {person.id: person for person in people(window)}
    for _ in range(steps):
        qtbot.waitUntil(window.undo_action.isEnabled)
        window.undo()
        calm(qtbot, window)
    assert people(window) == []
    assert window.office.find(Photo) == []
    for _ in range(steps):
        qtbot.waitUntil(window.redo_action.isEnabled)
        window.redo()
        calm(qtbot, window)
    assert {person.id: person for person in people(window)} == whole


def restore(shell: Shell, path: Path, messages: FakeMessages) -> None:
    """The damaged file is told as such and leads to the wizard, which brings the backup back."""

    def unlock(widget: QWidget) -> bool:
        if isinstance(widget, UnlockDialog) and widget.good.isEnabled():
            widget.password.setText(SECRET)
            widget.unlock()
            return True
        return False

    def recover(widget: QWidget) -> bool:
        if not isinstance(widget, RecoveryWizard):
            return False
        if widget.current() is widget.choose:
            assert widget.choose.chosen() is not None
            widget.go_next()
        elif widget.current() is widget.secret_step and not widget.secret_step.password.text():
            widget.secret_step.password.setText(SECRET)
            widget.go_next()
        elif widget.current() is widget.done_step:
            widget.go_next()
            return True
        return False

    messages.answers = ["打开恢复向导"]
    drive(unlock, recover)
    shell.open(path)


def test_the_first_half_hour(
    qtbot: QtBot,
    start: Callable[[], Shell],
    messages: FakeMessages,
    hand_in: Path,
    workbook: Path,
    tmp_path: Path,
) -> None:
    """U20: a new clerk prints a form and a monthly report with nothing but the built-in help."""
    shell = start()
    make_store(shell)
    window = shell.window
    assert window is not None
    path = window.office.path
    calm(qtbot, window)
    import_workbook(qtbot, window, messages, workbook)
    import_forms(qtbot, window, hand_in)
    correct(qtbot, window)
    print_batch(qtbot, window, messages, tmp_path)
    undo_and_redo(qtbot, window, 3)
    kept = {person.id: person for person in people(window)}
    photos = len(window.office.find(Photo))
    window.backup_now()
    calm(qtbot, window)
    assert "已备份" in window.notice()
    finish(qtbot, window)

    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])
    again = start()
    restore(again, path, messages)
    assert again.window is not None
    calm(qtbot, again.window)
    assert "数据文件" in messages.texts()
    assert {person.id: person for person in people(again.window)} == kept
    assert len(again.window.office.find(Photo)) == photos
    again.window.open_page("cadres")
    calm(qtbot, again.window)
    assert page(again.window, CadresPage).table.count() == len(kept)
