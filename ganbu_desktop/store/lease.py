"""Who holds a store: one program at a time, named to everybody else.

``<store>.lock`` says account, user, host, process and time. The operating system's lock on that file is what excludes:
it is held as long as the process lives, so a holder that died on this computer is recognised at once, without guessing
by time. What another computer left behind cannot be judged from here: only ``break_lock`` takes it over.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import platform
import secrets
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePath

from ganbu_desktop.store import files
from ganbu_desktop.store.errors import RemoteDrive, StoreInUse

_LOCK_BYTE = 1 << 30
_TRIES = 20
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_REMOTE_TYPES = {
    "nfs",
    "nfs4",
    "cifs",
    "smb2",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "coda",
    "9p",
    "davfs",
    "vboxsf",
    "vmhgfs",
    "prl_fs",
    "ceph",
    "glusterfs",
    "lustre",
    "gpfs",
    "gfs2",
    "ocfs2",
    "beegfs",
    "orangefs",
    "virtiofs",
    "fuse.sshfs",
    "fuse.smbnetfs",
    "fuse.cifs",
    "fuse.glusterfs",
    "fuse.ceph",
    "fuse.rclone",
    "fuse.davfs2",
    "fuse.gvfsd-fuse",
    "fuse.vmhgfs-fuse",
    "fuse.s3fs",
    "fuse.kio-fuse",
}
_DRIVE_REMOTE = 4


@dataclass(frozen=True)
class Holder:
    """Who opened a store: account of the store, user and name of the computer, process, start, and a random token."""

    account: str
    user: str
    host: str
    pid: int
    started_at: str
    token: str

    def sentence(self) -> str:
        """Return who, where and since when."""
        who = self.account or self.user or "另一个用户"
        when = self.started_at.replace("T", " ")[:16]
        return f"{who}（电脑 {self.host or '未知'}，{when or '时间未知'} 打开）"


class Lease:
    """The right to write one store, held until ``release``."""

    def __init__(self, path: Path, descriptor: int, holder: Holder) -> None:
        self.path, self.holder = path, holder
        self._descriptor: int | None = descriptor
        self._guard: int | None = None

    def guard(self, store: Path) -> None:
        """Lock the store itself too, so that a lock file removed by hand lets nobody else in. StoreInUse; OSError.

        Called before SQLite opens the store and released after it closed: the descriptor must not be closed between.
        Windows needs none, since nobody can remove a lock file that is open.
        """
        if os.name == "nt" or self._guard is not None:
            return
        self._guard = os.open(store, os.O_RDONLY)
        if not _lock(self._guard):
            raise StoreInUse(_in_use(None))

    def release(self) -> None:
        """Give the store free; a second call does nothing."""
        if self._guard is not None:
            os.close(self._guard)
            self._guard = None
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if os.name == "nt":
            os.close(descriptor)
            with contextlib.suppress(OSError):
                self.path.unlink()
            return
        with contextlib.suppress(OSError):
            self.path.unlink()
        os.close(descriptor)


def lock_path(store: Path) -> Path:
    """Return where the lease of ``store`` stands."""
    return files.beside(store, ".lock")


def acquire(store: Path, *, account: str, now: datetime, break_lock: bool = False, host: str | None = None) -> Lease:
    """Take the lease of ``store``. StoreInUse when a living program, or another computer, holds it; OSError.

    ``break_lock``: take over what another computer left behind; a program living on this computer is never ousted.
    """
    me = Holder(
        account, _user(), host or platform.node(), os.getpid(), now.isoformat(timespec="seconds"), secrets.token_hex(8)
    )
    for _ in range(_TRIES):
        descriptor = _take(lock_path(store), me, break_lock)
        if descriptor is not None:
            return Lease(lock_path(store), descriptor, me)
    raise StoreInUse(_in_use(None))


def refuse_if_held(store: Path) -> None:
    """Raise StoreInUse when a living program of this computer holds the store; writes nothing."""
    path = lock_path(store)
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        if not _lock(descriptor):
            holder = _read_holder(descriptor)
            raise StoreInUse(_in_use(holder), holder)
    finally:
        os.close(descriptor)


def refuse_remote_drive(
    store: Path, *, mounts: str | None = None, drive_type: Callable[[str], int] | None = None
) -> None:
    """Raise RemoteDrive when ``store`` stands on a network or shared drive."""
    if is_remote(store, mounts=mounts, drive_type=drive_type):
        raise RemoteDrive(
            f"数据文件在网络盘或共享文件夹上：{store.parent}。在那里直接使用会丢失或损坏数据，所以没有打开，数据没有改变。"
            "请把文件复制到本机硬盘后打开；网络盘只用来存放备份。"
        )


def is_remote(store: PurePath, *, mounts: str | None = None, drive_type: Callable[[str], int] | None = None) -> bool:
    """Return whether a path is on a network or shared drive.

    ``mounts``: the text of ``/proc/self/mounts``; ``drive_type``: Windows' ``GetDriveTypeW``. Both are asked from the
    system when not given. What the system does not know counts as local.
    """
    if drive_type is not None or sys.platform == "win32":
        return _is_remote_on_windows(store, drive_type or _get_drive_type)
    return _mount_type(store, _system_mounts() if mounts is None else mounts) in _REMOTE_TYPES


def _take(path: Path, me: Holder, break_lock: bool) -> int | None:
    """Return a locked descriptor of the lock file with our name in it, or None to try again."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o660)
    try:
        if not _lock(descriptor):
            holder = _read_holder(descriptor)
            raise StoreInUse(_in_use(holder), holder)
        if not _is_still(path, descriptor):
            os.close(descriptor)
            return None
        left = _read_holder(descriptor)
        if left is not None and left.host != me.host and not break_lock:
            raise StoreInUse(_in_use(left), left)
        _write_holder(descriptor, me)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise
    return descriptor


