"""Spreadsheets by the bulk reader, with what it does not tell laid over.

The result is plain data (lists, texts, numbers) that travels to the main process as JSON:
``{"sheets": [{"name", "hidden", "rows", "hidden_rows", "hidden_columns", "merged", "notices"}]}``; a value is a text
(empty for nothing), number, bool or ``[mark, text]`` with mark ``d`` (date), ``e`` (error value) or ``f`` (formula
without a result). Row 1 of the sheet is always ``rows[0]``.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import zipfile
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

import python_calamine

from ganbu_desktop.exchange.parse.number_formats import dayless_styles, elements
from ganbu_desktop.exchange.parse.sheet_facts import (
    BLANK_RUN,
    MAX_CELLS,
    MAX_ROWS,
    SheetFacts,
    facts_of,
    refuse_doctype,
)
from ganbu_desktop.exchange.parse.standard_names import with_standard_names
from ganbu_desktop.exchange.parse.xls_facts import facts_of_xls
from ganbu_desktop.exchange.zip_guard import inflate, open_archive
from ganbu_desktop.foundation.errors import ExchangeError

_DAMAGED = "文件内容已损坏，请用 WPS 或 Excel 打开后另存一份再导入；数据未改动"


FactsOf = Callable[[str], SheetFacts | None]
"""Gives a sheet's facts by its name; None where the kind of file hides them."""


def read_xlsx(path: str, skip: Collection[str]) -> dict[str, Any]:
    """Read an ``.xlsx`` or ``.xlsm`` file, leaving out the sheets named in ``skip``. Macros are not looked at."""
    with open_archive(path) as stored, with_standard_names(stored) as archive:
        parts, facts = _parts_and_facts(archive)

        def cut(name: str, safe_xml: bytes) -> io.BytesIO:
            return _repacked(archive, {parts[name]: safe_xml})

        return _read(path if archive is stored else _repacked(archive, {}), skip, facts, cut)


def checked_source(path: str) -> str | io.BytesIO:
    """Return what may be opened whole: the file itself, or its copy in memory with ghost cells cut off."""
    with open_archive(path) as stored, with_standard_names(stored) as archive:
        parts, facts = _parts_and_facts(archive)
        found = {name: facts(name) for name in parts}
        replaced = {parts[name]: fact.safe_xml for name, fact in found.items() if fact and fact.safe_xml is not None}
        return _repacked(archive, replaced) if replaced or archive is not stored else path


def _parts_and_facts(archive: zipfile.ZipFile) -> tuple[dict[str, str], FactsOf]:
    parts = _sheet_parts(archive)
    dayless = dayless_styles(_optional(archive, "xl/styles.xml") or b"<styleSheet/>")
    refuse_doctype(_optional(archive, "xl/sharedStrings.xml") or b"")

    def facts(name: str) -> SheetFacts:
        return facts_of(inflate(archive, parts[name]), dayless) if name in parts else SheetFacts()

    return parts, facts


def read_xls(path: str, skip: Collection[str]) -> dict[str, Any]:
    """Read an old ``.xls`` file."""
    return _read(path, skip, facts_of_xls(path).get)


def read_other_archive(path: str, skip: Collection[str]) -> dict[str, Any]:
    """Read ``.xlsb`` and ``.ods``, whose hidden parts stay unknown."""
    open_archive(path).close()
    return _read(path, skip, lambda _: None)


def _optional(archive: zipfile.ZipFile, name: str) -> bytes | None:
    return inflate(archive, name) if name in archive.namelist() else None


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name to the name of its XML part."""
    relations = elements(_optional(archive, "xl/_rels/workbook.xml.rels") or b"<Relationships/>")
    targets = {a.get("Id", ""): _part_name(a.get("Target", "")) for name, a in relations if name == "Relationship"}
    known = set(archive.namelist())
    parts: dict[str, str] = {}
    for name, attributes in elements(inflate(archive, "xl/workbook.xml")):
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            part = targets.get(identity, "")
            if part in known:
                parts[attributes.get("name", "")] = part
    return parts


def _part_name(target: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target))


def _repacked(archive: zipfile.ZipFile, replaced: Mapping[str, bytes]) -> io.BytesIO:
    """Return the archive in memory with some parts replaced by their safe form."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for name in archive.namelist():
            target.writestr(name, replaced.get(name) or inflate(archive, name))
    buffer.seek(0)
    return buffer


