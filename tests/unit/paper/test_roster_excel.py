"""Rosters as workbooks: the same texts as on paper, print set-up, photos, and never a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.appointment_values import photo
from support.roster_rows import HOSTILE, LONG, hostile, people, person, spec_of

from ganbu_desktop.foundation.errors import Cancelled, DocumentError
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.roster import RosterSpec, lay_out, write_roster_excel

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


def written(path: Path, spec: RosterSpec, rows: list[dict[str, Any]], book: FontBook, **texts: str) -> Worksheet:
    assert write_roster_excel(path, spec, rows, book, **texts) == len(rows)
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def values(sheet: Worksheet, row: int) -> list[Any]:
    return [cell.value or "" for cell in sheet[row]]


def test_title_subtitle_header_people_total(book: FontBook, tmp_path: Path) -> None:
    spec = spec_of().with_title("清河县科级干部名册")
    rows = people(30)
    sheet = written(tmp_path / "r.xlsx", spec, rows, book, as_of_text="2026年11月", note="按姓氏笔画为序")
    assert sheet["A1"].value == "清河县科级干部名册"
    assert values(sheet, 2)[0] == "按姓氏笔画为序"
    assert values(sheet, 2)[9] == "（截至 2026年11月）"
    assert values(sheet, 3) == [column.title for column in spec.columns]
    assert values(sheet, 4)[0] == "清河县第1单位"
    assert values(sheet, 5)[:3] == ["1", lay_name(rows[0]), rows[0]["sex"]]
    assert sheet.cell(sheet.max_row, 1).value == "共 30 人"
    assert sheet.max_row == 3 + 30 + 3 + 1


def lay_name(row: dict[str, Any]) -> str:
    name = str(row["name"])
    return name[0] + "\u3000" + name[1] if len(name) == 2 else name


@pytest.mark.parametrize("name", ["roster", "committee-list"])
def test_the_workbook_says_what_the_paper_says(book: FontBook, tmp_path: Path, name: str) -> None:
    spec = spec_of(name)
    rows = [*people(25), *hostile(spec)]
    document = lay_out(spec, rows, book, as_of_text="2026年11月")
    sheet = written(tmp_path / "r.xlsx", spec, rows, book, as_of_text="2026年11月")
    on_paper = [
        cell.text
        for page in document.pages
        for cell in page.cells
        if cell.text and cell.frame.binding and cell.frame.kind == "text"
    ]
    header = 3
    in_cells = [
        str(cell.value)
        for row in sheet.iter_rows(min_row=header + 1, max_row=sheet.max_row - 1)
        for cell in row
        if cell.value and f"A{row[0].row}:" not in str(sheet.merged_cells)
    ]
    assert in_cells == on_paper


def test_merges_are_those_of_title_subtitle_groups_and_total(book: FontBook, tmp_path: Path) -> None:
    sheet = written(tmp_path / "r.xlsx", spec_of(), people(30), book, as_of_text="2026年11月")
    assert {str(each) for each in sheet.merged_cells.ranges} == {
        "A1:R1",
        "A2:I2",
        "J2:R2",
        "A4:R4",
        "A17:R17",
        "A30:R30",
        "A37:R37",
    }


def test_print_set_up(book: FontBook, tmp_path: Path) -> None:
    sheet = written(tmp_path / "r.xlsx", spec_of(), people(30), book, as_of_text="2026年11月")
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.print_area == "'名册'!$A$1:$R$37"
    assert sheet.freeze_panes == "C4"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.page_margins.left == pytest.approx(10 / 25.4, abs=1e-3)


def test_without_date_and_note_there_is_no_subtitle(book: FontBook, tmp_path: Path) -> None:
    sheet = written(tmp_path / "r.xlsx", spec_of(), people(2), book)
    assert values(sheet, 2)[0] == "序号"
    assert sheet.freeze_panes == "C3"
    assert sheet.print_title_rows == "$1:$2"


def test_fonts_borders_widths_and_wrapping(book: FontBook, tmp_path: Path) -> None:
    spec = spec_of()
    sheet = written(tmp_path / "r.xlsx", spec, people(3), book)
    assert (sheet["A1"].font.name, sheet["A1"].font.sz) == ("方正小标宋简体", 22)
    assert sheet["B2"].font.name == "黑体"
    assert (sheet["K4"].font.name, sheet["K4"].font.sz) == ("宋体", 9)
    assert sheet["K4"].border.left.style == sheet["K4"].border.bottom.style == "thin"
    assert sheet["K4"].alignment.wrap_text
    assert (sheet["K4"].alignment.horizontal, sheet["A4"].alignment.horizontal) == ("left", "center")
    widths = [sheet.column_dimensions[letter].width for letter in "AK"]
    assert widths[1] / widths[0] == pytest.approx(60 / 10, rel=0.15)


def test_rows_are_high_enough_for_their_lines(book: FontBook, tmp_path: Path) -> None:
    rows = [person(1), {**person(2), "current_post": LONG * 6}, {**person(3), "note": "一\n二\n三\n四\n五\n六"}]
    document = lay_out(spec_of(), rows, book)
    sheet = written(tmp_path / "r.xlsx", spec_of(), rows, book)
    placed = [
        max(len(cell.lines) for cell in document.pages[0].cells if cell.frame.row == row and cell.frame.binding)
        for row in (2, 3, 4)
    ]
    for row, lines in enumerate(placed, 3):
        assert sheet.row_dimensions[row].height >= lines * 9 * 1.3


def test_every_value_is_text_and_none_a_formula(book: FontBook, tmp_path: Path) -> None:
    spec = spec_of()
    spec = spec.with_columns([column.key for column in spec.choices])
    path = tmp_path / "r.xlsx"
    sheet = written(path, spec, hostile(spec), book, as_of_text="=1+1", note="@x")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    with zipfile.ZipFile(path) as archive:
        xml = archive.read(SHEET).decode()
    assert not re.search(r"<f[ >/]|<v>", xml)
    found = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
    assert set(HOSTILE[:6]) <= found


def test_identity_numbers_stay_text(book: FontBook, tmp_path: Path) -> None:
    sheet = written(tmp_path / "r.xlsx", spec_of().with_columns(["name", "id_number"]), people(2), book)
    cell = sheet["B4"]
    assert (cell.value, cell.number_format) == ("430000197503120001", "@")
    assert cell.data_type != "n"


@pytest.mark.parametrize("keys", [["name"], ["name", "sex"], ["number", "unit", "name"]])
def test_few_columns(book: FontBook, tmp_path: Path, keys: list[str]) -> None:
    spec = spec_of().with_columns(keys)
    sheet = written(tmp_path / "r.xlsx", spec, people(3), book, as_of_text="2026年11月", note="按姓氏笔画为序")
    assert values(sheet, 3) == [column.title for column in spec.columns]
    subtitle = "".join(values(sheet, 2))
    assert "按姓氏笔画为序" in subtitle
    assert "2026年11月" in subtitle


def test_photos_stand_in_their_rows_undistorted(book: FontBook, tmp_path: Path) -> None:
    one, other = photo(), photo(300, 300)
    rows = [{**person(1), "photo": one}, {**person(2), "photo": b"no picture"}, {**person(3), "photo": other}]
    rows.append({**person(4), "photo": one})
    path = tmp_path / "r.xlsx"
    sheet = written(path, spec_of("committee-list"), rows, book)
    images = sorted(sheet._images, key=lambda image: image.anchor._from.row)
    assert [(image.anchor._from.row, image.anchor._from.col) for image in images] == [(2, 2), (4, 2), (5, 2)]
    ratios = [image.anchor.ext.width / image.anchor.ext.height for image in images]
    assert ratios == [pytest.approx(0.8, abs=0.001), pytest.approx(1.0, abs=0.001), pytest.approx(0.8, abs=0.001)]
    with zipfile.ZipFile(path) as archive:
        media = [name for name in archive.namelist() if name.startswith("xl/media/")]
        assert {archive.read(name) for name in media} == {one, other}


def test_a_text_too_long_for_a_cell_is_refused_and_nothing_written(book: FontBook, tmp_path: Path) -> None:
    rows = [{**person(1), "name": "李建国", "note": "长" * 32_768}]
    with pytest.raises(DocumentError, match=r"李建国的“备注”.*32768"):
        write_roster_excel(tmp_path / "r.xlsx", spec_of(), rows, book)
    assert list(tmp_path.iterdir()) == []


def test_a_generator_is_written_as_it_comes(book: FontBook, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []

    def source() -> Iterator[dict[str, Any]]:
        yield from people(250)

    path = tmp_path / "r.xlsx"
    count = write_roster_excel(path, spec_of(), source(), book, step=lambda done, total: steps.append((done, total)))
    assert count == 250
    assert steps == [(100, 0), (200, 0), (250, 250)]
    write_roster_excel(path, spec_of(), people(120), book, step=lambda done, total: steps.append((done, total)))
    assert steps[3:] == [(100, 120), (120, 120)]


@pytest.mark.parametrize("at", [100, 250])
def test_cancelling_leaves_the_older_file(book: FontBook, tmp_path: Path, at: int) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(b"older")

    def cancel(done: int, _total: int) -> None:
        if done == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_roster_excel(path, spec_of(), people(250), book, step=cancel)
    assert path.read_bytes() == b"older"
    assert [each.name for each in tmp_path.iterdir()] == ["r.xlsx"]


def test_a_source_that_fails_leaves_nothing(book: FontBook, tmp_path: Path) -> None:
    def source() -> Iterator[dict[str, Any]]:
        yield person(1)
        raise DocumentError("读不到")

    with pytest.raises(DocumentError, match="读不到"):
        write_roster_excel(tmp_path / "r.xlsx", spec_of(), source(), book)
    assert list(tmp_path.iterdir()) == []


def test_the_same_people_make_the_same_bytes(book: FontBook, tmp_path: Path) -> None:
    files = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path in files:
        write_roster_excel(path, spec_of(), people(20), book)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_every_part_is_named_and_well_formed(book: FontBook, tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    write_roster_excel(path, spec_of("committee-list"), [{**person(1), "photo": photo()}], book)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        types = archive.read("[Content_Types].xml").decode()
        for name in archive.namelist():
            assert f"/{name}" in types or name.endswith((".rels", ".jpeg", "[Content_Types].xml"))
        openpyxl.load_workbook(BytesIO(path.read_bytes()))
