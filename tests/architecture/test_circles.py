"""No two modules of the program need each other, at import time or inside a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from support.source import PACKAGE, package_files, tree


def _names() -> dict[str, ast.Module]:
    return {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): tree(path)
        for path in package_files()
    }


def _needed(node: ast.AST, known: frozenset[str]) -> Iterator[str]:
    """Yield the modules that a file needs when it runs; what only a type checker reads is not among them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.ImportFrom) and child.module and not child.level:
            whole = (f"{child.module}.{alias.name}" for alias in child.names)
            yield from (name if name in known else child.module for name in whole)
        elif isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        yield from _needed(child, known)


def circle(needs: Mapping[str, set[str]]) -> list[str]:
    """Return modules that need one another in a ring, none where there is no such ring."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_needs_what_needs_it() -> None:
    trees = _names()
    known = frozenset(trees)
    assert circle({name: set(_needed(found, known)) & known - {name} for name, found in trees.items()}) == []


def test_a_ring_is_found() -> None:
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}
