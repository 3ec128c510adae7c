"""One SQLCipher connection, and the SQLAlchemy engines over it.

SQLite's write-ahead log with ``synchronous=FULL`` was chosen over the rollback journal with ``EXTRA`` by one test
(``tests/integration/store/test_readers.py``): both lose nothing in a power cut, but while an import of 20,000 people
writes in one long transaction, the rollback journal takes the whole file from the readers as soon as the page cache
spills, and the window stands still; with the log every reader keeps answering from the last commit. The log needs an
SQLite in which its reset bug is mended, so anything older than 3.51.3 is refused when this module is used, and a local
disk, which ``lease`` sees to.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from sqlalchemy import Connection, Engine, ExceptionContext, Table, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from ganbu_desktop.store import errors

APPLICATION_ID = 0x47424431
_SAFE_SQLITE = (3, 51, 3)
_NOT_IN_STORE = ("no such column", "has no column named", "no such table")
_SETTINGS = (
    "PRAGMA cipher_memory_security=OFF",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA journal_size_limit=67108864",
)

Driver = Any
"""A connection of the DB-API driver, which carries no types."""

DriverError: type[Exception] = dbapi2.Error


@functools.cache
def assert_safe_build() -> None:
    """Refuse to run on a library without encryption or with the write-ahead log's reset bug (SQLite before 3.51.3)."""
    if dbapi2.sqlite_version_info < _SAFE_SQLITE:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} can corrupt a write-ahead log; 3.51.3 or newer is needed")
    probe = dbapi2.connect(":memory:")
    try:
        if not probe.execute("PRAGMA cipher_version").fetchall():
            raise RuntimeError("the SQLite library has no encryption")
    finally:
        probe.close()


def connect(path: Path, key: bytes, *, frozen: bool = False, query_only: bool = False) -> Driver:
    """Open one connection with every setting made; the caller begins and ends transactions itself.

    ``frozen`` reads a file that nobody writes, in place and without creating anything beside it. ``query_only`` refuses
    statements that write. Raises the driver's error when the key does not fit or the file is damaged.
    """
    assert_safe_build()
    address = f"{_address(path)}?{'mode=ro&immutable=1' if frozen else 'mode=rw'}"
    connection = dbapi2.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=5.0)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for setting in _SETTINGS:
            connection.execute(setting)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if query_only or frozen:
            connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _address(path: Path) -> str:
    """Return the path as SQLite reads it in a URI: an empty authority, also before a Windows share."""
    place = path.absolute().as_posix()
    rooted = place if place.startswith("/") else f"/{place}"
    return f"file://{quote_from_bytes(os.fsencode(rooted))}"


def connect_new(path: Path, key: bytes) -> Driver:
    """Make the empty file ``path`` a new encrypted database in write-ahead mode and return its connection."""
    connection = connect(path, key)
    try:
        set_log_mode(connection)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    except BaseException:
        connection.close()
        raise
    return connection


def set_log_mode(connection: Driver) -> None:
    """Put the database into write-ahead mode; RuntimeError when SQLite declines."""
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise RuntimeError(f"the write-ahead log is not available: {mode}")


def empty_log(connection: Driver) -> None:
    """Bring everything from the write-ahead log into the file; the driver's error when a reader prevents it."""
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise dbapi2.OperationalError("database is locked")


def writer_engine(opener: Callable[[], Driver]) -> Engine:
    """Return an engine with one connection whose transactions take the write lock at their beginning."""
    return _engine(opener, size=1, begin="BEGIN IMMEDIATE")


def reader_engine(opener: Callable[[], Driver], size: int = 4) -> Engine:
    """Return an engine whose connections each see one moment of the store."""
    return _engine(opener, size=size, begin="BEGIN")


def _engine(opener: Callable[[], Driver], *, size: int, begin: str) -> Engine:
    engine = create_engine(
        "sqlite://", module=dbapi2, creator=opener, poolclass=QueuePool, pool_size=size, max_overflow=0, pool_timeout=60
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "handle_error", _tell_of_missing_migration)
    return engine


def _tell_of_missing_migration(context: ExceptionContext) -> None:
    """Tell a programmer what a table or column that the store has not usually means."""
    if any(sign in str(context.original_exception) for sign in _NOT_IN_STORE) and context.sqlalchemy_exception:
        context.sqlalchemy_exception.add_note(
            "A record was changed without a migration? `python installer/draft_migration.py` tells and drafts it."
        )


def close_quietly(connection: Driver) -> None:
    """Close a connection that is given up after an error."""
    with suppress(DriverError):
        connection.close()


def raw_connection(connection: Connection) -> Driver:
    """Return the driver's connection behind an SQLAlchemy connection: for backup and digest only."""
    return connection.connection.driver_connection


@contextmanager
def translated_driver() -> Iterator[None]:
    """Turn the driver's errors into sentences; mistakes in statements stay what they are."""
    try:
        yield
    except DBAPIError as error:
        cause = error.orig or error
        if not errors.is_world_fault(cause):
            raise
        raise errors.from_driver(cause) from error
    except PoolTimeout as error:
        raise errors.StoreBusy("同时打开的查询太多，这一步没有完成。数据没有改变。请稍等片刻再做一次。") from error
    except DriverError as error:
        raise errors.from_driver(error) from error


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors and those of the store's own files into sentences."""
    try:
        with translated_driver():
            yield
    except OSError as error:
        raise errors.from_system(error) from error


@contextmanager
def transaction(engine: Engine, *, foreign_keys: bool = True) -> Iterator[Connection]:
    """Give a connection in one transaction; one that met trouble of the disk is not used again.

    ``foreign_keys``: off for a migration that rebuilds a table; SQLite takes this setting only between transactions.
    """
    connection = engine.connect()
    try:
        with _foreign_keys(connection, foreign_keys), connection.begin():
            yield connection
    except DBAPIError as error:
        if errors.is_world_fault(error.orig or error):
            connection.invalidate()
        raise
    finally:
        connection.close()


@contextmanager
def _foreign_keys(connection: Connection, wanted: bool) -> Iterator[None]:
    if wanted:
        yield
        return
    raw = raw_connection(connection)
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write many rows of plain values in one statement, past the layers that would look at each value again."""
    if not rows:
        return
    quoted = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in columns)
    name = connection.dialect.identifier_preparer.format_table(table)
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {name} ({quoted}) VALUES ({marks})", [tuple(row) for row in rows])
