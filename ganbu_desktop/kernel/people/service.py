"""Who served on a day and in a period: spells of 管理状态, unit and 编制类别, and the one question asked of them.

``from ≤ day < until``; a person's spells never overlap, and a gap is a gap. A date known to the month or the year is
any of its days, so the answer has three parts: served, did not (with the reason), and 不能确定 (with the reason). The
nearest spell is never taken instead. Lent out, studying or ill is another clock: ``attendance``.

A spell is **decided** (by a document or by whoever keeps the records) or **inferred** by ``service_derive``, which
rebuilds the inferred ones with every change and never touches the decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, Hidden, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service_inference import SERVING as SERVING
from ganbu_desktop.kernel.people.service_inference import dated
from ganbu_desktop.kernel.people.service_inference import serves as serves
from ganbu_desktop.store.dates import digits_of, first_digits, last_digits, top_digits
from ganbu_desktop.store.record import Record, column, reference

DECIDED, INFERRED = "1", "2"
"""The codes of table ``service_basis``."""
NO_SPELL, NOT_YET, NO_END, NO_BEGIN = "没有服务经历", "还没有进入", "离开时间没有记录", "开始时间没有记录"
GAP = "这一段没有服务经历"


class ServiceSpell(Record, table="service_spell", label="服务经历", owner="person_id", derived=("basis", INFERRED)):
    """One time in which state, unit and 编制 were the same.

    ``from_first`` … ``until_last`` are eight digits, set where a boundary is not a recorded date: the first and last
    day on which it can lie.
    """

    person_id: str = reference("person", label="干部", not_null=True)
    state: str | None = column(Choice(label="管理状态", table="management_state", wanted=True))
    unit_id: str | None = reference("unit", label="单位")
    staffing_type: str | None = column(Choice(label="编制类型", table="staffing_type"))
    from_on: PartialDate | None = column(Date(label="起", wanted=True), indexed=True)
    until_on: PartialDate | None = column(Date(label="止", help="从这一天起不再是；现在仍是的不填"))
    basis: str = column(Choice(label="依据", table="service_basis", by_program=True), not_null=True, default=DECIDED)
    source: str | None = column(Text(label="来源", help="文号，或由什么推得"))
    from_first: str | None = column(Hidden(label="起的最早一天"))
    from_last: str | None = column(Hidden(label="起的最晚一天"))
    until_first: str | None = column(Hidden(label="止的最早一天"))
    until_last: str | None = column(Hidden(label="止的最晚一天"))


def in_order(spells: Iterable[ServiceSpell]) -> list[ServiceSpell]:
    """Return spells by the first day on which each can begin; one that nothing dates comes first."""

    def earliest(spell: ServiceSpell) -> str:
        return f"{spell.from_on.first_day():%Y%m%d}" if spell.from_on else spell.from_first or ""

    return sorted(spells, key=earliest)


class Basis(Enum):
    """Who counts for a period; each report prints which. The value is what it prints."""

    FIRST = "期初在职"
    LAST = "期末在职"
    ANY = "期内曾在职"


@dataclass(frozen=True)
class Stay:
    """Where a person served: in a period, where last."""

    unit_id: str | None
    staffing_type: str | None
    is_inferred: bool


@dataclass(frozen=True)
class Serving:
    """Who served, who did not and of whom it cannot be told; the last two as (person id, reason)."""

    people: Mapping[str, Stay]
    left_out: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Window:
    """The days asked about, as digits, and both again as ``store.dates`` compares the last day of a partial date."""

    first: str
    last: str
    top_of_first: str
    top_of_last: str

    @classmethod
    def of(cls, first: date, last: date) -> _Window:
        return cls(digits_of(first), digits_of(last), top_digits(first), top_digits(last))


Columns = Any


def _can_begin(at: Columns, asked: _Window) -> sa.ColumnElement[bool]:
    earliest = sa.func.coalesce(at.from_first, first_digits(at.from_on))
    return sa.or_(earliest.is_(None), earliest <= asked.last)


def _has_begun(at: Columns, asked: _Window) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(at.from_last, last_digits(at.from_on)) <= asked.top_of_last


def _can_last(at: Columns, asked: _Window) -> sa.ColumnElement[bool]:
    latest = sa.func.coalesce(at.until_last, last_digits(at.until_on))
    return sa.or_(latest.is_(None), latest > asked.top_of_first)


def _lasts(at: Columns, asked: _Window) -> sa.ColumnElement[bool]:
    earliest = sa.func.coalesce(at.until_first, first_digits(at.until_on))
    return sa.or_(earliest.is_(None), earliest > asked.first)


def _is_serving(at: Columns) -> sa.ColumnElement[bool]:
    return sa.or_(at.state.is_(None), at.state == SERVING)


def _served(asked: _Window, person_id: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Return whether a person served in a window for certain: by one spell, or by two that follow one another."""
    one, then = ServiceSpell.table.alias(), ServiceSpell.table.alias()
    alone = sa.select(1).where(
        one.c.person_id == person_id, _is_serving(one.c), _has_begun(one.c, asked), _lasts(one.c, asked)
    )
    before, after = ServiceSpell.table.alias(), then
    both = sa.select(1).where(
        before.c.person_id == person_id,
        after.c.person_id == person_id,
        _is_serving(before.c),
        _is_serving(after.c),
        _has_begun(before.c, asked),
        _can_last(before.c, asked),
        _can_begin(after.c, asked),
        _lasts(after.c, asked),
        sa.func.coalesce(before.c.until_first, first_digits(before.c.until_on))
        == sa.func.coalesce(after.c.from_first, first_digits(after.c.from_on)),
        sa.func.coalesce(before.c.until_last, last_digits(before.c.until_on))
        == sa.func.coalesce(after.c.from_last, last_digits(after.c.from_on)),
    )
    return sa.or_(sa.exists(alone), sa.exists(both))


