"""Every room's forms with the values of invented people: what its entries really say has room on its paper."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from support.builders import make_office
from support.written_files import faults_of, word_text

from ganbu_desktop.kernel.forms import form_print
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.log.access_log import watermark
from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.modules import demo_fillers, entry_forms
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.paper.cells import PlacedPage

PEOPLE, SHEETS = 40, 12


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = make_office(tmp_path_factory.mktemp("demo"))
    fill_demo(made, PEOPLE)
    for fill in demo_fillers():
        fill(made, SilentProgress())
    return made


def entries(office: Office, form: EntryForm) -> list[str]:
    with office.reading() as connection:
        rows = connection.execute(form.subject.table.select()).all()
        found = list({getattr(row, form.same_by or "id"): row.id for row in reversed(rows)}.values())
        if form.is_empty is not None:
            empty = {each: form.is_empty(form.values(office, connection, each)) for each in found}
            found = [] if all(empty.values()) else sorted(found, key=lambda each: empty[each])
    return found[:SHEETS]


def _is_sheet(page: PlacedPage) -> bool:
    """Tell a ruled sheet from the running text of a letter."""
    return any(cell.frame.borders.top for cell in page.cells)


def says_its_day(page: PlacedPage) -> bool:
    """Return whether a whole day, or room to write one, stands on the page or above it."""
    said = "".join("".join(cell.text.split()) for cell in (*page.cells, *([page.head] if page.head else [])))
    return bool(re.search(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}\.\d{2}\.\d{2}|年月日", said))


@pytest.mark.parametrize("form", entry_forms(), ids=lambda form: form.name)
def test_what_entries_say_has_room_in_every_kind_of_file(office: Office, form: EntryForm, tmp_path: Path) -> None:
    """A file each, well made, with a name of its own; what stands on the placed sheet stands in the Word file."""
    ids = entries(office, form)
    if not ids:
        pytest.skip("no such entry among the invented ones")
    assert form_print.check_forms(office, form, ids) == []
    outcome = form_print.print_forms(office, form, ids, tmp_path / "各条")
    with office.reading() as connection:
        says = [form.is_empty is None or not form.is_empty(form.values(office, connection, each)) for each in ids]
    assert len(outcome.files) == outcome.sheets == sum(says)
    empty = says.count(False)
    told = [f"{empty} 个单位没有内容，没有打印"] if empty else []
    assert [line for line in outcome.lines if "没有内容" in line] == told
    names = [path.stem for path in outcome.files]
    assert all(name and name != "未命名" for name in names)
    for kind in ("pdf", "xlsx", "docx"):
        written = form_print.print_forms(office, form, ids[:2], tmp_path / f"合.{kind}")
        assert written.lines == [f"合.{kind}：{len(ids[:2])} 份"]
        assert faults_of(tmp_path / f"合.{kind}") == []
    said = "".join(word_text(tmp_path / "合.docx").split())
    for placed in form_print.EntryPrinter(office, form).documents(ids[:2]):
        for cell in (cell for page in placed.pages for cell in page.cells if not cell.frame.vertical):
            assert "".join(cell.text.split()) in said
        assert [page for page in placed.pages if _is_sheet(page) and not says_its_day(page)] == []
    if form.is_sensitive:
        assert "".join(watermark(office).split()) in said


@pytest.mark.parametrize("form", entry_forms(), ids=lambda form: form.name)
def test_no_form_reads_the_clock(office: Office, form: EntryForm) -> None:
    """A print is of one day, though midnight passes: once begun, it asks the clock no more."""
    printer = form_print.EntryPrinter(office, form)

    def midnight() -> datetime:
        raise AssertionError("a form asked the clock")

    printer._office.clock = midnight
    list(printer.documents(entries(office, form)[:2]))
    if form.blank is not None:
        printer.blank()
