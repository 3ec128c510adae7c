"""A page that does not say title, unit and day gets them above it: in PDF, workbook and Word file alike."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from support.written_files import faults_of, word_text

from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_docx import write_docx
from ganbu_desktop.paper.form_excel import write_workbook
from ganbu_desktop.paper.form_file import read_form
from ganbu_desktop.paper.form_fill import FormFiller
from ganbu_desktop.paper.form_pdf import write_pdf
from ganbu_desktop.paper.form_spec import FormSpec
from ganbu_desktop.paper.running_head import RunningHead, headed
from ganbu_desktop.paper.watermark import marked

FORM = """
name = "note"
title = "情况说明"
edition = ""
source = "自定"
[bindings]
said = "text"
[styles]
base = { font = "song", size = 12, leading = 15 }
[[page]]
width = 210
height = 297
margins = { top = 20.0, right = 20.0, bottom = 20.0, left = 20.0 }
columns = [170.0]
table_width = 170.0
rows = [12.0]
table_rows = [1, 1]
table_height = 12.0
outer_border = 1.5
inner_border = 0.75
cell = [ { at = [1, 1], bind = "said", label = "内容" } ]
"""
HEAD = RunningHead("情况说明", ["县财政局", "县委组织部"], "2026年3月2日")


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


@pytest.fixture
def form(tmp_path: Path) -> FormSpec:
    (tmp_path / "note.toml").write_text(FORM, encoding="utf-8")
    return read_form(tmp_path / "note.toml")


def placed(form: FormSpec, book: FontBook, said: str) -> PlacedDocument:
    return headed(FormFiller(form, book).fill({"said": said}, name="甲"), form, HEAD, book)


@pytest.mark.parametrize(
    ("said", "above"),
    [
        ("情 况 说 明 县财政局 2026年3月1日", None),
        ("情况说明 县委组织部 2026.03.01", None),
        ("情况说明 县委组织部 年  月  日", None),
        ("县财政局 2026年3月1日", "情况说明"),
        ("情况说明 2026年3月1日", "县财政局"),
        ("情况说明 县财政局 2026年3月", "打印日期：2026年3月2日"),
        ("无", "情况说明　县财政局　打印日期：2026年3月2日"),
    ],
)
def test_only_what_is_lacking_is_added(form: FormSpec, book: FontBook, said: str, above: str | None) -> None:
    (page,) = placed(form, book, said).pages
    assert (page.head.text if page.head else None) == above


def test_every_kind_of_file_has_the_line(form: FormSpec, book: FontBook, tmp_path: Path) -> None:
    document = placed(form, book, "无")
    write_pdf(tmp_path / "a.pdf", [document], book)
    write_workbook(tmp_path / "a.xlsx", [document], book)
    write_docx(tmp_path / "a.docx", [document], book)
    wanted = "情况说明县财政局打印日期：2026年3月2日"
    assert "".join(PdfReader(tmp_path / "a.pdf").pages[0].extract_text().split()).endswith(wanted)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert "".join((sheet.oddHeader.right.text or "").split()) == wanted
    assert wanted in "".join(word_text(tmp_path / "a.docx").split())
    assert [faults_of(tmp_path / f"a.{kind}") for kind in ("pdf", "xlsx", "docx")] == [[], [], []]


def test_a_header_of_word_ends_where_the_next_page_has_none(form: FormSpec, book: FontBook, tmp_path: Path) -> None:
    """In Word a section without a header takes the one of the section before: it must get an empty one of its own."""
    whole = placed(form, book, "情况说明 县财政局 2026年3月1日")
    write_docx(tmp_path / "a.docx", [placed(form, book, "无"), whole, marked(whole, "管理员", book)], book)
    assert word_text(tmp_path / "a.docx").count("打印日期：2026年3月2日") == 1
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        body = archive.read("word/document.xml").decode()
        headers = [name for name in archive.namelist() if "header" in name]
    assert body.count("<w:headerReference") == 3
    assert len(headers) == 3


def test_a_letter_keeps_its_own_paging(form: FormSpec, book: FontBook) -> None:
    """Running text of a letter is left alone; a table in its annex is not."""
    letter = replace(form, pages=(replace(form.pages[0], letter=object()), *form.pages[1:]))  # type: ignore[arg-type]
    filled = FormFiller(form, book).fill({"said": "无"}, name="甲")
    assert headed(filled, letter, HEAD, book).pages[0].head is not None
    (page,) = filled.pages
    bare = tuple(replace(cell, frame=replace(cell.frame, borders=type(cell.frame.borders)())) for cell in page.cells)
    unruled = replace(filled, pages=(replace(page, cells=bare),))
    assert headed(unruled, letter, HEAD, book).pages[0].head is None
    assert headed(unruled, form, HEAD, book).pages[0].head is not None
