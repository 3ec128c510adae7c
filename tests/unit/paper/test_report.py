"""Reports on paper: nothing is lost, heads come again, PDF and workbook say the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from pypdf import PdfReader

from ganbu_desktop.paper.cells import POINTS_PER_MM, PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_pdf import write_pdf
from ganbu_desktop.paper.report import PaperReport, PaperTable, PaperValue, lay_out, write_report_excel
from ganbu_desktop.paper.report.blocks import INNER_PT, OUTER_PT
from ganbu_desktop.paper.roster.measure import PADDING

BOOK = FontBook.bundled()
HEADER = (("序号", "谈话类型", "其中", "其中", "备注"), ("", "", "正科", "占比", ""))


def _row(number: int, kind: str, note: str = "") -> tuple[PaperValue, ...]:
    return (
        PaperValue(str(number), number, "0"),
        PaperValue(kind),
        PaperValue(str(number * 3), number * 3, "0"),
        PaperValue("无记录") if number % 2 else PaperValue("12.5%", 0.125, "0.0%"),
        PaperValue(note),
    )


def _report(count: int, note: str = "", **more: object) -> PaperReport:
    table = PaperTable(
        "", HEADER, tuple(_row(n, f"类型{n}", note) for n in range(1, count + 1)), (1, 4, 2, 2, 4), "clrrl"
    )
    given: dict[str, object] = {"left": "填报单位：某县", "right": "填报日期：", "signatures": ("填表人：", "审核人：")}
    return PaperReport("月报表", (table,), **{**given, **more})  # type: ignore[arg-type]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _drawn(document: PlacedDocument, page: int) -> list[str]:
    return ["".join(line.text for line in cell.lines) for cell in document.pages[page].cells if cell.lines]


@pytest.mark.parametrize("count", [0, 1, 12])
def test_the_pdf_reads_as_the_workbook_does(tmp_path: Path, count: int) -> None:
    report = _report(
        count, remarks=("只计本月。", "作废的不计。"), boxes=(("主要情况", "一切正常。"), ("下月安排", ""))
    )
    write_pdf(tmp_path / "r.pdf", [lay_out(report, BOOK)], BOOK)
    write_report_excel(tmp_path / "r.xlsx", report, BOOK)
    (page,) = PdfReader(tmp_path / "r.pdf").pages
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    cells = [_shown(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert _squeezed(page.extract_text()) == _squeezed("".join(cells)) + "第1页共1页"


def _shown(cell: openpyxl.cell.Cell) -> str:
    if isinstance(cell.value, str):
        return cell.value
    assert cell.data_type == "n"
    return f"{cell.value:.1%}" if cell.number_format == "0.0%" else str(cell.value)


def test_sixty_rows_stand_once_each_under_the_head(tmp_path: Path) -> None:
    document = lay_out(_report(60, note="较长的备注" * 6), BOOK)
    assert len(document.pages) > 2
    seen: list[str] = []
    for number in range(len(document.pages)):
        texts = _drawn(document, number)
        assert texts[-1] == f"第 {number + 1} 页 共 {len(document.pages)} 页"
        assert texts.count("谈话类型") == texts.count("正科") == 1
        seen += [text for text in texts if text.startswith("类型")]
    assert seen == [f"类型{n}" for n in range(1, 61)]
    assert document.findings == ()


def test_nothing_stands_outside_the_page_or_on_another(tmp_path: Path) -> None:
    report = _report(40, note="备注" * 30, boxes=(("主要情况", "很长的文字。" * 300),), remarks=("注" * 200,))
    document = lay_out(report, BOOK)
    for page in document.pages:
        low = page.frame.height_mm - page.frame.margins.bottom + 0.01
        rows: dict[tuple[float, float], int] = {}
        for cell in page.cells:
            assert cell.frame.bottom_mm <= low
            assert cell.frame.right_mm <= page.frame.width_mm - page.frame.margins.right + 0.01
            place = (round(cell.frame.x_mm, 3), round(cell.frame.y_mm, 3))
            rows[place] = rows.get(place, 0) + 1
            for line in cell.lines:
                assert cell.frame.y_mm < line.baseline_mm < cell.frame.bottom_mm
        assert set(rows.values()) == {1}
        assert sum(page.frame.rows_mm) == pytest.approx(
            page.frame.height_mm - page.frame.margins.top - page.frame.margins.bottom
        )


def test_a_long_box_goes_on_and_says_every_word() -> None:
    text = "".join(f"第{n}句话。" for n in range(900))
    document = lay_out(_report(3, boxes=(("主要情况", text),)), BOOK)
    drawn = "".join("".join(_drawn(document, page)[:-1]) for page in range(len(document.pages)))
    assert len(document.pages) > 1
    assert text in drawn


def test_the_frame_is_closed_on_every_page() -> None:
    document = lay_out(_report(60), BOOK)
    for page in document.pages:
        table = [c.frame for c in page.cells if c.frame.borders.left]
        top, bottom = min(f.y_mm for f in table), max(f.bottom_mm for f in table)
        assert {f.borders.top for f in table if f.y_mm == top} == {OUTER_PT}
        assert {f.borders.bottom for f in table if abs(f.bottom_mm - bottom) < 0.01} == {OUTER_PT}
        assert {f.borders.top for f in table if f.y_mm > top + 20} == {INNER_PT}


def test_boxes_shrink_where_that_saves_a_page() -> None:
    boxes = (("主要情况", ""), ("突出问题", ""), ("下月安排", ""))
    roomy = lay_out(_report(3, boxes=boxes), BOOK)
    tight = lay_out(_report(14, boxes=boxes), BOOK)
    assert len(roomy.pages) == len(tight.pages) == 1

    def height(document: PlacedDocument) -> float:
        return max(c.frame.height_mm for c in document.pages[0].cells if c.text == "主要情况")

    assert height(roomy) == pytest.approx(24.0)
    assert height(tight) < 24.0


def test_numbers_are_never_broken_and_long_texts_grow() -> None:
    table = PaperTable(
        "",
        (("名称", "数"),),
        ((PaperValue("字" * 200), PaperValue("123456789012", 123456789012, "0")),),
        (1, 0.12),
        "lr",
    )
    document = lay_out(PaperReport("表", (table,), landscape=False), BOOK)
    cells = {cell.text: cell for cell in document.pages[0].cells}
    assert len(cells["123456789012"].lines) == 1
    assert len(cells["字" * 200].lines) > 1
    assert document.findings == ()


@pytest.mark.parametrize(("columns", "split"), [(2, 1), (3, 1), (4, 1), (5, 2), (6, 2)])
def test_a_box_of_the_workbook_has_a_label_and_a_body(tmp_path: Path, columns: int, split: int) -> None:
    """The label stands in the middle of its own narrow part, the text at the left of the wide one, both framed."""
    table = PaperTable("", (tuple(f"列{n}" for n in range(columns)),), (), (2,) * columns, "l" * columns)
    write_report_excel(tmp_path / "r.xlsx", PaperReport("表", (table,), boxes=(("主要情况", "一切正常。"),)), BOOK)
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    (row,) = [row for row in sheet.iter_rows() if row[0].value == "主要情况"]
    assert [cell.value for cell in row] == [
        ("主要情况" if n == 0 else "一切正常。" if n == split else None) for n in range(columns)
    ]
    label, body = row[0], row[split]
    assert (label.alignment.horizontal, label.alignment.vertical) == ("center", "center")
    assert (body.alignment.horizontal, body.alignment.vertical) == ("left", "top")
    assert (label.font.name, body.font.name) == ("黑体", "宋体")
    assert all(cell.border.left.style and cell.border.bottom.style for cell in (label, body))
    merged = {str(area) for area in sheet.merged_cells.ranges if area.min_row == row[0].row}
    number = row[0].row
    wanted = {(1, split), (split + 1, columns)}
    letters = {f"{get_column_letter(a)}{number}:{get_column_letter(b)}{number}" for a, b in wanted if a != b}
    assert merged == letters


def test_a_box_under_a_single_column_says_both_in_one_cell(tmp_path: Path) -> None:
    report = PaperReport("表", (PaperTable("", (("列",),), (), (1,), "l"),), boxes=(("主要情况", "一切正常。"),))
    write_report_excel(tmp_path / "r.xlsx", report, BOOK)
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert "主要情况：一切正常。" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_what_cannot_be_drawn_is_named() -> None:
    document = lay_out(_report(1, note="\ua66e"), BOOK)
    assert [f.rule for f in document.findings] == ["paper.glyph"]
    assert "第1行" in document.findings[0].message


def test_the_workbook_is_set_up_for_work_and_paper(tmp_path: Path) -> None:
    second = PaperTable("明细：一/二", (("姓名",),), ((PaperValue("=1+1"),),), (1,))
    report = _report(60)
    report = PaperReport(report.title, (*report.tables, second), report.left, report.right)
    assert write_report_excel(tmp_path / "r.xlsx", report, BOOK) == 2
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    sheet, detail = book.worksheets
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$1:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4"} <= merged
    assert [sheet["C5"].value, sheet["C5"].number_format, sheet["C5"].data_type] == [3, "0", "n"]
    assert [sheet["D6"].value, sheet["D6"].number_format] == [0.125, "0.0%"]
    assert sheet["D5"].value == "无记录"
    assert detail.title == "明细：一 二"
    assert [detail["A5"].value, detail["A5"].data_type] == ["=1+1", "s"]


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_report_excel(tmp_path / f"{name}.xlsx", _report(5), BOOK)
        write_pdf(tmp_path / f"{name}.pdf", [lay_out(_report(5), BOOK)], BOOK)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_report_without_a_table_says_so_in_both_files(tmp_path: Path) -> None:
    report = PaperReport("情况表", (), remarks=("没有登记的不列。",))
    assert "本期没有数据" in _drawn(lay_out(report, BOOK), 0)
    assert write_report_excel(tmp_path / "a.xlsx", report, BOOK) == 1
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert "本期没有数据" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_number_at_the_right_keeps_off_the_rule() -> None:
    """0.9 mm beside the padding of other cells, so that 0 and the line are not read as one sign."""
    placed = lay_out(_report(2), BOOK)
    (number,) = [cell for cell in placed.pages[0].cells if cell.text == "6"]
    (line,) = number.lines
    gap = number.frame.right_mm - line.x_mm - line.width_pt / POINTS_PER_MM
    assert gap == pytest.approx(PADDING.right + 0.9)


def test_unit_and_day_stand_above_and_on_every_page(tmp_path: Path) -> None:
    """What the report does not say itself is said for it, once on its first page and above every other."""
    rows = tuple((PaperValue(str(n)), PaperValue("内容")) for n in range(120))
    table = PaperTable("", (("序号", "内容"),), rows, (1.0, 4.0))
    report = PaperReport("情况表", (table,), unit="青禾县委组织部", made_on="2026年3月2日")
    pages = lay_out(report, BOOK).pages
    assert len(pages) > 2
    first = [cell.text for cell in pages[0].cells]
    assert "填报单位：青禾县委组织部　　制表日期：2026年3月2日" in first
    assert pages[0].head is None
    for page in pages[1:]:
        assert page.head is not None
        assert page.head.text == "情况表　青禾县委组织部　制表日期：2026年3月2日"
    said = replace(report, left="填报单位：青禾县委组织部", right="2026年3月1日")
    assert said.origin == ""
    assert replace(report, left="青禾县委组织部").origin == "制表日期：2026年3月2日"
    assert replace(report, right="填报日期：    年  月  日").origin == "填报单位：青禾县委组织部"
    assert replace(report, unit="", made_on="").origin == ""
    write_report_excel(tmp_path / "a.xlsx", report, BOOK)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet["A2"].value == "填报单位：青禾县委组织部　　制表日期：2026年3月2日"
    assert sheet.print_title_rows == "$1:$3"
