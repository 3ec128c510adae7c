"""Workbooks of forms, read again by openpyxl: texts, merged ranges, measures, pictures, nothing executable."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from support import appointment_values as people

from ganbu_desktop.foundation.errors import Cancelled, DocumentError
from ganbu_desktop.paper.cells import PlacedCell, PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_excel import shown_text, write_workbook
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_fill import FormFiller

FORMULAS = ("=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1＋1", "=cmd|' /C calc'!A0", "<c><f>1</f></c>", "]]>", "&amp;")


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


@pytest.fixture(scope="module")
def filler(book: FontBook) -> FormFiller:
    return FormFiller(load_form("appointment"), book)


def written(path: Path, book: FontBook, *documents: PlacedDocument) -> openpyxl.Workbook:
    write_workbook(path, documents, book)
    return openpyxl.load_workbook(path)


def anchor(cell: PlacedCell) -> str:
    return f"{get_column_letter(cell.frame.column + 1)}{cell.frame.row + 1}"


@pytest.mark.parametrize("kind", ["typical", "hostile"])
def test_every_placed_text_stands_in_its_cell(kind: str, filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    document = filler.fill(getattr(people, kind)(), name="某人")
    workbook = written(tmp_path / "a.xlsx", book, document)
    for sheet, page in zip(workbook.worksheets, document.pages, strict=True):
        assert {c.coordinate: c.value for row in sheet for c in row if c.value is not None} == {
            anchor(cell): shown_text(cell) for cell in page.cells if cell.text
        }


def test_running_texts_are_whole_even_where_paper_has_no_room(
    filler: FormFiller, book: FontBook, tmp_path: Path
) -> None:
    values = people.hostile()
    sheet = written(tmp_path / "a.xlsx", book, filler.fill(values)).worksheets[0]
    assert sheet["E6"].value == values["technical_title"]


def test_merged_ranges_are_the_spans(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    document = filler.fill(people.typical())
    workbook = written(tmp_path / "a.xlsx", book, document)
    for sheet, page in zip(workbook.worksheets, document.pages, strict=True):
        spans = {
            (f.column + 1, f.row + 1, f.column + f.column_span, f.row + f.row_span)
            for f in page.frame.cells
            if f.row_span > 1 or f.column_span > 1
        }
        assert {area.bounds for area in sheet.merged_cells.ranges} == spans


def test_measures_are_those_of_the_paper(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    document = filler.fill(people.typical())
    workbook = written(tmp_path / "a.xlsx", book, document)
    for sheet, page in zip(workbook.worksheets, document.pages, strict=True):
        frame = page.frame
        for number, width in enumerate(frame.columns_mm, 1):
            pixels = sheet.column_dimensions[get_column_letter(number)].width * 8
            assert pixels * 25.4 / 96 == pytest.approx(width, abs=0.01)
        for number, height in enumerate(frame.rows_mm, 1):
            assert sheet.row_dimensions[number].height * 25.4 / 72 == pytest.approx(height, abs=0.01)
        assert sheet.page_margins.left * 25.4 == pytest.approx(frame.margins.left, abs=0.01)
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        last = f"${get_column_letter(len(frame.columns_mm))}${len(frame.rows_mm)}"
        assert sheet.print_area.endswith(f"$A$1:{last}")


def test_fonts_and_borders(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", book, filler.fill(people.typical())).worksheets[1]
    cell = sheet["B1"]
    assert (cell.font.name, cell.font.size, cell.alignment.wrap_text) == ("宋体", 14, True)
    assert (cell.border.top.style, cell.border.left.style) == ("medium", "thin")
    assert sheet["B12"].border.bottom.style is None


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str, filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    values = people.typical() | {"reason": text, "name": text, "relatives": [people.relative(text, *[text] * 4)]}
    path = tmp_path / "a.xlsx"
    workbook = written(path, book, filler.fill(values))
    assert workbook.worksheets[1]["B3"].value == text
    assert workbook.worksheets[1]["B3"].data_type == "s"
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)


def test_characters_that_xml_forbids_are_dropped(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    values = people.typical() | {"reason": "工作\x00\x1f\ud800需要\uffff"}
    assert written(tmp_path / "a.xlsx", book, filler.fill(values)).worksheets[1]["B3"].value == "工作需要"


def test_the_photo_lies_in_its_box(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    values = people.typical()
    image = written(tmp_path / "a.xlsx", book, filler.fill(values)).worksheets[0]._images[0]
    start, end = image.anchor._from, image.anchor.to
    assert (start.col, start.row, end.col, end.row) == (7, 2, 8, 6)
    assert image._data() == values["photo"]


def test_sheets_are_named_after_people_and_never_twice(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    names = ["林越", "林越", "a/b:c", "长" * 60, "长" * 60, ""]
    workbook = written(tmp_path / "a.xlsx", book, *[filler.fill(people.typical(), name=name) for name in names])
    assert workbook.sheetnames[:4] == ["林越 1", "林越 2", "林越(2) 1", "林越(2) 2"]
    assert len({name.casefold() for name in workbook.sheetnames}) == 12
    assert max(map(len, workbook.sheetnames)) <= 31


def test_the_same_documents_give_the_same_bytes(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (one, two):
        write_workbook(path, [filler.fill(people.typical(), name="林越")], book)
    assert one.read_bytes() == two.read_bytes()


def test_cancelling_leaves_the_old_file(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_workbook(target, [filler.fill(people.typical())], book, step=stop)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_nothing_to_write_is_an_error(book: FontBook, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="没有要写出的内容"):
        write_workbook(tmp_path / "a.xlsx", [], book)
