"""Comparing one SQL expression with values, by kind and operator. What is not recorded meets neither side.

A date known to the year or month is compared as far as both sides are known: 1990 is neither before nor after 1990.05,
so it lies between 1990.01 and 1990.12.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Choice, Field
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.list.conditions import operators as op
from ganbu_desktop.kernel.list.conditions.operators import Kind, Operator
from ganbu_desktop.kernel.people.person_index import unit_index
from ganbu_desktop.kernel.people.unit import Unit

Expression = sa.ColumnElement[Any]
Clause = sa.ColumnElement[bool]


def compare(kind: Kind, field: Field, expression: Expression, operator: Operator, values: Sequence[str]) -> Clause:
    """Return the condition; FieldError with a sentence for a value that the field cannot take."""
    if not operator.least <= len(values) <= operator.most:
        raise FieldError(f"“{field.label} {operator.words}”后面应有 {_counted(operator)}，现有 {len(values)} 个")
    if operator is op.EMPTY:
        return _is_empty(kind, expression)
    if operator is op.NOT_EMPTY:
        return sa.not_(_is_empty(kind, expression))
    if kind is Kind.UNIT:
        return _units(expression, operator, [_wanted(field, value) for value in values])
    if kind is Kind.DATE:
        return _dates(expression, operator, [_date(field, value) for value in values])
    parsed = [_parsed(kind, field, value) for value in values]
    if operator in _TEXTS:
        return _texts(field, expression, operator, [str(value) for value in values])
    return _PLAIN[operator.name](expression, parsed)


def _counted(operator: Operator) -> str:
    if operator.least == operator.most:
        return f"{operator.least} 个值"
    return f"{operator.least} 至 {operator.most} 个值"


def _wanted(field: Field, value: str) -> str:
    if not value.strip():
        raise FieldError(f"“{field.label}”后面还没有填")
    return value.strip()


def _parsed(kind: Kind, field: Field, value: str) -> Any:
    text = _wanted(field, value)
    if kind in (Kind.TEXT, Kind.LONG):
        return text
    return field.parse(text)


def _date(field: Field, value: str) -> str:
    found: PartialDate = field.parse(_wanted(field, value))
    return found.digits()


def text_of(expression: Expression) -> sa.ColumnElement[str]:
    """Return a stored value as the text it is kept as (digits of a date)."""
    return sa.type_coerce(expression, sa.String)


def _is_empty(kind: Kind, expression: Expression) -> Clause:
    if kind in (Kind.NUMBER, Kind.FLAG):
        return expression.is_(None)
    return sa.or_(expression.is_(None), text_of(expression) == "")


def _dates(expression: Expression, operator: Operator, digits: Sequence[str]) -> Clause:
    stored = text_of(expression)

    def sides(wanted: str) -> tuple[Expression, Expression]:
        return sa.func.substr(stored, 1, len(wanted)), sa.func.substr(wanted, 1, sa.func.length(stored))

    mine, theirs = sides(digits[0])
    if operator is op.BETWEEN:
        first, last = sorted(digits)
        (mine, theirs), (mine_last, theirs_last) = sides(first), sides(last)
        return sa.and_(mine >= theirs, mine_last <= theirs_last)
    if operator is op.BEFORE:
        return mine < theirs
    if operator is op.AFTER:
        return mine > theirs
    same = stored.startswith(digits[0], autoescape=True)
    return same if operator is op.EQUAL else sa.not_(same)


def _units(expression: Expression, operator: Operator, names: Sequence[str]) -> Clause:
    at = Unit.table.c
    if operator is op.CONTAINS:
        parts = [unit_index.c.search_text.contains(name, autoescape=True) for name in names]
        return expression.in_(sa.select(unit_index.c.unit_id).where(sa.or_(*parts)))
    named = sa.or_(at.name.in_(names), at.short_name.in_(names))
    if operator in (op.BELOW, op.NOT_BELOW):
        tree = sa.select(at.id).where(named).cte(recursive=True)
        tree = tree.union(sa.select(at.id).join(tree, at.parent_id == tree.c.id))
        chosen = sa.select(tree.c.id)
    else:
        chosen = sa.select(at.id).where(named)
    is_negative = operator in (op.NOT_EQUAL, op.NOT_BELOW)
    return expression.not_in(chosen) if is_negative else expression.in_(chosen)


_TEXTS = (op.CONTAINS, op.NOT_CONTAINS, op.STARTS)


def _texts(field: Field, expression: Expression, operator: Operator, words: Sequence[str]) -> Clause:
    stored = text_of(expression)
    if operator is op.STARTS:
        return sa.or_(*(stored.startswith(word, autoescape=True) for word in words))
    found = sa.or_(*(_holds(field, stored, word) for word in words))
    return found if operator is op.CONTAINS else sa.not_(found)


def _holds(field: Field, stored: sa.ColumnElement[str], word: str) -> Clause:
    """Return the condition that a shown text holds a word; of a code, its label."""
    holds = stored.contains(word, autoescape=True)
    if not isinstance(field, Choice):
        return holds
    hits = [entry.code for entry in codes.table(field.table).entries if word in entry.label]
    return sa.or_(stored.in_(hits), holds)


def _between(expression: Expression, values: list[Any]) -> Clause:
    return expression.between(min(values), max(values))


_PLAIN: dict[str, Callable[[Expression, list[Any]], Clause]] = {
    op.EQUAL.name: lambda e, v: e == v[0] if not isinstance(v[0], bool) else e.is_(v[0]),
    op.NOT_EQUAL.name: lambda e, v: e != v[0],
    op.AMONG.name: lambda e, v: e.in_(v),
    op.NOT_AMONG.name: lambda e, v: e.not_in(v),
    op.BETWEEN.name: _between,
    op.GREATER.name: lambda e, v: e > v[0],
    op.LESS.name: lambda e, v: e < v[0],
    op.AT_LEAST.name: lambda e, v: e >= v[0],
    op.AT_MOST.name: lambda e, v: e <= v[0],
}
