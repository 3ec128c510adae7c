"""The way to an open store and back: key proved, lease taken, key ring moved, log emptied.

``engine.DataFile`` is the door; this module is the lock behind it. Everything up to ``Session.live`` looks without
writing a byte to the store or beside it, apart from the lease. SQLAlchemy is not needed here before the key is proved:
it may be imported on another thread while the password is worked into the key.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ganbu_desktop.foundation.errors import WrongKey
from ganbu_desktop.store import container, driver, errors, files, lease, vault
from ganbu_desktop.store.container import Container
from ganbu_desktop.store.driver import Driver, DriverError
from ganbu_desktop.store.vault import KeyRing

if TYPE_CHECKING:
    from ganbu_desktop.store.migrations import Migration

Clock = Callable[[], datetime]


class Session:
    """What an open store holds besides its connections: seed, key ring, lease, and for a copy the folder to remove."""

    def __init__(
        self,
        path: Path,
        seed: bytes,
        ring: KeyRing,
        *,
        hold: lease.Lease | None,
        place: Path,
        folder: Path | None = None,
    ) -> None:
        self.path, self.seed, self.ring = path, seed, ring
        self.frozen = hold is None
        self.key = vault.database_key(seed)
        self._lease, self._place, self._folder = hold, place, folder
        self._anchor: Driver | None = None
        self._seen, self._identity = _stamp(path), _identity(path)

    @classmethod
    def live(cls, path: Path, seed: bytes, found: Container, hold: lease.Lease) -> Session:
        """Make a found store writable and take it into use; on failure the lease is free again."""
        try:
            ring = own_ring(found, seed)
            session = cls(path, seed, ring, hold=hold, place=path)
            hold.guard(path)
            container.detach(found, ring, _probe_pages(found, session.key))
            session._anchor = session.new_writer()
            session._heal(found)
        except BaseException:
            hold.release()
            raise
        return session

    @classmethod
    def frozen_on(cls, found: Container, seed: bytes) -> Session:
        """Take a found store into use for reading only: in place when it has no log, else in a private copy."""
        ring = own_ring(found, seed)
        if not found.has_wal:
            return cls(found.path, seed, ring, hold=None, place=found.path)
        folder = Path(tempfile.mkdtemp(prefix="ganbu-"))
        try:
            place = _private_copy(found, folder, vault.database_key(seed))
            return cls(found.path, seed, ring, hold=None, place=place, folder=folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def new_writer(self) -> Driver:
        """Open a connection that writes."""
        connection = driver.connect(self._place, self.key)
        try:
            driver.set_log_mode(connection)
        except BaseException:
            driver.close_quietly(connection)
            raise
        return connection

    def new_reader(self) -> Driver:
        """Open a connection that only reads."""
        return driver.connect(self._place, self.key, frozen=self.frozen, query_only=True)

    def _heal(self, found: Container) -> None:
        """Bring a crashed program's log into the file: a page half written there is whole in the log."""
        if found.has_wal:
            with suppress(DriverError):
                driver.empty_log(self._anchor)

    def end(self) -> None:
        """Empty the log, put the key ring back into the file and give the lease free."""
        try:
            if self._anchor is not None:
                anchor, self._anchor = self._anchor, None
                self._close_in_place(anchor)
        finally:
            if self._lease is not None:
                self._lease.release()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)

    def _close_in_place(self, anchor: Driver) -> None:
        """Close to one file, if it still stands where it was opened."""
        try:
            self.check_place()
        except errors.StoreMoved:
            driver.close_quietly(anchor)
            raise
        _close_log(self.path, anchor)
        container.attach(self.path, self.ring)

    def check_place(self) -> None:
        """Raise StoreMoved when the name no longer leads to the file that is open."""
        if not self.frozen and _identity(self.path) != self._identity:
            raise errors.StoreMoved(
                "数据文件在使用中被移动、改名、删除或替换，已停止保存。之前保存的内容都在原来的那个文件里。"
                "请关闭程序，把原文件（连同同名的 .keys 和 -wal 文件）放回原处再打开，或从备份恢复。"
            )

    def check_unchanged(self) -> None:
        """Raise when a file opened for reading only was written by somebody meanwhile."""
        if self.frozen and _stamp(self.path) != self._seen:
            raise errors.StoreBusy("数据文件在查看期间被别的程序改动，现在显示的内容可能已过时。请关闭后重新打开。")


