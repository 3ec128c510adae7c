"""What of a person's records stood on a day: education that was done, sources that were recognised and not expired."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.people.person import Education, SourceTag
from ganbu_desktop.store.dates import has_begun


def is_done(course: Education, day: date) -> bool:
    """Return whether a course was done by a day; one without a date of its end counts as done."""
    return course.left_on is None or course.left_on.has_begun(day)


def done_on(day: date) -> sa.ColumnElement[bool]:
    """Return ``is_done`` as a condition on ``Education.table``; never null."""
    at = Education.table.c
    return sa.or_(at.left_on.is_(None), has_begun(at.left_on, day))


def stands(tag: SourceTag, day: date) -> bool:
    """Return whether a source was recognised on a day and had not expired; 失效日期 is the first day without it."""
    begun = tag.recognised_on is None or tag.recognised_on.has_begun(day)
    return begun and not (tag.expires_on is not None and tag.expires_on.has_begun(day))


def standing_on(day: date) -> sa.ColumnElement[bool]:
    """Return ``stands`` as a condition on ``SourceTag.table``; never null."""
    at = SourceTag.table.c
    begun = sa.or_(at.recognised_on.is_(None), has_begun(at.recognised_on, day))
    return sa.and_(begun, sa.or_(at.expires_on.is_(None), sa.not_(has_begun(at.expires_on, day))))
