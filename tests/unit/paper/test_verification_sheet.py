"""干部信息核对单: every fact has its box, the person finds where to correct and sign, nothing is lost in silence."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from support import appointment_values as people
from support.pdf import pdf_bytes

from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_fill import FormFiller
from ganbu_desktop.paper.form_spec import TEXT, FormSpec

FACTS = {"unit": "清河县民政局", "as_of": "2026年11月", "id_number": "110101197503010027", "post_level": "乡科级正职"}


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


@pytest.fixture(scope="module")
def form() -> FormSpec:
    return load_form("verification-sheet")


def sheet_values(form: FormSpec, offered: dict[str, Any]) -> dict[str, Any]:
    wanted = form.bindings["relatives"]
    cut = [{name: relative.get(name, "") for name in wanted} for relative in offered["relatives"]]
    return {**{name: offered.get(name, FACTS.get(name, "")) for name in form.bindings}, "relatives": cut}


def placed_text(document: PlacedDocument, page: int) -> str:
    cells = document.pages[page].cells
    return "".join("".join(run.text.split()) for cell in cells for line in cell.lines for run in line.runs)


def test_two_pages_carry_every_fact_and_the_name_twice(form: FormSpec, book: FontBook) -> None:
    values = sheet_values(form, people.typical())
    document = FormFiller(form, book).fill(values)
    assert document.findings == ()
    texts = [placed_text(document, page) for page in (0, 1)]
    for name in (name for name, kind in form.bindings.items() if kind == TEXT):
        assert "".join(values[name].split()) in "".join(texts), name
    name = "".join(values["name"].split())
    assert all(name in text for text in texts)


def test_the_person_finds_where_to_correct_and_to_sign(form: FormSpec, book: FontBook) -> None:
    text = placed_text(FormFiller(form, book).fill(people.empty(form)), 1)
    for wanted in ("更正栏", "原登记内容", "应更正为", "本人核对", "□全部属实、准确。", "本人签名："):
        assert wanted in text


def test_too_much_is_reported(form: FormSpec, book: FontBook) -> None:
    document = FormFiller(form, book).fill(sheet_values(form, people.hostile()))
    messages = "".join(finding.message for finding in document.findings)
    assert "简历" in messages
    assert "只印得下 8 行" in messages


def test_the_pdf_says_what_is_placed(form: FormSpec, book: FontBook) -> None:
    document = FormFiller(form, book).fill(sheet_values(form, people.typical()))
    pages = PdfReader(BytesIO(pdf_bytes([document], book))).pages
    assert len(pages) == 2
    for number, page in enumerate(pages):
        assert sorted("".join(page.extract_text().split())) == sorted(placed_text(document, number))
