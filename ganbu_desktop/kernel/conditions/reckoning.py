"""Ages and spans reckoned by the store, as ``foundation.ages`` reckons them.

Every expression is about the current row of ``Person``; what is not recorded gives NULL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.conditions.comparing import Expression, text_of
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import Person, Tenure
from ganbu_desktop.kernel.unit import Unit

REMOVED = "已免"
"""The code of table ``tenure_state`` for a post that is over."""
BASE_WORDS = "grassroots_unit_words"
"""The figure that says by which words a unit counts as 基层."""


@dataclass(frozen=True)
class Moment:
    """When and by which figures conditions are asked."""

    day: date
    figures: ParameterSet

    @classmethod
    def of(cls, office: Office) -> Moment:
        """Return the present moment of an office."""
        return cls(office.today(), office.parameters())

    def at(self, as_of: str) -> PartialDate:
        """Return a date that was written, else the day; FieldError when it cannot be read."""
        return PartialDate.parse(as_of) if as_of.strip() else PartialDate.of(self.day)


def month_index(dated_on: Expression) -> Expression:
    """Return the months since year 0 of a stored date; an unknown month counts as January."""
    digits = text_of(dated_on)
    year = sa.cast(sa.func.substr(digits, 1, 4), sa.Integer)
    month = sa.case((sa.func.length(digits) >= 6, sa.cast(sa.func.substr(digits, 5, 2), sa.Integer)), else_=1)
    return year * 12 + month - 1


def months_until(dated_on: Expression, end: PartialDate) -> Expression:
    """Return the full months from a stored date to ``end``; NULL before it."""
    months = end.month_index() - month_index(dated_on)
    return sa.case((months >= 0, months))


def age(end: PartialDate) -> Expression:
    """Return the age in full years; NULL where the month of birth is not known."""
    born = Person.table.c.born_on
    return sa.case((sa.func.length(text_of(born)) >= 6, months_until(born, end) // 12))


def is_held(day: date) -> sa.ColumnElement[bool]:
    """Return the condition for a tenure that has not ended by a day."""
    at = Tenure.table.c
    running = sa.or_(at.removed_on.is_(None), at.removed_on > PartialDate.of(day))
    return sa.and_(running, sa.or_(at.state.is_(None), at.state != REMOVED))


def post_months(day: date, end: PartialDate) -> sa.Subquery:
    """Return (person_id, value): full months since the newest main post that is still held on a day began."""
    at = Tenure.table.c
    newest = (
        sa.select(at.person_id, sa.func.max(text_of(at.appointed_on)).label("since"))
        .where(at.appointed_on.is_not(None), at.is_main.is_not(False), is_held(day))
        .group_by(at.person_id)
        .subquery()
    )
    months = months_until(newest.c.since, end)
    return sa.select(newest.c.person_id, months.label("value")).where(months.is_not(None)).subquery()


def grassroots_years(moment: Moment, end: PartialDate) -> sa.Subquery:
    """Return (person_id, value): full years in posts of units whose name holds one of the figure's words.

    A month in two such posts counts once. People without a dated tenure are not among them; 0 means that there are
    tenures, but none of these.
    """
    at, unit = Tenure.table.c, Unit.table.c
    words = moment.figures.words(BASE_WORDS, end)
    is_base = sa.or_(sa.false(), *(unit.name.contains(word, autoescape=True) for word in words))
    last = sa.func.min(sa.func.coalesce(month_index(at.removed_on), end.month_index()), end.month_index())
    spans = (
        sa.select(
            at.person_id,
            sa.case((is_base, month_index(at.appointed_on))).label("first"),
            sa.case((is_base, last)).label("last"),
        )
        .select_from(Tenure.table.outerjoin(Unit.table, unit.id == at.unit_id))
        .where(at.appointed_on.is_not(None))
        .subquery()
    )
    furthest = sa.func.max(spans.c.last).over(
        partition_by=spans.c.person_id, order_by=(spans.c.first, spans.c.last), rows=(None, -1)
    )
    pieces = sa.select(spans.c.person_id, spans.c.first, spans.c.last, furthest.label("furthest")).subquery()
    begun = sa.func.max(pieces.c.first, sa.func.coalesce(pieces.c.furthest, pieces.c.first))
    new = sa.func.coalesce(sa.func.max(pieces.c.last - begun, 0), 0)
    return (
        sa.select(pieces.c.person_id, (sa.func.sum(new) // 12).label("value")).group_by(pieces.c.person_id).subquery()
    )
