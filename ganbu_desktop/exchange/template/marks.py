"""Marks in a template's text: ``{{姓名}}`` for a value, ``{{#名单}}`` … ``{{/名单}}`` around what is repeated.

A mark is looked up among the names that are known where it stands: inside a list its own fields first, then those
around it. Whatever is wrong with a mark becomes a ``Problem`` that names mark and place; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ganbu_desktop.foundation.text import clean_text

_MARK = re.compile(r"\{\{([^{}]*)\}\}")
_STRAY = re.compile(r"\{\{|\}\}|｛｛|｝｝")
_SIZED = re.compile(r"(.+?)[:：](\d{1,3})[x×*](\d{1,3})")
_SHOWN = 20

Value = str | bytes | None
Values = Mapping[str, Any]
"""Values by the name of their mark: texts, picture bytes, and for a list a sequence of such mappings."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a template, and where: ``正文 表1 第2行 第3格``, ``名册!C5``."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"


@dataclass(frozen=True)
class Known:
    """Names that a template may use in one place: of texts, of pictures, and of lists with what each row has."""

    texts: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()
    lists: Mapping[str, Known] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Return JSON values, for the worker process."""
        return {
            "texts": sorted(self.texts),
            "pictures": sorted(self.pictures),
            "lists": {name: known.to_plain() for name, known in self.lists.items()},
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Known:
        """Return what ``to_plain`` gave."""
        lists = {name: cls.from_plain(inner) for name, inner in plain["lists"].items()}
        return cls(frozenset(plain["texts"]), frozenset(plain["pictures"]), lists)


@dataclass(frozen=True)
class Mark:
    """One mark in a text. ``kind``: value, open or close; ``size``: width and height of a picture in millimetres."""

    start: int
    end: int
    kind: str
    name: str
    size: tuple[int, int] | None = None

    @property
    def written(self) -> str:
        """Return the mark as people write it."""
        return "{{" + {"open": "#", "close": "/"}.get(self.kind, "") + self.name + "}}"


def marks_of(text: str) -> list[Mark]:
    """Return the marks of a text from left to right."""
    return [_read(found) for found in _MARK.finditer(text)] if "{{" in text else []


def _read(found: re.Match[str]) -> Mark:
    inner = "".join(found[1].split())
    kind = {"#": "open", "＃": "open", "/": "close", "／": "close"}.get(inner[:1], "value")
    name = inner if kind == "value" else inner[1:]
    sized = _SIZED.fullmatch(name)
    if sized:
        return Mark(found.start(), found.end(), kind, sized[1], (int(sized[2]), int(sized[3])))
    return Mark(found.start(), found.end(), kind, name)


def broken_marks(text: str) -> list[str]:
    """Return what is wrong with the braces of a text, a sentence each."""
    rest = _MARK.sub(lambda found: "\0" * len(found[0]), text)
    found = []
    for stray in _STRAY.finditer(rest):
        near = text[max(0, stray.start() - 4) : stray.start() + _SHOWN].replace("\n", " ")
        if stray[0] in "｛｛｝｝":
            found.append(f"“{near}”用了全角大括号，请改成半角的 {{{{ 和 }}}}")
        else:
            found.append(f"“{near}”的大括号不成对，应写成 {{{{字段名}}}}")
    return found + [f"“{mark.written}”里没有写字段名" for mark in marks_of(text) if not mark.name]


@dataclass(frozen=True)
class Scope:
    """What marks mean in one place; ``outer`` is what stands around a list. Without ``values`` everything is empty."""

    known: Known
    values: Values | None
    outer: Scope | None = None

    def text(self, name: str) -> Value:
        """Return a text or picture; KeyError for a name that is not known here or around."""
        if name in self.known.texts or name in self.known.pictures:
            value = None if self.values is None else self.values.get(name)
            return value if isinstance(value, bytes) else clean_text(str(value)) if value is not None else ""
        if self.outer is None:
            raise KeyError(name)
        return self.outer.text(name)

    def is_picture(self, name: str) -> bool:
        """Tell whether a known name is that of a picture."""
        if name in self.known.texts:
            return False
        return name in self.known.pictures or (self.outer is not None and self.outer.is_picture(name))

    def is_list(self, name: str) -> bool:
        """Tell whether a name is that of a list, here or around."""
        return name in self.known.lists or (self.outer is not None and self.outer.is_list(name))

    def rows(self, name: str) -> list[Scope]:
        """Return a scope for each row of a list; one empty row where there are no values. KeyError when unknown."""
        if name in self.known.lists:
            inner = self.known.lists[name]
            if self.values is None:
                return [Scope(inner, None, self)]
            found: Sequence[Values] = self.values.get(name) or ()
            return [Scope(inner, values, self) for values in found]
        if self.outer is None:
            raise KeyError(name)
        return self.outer.rows(name)

    def blank(self, name: str) -> Scope:
        """Return the scope of an empty row of a list."""
        return Scope(self._list(name), {}, self)

    def _list(self, name: str) -> Known:
        if name in self.known.lists:
            return self.known.lists[name]
        return self.outer._list(name) if self.outer is not None else Known()

    def problem_with(self, mark: Mark) -> str:
        """Return what is wrong with a mark here, nothing when it can be filled."""
        if not mark.name:
            return ""
        if mark.kind == "value":
            if self.is_list(mark.name):
                return f"“{mark.written}”是名单，要写成 {{{{#{mark.name}}}}} … {{{{/{mark.name}}}}}"
            return "" if self._has(mark.name) else f"没有“{mark.name}”这个字段{self._near(mark.name)}"
        if self.is_list(mark.name):
            return ""
        return f"没有“{mark.name}”这个名单{self._near(mark.name)}"

    def _has(self, name: str) -> bool:
        try:
            self.text(name)
        except KeyError:
            return False
        return True

    def _near(self, name: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(name, self._names(), 3, 0.5)
        return f"，是不是“{'”或“'.join(near)}”" if near else "，请从字段表里复制"

    def _names(self) -> list[str]:
        own = [*self.known.texts, *self.known.pictures, *self.known.lists]
        return sorted({*own, *(self.outer._names() if self.outer is not None else [])})


class Report:
    """Collects problems; the same one at the same place only once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, place: str, text: str) -> None:
        """Note a problem."""
        found = Problem(place, text)
        if text and found not in self.problems:
            self.problems.append(found)


