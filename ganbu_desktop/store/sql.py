"""The SQLAlchemy engines over the driver's connections, their transactions, and their errors as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    ExceptionContext,
    Select,
    Table,
    Update,
    bindparam,
    create_engine,
    event,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from ganbu_desktop.store import driver, errors
from ganbu_desktop.store.driver import Driver, DriverError

_NOT_IN_STORE = ("no such column", "has no column named", "no such table")


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
    """Turn the driver's errors and those of the store's own files into sentences, also where SQLAlchemy wraps them."""
    with driver.translated(), translated_driver():
        yield


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


@cache
def selected_by_id(table: Table) -> Select[Any]:
    """Return the statement that reads one row of a table by ``wanted_id``."""
    return select(table).where(table.c.id == bindparam("wanted_id"))


@cache
def updated_by_id(table: Table) -> Update:
    """Return the statement that changes one row of a table by ``wanted_id``."""
    return table.update().where(table.c.id == bindparam("wanted_id"))
