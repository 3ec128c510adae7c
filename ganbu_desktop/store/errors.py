"""What can be wrong with a data file, and the one place where the driver's and the system's errors become sentences.

Every text says what happened, whether the data is safe, and what to do. Nothing outside ``store`` sees an exception of
SQLite or an ``OSError`` that comes from the data file.
"""

from __future__ import annotations

import errno
from typing import Any

from ganbu_desktop.foundation.errors import DataFileError

_SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_NOMEM, _SQLITE_READONLY = 5, 6, 7, 8
_SQLITE_IOERR, _SQLITE_CORRUPT, _SQLITE_FULL, _SQLITE_CANTOPEN, _SQLITE_NOTADB = 10, 11, 13, 14, 26


class StoreMissing(DataFileError):
    """There is no data file at this path. None is made in its place."""


class StoreDamaged(DataFileError):
    """The data file is not whole: a page or the key area failed its check. Nothing has been changed."""


class StoreTooNew(DataFileError):
    """The data file was written by a newer version of the program. Nothing has been changed."""


class StoreUnlike(DataFileError):
    """The tables of the data file are not those of its version number. Nothing has been changed."""


class StoreInUse(DataFileError):
    """Another program holds the data file; ``holder`` says who, where and since when (None when not known)."""

    def __init__(self, text: str, holder: Any = None) -> None:
        super().__init__(text)
        self.holder = holder


class StoreExists(DataFileError):
    """The path for a new file is taken. Nothing has been overwritten."""


class KeysMissing(DataFileError):
    """The file carries no key area, so no password can open it; the recovery key still can."""


class RemoteDrive(DataFileError):
    """The data file stands on a network or shared drive, where live use can destroy it."""


class DiskFull(DataFileError):
    """No room left on the disk; the store is as it was before."""


class StoreReadOnly(DataFileError):
    """The file or the medium cannot be written; the store is as it was before."""


class DiskFault(DataFileError):
    """The medium failed to read or write; the store is as it was before, as far as the medium tells."""


class StoreBusy(DataFileError):
    """Another save is still running; nothing of this one has been written."""


class StoreMoved(DataFileError):
    """The file was moved, removed or replaced while it was open; nothing is written to whatever is there now."""


class UpgradeFailed(DataFileError):
    """A migration did not succeed and was rolled back whole."""


_SAFE = "已保存的内容没有改变。"
_FULL = f"磁盘已满，这一步没有保存。{_SAFE}请清理磁盘，腾出空间后再做一次。"
_READ_ONLY = f"数据文件写不进去：文件或磁盘是只读的，或者没有写入权限。{_SAFE}请检查文件属性和磁盘写保护。"
_FAULT = f"磁盘读写出错，这一步没有完成。{_SAFE}请检查磁盘是否已满、有故障或被拔出，并把备份复制到另一块磁盘。"
_GONE = f"找不到磁盘或文件夹，可能已被拔出或断开。{_SAFE}请重新接好后再做一次。"
_TAKEN = f"文件被别的程序占用（可能是杀毒软件或同步软件），这一步没有完成。{_SAFE}请稍等片刻再做一次。"
_BUSY = f"数据文件正在保存别的内容，这一步没有写入。{_SAFE}请稍等片刻再做一次。"
_DAMAGED = "数据文件已损坏：有内容未通过校验。程序没有改动它。请勿继续录入，先从备份恢复（恢复向导会保留这个文件）。"
_CANNOT_OPEN = "打不开数据文件或它所在的文件夹。数据没有改变。请检查磁盘是否接好、是否已满，文件夹权限是否变动。"
_MEMORY = f"内存不足，这一步没有完成。{_SAFE}请关闭其他程序后再做一次。"
_UNKNOWN = f"数据文件出现意外错误（{{}}），这一步没有完成。{_SAFE}请重新打开程序；仍不行时从备份恢复。"

_BY_SQLITE: dict[int, tuple[type[DataFileError], str]] = {
    _SQLITE_BUSY: (StoreBusy, _BUSY),
    _SQLITE_LOCKED: (StoreBusy, _BUSY),
    _SQLITE_NOMEM: (DataFileError, _MEMORY),
    _SQLITE_READONLY: (StoreReadOnly, _READ_ONLY),
    _SQLITE_IOERR: (DiskFault, _FAULT),
    _SQLITE_CORRUPT: (StoreDamaged, _DAMAGED),
    _SQLITE_FULL: (DiskFull, _FULL),
    _SQLITE_CANTOPEN: (DataFileError, _CANNOT_OPEN),
    _SQLITE_NOTADB: (StoreDamaged, _DAMAGED),
}

_BY_MESSAGE = {
    "database is locked": _SQLITE_BUSY,
    "attempt to write a readonly database": _SQLITE_READONLY,
    "disk I/O error": _SQLITE_IOERR,
    "database disk image is malformed": _SQLITE_CORRUPT,
    "database or disk is full": _SQLITE_FULL,
    "unable to open database file": _SQLITE_CANTOPEN,
    "file is not a database": _SQLITE_NOTADB,
}
"""The backup interface of the driver raises without a number."""

_BY_ERRNO: dict[int, tuple[type[DataFileError], str]] = {
    errno.ENOSPC: (DiskFull, _FULL),
    errno.EDQUOT: (DiskFull, _FULL),
    errno.EROFS: (StoreReadOnly, _READ_ONLY),
    errno.EACCES: (StoreReadOnly, _READ_ONLY),
    errno.EPERM: (StoreReadOnly, _READ_ONLY),
    errno.EIO: (DiskFault, _FAULT),
    errno.ENODEV: (DiskFault, _GONE),
    errno.ENXIO: (DiskFault, _GONE),
    errno.ENOENT: (DiskFault, _GONE),
    errno.ENOTDIR: (DiskFault, _GONE),
    errno.EBUSY: (StoreBusy, _TAKEN),
    errno.ENOMEM: (DataFileError, _MEMORY),
}
_WINDOWS_TAKEN = {32, 33}


def is_world_fault(error: BaseException) -> bool:
    """Return whether a driver error is the data file's or disk's trouble, and not a mistake in a statement."""
    return _sqlite_code(error) in _BY_SQLITE


def from_driver(error: BaseException) -> DataFileError:
    """Return the sentence for an exception of the SQLite driver."""
    kind, text = _BY_SQLITE.get(_sqlite_code(error), (DataFileError, _UNKNOWN.format(error)))
    return kind(text)


def from_system(error: OSError) -> DataFileError:
    """Return the sentence for an ``OSError`` met while handling the data file's own files."""
    if getattr(error, "winerror", None) in _WINDOWS_TAKEN:
        return StoreBusy(_TAKEN)
    kind, text = _BY_ERRNO.get(error.errno or 0, (DataFileError, _UNKNOWN.format(error.strerror or error)))
    return kind(text)


def damaged() -> StoreDamaged:
    """Return the error for a file whose content failed its check."""
    return StoreDamaged(_DAMAGED)


def _sqlite_code(error: BaseException) -> int:
    code = int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    return code or _BY_MESSAGE.get(str(error), 0)
