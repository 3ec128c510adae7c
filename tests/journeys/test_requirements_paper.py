"""What paper and files owe those who hold them: the preview's own pages, and names padded only where wanted."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, page

from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.paper.pages.print_page import PrintPage
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_pdf import write_pdf


def ready(qtbot: QtBot, window: MainWindow, printing: PrintPage) -> None:
    qtbot.waitUntil(lambda: not printing._settle.isActive())
    calm(qtbot, window)


@pytest.mark.parametrize("pads", [True, False])
def test_names_are_padded_in_print_where_the_clerk_wants_it(
    qtbot: QtBot,
    window: MainWindow,
    messages: FakeMessages,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pads: bool,
) -> None:
    """U8: stored and searched unpadded, printed padded, written for other programs as the clerk chooses."""
    monkeypatch.setattr(PrintPage, "show_result", lambda self, target, outcome: None)
    person = next(p for p in window.office.find(Person) if len(p.name or "") == 2)
    name, padded = str(person.name), f"{str(person.name)[0]}　{str(person.name)[1]}"
    cadres = page(window, CadresPage)
    cadres.table.set_search(padded)
    calm(qtbot, window)
    assert person.id in cadres.table.all_ids()
    window.open_page("print", {"ids": [person.id], "form": "roster"})
    printing = page(window, PrintPage)
    ready(qtbot, window, printing)
    assert printing.form.pads_names.isChecked()
    printing.form.pads_names.setChecked(pads)
    ready(qtbot, window, printing)
    wanted, other = (padded, name) if pads else (name, padded)
    shown = {cell.text for placed in printing.preview.pages for cell in placed.cells}
    assert wanted in shown
    assert other not in shown
    target = tmp_path / "花名册.xlsx"
    messages.answers = [target]
    window.open_page("cadres")
    cadres.table.select(person.id)
    cadres.export("roster")
    calm(qtbot, window)
    cells = {cell.value for row in openpyxl.load_workbook(target).worksheets[0].iter_rows() for cell in row}
    assert wanted in cells
    assert other not in cells


def test_what_is_previewed_is_what_is_printed(
    qtbot: QtBot, window: MainWindow, messages: FakeMessages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """U9: the pages of the preview make the same PDF, byte for byte, as the file that is printed."""
    monkeypatch.setattr(PrintPage, "show_result", lambda self, target, outcome: None)
    person = window.office.find(Person)[0]
    window.open_page("print", {"ids": [person.id], "form": "appointment"})
    printing = page(window, PrintPage)
    ready(qtbot, window, printing)
    previewed = PlacedDocument(load_form("appointment").title, tuple(printing.preview.pages), name=str(person.name))
    write_pdf(tmp_path / "预览.pdf", [previewed], printing.book)
    messages.answers = [tmp_path / "打印.pdf"]
    printing.write()
    calm(qtbot, window)
    assert (tmp_path / "打印.pdf").read_bytes() == (tmp_path / "预览.pdf").read_bytes()
