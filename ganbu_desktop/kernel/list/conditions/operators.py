"""How a field can be compared, in the words of the clerk: which operators each kind of field takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, LongText, Number, Scaled


class Kind(Enum):
    """What a field holds, as far as comparing goes."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    UNIT = "unit"


@dataclass(frozen=True)
class Operator:
    """One way of comparing: ``name`` is saved, ``words`` are read; it takes ``least`` to ``most`` values."""

    name: str
    words: str
    least: int = 1
    most: int = 1


MANY = 200
EQUAL, NOT_EQUAL = Operator("equal", "等于"), Operator("not_equal", "不等于")
AMONG, NOT_AMONG = Operator("among", "属于", 1, MANY), Operator("not_among", "不属于", 1, MANY)
CONTAINS, NOT_CONTAINS = Operator("contains", "包含", 1, MANY), Operator("not_contains", "不包含", 1, MANY)
STARTS = Operator("starts", "开头是", 1, MANY)
EMPTY, NOT_EMPTY = Operator("empty", "为空", 0, 0), Operator("not_empty", "不为空", 0, 0)
BETWEEN = Operator("between", "介于", 2, 2)
BEFORE, AFTER = Operator("before", "早于"), Operator("after", "晚于")
GREATER, LESS = Operator("greater", "大于"), Operator("less", "小于")
AT_LEAST, AT_MOST = Operator("at_least", "不小于"), Operator("at_most", "不大于")
BELOW, NOT_BELOW = Operator("below", "在…及下属", 1, MANY), Operator("not_below", "不在…及下属", 1, MANY)

_BY_KIND: dict[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: (CONTAINS, NOT_CONTAINS, EQUAL, NOT_EQUAL, STARTS, EMPTY, NOT_EMPTY),
    Kind.LONG: (CONTAINS, NOT_CONTAINS, STARTS, EMPTY, NOT_EMPTY),
    Kind.CHOICE: (AMONG, NOT_AMONG, EQUAL, NOT_EQUAL, EMPTY, NOT_EMPTY),
    Kind.DATE: (BETWEEN, BEFORE, AFTER, EQUAL, NOT_EQUAL, EMPTY, NOT_EMPTY),
    Kind.NUMBER: (BETWEEN, AT_LEAST, AT_MOST, GREATER, LESS, EQUAL, NOT_EQUAL, EMPTY, NOT_EMPTY),
    Kind.FLAG: (EQUAL, EMPTY, NOT_EMPTY),
    Kind.UNIT: (BELOW, NOT_BELOW, EQUAL, NOT_EQUAL, CONTAINS, EMPTY, NOT_EMPTY),
}
BY_NAME = {operator.name: operator for operators in _BY_KIND.values() for operator in operators}
_KINDS: tuple[tuple[type[Field], Kind], ...] = (
    (Choice, Kind.CHOICE),
    (Date, Kind.DATE),
    (Number, Kind.NUMBER),
    (Scaled, Kind.NUMBER),
    (Flag, Kind.FLAG),
    (LongText, Kind.LONG),
)


def kind_of(field: Field) -> Kind:
    """Return what a field holds."""
    return next((kind for cls, kind in _KINDS if isinstance(field, cls)), Kind.TEXT)


def operators_of(kind: Kind, *, is_open: bool = False) -> tuple[Operator, ...]:
    """Return the operators of a kind; a choice that is ``is_open`` may hold any text, so it is searched like one."""
    if kind is Kind.CHOICE and is_open:
        return (*_BY_KIND[kind], CONTAINS, NOT_CONTAINS)
    return _BY_KIND[kind]
