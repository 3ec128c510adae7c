"""The program's own verbs under kill -9 and failing writes: nothing said to be saved is lost, nothing is half."""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import action_jobs
from support.action_jobs import BACKED_UP, FEW, IMPORTED, NEWER, PEOPLE, STORE
from support.builders import clock
from support.stores import PASSWORD

from ganbu_desktop.kernel.office import safekeeping
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AnnualResult, Education, Person, Relative
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.restore import prove_backup

SEED = 20260302
ROWS_EACH = 8


def whole_people(folder: Path) -> int:
    """Open as the program does; check every page, reference and invariant; return how many whole people there are."""
    office = action_jobs.open_office(folder)
    try:
        assert safekeeping.verify(office).problems == ()
        people = len(office.find(Person))
        rows = sum(len(office.find(cls)) for cls in (Person, Relative, AnnualResult, Education))
        assert rows == people * ROWS_EACH, (people, rows)
        _audit_agrees(office, people)
    finally:
        office.file.close()
    left = [path.name for path in folder.iterdir() if path.is_file() and path.name != STORE]
    assert left == [], f"left beside the store: {left}"
    return people


def _audit_agrees(office: Office, people: int) -> None:
    """Every person in the store has the audit entry of its import."""
    with office.reading() as connection:
        made = connection.exec_driver_sql(
            "SELECT count(*) FROM change WHERE record_table = 'person' AND before IS NULL AND after IS NOT NULL"
        ).scalar_one()
    assert made == people


def import_holds(end: Any) -> None:
    found = whole_people(end.folder)
    assert found == PEOPLE + IMPORTED if end.acks else found in (PEOPLE, PEOPLE + IMPORTED), found


def saves_hold(end: Any) -> None:
    """All acknowledged edits, at most one more, and both records of a step or none."""
    assert whole_people(end.folder) == PEOPLE
    office = action_jobs.open_office(end.folder)
    person = sorted(office.find(Person), key=lambda p: p.id)[0]
    relative = office.owned(Relative, person.id)[0]
    office.file.close()
    last = int(person.note or 0)
    assert last in (len(end.acks), len(end.acks) + 1), (last, len(end.acks))
    assert last == 0 or relative.name == person.note


def backups_hold(end: Any) -> None:
    saves_hold(end)
    for entry in safekeeping.folder_of(end.folder / STORE).entries():
        assert entry.is_verified
        assert prove_backup(entry.path, password=PASSWORD).digest.rows["person"] in (BACKED_UP, PEOPLE)


def restore_holds(end: Any) -> None:
    found = whole_people(end.folder)
    assert found == BACKED_UP if end.acks else found in (BACKED_UP, PEOPLE), found
    if found == BACKED_UP:
        kept = [e for e in safekeeping.folder_of(end.folder / STORE).entries() if e.reason == "恢复前"]
        assert [prove_backup(e.path, password=PASSWORD).digest.rows["person"] for e in kept] == [PEOPLE]


def migration_holds(end: Any) -> None:
    with DataFile.open(
        end.folder / STORE, password=PASSWORD, clock=clock, migrations=NEWER, read_only=True
    ) as data_file:
        version, rows = data_file.version(), dict(data_file.digest().rows)
    assert version == len(NEWER) or not end.acks
    assert rows["person"] == PEOPLE
    assert ("reward_more" in rows) == (version == len(NEWER))
    reasons = [e.reason for e in safekeeping.folder_of(end.folder / STORE).entries()]
    assert version < len(NEWER) or "升级前" in reasons
    DataFile.open(end.folder / STORE, password=PASSWORD, clock=clock, migrations=NEWER).close()


HOLDS: dict[str, tuple[Callable[[Any], None], float, int | None]] = {
    "import_many": (import_holds, 0.45, None),
    "save_for_ever": (saves_hold, 0.3, 150),
    "back_up_for_ever": (backups_hold, 0.4, 500),
    "restore_backup": (restore_holds, 0.12, None),
    "migrate_office": (migration_holds, 0.2, None),
}
"""What must hold after each verb; how long it takes in seconds; of endless ones, how many changes of a file matter."""


def kill_at_random(machine: Any, job: str, times: int) -> tuple[int, int]:
    """Kill ``times`` children; return how many were killed before they were done, and how many acknowledged."""
    hold, longest, _ = HOLDS[job]
    moments = random.Random(f"{SEED} {job}")
    killed = acknowledged = 0
    for _ in range(times):
        end = machine.run(job, seconds=moments.uniform(0.0, longest))
        assert not end.text, end.text
        hold(end)
        killed += end.killed
        acknowledged += len(end.acks) > 0
        shutil.rmtree(end.folder)
    return killed, acknowledged


@pytest.mark.parametrize("job", HOLDS)
def test_killed_at_calls_of_every_part(action_machine: Any, job: str) -> None:
    hold, _, span = HOLDS[job]
    for end in action_machine.killed_at_calls(job, 8, span or action_machine.count(job), f"{SEED} {job}"):
        assert not end.text, end.text
        hold(end)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("job", HOLDS)
def test_five_hundred_kills(action_machine: Any, job: str) -> None:
    killed, acknowledged = kill_at_random(action_machine, job, 500)
    assert killed >= 100
    assert acknowledged >= 10


def test_control_an_import_in_pieces_is_noticed(action_machine: Any) -> None:
    span = action_machine.count("control_import_in_pieces")
    ends = action_machine.killed_at_calls("control_import_in_pieces", 3, span, f"{SEED} control")

    def all_hold() -> None:
        for end in ends:
            import_holds(end)

    with pytest.raises(AssertionError):
        all_hold()


# --- every write failing in turn --------------------------------------------------------------------------------------

ONCE, STICKY = 0, 1
SENTENCES = {errno.ENOSPC: "磁盘", errno.EIO: "读写出错"}


def strike(machine: Any, job: str, number: int, mode: int, most: int | None) -> int:
    """Have each changing call of one import fail in turn; return how many there are."""
    calls = machine.run(job, at=1_000_000, errno=number, mode=mode).count
    step = 1 if most is None else max(1, calls // most)
    for at in range(1, calls + 1, step):
        end = machine.run(job, at=at, errno=number, mode=mode)
        assert end.kind != "BUG", end.text
        assert bool(end.acks) != bool(end.text), end
        if end.text:
            assert SENTENCES[number] in end.text, end.text
            assert "数据" in end.text or "保存" in end.text, end.text
        assert whole_people(end.folder) == (PEOPLE + FEW if end.acks else PEOPLE)
        shutil.rmtree(end.folder)
    return calls


@pytest.mark.parametrize(("number", "mode"), [(errno.ENOSPC, STICKY), (errno.EIO, ONCE)], ids=["full", "fault"])
def test_every_write_of_an_import_failing(
    action_machine: Any, number: int, mode: int, request: pytest.FixtureRequest
) -> None:
    soak = request.config.getoption("--soak")
    assert strike(action_machine, "import_few", number, mode, None if soak else 24) > 20


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("number", SENTENCES, ids=["ENOSPC", "EIO"])
@pytest.mark.parametrize("mode", [ONCE, STICKY], ids=["once", "sticky"])
def test_every_write_of_a_large_import_failing(action_machine: Any, number: int, mode: int) -> None:
    assert strike(action_machine, "import_many", number, mode, 400) > 100
