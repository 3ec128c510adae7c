"""What the bulk reader does not tell about an old ``.xls`` file: hidden parts, merges, error values, dayless dates.

Source of the record layouts: [MS-XLS] BoundSheet8, Format, XF, Row, ColInfo, MergeCells, Number, RK, MulRk, BoolErr,
Formula.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import olefile

from ganbu_desktop.exchange.parse.number_formats import BUILT_IN_MONTHS, shape_of
from ganbu_desktop.exchange.parse.sheet_facts import SheetFacts

_BOF, _EOF, _BOUNDSHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0
_ROW, _COLINFO, _MERGES = 0x0208, 0x007D, 0x00E5
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def facts_of_xls(path: str) -> dict[str, SheetFacts]:
    """Return the facts of each worksheet by name.

    A file whose structure cannot be followed yields nothing: the bulk reader will judge it.
    """
    try:
        with olefile.OleFileIO(path) as compound:
            name = "Workbook" if compound.exists("Workbook") else "Book"
            stream: bytes = compound.openstream(name).read()
        offsets, dayless = _read_globals(stream)
        return {name: _scan_sheet(stream, offset, dayless) for name, offset in offsets.items()}
    except (OSError, struct.error, ValueError, IndexError, TypeError, AttributeError):
        return {}


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _text(body: bytes, count: int) -> str:
    """Read a string of ``count`` characters that begins with its flag byte."""
    return body[1 : 1 + 2 * count].decode("utf-16-le") if body[0] & 1 else body[1 : 1 + count].decode("latin-1")


def _read_globals(stream: bytes) -> tuple[dict[str, int], dict[int, str]]:
    """Return sheet name to offset, and the styles that show a date without its day."""
    offsets: dict[str, int] = {}
    custom: dict[int, str] = {}
    styles: list[int] = []
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET and body[5] & 0x0F == 0:
            offsets[_text(body[7:], body[6])] = struct.unpack_from("<I", body)[0]
        elif kind == _FORMAT:
            number, count = struct.unpack_from("<HH", body)
            custom[number] = _text(body[4:], count)
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _EOF:
            break
    shapes = {style: _shape(number, custom) for style, number in enumerate(styles)}
    return offsets, {style: shape for style, shape in shapes.items() if shape}


def _shape(number: int, custom: dict[int, str]) -> str | None:
    return shape_of(custom[number]) if number in custom else "ym" if number in BUILT_IN_MONTHS else None


def _scan_sheet(stream: bytes, offset: int, dayless: dict[int, str]) -> SheetFacts:
    facts = SheetFacts()
    depth = 0
    for kind, body in _records(stream, offset):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            break
        _add_layout(facts, kind, body)
        for row, column, style in _number_cells(kind, body):
            if style in dayless:
                facts.partial_dates.append((row + 1, column + 1, dayless[style]))
        error = _error_code(kind, body)
        if error is not None:
            row, column = struct.unpack_from("<HH", body)
            facts.errors.append((row + 1, column + 1, _ERRORS.get(error, "#N/A")))
    return facts


def _add_layout(facts: SheetFacts, kind: int, body: bytes) -> None:
    if kind == _ROW and body[12] & 0x20:
        facts.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
    elif kind == _COLINFO and body[8] & 0x01:
        first, last = struct.unpack_from("<HH", body)
        facts.hidden_columns.extend(range(first + 1, min(last, 255) + 2))
    elif kind == _MERGES:
        for at in range(2, 2 + 8 * struct.unpack_from("<H", body)[0], 8):
            top, bottom, left, right = struct.unpack_from("<HHHH", body, at)
            facts.merged.append((top + 1, left + 1, bottom + 1, right + 1))


def _number_cells(kind: int, body: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield row, column (from 0) and style of the numbers in a record."""
    if kind in {_NUMBER, _RK, _FORMULA}:
        yield struct.unpack_from("<HHH", body)
    elif kind == _MULRK:
        row, first = struct.unpack_from("<HH", body)
        for n, at in enumerate(range(4, len(body) - 2, 6)):
            yield row, first + n, struct.unpack_from("<H", body, at)[0]


def _error_code(kind: int, body: bytes) -> int | None:
    """Return the error code of a cell that holds an error, typed or as the result of a formula."""
    if kind == _BOOLERR and body[7]:
        return body[6]
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None
