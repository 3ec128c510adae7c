"""A store of every released version opens with today's program, whole, and after a backup; its steps are frozen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection
from support.builders import PASSWORD, clock
from support.old_store import NAME, hash_of, kept_versions, path_of

from ganbu_desktop.kernel.office.invariants import broken_invariants
from ganbu_desktop.kernel.office.opening import open_store
from ganbu_desktop.kernel.people.person import PERSON_SETS, Person
from ganbu_desktop.modules import load_records
from ganbu_desktop.store.backup import BackupFolder
from ganbu_desktop.store.migrations import Migration, installed, newest_version
from ganbu_desktop.store.migrations.released import RELEASED, STEPS, TABLES
from ganbu_desktop.store.shape import fingerprint, shape_after

NEWEST = newest_version(installed())


def test_a_store_of_every_released_version_is_kept() -> None:
    assert kept_versions() == RELEASED
    assert max(RELEASED) <= NEWEST, "a released version is newer than every migration"


def changed(steps: tuple[Migration, ...]) -> list[int]:
    """Return the released steps whose source or tables are not those that went out."""
    done = [step for step in steps if step.version <= max(RELEASED)]
    hashes = {step.version: hash_of(step) for step in done}
    tables = {step.version: fingerprint(shape_after(steps[: step.version])) for step in done}
    return [v for v in hashes if hashes[v] != STEPS.get(v) or tables[v] != TABLES.get(v)]


def test_released_steps_are_frozen() -> None:
    assert sorted(STEPS) == sorted(TABLES) == list(range(1, max(RELEASED) + 1))
    assert not changed(installed()), "a released step is never edited: stores that ran it would stay as they are"


def test_control_an_edited_step_is_noticed() -> None:
    def edited(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE statistics (id TEXT PRIMARY KEY)")

    steps = installed()[:10]
    assert changed((*steps[:9], Migration(10, "改", edited))) == [10]
    elsewhere = Migration(2, "另写的", lambda connection: steps[1].upgrade(connection))
    assert changed((steps[0], elsewhere, *steps[2:])) == [2], "the text counts, also where the tables are the same"


@pytest.mark.parametrize("version", kept_versions())
def test_a_store_of_each_version_opens_whole(version: int, tmp_path: Path) -> None:
    kept = path_of(version)
    path = tmp_path / "旧.ganbu"
    shutil.copy(kept, path)
    load_records()
    office = open_store(path, password=PASSWORD, clock=clock)
    try:
        assert office.file.version() == NEWEST
        (person,) = office.find(Person)
        assert (person.name, person.native_place, person.note) == (NAME, "云溪柳川", "第一行\n第二行")
        since_then = [cls for cls in PERSON_SETS if not office.owned(cls, person.id)]
        assert version < NEWEST or not since_then, f"no row of {since_then} in {kept.name}"
        assert len(office.operations.history(person.id)) > len(PERSON_SETS) - len(since_then)
        with office.reading() as connection:
            assert broken_invariants(connection) == []
    finally:
        office.file.close()
    reasons = [entry.reason for entry in BackupFolder.beside(path).entries()]
    assert ("升级前" in reasons) == (version < NEWEST)
