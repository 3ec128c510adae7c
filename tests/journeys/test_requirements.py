"""A requirement is proved by a test that ran; one that only carries its number proves nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.requirements import NUMBERS, expects_something, number_of
from support.source import ROOT

PLUGIN = """
import pytest
from support.requirements import Requirements
def pytest_addoption(parser):
    parser.addoption("--requirements", action="store_true")
def pytest_configure(config):
    config.pluginmanager.register(Requirements(config))
"""
PROVEN = "".join(f'def test_{number}():\n    """{number}: it is so."""\n    assert True\n' for number in NUMBERS[1:])
FIRST = {
    "runs": 'def test_first():\n    """U1: it is so."""\n    assert True\n',
    "is skipped": 'import pytest\n@pytest.mark.skip\ndef test_first():\n    """U1: it is so."""\n    assert True\n',
    "is no test": 'def first():\n    """U1: it is so."""\n    assert True\n',
    "stands inside": 'def test_x():\n    def test_first():\n        """U1: it is so."""\n        assert True\n',
    "is missing": "",
}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = {"PYTHONPATH": f"{ROOT / 'tests'}:{ROOT}", "PATH": ""}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, env=paths, capture_output=True, text=True)


@pytest.mark.parametrize("first", FIRST)
def test_a_whole_run_wants_every_requirement_proved(first: str, tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = tests\naddopts = -p no:xdist -p no:pytest-qt\n")
    (tmp_path / "tests" / "conftest.py").write_text(PLUGIN)
    (tmp_path / "tests" / "test_it.py").write_text(FIRST[first] + PROVEN)
    done = run(tmp_path)
    assert done.returncode == (0 if first == "runs" else 1), done.stdout + done.stderr
    assert ("requirements that no test proved: U1\n" in done.stdout) == (first != "runs")
    assert run(tmp_path, "tests/test_it.py").returncode == 0, "a part of the suite proves nothing and need not"


def test_a_requirement_without_any_expectation_is_seen() -> None:
    def empty() -> None:
        """U1: nothing."""

    def perhaps() -> None:
        """U1: in a branch only."""
        if not NUMBERS:
            raise AssertionError

    def real() -> None:
        """U1: it is."""
        for number in NUMBERS:
            assert number

    assert [number_of(f) for f in (empty, perhaps, real, run)] == ["U1", "U1", "U1", None]
    assert [expects_something(f) for f in (empty, perhaps, real)] == [False, False, True]


def test_whoever_names_a_requirement_expects_something(request: pytest.FixtureRequest) -> None:
    named = {getattr(item, "function", None) for item in request.session.items}
    assert not [f.__name__ for f in named if f is not None and number_of(f) and not expects_something(f)]
