"""What must hold after any fault; each raises AssertionError with what was found."""

from __future__ import annotations

from pathlib import Path

from support.fault_jobs import BACKUP_PEOPLE, BATCH, NEWER, PEOPLE, STORE, backups
from support.stores import PASSWORD, STEPS, names, open_store

from ganbu_desktop.store.restore import prove_backup
from ganbu_desktop.store.verify import verify


def checked_names(folder: Path) -> list[str]:
    """Open by the ordinary way, check the whole file, close to one file; return the names."""
    with open_store(folder / STORE) as data_file:
        problems = verify(data_file).problems
        assert problems == (), problems
        found = names(data_file)
    left = sorted(path.name for path in folder.iterdir() if path.is_file())
    assert left == [STORE], f"left beside the store: {left}"
    return found


def people(count: int, *, start: int = 0) -> list[str]:
    return [f"张{number:06}号" for number in range(start, start + count)]


def batch_or_nothing(folder: Path, *, saved: bool) -> None:
    found = checked_names(folder)
    before, after = people(PEOPLE), people(PEOPLE + BATCH)
    assert found == after if saved else found in (before, after)


def same_people(folder: Path, count: int) -> None:
    assert checked_names(folder) == people(count)


def backups_prove(folder: Path, *, saved: bool) -> None:
    entries = backups(folder).entries()
    assert any(entry.reason == "先前" for entry in entries)
    assert not saved or any(entry.reason == "自动" for entry in entries)
    for entry in entries:
        assert entry.is_verified
        prove_backup(entry.path, password=PASSWORD, migrations=STEPS)


def old_or_new(folder: Path, *, old: int, restored: bool) -> None:
    """After a restore: the old store or the restored one; and when restored, the old one is kept."""
    found = checked_names(folder)
    assert found == people(BACKUP_PEOPLE) or (not restored and found == people(old))
    if found == people(BACKUP_PEOPLE):
        kept = [entry for entry in backups(folder).entries() if entry.reason == "恢复前"]
        assert [proved_people(entry.path) for entry in kept] == [old]


def proved_people(path: Path) -> int:
    return prove_backup(path, password=PASSWORD, migrations=STEPS).digest.rows["person"]


def old_or_migrated(folder: Path, *, migrated: bool) -> None:
    with open_store(folder / STORE, read_only=True, migrations=NEWER) as data_file:
        version, rows = data_file.version(), dict(data_file.digest().rows)
    assert version == 2 or not migrated
    assert rows == {"person": PEOPLE, "post": 0} | ({"reward": 0} if version == 2 else {})
    if version == 2:
        assert [proved_people(entry.path) for entry in backups(folder).entries() if entry.reason == "升级前"]
    open_store(folder / STORE, migrations=NEWER).close()


def absent_or_whole(path: Path, *, created: bool) -> None:
    assert path.exists() or not created
    if path.exists():
        with open_store(path) as data_file:
            assert verify(data_file).problems == ()
            assert names(data_file) == []
