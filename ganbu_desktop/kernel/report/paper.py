"""Reports on paper: figures become the values that ``paper.report`` lays out, as PDF or Excel."""

from __future__ import annotations

import re
from pathlib import Path

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.report.spec import Cell, Figure, Report, ReportTable
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_pdf import write_pdf
from ganbu_desktop.paper.report import PaperReport, PaperTable, PaperValue, lay_out, write_report_excel

SUFFIXES = (".pdf", ".xlsx")
_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>0|[1-9]\d{0,11})(?:\.(?P<part>\d{1,4}))?(?P<percent>%?)")
_SHORT_NUMBER = re.compile(r"0|[1-9]\d{0,5}")


def on_paper(report: Report) -> PaperReport:
    """Return a report as paper sees it."""
    return PaperReport(
        title=report.title,
        tables=tuple(map(_table, report.tables)),
        left=report.left,
        right=report.right,
        remarks=report.remarks,
        boxes=report.boxes,
        signatures=report.signatures,
        landscape=report.landscape,
        unit=report.unit,
        made_on=report.made_on,
    )


def document(report: Report, book: FontBook | None = None) -> PlacedDocument:
    """Return the pages of a report, for the preview and the printer."""
    return lay_out(on_paper(report), book or FontBook.default())


def write_report(report: Report, target: Path, book: FontBook | None = None, picture: bytes | None = None) -> list[str]:
    """Write a report to a ``.pdf`` or ``.xlsx`` file and return what could not be drawn, in sentences.

    ``picture``: a PNG, such as a chart, that stands under the first table of the workbook.

    CheckFailed for another ending, DocumentError when the file cannot be written; an older file then stays.
    """
    check_target(target)
    fonts = book or FontBook.default()
    if target.suffix.lower() == ".xlsx":
        write_report_excel(target, on_paper(report), fonts, picture)
        return []
    placed = document(report, fonts)
    write_pdf(target, [placed], fonts, total=1)
    return [finding.message for finding in placed.findings]


def check_target(target: Path) -> None:
    """CheckFailed when a report cannot be written to a file of this name."""
    if target.suffix.lower() not in SUFFIXES:
        raise CheckFailed(f"报表只能写成 .pdf 或 .xlsx 文件，不能写成“{target.name}”；没有写出文件")


def _table(table: ReportTable) -> PaperTable:
    rows = tuple(tuple(map(_value, row)) for row in table.rows)
    return PaperTable(table.title, table.header, rows, table.widths, table.aligns)


def _value(cell: Cell) -> PaperValue:
    if isinstance(cell, Figure):
        return _figure(cell)
    if _SHORT_NUMBER.fullmatch(cell):
        return PaperValue(cell, int(cell), "0")
    return PaperValue(cell)


def _figure(figure: Figure) -> PaperValue:
    """Return a figure as the number it reads as (83.3% is 0.833); words round it make it text."""
    shown = figure.shown()
    match = _NUMBER.fullmatch(shown) if figure.value is not None else None
    if match is None:
        return PaperValue(shown)
    places = len(match["part"] or "")
    number_format = "0" + ("." + "0" * places if places else "") + match["percent"]
    if match["percent"]:
        return PaperValue(shown, round(float(shown[:-1]) / 100, places + 2), number_format)
    return PaperValue(shown, float(shown) if places else int(shown), number_format)
