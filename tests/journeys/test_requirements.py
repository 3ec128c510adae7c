"""Every requirement on the clerk's daily work has a test that proves it, named by its number."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
NUMBERS = {f"U{number}" for number in range(1, 21)}
_NAMED = re.compile(r"(U\d{1,2}): ")


def proved() -> dict[str, list[str]]:
    """Return the tests that prove each requirement: those whose docstring begins with its number."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if '"""U' in text else ():
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                named = _NAMED.match(ast.get_docstring(node) or "")
                if named:
                    found.setdefault(named[1], []).append(f"{path.relative_to(TESTS)}::{node.name}")
    return found


def test_every_requirement_is_proved_by_a_test() -> None:
    assert set(proved()) == NUMBERS
