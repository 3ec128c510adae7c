"""Every kind of operation has a word for the clerk: the log never shows the program's own name of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from support.source import PACKAGE, calls, package_files, place

from ganbu_desktop.kernel.log.operation_export import KIND_LABELS


def _module(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def _said(node: ast.expr, path: Path) -> Iterator[object]:
    """Yield the kinds that an argument may have; what cannot be read off the source yields nothing."""
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Name) and node.id.isupper():
        yield getattr(import_module(_module(path)), node.id)
    elif isinstance(node, ast.IfExp):
        yield from _said(node.body, path)
        yield from _said(node.orelse, path)


def test_every_kind_of_operation_has_its_word() -> None:
    found = {
        (kind, place(path, call))
        for path in package_files()
        for name, call in calls(path)
        if name.endswith(".operation")
        for keyword in call.keywords
        if keyword.arg == "kind"
        for kind in _said(keyword.value, path)
    }
    assert len(found) > 5
    assert [where for kind, where in found if kind not in KIND_LABELS] == []
