"""Rosters as files: nobody lost between pages, the header on each, rare names readable, workbook cells only texts."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from support.appointment_values import photo

from ganbu_desktop.foundation.errors import Cancelled
from ganbu_desktop.paper.drawing import page_drawing
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.roster import RosterSpec, lay_out, load_roster, write_roster_excel, write_roster_pdf

RARE = ("𠮷", "䶮", "㛃", "堃", "燚", "喆")
UNITS = ("清河县委办公室", "清河县民政局", "柳林镇")
HOSTILE = ("=1+1", "@SUM(A1)", "＝1", "<b>粗</b>", "&lt;", "-2", "\tx", "0123")


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


def name_of(number: int) -> str:
    return f"王{RARE[number % len(RARE)]}{number:03d}"


def rows(spec: RosterSpec, count: int) -> list[dict[str, Any]]:
    made = []
    for number in range(count):
        row: dict[str, Any] = {c.key: b"" if c.kind == "image" else "" for c in spec.choices}
        del row[spec.numbering]
        row |= {
            "name": name_of(number),
            "sex": "女",
            "current_post": "清河县民政局党组成员、副局长",
            "_id": str(number),
        }
        row |= {"note": HOSTILE[number % len(HOSTILE)], "_group": UNITS[number * len(UNITS) // count]}
        made.append(row)
    return made


def pages_of(path: Path) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(path).pages]


@pytest.fixture(scope="module")
def printed(book: FontBook, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    spec = load_roster("roster")
    document = lay_out(spec, rows(spec, 500), book, as_of_text="2026年11月", note="按姓氏笔画为序")
    path = tmp_path_factory.mktemp("roster") / "roster.pdf"
    assert write_roster_pdf(path, document, book) == len(document.pages)
    assert document.findings == ()
    return pages_of(path)


def test_every_page_has_the_header_and_its_number(printed: list[str]) -> None:
    assert 15 <= len(printed) <= 40
    for number, text in enumerate(printed, 1):
        assert f"第{number}页共{len(printed)}页" in text
        assert all(title in text for title in ("序号", "姓名", "籍贯", "备注"))


def test_nobody_is_lost_or_printed_twice(printed: list[str]) -> None:
    found = re.findall(r"王.\d{3}", "".join(printed))
    assert sorted(found) == sorted(name_of(number) for number in range(500))


def test_title_subtitle_and_groups_are_there(printed: list[str]) -> None:
    assert "干部花名册" in printed[0]
    assert "2026年11月" in printed[0]
    whole = "".join(printed)
    for unit in UNITS:
        assert unit in whole


@pytest.mark.parametrize("name", ["roster", "committee-list"])
def test_the_pdf_says_what_is_placed(name: str, book: FontBook, tmp_path: Path) -> None:
    spec = load_roster(name)
    document = lay_out(spec, rows(spec, 40), book)
    path = tmp_path / "r.pdf"
    write_roster_pdf(path, document, book)
    for page, text in zip(document.pages, pages_of(path), strict=True):
        placed = "".join(run.text for run in page_drawing(page).texts)
        assert sorted(text) == sorted("".join(placed.split()))


def test_the_same_roster_makes_the_same_pdf(book: FontBook, tmp_path: Path) -> None:
    spec = load_roster("roster")
    files = []
    for name in ("one.pdf", "two.pdf"):
        write_roster_pdf(tmp_path / name, lay_out(spec, rows(spec, 30), book), book)
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]


def test_the_committee_list_has_photos(book: FontBook, tmp_path: Path) -> None:
    spec = load_roster("committee-list")
    people = [{**row, "photo": photo()} for row in rows(spec, 3)]
    path = tmp_path / "list.pdf"
    write_roster_pdf(path, lay_out(spec, people, book), book)
    assert len(PdfReader(path).pages[0].images) >= 1


def test_a_name_without_glyph_is_reported_with_its_person(book: FontBook) -> None:
    spec = load_roster("roster")
    people = rows(spec, 2)
    people[1]["name"] = "李\ue123"
    (finding,) = lay_out(spec, people, book).findings
    assert finding.person_id == "1"
    assert "姓名" in finding.message


def test_workbook_cells_are_texts_and_never_formulas(book: FontBook, tmp_path: Path) -> None:
    spec = load_roster("roster")
    people = rows(spec, 40)
    path = tmp_path / "r.xlsx"
    assert write_roster_excel(path, spec, people, book, as_of_text="2026年11月") == 40
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert "<f" not in sheet.replace("<formatPr", "")
    workbook = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    cells = [cell for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    values = [str(cell.value) for cell in cells]
    for number, row in enumerate(people):
        assert name_of(number) in values
        assert row["note"].strip() in {value.strip() for value in values}


def test_the_workbook_is_set_up_for_printing(book: FontBook, tmp_path: Path) -> None:
    spec = load_roster("roster")
    path = tmp_path / "r.xlsx"
    write_roster_excel(path, spec, rows(spec, 5), book)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.print_title_rows is not None
    assert sheet.freeze_panes is not None
    assert sheet.page_setup.orientation == "landscape"
    head = next(row for row in sheet.iter_rows() if "姓名" in [cell.value for cell in row])
    assert len(head) == len(spec.columns) == 18


def test_chosen_columns_come_in_the_order_chosen(book: FontBook, tmp_path: Path) -> None:
    spec = load_roster("roster").with_columns(["name", "current_post", "sex"])
    assert [column.key for column in spec.columns] == ["name", "current_post", "sex"]
    path = tmp_path / "r.xlsx"
    write_roster_excel(path, spec, rows(load_roster("roster"), 3), book)
    values = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()]
    assert [name_of(0), "清河县民政局党组成员、副局长", "女"] in values


def test_a_stopped_roster_leaves_the_old_file(book: FontBook, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    spec = load_roster("roster")
    path = tmp_path / "r.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(Cancelled):
        write_roster_excel(path, spec, rows(spec, 300), book, step=stop)
    with pytest.raises(Cancelled):
        write_roster_pdf(path, lay_out(spec, rows(spec, 3), book), book, step=stop)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
