"""Partial dates in statements: the three questions of ``PartialDate`` on a column of digits.

The digits of a date that is known less are filled up to the first day or the last that it can mean, as text: no
calendar is needed, since ``20260231`` stands between the last of February and the first of March.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

Column = sa.ColumnElement[Any]


def first_digits(column: Column) -> sa.ColumnElement[str]:
    """Return eight digits: the first day that a stored date can mean; null for none."""
    text = sa.type_coerce(column, sa.String())
    return text.concat(sa.func.substr("0101", sa.func.length(text) - 3))


def last_digits(column: Column) -> sa.ColumnElement[str]:
    """Return eight digits that order like the last day that a stored date can mean; null for none."""
    text = sa.type_coerce(column, sa.String())
    return text.concat(sa.func.substr("1231", sa.func.length(text) - 3))


def digits_of(day: date) -> str:
    """Return the eight digits of a day."""
    return f"{day:%Y%m%d}"


def top_digits(day: date) -> str:
    """Return the digits up to which ``last_digits`` are over by a day: of the last of a month, all of that month."""
    is_last = (day + timedelta(days=1)).month != day.month
    return f"{day:%Y%m}31" if is_last else digits_of(day)


def has_begun(column: Column, day: date) -> sa.ColumnElement[bool]:
    """Return ``PartialDate.has_begun`` of a column: its first day is not after ``day``; null for none."""
    return first_digits(column) <= digits_of(day)


def is_past(column: Column, day: date) -> sa.ColumnElement[bool]:
    """Return ``PartialDate.is_past`` of a column: its last day is before ``day``; null for none."""
    return last_digits(column) < digits_of(day)


def is_over_by(column: Column, day: date) -> sa.ColumnElement[bool]:
    """Return ``PartialDate.is_over_by`` of a column: its last day is not after ``day``; null for none."""
    return last_digits(column) <= top_digits(day)


def month_index(column: Column) -> sa.ColumnElement[int]:
    """Return ``PartialDate.month_index`` of a column; null for none."""
    first = first_digits(column)
    month = sa.cast(sa.func.substr(first, 5, 2), sa.Integer)
    return sa.cast(sa.func.substr(first, 1, 4), sa.Integer) * 12 + month - 1