def serving_on(day: date) -> sa.ColumnElement[bool]:
    """Return the condition on ``Person.table`` that the person served on a day for certain: ``serving`` in SQL."""
    return _served(_Window.of(day, day), Person.table.c.id)


def unit_on(day: date) -> sa.ColumnElement[str | None]:
    """Return the unit in which the person of ``Person.table`` served on a day; null where that is not known.

    A change known to the month counts from its first day, as a post does (``posts.held_on``).
    """
    return _stay_on(ServiceSpell.table.c.unit_id, day)


def staffing_on(day: date) -> sa.ColumnElement[str | None]:
    """Return the 编制类型 with which the person of ``Person.table`` served on a day, in the way of ``unit_on``."""
    return _stay_on(ServiceSpell.table.c.staffing_type, day)


def _stay_on(wanted: sa.ColumnElement[Any], day: date) -> sa.ColumnElement[Any]:
    at, asked = ServiceSpell.table.c, _Window.of(day, day)
    covering = (at.person_id == Person.table.c.id, _is_serving(at), _can_begin(at, asked), _can_last(at, asked))
    newest = sa.func.coalesce(at.from_first, first_digits(at.from_on), "").desc()
    return sa.select(wanted).where(*covering).order_by(newest, at.id).limit(1).correlate(Person.table).scalar_subquery()


def serving(connection: sa.Connection, first: date, last: date | None = None, *, basis: Basis | None = None) -> Serving:
    """Return who served on a day (``last`` None) or in a period, by ``basis``: for a period one has to be named.

    ValueError for a period without a basis.
    """
    if last is not None and basis is None:
        raise ValueError("a period is asked about with a basis")
    begin = last if last is not None and basis is Basis.LAST else first
    end = first if last is None or basis is Basis.FIRST else last
    return _answer(_spells(connection), _Window.of(begin, end))


@dataclass(frozen=True, slots=True)
class _Spell:
    """One spell with its boundaries as digits, and what they say about the window."""

    state: str | None
    stay: Stay
    begin: tuple[str | None, str | None]
    end: tuple[str | None, str | None] | None

    def can_be(self, asked: _Window) -> bool:
        return (self.begin[0] or "") <= asked.last and (self.end is None or (self.end[1] or "~") > asked.top_of_first)

    def has_begun(self, asked: _Window) -> bool:
        return self.begin[1] is not None and self.begin[1] <= asked.top_of_last

    def lasts(self, asked: _Window) -> bool:
        return self.end is None or (self.end[0] is not None and self.end[0] > asked.first)


