"""The end of the process at any moment: what was acknowledged is there, in whole transactions, and the store opens."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from support.fault_checks import backups_prove, checked_names, people
from support.fault_jobs import PEOPLE

SEED = 20260302


def singles_hold(end: Any) -> None:
    """One person a transaction: all acknowledged ones, at most one more."""
    found = checked_names(end.folder)
    saved = len(end.acks)
    assert found in (people(PEOPLE + saved), people(PEOPLE + saved + 1)), (saved, len(found))


def batches_hold(end: Any) -> None:
    """Batches of 400: all acknowledged ones, at most one more, none half."""
    found = checked_names(end.folder)
    batches, rest = divmod(len(found) - PEOPLE, 400)
    assert rest == 0
    assert batches in (len(end.acks), len(end.acks) + 1)


def backups_hold(end: Any) -> None:
    singles_hold(end)
    backups_prove(end.folder, saved=False)


HOLDS: dict[str, tuple[Callable[[Any], None], int]] = {
    "commit_for_ever": (singles_hold, 60),
    "import_for_ever": (batches_hold, 200),
    "reopen_for_ever": (singles_hold, 200),
    "backup_for_ever": (backups_hold, 200),
}
"""What must hold after each job, and how many changes of a file make some rounds of it."""


def kill_at_random(machine: Any, job: str, times: int, hold: Callable[[Any], None]) -> int:
    """Kill ``times`` children of ``job``; return how many acknowledgements they gave in all."""
    moments = random.Random(f"{SEED} {job}")
    acknowledged = 0
    for _ in range(times):
        end = machine.run(job, seconds=moments.uniform(0.0, 0.25))
        hold(end)
        acknowledged += len(end.acks)
        shutil.rmtree(end.folder)
    return acknowledged


@pytest.mark.parametrize("job", HOLDS)
def test_killed_at_calls_of_several_rounds(machine: Any, job: str) -> None:
    hold, span = HOLDS[job]
    acknowledged = 0
    for end in machine.killed_at_calls(job, 8, span, f"{SEED} {job}"):
        hold(end)
        acknowledged += len(end.acks)
    assert acknowledged > 10


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("job", HOLDS)
def test_killed_at_random_many_times(machine: Any, job: str) -> None:
    assert kill_at_random(machine, job, 500, HOLDS[job][0]) > 500


def test_control_acknowledging_before_the_commit_is_noticed(machine: Any) -> None:
    ends = machine.killed_at_calls("control_ack_before_commit", 8, 60, f"{SEED} control")

    def all_hold() -> None:
        for end in ends:
            singles_hold(end)

    with pytest.raises(AssertionError):
        all_hold()
