"""What invented people are made of: word lists from resources/demo, and codes by their names."""

from __future__ import annotations

from functools import cache

from ganbu_desktop.foundation import codes
from ganbu_desktop.paths import resource


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the words of a list, in order."""
    return tuple(resource("demo", f"{name}.txt").read_text("utf-8").split())


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of a list, each split at its blanks."""
    lines = resource("demo", f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(tuple(line.split()) for line in lines if line.strip())


@cache
def group(name: str, head: str) -> tuple[str, ...]:
    """Return the words of the line that begins with ``head``."""
    return next(row[1:] for row in rows(name) if row[0] == head)


@cache
def code(table: str, label: str) -> str:
    """Return the code of a label that the table has."""
    found = codes.table(table).code_for(label)
    if found is None:
        raise KeyError(f"{table}: {label}")
    return found
