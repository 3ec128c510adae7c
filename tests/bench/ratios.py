"""What every bench shares: one measured ratio, honest timing, and demo stores of a size."""

from __future__ import annotations

import gc
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).resolve().parent)]

from support.builders import PASSWORD, clock, make_office  # noqa: E402

from ganbu_desktop.kernel.office.office import Account, Office  # noqa: E402
from ganbu_desktop.modules import load_records  # noqa: E402
from ganbu_desktop.modules.people.demo import fill_demo  # noqa: E402
from ganbu_desktop.store.engine import DataFile  # noqa: E402

load_records()
STORES = Path(os.environ.get("GANBU_BENCH_STORES", Path(tempfile.gettempdir()) / "ganbu-bench"))
NAME = "演示.ganbu"


@dataclass(frozen=True)
class Measured:
    """One line of the table: our time, the bare one's, and what was promised (``most`` times, or at least that fast).

    ``ours`` and ``bare`` in seconds; ``most`` None: only shown.
    """

    what: str
    people: int
    ours: float
    bare: float
    most: float | None
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.bare

    @property
    def holds(self) -> bool:
        return self.most is None or self.ratio <= self.most


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes once, other garbage collected before."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the middle of some runs."""
    return statistics.median(seconds(work) for _ in range(times))


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def demo_office(people: int) -> Office:
    """Return the office of a demo store of a size, made once and kept under ``GANBU_BENCH_STORES``."""
    return kept_office(str(people), lambda office: fill_demo(office, people))


def kept_office(folder_name: str, fill: Callable[[Office], object], *, people: int = 0) -> Office:
    """Return the office of a store that ``fill`` filled, made once and kept under ``GANBU_BENCH_STORES``.

    ``people``: begin with the demo store of that size instead of an empty one.
    """
    folder = STORES / folder_name
    if not (folder / NAME).exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "making.ganbu").unlink(missing_ok=True)
        if people:
            demo_office(people).file.close()
            shutil.copy(STORES / str(people) / NAME, folder / "making.ganbu")
            office = _opened(folder / "making.ganbu")
        else:
            office = make_office(folder, "making.ganbu")
        fill(office)
        office.file.close()
        (folder / "making.ganbu").rename(folder / NAME)
    return _opened(folder / NAME)


def _opened(path: Path) -> Office:
    return Office(DataFile.open(path, password=PASSWORD, clock=clock), Account("管理员"), clock=clock)
