from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from support.stores import NOW, PASSWORD, STEPS, add_people, clock, folder_bytes, make_store, open_store

from ganbu_desktop.store import migrations
from ganbu_desktop.store.backup import BackupFolder
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.errors import UpgradeFailed
from ganbu_desktop.store.migrations import Migration
from ganbu_desktop.store.restore import prove_backup

STATEMENTS = (
    "ALTER TABLE person ADD COLUMN born_on TEXT",
    "CREATE TABLE reward (id TEXT PRIMARY KEY, person_id TEXT REFERENCES person(id), name TEXT)",
    "INSERT INTO reward SELECT 'r' || id, id, '嘉奖' FROM person",
    "UPDATE person SET born_on = '1975.03'",
    "CREATE INDEX reward_person ON reward (person_id)",
    "DELETE FROM person WHERE id = 'p000001' AND 0",
    "ALTER TABLE post RENAME TO appointment",
    "CREATE TABLE person_new (id TEXT PRIMARY KEY, name TEXT NOT NULL, born_on TEXT)",
    "INSERT INTO person_new SELECT id, name, born_on FROM person",
    "DROP TABLE person",
    "ALTER TABLE person_new RENAME TO person",
)


def migration(stop_after: int | None = None) -> Migration:
    """Return a step that fails after ``stop_after`` statements (None: runs through)."""

    def upgrade(connection: Connection) -> None:
        for number, statement in enumerate(STATEMENTS):
            if number == stop_after:
                raise ZeroDivisionError("injected")
            connection.exec_driver_sql(statement)
        if stop_after == len(STATEMENTS):
            raise ZeroDivisionError("injected")

    return Migration(2, "奖励与出生年月", upgrade)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store = tmp_path / "县.ganbu"
    data_file, _ = make_store(store)
    add_people(data_file, 20)
    data_file.close()
    return store


def test_an_older_store_is_brought_up_to_date_after_a_backup(path: Path) -> None:
    with open_store(path, migrations=(*STEPS, migration())) as data_file:
        assert data_file.version() == 2
        assert data_file.digest().rows == {"person": 20, "reward": 20, "appointment": 0}
    (entry,) = BackupFolder.beside(path).entries()
    assert (entry.reason, entry.version, entry.made_at) == ("升级前", 1, NOW)
    assert prove_backup(entry.path, password=PASSWORD, migrations=STEPS).digest.rows == {"person": 20, "post": 0}
    open_store(path, migrations=(*STEPS, migration())).close()
    assert len(BackupFolder.beside(path).entries()) == 1


@pytest.mark.parametrize("stop_after", range(len(STATEMENTS) + 1))
def test_a_failure_after_any_statement_leaves_the_store_as_it_was(path: Path, stop_after: int) -> None:
    with open_store(path) as data_file:
        before = data_file.digest()
    with pytest.raises(UpgradeFailed, match="第 2 版（奖励与出生年月）没有成功，已全部撤回"):
        open_store(path, migrations=(*STEPS, migration(stop_after)))
    with open_store(path) as data_file:
        assert data_file.digest() == before


def test_earlier_steps_of_a_failed_upgrade_stand(path: Path) -> None:
    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("DROP TABLE person")
        raise ZeroDivisionError

    with pytest.raises(UpgradeFailed, match="第 3 版"):
        open_store(path, migrations=(*STEPS, migration(), Migration(3, "坏", fail)))
    with open_store(path, migrations=(*STEPS, migration())) as data_file:
        assert data_file.version() == 2


def test_a_step_that_leaves_dangling_references_is_rolled_back(path: Path) -> None:
    def upgrade(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.exec_driver_sql("INSERT INTO post VALUES ('x', 'nobody', '科长')")

    with pytest.raises(UpgradeFailed):
        open_store(path, migrations=(*STEPS, Migration(2, "坏", upgrade)))
    with open_store(path) as data_file:
        assert data_file.digest().rows["post"] == 0


def test_without_a_backup_nothing_is_upgraded(path: Path) -> None:
    def no_backup(data_file: DataFile) -> None:
        raise OSError(28, "No space left on device")

    before = folder_bytes(path.parent)
    with pytest.raises(OSError, match="No space"):
        DataFile.open(
            path, password=PASSWORD, clock=clock, migrations=(*STEPS, migration()), before_migration=no_backup
        )
    assert folder_bytes(path.parent) == before


def test_an_older_store_opens_for_reading_as_it_is(path: Path) -> None:
    before = folder_bytes(path.parent)
    with open_store(path, migrations=(*STEPS, migration()), read_only=True) as data_file:
        assert data_file.version() == 1
    assert folder_bytes(path.parent) == before


@pytest.mark.parametrize("versions", [[2], [1, 3], [1, 1], [2, 1]])
def test_gaps_in_the_numbers_are_a_mistake(versions: list[int]) -> None:
    do_nothing: Callable[[Connection], None] = lambda connection: None  # noqa: E731
    with pytest.raises(RuntimeError, match="gaps"):
        migrations.checked([Migration(version, "x", do_nothing) for version in versions])


def test_the_programs_own_migrations_are_in_order() -> None:
    steps = migrations.installed()
    assert [step.version for step in steps] == list(range(1, len(steps) + 1))
    assert all(step.title for step in steps)


def test_a_column_without_a_migration_says_what_to_do(path: Path) -> None:
    with open_store(path) as data_file, pytest.raises(OperationalError) as caught, data_file.reader() as connection:
        connection.exec_driver_sql("SELECT shoe_size FROM person")
    assert "installer/draft_migration.py" in "".join(caught.value.__notes__)
