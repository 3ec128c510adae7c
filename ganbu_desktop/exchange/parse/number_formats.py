"""Which cell styles of an ``.xlsx`` file show a date without its day (``1975年3月``) or only a year.

A spreadsheet keeps such a date as the first of the month; reading it as a full date would invent a day.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from ganbu_desktop.foundation.errors import ExchangeError

BUILT_IN_MONTHS = frozenset({17, 27, 36, 50, 52, 57})
"""Numbers of the built-in formats that show year and month only, in Chinese editions."""


def elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return local names and attributes of all elements in document order; no DOCTYPE, no entities.

    Raises ExchangeError when the XML is not well formed.
    """
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(":")[2], attributes))

    def doctype(*_: object) -> None:
        raise ExchangeError("文件里有不允许的 DOCTYPE 声明，可能是有意破坏的文件，已拒绝读取；数据未改动")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise ExchangeError("文件内容已损坏，请用 WPS 或 Excel 打开后另存一份再导入；数据未改动") from error
    return found


def dayless_styles(styles_xml: bytes) -> dict[int, str]:
    """Return style index to ``ym`` (year and month shown) or ``y`` (year only)."""
    custom: dict[str, str] = {}
    result: dict[int, str] = {}
    index, inside = 0, False
    for name, attributes in elements(styles_xml):
        if name == "numFmt":
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            shape = _shape(attributes.get("numFmtId", "0"), custom)
            if shape:
                result[index] = shape
            index += 1
    return result


def _shape(format_id: str, custom: dict[str, str]) -> str | None:
    if format_id in custom:
        return shape_of(custom[format_id])
    return "ym" if format_id.isdigit() and int(format_id) in BUILT_IN_MONTHS else None


def shape_of(code: str) -> str | None:
    """Return ``ym`` or ``y`` for a number format that shows a year but no day, None for every other."""
    bare = re.sub(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.", "", code.lower()).split(";")[0]
    if "y" not in bare or "d" in bare or "h" in bare or "s" in bare:
        return None
    return "ym" if "m" in bare else "y"
