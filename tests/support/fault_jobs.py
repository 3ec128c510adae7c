"""What the fault tests do to a store, each as a function of a folder; runs in a child of ``fault_server``.

A job gets ready first, then calls ``arm`` and does the one thing that is to be interrupted. ``ack`` says "this is
saved" to the parent: what was acknowledged must be found again, whatever happens afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection
from support.stores import NOW, PASSWORD, STEPS, add_people, make_store, open_store

from ganbu_desktop.store import driver
from ganbu_desktop.store.backup import BackupFolder
from ganbu_desktop.store.migrations import Migration
from ganbu_desktop.store.open_store import seed_of
from ganbu_desktop.store.restore import restore

Arm = Callable[[], None]
Ack = Callable[[str], None]
STORE, BACKUP_PEOPLE, PEOPLE, BATCH = "县.ganbu", 10, 30, 40


def _grow(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE person ADD COLUMN born_on TEXT")
    connection.exec_driver_sql("UPDATE person SET born_on = '1975.03'")
    connection.exec_driver_sql("CREATE TABLE reward (id TEXT PRIMARY KEY, name TEXT)")


NEWER = (*STEPS, Migration(2, "出生年月", _grow))


def prepare(folder: Path) -> None:
    """Make the template: a store of 30 people and a backup of its first 10."""
    data_file, _ = make_store(folder / STORE)
    add_people(data_file, BACKUP_PEOPLE)
    backups(folder).make(data_file, reason="先前", now=NOW)
    add_people(data_file, PEOPLE - BACKUP_PEOPLE, start=BACKUP_PEOPLE)
    data_file.close()


def backups(folder: Path) -> BackupFolder:
    return BackupFolder.beside(folder / STORE)


def commit(folder: Path, arm: Arm, ack: Ack) -> None:
    data_file = open_store(folder / STORE)
    arm()
    add_people(data_file, BATCH, start=PEOPLE)
    ack("saved")


def close(folder: Path, arm: Arm, ack: Ack) -> None:
    data_file = open_store(folder / STORE)
    add_people(data_file, BATCH, start=PEOPLE)
    arm()
    data_file.close()
    ack("closed")


def open_(folder: Path, arm: Arm, ack: Ack) -> None:
    arm()
    open_store(folder / STORE)
    ack("opened")


def reopen(folder: Path, arm: Arm, ack: Ack) -> None:
    """Open what a killed program has left: log and key ring beside the file."""
    arm()
    open_store(folder / STORE).close()
    ack("opened")


def create(folder: Path, arm: Arm, ack: Ack) -> None:
    arm()
    make_store(folder / "new.ganbu")
    ack("created")


def backup(folder: Path, arm: Arm, ack: Ack) -> None:
    data_file = open_store(folder / STORE)
    arm()
    backups(folder).make(data_file, reason="自动", now=NOW)
    ack("saved")


def migrate(folder: Path, arm: Arm, ack: Ack) -> None:
    arm()
    open_store(folder / STORE, migrations=NEWER)
    ack("migrated")


def restore_(folder: Path, arm: Arm, ack: Ack) -> None:
    (earlier,) = backups(folder).entries()
    arm()
    restore(earlier.path, folder / STORE, now=NOW, password=PASSWORD, migrations=STEPS)
    ack("restored")


def crash_and_restore(folder: Path, arm: Arm, ack: Ack) -> None:
    """Restore over a store that was left open: its log must be folded in before."""
    (earlier,) = backups(folder).entries()
    arm()
    restore(earlier.path, folder / STORE, now=NOW, password=PASSWORD, migrations=STEPS)
    ack("restored")


def commit_for_ever(folder: Path, arm: Arm, ack: Ack) -> None:
    """Save person after person, acknowledging each after its commit."""
    data_file = open_store(folder / STORE)
    arm()
    for number in range(PEOPLE, 100_000):
        add_people(data_file, 1, start=number)
        ack(str(number))


def import_for_ever(folder: Path, arm: Arm, ack: Ack) -> None:
    """Save batches of 400 people, each one transaction."""
    data_file = open_store(folder / STORE)
    arm()
    for number in range(0, 1_000_000, 400):
        add_people(data_file, 400, start=100_000 + number)
        ack(str(100_000 + number))


def reopen_for_ever(folder: Path, arm: Arm, ack: Ack) -> None:
    """Open, save one person, close, again and again."""
    arm()
    for number in range(PEOPLE, 100_000):
        with open_store(folder / STORE) as data_file:
            add_people(data_file, 1, start=number)
            ack(str(number))


def backup_for_ever(folder: Path, arm: Arm, ack: Ack) -> None:
    """Save a person and make a backup, again and again."""
    data_file = open_store(folder / STORE)
    arm()
    for number in range(PEOPLE, 100_000):
        add_people(data_file, 1, start=number)
        ack(str(number))
        backups(folder).make(data_file, reason="自动", now=NOW)


# --- negative controls: each is wrong on purpose, and its test must notice -------------------------------------------


def control_ack_before_commit(folder: Path, arm: Arm, ack: Ack) -> None:
    data_file = open_store(folder / STORE)
    arm()
    for number in range(PEOPLE, 100_000):
        ack(str(number))
        add_people(data_file, 1, start=number)


def three_commits(folder: Path, arm: Arm, ack: Ack) -> None:
    """Three saved people, then the ordinary close."""
    data_file = open_store(folder / STORE)
    arm()
    for number in range(PEOPLE, PEOPLE + 3):
        add_people(data_file, 1, start=number)
        ack(str(number))
    data_file.close()


def control_no_sync(folder: Path, arm: Arm, ack: Ack) -> None:
    """Like ``three_commits``, but the log is not flushed at each commit."""
    driver._SETTINGS = (*driver._SETTINGS, "PRAGMA synchronous=NORMAL")
    three_commits(folder, arm, ack)


def control_swallow(folder: Path, arm: Arm, ack: Ack) -> None:
    data_file = open_store(folder / STORE)
    arm()
    with suppress(Exception):
        add_people(data_file, BATCH, start=PEOPLE)
    ack("saved")


def control_no_journal(folder: Path, arm: Arm, ack: Ack) -> None:
    data_file = open_store(folder / STORE)
    seed = seed_of(data_file)
    data_file.close()
    connection = driver.connect(folder / STORE, driver_key(seed))
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA cache_size=2")
    arm()
    connection.execute("BEGIN IMMEDIATE")
    rows = [(f"p{number:06}", "x" * 3000, b"") for number in range(PEOPLE, PEOPLE + BATCH)]
    connection.executemany("INSERT INTO person VALUES (?, ?, ?)", rows)
    connection.execute("COMMIT")
    ack("saved")


def driver_key(seed: bytes) -> bytes:
    from ganbu_desktop.store.vault import database_key

    return database_key(seed)


JOBS: dict[str, Callable[[Path, Arm, Ack], None]] = {
    job.__name__.rstrip("_"): job
    for job in (
        commit,
        close,
        open_,
        reopen,
        create,
        backup,
        migrate,
        restore_,
        crash_and_restore,
        commit_for_ever,
        import_for_ever,
        reopen_for_ever,
        backup_for_ever,
        control_ack_before_commit,
        three_commits,
        control_no_sync,
        control_swallow,
        control_no_journal,
    )
}
