"""The test that decided for the write-ahead log: the window must answer while an import writes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from support.stores import add_people, make_store, names

from ganbu_desktop.store import driver

ROWS = [(f"p{number:06}", "名" * 200, b"x" * 300) for number in range(20_000)]


def test_readers_answer_from_the_last_commit_while_20000_people_are_written(tmp_path: Path) -> None:
    data_file, _ = make_store(tmp_path / "县.ganbu")
    add_people(data_file, 3, start=900_000)
    answers: list[int] = []
    written = threading.Event()

    def watch() -> None:
        while not written.is_set():
            answers.append(len(names(data_file)))

    watcher = threading.Thread(target=watch)
    with data_file.writer() as connection:
        watcher.start()
        connection.exec_driver_sql("PRAGMA cache_size=-2048")
        connection.exec_driver_sql("INSERT INTO person VALUES (?, ?, ?)", ROWS)
        with data_file.reader() as reader:
            assert reader.exec_driver_sql("SELECT count(*) FROM person").scalar_one() == 3
        written.set()
        watcher.join()
        connection.exec_driver_sql("PRAGMA cache_size=-65536")
    assert len(answers) > 3
    assert set(answers) == {3}
    assert len(names(data_file)) == 20_003
    data_file.close()


def test_the_rollback_journal_would_shut_the_readers_out(tmp_path: Path) -> None:
    """The alternative that was refused: as soon as the cache spills, a reader gets nothing but 'locked'."""
    path, key = tmp_path / "db", bytes(32)
    path.touch()
    writer = driver.connect(path, key)
    writer.execute("PRAGMA journal_mode=DELETE")
    writer.execute("PRAGMA synchronous=EXTRA")
    writer.execute("CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT, photo BLOB)")
    writer.execute("PRAGMA cache_size=-2048")
    reader = driver.connect(path, key, query_only=True)
    reader.execute("PRAGMA busy_timeout=50")
    writer.execute("BEGIN IMMEDIATE")
    writer.executemany("INSERT INTO person VALUES (?, ?, ?)", ROWS)
    with pytest.raises(dbapi2.OperationalError, match="locked"):
        reader.execute("SELECT count(*) FROM person").fetchone()
    writer.execute("ROLLBACK")
    assert reader.execute("SELECT count(*) FROM person").fetchone() == (0,)
    writer.close()
    reader.close()
