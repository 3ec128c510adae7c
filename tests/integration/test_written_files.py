"""Every other file that the program hands out: fonts inside each PDF, plain headers in each workbook and Word file.

Sheets about one entry and reports are looked at in the same way where they are printed anyway (test_entry_forms,
test_reports_of_rooms); charts and the paper of the recovery key in the tests of the window.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas
from support.row_county import copied
from support.template_files import paragraph, sheet_file, word_file
from support.written_files import faults_of

from ganbu_desktop import modules
from ganbu_desktop.kernel import manual
from ganbu_desktop.kernel.forms.office_templates import ABOUT_PERSON, add_template
from ganbu_desktop.kernel.ledger.batch import export_named
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log.operation_export import export_log
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.checks import checking
from ganbu_desktop.modules.paper import handing_on, printing
from ganbu_desktop.modules.paper.job import FORM, PrintJob
from ganbu_desktop.modules.paper.template_values import print_template, subjects

ABOUT_PEOPLE = 3


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = copied(tmp_path_factory.mktemp("files"))
    yield made
    made.file.close()


def people(office: Office, count: int) -> list[str]:
    return [person.id for person in office.find(Person)[:count]]


@pytest.mark.parametrize("info", printing.forms(), ids=lambda info: info.name)
def test_what_is_printed_of_people(office: Office, info: printing.FormInfo, tmp_path: Path) -> None:
    kinds = ("pdf", "xlsx", "docx") if info.kind == FORM else ("pdf", "xlsx")
    for kind in kinds:
        target = tmp_path / f"a.{kind}"
        printing.run(office, PrintJob(info.name, people(office, ABOUT_PEOPLE), target))
        assert faults_of(target) == []


@pytest.mark.parametrize("spec", modules.ledgers(), ids=lambda spec: spec.name)
def test_ledgers_and_their_empty_tables(office: Office, spec: LedgerSpec, tmp_path: Path) -> None:
    for is_template in (False, True):
        export_named(office, spec, tmp_path / "a.xlsx", template=is_template)
        assert faults_of(tmp_path / "a.xlsx") == []


@pytest.mark.parametrize("kind", [kind for kind in handing_on.KINDS if kind != "lrmx"])
def test_what_is_handed_on(office: Office, kind: str, tmp_path: Path) -> None:
    handing_on.export(office, kind, people(office, ABOUT_PEOPLE), tmp_path / "a.xlsx")
    assert faults_of(tmp_path / "a.xlsx") == []


def test_checks_logs_and_the_manual(office: Office, tmp_path: Path) -> None:
    checking.write_report(office, checking.check_everyone(office), tmp_path / "check.xlsx")
    export_log(office, tmp_path / "log.xlsx")
    manual.print_manual(tmp_path / "manual.pdf")
    manual.print_card([("打印", "Ctrl+P")], tmp_path / "card.pdf")
    for path in sorted(tmp_path.iterdir()):
        assert faults_of(path) == [], path.name


def test_templates_of_the_office(office: Office, tmp_path: Path) -> None:
    (subject,) = [found for _, found in subjects(modules.ledgers()) if found.about == ABOUT_PERSON]
    add_template(office, word_file(tmp_path / "文.docx", paragraph("{{姓名}}")), subject)
    add_template(office, sheet_file(tmp_path / "表.xlsx", lambda sheet: sheet.append(["{{姓名}}"])), subject)
    for name in ("文", "表"):
        files = print_template(office, name, people(office, 1), tmp_path / name, modules.ledgers())
        assert files
        assert [faults_of(path) for path in files] == [[]]


def test_the_faults_themselves_are_found(tmp_path: Path) -> None:
    """Helvetica of reportlab, a part with zip64 sizes, one whose sizes come after it: what the test is there for."""
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(10, 10, "text")
    canvas.save()
    assert faults_of(tmp_path / "a.pdf") == ["/Helvetica is not embedded"]
    book = openpyxl.Workbook()
    book.save(tmp_path / "plain.xlsx")
    assert faults_of(tmp_path / "plain.xlsx") == []
    for name, is_large in (("zip64.xlsx", True), ("short.xlsx", False)):
        with (
            zipfile.ZipFile(tmp_path / "plain.xlsx") as plain,
            zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for part in plain.namelist():
                with target.open(part, "w", force_zip64=is_large) as file:
                    file.write(plain.read(part))
    assert faults_of(tmp_path / "zip64.xlsx")
    content = bytearray((tmp_path / "short.xlsx").read_bytes())
    struct.pack_into("<L", content, 18, 0)
    (tmp_path / "short.xlsx").write_bytes(bytes(content))
    assert any("the local header says" in fault for fault in faults_of(tmp_path / "short.xlsx"))
