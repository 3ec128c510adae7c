"""How often a page of a form is printed: long texts and lists go on in the next printing of their page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ganbu_desktop.paper.form_spec import CellSpec, PageSpec
from ganbu_desktop.paper.text_fit import Fitted

Split = Callable[[CellSpec, str], tuple[str, str]]
"""Cuts a text into what its cell holds and the rest."""
_BLANKS = " \t\u3000\u00a0"
_BLANK_LINES = re.compile(rf"\A(?:[{_BLANKS}]*\n)+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printing of a page: ``values`` are the parts of flowing values that stand on it."""

    page: PageSpec
    values: Mapping[str, Any]
    is_first: bool
    is_last: bool

    def fills(self, cell: CellSpec) -> bool:
        """Return whether a cell is filled on this printing."""
        return cell.on == "every" or (self.is_first if cell.on == "first" else self.is_last)


def printings(page: PageSpec, continuation: PageSpec | None, values: Mapping[str, Any], split: Split) -> list[Sheet]:
    """Return the printings that the values of one page need, at least one."""
    if not page.flowing:
        return [Sheet(page, {}, is_first=True, is_last=True)]
    parts: list[tuple[PageSpec, dict[str, Any]]] = []
    left: dict[str, Any] = {name: values[name] for name in page.flowing}
    while not parts or any(left.values()):
        current = (continuation or page) if parts else page
        here, left = _taken(current, left, split)
        parts.append((current, here))
    last = len(parts) - 1
    return [Sheet(spec, here, number == 0, number == last) for number, (spec, here) in enumerate(parts)]


def _taken(page: PageSpec, left: Mapping[str, Any], split: Split) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what stands on one printing and what is left over."""
    here, rest = dict(left), dict(left)
    for cell in page.cells:
        if cell.flow and cell.binding:
            here[cell.binding], rest[cell.binding] = split(cell, left[cell.binding])
    for block in page.blocks:
        if block.continues:
            rows = left[block.binding]
            here[block.binding], rest[block.binding] = rows[: block.count], rows[block.count :]
    return here, rest


def without_blank_lines(text: str) -> str:
    """Return a text without the blank lines that it begins with."""
    return _BLANK_LINES.sub("", text)


def cut_after(text: str, fitted: Fitted) -> tuple[str, str]:
    """Return what of ``text`` stands in the fitted lines, and the rest, which begins with its own indentation."""
    ((head, rest),) = cuts(text, [sum(visible_length(line.text) for line in fitted.lines)])
    return head, rest


def cuts(text: str, counts: list[int]) -> Iterator[tuple[str, str]]:
    """Cut a text after so many visible characters, time after time; yield each piece with what is left after it."""
    for count in counts:
        end = _end(text, count)
        piece, text = text[:end], text[end:]
        after = text.lstrip(_BLANKS)
        text = after[1:] if after.startswith("\n") else after
        yield piece.rstrip(_BLANKS + "\n"), text if text.strip() else ""


def _end(text: str, count: int) -> int:
    seen = 0
    for index, character in enumerate(text):
        if seen == count:
            return index
        seen += not character.isspace()
    return len(text)


def visible_length(text: str) -> int:
    """Return how many characters of a text leave ink or would."""
    return len("".join(text.split()))
