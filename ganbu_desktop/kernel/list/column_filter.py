"""What can be typed into the filter line of a column: a part of the text, several, a span, a gap, or the opposite.

``空`` and ``非空`` ask for gaps; ``汉族;苗族`` for either; ``非汉族`` (of texts ``不含…``) for the others;
``1985–1995``, ``1985-``, ``-1995`` for spans of dates and numbers. What is not recorded meets neither a word nor its
opposite.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, LongText, Name, Number, Scaled, Text
from ganbu_desktop.foundation.partial_date import PartialDate

Clause = sa.ColumnElement[bool]
EMPTY, NOT_EMPTY = "空", "非空"
_NOT, _WITHOUT = "非", "不含"
_SPAN = re.compile(r"\s*(?P<first>[\d.]*)\s*(?:[-–—－~～至到]+)\s*(?P<last>[\d.]*)\s*")


def filtered(column: sa.ColumnElement[Any], field: Field | None, text: str, one: Callable[[str], Clause]) -> Clause:
    """Return the condition for a typed text; ``one`` gives it for a single word, ``field`` is None for names of units.

    A span whose ends no date or number can be read from finds nothing.
    """
    if text in (EMPTY, NOT_EMPTY):
        gap = sa.or_(column.is_(None), sa.cast(column, sa.Text) == "")
        return gap if text == EMPTY else sa.not_(gap)
    opposite = _opposite(field, text)
    if opposite:
        return sa.not_(filtered(column, field, opposite, one))
    words = [word.strip() for word in text.replace("；", ";").split(";") if word.strip()]
    return sa.or_(sa.false(), *(_word(column, field, word, one) for word in words))


def _opposite(field: Field | None, text: str) -> str:
    """Return what a text asks the opposite of, empty for none; a label that begins with 非 is itself."""
    if text.startswith(_WITHOUT) and len(text) > len(_WITHOUT):
        return text.removeprefix(_WITHOUT)
    if not text.startswith(_NOT) or len(text) == len(_NOT) or isinstance(field, Text | LongText | Name):
        return ""
    if isinstance(field, Choice) and any(text in entry.label for entry in codes.table(field.table).entries):
        return ""
    return text.removeprefix(_NOT)


def _word(column: sa.ColumnElement[Any], field: Field | None, word: str, one: Callable[[str], Clause]) -> Clause:
    if isinstance(field, Date | Number | Scaled):
        found = _SPAN.fullmatch(word)
        if found is not None and (found["first"] or found["last"]) and _is_span(field, found):
            return _span(column, field, found["first"], found["last"])
    if isinstance(field, Flag):
        return sa.or_(sa.false(), *(column.is_(value) for value in (True, False) if word in field.format(value)))
    return one(word)


def _is_span(field: Field, found: re.Match[str]) -> bool:
    """Tell a span of years from a date such as 1985-03, whose second part is no year."""
    return not isinstance(field, Date) or all(len(end) >= 4 or not end for end in (found["first"], found["last"]))


def _span(column: sa.ColumnElement[Any], field: Field, first: str, last: str) -> Clause:
    try:
        ends = [field.parse(end) if end else None for end in (first, last)]
    except FieldError:
        return sa.false()
    if isinstance(field, Date):
        return _dates(column, *ends)
    low, high = ends
    return sa.and_(sa.true() if low is None else column >= low, sa.true() if high is None else column <= high)


def _dates(column: sa.ColumnElement[Any], first: PartialDate | None, last: PartialDate | None) -> Clause:
    """Return the condition that a date lies in a span, as far as both are known."""
    stored = sa.type_coerce(column, sa.String)
    parts: list[Clause] = [column.is_not(None)]
    for end, is_first in ((first, True), (last, False)):
        if end is not None:
            digits = end.digits()
            mine, theirs = sa.func.substr(stored, 1, len(digits)), sa.func.substr(digits, 1, sa.func.length(stored))
            parts.append(mine >= theirs if is_first else mine <= theirs)
    return sa.and_(*parts)
