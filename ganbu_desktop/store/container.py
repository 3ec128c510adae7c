"""Where the key ring stands: behind the last page of a closed store, beside an open one.

Closed, a store is one file: ``[database pages][key ring][u32 length][sha256][magic]``. SQLite does not look behind the
page count of its header, so such a file can be read in place (a compact disc), but it must not grow over the key ring.
Before the first write the key ring is therefore written durably to ``<store>.keys`` and only then cut off the store; a
clean close appends it again, reads it back, and only then removes ``<store>.keys``. At every moment at least one whole
key ring is on the disk, so every crash leaves one of these states, and ``read`` understands all of them:

| state | trailer | ``.keys`` | meaning |
|---|---|---|---|
| closed | whole | - | clean |
| open or crashed | - | whole | pages plus perhaps a ``-wal`` |
| crashed in opening or closing | whole or torn | whole | the two are equal; either serves |
| put in place by hand, a foreign ``-wal`` beside it | whole | - | refused: the log would destroy it |
| copied by hand while open | - | - | no password can open it, the recovery key can |

Nothing here opens the database. These functions are called only while no SQLite connection of this process is open on
the file: closing any descriptor of it would drop SQLite's locks.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ganbu_desktop.foundation.errors import DataFileError
from ganbu_desktop.store import files
from ganbu_desktop.store.errors import StoreDamaged, StoreMissing, damaged
from ganbu_desktop.store.vault import KeyRing

PAGE_SIZE = 4096
_MAGIC = b"GANBUKEYS1"
_LENGTH = struct.Struct("<I")
_TAIL = _LENGTH.size + 32 + len(_MAGIC)
_MAX_RING = 1 << 20
_PLAIN_HEADER = b"SQLite format 3\0"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Container:
    """What stands on the disk: the candidates for the key ring, best first, and where the pages end.

    ``pages_end`` is the length of the database in bytes when a whole trailer stands, else None (a torn trailer or
    none). ``settled`` is true for a cleanly closed store.
    """

    path: Path
    rings: tuple[KeyRing, ...]
    file_salt: str
    pages_end: int | None
    has_sidecar: bool
    has_wal: bool

    @property
    def settled(self) -> bool:
        """Whether this is one plain file that was closed cleanly."""
        return self.pages_end is not None and not self.has_sidecar and not self.has_wal


def keys_path(store: Path) -> Path:
    """Return where the key ring of an open store stands."""
    return files.beside(store, ".keys")


def wal_path(store: Path) -> Path:
    """Return SQLite's write-ahead log of the store."""
    return files.beside(store, "-wal")


def require_file(store: Path) -> Path:
    """Return the path without symbolic links; StoreMissing when no file is there. Does not open it."""
    if not store.is_file():
        raise StoreMissing(
            f"找不到数据文件：{store}。程序不会另建一个空文件代替它。请检查是否被移动、改名，或从备份恢复。"
        )
    return store.resolve()


def refuse_other_names(store: Path) -> None:
    """Raise when the file has a second name (hard link): opened under both, its log would be torn in two."""
    if store.stat().st_nlink > 1:
        raise DataFileError(
            "这个数据文件还有另一个名字（硬链接）指向同一内容，同时使用会损坏数据，所以没有打开，数据没有改变。"
            "请复制成一个独立的文件再打开。"
        )


def read(store: Path) -> Container:
    """Look at a store without writing. StoreMissing or StoreDamaged when there is no store to look at; OSError."""
    require_file(store)
    salt = read_salt(store)
    trailer, pages_end = _read_trailer(store)
    sidecar = _read_sidecar(store)
    has_wal = _is_filled(wal_path(store))
    if pages_end is not None and has_wal:
        raise StoreDamaged(
            f"数据文件旁边的“{wal_path(store).name}”不属于它（数据文件可能被另一份替换过）。程序没有改动它们。"
            "请把这个文件移到别处保存，再重新打开。"
        )
    found = [ring for ring in (sidecar, trailer) if ring is not None]
    found.sort(key=lambda ring: (ring.file_salt == salt, ring.revision), reverse=True)
    return Container(store, tuple(found), salt, pages_end, sidecar is not None, has_wal)


