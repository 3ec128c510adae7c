"""What a disk may hold after the power went: replayed from a trace of everything a program asked of it.

Bytes that were flushed are there. Of the others nothing, all, or any part may be there, torn at 512 bytes. A new name,
a rename or a removal is there once its folder was flushed; before, the first few of them may be. The shared-memory
index of the log is lost.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_SECTOR = 512
Call = tuple[str, str, str, bytes]


@dataclass
class Disk:
    """Files by inode: flushed bytes and pending writes; names: flushed and pending."""

    content: dict[str, bytearray] = field(default_factory=dict)
    pending: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    pending_names: list[tuple[str, str, str]] = field(default_factory=list)
    acks: list[str] = field(default_factory=list)

    @classmethod
    def before(cls, recorded: list[Call], folder: Path, template: Path) -> Disk:
        """Return the disk as the program found it, a copy of ``template`` at ``folder``, all of it flushed."""
        disk = cls()
        for kind, inode, name, _ in recorded:
            if kind == "I":
                disk.names[name] = inode
                disk.content[inode] = bytearray((template / Path(name).relative_to(folder)).read_bytes())
        return disk

    def apply(self, kind: str, first: str, second: str, data: bytes) -> None:
        """Take one traced call into account."""
        if kind == "W":
            self.pending.setdefault(first, []).append((int(second), data))
        elif kind == "T":
            self.pending.setdefault(first, []).append((int(second), None))
        elif kind == "S":
            self._flush(first)
        elif kind == "D":
            self.names = _named(self.names, self.pending_names)
            self.pending_names = []
        elif kind == "A":
            self.acks.append(first)
        elif kind != "I":
            self.pending_names.append((kind, first, second))

    def _flush(self, inode: str) -> None:
        self.content[inode] = _written(self.content.get(inode, bytearray()), self.pending.pop(inode, []))

    def after_cut(self, source: random.Random) -> dict[str, bytes]:
        """Return one of the possible contents by name."""
        names = _named(self.names, self.pending_names[: source.randint(0, len(self.pending_names))])
        return {
            name: bytes(_written(self.content.get(inode, bytearray()), _survivors(self.pending.get(inode, []), source)))
            for name, inode in names.items()
            if not name.endswith("-shm")
        }


def calls(trace: Path) -> Iterator[Call]:
    """Read a trace: kind, first, second, data."""
    content, place = trace.read_bytes(), 0
    while place < len(content):
        end = content.index(b"\n", place)
        parts = content[place:end].decode().split("\t")
        place = end + 1
        size = int(parts[3]) if parts[0] == "W" else 0
        yield parts[0], parts[1], parts[2] if len(parts) > 2 else "", content[place : place + size]
        place += size


def _named(names: dict[str, str], changes: list[tuple[str, str, str]]) -> dict[str, str]:
    now = dict(names)
    for kind, first, second in changes:
        if kind == "U":
            now.pop(second, None)
        elif kind == "N":
            now[second] = first
        elif first in now:
            now[second] = now.pop(first) if kind == "R" else now[first]
    return now


def _written(content: bytearray, writes: list[tuple[int, bytes | None]]) -> bytearray:
    now = bytearray(content)
    for place, data in writes:
        if data is None:
            del now[place:]
            now.extend(bytes(place - len(now)))
        else:
            now.extend(bytes(max(0, place - len(now))))
            now[place : place + len(data)] = data
    return now


def _survivors(writes: list[tuple[int, bytes | None]], source: random.Random) -> list[tuple[int, bytes | None]]:
    """Choose what of the unflushed writes reached the disk: none, all, or sectors here and there."""
    choice = source.randrange(3)
    if choice == 0 or not writes:
        return []
    if choice == 1:
        return writes
    kept: list[tuple[int, bytes | None]] = []
    for place, data in writes:
        if data is None:
            kept += [(place, None)] if source.random() < 0.5 else []
            continue
        for start in range(0, len(data), _SECTOR):
            if source.random() < 0.5:
                kept.append((place + start, data[start : start + _SECTOR]))
    return kept
