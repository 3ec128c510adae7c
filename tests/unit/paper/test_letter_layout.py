"""Running text in the format of official documents: 22 lines of 28 characters, as many pages as needed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.pdf import row_edges_mm

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.cells import POINTS_PER_MM, PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_excel import write_workbook
from ganbu_desktop.paper.form_file import read_form
from ganbu_desktop.paper.form_fill import FormFiller

NOTICE = """
name = "notice"
title = "告知书"
edition = ""
source = "自拟"
[bindings]
name = "text"
body = "text"
remark = "text"
office = "text"
date = "text"
[styles]
letter = { font = "fangsong", size = 15.75 }
body = { indent = 2 }
closing = { align = "center", left = 14, tied = true }
[[page]]
width = 210
height = 297
margins = { top = 37, right = 26, bottom = 35, left = 28 }
leading = 28.98
page_number = true
paragraph = [
    { text = "告知书", font = "title", size = 22, leading = 28.98, align = "center" },
    { text = "{name}同志：", label = "称呼" },
    { text = "{body}", style = "body" },
    { text = "附注：{remark}", style = "body" },
    { text = "{office}", style = "closing", before = 1 },
    { text = "{date}", style = "closing" },
]
"""
VALUES = {"name": "欧阳小明", "body": "", "remark": "", "office": "中共青禾县委组织部", "date": "2026年3月2日"}


def read(folder: Path, text: str = NOTICE) -> FormFiller:
    path = folder / "notice.toml"
    path.write_text(text, encoding="utf-8")
    return FormFiller(read_form(path), FontBook.bundled())


def lines(document: PlacedDocument) -> list[list[str]]:
    """Return the drawn lines of each page, without its number."""
    return [
        [line.text for cell in page.cells if not cell.text.startswith("—") for line in cell.lines]
        for page in document.pages
    ]


def test_a_page_holds_22_lines_of_28_characters(tmp_path: Path) -> None:
    document = read(tmp_path).fill({**VALUES, "body": "字" * 26 + "字" * 28 * 60})
    first, second = lines(document)[:2]
    assert len(first) == 22
    assert first[2] == "　　" + "字" * 26
    assert {len(line) for line in first[3:]} == {28}
    assert len(second) == 22


def test_only_the_first_line_of_each_paragraph_is_indented(tmp_path: Path) -> None:
    document = read(tmp_path).fill({**VALUES, "body": "甲" * 30 + "\n\n" + "乙" * 30})
    assert lines(document)[0][2:6] == ["　　" + "甲" * 26, "甲" * 4, "　　" + "乙" * 26, "乙" * 4]


def test_a_paragraph_without_values_is_left_out(tmp_path: Path) -> None:
    filler = read(tmp_path)
    assert "附注" not in "".join(lines(filler.fill(VALUES))[0])
    assert "　　附注：已存档" in lines(filler.fill({**VALUES, "remark": "已存档"}))[0]


def test_signature_and_date_never_stand_alone_on_a_page(tmp_path: Path) -> None:
    filler = read(tmp_path)
    for rows in range(1, 45):
        pages = lines(filler.fill({**VALUES, "body": "字" * (28 * rows - 2)}))
        assert pages[-1][-2:] == ["中共青禾县委组织部", "2026年3月2日"]
        assert "字" in pages[-1][-3]
        assert sum(line.count("字") for page in pages for line in page) == 28 * rows - 2


def test_the_date_ends_four_characters_before_the_margin_below_the_office(tmp_path: Path) -> None:
    (page,) = read(tmp_path).fill(VALUES).pages
    office, date = (next(c for c in page.cells if c.frame.binding == name).lines[0] for name in ("office", "date"))
    em = 15.75 / POINTS_PER_MM
    centre = [line.x_mm + line.width_pt / POINTS_PER_MM / 2 for line in (office, date)]
    assert centre[0] == pytest.approx(centre[1], abs=0.01)
    assert 184 - (date.x_mm + date.width_pt / POINTS_PER_MM) == pytest.approx(4 * em, abs=em / 2)


def test_page_numbers_stand_at_the_outer_side(tmp_path: Path) -> None:
    document = read(tmp_path).fill({**VALUES, "body": "字" * 2000})
    numbers = [cell for page in document.pages for cell in page.cells if cell.text.startswith("—")]
    assert [cell.text for cell in numbers] == [f"— {n} —" for n in range(1, len(document.pages) + 1)]
    assert [cell.frame.align for cell in numbers[:2]] == ["right", "left"]
    assert all(row_edges_mm(page.frame)[-1] <= 297 - page.frame.margins.bottom + 0.01 for page in document.pages)


def test_a_character_without_glyph_is_reported_once(tmp_path: Path) -> None:
    document = read(tmp_path).fill({**VALUES, "body": "字\U000323b0" * 600})
    assert [finding.field for finding in document.findings] == ["body"]


def test_the_workbook_keeps_paragraphs_whole_and_rows_low_enough(tmp_path: Path) -> None:
    document = read(tmp_path).fill({**VALUES, "body": "字" * 26 + "字" * 28 * 18 + "尾"})
    path = tmp_path / "告知书.xlsx"
    write_workbook(path, [document], FontBook.bundled())
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    shown = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert shown[2].startswith("　　字字")
    assert len(shown[2]) == 2 + 26 + 28 * 18  # the last line went over with the signature
    heights = [dimension.height for dimension in sheet.row_dimensions.values() if dimension.height]
    assert max(heights) <= 409


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("{body}", "{bodie}", "数据项 bodie 没有在 bindings 中声明"),
        ('style = "closing" },\n]', 'style = "close" },\n]', "没有名为 close 的样式"),
        ("page_number = true", "page_number = true\ncolumns = [1]", "不认识的键 columns"),
        ("leading = 28.98\npage", "leading = 0\npage", "版心放不下一行"),
        ("tied = true", "tight = true", "不认识的键 tight"),
        ('remark = "text"', 'remark = "text"\nspare = "text"', "spare 没有放在"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, good: str, bad: str, said: str) -> None:
    assert good in NOTICE
    with pytest.raises(DocumentError, match=said):
        read(tmp_path, NOTICE.replace(good, bad, 1))


@pytest.mark.parametrize(("above", "first_page"), [(17, 21), (18, 22), (19, 21), (20, 22)])
def test_a_heading_is_never_the_last_line_of_its_page(tmp_path: Path, above: int, first_page: int) -> None:
    title = '    { text = "标题", style = "body", keeps_next = true },\n    { text = "{remark}", style = "body" },'
    filler = read(tmp_path, NOTICE.replace('    { text = "附注：{remark}", style = "body" },', title))
    pages = lines(
        filler.fill({**VALUES, "body": "\n".join(["一行"] * above), "remark": "说明", "office": "", "date": ""})
    )
    assert len(pages[0]) == first_page
    assert not any(page[-1].strip() == "标题" for page in pages)
