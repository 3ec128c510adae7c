"""Ages and spans reckoned by the store, as ``foundation.ages`` reckons them.

Every expression is about the current row of ``Person``; what is not recorded gives NULL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.list.conditions.comparing import Expression, text_of
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.posts import post_since
from ganbu_desktop.store.dates import month_index


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


def months_until(dated_on: Expression, end: PartialDate) -> Expression:
    """Return the full months from a stored date to ``end``; NULL before it."""
    months = end.month_index() - month_index(dated_on)
    return sa.case((months >= 0, months))


def age(end: PartialDate) -> Expression:
    """Return the age in full years; NULL where the month of birth is not known."""
    born = Person.table.c.born_on
    return sa.case((sa.func.length(text_of(born)) >= 6, months_until(born, end) // 12))


def post_months(moment: Moment, end: PartialDate) -> Expression:
    """Return the full months in the present post (``posts.post_since``) at a date; NULL where that has no date."""
    return months_until(post_since(moment.day), end)