def _in_use(holder: Holder | None) -> str:
    who = holder.sentence() if holder else "另一个程序"
    return f"数据文件正在被使用：{who}。这里没有打开，数据没有改变。请等对方关闭，或确认对方电脑已不再使用后解除占用。"


def _is_still(path: Path, descriptor: int) -> bool:
    """Return whether the locked file is the one the name points to: a releasing holder may just have removed it."""
    try:
        named, held = path.stat(), os.fstat(descriptor)
    except OSError:
        return False
    return (named.st_ino, named.st_dev) == (held.st_ino, held.st_dev)


def _read_holder(descriptor: int) -> Holder | None:
    """Return who stands in the lock file; None when it is empty or torn (a holder that died while writing it)."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        data = json.loads(os.read(descriptor, 4096))
        return Holder(
            str(data["account"]),
            str(data["user"]),
            str(data["host"]),
            int(data["pid"]),
            str(data["started_at"]),
            str(data["token"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_holder(descriptor: int, holder: Holder) -> None:
    text = json.dumps(asdict(holder), ensure_ascii=False).encode()
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text)
    os.fsync(descriptor)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        """Lock a byte far behind the text, so that others can read who holds the file."""
        os.lseek(descriptor, _LOCK_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _get_drive_type(root: str) -> int:
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(root))

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise
        return True

    def _get_drive_type(root: str) -> int:
        raise NotImplementedError(root)


def _is_remote_on_windows(store: PurePath, drive_type: Callable[[str], int]) -> bool:
    drive = store.drive if isinstance(store, PurePath) else ""
    if drive.startswith(("\\\\", "//")):
        return not drive.startswith(("\\\\?\\", "\\\\.\\")) or drive.upper().startswith("\\\\?\\UNC")
    return bool(drive) and drive_type(f"{drive}\\") == _DRIVE_REMOTE


def _system_mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _mount_type(store: PurePath, mounts: str) -> str:
    """Return the file system of the deepest mount point that holds ``store``; the last of equals wins."""
    place = Path(store).parent.resolve() if isinstance(store, Path) else store.parent
    best, kind = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = PurePath(_unescaped(parts[1]))
        if place.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), parts[2]
    return kind


def _unescaped(text: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, char)
    return text
