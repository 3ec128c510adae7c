"""What may be asked of people: every shown field of a person, of the sets that hang on one, and what is reckoned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Choice, Field, Number, Sealed, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.list.conditions import operators as op
from ganbu_desktop.kernel.list.conditions.comparing import Clause, Expression, compare
from ganbu_desktop.kernel.list.conditions.operators import Kind, Operator, kind_of, operators_of
from ganbu_desktop.kernel.list.conditions.reckoning import Moment, age, months_until, post_months
from ganbu_desktop.kernel.list.conditions.tree import ANY, CURRENT, LATEST, NONE, Condition
from ganbu_desktop.kernel.people.grassroots import grassroots_table
from ganbu_desktop.kernel.people.person import (
    LEDGER_SETS,
    AnnualResult,
    Education,
    LevelHistory,
    Person,
    Qualification,
    Reward,
    SourceTag,
    Tenure,
)
from ganbu_desktop.kernel.people.posts import held_on, level_held_on, level_since
from ganbu_desktop.store.dates import has_begun
from ganbu_desktop.store.record import Record, fields_of, shown_fields

WHICH_WORDS = {ANY: "任一条", CURRENT: "现任", LATEST: "最近一条", NONE: "没有一条"}
_DATED: dict[type[Record], str] = {
    Tenure: "appointed_on",
    LevelHistory: "approved_on",
    Education: "left_on",
    AnnualResult: "year",
    Reward: "approved_on",
    Qualification: "obtained_on",
    SourceTag: "recognised_on",
}
"""By which column the newest row of a set is told."""
_NO_LIMIT = 999
_RECKONED = "推算"


@dataclass(frozen=True, eq=False)
class ConditionField:
    """One thing that can be asked. ``key`` is saved; ``group``: the heading it stands under in a menu.

    ``which``: the ways of choosing rows of a set, none for what a person has once. ``takes_as_of``: whether it is
    counted at a date. ``clause``: the condition on the current row of the list's table.
    """

    key: str
    title: str
    group: str
    field: Field
    kind: Kind
    clause: Callable[[Condition, Operator, Moment], Clause]
    which: tuple[str, ...] = ()
    takes_as_of: bool = False
    help: str = ""

    @property
    def operators(self) -> tuple[Operator, ...]:
        """Return how it can be compared, the usual way first."""
        return operators_of(self.kind, is_open=isinstance(self.field, Choice) and self.field.open)

    def operator(self, name: str) -> Operator:
        """Return an operator by name; FieldError when this field has none of that name."""
        for operator in self.operators:
            if operator.name == name:
                return operator
        words = op.BY_NAME[name].words if name in op.BY_NAME else name
        raise FieldError(f"“{self.title}”不能用“{words}”比较")

    def shown_value(self, text: str) -> str:
        """Return a value as people read it (the label of a code); a text that cannot be read stays as it is."""
        if self.kind in (Kind.TEXT, Kind.LONG, Kind.UNIT):
            return text
        try:
            return self.field.format(self.field.parse(text))
        except FieldError:
            return text


def plain_field(
    key: str, title: str, group: str, field: Field, kind: Kind, value: Callable[[Moment, str], Expression], **more: Any
) -> ConditionField:
    """Return a field whose value is one expression about the current row."""

    def clause(asked: Condition, operator: Operator, moment: Moment) -> Clause:
        return compare(kind, field, value(moment, asked.as_of), operator, asked.values)

    return ConditionField(key, title, group, field, kind, clause, **more)


def _own(table: str, name: str, field: Field, group: str, kind: Kind) -> ConditionField:
    stored = Person.table.c[name]
    return plain_field(
        f"{table}.{name}", field.label, group, field, kind, lambda _moment, _as_of: stored, help=field.help
    )


def person_fields() -> Iterator[ConditionField]:
    """Yield every shown field of a person, the units first."""
    for name in ("unit_id", "staffing_unit_id"):
        field = fields_of(Person)[name]
        yield _own("person", name, Text(label=field.label), "单位", Kind.UNIT)
    for name, field in shown_fields(Person).items():
        if not isinstance(field, Sealed):
            yield _own("person", name, field, field.group, kind_of(field))


# ---- sets


def set_fields() -> Iterator[ConditionField]:
    """Yield every shown field of every set that hangs on a person, and the unit of a tenure."""
    for cls in LEDGER_SETS:
        if cls is Tenure:
            yield _set_field(cls, "unit_id", Text(label=fields_of(cls)["unit_id"].label), Kind.UNIT)
        for name, field in shown_fields(cls).items():
            if not isinstance(field, Sealed):
                yield _set_field(cls, name, field, kind_of(field))


def _set_field(cls: type[Record], name: str, field: Field, kind: Kind) -> ConditionField:
    stored = cls.table.c[name]

    def clause(asked: Condition, operator: Operator, moment: Moment) -> Clause:
        met = compare(kind, field, stored, operator, asked.values)
        return of_rows(cls, asked.which or ANY, met, moment.day)

    title = f"{cls.label}·{field.label}"
    return ConditionField(
        f"{cls.table.name}.{name}", title, cls.label, field, kind, clause, which=which_of(cls), help=field.help
    )


def which_of(cls: type[Record]) -> tuple[str, ...]:
    """Return how rows of a set can be chosen."""
    found = [ANY]
    if cls in (Tenure, LevelHistory, SourceTag):
        found.append(CURRENT)
    if cls in _DATED:
        found.append(LATEST)
    return (*found, NONE)


def of_rows(cls: type[Record], which: str, met: Clause, day: date) -> Clause:
    """Return the condition that a person has a row of a set (or none) that meets ``met``."""
    owner = cls.table.c[str(cls.owner)]
    if which not in which_of(cls):
        raise FieldError(f"“{cls.label}”不能用“{WHICH_WORDS.get(which, which)}”")
    if which == CURRENT:
        met = sa.and_(met, _is_current(cls, day))
    elif which == LATEST:
        met = sa.and_(met, cls.table.c.id == _newest(cls))
    people = sa.select(owner).where(met)
    return Person.table.c.id.not_in(people) if which == NONE else Person.table.c.id.in_(people)


def _is_current(cls: type[Record], day: date) -> Clause:
    if cls is Tenure:
        return held_on(day)
    if cls is LevelHistory:
        return level_held_on(day)
    expires = SourceTag.table.c.expires_on
    return sa.or_(expires.is_(None), sa.not_(has_begun(expires, day)))


def _newest(cls: type[Record]) -> Expression:
    """Return the id of the newest row of the same person; of rows without a date the last one put in."""
    other, owner = cls.table.alias(), str(cls.owner)
    chosen = sa.select(other.c.id).where(other.c[owner] == cls.table.c[owner])
    ordered = chosen.order_by(other.c[_DATED[cls]].desc(), other.c.id.desc()).limit(1)
    return ordered.correlate(cls.table).scalar_subquery()


# ---- what is reckoned


def reckoned_fields() -> Iterator[ConditionField]:
    """Yield ages and spans of service in full years, counted by months at a date."""
    person = Person.table.c

    def years(
        key: str, title: str, value: Callable[[Moment, PartialDate], Expression], help_text: str
    ) -> ConditionField:
        return plain_field(
            f"reckoned.{key}",
            title,
            _RECKONED,
            Number(label=title),
            Kind.NUMBER,
            lambda moment, as_of: value(moment, moment.at(as_of)),
            takes_as_of=True,
            help=help_text,
        )

    yield years("age", "年龄", lambda _moment, end: age(end), "周岁，按月计算；只知道出生年份的不算")
    yield years(
        "post_years",
        "任现职年限",
        lambda moment, end: post_months(moment, end) // 12,
        "从现任主职务的任职时间起，满几年；兼职不重新起算",
    )
    yield years(
        "level_years",
        "任现职务层次年限",
        lambda _moment, end: months_until(level_since(), end) // 12,
        "从“任现职务层次时间”起，满几年",
    )
    yield years(
        "rank_years",
        "任现职级年限",
        lambda _moment, end: months_until(person.rank_since, end) // 12,
        "从“任现职级时间”起，满几年",
    )
    yield _grassroots_years()


def _grassroots_years() -> ConditionField:
    """Return the field of ``grassroots``: where part of it is unknown, only what is certain either way is met."""
    title = "基层工作年限"
    number = Number(label=title)

    def clause(asked: Condition, operator: Operator, moment: Moment) -> Clause:
        reckoned = grassroots_table(moment.at(asked.as_of))
        known = sa.select(reckoned.c.person_id).where(reckoned.c.is_known)
        if operator in (op.EMPTY, op.NOT_EMPTY):
            return Person.table.c.id.not_in(known) if operator is op.EMPTY else Person.table.c.id.in_(known)
        least = reckoned.c.months // 12
        most = sa.case((reckoned.c.is_known, least), else_=_NO_LIMIT)
        met = (compare(Kind.NUMBER, number, value, operator, asked.values) for value in (least, most))
        return Person.table.c.id.in_(sa.select(reckoned.c.person_id).where(*met))

    return ConditionField(
        "reckoned.grassroots_years",
        title,
        _RECKONED,
        number,
        Kind.NUMBER,
        clause,
        takes_as_of=True,
        help="在乡镇、街道、村（社区）的任职，按单位的隶属关系认定，合并重叠的月份，满几年；有任职机构没有填隶属关系的，为空",
    )


def keyed(fields: Sequence[ConditionField]) -> dict[str, ConditionField]:
    """Return fields by their key."""
    return {field.key: field for field in fields}
