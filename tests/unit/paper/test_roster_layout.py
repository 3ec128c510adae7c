"""Rosters on pages: nothing leaves its cell, the header is everywhere, a group's title never stands alone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pypdf import PdfReader
from support.appointment_values import photo
from support.pdf import column_edges_mm, pdf_bytes, row_edges_mm
from support.roster_rows import LONG, RARE, hostile, people, person, spec_of

from ganbu_desktop.foundation.errors import Cancelled, DocumentError
from ganbu_desktop.paper.cells import POINTS_PER_MM, CellFrame, PlacedCell, PlacedDocument, PlacedPage
from ganbu_desktop.paper.drawing import page_drawing
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.roster import RosterDocument, lay_out, write_roster_pdf

TOLERANCE = 0.02


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


@pytest.fixture(scope="module")
def long_roster(book: FontBook) -> RosterDocument:
    return lay_out(spec_of(), people(500), book, as_of_text="2026年11月", note="按姓氏笔画为序")


def texts(page: PlacedPage) -> list[str]:
    return [cell.text for cell in page.cells if cell.text]


def joined(document: PlacedDocument) -> str:
    return "".join(drawn(page) for page in document.pages)


def drawn(page: PlacedPage) -> str:
    return "".join("".join(run.text.split()) for run in page_drawing(page).texts)


def is_group(page: PlacedPage, cell: PlacedCell) -> bool:
    return cell.frame.column_span == len(page.frame.columns_mm) and cell.frame.borders.left > 0


def table_rows(page: PlacedPage) -> list[list[PlacedCell]]:
    """Return the ruled rows of a page from the top down, the header first."""
    rows: dict[int, list[PlacedCell]] = {}
    for cell in page.cells:
        if cell.frame.borders.left:
            rows.setdefault(cell.frame.row, []).append(cell)
    return [rows[number] for number in sorted(rows)]


def assert_inside(cell: PlacedCell) -> None:
    frame = cell.frame
    for line in cell.lines:
        assert line.x_mm >= frame.x_mm - TOLERANCE, line.text
        assert line.x_mm + line.width_pt / POINTS_PER_MM <= frame.right_mm + TOLERANCE, line.text
        assert frame.y_mm - TOLERANCE < line.baseline_mm < frame.bottom_mm + TOLERANCE, line.text


def assert_geometry(document: PlacedDocument) -> None:
    for page in document.pages:
        frame = page.frame
        assert sum(frame.rows_mm) == pytest.approx(frame.height_mm - frame.margins.top - frame.margins.bottom)
        for cell in page.cells:
            assert_inside(cell)
            if cell.image is None:
                assert cell.frame.x_mm == pytest.approx(column_edges_mm(frame)[cell.frame.column])
                assert cell.frame.y_mm == pytest.approx(row_edges_mm(frame)[cell.frame.row])
                assert cell.frame.bottom_mm == pytest.approx(row_edges_mm(frame)[cell.frame.row + 1])


def test_five_hundred_people_stand_each_once_in_order(long_roster: RosterDocument) -> None:
    assert long_roster.people == 500
    numbers = [
        cell.text
        for page in long_roster.pages
        for row in table_rows(page)[1:]
        for cell in row
        if cell.frame.binding == "number"
    ]
    assert numbers == [str(number) for number in range(1, 501)]
    assert 20 < len(long_roster.pages) < 40
    assert long_roster.findings == ()
    assert_geometry(long_roster)


def test_title_once_header_and_page_number_everywhere_total_at_the_end(long_roster: RosterDocument) -> None:
    titles = [column.title for column in spec_of().columns]
    count = len(long_roster.pages)
    for number, page in enumerate(long_roster.pages, 1):
        assert [cell.text for cell in table_rows(page)[0]] == titles
        assert f"第 {number} 页 共 {count} 页" in texts(page)
        assert ("干部花名册" in texts(page)) == (number == 1)
        assert ("（截至 2026年11月）" in texts(page)) == (number == 1)
        assert ("按姓氏笔画为序" in texts(page)) == (number == 1)
        assert ("共 500 人" in texts(page)) == (number == count)


def test_the_table_is_closed_by_outer_lines_on_every_page(long_roster: RosterDocument) -> None:
    for page in long_roster.pages:
        first, *_, last = table_rows(page)
        assert {cell.frame.borders.top for cell in first} == {1.5}
        assert {cell.frame.borders.bottom for cell in last} == {1.5}
        rules = page_drawing(page).rules
        left, right = min(rule.x1_mm for rule in rules), max(rule.x2_mm for rule in rules)
        assert (left, right) == (pytest.approx(10), pytest.approx(410))


@pytest.mark.parametrize("seed", range(12))
def test_a_group_title_is_never_the_last_row_of_a_page(book: FontBook, seed: int) -> None:
    random = Random(seed)
    rows = people(120, group_size=random.randint(1, 7))
    for row in rows:
        row["current_post"] = LONG * random.randint(0, 6)
    document = lay_out(spec_of(), rows, book)
    groups = [cell.text for page in document.pages for row in table_rows(page) for cell in row if is_group(page, cell)]
    assert groups == list(dict.fromkeys(row["_group"] for row in rows))
    for page in document.pages:
        assert not is_group(page, table_rows(page)[-1][0])
    assert_geometry(document)


@pytest.mark.parametrize("count", range(1, 60))
def test_the_total_never_stands_on_a_page_of_its_own(book: FontBook, count: int) -> None:
    document = lay_out(spec_of().with_columns(["number", "name"]), people(count, group_size=1000), book)
    assert all(len(table_rows(page)) > 1 for page in document.pages)
    assert f"共 {count} 人" in texts(document.pages[-1])
    assert_geometry(document)


def test_no_people_make_one_page(book: FontBook) -> None:
    document = lay_out(spec_of(), [], book)
    assert len(document.pages) == 1
    assert "共 0 人" in texts(document.pages[0])


def test_a_group_that_comes_back_gets_its_title_again(book: FontBook) -> None:
    rows = [
        {**person(n), "_group": group} for n, group in enumerate(["甲局", "甲局", "乙局", "甲局", "", None, "乙局"])
    ]
    page = lay_out(spec_of(), rows, book).pages[0]
    groups = [cell.text for row in table_rows(page) for cell in row if is_group(page, cell)]
    assert groups == ["甲局", "乙局", "甲局", "乙局"]


def test_a_row_grows_with_its_text_and_nothing_is_lost(book: FontBook) -> None:
    rows = [person(1), {**person(2), "current_post": LONG * 6}, person(3)]
    document = lay_out(spec_of(), rows, book)
    heights = [row[0].frame.height_mm for row in table_rows(document.pages[0])[1:]]
    assert heights[1] > heights[0] == heights[2]
    assert "".join((LONG * 6).split()) in joined(document)


def test_short_values_shrink_a_little_before_they_wrap(book: FontBook) -> None:
    rows = [{**person(1), "name": "欧阳", "ethnicity": "维吾尔族"}, {**person(2), "name": "买买提·吐尔逊阿卜杜"}]
    cells = {cell.text: cell for cell in lay_out(spec_of(), rows, book).pages[0].cells}
    assert len(cells["维吾尔族"].lines) == 1
    assert 6.9 < cells["维吾尔族"].size_pt < 9
    assert len(cells["买买提·吐尔逊阿卜杜"].lines) > 1
    assert cells["买买提·吐尔逊阿卜杜"].size_pt == 9
    assert cells["欧　阳"].size_pt == 9


def test_kinsoku_holds_in_narrow_columns(book: FontBook) -> None:
    document = lay_out(spec_of(), [{**person(1), "note": "女，苗族，（兼任，待免），民盟盟员。"}], book)
    starts = [line.text[0] for page in document.pages for cell in page.cells for line in cell.lines]
    assert not set(starts) & set("，。、；）")


@pytest.mark.parametrize("name", ["roster", "committee-list"])
def test_hostile_texts_are_drawn_as_they_are(book: FontBook, name: str) -> None:
    spec = spec_of(name)
    wide = spec.with_columns([column.key for column in spec.choices])
    for each in (spec, wide):
        document = lay_out(each, hostile(each), book)
        assert_geometry(document)
        assert {finding.rule for finding in document.findings} <= {"paper.overflow"}
        assert "<b>&amp;</b><imgsrc=file:/etc/passwd>" in joined(document)
        assert RARE in joined(document)


def test_what_has_no_glyph_is_told_with_person_and_column(book: FontBook) -> None:
    rows = [person(1), {**person(2), "name": "李\ue000", "_id": "p2"}]
    (finding,) = lay_out(spec_of(), rows, book).findings
    assert finding.rule == "paper.glyph"
    assert "李\ue000的“姓名”" in finding.message
    assert "U+E000" in finding.message
    assert (finding.person_id, finding.field) == ("p2", "name")


def test_titles_that_cannot_be_drawn_are_told_too(book: FontBook) -> None:
    spec = spec_of().with_title("某\ue000县" + "名册" * 900)
    findings = lay_out(spec, [{**person(1), "_group": "乡\ue001"}], book).findings
    assert [finding.rule for finding in findings] == ["paper.glyph", "paper.overflow", "paper.glyph"]
    assert "某\ue000县名册" in findings[1].message
    assert "乡\ue001" in findings[2].message


def test_what_finds_no_room_is_told_with_person_and_column(book: FontBook) -> None:
    rows = [{**person(1), "name": "李建国", "note": LONG * 200}]
    document = lay_out(spec_of(), rows, book)
    (finding,) = document.findings
    assert finding.rule == "paper.overflow"
    assert "李建国的“备注”" in finding.message
    assert any(cell.overflow for page in document.pages for cell in page.cells)
    assert_geometry(document)


def test_long_texts_are_set_smaller_before_anything_is_cut(book: FontBook) -> None:
    document = lay_out(spec_of(), [{**person(1), "note": LONG * 12}], book)
    assert document.findings == ()
    cell = next(cell for cell in document.pages[0].cells if cell.frame.binding == "note")
    assert 5.5 <= cell.size_pt < 9


@pytest.mark.parametrize("size", [(400, 500), (300, 300), (500, 300)])
def test_a_photo_is_whole_undistorted_and_inside_its_cell(book: FontBook, size: tuple[int, int]) -> None:
    rows = [{**person(1), "photo": photo(*size)}, person(2)]
    page = lay_out(spec_of("committee-list"), rows, book).pages[0]
    (picture,) = page_drawing(page).pictures
    assert picture.width_mm / picture.height_mm == pytest.approx(size[0] / size[1])
    box = _cell(page, "photo", 0)
    assert box.x_mm <= picture.x_mm
    assert picture.x_mm + picture.width_mm <= box.right_mm
    assert box.y_mm <= picture.y_mm
    assert picture.y_mm + picture.height_mm <= box.bottom_mm
    first, second = (row[0].frame.height_mm for row in table_rows(page)[1:])
    assert first == second


def test_a_roster_of_photos_alone_stays_on_its_pages(book: FontBook) -> None:
    rows = [{**person(n), "photo": photo()} for n in range(9)]
    document = lay_out(spec_of("committee-list").with_columns(["photo"]), rows, book)
    assert_geometry(document)
    assert sum(len(page_drawing(page).pictures) for page in document.pages) == 9


def _cell(page: PlacedPage, binding: str, number: int) -> CellFrame:
    frames = [cell.frame for row in table_rows(page)[1:] for cell in row]
    return [frame for frame in frames if frame.binding == binding][number]


def test_a_broken_photo_is_told(book: FontBook) -> None:
    (finding,) = lay_out(spec_of("committee-list"), [{**person(1), "photo": b"no picture"}], book).findings
    assert finding.rule == "paper.image"
    assert "照片" in finding.message


@pytest.mark.parametrize(
    ("change", "word"), [({"sex": 1}, "sex"), ({"photo": "text"}, "photo"), ({"name": b"bytes"}, "name")]
)
def test_values_of_the_wrong_kind_are_refused(book: FontBook, change: dict[str, Any], word: str) -> None:
    with pytest.raises(DocumentError, match=word):
        lay_out(spec_of("committee-list"), [{**person(1), **change}], book)


def test_a_missing_column_is_refused(book: FontBook) -> None:
    row = person(1)
    del row["rank"]
    with pytest.raises(DocumentError, match="rank"):
        lay_out(spec_of(), [row], book)


def test_own_numbers_are_kept(book: FontBook) -> None:
    rows: Sequence[dict[str, Any]] = [{**person(1), "number": "甲-1"}, {**person(2), "number": None}]
    page = lay_out(spec_of(), rows, book).pages[0]
    assert [row[0].text for row in table_rows(page)[1:]] == ["甲-1", "2"]


def test_five_hundred_people_take_little_time(book: FontBook) -> None:
    begun = time.perf_counter()
    lay_out(spec_of(), people(500), book)
    assert time.perf_counter() - begun < 3


def test_the_pdf_says_what_is_placed(book: FontBook) -> None:
    document = lay_out(spec_of(), [*people(30), *hostile(spec_of())], book, as_of_text="2026年11月")
    pages = PdfReader(BytesIO(pdf_bytes([document], book))).pages
    assert len(pages) == len(document.pages)
    for page, placed in zip(pages, document.pages, strict=True):
        assert sorted("".join(page.extract_text().split())) == sorted(drawn(placed))
        assert (float(page.mediabox.width), float(page.mediabox.height)) == (
            pytest.approx(420 * POINTS_PER_MM),
            pytest.approx(297 * POINTS_PER_MM),
        )


def test_writing_the_pdf_counts_pages(book: FontBook, tmp_path: Path) -> None:
    document = lay_out(spec_of(), people(40), book)
    steps: list[tuple[int, int]] = []
    path = tmp_path / "roster.pdf"
    count = len(document.pages)
    assert write_roster_pdf(path, document, book, lambda done, total: steps.append((done, total))) == count
    assert steps == [(number, count) for number in range(1, count + 1)]
    assert len(PdfReader(path).pages) == count


def test_cancelling_leaves_the_older_file(book: FontBook, tmp_path: Path) -> None:
    path = tmp_path / "roster.pdf"
    path.write_bytes(b"older")

    def cancel(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_roster_pdf(path, lay_out(spec_of(), people(60), book), book, cancel)
    assert path.read_bytes() == b"older"
    assert [each.name for each in tmp_path.iterdir()] == ["roster.pdf"]
