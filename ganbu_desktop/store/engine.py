"""The open data file: one writer, several readers, closed to one plain encrypted file.

``DataFile.create`` and ``DataFile.open`` are the only ways to one. A missing or damaged file raises; nothing here ever
makes an empty file where one was expected. Every error of the driver and the disk is translated at this edge into a
``DataFileError`` whose text can be shown.

Opening for writing: lease, key ring, key proved on the file, version looked at (all without a byte written to the
store), then key ring beside the file, database opened, migrations run after a verified backup. Closing: log emptied,
key ring back into the file and read back, lease given free. A kill at any of these steps leaves an openable store.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine

from ganbu_desktop.foundation.errors import DataFileError
from ganbu_desktop.store import container, errors, lease, sql, vault
from ganbu_desktop.store.backup import BackupFolder
from ganbu_desktop.store.digest import ContentDigest, content_digest
from ganbu_desktop.store.making import make_store, refuse_existing
from ganbu_desktop.store.migrations import Migration, installed, newest_version, refuse_newer, run_pending
from ganbu_desktop.store.opening import Clock, Session, held, open_session
from ganbu_desktop.store.shape import refuse_unlike
from ganbu_desktop.store.sql import raw_connection, transaction, translated, translated_driver
from ganbu_desktop.store.vault import KdfCost, KeyRing

if TYPE_CHECKING:
    from types import TracebackType

_WRITER_WAIT_SECONDS = 60.0
_READERS_WAIT_SECONDS = 30.0


class DataFile:
    """An open store. ``path``, ``read_only``, ``accounts``; use as a context manager or ``close`` it.

    ``writer()`` and ``reader()`` may be called from any thread: one writer at a time (others wait up to a minute, then
    StoreBusy), readers beside it, each seeing one committed moment.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.path = session.path
        self.read_only = session.frozen
        self._writing = threading.Lock()
        self._writer_thread: int | None = None
        self._open = True
        self._active_readers = 0
        self._readers_changed = threading.Condition()
        self._readers = sql.reader_engine(session.new_reader)
        self._writer_engine: Engine | None = None if session.frozen else sql.writer_engine(session.new_writer)

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        password: str,
        account: str,
        clock: Clock,
        kdf: KdfCost | None = None,
        migrations: Sequence[Migration] | None = None,
    ) -> tuple[DataFile, str]:
        """Make a new store at a free path and open it; return it with the text of its recovery key.

        StoreExists when the path is taken (nothing is overwritten), CheckFailed on an empty password, DataFileError
        with the disk's trouble. The file appears under its name only when it is whole.
        """
        steps = installed() if migrations is None else migrations
        seed = vault.new_seed()
        with translated():
            lease.refuse_remote_drive(path)
            refuse_existing(path)
            with held(path, account, clock, break_lock=False) as hold:
                make_store(path, seed, account, password, kdf or KdfCost.calibrated(), steps)
                session = Session.live(path, seed, container.read(path), hold.pass_on())
        return cls(session), vault.recovery_key_text(seed)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        password: str | None = None,
        account: str | None = None,
        recovery_key: str | None = None,
        read_only: bool = False,
        clock: Clock,
        migrations: Sequence[Migration] | None = None,
        before_migration: Callable[[DataFile], object] | None = None,
        break_lock: bool = False,
    ) -> DataFile:
        """Open a store with a password (of ``account``, or of any) or with the recovery key.

        WrongKey, StoreMissing, StoreDamaged, StoreTooNew, StoreUnlike, KeysMissing, StoreInUse, RemoteDrive: nothing on
        the disk has changed. ``read_only`` writes nothing at all, neither to the store nor beside it.
        ``before_migration`` is called with the open file before an older store is brought up to date; without one a
        verified backup is made beside it.
        """
        session = open_session(
            path,
            password=password,
            account=account,
            recovery_key=recovery_key,
            read_only=read_only,
            clock=clock,
            break_lock=break_lock,
            migrations=migrations,
        )
        return cls.on(session, clock=clock, migrations=migrations, before_migration=before_migration)

    @classmethod
    def on(
        cls,
        session: Session,
        *,
        clock: Clock,
        migrations: Sequence[Migration] | None = None,
        before_migration: Callable[[DataFile], object] | None = None,
    ) -> DataFile:
        """Take a session into use that ``open_session`` gave, and bring an older store up to date."""
        data_file = cls(session)
        data_file._bring_up_to_date(installed() if migrations is None else migrations, before_migration, clock)
        return data_file

    @contextmanager
    def writer(self) -> Iterator[Connection]:
        """Give the one writing connection in a transaction: committed at the end, rolled back on any exception.

        The store has all of it, durably, or nothing. StoreBusy when another thread holds it for more than a minute;
        RuntimeError when this thread holds it already.
        """
        with self._write(foreign_keys=True) as connection:
            yield connection

    @contextmanager
    def reader(self) -> Iterator[Connection]:
        """Give a connection that sees one committed moment and refuses to write."""
        with self._reading(), translated_driver(), transaction(self._readers) as connection:
            yield connection
        with translated():
            self._session.check_unchanged()

    def digest(self) -> ContentDigest:
        """Digest the whole content at one moment."""
        with self.reader() as connection:
            return content_digest(raw_connection(connection))

    def version(self) -> int:
        """Return the number of the newest migration in the store."""
        with self.reader() as connection:
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that open this store with a password."""
        return self._session.ring.accounts()

    @property
    def store_id(self) -> str:
        """The store's public name: the same in all its backups and copies."""
        return vault.store_id(self._session.seed)

    @cached_property
    def sealing_key(self) -> bytes:
        """The second key, under which private texts are kept; neither it nor the file's key tells the seed."""
        return vault.sealing_key(self._session.seed)

    def recovery_key_text(self) -> str:
        """Return the recovery key for printing again; whoever calls has asked for the right to."""
        return vault.recovery_key_text(self._session.seed)

    def set_password(self, account: str, password: str, *, kdf: KdfCost | None = None) -> None:
        """Give ``account`` a (new) password; an earlier one of this account no longer opens the file."""
        cost = kdf or KdfCost.calibrated()
        self._change_ring(lambda ring: ring.with_password(self._session.seed, account, password, cost))

    def prove_password(self, account: str, password: str) -> None:
        """Do nothing when ``password`` is that of ``account``; WrongKey when it is not."""
        self._session.ring.unlock(password, account)

    def change_password(self, account: str, old: str, new: str, *, kdf: KdfCost | None = None) -> None:
        """Replace a password by its owner: WrongKey when ``old`` does not open ``account``; nothing changes then."""
        self._session.ring.unlock(old, account)
        self.set_password(account, new, kdf=kdf)

    def remove_account(self, account: str) -> None:
        """Take an account's password away; the last one cannot be removed (CheckFailed)."""
        self._change_ring(lambda ring: ring.without(self._session.seed, account))

    def close(self) -> None:
        """Close to one plain file. A second call does nothing.

        Waits for readers in other threads. DataFileError when the disk fails meanwhile: everything saved stays, and
        the store opens again.
        """
        if not self._open:
            return
        with self._alone():
            self._shut_door()
            self._readers.dispose()
            if self._writer_engine is not None:
                self._writer_engine.dispose()
            with translated():
                self._session.end()

    def __enter__(self) -> DataFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _write(self, *, foreign_keys: bool) -> Iterator[Connection]:
        engine = self._engine_for_writing()
        with self._alone():
            self._session.check_place()
            with translated_driver(), transaction(engine, foreign_keys=foreign_keys) as connection:
                yield connection

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep every other thread from writing."""
        if self._writer_thread == threading.get_ident():
            raise RuntimeError("this thread is already inside writer()")
        if not self._writing.acquire(timeout=_WRITER_WAIT_SECONDS):
            raise errors.StoreBusy("数据文件正在保存别的内容，这一步没有写入。请等那一步完成后再做一次。")
        self._writer_thread = threading.get_ident()
        try:
            yield
        finally:
            self._writer_thread = None
            self._writing.release()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Count the readers: closing waits for them."""
        with self._readers_changed:
            self._check_open()
            self._active_readers += 1
        try:
            yield
        finally:
            with self._readers_changed:
                self._active_readers -= 1
                self._readers_changed.notify_all()

    def _shut_door(self) -> None:
        """Let nobody in any more and wait for the readers inside."""
        with self._readers_changed:
            self._open = False
            if not self._readers_changed.wait_for(lambda: not self._active_readers, timeout=_READERS_WAIT_SECONDS):
                self._open = True
                raise errors.StoreBusy("还有查询没有结束，数据文件没有关闭。数据没有改变。请稍等片刻再关闭一次。")

    def _bring_up_to_date(
        self, steps: Sequence[Migration], before: Callable[[DataFile], object] | None, clock: Clock
    ) -> None:
        if not steps:
            return
        try:
            version = self.version()
            refuse_newer(version, steps)
            with self.reader() as connection:
                refuse_unlike(raw_connection(connection), version, steps)
            if version < newest_version(steps) and not self.read_only:
                (before or (lambda data_file: _backup_beside(data_file, clock)))(self)
                run_pending(lambda: self._write(foreign_keys=False), version, steps)
        except BaseException:
            with suppress(DataFileError):
                self.close()
            raise

    def _engine_for_writing(self) -> Engine:
        self._check_open()
        if self._writer_engine is None:
            raise errors.StoreReadOnly("数据文件是以只读方式打开的，不能保存。数据没有改变。")
        return self._writer_engine

    def _check_open(self) -> None:
        if not self._open:
            raise RuntimeError("the data file is closed")

    def _change_ring(self, change: Callable[[KeyRing], KeyRing]) -> None:
        self._engine_for_writing()
        with self._alone(), translated():
            self._session.check_place()
            ring = change(self._session.ring)
            container.store_ring(self.path, ring)
            self._session.ring = ring


def _backup_beside(data_file: DataFile, clock: Clock) -> Any:
    return BackupFolder.beside(data_file.path).make(data_file, reason="升级前", now=clock())
