"""Every requirement on the clerk's daily work (U1 to U20) is proved by a test that really ran and passed.

A test proves a requirement when its docstring begins with the number. What was collected is marked here, the outcomes
are gathered where the run ends (with several workers: in the one that started them), and a whole run, or one with
``--requirements``, fails when a requirement has no test that passed: one that is skipped, never collected or deselected
proves nothing.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from typing import Any

import pytest

NUMBERS = tuple(f"U{number}" for number in range(1, 21))
PROPERTY = "requirement"
_NAMED = re.compile(r"(U\d{1,2}): ")


def number_of(function: Any) -> str | None:
    """Return the number of the requirement that a test function says it proves."""
    named = _NAMED.match(inspect.getdoc(function) or "")
    return named[1] if named else None


def expects_something(function: Any) -> bool:
    """Tell whether a test's own body has an assertion outside any branch that may be passed by."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return any(isinstance(node, ast.Assert) for statement in tree.body for node in _certain(statement))


def _certain(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.If | ast.Try | ast.While | ast.Lambda):
        return []
    return [node, *(found for child in ast.iter_child_nodes(node) for found in _certain(child))]


class Requirements:
    """The plugin: marks, gathers, judges."""

    def __init__(self, config: pytest.Config) -> None:
        self._only: bool = config.getoption("--requirements")
        whole = config.args == config.getini("testpaths") and not config.getoption("keyword")
        self._judges = (whole or self._only) and not hasattr(config, "workerinput")
        self._listing: bool = config.getoption("collectonly")
        self.passed: dict[str, set[str]] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Mark the tests that prove a requirement; with ``--requirements`` leave out the others."""
        others = []
        for item in items:
            number = number_of(getattr(item, "function", None))
            if number:
                item.user_properties.append((PROPERTY, number))
            else:
                others.append(item)
        if self._only:
            config.hook.pytest_deselected(items=others)
            left_out = set(others)
            items[:] = [item for item in items if item not in left_out]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that ran through."""
        if report.when == "call" and report.passed:
            for name, number in report.user_properties:
                if name == PROPERTY:
                    self.passed.setdefault(str(number), set()).add(report.nodeid.partition("[")[0])

    def missing(self) -> list[str]:
        """Return the requirements that no test of this run proved."""
        return [number for number in NUMBERS if number not in self.passed]

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """A run in which nothing failed fails here when a requirement was not proved."""
        if self._judges and not self._listing and exitstatus == pytest.ExitCode.OK and self.missing():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name what was not proved; with ``--requirements`` also what was, and by what."""
        if self._listing or not self._judges:
            return
        if self._only:
            for number in NUMBERS:
                terminalreporter.write_line(f"{number:>4} {', '.join(sorted(self.passed.get(number, ['-'])))}")
        if self.missing():
            terminalreporter.write_line(f"requirements that no test proved: {', '.join(self.missing())}", red=True)
