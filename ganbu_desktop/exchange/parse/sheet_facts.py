"""What the bulk reader does not tell about a sheet of an ``.xlsx`` file, found by one quick pass over its XML.

Hidden rows and columns, merged ranges, error values, formulas without a stored result, dates whose number format shows
no day (the day would be invented), and a cut where the sheet goes on only after a long blank stretch.
Rows and columns count from 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ganbu_desktop.foundation.errors import ExchangeError

BLANK_RUN = 500
"""After this many blank rows the rest of a sheet is not read."""
MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_CELLS = 6_000_000
_MAX_MERGES = 100_000
_QUICK_ROWS = 20_000

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*\b(?:hidden=[\"'](?:1|true)|ht=[\"']0[\"'.])[^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")
_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,7})[\"']")
_ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,20})<", re.S
)
_FORMULA = re.compile(
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_CELL_OPEN = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)[ >]")
_WIDE = rb"(?:K[O-Z]|[L-Z][A-Z]|[A-Z]{3})"
_WIDE_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*\br=[\"']" + _WIDE + rb"[0-9]+[\"'][^>]*?(?:/>|>.*?</(?:\w+:)?c>)", re.S)
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*\bref=[\"'][A-Z]{1,3}[0-9]+:([A-Z]{1,3})[0-9]+[\"']")
# A stated extent that is none, such as A0:I48943: the bulk reader refuses the file for it, office programs do not.
_STATED = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?/>|<(?:\w+:)?dimension\b[^>]*>\s*</(?:\w+:)?dimension>")
_EXTENT = re.compile(rb"\bref=[\"'][A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?[\"']")
_WIDE_CELL_MARK = re.compile(rb"\br=[\"']" + _WIDE + rb"[0-9]")


@dataclass
class SheetFacts:
    """Facts of one sheet; ``safe_xml`` is the sheet cut to what may be read, None when all of it may."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    partial_dates: list[tuple[int, int, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    safe_xml: bytes | None = None


def facts_of(xml: bytes, dayless: dict[int, str]) -> SheetFacts:
    """Return the facts of a sheet's XML; ``dayless`` maps style index to ``ym`` or ``y``.

    Raises ExchangeError for a DOCTYPE and for more rows or cells than a personnel file can have.
    """
    data = as_utf8(xml)
    refuse_doctype(data[: data.find(b"sheetData")])
    facts = SheetFacts()
    start, end = data.find(b"sheetData"), max(data.rfind(b"</sheetData"), data.rfind(b":sheetData>"))
    facts.merged = _merges(data[max(end, 0) :])
    facts.hidden_columns = _hidden_columns(data[: max(start, 0)])
    data = _cut_long(_cut_wide(_without_false_extent(data, facts), facts), facts)
    body = data[max(start, 0) : data.rfind(b"sheetData")]
    if any(mark in body for mark in (b" hidden=", b' ht="0')):
        facts.hidden_rows = [_row_number(body, match) for match in _HIDDEN_ROW.finditer(body)]
    if b' t="e"' in body:
        facts.errors = [(*_place(body, m), m[2].decode("ascii", "replace")) for m in _ERROR.finditer(body)]
    if (b":f" if data[max(start, 1) - 1 :].startswith(b":") else b"<f") in body:
        facts.formulas = _formulas(body)
    facts.partial_dates = _partial_dates(body, dayless)
    return facts


