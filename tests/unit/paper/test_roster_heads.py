"""Heads of two rows, widths in millimetres and boxes of nine: the same on paper and in the workbook."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.appointment_values import photo
from support.roster_rows import person

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.roster import (
    RosterSpec,
    lay_out,
    load_catalogue,
    load_roster,
    spec_from_plain,
    spec_to_plain,
    write_roster_excel,
)


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


def people(count: int, **values: Any) -> list[dict[str, Any]]:
    more = {"ethnicity_short": "汉", "major": "法学", "post_years": "3年", "level_years": "未满一年"}
    boxes = {"birth_and_age_line": "1975.03（51岁）", "current_post_short": "县财政局副局长"}
    phones = {"office_phone": "", "mobile_phone": "", "empty": "", "identity_note": ""}
    return [person(number) | more | boxes | phones | values for number in range(1, count + 1)]


def frames_of(document: PlacedDocument, text: str) -> list[Any]:
    return [cell.frame for cell in document.pages[0].cells if cell.text == text]


def test_a_common_title_stands_over_exactly_its_columns(book: FontBook) -> None:
    spec = load_roster("name-list")
    document = lay_out(spec, people(3), book)
    (above,) = frames_of(document, "现职务")
    since, years = frames_of(document, "始任时间")[0], frames_of(document, "年限")[0]
    assert above.x_mm == pytest.approx(since.x_mm)
    assert above.right_mm == pytest.approx(years.right_mm)
    assert above.bottom_mm == pytest.approx(since.y_mm)
    (alone,) = frames_of(document, "姓名")
    assert alone.y_mm == pytest.approx(above.y_mm)
    assert alone.bottom_mm == pytest.approx(since.bottom_mm)
    assert document.findings == ()


def test_the_workbook_has_the_same_two_rows_and_repeats_both(book: FontBook, tmp_path: Path) -> None:
    spec = load_roster("name-list")
    write_roster_excel(tmp_path / "r.xlsx", spec, people(3), book, as_of_text="2026年11月")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert sheet is not None
    assert [sheet.cell(3, column).value for column in (1, 12, 13, 14)] == ["序号", "现职务", None, "现职务层次"]
    assert [sheet.cell(4, column).value for column in (12, 13, 14)] == ["始任时间", "年限", "始任时间"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A3:A4", "L3:M3", "N3:O3", "K3:K4"} <= merged
    assert "L3:L4" not in merged
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.freeze_panes == "C5"


def test_groups_that_are_apart_are_two_groups() -> None:
    spec = load_roster("name-list")
    names = [replace(column, group=group) for column, group in zip(spec.columns, "AAxA" + "x" * 11, strict=True)]
    found = replace(spec, columns=tuple(replace(c, group="" if c.group == "x" else c.group) for c in names)).groups
    assert found[:3] == [("A", 0, 2), ("", 2, 1), ("A", 3, 1)]


def test_typed_widths_are_millimetres_on_paper(book: FontBook) -> None:
    spec = replace(load_roster("name-list"), fills=False)
    narrow = spec.laid([replace(column, width_mm=12) for column in spec.columns])
    document = lay_out(narrow, people(1), book)
    assert frames_of(document, "姓名")[0].width_mm == pytest.approx(12)
    assert sum(column.width_mm for column in narrow.columns) == pytest.approx(180)


def test_widths_beyond_the_paper_are_narrowed_to_it_and_filling_widens() -> None:
    spec = load_roster("name-list")
    wide = [replace(column, width_mm=40) for column in spec.columns]
    for fills in (False, True):
        laid = replace(spec, fills=fills).laid(wide)
        assert sum(column.width_mm for column in laid.columns) == pytest.approx(spec.table_width_mm)
    few = [replace(column, width_mm=20) for column in spec.columns[:3]]
    assert sum(c.width_mm for c in replace(spec, fills=True).laid(few).columns) == pytest.approx(277)


# ---- boxes


def boxed(**values: Any) -> RosterSpec:
    return replace(load_roster("photo-roster"), **values)


def test_nine_people_stand_on_a_page_and_the_tenth_on_the_next(book: FontBook) -> None:
    document = lay_out(boxed(), people(10, photo=photo()), book, as_of_text="2026年11月")
    pictures = [[cell for cell in page.cells if cell.image] for page in document.pages]
    assert [len(page) for page in pictures] == [9, 1]
    first, second, fourth = (pictures[0][n].frame for n in (0, 1, 3))
    assert first.y_mm == second.y_mm
    assert fourth.x_mm == first.x_mm
    assert first.width_mm / first.height_mm == pytest.approx(4 / 5)
    assert document.findings == ()
    bottom = max(cell.frame.bottom_mm for cell in document.pages[0].cells)
    assert bottom <= 297 - 8 + 0.01


def test_a_unit_begins_on_a_page_of_its_own(book: FontBook) -> None:
    rows = [{**row, "_group": "甲" if n < 4 else "乙"} for n, row in enumerate(people(6, photo=None))]
    document = lay_out(boxed(), rows, book)
    assert len(document.pages) == 2
    assert [any(cell.text == title for cell in document.pages[n].cells) for n, title in enumerate("甲乙")] == [True] * 2
    assert "共 6 人" in [cell.text for cell in document.pages[1].cells]


def test_the_workbook_of_boxes_holds_everybody_a_sheet_a_page(book: FontBook, tmp_path: Path) -> None:
    assert write_roster_excel(tmp_path / "p.xlsx", boxed(), people(10, photo=photo()), book) == 10
    book_ = openpyxl.load_workbook(tmp_path / "p.xlsx")
    texts = [str(cell.value) for sheet in book_ for row in sheet for cell in row if cell.value]
    assert sum("1975.03（51岁）" in text for text in texts) == 10
    assert [len(sheet._images) for sheet in book_] == [9, 1]


def test_boxes_too_small_for_their_content_are_refused_with_what_to_do(book: FontBook) -> None:
    with pytest.raises(DocumentError, match="减少行数"):
        lay_out(boxed(down=8, height_mm=210), people(2, photo=None), book)


# ---- as a design keeps it


@pytest.mark.parametrize("name", ["roster", "name-list", "contact-list", "photo-roster", "committee-list"])
def test_a_layout_comes_back_from_plain_values_as_it_was(name: str) -> None:
    spec = replace(load_roster(name), fills=False)
    plain = json.loads(json.dumps(spec_to_plain(spec)))
    again = spec_from_plain(plain, load_catalogue())
    assert spec_to_plain(again) == plain
    assert [c.key for c in again.columns] == [c.key for c in spec.columns]


def test_a_column_that_is_no_longer_offered_is_left_out() -> None:
    plain = spec_to_plain(load_roster("name-list"))
    plain["columns"][0]["key"] = "shoe_size"
    assert len(spec_from_plain(plain, load_catalogue()).columns) == 14


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"width_mm": 5}, "纸张"),
        ({"margins": [0, 200, 0, 200]}, "页边距"),
        ({"columns": []}, "没有选择栏目"),
        ({"row_height_mm": 0.5}, "行高"),
        ({"subtitle": "（截至今天）"}, "as_of"),
        ({"across": 20, "down": 3}, "每页最多"),
    ],
)
def test_a_layout_that_cannot_be_printed_is_refused(change: dict[str, Any], word: str) -> None:
    with pytest.raises(DocumentError, match=word):
        spec_from_plain(spec_to_plain(load_roster("roster")) | change, load_catalogue())


@pytest.mark.parametrize(("name", "value"), [("width", 0.2), ("width", 4000), ("size", 80), ("align", "up")])
def test_a_column_beyond_its_range_is_refused(name: str, value: object) -> None:
    plain = spec_to_plain(load_roster("roster"))
    plain["columns"][1][name] = value
    with pytest.raises(DocumentError, match="姓名"):
        spec_from_plain(plain, load_catalogue())
