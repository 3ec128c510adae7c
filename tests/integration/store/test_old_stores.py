"""A store of every released version opens with today's program, whole, and after a backup."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.builders import PASSWORD, clock
from support.old_store import NAME, kept_versions, path_of

from ganbu_desktop.kernel.invariants import broken_invariants
from ganbu_desktop.kernel.opening import open_store
from ganbu_desktop.kernel.person import PERSON_SETS, Person
from ganbu_desktop.modules import load_records
from ganbu_desktop.store.backup import BackupFolder
from ganbu_desktop.store.migrations import installed, newest_version

NEWEST = newest_version(installed())


def test_a_store_of_the_first_and_of_the_newest_version_is_kept() -> None:
    last = "write it before the newest version is released: PYTHONPATH=tests:. python tests/support/old_store.py"
    assert {1, NEWEST} <= set(kept_versions()), last
    assert max(kept_versions()) == NEWEST, "a kept store is newer than every migration"


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
