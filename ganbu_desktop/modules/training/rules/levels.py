"""Which group of cadres a person belonged to on a day: the level decides the standard, and levels change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.levels import Held
from ganbu_desktop.kernel.people.person import LevelHistory


class Group(Enum):
    """The two groups of the regulation on training; the value is how they are called."""

    DIVISION = "县处级及四级调研员以上"
    SECTION = "乡科级及一级主任科员以下"


def _begun(since: PartialDate | None, day: date) -> bool:
    return since is None or since <= PartialDate.of(day)


def _label(level: str | None) -> str:
    return codes.table("post_level").label_for(level) if level else ""


def group_of(labels: Sequence[str], division_levels: Sequence[str]) -> Group | None:
    """Return the group of some levels: the higher one when any of them is in it; None when no level is known."""
    if not labels:
        return None
    return Group.DIVISION if any(label in division_levels for label in labels) else Group.SECTION


def division_since(
    person: Held, history: Iterable[LevelHistory], day: date, division_levels: Sequence[str]
) -> PartialDate | None:
    """Return since when, as of ``day``, a person has been in the higher group; None when not in it or not known."""
    begun = [
        row.approved_on
        for row in history
        if row.approved_on is not None
        and _begun(row.approved_on, day)
        and _label(row.level) in division_levels
        and (row.ended_on is None or row.ended_on > PartialDate.of(day))
    ]
    present = ((person.post_level, person.post_level_since), (person.rank, person.rank_since))
    begun += [since for level, since in present if since and _begun(since, day) and _label(level) in division_levels]
    return min(begun, default=None)