def is_balanced(marks: Sequence[Mark]) -> bool:
    """Tell whether every list that begins in these marks also ends there."""
    return unclosed(marks) == ([], [])


def unclosed(marks: Sequence[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Return the marks that begin a list without its end, and those that end one without its beginning."""
    opened: list[Mark] = []
    stray: list[Mark] = []
    for mark in marks:
        if mark.kind == "open":
            opened.append(mark)
        elif mark.kind == "close":
            if opened and opened[-1].name == mark.name:
                opened.pop()
            else:
                stray.append(mark)
    return opened, stray


def expanded(text: str, scope: Scope, report: Report, place: str) -> str:
    """Return a text with its marks filled; lists within it are repeated, a row below the other."""
    marks = marks_of(text)
    out, at, number = "", 0, 0
    while number < len(marks):
        mark = marks[number]
        out += text[at : mark.start]
        at = mark.end
        report.add(place, scope.problem_with(mark))
        if mark.kind == "value":
            out += text_value(mark, scope, report, place)
        elif mark.kind == "open":
            end = _closing(marks, number)
            if end is None or not scope.is_list(mark.name):
                report.add(place, f"“{mark.written}”没有对应的 {{{{/{mark.name}}}}}" if end is None else "")
                number += 1
                continue
            inner = text[mark.end : marks[end].start]
            out += "\n".join(expanded(inner, row, report, place) for row in scope.rows(mark.name))
            at, number = marks[end].end, end
        else:
            report.add(place, f"“{mark.written}”前面没有 {{{{#{mark.name}}}}}")
        number += 1
    return out + text[at:]


def _closing(marks: Sequence[Mark], number: int) -> int | None:
    for end in range(number + 1, len(marks)):
        if marks[end].kind == "close" and is_balanced(marks[number : end + 1]):
            return end
    return None


def text_value(mark: Mark, scope: Scope, report: Report, place: str) -> str:
    """Return the text of a value mark; a picture has no place in a text and is reported."""
    try:
        if scope.is_picture(mark.name):
            report.add(place, f"“{mark.written}”是照片，这里只能放文字")
            return ""
        value = scope.text(mark.name)
    except KeyError:
        return ""
    return value if isinstance(value, str) else ""
