"""The fault machine: the shim compiled once, a warm server under it, and a template store to copy."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from support import fault_jobs, fault_server

KILL, TEAR = 2, 3
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Outcome:
    """How a child ended: acknowledged texts, the sentence shown, killed or not, how many calls were counted."""

    folder: Path
    acks: list[str]
    kind: str
    text: str
    killed: bool
    count: int


class Machine:
    """Copies the template, has one child work on the copy under a fault, and tells how it ended."""

    def __init__(self, orders: IO[str], answers: IO[str], templates: dict[str, Path], room: Path) -> None:
        self._orders, self._answers, self._templates, self._room = orders, answers, templates, room
        self._number = 0

    def template(self, left: str) -> Path:
        """Return the folder that every job begins with a copy of."""
        return self._templates[left]

    def run(
        self,
        job: str,
        *,
        at: int = 0,
        errno: int = 0,
        mode: int = 0,
        seconds: float | None = None,
        left: str = "closed",
        trace: Path | None = None,
    ) -> Outcome:
        self._number += 1
        folder = self._room / str(self._number)
        shutil.copytree(self._templates[left], folder)
        order = {"job": job, "folder": str(folder), "at": at, "errno": errno, "mode": mode, "seconds": seconds}
        order["trace"] = str(trace) if trace else ""
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()
        answer = json.loads(self._answers.readline())
        return Outcome(folder, answer["acks"], answer["kind"], answer["text"], answer["killed"], answer["count"])

    def count(self, job: str) -> int:
        """Return how many changes of a file a job makes that comes to an end."""
        outcome = self.run(job, at=1_000_000)
        shutil.rmtree(outcome.folder)
        return outcome.count

    def killed_at_calls(self, job: str, times: int, span: int, seed: str) -> Iterator[Outcome]:
        """End a job at ``times`` of its first ``span`` changes of a file, before the call or in the middle of a write.

        The moments are spread over the span and the same in every run, however busy the machine is; kills by the
        clock, which may also fall between two calls, are left to ``--soak``.
        """
        moments = random.Random(seed)
        for number in range(times):
            at = 1 + (number * span + moments.randrange(span)) // times
            outcome = self.run(job, at=at, mode=(KILL, TEAR)[number % 2])
            assert outcome.killed, f"{job} has no call {at}"
            yield outcome
            shutil.rmtree(outcome.folder)


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux"):
        pytest.skip("the fault shim needs Linux")
    if compiler is None:
        pytest.fail("no C compiler for the fault shim: run installer/dev.py setup, or install gcc")
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, HERE / "shim.c", "-ldl"], check=True)
    return library


@contextmanager
def serving(shim: Path, room: Path, prepare: Callable[[Path], None], *modules: str) -> Iterator[Machine]:
    """Give a machine whose jobs begin with what ``prepare`` makes; ``modules`` hold further jobs."""
    closed = room / "closed"
    closed.mkdir()
    prepare(closed)
    environment = os.environ | {"LD_PRELOAD": str(shim)}
    with subprocess.Popen(
        [sys.executable, fault_server.__file__, *modules],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield Machine(server.stdin, server.stdout, {"closed": closed}, room)
        server.stdin.close()


@pytest.fixture(scope="session")
def machine(shim: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """The store's own jobs."""
    with serving(shim, tmp_path_factory.mktemp("faults"), fault_jobs.prepare) as made:
        made._templates["crashed"] = made.run("commit").folder
        yield made


@pytest.fixture(scope="session")
def action_machine(shim: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """The program's verbs on an office's store."""
    from support import action_jobs

    with serving(shim, tmp_path_factory.mktemp("actions"), action_jobs.prepare, "support.action_jobs") as made:
        yield made


@pytest.fixture
def sweep(machine: Machine, request: pytest.FixtureRequest) -> Callable[..., Iterator[Outcome]]:
    """Return a generator function: the job with its 1st, 2nd, … call struck, until one run is struck by none."""
    soak = request.config.getoption("--soak")

    def strike(job: str, *, errno: int = 0, mode: int, left: str = "closed", most: int = 40) -> Iterator[Outcome]:
        calls = machine.run(job, at=1_000_000, left=left).count
        assert calls > 3, "the shim sees no calls: it is not loaded"
        step = 1 if soak else max(1, calls // most)
        for at in range(1, calls + 2, step):
            outcome = machine.run(job, at=at, errno=errno, mode=mode, left=left)
            yield outcome
            shutil.rmtree(outcome.folder)

    return strike