def _read(
    source: str | io.BytesIO,
    skip: Collection[str],
    facts: FactsOf,
    cut: Callable[[str, bytes], io.BytesIO] | None = None,
) -> dict[str, Any]:
    """Read the sheets; ``cut`` gives the file with one sheet's XML replaced, for sheets that may not be read whole."""
    try:
        with _open(source) as workbook, ThreadPoolExecutor(1) as reader:
            worksheet = python_calamine.SheetTypeEnum.WorkSheet
            metadata = [m for m in workbook.sheets_metadata if m.typ == worksheet and m.name not in skip]
            reading = [(m, *_start_reading(workbook, m.name, facts(m.name), cut, reader)) for m in metadata]
            sheets = [_sheet(m, sheet.result(), fact) for m, fact, sheet in reading]
    except python_calamine.PasswordError as error:
        raise ExchangeError("文件有打开密码，请先在 WPS 或 Excel 中取消密码后再导入；数据未改动") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise ExchangeError(_DAMAGED) from error
    return {"sheets": sheets}


def _start_reading(
    workbook: python_calamine.CalamineWorkbook,
    name: str,
    facts: SheetFacts | None,
    cut: Callable[[str, bytes], io.BytesIO] | None,
    reader: ThreadPoolExecutor,
) -> tuple[SheetFacts | None, Future[python_calamine.CalamineSheet]]:
    """Read a judged sheet in the background (the bulk reader lets other work go on) while the next one is judged."""
    if facts is not None and facts.safe_xml is not None and cut is not None:
        workbook = _open(cut(name, facts.safe_xml))
    return facts, reader.submit(workbook.get_sheet_by_name, name)


def _open(source: str | io.BytesIO) -> python_calamine.CalamineWorkbook:
    """Open by content: a wrong suffix must not choose the reader."""
    if isinstance(source, str):
        with open(source, "rb") as file:  # noqa: PTH123 - plain text path from the request
            return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    return python_calamine.CalamineWorkbook.from_filelike(source)


def _sheet(
    metadata: python_calamine.SheetMetadata, sheet: python_calamine.CalamineSheet, facts: SheetFacts | None
) -> dict[str, Any]:
    if facts is None:
        merged = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or []]
        facts = SheetFacts(merged=merged)
    rows = _rows(sheet, facts)
    _lay_over(rows, facts)
    return {
        "name": metadata.name,
        "hidden": metadata.visible != python_calamine.SheetVisibleEnum.Visible,
        "rows": rows,
        "hidden_rows": facts.hidden_rows,
        "hidden_columns": facts.hidden_columns,
        "merged": facts.merged,
        "notices": facts.notices,
    }


def _rows(sheet: python_calamine.CalamineSheet, facts: SheetFacts) -> list[list[Any]]:
    """Return the rows up to the first long blank stretch, without trailing blank rows."""
    if sheet.end is None:
        return []
    if sheet.height * sheet.width > MAX_CELLS:
        return _stop_at_blank_run(islice(sheet.iter_rows(), MAX_ROWS), facts)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return rows if len(rows) <= BLANK_RUN else _stop_at_blank_run(rows, facts)


def _stop_at_blank_run(rows: Any, facts: SheetFacts) -> list[list[Any]]:
    kept: list[list[Any]] = []
    last = 0
    for number, row in enumerate(rows, 1):
        if any(row):
            last = number
        elif number - last > BLANK_RUN:
            facts.notices.append(f"第 {last} 行以下有 {BLANK_RUN} 个以上的空行，空行以后的内容没有读取")
            break
        kept.append(row)
    return kept[:last]


def _lay_over(rows: list[list[Any]], facts: SheetFacts) -> None:
    for row, column, text in facts.errors:
        _put(rows, row, column, ["e", text])
    for row, column in facts.formulas:
        _put(rows, row, column, ["f", ""])
    for row, column, shape in facts.partial_dates:
        if 0 < row <= len(rows) and 0 < column <= len(rows[row - 1]):
            value = rows[row - 1][column - 1]
            if isinstance(value, datetime.date):
                month = "" if shape == "y" else f".{value.month:02}"
                rows[row - 1][column - 1] = ["d", f"{value.year:04}{month}"]


def _put(rows: list[list[Any]], row: int, column: int, value: list[str]) -> None:
    """Set a value that the bulk reader left out, also beyond the rows it gave."""
    if not 0 < row <= len(rows) + BLANK_RUN or not 0 < column <= 300:
        return
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    cells.extend([""] * (column - len(cells)))
    cells[column - 1] = value
