"""What one row of the mission costs: the lines and files that are there for it and for nothing else.

Counted: the record's class, the description and the functions it names in the room's module (with what those call
there), the constants between, the module's imports; each sheet's file; code tables that only this record uses; rule
figures that only its reminders and reports name; the migration that makes its table; the tests of its own. Room files
(``__init__.py``) count for the room's first row.
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ganbu_desktop import modules
from ganbu_desktop.foundation.fields import Choice
from ganbu_desktop.kernel.row.row import Row
from ganbu_desktop.paths import resource
from ganbu_desktop.store.record import fields_of, record_types

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Cost:
    """Lines by file, told from the root of the checkout."""

    by_file: dict[str, int]

    @property
    def lines(self) -> int:
        """Return all lines."""
        return sum(self.by_file.values())

    @property
    def files(self) -> int:
        """Return how many files there are."""
        return len(self.by_file)


@cache
def cost_of(room: str, row: Row) -> Cost:
    """Return what a row costs."""
    found: dict[Path, int] = {}
    module = Path(inspect.getsourcefile(row.record) or "")
    if "modules" in module.parts:
        found[module] = _lines_of_class(row.record)
    described = _described_in(room, row.name)
    if described is not None:
        path, lines = described
        found[path] = max(found.get(path, 0), lines) if path == module else lines
    init = ROOT / "ganbu_desktop" / "modules" / room / "__init__.py"
    if "ROOM = " in init.read_text("utf-8") and modules.rows()[room][0] is row:
        found[init] = _length(init)
    for sheet in row.sheets:
        for path in resource("forms").glob(f"*/{sheet.name}.toml"):
            found[path] = _length(path)
    for table in _own_tables(row):
        found[resource("codes", f"{table}.json")] = _length(resource("codes", f"{table}.json"))
    for path, lines in _own_figures(row).items():
        found[path] = lines
    for path in (ROOT / "ganbu_desktop" / "store" / "migrations").glob("m*.py"):
        text = path.read_text("utf-8")
        if f"CREATE TABLE {row.record.table.name} " in text and text.count("CREATE TABLE") == 1:
            found[path] = _length(path)
    for path in (ROOT / "tests" / "unit" / "modules" / room).glob("test_*.py"):
        lines = _lines_of_tests(path.read_text("utf-8"), row.record.__name__)
        if lines:
            found[path] = lines
    return Cost({path.relative_to(ROOT).as_posix(): lines for path, lines in found.items() if lines})


def _length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _lines_of_tests(text: str, record: str) -> int:
    """Return the lines of the tests that name a record; of a file in which all do, every line."""
    tests = [n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    own = [n for n in tests if record in _names(n)]
    if own and len(own) == len(tests):
        return len(text.splitlines())
    return sum((n.end_lineno or n.lineno) - n.lineno + 1 for n in own)


def _lines_of_class(cls: type) -> int:
    return len(inspect.getsource(cls).splitlines())


def _described_in(room: str, name: str) -> tuple[Path, int] | None:
    """Return the file that describes a row and how many of its lines are there for it."""
    folder = ROOT / "ganbu_desktop" / "modules" / room
    paths = [folder / "rows.py", *(folder / "rows").glob("*.py")]
    for path in (path for path in paths if path.is_file()):
        text = path.read_text("utf-8")
        if f'"{name}"' not in text:
            continue
        rows = len(re.findall(r"\bRow\($", text, flags=re.MULTILINE))
        return path, _length(path) if rows == 1 else _own_lines(text, name)
    return None


def _own_lines(text: str, name: str) -> int:
    """Return the lines of a row in a file of several: its description and what it alone names there."""
    tree = ast.parse(text)
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func).split(".")[-1] == "Row"]
    chosen = next(c for c in calls if len(c.args) > 1 and getattr(c.args[1], "value", "") == name)
    defined = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    wanted, seen = _names(chosen) & defined.keys(), set[str]()
    while wanted - seen:
        each = (wanted - seen).pop()
        seen.add(each)
        wanted |= _names(defined[each]) & defined.keys()
    foreign = set().union(*(_names(c) for c in calls if c is not chosen))
    own = [chosen, *(defined[each] for each in seen if each not in foreign)]
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in own)


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _own_tables(row: Row) -> list[str]:
    """Return the code tables that no other record chooses from."""
    used = {e.table for e in fields_of(row.record).values() if isinstance(e, Choice)}
    others = {
        e.table
        for cls in record_types()
        if cls is not row.record
        for e in fields_of(cls).values()
        if isinstance(e, Choice)
    }
    return sorted(used - others)


def _own_figures(row: Row) -> dict[Path, int]:
    """Return the lines of the rule figures that the row's reminders and reports name, by file."""
    named = {getattr(r, key, "") for r in row.reminders for key in ("ahead", "within")}
    named |= {name for report in row.reports for name in report.figures}
    found: dict[Path, int] = {}
    for path in resource("rules").glob("*.toml"):
        text = path.read_text("utf-8")
        sections = re.split(r"^(?=\[\w+\]$)", text, flags=re.MULTILINE)
        own = [s for s in sections if any(s.startswith(f"[{name}]") for name in named)]
        if own:
            all_own = len(own) == len(sections) - 1
            found[path] = _length(path) if all_own else sum(len(s.splitlines()) for s in own)
    return found
