"""Small real stores for tests: one table, cheap keys, invented people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.migrations import Migration
from ganbu_desktop.store.vault import KdfCost

CHEAP = KdfCost.cheap_for_tests()
PASSWORD = "口令 Correct-1"
ACCOUNT = "管理员"
NOW = datetime(2026, 3, 2, 9, 30)


def clock() -> datetime:
    return NOW


def _create_person(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT NOT NULL, photo BLOB)")
    connection.exec_driver_sql(
        "CREATE TABLE post (id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person(id), title TEXT)"
    )


STEPS = (Migration(1, "人员与职务", _create_person),)


def make_store(path: Path, *, migrations: tuple[Migration, ...] = STEPS) -> tuple[DataFile, str]:
    return DataFile.create(path, password=PASSWORD, account=ACCOUNT, clock=clock, kdf=CHEAP, migrations=migrations)


def open_store(path: Path, *, migrations: tuple[Migration, ...] = STEPS, read_only: bool = False) -> DataFile:
    return DataFile.open(path, password=PASSWORD, clock=clock, migrations=migrations, read_only=read_only)


def add_people(data_file: DataFile, count: int, *, start: int = 0, prefix: str = "张") -> None:
    """Add people ``start`` to ``start + count - 1`` in one transaction."""
    rows = [(f"p{number:06}", f"{prefix}{number:06}号", b"\x00" * 50) for number in range(start, start + count)]
    with data_file.writer() as connection:
        connection.exec_driver_sql("INSERT INTO person VALUES (?, ?, ?)", rows)


def names(data_file: DataFile) -> list[str]:
    with data_file.reader() as connection:
        return [name for (name,) in connection.exec_driver_sql("SELECT name FROM person ORDER BY id")]


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