def as_utf8(xml: bytes) -> bytes:
    """Return XML as UTF-8 bytes; other Unicode encodings are told by their mark."""
    if xml[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return xml.decode("utf-16", "replace").encode("utf-8", "replace")
    return xml


def refuse_doctype(xml: bytes) -> bytes:
    """Return ``xml`` unless it carries a DOCTYPE or entity, which no office program writes."""
    if b"<!" in xml and (b"<!DOCTYPE" in xml or b"<!ENTITY" in xml):
        raise ExchangeError("文件里有不允许的 DOCTYPE 声明，可能是有意破坏的文件，已拒绝读取；数据未改动")
    return xml


def column_number(letters: bytes | str) -> int:
    """Return 1 for ``A``, 27 for ``AA``."""
    number = 0
    for letter in letters.encode("ascii") if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number


def _without_false_extent(data: bytes, facts: SheetFacts) -> bytes:
    """Take out a stated extent that names no cells; the cells say themselves where they stand."""
    stated = _STATED.search(data, 0, 8192)
    if stated is None or _EXTENT.search(stated[0]):
        return data
    facts.safe_xml = data[: stated.start()] + data[stated.end() :]
    return facts.safe_xml


def _cut_wide(data: bytes, facts: SheetFacts) -> bytes:
    """Drop cells right of the last column that is read; a file that lies about its width costs memory only."""
    dimension = _DIMENSION.search(data, 0, 8192)
    if dimension and column_number(dimension[1]) <= MAX_COLUMNS:
        return data
    if not _WIDE_CELL_MARK.search(data):
        return data
    if any(_VALUE.search(m[0]) for m in _WIDE_CELL.finditer(data)):
        facts.notices.append(f"第 {MAX_COLUMNS} 列以后的内容没有读取")
    facts.safe_xml = _WIDE_CELL.sub(b"", data)
    return facts.safe_xml


def _cut_long(data: bytes, facts: SheetFacts) -> bytes:
    """Cut the sheet at the first long blank stretch, so that a ghost cell in the last row costs nothing."""
    count = data.count(b"<row") or data.count(b":row")
    last = _last_row_number(data)
    if last <= count + BLANK_RUN and last <= _QUICK_ROWS and count <= _QUICK_ROWS:
        return data
    cut, valued, skipped = _blank_stretch(data)
    if cut is None:
        return _refuse_huge(data, valued)
    if skipped:
        facts.notices.append(f"第 {valued} 行以下有 {BLANK_RUN} 个以上的空行，空行以后的内容没有读取")
    prefix = data[cut + 1 : data.index(b"row", cut)]
    closing = b"</" + prefix + b"sheetData>"
    facts.safe_xml = data[:cut] + closing + data.rpartition(closing)[2]
    return _refuse_huge(facts.safe_xml, valued)


def _blank_stretch(data: bytes) -> tuple[int | None, int, bool]:
    """Return where to cut (None: nowhere), the last row with a value before it, and whether values follow the cut."""
    valued = number = 0
    previous: re.Match[bytes] | None = None
    for match in _ROW.finditer(data):
        if previous is not None and _VALUE.search(data, previous.end(), match.start()):
            valued = number
        stated = _NUMBER.search(match[1])
        number = int(stated[1]) if stated else number + 1
        if number - valued > BLANK_RUN:
            return match.start(), valued, bool(_VALUE.search(data, match.start()))
        previous = match
    return None, number, False


def _refuse_huge(data: bytes, rows: int) -> bytes:
    letters = {address[0] for address in _ADDRESS.findall(data)} if rows > _QUICK_ROWS else set()
    columns = max(map(column_number, letters), default=1)
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        raise ExchangeError(f"工作表有 {rows} 行，超过能读取的上限，请分成几个文件后再导入；数据未改动")
    return data


def _last_row_number(data: bytes) -> int:
    at = max(data.rfind(b"<row"), data.rfind(b":row"))
    match = _NUMBER.search(data, at, at + 400) if at >= 0 else None
    return int(match[1]) if match else 0


def _hidden_columns(head: bytes) -> list[int]:
    hidden: list[int] = []
    for match in _COLUMN.finditer(head):
        if re.search(rb"\b(?:hidden=[\"'](?:1|true)|width=[\"']0[\"'])", match[1]):
            first, last = (_attribute(match[1], name) for name in (b"min", b"max"))
            hidden.extend(range(max(first, 1), min(last, MAX_COLUMNS) + 1))
    return sorted(set(hidden))


def _attribute(tag: bytes, name: bytes) -> int:
    match = re.search(rb"\b" + name + rb"=[\"']([0-9]{1,7})[\"']", tag)
    return int(match[1]) if match else 0


def _merges(data: bytes) -> list[tuple[int, int, int, int]]:
    ranges = [(int(m[2]), column_number(m[1]), int(m[4]), column_number(m[3])) for m in _MERGE.finditer(data)]
    return ranges[:_MAX_MERGES]


def _formulas(data: bytes) -> list[tuple[int, int]]:
    """Return the places of formulas without a stored result; an empty text is a result."""
    places = []
    for match in _FORMULA.finditer(data):
        opening = max(data.rfind(mark, 0, match.start()) for mark in (b"<c ", b":c ", b"<c>"))
        cell = _CELL_OPEN.match(data, data.rfind(b"<", 0, opening + 1)) if opening >= 0 else None
        if cell and not (match[1] and b'"str"' in cell[1]):
            places.append(_place(data, cell))
    return places


def _partial_dates(data: bytes, dayless: dict[int, str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for style, shape in dayless.items():
        pattern = re.compile(rb"<(?:\w+:)?c\b([^>]*\bs=[\"']%d[\"'][^>]*)>" % style)
        found.extend((*_place(data, match), shape) for match in pattern.finditer(data) if not match[1].endswith(b"/"))
    return found


def _place(data: bytes, cell: re.Match[bytes]) -> tuple[int, int]:
    """Return row and column of a cell's opening tag; cells without an address are counted."""
    address = _ADDRESS.search(cell[1])
    if address:
        return int(address[2]), column_number(address[1])
    row_at = max(data.rfind(b"<row", 0, cell.start()), data.rfind(b":row", 0, cell.start()))
    row = _ROW.match(data, data.rfind(b"<", 0, row_at + 1)) if row_at >= 0 else None
    number = _row_number(data, row) if row else 0
    return number, len(_CELL_OPEN.findall(data, row.end() if row else 0, cell.end()))


def _row_number(data: bytes, row: re.Match[bytes]) -> int:
    stated = _NUMBER.search(row[1])
    return int(stated[1]) if stated else len(_ROW.findall(data, 0, row.end()))
