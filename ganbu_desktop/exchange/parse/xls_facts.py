"""Hidden rows and columns of an old ``.xls`` file, which the bulk reader does not tell.

Source of the record layouts: [MS-XLS] BOUNDSHEET8, BOF, ROW, COLINFO, EOF.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import olefile

_BOF, _EOF, _BOUNDSHEET, _ROW, _COLINFO = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D


def hidden_parts(path: str) -> list[tuple[list[int], list[int]]]:
    """Return hidden rows and hidden columns (from 1) of each sheet, in the order of the sheets.

    A file whose structure cannot be followed yields an empty list: the bulk reader will judge it.
    """
    try:
        with olefile.OleFileIO(path) as compound:
            name = "Workbook" if compound.exists("Workbook") else "Book"
            stream: bytes = compound.openstream(name).read()
        return [_scan_sheet(stream, offset) for offset in _sheet_offsets(stream)]
    except (OSError, struct.error, ValueError, IndexError, TypeError, AttributeError):
        return []


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_offsets(stream: bytes) -> list[int]:
    offsets = []
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET and len(body) >= 6 and body[5] & 0x0F == 0:
            offsets.append(struct.unpack_from("<I", body)[0])
        elif kind == _EOF:
            break
    return offsets


def _scan_sheet(stream: bytes, offset: int) -> tuple[list[int], list[int]]:
    rows: list[int] = []
    columns: list[int] = []
    depth = 0
    for kind, body in _records(stream, offset):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            break
        if kind == _ROW and len(body) >= 14 and body[12] & 0x20:
            rows.append(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLINFO and len(body) >= 10 and body[8] & 0x01:
            first, last = struct.unpack_from("<HH", body)
            columns.extend(range(first + 1, min(last, 255) + 2))
    return rows, columns
