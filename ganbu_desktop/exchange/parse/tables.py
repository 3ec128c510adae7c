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
    if kind == "XLS_MHT":
        from ganbu_desktop.exchange.parse.web_archive import read_web_archive

        return read_web_archive(Path(path).read_bytes())
    from ganbu_desktop.exchange.parse import spreadsheet

    if kind in {"XLSX", "XLSM"}:
        return spreadsheet.read_xlsx(path, skip)
    if kind == "XLS":
        return spreadsheet.read_xls(path, skip)
    return spreadsheet.read_other_archive(path, skip)


def _read_text(path: str, kind: str, encoding: str) -> dict[str, Any]:
    text = Path(path).read_bytes().decode(encoding, "replace").lstrip("\ufeff")
    if "\ufffd" in text:
        raise ExchangeError("文件里有不能辨认的字符，编码可能已损坏，请另存为 .xlsx 后再导入；数据未改动")
    if kind == "XLS_HTML":
        from ganbu_desktop.exchange.parse.html_table import read_html

        return read_html(text)
    from ganbu_desktop.exchange.parse.delimited import read_delimited

    return read_delimited(text)
