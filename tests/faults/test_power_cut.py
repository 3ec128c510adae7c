"""The power goes at any moment: what was acknowledged is there, and the store opens by password.

A killed program proves little: the system still writes what it was given. Here the calls of each job are recorded once
and the disk of every possible moment is rebuilt from what was really flushed.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import fault_checks
from support.fault_jobs import BATCH, PEOPLE
from support.power_cut import Disk, calls

SEED = 20260302


def _three(end: Any) -> None:
    found = fault_checks.checked_names(end.folder)
    saved = len([said for said in end.acks if said.isdigit()])
    assert found in (fault_checks.people(PEOPLE + saved), fault_checks.people(PEOPLE + saved + 1)), (saved, len(found))


def _backup(end: Any) -> None:
    fault_checks.same_people(end.folder, PEOPLE)
    fault_checks.backups_prove(end.folder, saved=bool(end.acks))


CHECKS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "three_commits": ("closed", _three),
    "commit": ("closed", lambda end: fault_checks.batch_or_nothing(end.folder, saved=bool(end.acks))),
    "open": ("closed", lambda end: fault_checks.same_people(end.folder, PEOPLE)),
    "reopen": ("crashed", lambda end: fault_checks.same_people(end.folder, PEOPLE + BATCH)),
    "backup": ("closed", _backup),
    "migrate": ("closed", lambda end: fault_checks.old_or_migrated(end.folder, migrated=bool(end.acks))),
    "restore": ("closed", lambda end: fault_checks.old_or_new(end.folder, old=PEOPLE, restored=bool(end.acks))),
}


def cut(machine: Any, job: str, left: str, check: Callable[[Any], None], times: int, room: Path) -> int:
    """Record ``job``, cut the power ``times`` times, check each disk; return how many calls were recorded."""
    trace = room / "trace"
    end = machine.run(job, left=left, trace=trace)
    assert not end.text, end.text
    recorded = list(calls(trace))
    source = random.Random(f"{SEED} {job}")
    for _ in range(times):
        disk = Disk.before(recorded, end.folder, machine.template(left))
        for kind, first, second, data in recorded[: source.randint(0, len(recorded))]:
            disk.apply(kind, first, second, data)
        folder = _built(disk, end.folder, source)
        check(SimpleNamespace(folder=folder, acks=disk.acks))
        shutil.rmtree(folder)
    return len(recorded)


def _built(disk: Disk, folder: Path, source: random.Random) -> Path:
    built = folder.with_name(f"{folder.name}-cut")
    for name, content in disk.after_cut(source).items():
        target = built / Path(name).relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return built


@pytest.mark.parametrize("job", CHECKS)
def test_power_cut(machine: Any, job: str, tmp_path: Path) -> None:
    left, check = CHECKS[job]
    assert cut(machine, job, left, check, 25, tmp_path) > 3


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("job", CHECKS)
def test_power_cut_many_times(machine: Any, job: str, tmp_path: Path) -> None:
    left, check = CHECKS[job]
    cut(machine, job, left, check, 2000, tmp_path)


def test_control_a_log_that_is_not_flushed_is_noticed(machine: Any, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        cut(machine, "control_no_sync", "closed", _three, 100, tmp_path)
