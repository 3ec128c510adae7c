"""What the entries of the archive come to, added up by the store: the one sum that every list and figure stands on.

``standards.line_of`` and ``standards.earned`` say the same of a single entry; a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.modules.training.records import TrainingHours
from ganbu_desktop.modules.training.rules import standards
from ganbu_desktop.modules.training.rules.standards import Earned, Forms, Line
from ganbu_desktop.store.dates import is_over_by

Channels = Mapping[tuple[int, str | None], Earned]
"""What one person's entries come to by year and channel (code of ``training_channel``, None where none is given)."""


def sums_by_channel(
    connection: sa.Connection, forms: Forms, first_year: int, last_year: int, person_id: str | None = None
) -> dict[str, dict[tuple[int, str | None], Earned]]:
    """Return what everybody's (or one person's) entries come to, by year and channel."""
    at = TrainingHours.table.c
    years = sa.and_(at.year >= first_year, at.year <= last_year)
    return _sums(connection, forms, years, person_id)


def by_year(channels: Channels) -> dict[int, Earned]:
    """Return one person's sums by year alone."""
    found: dict[int, Earned] = {}
    for (year, _), part in channels.items():
        found[year] = found.get(year, Earned()).plus(part)
    return found


def earned_after(connection: sa.Connection, forms: Forms, year: int, until: date, person_id: str) -> Earned:
    """Return what one person's entries of later years than ``year`` come to that had ended by a day."""
    at = TrainingHours.table.c
    later = sa.and_(at.year > year, is_over_by(sa.func.coalesce(at.ends_on, at.starts_on), until))
    total = Earned()
    for part in _sums(connection, forms, later, person_id).get(person_id, {}).values():
        total = total.plus(part)
    return total


def counted_hours(forms: Forms) -> sa.ColumnElement[Any]:
    """Return the hours of an entry, in tenths, that count towards a standard: 0 of other forms and not recognised."""
    at, table = TrainingHours.table.c, codes.table("training_form")
    counted = [code for code in map(table.code_for, forms.counted) if code]
    of_form = sa.or_(at.form.is_(None), at.form.in_(counted))
    return sa.case((sa.and_(_recognised(), of_form), sa.func.coalesce(worked_out(forms), 0)), else_=0)


def worked_out(forms: Forms) -> sa.ColumnElement[Any]:
    """Return the hours of an entry in tenths, those of one that knows only its days worked out; null without either."""
    at = TrainingHours.table.c
    return sa.func.coalesce(at.hours_tenths, (at.days_tenths * forms.day_hours_tenths + 5) // 10)


def _recognised() -> sa.ColumnElement[bool]:
    return sa.func.coalesce(TrainingHours.table.c.is_recognised, sa.true())


def _sums(
    connection: sa.Connection, forms: Forms, wanted: sa.ColumnElement[bool], person_id: str | None
) -> dict[str, dict[tuple[int, str | None], Earned]]:
    at = TrainingHours.table.c
    statement = (
        sa.select(at.person_id, at.year, at.channel, at.form, *_line_columns(forms))
        .where(wanted)
        .group_by(at.person_id, at.year, at.channel, at.form)
    )
    if person_id is not None:
        statement = statement.where(at.person_id == person_id)
    found: dict[str, dict[tuple[int, str | None], Earned]] = {}
    for owner, year, channel, form, *numbers in connection.execute(statement):
        parts = found.setdefault(owner, {})
        line = Line(form, *(int(n or 0) for n in numbers))
        parts[year, channel] = parts.get((year, channel), Earned()).plus(standards.earned(line, forms))
    return found


def _line_columns(forms: Forms) -> list[sa.ColumnElement[Any]]:
    at = TrainingHours.table.c
    known = sa.or_(at.hours_tenths.is_not(None), at.days_tenths.is_not(None))
    counts = sa.and_(_recognised(), known)
    start, end = sa.type_coerce(at.starts_on, sa.String), sa.type_coerce(at.ends_on, sa.String)
    is_span = sa.and_(sa.func.length(start) == 8, sa.func.length(end) == 8, end >= start)
    span = sa.case((is_span, _julian(end) - _julian(start) + 1), else_=0)
    return [
        sa.func.count(),
        sa.func.sum(sa.case((counts, worked_out(forms)), else_=0)),
        sa.func.sum(sa.case((counts, sa.func.coalesce(at.days_tenths, 0)), else_=0)),
        sa.func.sum(sa.case((counts, span), else_=0)),
        sa.func.sum(sa.case((sa.and_(_recognised(), sa.not_(known)), 1), else_=0)),
    ]


def _julian(digits: sa.ColumnElement[str]) -> sa.ColumnElement[Any]:
    parts = sa.func.substr(digits, 1, 4) + "-" + sa.func.substr(digits, 5, 2) + "-" + sa.func.substr(digits, 7, 2)
    return sa.cast(sa.func.julianday(parts), sa.Integer)