class Hold:
    """A lease that is released at the end unless it was passed on to an open file."""

    def __init__(self, taken: lease.Lease) -> None:
        self._taken = taken
        self.passed = False

    def pass_on(self) -> lease.Lease:
        """Hand the lease to an open file, which releases it."""
        self.passed = True
        return self._taken


@contextmanager
def held(path: Path, account: str, clock: Clock, *, break_lock: bool) -> Iterator[Hold]:
    """Take the lease of a store; given free at the end unless it was passed on."""
    taken = lease.acquire(path, account=account, now=clock(), break_lock=break_lock)
    hold = Hold(taken)
    try:
        yield hold
    finally:
        if not hold.passed:
            taken.release()


def fold(found: Container, seed: bytes) -> None:
    """Bring a store that was not closed back to one plain file; the caller holds its lease."""
    if found.settled:
        return
    ring, key = own_ring(found, seed), vault.database_key(seed)
    container.detach(found, ring, _probe_pages(found, key))
    _close_log(found.path, driver.connect(found.path, key))
    container.attach(found.path, ring)


def _close_log(path: Path, last: Driver) -> None:
    """Empty the log and close the last connection, which removes it.

    The removal is made durable before the key ring is appended: a log that came back after a power cut would look like
    a foreign one beside a closed store.
    """
    try:
        driver.empty_log(last)
    finally:
        driver.close_quietly(last)
    log = container.wal_path(path)
    if log.exists() and log.stat().st_size > 0:
        raise errors.StoreBusy(
            "数据文件还有查询没有结束，没有收拢成一个文件。已保存的内容都在；请重新打开一次再关闭，再复制文件。"
        )
    files.remove(log)
    files.remove(files.beside(path, "-shm"))
    files.sync_folder(path.parent)


def unlocked(found: Container, password: str | None, account: str | None, recovery_key: str | None) -> bytes:
    """Return the seed that opens the file, proved on the file itself."""
    if recovery_key is not None:
        return _unlocked_by_recovery_key(found, recovery_key)
    if not found.rings:
        raise errors.KeysMissing(
            "这个数据文件不带密钥区，密码打不开它：文件不完整，或是在使用中被复制，缺少同名的 .keys 文件。"
            "文件没有被改动。请从备份恢复；或把 .keys 文件放回同一文件夹，或用恢复密钥打开。"
        )
    ring = found.rings[0]
    seed = ring.unlock(password or "", account)
    try:
        prove(found, seed)
    except errors.StoreDamaged as error:
        if ring.file_salt == found.file_salt:
            raise
        raise errors.StoreDamaged(
            "密钥区与数据文件不相配：旁边的 .keys 文件来自另一个数据文件，或数据文件开头已损坏。程序没有改动它们。"
            "请把 .keys 文件移到别处，用恢复密钥打开；打不开时从备份恢复。"
        ) from error
    return seed


def _unlocked_by_recovery_key(found: Container, recovery_key: str) -> bytes:
    seed = vault.parse_recovery_key(recovery_key)
    ours = [ring for ring in found.rings if ring.file_salt == found.file_salt]
    if ours and all(ring.store_id != vault.store_id(seed) for ring in ours):
        raise WrongKey("这不是本数据文件的恢复密钥。数据没有任何改变。请核对信封上的单位和日期。")
    try:
        prove(found, seed)
    except errors.StoreDamaged as error:
        if ours:
            raise
        raise WrongKey("恢复密钥打不开这个文件：密钥不属于它，或文件开头已损坏。数据没有任何改变。") from error
    return seed