def _spells(connection: sa.Connection) -> dict[str, list[_Spell]]:
    """Return everybody's spells in order; nobody is missing, not even who has none."""
    at, person = ServiceSpell.table.c, Person.table
    digits = [sa.type_coerce(c, sa.String()) for c in (at.from_on, at.until_on)]
    rows = connection.execute(
        sa.select(
            person.c.id,
            at.basis,
            at.state,
            at.unit_id,
            at.staffing_type,
            *digits,
            at.from_first,
            at.from_last,
            at.until_first,
            at.until_last,
        )
        .select_from(person.outerjoin(ServiceSpell.table, at.person_id == person.c.id))
        .order_by(person.c.id, sa.func.coalesce(at.from_first, first_digits(at.from_on), ""))
    )
    found: dict[str, list[_Spell]] = {}
    stay, filled = lru_cache(maxsize=None)(Stay), lru_cache(maxsize=None)(_filled)
    for person_id, basis, state, unit, staffing, begin, end, begin_0, begin_1, end_0, end_1 in rows.all():
        mine = found.setdefault(person_id, [])
        if basis is None:
            continue
        since, until = filled(begin, begin_0, begin_1), filled(end, end_0, end_1)
        lived = stay(unit, staffing, basis == INFERRED)
        mine.append(_Spell(state, lived, since, until if any(until) else None))
    return found


def _filled(digits: str | None, first: str | None, last: str | None) -> tuple[str | None, str | None]:
    if digits is None:
        return first, last
    recorded = dated(digits)
    return first or recorded.first, last or recorded.last


def _answer(spells: Mapping[str, list[_Spell]], asked: _Window) -> Serving:
    people: dict[str, Stay] = {}
    left_out: list[tuple[str, str]] = []
    unknown: list[tuple[str, str]] = []
    for person_id, mine in spells.items():
        # Nearly everybody serves in the newest spell: it alone is the answer then, and the rest need not be looked at.
        if mine and (spell := mine[-1]).has_begun(asked) and spell.lasts(asked) and serves(spell.state):
            people[person_id] = spell.stay
            continue
        possible = [spell for spell in mine if spell.can_be(asked)]
        there = [spell for spell in possible if serves(spell.state)]
        if there and _is_certain(there, asked):
            people[person_id] = there[-1].stay
        elif there:
            unknown.append((person_id, _why_unknown(there, asked)))
        elif not mine:
            unknown.append((person_id, NO_SPELL))
        elif mine[0].begin[0] is None and not _is_certain(possible, asked):
            unknown.append((person_id, NO_BEGIN))
        else:
            left_out.append((person_id, _why_not(possible, mine, asked)))
    return Serving(people, tuple(left_out), tuple(unknown))


def _is_certain(possible: list[_Spell], asked: _Window) -> bool:
    begun = [spell for spell in possible if spell.has_begun(asked)]
    if any(spell.lasts(asked) for spell in begun):
        return True
    return any(one.end == then.begin and then.lasts(asked) for one in begun for then in possible)


def _why_unknown(there: list[_Spell], asked: _Window) -> str:
    spell = there[-1]
    if not spell.lasts(asked) and spell.end is not None:
        return _when(spell.end, "离开", NO_END)
    return _when(spell.begin, "进入", NO_BEGIN)


def _when(boundary: tuple[str | None, str | None], what: str, without: str) -> str:
    first, last = boundary
    if first is None or last is None:
        return without
    if first[:6] == last[:6]:
        return f"{_month(first)} {what}，哪一天没有记录"
    return f"{_month(first)} 至 {_month(last)} 之间{what}，时间没有记录"


def _why_not(possible: list[_Spell], mine: list[_Spell], asked: _Window) -> str:
    if possible:
        spell = possible[-1]
        return f"{spell.state}（{_month(spell.begin[0])} 起）" if spell.begin[0] else f"{spell.state}"
    since = mine[0].begin[0]
    if since is not None and since > asked.last:
        return f"{NOT_YET}（{_month(since)} 起）"
    return GAP


def _month(digits: str) -> str:
    return f"{digits[:4]}.{digits[4:6]}"
