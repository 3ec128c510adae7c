"""The one entry of the worker for every kind of table file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ganbu_desktop.foundation.errors import ExchangeError


def read_tables(path: str, kind: str, encoding: str | None, skip: list[str]) -> dict[str, Any]:
    """Read a table file; ``kind`` is the name of the ``FileKind`` found by ``sniff``. Plain form of ``spreadsheet``.

    Raises ExchangeError with a sentence for everything that is wrong with the file.
    """
    if kind in {"CSV", "XLS_TEXT", "XLS_HTML"}:
        return _read_text(path, kind, encoding or "utf-8")
    from ganbu_desktop.exchange.parse import spreadsheet

    if kind in {"XLSX", "XLSM"}:
        return spreadsheet.read_xlsx(path, skip)
    result = spreadsheet.read_other(path, skip, archive=kind != "XLS")
    if kind == "XLS":
        _add_hidden_parts(path, result["sheets"], skip)
    return result


def _read_text(path: str, kind: str, encoding: str) -> dict[str, Any]:
    text = Path(path).read_bytes().decode(encoding, "replace").lstrip("\ufeff")
    if "\ufffd" in text:
        raise ExchangeError("文件里有不能辨认的字符，编码可能已损坏，请另存为 .xlsx 后再导入；数据未改动")
    if kind == "XLS_HTML":
        from ganbu_desktop.exchange.parse.html_table import read_html

        return read_html(text)
    from ganbu_desktop.exchange.parse.delimited import read_delimited

    return read_delimited(text)


def _add_hidden_parts(path: str, sheets: list[dict[str, Any]], skip: list[str]) -> None:
    from ganbu_desktop.exchange.parse.xls_facts import hidden_parts

    parts = hidden_parts(path)
    if skip or len(parts) != len(sheets):
        return
    for sheet, (rows, columns) in zip(sheets, parts, strict=True):
        sheet["hidden_rows"] = rows
        sheet["hidden_columns"] = columns
