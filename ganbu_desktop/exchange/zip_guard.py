"""Archives from outside, judged before and while they are inflated.

Every limit is checked against the archive's own directory first (a bomb is refused without inflating a byte) and again
on the bytes that really come out, because a directory can lie.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO

from ganbu_desktop.foundation.errors import ExchangeError

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_INFLATED = 300 * 1024 * 1024
MAX_RATIO = 100
RATIO_FREE = 1024 * 1024
"""Entries up to this many inflated bytes may have any ratio: small XML compresses well."""

_TOO_MANY = f"压缩包内超过 {MAX_ENTRIES} 个文件，已拒绝读取；数据未改动"
_BOMB = "压缩内容展开后过大，可能是有意破坏的文件，已拒绝读取；数据未改动"
_DAMAGED = "文件内容已损坏，请用 WPS 或 Excel 打开后另存一份再导入；数据未改动"


_TRUNCATED = "文件不完整，可能没有复制完或已损坏，请重新复制后再导入；数据未改动"


def is_truncated(path: Path) -> bool:
    """Tell whether an archive lacks its end record: it was cut off.

    Raises ExchangeError when the end record states a directory beyond the limits, before anything reads it.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if not 0 <= at <= len(tail) - 22:
        return True
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    if entries > MAX_ENTRIES or int.from_bytes(tail[at + 12 : at + 16], "little") > MAX_ENTRIES * 1024:
        raise ExchangeError(_TOO_MANY)
    return False


def open_archive(path: Path | str) -> zipfile.ZipFile:
    """Open an archive whose directory keeps the limits. Raises ExchangeError naming what is wrong."""
    source = Path(path)
    if is_truncated(source):
        raise ExchangeError(_TRUNCATED)
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeError, EOFError) as error:
        raise ExchangeError(_DAMAGED) from error
    try:
        _check_directory(archive.infolist(), source.stat().st_size)
    except ExchangeError:
        archive.close()
        raise
    return archive


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise ExchangeError(_TOO_MANY)
    if sum(entry.file_size for entry in entries) > MAX_INFLATED or sum(e.compress_size for e in entries) > size:
        raise ExchangeError(_BOMB)
    for entry in entries:
        if entry.file_size > RATIO_FREE and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise ExchangeError(_BOMB)
        if entry.flag_bits & 1:
            raise ExchangeError("文件有密码，请先取消密码后再导入；数据未改动")
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise ExchangeError("压缩内容里有重名的部分，可能是有意破坏的文件，已拒绝读取；数据未改动")


def inflate(archive: zipfile.ZipFile, name: str, *, limit: int = MAX_INFLATED) -> bytes:
    """Return one entry's bytes, at most ``limit``. Raises ExchangeError on damage or when more comes out.

    The checksum is verified, so a flipped bit in an archive never becomes a wrong value.
    """
    try:
        with archive.open(name) as entry:
            return _read_limited(entry, limit)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ExchangeError(_DAMAGED) from error


def _read_limited(entry: IO[bytes], limit: int) -> bytes:
    data = entry.read(limit + 1)
    if len(data) > limit:
        raise ExchangeError(_BOMB)
    return data
