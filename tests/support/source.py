"""The package's own source, parsed: what the architecture tests read."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "ganbu_desktop"


@cache
def package_files() -> tuple[Path, ...]:
    """Return every Python file of the package."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Return ``ganbu_desktop/x.py:12``."""
    name = path.relative_to(ROOT).as_posix()
    return name if node is None else f"{name}:{getattr(node, 'lineno', 0)}"


@cache
def imports(path: Path) -> tuple[tuple[str, ast.AST], ...]:
    """Return the dotted name of every absolute import of a file, also those inside functions."""
    found: list[tuple[str, ast.AST]] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.module, node))
    return tuple(found)


@cache
def calls(path: Path) -> tuple[tuple[str, ast.Call], ...]:
    """Return the dotted text of what is called and the call."""
    return tuple((_dotted(node.func), node) for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def _dotted(called: ast.expr) -> str:
    """Return the source of what is called; ``ast.unparse`` says the same of plain names in ten times the time."""
    if isinstance(called, ast.Name):
        return called.id
    if isinstance(called, ast.Attribute):
        return f"{_dotted(called.value)}.{called.attr}"
    return ast.unparse(called)
