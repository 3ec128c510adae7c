"""Habits that a reader relies on: a clock that is passed in, errors that are named, a window that never spins."""

from __future__ import annotations

import ast
import re

from support.source import PACKAGE, calls, package_files, place, tree

CLOCK_CALLS = re.compile(r"(datetime\.)?(datetime\.(now|utcnow|today)|date\.today)|time\.(time|localtime|ctime)")
CLOCK_PLACES = {"app.py", "cli/program.py", "__main__.py", "log.py"}
LONGEST_FILE = 450

# Where catching everything is the job, and why.
EDGES = {
    "ganbu_desktop/desktop/window/crash.py": "a second fault while saving drafts must not hide the report of the first",
    "ganbu_desktop/exchange/worker.py": "the parsing process hands every fault to its parent and ends",
    "ganbu_desktop/exchange/photo.py": "hostile image files make the decoders raise nearly anything",
    "ganbu_desktop/store/migrations/__init__.py": "whatever stops a migration, the clerk learns that her file is whole",
}


def _inside(path_text: str, rooms: set[str]) -> bool:
    return any(path_text == room or path_text.startswith(room.removesuffix(".py") + "/") for room in rooms)


def test_the_clock_is_passed_in() -> None:
    """Only the composition roots read the clock."""
    strays = [
        place(path, call)
        for path in package_files()
        if not _inside(path.relative_to(PACKAGE).as_posix(), CLOCK_PLACES)
        for name, call in calls(path)
        if CLOCK_CALLS.fullmatch(name)
    ]
    assert not strays, f"take `clock` or `today` as an argument: {strays}"


def test_the_window_never_spins_its_own_events() -> None:
    """``processEvents`` lets a second click run inside the first."""
    strays = [
        place(path, call)
        for path in package_files()
        for name, call in calls(path)
        if name.split(".")[-1] == "processEvents"
    ]
    assert not strays, f"use TaskRunner.run: {strays}"


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"} for name in names)


def _cleans_up_and_raises(handler: ast.ExceptHandler) -> bool:
    """Tell a handler that undoes something and lets the error go on."""
    return isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None


def test_no_bare_except() -> None:
    """A bare except swallows the wish to stop."""
    strays = [
        place(path, node)
        for path in package_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert not strays, strays


def test_everything_is_caught_only_at_the_edges() -> None:
    """Bugs must reach the crash report; a handler that re-raises what it caught may clean up."""
    found = {
        place(path, node)
        for path in package_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node) and not _cleans_up_and_raises(node)
    }
    strays = [entry for entry in sorted(found) if entry.rsplit(":", 1)[0] not in EDGES]
    assert not strays, f"catch what you can name, or list the edge in EDGES with its reason: {strays}"
    idle = set(EDGES) - {entry.rsplit(":", 1)[0] for entry in found}
    assert not idle, f"EDGES lists files that catch nothing broadly any more: {idle}"


def test_files_stay_small() -> None:
    """A file that outgrows its room becomes a folder of the same name."""
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in package_files()}
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}
    assert not long, f"more than {LONGEST_FILE} lines: {long}"
