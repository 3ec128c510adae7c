"""The rows that a roster is made of, as its caller hands them over: checked, numbered, told apart by groups.

A row maps column keys to texts (images: file bytes), None for nothing. Besides the columns a row may bring ``_group``
(the title under which it stands; a change starts a new group) and ``_id`` (the person's id, for findings).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.text import clean_text
from ganbu_desktop.paper.form_spec import IMAGE
from ganbu_desktop.paper.formats import FORMATS
from ganbu_desktop.paper.roster.spec import Column, RosterSpec

GROUP, PERSON_ID, NAME = "_group", "_id", "name"
Row = Mapping[str, str | bytes | None]
Value = str | bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's row: a value for each column of the roster, in order ("" or b"" for nothing).

    ``group`` is the title to print above this row, empty where the group goes on. ``name`` tells the person in
    findings.
    """

    values: list[Value]
    group: str
    name: str
    person_id: str | None


def entries(spec: RosterSpec, rows: Iterable[Row]) -> Iterator[Entry]:
    """Yield the rows ready to be set; raises DocumentError for a value that is missing or of the wrong kind."""
    current = ""
    numbers = count(1)
    for row in rows:
        number = str(next(numbers))
        title = _text(row.get(GROUP))
        group = title if title != current else ""
        current = title
        values = [_value(spec, column, row, number) for column in spec.columns]
        person_id = row.get(PERSON_ID)
        name = _text(row.get(NAME)) or f"第 {number} 人"
        yield Entry(values, group, name, person_id if isinstance(person_id, str) else None)


def _value(spec: RosterSpec, column: Column, row: Row, number: str) -> Value:
    is_number = column.key == spec.numbering
    try:
        value = row[column.key]
    except KeyError:
        if is_number:
            return number
        raise DocumentError(f"《{spec.title}》需要的数据项 {column.key} 没有提供") from None
    wanted = bytes if column.kind == IMAGE else str
    if value is None:
        return number if is_number else wanted()
    if not isinstance(value, wanted):
        raise DocumentError(f"《{spec.title}》的数据项 {column.key} 种类不对：{type(value).__name__}")
    if isinstance(value, bytes):
        return value
    return FORMATS[column.format](value) or (number if is_number else "")


def _text(value: Value | None) -> str:
    return clean_text(value) if isinstance(value, str) else ""
