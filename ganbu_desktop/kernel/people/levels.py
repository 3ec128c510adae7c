"""Which 职务层次 and which 职级 a person had on a day: what the record says now is not what it was then.

The present value counts from its own date (任现职务层次时间, 任现职级时间), an entry of 职务层次与职级 from its
approval until its end; of those that had begun the later one counts, the present one where they are of the same day.
A present value without a date counts only where the history says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import LevelHistory, Person
from ganbu_desktop.store.dates import first_digits, has_begun

LEVEL, RANK = "职务层次", "享受的职级"
"""The codes of table ``level_kind``; an entry without one is a 职务层次."""


class Held(Protocol):
    """A person's present level and rank, as ``Person`` has them."""

    @property
    def post_level(self) -> str | None:
        """Return the code of the level."""

    @property
    def post_level_since(self) -> PartialDate | None:
        """Return since when."""

    @property
    def rank(self) -> str | None:
        """Return the rank."""

    @property
    def rank_since(self) -> PartialDate | None:
        """Return since when."""


def levels_on(person: Held, history: Iterable[LevelHistory], day: date) -> list[str]:
    """Return the labels of the level and the rank a person had on a day, as far as recorded."""
    rows = list(history)
    present = ((LEVEL, person.post_level, person.post_level_since), (RANK, person.rank, person.rank_since))
    found = (_one(_newest(rows, kind, day), code, since, day) for kind, code, since in present)
    return [codes.table("post_level").label_for(code) for code in found if code]


def _one(then: LevelHistory | None, code: str | None, since: PartialDate | None, day: date) -> str | None:
    if code and since is not None and since.has_begun(day):
        begun = then.approved_on if then is not None else None
        if begun is None or since.first_day() >= begun.first_day():
            return code
    if then is not None:
        return then.level
    return code if since is None else None


def _newest(history: Iterable[LevelHistory], kind: str, day: date) -> LevelHistory | None:
    begun = [
        (row.approved_on.first_day(), row.id, row)
        for row in history
        if row.level
        and (row.kind or LEVEL) == kind
        and row.approved_on is not None
        and row.approved_on.has_begun(day)
        and not (row.ended_on is not None and row.ended_on.has_begun(day))
    ]
    return max(begun, key=lambda found: found[:2], default=(None, None, None))[2]


def level_on(day: date) -> sa.ColumnElement[str | None]:
    """Return the code of the 职务层次 that the person of ``Person.table`` had on a day; null where it is not known."""
    return _column(LEVEL, Person.table.c.post_level, Person.table.c.post_level_since, day)


def rank_on(day: date) -> sa.ColumnElement[str | None]:
    """Return the 职级 that the person of ``Person.table`` had on a day; null where none is known."""
    return _column(RANK, Person.table.c.rank, Person.table.c.rank_since, day)


def level_since_on(day: date) -> sa.ColumnElement[Any]:
    """Return since when the person had the level of ``level_on``, as stored digits; null where that is not known."""
    at = Person.table.c
    return _column(LEVEL, at.post_level, at.post_level_since, day, is_date=True)


def _column(
    kind: str, present: sa.ColumnElement[Any], since: sa.ColumnElement[Any], day: date, *, is_date: bool = False
) -> sa.ColumnElement[Any]:
    """Return the level or rank on a day, or since when it was had."""
    at = LevelHistory.table.c
    begun = first_digits(at.approved_on)
    then = (
        sa.select(at.level)
        .where(
            at.person_id == Person.table.c.id,
            at.level.is_not(None),
            sa.func.coalesce(at.kind, LEVEL) == kind,
            has_begun(at.approved_on, day),
            sa.func.coalesce(sa.not_(has_begun(at.ended_on, day)), sa.true()),
        )
        .order_by(begun.desc(), at.id.desc())
        .limit(1)
        .correlate(Person.table)
    )
    level, from_when = then.scalar_subquery(), then.with_only_columns(begun).scalar_subquery()
    counts = sa.and_(has_begun(since, day), sa.or_(from_when.is_(None), first_digits(since) >= from_when))
    return sa.case(
        (sa.and_(present.is_not(None), counts), since if is_date else present),
        (level.is_not(None), then.with_only_columns(at.approved_on).scalar_subquery() if is_date else level),
        (since.is_(None), sa.null() if is_date else present),
        else_=sa.null(),
    )
