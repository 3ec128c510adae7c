"""Every bench also runs here at its smallest size: the figures mean nothing, but a bench that dies is seen at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parent
BENCHES = sorted(path.stem for path in FOLDER.glob("bench_*.py"))


@pytest.fixture(scope="module")
def bench_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The benches can be imported, and what they keep stays in a folder of this run."""
    kept = tmp_path_factory.mktemp("bench")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GANBU_BENCH_STORES", str(kept))
        patch.syspath_prepend(FOLDER)
        yield kept
    for name in [name for name, module in sys.modules.items() if _is_of_benches(module)]:
        del sys.modules[name]


def _is_of_benches(module: ModuleType) -> bool:
    path = getattr(module, "__file__", None)
    return path is not None and Path(path).parent == FOLDER and Path(path) != Path(__file__)


def test_there_are_benches() -> None:
    assert len(BENCHES) > 10


@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_runs_at_its_smallest_size(name: str, bench_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench = import_module(name)
    found = bench.measure(**bench.SMALLEST)
    assert found
    for line in found:
        assert line.ours > 0, line
        assert line.bare > 0, line
    table = import_module("run").table(found)
    assert all(line.what in table for line in found)
