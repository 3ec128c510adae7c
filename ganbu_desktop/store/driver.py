"""One SQLCipher connection. Knows no SQLAlchemy, so that a key is worked out before that is imported.

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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from sqlcipher3 import dbapi2

from ganbu_desktop.store import errors

APPLICATION_ID = 0x47424431
_SAFE_SQLITE = (3, 51, 3)
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


def close_quietly(connection: Driver) -> None:
    """Close a connection that is given up after an error."""
    with suppress(DriverError):
        connection.close()


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors and those of the store's own files into sentences."""
    try:
        yield
    except DriverError as error:
        raise errors.from_driver(error) from error
    except OSError as error:
        raise errors.from_system(error) from error