def prove(found: Container, seed: bytes) -> None:
    """Raise StoreDamaged unless the key opens the file; looks without writing.

    After a crash a key ring sealed with this seed for this very file is proof enough: looking would need a copy.
    """
    if found.has_wal and any(ring.file_salt == found.file_salt and ring.is_sealed_by(seed) for ring in found.rings):
        return
    with _looking(found, vault.database_key(seed)):
        return


def probe_version(found: Container, seed: bytes) -> int:
    """Return the version of the stored schema without writing; StoreDamaged for a foreign encrypted file."""
    with _looking(found, vault.database_key(seed)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != driver.APPLICATION_ID:
        raise errors.StoreDamaged("这个文件不是本程序的数据文件。程序没有改动它。请检查是否选错了文件。")
    return int(version)


def _probe_pages(found: Container, key: bytes) -> int:
    """Return the number of pages where the end must be known: no whole trailer says it."""
    if found.pages_end is not None or found.has_wal:
        return 0
    with _looking(found, key) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


@contextmanager
def _looking(found: Container, key: bytes) -> Iterator[Driver]:
    """Give a connection on the file as it lies, or on a private copy when a log belongs to it."""
    with ExitStack() as stack:
        place = found.path
        if found.has_wal:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ganbu-")))
            place = _private_copy(found, folder, key)
        try:
            connection = driver.connect(place, key, frozen=True)
        except DriverError as error:
            raise errors.from_driver(error) from error
        stack.callback(driver.close_quietly, connection)
        yield connection


def _private_copy(found: Container, folder: Path, key: bytes) -> Path:
    """Copy the file and its log, encrypted as they are, and bring the two together there."""
    place = folder / "store"
    shutil.copyfile(found.path, place)
    shutil.copyfile(container.wal_path(found.path), container.wal_path(place))
    try:
        _close_log(place, driver.connect(place, key))
    except DriverError as error:
        raise errors.from_driver(error) from error
    return place


def own_ring(found: Container, seed: bytes) -> KeyRing:
    """Return the newest key ring that is truly this store's, else a fresh one without slots."""
    for ring in found.rings:
        if ring.is_sealed_by(seed):
            return ring if ring.file_salt == found.file_salt else ring.for_file(seed, found.file_salt)
    return KeyRing.fresh(seed, found.file_salt)


def open_session(
    path: Path,
    *,
    password: str | None = None,
    account: str | None = None,
    recovery_key: str | None = None,
    read_only: bool = False,
    clock: Clock,
    break_lock: bool = False,
    migrations: Sequence[Migration] | None = None,
) -> Session:
    """Go the whole way to an open store, as ``DataFile.open`` tells it; ``DataFile.on`` takes the session into use."""
    with driver.translated():
        path = container.require_file(path)
        if read_only:
            return _open_frozen(path, password, account, recovery_key, migrations)
        lease.refuse_remote_drive(path)
        with held(path, account or "", clock, break_lock=break_lock) as hold:
            found = container.read(path)
            seed = unlocked(found, password, account, recovery_key)
            _refuse_newer(found, seed, migrations)
            files.sweep_parts(path, container.keys_path(path))
            container.refuse_other_names(path)
            return Session.live(path, seed, found, hold.pass_on())


def _open_frozen(
    path: Path,
    password: str | None,
    account: str | None,
    recovery_key: str | None,
    migrations: Sequence[Migration] | None,
) -> Session:
    """Open for reading only: in place when the store is closed cleanly, else in a private copy."""
    lease.refuse_if_held(path)
    found = container.read(path)
    seed = unlocked(found, password, account, recovery_key)
    _refuse_newer(found, seed, migrations)
    return Session.frozen_on(found, seed)


def _refuse_newer(found: Container, seed: bytes, migrations: Sequence[Migration] | None) -> None:
    from ganbu_desktop.store.migrations import installed, refuse_newer

    refuse_newer(probe_version(found, seed), installed() if migrations is None else migrations)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _stamp(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
