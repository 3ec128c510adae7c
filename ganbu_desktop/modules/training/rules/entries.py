"""By what an entry of the archive is the same again, and to which year it counts."""

from __future__ import annotations

from dataclasses import replace

from ganbu_desktop.foundation.text import without_blanks
from ganbu_desktop.modules.training.records import TrainingHours

Key = tuple[str, str, str]


def key_of(entry: TrainingHours) -> Key:
    """Return by what an entry is the same again: person, title of the class, and its dates."""
    dates = f"{entry.starts_on or ''}—{entry.ends_on or ''}"
    return entry.person_id, without_blanks(entry.class_title), dates


def with_year(entry: TrainingHours) -> TrainingHours:
    """Return an entry that counts to the year it ended in, where no other year is said."""
    if entry.year is not None:
        return entry
    moment = entry.ends_on or entry.starts_on
    return replace(entry, year=moment.year) if moment else entry
