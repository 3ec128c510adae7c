"""The county that the tests over every row look at, and what a row costs, told at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.row_cost import cost_of
from support.row_county import NAMES, ROWS, copied

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.limiting import LimitingRecord

SOME = {
    "printed_row": [row for _, row in ROWS if row.sheets],
    "limiting_row": [row for _, row in ROWS if issubclass(row.record, LimitingRecord)],
    "single_row": [row for _, row in ROWS if row.once],
    "checked_row": [row for _, row in ROWS if row.check is not None],
}
"""Rows that have what a test is about, by the name of its argument."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that takes ``row`` over every row there is, with the ``room`` it stands in."""
    if "row" in metafunc.fixturenames and "room" in metafunc.fixturenames:
        metafunc.parametrize(("room", "row"), ROWS, ids=NAMES)
    elif "row" in metafunc.fixturenames:
        metafunc.parametrize("row", [row for _, row in ROWS], ids=NAMES)
    for name in SOME.keys() & {*metafunc.fixturenames}:
        metafunc.parametrize(name, SOME[name], ids=[row.name for row in SOME[name]])


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The county itself, to be read only."""
    office = copied(tmp_path_factory.mktemp("rows"))
    yield office
    office.file.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A copy of the county, to be written in."""
    made = copied(tmp_path)
    yield made
    made.file.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the lines and files that each row cost."""
    terminalreporter.section("rows: lines and files each")
    for room, row in ROWS:
        cost = cost_of(room, row)
        terminalreporter.write_line(f"{row.name:24} {cost.lines:4} lines in {cost.files} files  ({room})")
