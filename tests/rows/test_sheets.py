"""Every row's sheets: each field of the record on paper, in PDF, Excel and Word alike; the blank sheet; the right."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from support.row_county import Marker

from ganbu_desktop.foundation.errors import PermissionDenied
from ganbu_desktop.foundation.fields import Hidden, Sealed
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.forms.form_print import EntryPrinter
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.row.row import Row
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_docx import write_docx
from ganbu_desktop.paper.form_excel import write_workbook
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_pdf import write_pdf
from ganbu_desktop.store.record import fields_of


def solid(text: str) -> str:
    return "".join(text.split()).replace("\u3000", "")


def pdf_text(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def excel_text(path: Path) -> str:
    sheets = openpyxl.load_workbook(path).worksheets
    return "".join(str(v) for sheet in sheets for line in sheet.iter_rows(values_only=True) for v in line if v)


def word_text(path: Path) -> str:
    return re.sub(r"<[^>]+>", "", zipfile.ZipFile(path).read("word/document.xml").decode())


WRITERS: dict[str, tuple[Callable[..., object], Callable[[Path], str]]] = {
    "pdf": (write_pdf, pdf_text),
    "xlsx": (write_workbook, excel_text),
    "docx": (write_docx, word_text),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_every_field_is_on_paper(printed_row: Row, kind: str, office: Office, tmp_path: Path) -> None:
    row, marker = printed_row, Marker(office)
    entry = marker.record(row)
    write, read = WRITERS[kind]
    missing, bound = list[str](), set[str]()
    for form in row.forms:
        document = EntryPrinter(office, form, FontBook.bundled()).document(entry.id)
        assert document is not None
        path = tmp_path / f"{form.name}.{kind}"
        write(path, [document], FontBook.bundled())
        drawn = solid(read(path))
        fields = {*load_form(form.name).bindings} & fields_of(row.record).keys()
        bound |= fields | ({"person_id"} if "name" in load_form(form.name).bindings else set())
        missing += [
            f"{form.name}: {n} {m}" for n in sorted(fields) if (m := solid(marker.marks.get(n, ""))) not in drawn
        ]
    assert missing == []
    described = fields_of(row.record)
    unprinted = [n for n in row.fields if n not in bound and not isinstance(described[n], Hidden | Sealed)]
    assert unprinted == list(row.unprinted), "bind them in a form under resources/forms, or name them in unprinted"


def test_marks_tell_the_fields_apart(row: Row, office: Office) -> None:
    """The test above can fail: no mark of a typed text stands in another field's."""
    marker = Marker(office)
    marker.record(row)
    texts = [mark for mark in marker.marks.values() if "记号" in mark]
    assert len(texts) == len({*texts})
    assert not [(one, two) for one in texts for two in texts if one != two and one in two]


def test_the_sheets_of_invented_entries_have_room(printed_row: Row, county: Office) -> None:
    row = printed_row
    for form in row.forms:
        findings = [
            finding.message
            for document in EntryPrinter(county, form).documents([entry.id for entry in county.find(row.record)][:12])
            for finding in document.findings
        ]
        assert findings == []


def test_a_sheet_is_named_for_whom_it_is_about(printed_row: Row, county: Office) -> None:
    row = printed_row
    for form in row.forms:
        (document, *_) = EntryPrinter(county, form).documents([county.find(row.record)[0].id])
        assert document.name.endswith(next(s for s in row.sheets if s.name == form.name).named or title(form))
        assert document.name != title(form)


def title(form: EntryForm) -> str:
    return load_form(form.name).title


def test_without_the_right_to_read_nothing_is_shown(printed_row: Row, county: Office) -> None:
    row = printed_row
    nobody = Office(county.file, Account("查询员", frozenset()), clock=county.clock)
    shown: list[PlacedDocument] = []
    for form in row.forms:
        try:
            shown += EntryPrinter(nobody, form).documents([county.find(row.record)[0].id])
        except PermissionDenied:
            continue
    assert len(shown) == (0 if row.reads else len(row.forms))