def read_salt(store: Path) -> str:
    """Return the first 16 bytes of the database in hex: SQLCipher's salt, different in every copy it makes."""
    with store.open("rb") as file:
        head = file.read(PAGE_SIZE)
    if len(head) < PAGE_SIZE:
        raise damaged()
    if head.startswith(_PLAIN_HEADER):
        raise StoreDamaged("这个文件没有加密，不是本程序的数据文件。程序没有改动它。请检查是否选错了文件。")
    return head[:16].hex()


def detach(found: Container, ring: KeyRing, page_count: int) -> None:
    """Make the store writable by SQLite: the key ring beside it first, then off its end."""
    _write_sidecar(found.path, ring)
    end = found.pages_end if found.pages_end is not None else page_count * PAGE_SIZE
    if not found.has_wal and found.path.stat().st_size > end:
        with found.path.open("r+b") as file:
            file.truncate(end)
            files.sync(file)


def store_ring(store: Path, ring: KeyRing) -> None:
    """Replace the key ring of an open store."""
    _write_sidecar(store, ring)


def attach(store: Path, ring: KeyRing) -> None:
    """Make the store one plain file again: append the key ring, read it back, remove what stood beside."""
    append(store, ring)
    files.remove(keys_path(store))
    files.sync_folder(store.parent)


def append(store: Path, ring: KeyRing) -> None:
    """Append the key ring behind the last page and prove that it can be read; on failure the pages are as before."""
    end = store.stat().st_size
    if end % PAGE_SIZE:
        raise damaged()
    try:
        with store.open("r+b") as file:
            file.seek(end)
            file.write(_framed(ring))
            files.sync(file)
        again, pages_end = _read_trailer(store)
        if again != ring or pages_end != end:
            raise OSError(5, "the key area could not be read back")
    except BaseException:
        _cut_back(store, end)
        raise


def read_ring(store: Path) -> KeyRing | None:
    """Return the key ring of a closed file, or None when it has no whole one."""
    return _read_trailer(store)[0]


def hash_pages(store: Path, length: int) -> str:
    """Return the SHA-256 of the first ``length`` bytes in hex."""
    digest = hashlib.sha256()
    for block in _blocks(store, length):
        digest.update(block)
    return digest.hexdigest()


def _blocks(path: Path, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while length > 0 and (block := file.read(min(_BLOCK, length))):
            length -= len(block)
            yield block


def _framed(ring: KeyRing) -> bytes:
    body = ring.to_bytes()
    return body + _LENGTH.pack(len(body)) + hashlib.sha256(body).digest() + _MAGIC


def _unframed(data: bytes) -> bytes | None:
    """Return the body of ``[anything][body][length][sha256][magic]``, or None when it is not whole."""
    if len(data) < _TAIL or not data.endswith(_MAGIC):
        return None
    (length,) = _LENGTH.unpack_from(data, len(data) - _TAIL)
    body = data[len(data) - _TAIL - length : len(data) - _TAIL]
    stated = data[len(data) - _TAIL + _LENGTH.size : len(data) - len(_MAGIC)]
    return body if len(body) == length and hashlib.sha256(body).digest() == stated else None


def _read_trailer(store: Path) -> tuple[KeyRing | None, int | None]:
    size = store.stat().st_size
    with store.open("rb") as file:
        file.seek(max(0, size - _MAX_RING - _TAIL))
        body = _unframed(file.read())
    if body is None:
        return None, None
    pages_end = size - len(body) - _TAIL
    return (KeyRing.from_bytes(body), pages_end) if pages_end % PAGE_SIZE == 0 else (None, None)


def _read_sidecar(store: Path) -> KeyRing | None:
    path = keys_path(store)
    body = _unframed(path.read_bytes()) if path.is_file() else None
    return None if body is None else KeyRing.from_bytes(body)


def _write_sidecar(store: Path, ring: KeyRing) -> None:
    files.write_durably(keys_path(store), _framed(ring))


def _cut_back(store: Path, end: int) -> None:
    """Take a half-written trailer off again; where even that fails, the next opening does it."""
    try:
        os.truncate(store, end)
    except OSError:
        return


def _is_filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
