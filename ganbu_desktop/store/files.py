"""Durable file handling: write, fsync, rename, and say so only when the bytes are on the disk."""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

_RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
_BLOCK = 1 << 20
_WINDOWS = os.name == "nt"
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def beside(path: Path, suffix: str) -> Path:
    """Return the path of the same file name with ``suffix`` appended."""
    return path.with_name(path.name + suffix)


def part_path(target: Path) -> Path:
    """Return a new name in the same folder for a file that becomes ``target`` once it is whole."""
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")


def sweep_parts(*targets: Path) -> None:
    """Remove what interrupted writings of ``targets`` have left; the caller holds the lease of the store."""
    for target in targets:
        for left in target.parent.glob(f".{escaped(target.name)}.????????.part*"):
            left.unlink(missing_ok=True)


def make_new(path: Path) -> None:
    """Create an empty file that others of the world cannot read; FileExistsError when the name is taken."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o660))


def write_durably(path: Path, data: bytes) -> None:
    """Replace the content of ``path`` as one step: a reader sees the old bytes or the new ones, also after a crash."""
    part = part_path(path)
    try:
        make_new(part)
        with part.open("r+b") as file:
            file.write(data)
            sync(file)
        replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def copy_durably(source: Path, target: Path, length: int | None = None) -> None:
    """Copy the first ``length`` bytes (all when None) into the new file ``target`` and fsync it."""
    left = source.stat().st_size if length is None else length
    make_new(target)
    with source.open("rb") as reader, target.open("r+b") as writer:
        while left > 0 and (block := reader.read(min(_BLOCK, left))):
            writer.write(block)
            left -= len(block)
        sync(writer)


def replace(source: Path, target: Path) -> None:
    """Rename over ``target``, waiting out a virus scanner, and make the new name durable."""
    _patiently(lambda: os.replace(source, target))  # noqa: PTH105 - one door for renames
    sync_folder(target.parent)


def rename_new(source: Path, target: Path) -> None:
    """Rename to a name that must be free; FileExistsError when it is taken, whoever took it in between."""
    if _WINDOWS:
        _patiently(lambda: os.rename(source, target))  # noqa: PTH104 - refuses an existing target on Windows
        return
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        make_new(target)
        os.replace(source, target)  # noqa: PTH105 - the name is ours: the line above made it
    else:
        source.unlink()
    sync_folder(target.parent)


def remove(path: Path) -> None:
    """Remove a file that may be gone already."""
    _patiently(lambda: path.unlink(missing_ok=True))


def sync(file: BinaryIO) -> None:
    """Wait until what was written to ``file`` is on the disk: out of Python's buffer, then out of the system's."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk; Windows keeps names durable by itself."""
    if _WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _patiently(step: Callable[[], object]) -> None:
    """Run ``step``; on Windows retry for about 2.5 s while a scanner holds the file."""
    for seconds in _RETRY_SECONDS if _WINDOWS else ():
        try:
            step()
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    step()


def escaped(name: str) -> str:
    """Return ``name`` so that ``glob`` takes it literally."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)
