from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from support.stores import (
    ACCOUNT,
    CHEAP,
    NOW,
    PASSWORD,
    STEPS,
    add_people,
    clock,
    folder_bytes,
    make_store,
    names,
    open_store,
)

from ganbu_desktop.foundation.errors import Cancelled, DataFileError, WrongKey
from ganbu_desktop.store import container
from ganbu_desktop.store.backup import BackupFolder, RetentionRule, backup_to
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.errors import StoreDamaged, StoreExists, StoreInUse, StoreMissing, StoreTooNew
from ganbu_desktop.store.migrations import Migration
from ganbu_desktop.store.restore import prove_backup, restore
from ganbu_desktop.store.verify import verify


def count_people(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "县[1].ganbu"


@pytest.fixture
def data_file(path: Path) -> Iterator[DataFile]:
    made, _ = make_store(path)
    add_people(made, 500)
    yield made
    made.close()


@pytest.fixture
def folder(path: Path) -> BackupFolder:
    return BackupFolder.beside(path, people=count_people)


def test_a_backup_is_a_store_of_its_own(data_file: DataFile, folder: BackupFolder, tmp_path: Path) -> None:
    entry = folder.make(data_file, reason="导入前", now=NOW)
    assert entry.path.name == "县[1]-20260302-093000-导入前.ganbu-backup"
    assert (entry.made_at, entry.reason, entry.version, entry.people) == (NOW, "导入前", 1, 500)
    assert entry.is_verified
    assert folder.check(entry)
    assert [one.name for one in folder.folder.iterdir()] == [entry.path.name]
    elsewhere = tmp_path / "another computer" / "x.ganbu"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(entry.path.read_bytes())
    with open_store(elsewhere) as copy:
        assert copy.digest() == data_file.digest()
        assert copy.store_id == data_file.store_id
        add_people(copy, 1, start=900)
    with DataFile.open(elsewhere, recovery_key=data_file.recovery_key_text(), clock=clock, migrations=STEPS) as copy:
        assert len(names(copy)) == 501


def test_a_list_needs_no_key_and_is_newest_first(data_file: DataFile, folder: BackupFolder) -> None:
    for minutes in (0, 20, 10):
        folder.make(data_file, reason="自动", now=NOW + timedelta(minutes=minutes))
        add_people(data_file, 1, start=1000 + minutes)
    folder.make(data_file, reason="自动", now=NOW)
    listed = [(one.made_at.minute, one.people) for one in folder.entries()]
    assert listed == [(50, 501), (40, 502), (30, 503), (30, 500)]
    assert [one.is_verified for one in folder.entries()] == [True] * 4


def test_torn_and_foreign_files_are_listed_as_not_proved(data_file: DataFile, folder: BackupFolder) -> None:
    entry = folder.make(data_file, reason="自动", now=NOW)
    whole = entry.path.read_bytes()
    torn = folder.folder / "县[1]-20260301-080000-自动.ganbu-backup"
    torn.write_bytes(whole[:-5])
    (folder.folder / "县[1]-xx.ganbu-backup").write_bytes(b"")
    (folder.folder / "别的县-20260301-080000-自动.ganbu-backup").write_bytes(whole)
    assert [(one.is_verified, one.reason) for one in folder.entries()] == [(True, "自动"), (False, "自动"), (False, "")]
    assert not folder.check(folder.entries()[1])
    assert folder.prune(NOW, RetentionRule(0, 0, 0, 0, 0)) == [entry]
    assert torn.exists()


def test_a_backup_beside_a_running_transaction_is_the_last_commit(data_file: DataFile, folder: BackupFolder) -> None:
    before = data_file.digest()
    with data_file.writer() as connection:
        connection.exec_driver_sql("DELETE FROM person WHERE id > 'p000100'")
        entry = folder.make(data_file, reason="自动", now=NOW)
    assert prove_backup(entry.path, password=PASSWORD, migrations=STEPS).digest == before


def test_progress_can_stop_a_backup(data_file: DataFile, folder: BackupFolder) -> None:
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        folder.make(data_file, reason="自动", now=NOW, progress=stop)
    assert list(folder.folder.iterdir()) == []
    folder.make(data_file, reason="自动", now=NOW, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]


def test_broken_invariants_are_not_backed_up(data_file: DataFile, path: Path) -> None:
    strict = BackupFolder(path.parent / "b", "县", invariants=lambda connection: ["两个人的身份证号相同"])
    with pytest.raises(DataFileError, match="两个人的身份证号相同"):
        strict.make(data_file, reason="自动", now=NOW)
    assert list(strict.folder.iterdir()) == []
    assert verify(data_file, invariants=lambda connection: ["坏"]).problems == ("坏",)


def test_a_copy_that_differs_is_never_kept(
    data_file: DataFile, folder: BackupFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ganbu_desktop.store import backup

    honest = backup.content_digest
    calls: list[int] = []

    def lie(connection: object) -> object:
        calls.append(1)
        digest = honest(connection)
        return digest if len(calls) == 1 else type(digest)(digest.version, digest.schema, {}, {})

    monkeypatch.setattr(backup, "content_digest", lie)
    with pytest.raises(StoreDamaged, match="核对不一致"):
        folder.make(data_file, reason="自动", now=NOW)
    assert list(folder.folder.iterdir()) == []


def test_external_copy_never_overwrites(data_file: DataFile, path: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    written = backup_to(data_file, stick, now=NOW)
    assert written.name == "县[1]-20260302-093000-外部备份.ganbu-backup"
    assert backup_to(data_file, stick, now=NOW) != written
    before = written.read_bytes()
    for target in (path, written):
        with pytest.raises(StoreExists, match="没有覆盖"):
            backup_to(data_file, target, now=NOW)
    assert written.read_bytes() == before
    with pytest.raises(DataFileError, match="找不到"):
        backup_to(data_file, tmp_path / "no" / "folder" / "x", now=NOW)


def test_verify_says_whole(data_file: DataFile) -> None:
    report = verify(data_file)
    assert report.is_whole
    assert report.digest == data_file.digest()


def test_verify_of_a_closed_file_in_place(data_file: DataFile, path: Path) -> None:
    data_file.close()
    with open_store(path, read_only=True) as closed:
        assert verify(closed).problems == ()


def test_every_damage_of_a_backup_is_found(data_file: DataFile, folder: BackupFolder, tmp_path: Path) -> None:
    """Single bit flips anywhere, truncations, swapped and zeroed pages: 300 of 300."""
    entry = folder.make(data_file, reason="自动", now=NOW)
    good = entry.path.read_bytes()
    victim = tmp_path / "victim.ganbu-backup"
    source = random.Random(20260302)
    for number in range(300):
        victim.write_bytes(damage(good, source, number % 6))
        with pytest.raises((StoreDamaged, WrongKey, DataFileError)):
            prove_backup(victim, password=PASSWORD, migrations=STEPS)
    victim.write_bytes(good)
    prove_backup(victim, password=PASSWORD, migrations=STEPS)


def damage(good: bytes, source: random.Random, kind: int) -> bytes:
    content = bytearray(good)
    pages = len(good) // 4096
    first, second = source.sample(range(pages), 2)
    if kind == 0:
        return good[: source.randrange(len(good))]
    if kind == 1:
        content[first * 4096 : first * 4096 + 4096] = bytes(4096)
    elif kind == 2:
        content[first * 4096 : first * 4096 + 4096] = good[second * 4096 : second * 4096 + 4096]
    else:
        content[source.randrange(len(good))] ^= 1 << source.randrange(8)
    return bytes(content)


# --- restore ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def backup(data_file: DataFile, folder: BackupFolder) -> Path:
    """A backup of 500 people; afterwards the store gets ten more and is closed."""
    made = folder.make(data_file, reason="自动", now=NOW).path
    add_people(data_file, 10, start=2000)
    data_file.close()
    return made


def test_restore_brings_back_and_keeps_what_was_there(path: Path, folder: BackupFolder, backup: Path) -> None:
    report = restore(backup, path, now=NOW, password=PASSWORD, migrations=STEPS, folder=folder)
    assert sorted(entry.name for entry in path.parent.iterdir()) == [folder.folder.name, path.name]
    with open_store(path) as restored:
        assert restored.digest() == report.digest
        assert len(names(restored)) == 500
    assert report.previous is not None
    assert report.previous.name == "县[1]-20260302-093000-恢复前.ganbu-backup"
    assert prove_backup(report.previous, password=PASSWORD, migrations=STEPS).digest.rows["person"] == 510
    assert folder.paused
    assert folder.prune(NOW, RetentionRule(0, 0, 0, 0, 0)) == []
    folder.resume()
    assert folder.prune(NOW, RetentionRule(1, 0, 0, 0, 1)) != []


def test_restore_where_nothing_stands(path: Path, backup: Path, tmp_path: Path) -> None:
    report = restore(backup, tmp_path / "new.ganbu", now=NOW, password=PASSWORD, migrations=STEPS)
    assert report.previous is None
    with open_store(tmp_path / "new.ganbu") as restored:
        assert len(names(restored)) == 500


def test_restore_over_a_crashed_store_keeps_its_last_commit(path: Path, folder: BackupFolder, backup: Path) -> None:
    running = open_store(path)
    add_people(running, 7, start=3000)
    left = {name: content for name, content in folder_bytes(path.parent).items() if "-备份" not in name}
    running.close()
    for name, content in left.items():
        if not name.endswith((".lock", "-shm")):
            (path.parent / name).write_bytes(content)
    assert container.wal_path(path).stat().st_size > 0
    container.read(path)
    report = restore(backup, path, now=NOW, password=PASSWORD, migrations=STEPS, folder=folder)
    assert report.previous is not None
    assert prove_backup(report.previous, password=PASSWORD, migrations=STEPS).digest.rows["person"] == 517
    with open_store(path) as restored:
        assert len(names(restored)) == 500


def test_restore_over_a_damaged_store_keeps_its_bytes(path: Path, folder: BackupFolder, backup: Path) -> None:
    damaged = b"damaged" * 1000
    path.write_bytes(damaged)
    container.wal_path(path).write_bytes(b"old log")
    container.keys_path(path).write_bytes(b"old keys")
    report = restore(backup, path, now=NOW, password=PASSWORD, migrations=STEPS, folder=folder)
    assert report.previous is not None
    assert report.previous.suffix == ".damaged"
    assert report.previous.read_bytes() == damaged
    assert container.wal_path(report.previous).read_bytes() == b"old log"
    assert container.keys_path(report.previous).read_bytes() == b"old keys"
    assert sorted(entry.name for entry in path.parent.iterdir()) == [folder.folder.name, path.name]
    with open_store(path) as restored:
        assert len(names(restored)) == 500


def test_restore_over_another_store_keeps_it_whole(path: Path, folder: BackupFolder, backup: Path) -> None:
    path.unlink()
    other, _ = make_store(path)
    other.close()
    before = path.read_bytes()
    report = restore(backup, path, now=NOW, password=PASSWORD, migrations=STEPS, folder=folder)
    assert report.previous is not None
    assert report.previous.read_bytes() == before


def test_refused_restores_change_nothing(path: Path, folder: BackupFolder, backup: Path, tmp_path: Path) -> None:
    newer, _ = make_store(tmp_path / "newer.ganbu", migrations=(*STEPS, Migration(2, "新", lambda connection: None)))
    newer.close()
    torn = tmp_path / "torn.ganbu-backup"
    torn.write_bytes(backup.read_bytes()[:-100])
    before = folder_bytes(path.parent)
    cases: list[tuple[type[Exception], Path, str]] = [
        (WrongKey, backup, "falsch"),
        (StoreTooNew, tmp_path / "newer.ganbu", PASSWORD),
        (DataFileError, torn, PASSWORD),
        (StoreMissing, tmp_path / "none", PASSWORD),
        (StoreExists, path, PASSWORD),
    ]
    for kind, source, password in cases:
        with pytest.raises(kind):
            restore(source, path, now=NOW, password=password, migrations=STEPS, folder=folder)
    assert folder_bytes(path.parent) == before


def test_an_open_store_is_not_restored_over(path: Path, folder: BackupFolder, backup: Path) -> None:
    with open_store(path) as data_file:
        with pytest.raises(StoreInUse, match="打开"):
            restore(backup, path, now=NOW, password=PASSWORD, migrations=STEPS, folder=folder)
        assert len(names(data_file)) == 510


def test_the_password_of_the_backups_day_counts(path: Path, folder: BackupFolder, backup: Path) -> None:
    with open_store(path) as data_file:
        data_file.change_password(ACCOUNT, PASSWORD, "neu", kdf=CHEAP)
    with pytest.raises(WrongKey):
        restore(backup, path, now=NOW, password="neu", migrations=STEPS, folder=folder)
    report = restore(backup, path, now=NOW, password=PASSWORD, migrations=STEPS, folder=folder)
    assert report.previous is not None
    assert prove_backup(report.previous, password="neu", migrations=STEPS).digest.rows["person"] == 510
