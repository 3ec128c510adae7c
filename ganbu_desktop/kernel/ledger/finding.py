"""Who and what a text in a workbook or on the clipboard means: people, units and records by their names.

People are found by identity number, else by a name that only one person has, the unit helping where it is given; never
by a guess. What could be several is told with all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ganbu_desktop.foundation import identity_number, person_name
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.text import without_blanks
from ganbu_desktop.kernel.ledger.names import PERSON, UNIT, name_column, references
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.record import fields_of, record_type

_CHUNK = 500
_SHOWN = 3


@dataclass(frozen=True)
class Candidate:
    """One record that a text may mean: its id, how it is told apart, and what it refers to (target table → id)."""

    id: str
    shown: str
    refers: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """What a text means: one candidate, or several or none with the sentence why it cannot be taken."""

    candidates: tuple[Candidate, ...] = ()
    problem: str = ""

    @property
    def id(self) -> str | None:
        """Return the id when there is no doubt."""
        return self.candidates[0].id if len(self.candidates) == 1 and not self.problem else None


@dataclass(frozen=True)
class _Person:
    id: str
    name: str
    number: str
    units: tuple[str, ...]
    shown: str


class PeopleFinder:
    """The stored people whom some names and numbers may mean, read in chunks. Old and new identity numbers are one."""

    def __init__(self, connection: sa.Connection, numbers: Iterable[str], names: Iterable[str]) -> None:
        """Read everybody who has one of the numbers or names, as they were typed."""
        at = Person.table.c
        wanted = {form for number in numbers for form in _forms(identity_number.normalise(number))}
        called = {person_name.normalise(name) for name in names}
        found: dict[str, _Person] = {}
        for column, values in ((at.id_number, sorted(wanted - {""})), (at.name, sorted(called - {""}))):
            for start in range(0, len(values), _CHUNK):
                for person in _read(connection, column.in_(values[start : start + _CHUNK])):
                    found[person.id] = person
        self._by_number: dict[str, list[_Person]] = {}
        self._by_name: dict[str, list[_Person]] = {}
        for person in found.values():
            if person.number:
                self._by_number.setdefault(identity_number.modern(person.number), []).append(person)
            self._by_name.setdefault(person.name, []).append(person)

    def find(self, name: str, number: str = "", unit: str = "") -> Found:
        """Return who is meant by a name, a number or both, and perhaps a unit."""
        called, typed = person_name.normalise(name), identity_number.normalise(number)
        namesakes = self._by_name.get(called, [])
        if typed:
            people = self._by_number.get(identity_number.modern(typed), [])
            if not people:
                return Found(problem=_no_number(typed, called, namesakes))
            same = [p for p in people if _plain(p.name) == _plain(called)] if called else people
            if not same:
                return Found(problem=f"身份证号{typed}在库中是“{people[0].name}”，不是“{called}”，请核对")
        else:
            same = namesakes
            if not same:
                return Found(
                    problem=f"库中没有叫“{called}”的干部，请核对姓名，或先在干部页登记" if called else "没有姓名"
                )
        return self._told_apart(same, unit)

    def _told_apart(self, people: Sequence[_Person], unit: str) -> Found:
        wanted = without_blanks(unit)
        if len(people) > 1 and wanted:
            people = [p for p in people if wanted in p.units] or people
        candidates = tuple(Candidate(p.id, p.shown, {}) for p in people)
        if len(people) == 1:
            return Found(candidates)
        named = "、".join(p.shown for p in people[:_SHOWN])
        return Found(candidates, f"库中有 {len(people)} 个“{people[0].name}”：{named}；请填身份证号")


def _no_number(number: str, name: str, namesakes: Sequence[_Person]) -> str:
    if any(not p.number for p in namesakes):
        return f"库中没有身份证号为{number}的干部；“{name}”还没有登记身份证号，请先在干部页补上，或在表中只填姓名"
    return f"库中没有身份证号为{number}的干部，请核对，或先在干部页登记"


def _plain(name: str) -> str:
    return name if name.isalpha() else "".join(c for c in name if c.isalnum())


def _forms(number: str) -> Iterator[str]:
    yield number
    yield identity_number.modern(number)
    old = identity_number.old_form(number)
    if old is not None:
        yield old


def _read(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Iterator[_Person]:
    at, unit = Person.table.c, Unit.table.c
    columns = (at.id, at.name, at.id_number, at.born_on, at.current_post_short, at.current_post)
    source = Person.table.outerjoin(Unit.table, unit.id == at.unit_id)
    statement = sa.select(*columns, unit.name.label("unit"), unit.short_name).select_from(source).where(condition)
    for row in connection.execute(statement):
        units = tuple(without_blanks(n) for n in (row.unit, row.short_name) if n)
        place = row.short_name or row.unit or row.current_post_short or row.current_post or "单位不详"
        shown = f"{row.name}（{row.born_on or '出生年月不详'}，{place}）"
        yield _Person(row.id, row.name or "", row.id_number or "", units, shown)


class NameFinder:
    """The records of one table that some texts may name: units by full or short name, others by their ``named_by``."""

    def __init__(self, connection: sa.Connection, target: str, texts: Iterable[str]) -> None:
        """Read every record that one of the texts names."""
        self._label = record_type(target).label
        self._by_name: dict[str, list[Candidate]] = {}
        self._read(connection, target, sorted({self._value(target, t) for t in texts if t.strip()}))

    def _value(self, target: str, text: str) -> str:
        cls = record_type(target)
        named_by = "name" if target in (PERSON, UNIT) else cls.named_by or ""
        try:
            return str(fields_of(cls)[named_by].parse(text) or "")
        except FieldError:
            return text

    def _read(self, connection: sa.Connection, target: str, values: Sequence[str]) -> None:
        cls, named = record_type(target), name_column(target)
        if named is None:
            return
        columns = [named, cls.table.c.short_name] if target == UNIT else [named]
        refers = {name: r.target for name, r in references(cls).items()}
        chosen = [cls.table.c.id, *columns, *(cls.table.c[name] for name in refers)]
        for start in range(0, len(values), _CHUNK):
            chunk = values[start : start + _CHUNK]
            statement = sa.select(*chosen).where(sa.or_(*(c.in_(chunk) for c in columns))).order_by(cls.table.c.id)
            for row in connection.execute(statement):
                held = row[1 + len(columns) :]
                about = {t: i for t, i in zip(refers.values(), held, strict=True) if i is not None}
                for name in dict.fromkeys(without_blanks(str(n)) for n in row[1 : 1 + len(columns)] if n):
                    self._by_name.setdefault(name, []).append(Candidate(row[0], str(row[1] or ""), about))

    def find(self, text: str) -> Found:
        """Return which record a text names."""
        candidates = tuple(self._by_name.get(without_blanks(text), ()))
        if not candidates:
            return Found(problem=f"库中没有叫“{text.strip()}”的{self._label}，请核对名称，或先登记")
        if len(candidates) > 1:
            return Found(candidates, f"库中有 {len(candidates)} 个“{text.strip()}”，分不清是哪一个")
        return Found(candidates)


def narrowed(found: Found, others: Mapping[str, str]) -> Found:
    """Return what remains of several candidates beside the row's other references (target table → id).

    A session named 第一讲 is the one of the class that the row names too.
    """
    if len(found.candidates) < 2:
        return found
    kept = tuple(c for c in found.candidates if all(c.refers.get(t, i) == i for t, i in others.items()))
    return Found(kept) if len(kept) == 1 else found
