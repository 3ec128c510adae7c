"""In the real window: a roster of the office's own making, and its letter with another heading, both printed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, page
from support.template_files import paragraph, word_file

from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.paper.pages import templates_page
from ganbu_desktop.modules.paper.pages.print_page import PrintPage
from ganbu_desktop.modules.paper.pages.roster_designer import RosterDesignerPage
from ganbu_desktop.modules.paper.pages.templates_page import TemplatesPage
from ganbu_desktop.modules.paper.printing import run


def test_a_roster_is_designed_saved_and_printed_from_the_print_page(
    qtbot: QtBot, window: MainWindow, messages: FakeMessages, tmp_path: Path
) -> None:
    people = [person.id for person in window.office.find(Person)[:5]]
    window.open_page("print", {"ids": people, "form": "name-list"})
    calm(qtbot, window)
    page(window, PrintPage).form.design.click()
    calm(qtbot, window)
    designer = page(window, RosterDesignerPage)
    designer.sheet.title.setText("青禾县年轻干部名单")
    designer.sheet.title.editingFinished.emit()
    messages.answers = ["年轻干部"]
    designer.save_button.click()
    calm(qtbot, window)
    designer.go_printing()
    calm(qtbot, window)
    printing = page(window, PrintPage)
    assert printing.form.info().name == "design:年轻干部"
    assert printing.people.ids() == people
    job = printing.job(tmp_path / "名单.xlsx")
    assert run(window.office, job).people == 5
    sheet = openpyxl.load_workbook(job.target).active
    assert sheet is not None
    assert sheet["A1"].value == "青禾县年轻干部名单"


def test_the_heading_of_a_letter_is_changed_and_it_is_printed(
    qtbot: QtBot,
    window: MainWindow,
    messages: FakeMessages,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """U11: the heading of an own template is changed and printed by somebody who is no developer."""
    monkeypatch.setattr(templates_page.ResultDialog, "exec", lambda self: 1)
    person = window.office.find(Person)[0]
    window.open_page("templates", [person.id])
    calm(qtbot, window)
    shown = page(window, TemplatesPage)
    for heading in ("介绍信", "干部介绍信"):
        source = word_file(tmp_path / "信.docx", paragraph(heading) + paragraph("{{姓名（不加空格）}}"))
        messages.answers = [source]
        shown.add_button.click()
        calm(qtbot, window)
        assert "姓名" in shown.problems.item(0).text()
        source = word_file(tmp_path / "信.docx", paragraph(heading) + paragraph("兹介绍{{姓名}}同志"))
        messages.answers = [source, "介绍信"]
        shown.add_button.click()
        calm(qtbot, window)
    messages.answers = [tmp_path / "成品.docx"]
    shown.print_button.click()
    calm(qtbot, window)
    with zipfile.ZipFile(tmp_path / "成品.docx") as archive:
        text = re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())
    assert text.strip().startswith("干部介绍信兹介绍")
