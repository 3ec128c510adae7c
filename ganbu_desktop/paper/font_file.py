"""Reads from a TrueType file just what measuring and choosing need, without parsing outlines.

A 14 MB font is opened in milliseconds: the table directory, the character map and the advance widths are read by
offset. Collections (.ttc) are read by face number. Only faces with TrueType outlines are usable, since only these
can be embedded.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from functools import cached_property
from pathlib import Path

_RESTRICTED, _NO_SUBSETTING, _BITMAP_ONLY, _FREER = 0x0002, 0x0100, 0x0200, 0x000C
_EM_TOLERANCE = 0.06
_USUAL_ASCENT = 0.86
UNREADABLE = (OSError, struct.error, ValueError, IndexError, KeyError)


class FontFile:
    """One face of a font file.

    Raises one of ``UNREADABLE`` when the file is no font or is damaged; whoever looks through the fonts of a PC
    passes over such files.
    """

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self.index = index
        self._tables = _table_directory(path, index)

    @staticmethod
    def faces(path: Path) -> list[FontFile]:
        """Return all faces of a font file or collection."""
        with path.open("rb") as stream:
            head = stream.read(12)
        count = int(struct.unpack(">I", head[8:12])[0]) if head[:4] == b"ttcf" else 1
        return [FontFile(path, index) for index in range(count)]

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        with self.path.open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)

    @property
    def has_outlines(self) -> bool:
        """Whether the outlines are TrueType ones."""
        return "glyf" in self._tables

    @cached_property
    def names(self) -> frozenset[str]:
        """Family, full and PostScript names in every language, squeezed by ``squeezed``."""
        return frozenset(_read_names(self._table("name")))

    @cached_property
    def is_regular(self) -> bool:
        """Whether the face is neither bold nor italic."""
        return not struct.unpack_from(">H", self._table("head"), 44)[0] & 0b11

    @cached_property
    def may_be_embedded(self) -> bool:
        """Whether the licence flag of the font allows a subset inside a document (OS/2 fsType)."""
        flags = int(struct.unpack_from(">H", self._table("OS/2"), 8)[0])
        forbidden = bool(flags & _RESTRICTED) and not flags & _FREER
        return not (forbidden or flags & (_NO_SUBSETTING | _BITMAP_ONLY))

    @cached_property
    def units(self) -> int:
        """Units of the em square."""
        return int(struct.unpack_from(">H", self._table("head"), 18)[0])

    @cached_property
    def ascent(self) -> float:
        """Height of the em box above the baseline, in ems: about 0.88 for Chinese fonts."""
        above, below = struct.unpack_from(">hh", self._table("OS/2"), 68)
        if abs((above - below) / self.units - 1) <= _EM_TOLERANCE:
            return float(above / self.units)
        return _USUAL_ASCENT

    @cached_property
    def _advances(self) -> tuple[bytes, int]:
        count = int(struct.unpack_from(">H", self._table("hhea"), 34)[0])
        return self._table("hmtx"), count

    @cached_property
    def _map(self) -> _CharacterMap:
        return _CharacterMap(self._table("cmap"))

    def advance(self, code: int) -> float | None:
        """Return the width of a character in ems, or None when the face has no glyph for it."""
        glyph = self._map.glyph(code)
        if not glyph:
            return None
        table, count = self._advances
        width = struct.unpack_from(">H", table, 4 * min(glyph, count - 1))[0]
        return float(width / self.units)


def squeezed(name: str) -> str:
    """Return a font name for comparing: no blanks, hyphens or capitals."""
    return name.replace(" ", "").replace("-", "").replace("_", "").casefold()


def _table_directory(path: Path, index: int) -> dict[str, tuple[int, int]]:
    with path.open("rb") as stream:
        head = stream.read(12)
        if head[:4] == b"ttcf":
            stream.seek(12 + 4 * index)
            stream.seek(struct.unpack(">I", stream.read(4))[0])
            head = stream.read(12)
        if head[:4] not in (b"\0\1\0\0", b"true", b"OTTO"):
            raise ValueError(path)
        count = int(struct.unpack(">H", head[4:6])[0])
        records = struct.iter_unpack(">4sIII", stream.read(16 * count))
        return {tag.decode("latin-1"): (offset, length) for tag, _, offset, length in records}


def _read_names(table: bytes) -> set[str]:
    _, count, strings = struct.unpack_from(">HHH", table)
    found = set()
    for position in range(count):
        platform, _, _, kind, length, offset = struct.unpack_from(">6H", table, 6 + 12 * position)
        if kind in (1, 4, 6):
            raw = table[strings + offset : strings + offset + length]
            text = raw.decode("utf-16-be" if platform in (0, 3) else "mac-roman", "replace")
            found.add(squeezed(text))
    return found


class _CharacterMap:
    """Finds glyph numbers by bisecting the segments of a format 4 or 12 table."""

    def __init__(self, table: bytes) -> None:
        self._starts, self._ends = array("L"), array("L")
        self._glyph_of: list[tuple[int, bytes | None]] = []
        offset = _best_subtable(table)
        form = struct.unpack_from(">H", table, offset)[0]
        if form == 12:
            self._read_groups(table, offset)
        else:
            self._read_segments(table, offset)

    def _add(self, start: int, end: int, delta: int, indirect: bytes | None = None) -> None:
        self._starts.append(start)
        self._ends.append(end)
        self._glyph_of.append((delta, indirect))

    def _read_groups(self, table: bytes, offset: int) -> None:
        count = struct.unpack_from(">I", table, offset + 12)[0]
        body = table[offset + 16 : offset + 16 + 12 * count]
        for start, end, glyph in struct.iter_unpack(">III", body):
            self._add(start, end, glyph - start)

    def _read_segments(self, table: bytes, offset: int) -> None:
        double = struct.unpack_from(">H", table, offset + 6)[0]
        count = double // 2
        words = f">{count}H"
        ends = struct.unpack_from(words, table, offset + 14)
        starts = struct.unpack_from(words, table, offset + 16 + double)
        deltas = struct.unpack_from(words, table, offset + 16 + 2 * double)
        place = offset + 16 + 3 * double
        offsets = struct.unpack_from(words, table, place)
        for number in range(count):
            at = place + 2 * number + offsets[number]
            length = 2 * (ends[number] - starts[number] + 1)
            indirect = table[at : at + length] if offsets[number] else None
            self._add(starts[number], ends[number], deltas[number], indirect)

    def glyph(self, code: int) -> int:
        """Return the glyph number of a character, 0 when there is none."""
        position = bisect_right(self._starts, code) - 1
        if position < 0 or code > self._ends[position]:
            return 0
        delta, indirect = self._glyph_of[position]
        if indirect is None:
            return (code + delta) & 0xFFFF
        at = 2 * (code - self._starts[position])
        found = int.from_bytes(indirect[at : at + 2], "big")
        return (found + delta) & 0xFFFF if found else 0


_PREFERENCE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))


def _best_subtable(table: bytes) -> int:
    count = struct.unpack_from(">H", table, 2)[0]
    found = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * number)
        if struct.unpack_from(">H", table, offset)[0] in (4, 12):
            found[platform, encoding] = int(offset)
    for wanted in _PREFERENCE:
        if wanted in found:
            return found[wanted]
    raise ValueError("no Unicode character map")
