"""Writing a file so that a reader sees the old one or the whole new one, never half of it.

Every room that makes a file goes through ``safe_write``; it also turns the operating system's troubles into sentences.
"""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ganbu_desktop.foundation.errors import DocumentError

_RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 0.95)

_CAUSES = {
    errno.ENOSPC: "磁盘空间已满",
    errno.EDQUOT: "磁盘空间已满",
    errno.EROFS: "该位置是只读的",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "文件或文件夹不存在",
    errno.EISDIR: "同名的文件夹已存在",
    errno.EACCES: "没有读写权限，或文件正被其他程序打开",
    errno.EPERM: "没有读写权限，或文件正被其他程序打开",
    errno.EBUSY: "文件正被其他程序打开",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读写出错",
}


def cause_of(error: OSError) -> str:
    """Return the plain Chinese cause of an operating-system error, without advice."""
    return _CAUSES.get(error.errno or 0, "系统拒绝了这次读写")


@contextmanager
def safe_write(
    path: Path | str,
    *,
    replace: Callable[[Path, Path], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Path]:
    """Give a temporary path beside ``path``; when the block ends well, sync it and put it in the place of ``path``.

    The block may open the given path as often as it likes. When the block fails, the temporary file is removed and an
    existing ``path`` is untouched. A target held open elsewhere is tried again for about 2.5 seconds (virus scanners
    and file indexers let go by then). Raises DocumentError with a sentence for every trouble of the operating system.
    """
    target = Path(path)
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        yield temporary
        _sync_file(temporary)
        _replace_patiently(temporary, target, replace or os.replace, sleep)
        _sync_folder(target.parent)
    except OSError as error:
        raise DocumentError(f"未能写入“{target.name}”：{cause_of(error)}。原有文件没有改动，请处理后重试") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows neither needs nor allows opening a folder."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace_patiently(
    source: Path, target: Path, replace: Callable[[Path, Path], None], sleep: Callable[[float], None]
) -> None:
    for seconds in _RETRY_SECONDS:
        try:
            replace(source, target)
        except PermissionError:
            sleep(seconds)
        else:
            return
    replace(source, target)
