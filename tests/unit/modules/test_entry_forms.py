"""Every room's forms about one entry: drawn empty, typical and hostile, and what is handed out fits what is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import make_office
from support.entry_sheets import EMPTY, FILLINGS, HOSTILE, TYPICAL, drawn_text, filled, form_names, silent_losses

from ganbu_desktop.kernel.forms.form_print import EntryPrinter, form_title
from ganbu_desktop.modules import entry_forms, ledgers, load_records
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.form_file import load_form

load_records()
FORMS = entry_forms()


@pytest.mark.parametrize("name", form_names())
@pytest.mark.parametrize("filling", FILLINGS)
def test_no_text_is_lost_without_a_finding(name: str, filling: str) -> None:
    document = filled(name, filling)
    assert silent_losses(load_form(name), document) == []
    assert _outside(document) == []
    if filling == EMPTY:
        assert len({finding.message for finding in document.findings}) == 0


@pytest.mark.parametrize("name", form_names())
def test_rare_characters_are_drawn(name: str) -> None:
    document = filled(name, HOSTILE)
    assert "\U0002cc56㛃" in drawn_text(document)
    assert not [finding for finding in document.findings if finding.rule == "paper.glyph"]


@pytest.mark.parametrize("name", form_names())
def test_the_title_stands_whole_on_one_line(name: str) -> None:
    cells = [cell for page in filled(name, TYPICAL).pages for cell in page.cells]
    titles = [cell for cell in cells if cell.frame.family == "title"]
    assert titles
    fixed = [cell for cell in titles if cell.frame.binding is None]
    assert all(not cell.overflow and len(cell.lines) == len(cell.text.split("\n")) for cell in fixed)


@pytest.mark.parametrize("name", form_names())
def test_typical_texts_stay_readable(name: str) -> None:
    small = [
        (cell.text[:12], cell.size_pt)
        for page in filled(name, TYPICAL).pages
        for cell in page.cells
        if cell.text and cell.size_pt < 8
    ]
    assert small == []


def test_every_form_is_offered_once_and_has_its_layout() -> None:
    names = [form.name for form in FORMS]
    assert len(names) == len(set(names))
    assert set(names) <= set(form_names())
    assert all(form_title(form) for form in FORMS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_blank_sheet_has_every_value(form: object, tmp_path: Path) -> None:
    (found,) = (each for each in FORMS if each is form)
    if found.blank is not None:
        document = EntryPrinter(make_office(tmp_path), found).blank()
        assert not document.findings


def test_ledgers_name_forms_that_there_are() -> None:
    offered = {form.name: form.subject for form in FORMS}
    for spec in ledgers():
        assert {name: offered.get(name) for name in spec.forms} == dict.fromkeys(spec.forms, spec.record), spec.name


def _outside(document: PlacedDocument) -> list[str]:
    """Return the texts that are drawn beyond the paper's edge."""
    return [
        cell.text[:12]
        for page in document.pages
        for cell in page.cells
        for line in cell.lines
        if not 0 <= line.x_mm <= page.frame.width_mm or not 0 <= line.baseline_mm <= page.frame.height_mm
    ]
