"""By what one row of an information set is the same row again.

Child rows are merged by these keys, never deleted and rewritten: what a file does not mention stays in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ganbu_desktop.foundation import annual_results, party
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.text import half_width, without_blanks
from ganbu_desktop.kernel.people.person import (
    AnnualResult,
    AppointmentSheet,
    Education,
    LevelHistory,
    Qualification,
    Relative,
    Reward,
    Supplement,
    Tenure,
)
from ganbu_desktop.modules.intake.incoming import IncomingRow
from ganbu_desktop.modules.intake.resume_text import standard_resume
from ganbu_desktop.store.record import Record, fields_of

Known = Callable[[str], Any]

KEYS: Mapping[type[Record], tuple[str, ...]] = {
    Tenure: ("unit_id", "post_name", "appointed_on"),
    LevelHistory: ("kind", "level", "approved_on"),
    Qualification: ("name", "code", "obtained_on"),
    Education: ("mode", "level", "level_name", "degree", "degree_name", "school"),
    Reward: ("name", "code", "approved_on"),
    AnnualResult: ("year",),
    Relative: ("relation", "name"),
    Supplement: (),
    AppointmentSheet: (),
}

_NEEDED: Mapping[type[Record], tuple[tuple[str, ...], ...]] = {
    Tenure: (("post_name",),),
    LevelHistory: (("level",),),
    Qualification: (("name", "code"),),
    Education: (("level", "level_name", "degree", "degree_name", "school"),),
    Reward: (("name", "code"),),
    AnnualResult: (("year",), ("result",)),
    Relative: (("relation", "name"),),
}


@lru_cache(4096)
def unit_key(name: str) -> str:
    """Return what is compared of a unit's name: no blanks, one width of brackets."""
    return half_width(without_blanks(name))


def says_the_same(known: Known, name: str, after: Any) -> bool:
    """Tell whether a file's value says nothing that what is ``known`` (by field name) does not say as well or better.

    A date without the day that is known says less, not something else. 入党时间 (200108, 2001.08), résumé and 年度考核
    have more than one spelling.
    """
    before = known(name)
    if isinstance(before, PartialDate) and isinstance(after, PartialDate):
        return after.first_day() <= before.first_day() and before.last_day() <= after.last_day()
    reader = _SPELLINGS.get(name)
    return reader is not None and bool(after) and reader(known, before or "", after)


def _same_resume(_known: Known, before: str, after: str) -> bool:
    return standard_resume(before) == standard_resume(after)


def _same_results(_known: Known, before: str, after: str) -> bool:
    stated = annual_results.read(after)
    return bool(stated) and not annual_results.unread(after) and stated.items() <= annual_results.read(before).items()


def _same_party(known: Known, before: str, after: str) -> bool:
    membership = party.read(after)
    if before or membership.unread:
        return not membership.unread and membership == party.read(before)
    parties = tuple(filter(None, map(known, ("political_status", "second_party", "third_party"))))
    return membership.parties == parties and membership.joined_on in (None, known("party_joined_on"))


_SPELLINGS: Mapping[str, Callable[[Known, str, str], bool]] = {
    "resume": _same_resume,
    "annual_text": _same_results,
    "party_text": _same_party,
}


def missing_key(row: IncomingRow) -> str:
    """Return the column title of what a row cannot do without, or an empty text."""
    if row.cls is Tenure and not row.unit_name:
        return "任职机构名称"
    for group in _NEEDED.get(row.cls, ()):
        if not any(name in row.values for name in group):
            described = fields_of(row.cls)[group[0]]
            return described.header or described.label
    return ""


def key_of(cls: type[Record], get: Callable[[str], Any]) -> tuple[Any, ...]:
    """Return the natural key of a record or row, read through ``get(field name)``."""
    return tuple(get(name) for name in KEYS[cls])


def keyed(cls: type[Record], getters: Sequence[Callable[[str], Any]]) -> list[tuple[Any, ...]]:
    """Return a unique key for each of several rows: equal natural keys are told apart by their order."""
    seen: dict[tuple[Any, ...], int] = {}
    found = []
    for get in getters:
        key = key_of(cls, get)
        seen[key] = seen.get(key, 0) + 1
        found.append((*key, seen[key]))
    return found
