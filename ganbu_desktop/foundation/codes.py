"""Code tables: what a choice may hold, from resources/codes/*.json.

A table knows the national code where there is one, else the name is its own code. Other spellings are aliases.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ganbu_desktop.foundation.text import half_width, without_blanks
from ganbu_desktop.paths import resource


@dataclass(frozen=True)
class CodeEntry:
    """One entry: ``order`` starts at 1; ``retired`` prints but cannot be chosen; ``heading`` is a group title.

    A heading stands in the official list too and is understood when a file holds it.
    """

    code: str
    label: str
    order: int
    retired: bool = False
    aliases: tuple[str, ...] = ()
    heading: bool = False


@dataclass(frozen=True)
class CodeTable:
    """A list of entries in its own order, with its Chinese title and the standard it comes from."""

    name: str
    title: str
    source: str
    entries: tuple[CodeEntry, ...]
    _by_text: dict[str, CodeEntry] = field(init=False, repr=False, compare=False)
    _by_code: dict[str, CodeEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {entry.code: entry for entry in self.entries})
        object.__setattr__(self, "_by_text", _text_index(self.entries))

    def code_for(self, text: str) -> str | None:
        """Return the code of a label, an alias or a code, or None; blanks and the width of brackets do not count."""
        entry = self._by_text.get(_comparable(text))
        return None if entry is None else entry.code

    def entry_for(self, code: str) -> CodeEntry | None:
        """Return the entry of a stored code, or None for a text kept outside the table."""
        return self._by_code.get(code)

    def label_for(self, code: str) -> str:
        """Return the label of a code; a text that is not in the table is its own label."""
        entry = self._by_code.get(code)
        return code if entry is None else entry.label

    def order_of(self, code: str) -> int:
        """Return the place of a code in the list; what is not in it comes after everything."""
        entry = self._by_code.get(code)
        return len(self.entries) + 1 if entry is None else entry.order

    def labels(self) -> tuple[str, ...]:
        """Return the labels a person can choose: neither retired nor headings."""
        return tuple(entry.label for entry in self.entries if not (entry.retired or entry.heading))


def _comparable(text: str) -> str:
    return half_width(without_blanks(text)).replace("─", "—")


def _text_index(entries: tuple[CodeEntry, ...]) -> dict[str, CodeEntry]:
    """Index labels, then aliases, then codes: an earlier kind, and within it an earlier entry, wins."""
    index: dict[str, CodeEntry] = {}
    for entry in entries:
        index.setdefault(_comparable(entry.label), entry)
    for entry in entries:
        for alias in entry.aliases:
            index.setdefault(_comparable(alias), entry)
    for entry in entries:
        index.setdefault(_comparable(entry.code), entry)
    return index


@cache
def table(name: str) -> CodeTable:
    """Return the table of that name; raises KeyError when there is none."""
    path = resource("codes", f"{name}.json")
    if not path.is_file():
        raise KeyError(f"no code table {name}")
    content = json.loads(path.read_text("utf-8"))
    return CodeTable(
        name=content["name"],
        title=content["title"],
        source=content["source"],
        entries=tuple(_entry(item) for item in content["entries"]),
    )


def _entry(item: dict[str, Any]) -> CodeEntry:
    return CodeEntry(**{**item, "aliases": tuple(item.get("aliases", ()))})


@cache
def names() -> tuple[str, ...]:
    """Return the names of all tables."""
    return tuple(sorted(path.stem for path in resource("codes").glob("*.json")))
