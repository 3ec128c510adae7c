"""Every change of a file fails in turn: a true sentence, nothing called saved that is not, the store whole.

The same calls are then struck by the end of the process, before the call and in the middle of a write.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import fault_checks
from support.fault_jobs import BATCH, PEOPLE, STORE

ONCE, STICKY, KILL, TEAR = range(4)
Sweep = Callable[..., Iterator[Any]]
Check = Callable[[Any], None]

CHECKS: dict[str, tuple[str, Check]] = {
    "commit": ("closed", lambda end: fault_checks.batch_or_nothing(end.folder, saved=bool(end.acks))),
    "close": ("closed", lambda end: fault_checks.same_people(end.folder, PEOPLE + BATCH)),
    "open": ("closed", lambda end: fault_checks.same_people(end.folder, PEOPLE)),
    "reopen": ("crashed", lambda end: fault_checks.same_people(end.folder, PEOPLE + BATCH)),
    "create": (
        "closed",
        lambda end: fault_checks.absent_or_whole(end.folder / "new.ganbu", created=bool(end.acks)),
    ),
    "backup": ("closed", lambda end: _backup(end)),
    "migrate": ("closed", lambda end: fault_checks.old_or_migrated(end.folder, migrated=bool(end.acks))),
    "restore": ("closed", lambda end: fault_checks.old_or_new(end.folder, old=PEOPLE, restored=bool(end.acks))),
    "crash_and_restore": (
        "crashed",
        lambda end: fault_checks.old_or_new(end.folder, old=PEOPLE + BATCH, restored=bool(end.acks)),
    ),
}
SENTENCES = {
    errno.ENOSPC: ("磁盘已满", "磁盘是否已满"),
    errno.EDQUOT: ("磁盘已满", "磁盘是否已满"),
    errno.EIO: ("读写出错",),
    errno.EROFS: ("只读", "读写出错", "打不开"),
    errno.EACCES: ("没有写入权限", "没有读写权限", "读写出错", "打不开"),
    errno.ENODEV: ("拔出",),
}


def _backup(end: Any) -> None:
    fault_checks.same_people(end.folder, PEOPLE)
    fault_checks.backups_prove(end.folder, saved=bool(end.acks))


def _says_the_truth(end: Any, number: int) -> None:
    """A failed step shows one of our sentences that names the cause; a step called done was not hindered."""
    assert end.kind != "BUG", end.text
    assert bool(end.acks) != bool(end.text), end
    if end.text:
        assert any(words in end.text for words in (*SENTENCES[number], "打不开")), end.text


@pytest.mark.parametrize("job", CHECKS)
@pytest.mark.parametrize(("number", "mode"), [(errno.ENOSPC, STICKY), (errno.EIO, ONCE)], ids=["full", "fault"])
def test_each_call_failing(sweep: Sweep, job: str, number: int, mode: int) -> None:
    left, check = CHECKS[job]
    for end in sweep(job, errno=number, mode=mode, left=left, most=14):
        _says_the_truth(end, number)
        check(end)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("job", CHECKS)
@pytest.mark.parametrize("mode", [ONCE, STICKY])
@pytest.mark.parametrize("number", SENTENCES, ids=[errno.errorcode[number] for number in SENTENCES])
def test_each_call_failing_in_every_way(sweep: Sweep, job: str, number: int, mode: int) -> None:
    test_each_call_failing(sweep, job, number, mode)


@pytest.mark.parametrize("job", CHECKS)
@pytest.mark.parametrize("mode", [KILL, TEAR], ids=["before", "torn"])
def test_killed_at_each_call(sweep: Sweep, job: str, mode: int) -> None:
    left, check = CHECKS[job]
    killed = 0
    for end in sweep(job, mode=mode, left=left, most=14):
        killed += end.killed
        check(end)
    assert killed > 3


def test_a_failing_backup_leaves_no_half_file(sweep: Sweep) -> None:
    for end in sweep("backup", errno=errno.ENOSPC, mode=ONCE, most=14):
        left = (end.folder / f"{Path(STORE).stem}-备份").glob(".*")
        assert list(left) == [], end


# --- negative controls -----------------------------------------------------------------------------------------------


def test_control_a_swallowed_error_is_noticed(sweep: Sweep) -> None:
    ends = sweep("control_swallow", errno=errno.ENOSPC, mode=STICKY)
    with pytest.raises(AssertionError):
        fault_checks.batch_or_nothing(next(ends).folder, saved=True)


def test_control_a_store_without_journal_is_noticed(sweep: Sweep) -> None:
    damaged = 0
    for end in sweep("control_no_journal", mode=KILL):
        try:
            fault_checks.batch_or_nothing(end.folder, saved=bool(end.acks))
        except Exception:
            damaged += 1
    assert damaged > 3
