"""What may be shown of an entry that can count against a person, on a day: the one reading for every output.

A sheet, a list, an export, a condition, a reminder, a report, a template, a saved view: each shows what is in force, or
says in the largest letters of the page what the entry is instead. A notice or decision of something that is void, or
is not in force yet, is not printed at all. A draft leaves by no export, and only its recorder and its reviewer see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.hands import people_in
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, VOID, LimitingRecord, Standing, in_force
from ganbu_desktop.kernel.spine.statement import NOT_HEARD, Statement

NOBODY = ""
"""The hand of whoever is shown no draft: exports, reports, the command line."""
_CHUNK = 500
_ORDER = (Standing.DRAFT, Standing.VOID, Standing.OVER, Standing.IN_FORCE)


class Paper(Enum):
    """What a sheet about an entry is, which decides whether one that does not count may stand on it."""

    WORKING = "材料"
    """The office's own: shows whatever there is, with its mark."""
    NOTICE = "文书"
    """A decision or its notice, handed to somebody: of nothing that is void or not in force yet."""
    ANSWER = "答复"
    """What became of the person's challenge; it tells that by itself, whatever the entry is since then."""


@dataclass(frozen=True)
class Shown:
    """How an entry stands on a day, and with that what outputs may do with it."""

    standing: Standing

    @property
    def counts(self) -> bool:
        """Whether it is in force, so that it is shown as what it is."""
        return self.standing is Standing.IN_FORCE

    @property
    def mark(self) -> str:
        """Return what stands in the largest letters of a page about it; empty where it counts."""
        return "" if self.counts else self.standing.value

    @property
    def may_leave(self) -> bool:
        """Whether an export may hold it; with its mark, where it has one."""
        return self.standing is not Standing.DRAFT

    def mark_on(self, paper: Paper) -> str:
        """Return the mark that a sheet of a kind bears."""
        return "" if paper is Paper.ANSWER else self.mark

    def may_stand_on(self, paper: Paper) -> bool:
        """Return whether a sheet of a kind is printed of it at all."""
        return paper is not Paper.NOTICE or self.standing not in (Standing.DRAFT, Standing.VOID)


def shown_as(connection: sa.Connection, entry: LimitingRecord, day: date) -> Shown:
    """Return how one entry may be shown on a day."""
    return Shown(standings(connection, type(entry), [entry.id], day).get(entry.id, Standing.DRAFT))


def stands(cls: type[LimitingRecord], wanted: Standing, day: date) -> sa.ColumnElement[bool]:
    """Return the condition for entries that stand in one way; each stands in just one."""
    at = cls.table.c
    if wanted is Standing.DRAFT:
        return at.state == DRAFT
    if wanted is Standing.VOID:
        return at.state == VOID
    if wanted is Standing.IN_FORCE:
        return in_force(cls, day)
    over = sa.and_(at.state == EFFECTIVE, at.ends_on.is_not(None), at.ends_on <= PartialDate.of(day))
    if wanted is Standing.OVER:
        return over
    return sa.and_(at.state == EFFECTIVE, ~over, ~in_force(cls, day))


def may_leave(cls: type[LimitingRecord]) -> sa.ColumnElement[bool]:
    """Return the condition for entries that may leave the house where nobody chose them one by one: no draft."""
    return cls.table.c.state != DRAFT


def standing_key(cls: type[LimitingRecord], day: date) -> sa.ColumnElement[str]:
    """Return the name of how an entry stands, to group and to read many at once by."""
    return sa.case(*((stands(cls, one, day), one.name) for one in _ORDER), else_=Standing.PROTECTED.name)


def standings(
    connection: sa.Connection, cls: type[LimitingRecord], ids: Sequence[str], day: date
) -> Mapping[str, Standing]:
    """Return how each of some entries stands on a day; those that are gone are left out."""
    said = standing_key(cls, day).label("standing")
    found: dict[str, Standing] = {}
    for start in range(0, len(ids), _CHUNK):
        chosen = cls.table.c.id.in_(list(ids[start : start + _CHUNK]))
        rows = connection.execute(sa.select(cls.table.c.id, said).where(chosen))
        found |= {row.id: Standing[row.standing] for row in rows}
    return found


def marks(shown: Shown, entry: LimitingRecord, said: Sequence[Statement]) -> tuple[str, ...]:
    """Return the marks that stand beside an entry: how it stands where it does not count, and 未听取本人意见."""
    unheard = entry.is_limiting and not any(statement.heard for statement in said)
    return (*([shown.mark] if shown.mark else []), *([NOT_HEARD] if unheard else []))


def standing_marks(connection: sa.Connection, entry: LimitingRecord, day: date) -> str:
    """Return the marks of an entry on a day, joined by 、; empty for one that counts and whose person was heard."""
    said = hanging(connection, Statement, type(entry).table.name, entry.id)
    return "、".join(marks(shown_as(connection, entry, day), entry, said))


# ---- drafts


def sees_draft(hand: str | None, entry: LimitingRecord) -> bool:
    """Return whether a draft is shown to a hand: its recorder's and its reviewer's; ``None`` is everybody's."""
    return hand is None or hand in (*people_in(entry.recorded_by), *people_in(entry.reviewed_by))


def drafts_of(connection: sa.Connection, cls: type[LimitingRecord], hand: str | None) -> sa.ColumnElement[bool]:
    """Return the condition for the drafts that are shown to a hand, as ``sees_draft`` reads typed names."""
    at = cls.table.c
    if hand is None:
        return at.state == DRAFT
    if hand == NOBODY:
        return sa.false()
    mine = []
    for column in (at.recorded_by, at.reviewed_by):
        typed = connection.execute(sa.select(column).where(at.state == DRAFT).distinct()).scalars()
        mine.append(column.in_([text for text in typed if hand in people_in(text)]))
    return sa.and_(at.state == DRAFT, sa.or_(*mine))


def shown_to(
    connection: sa.Connection, cls: type[LimitingRecord], day: date, *, hand: str | None, history: bool
) -> sa.ColumnElement[bool]:
    """Return the condition for what a list shows: what is in force (or ever was), and the hand's drafts."""
    counts = may_leave(cls) if history else in_force(cls, day)
    return sa.or_(counts, drafts_of(connection, cls, hand))
