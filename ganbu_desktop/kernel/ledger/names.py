"""What the references of a ledger's records are called: people, units, and records named by one of their fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import unit_index
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.record import Record, Reference, fields_of, record_type

PERSON, UNIT = Person.table.name, Unit.table.name
MAIN = "person_id"
"""The reference to the person whom an entry is about; others (who talked, who recorded) have names of their own."""
_CHUNK = 500
_PEOPLE = (
    sa.select(Person.table.c.id, Person.table.c.name, Person.table.c.id_number, unit_index.c.name.label("unit"))
    .select_from(Person.table.outerjoin(unit_index, unit_index.c.unit_id == Person.table.c.unit_id))
    .where(Person.table.c.id.in_(sa.bindparam("ids", expanding=True)))
)


@dataclass(frozen=True)
class PersonName:
    """How one person is named: ``unit`` is the short name of the unit at present."""

    name: str
    id_number: str
    unit: str


@dataclass
class Names:
    """The names of everything that some records refer to, by id."""

    people: dict[str, PersonName] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    short_units: dict[str, str] = field(default_factory=dict)
    others: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, reference: Reference, value: str | None, *, short: bool = False) -> str:
        """Return the name of what a reference holds; empty where nothing is held or it has no name."""
        if value is None:
            return ""
        if reference.target == PERSON:
            found = self.people.get(value)
            return found.name if found else ""
        if reference.target == UNIT:
            return (self.short_units if short else self.units).get(value, "")
        return self.others.get(reference.target, {}).get(value, "")


def is_about_a_person(spec: LedgerSpec) -> bool:
    """Tell whether the ledger's entries are each about one person."""
    entry = fields_of(spec.record).get(MAIN)
    return isinstance(entry, Reference) and entry.target == PERSON


def references(record: type[Record]) -> dict[str, Reference]:
    """Return the references among a record's fields, by name."""
    return {name: entry for name, entry in fields_of(record).items() if isinstance(entry, Reference)}


def name_column(target: str) -> sa.Column[Any] | None:
    """Return the column by which records of a table are named, None where they have no name."""
    cls = record_type(target)
    named_by = "name" if target in (PERSON, UNIT) else cls.named_by
    return None if named_by is None else cls.table.c[named_by]


def name_text(target: str, value: Any) -> str:
    """Return the name of a record of a table from the value of its naming field."""
    cls = record_type(target)
    named_by = "name" if target in (PERSON, UNIT) else cls.named_by
    return fields_of(cls)[named_by].format(value) if named_by else ""


def names_of(connection: sa.Connection, record: type[Record], records: Sequence[Record]) -> Names:
    """Return the names of everything that some records of one kind refer to."""
    found = Names()
    for name, reference in references(record).items():
        wanted = dict.fromkeys(value for r in records if (value := getattr(r, name)) is not None)
        if reference.target == PERSON:
            found.people |= people_named(connection, [i for i in wanted if i not in found.people])
        elif reference.target == UNIT:
            _add_units(connection, found, wanted)
        elif name_column(reference.target) is not None:
            known = found.others.setdefault(reference.target, {})
            known |= _others(connection, reference.target, [i for i in wanted if i not in known])
    return found


def people_named(connection: sa.Connection, ids: Sequence[str]) -> dict[str, PersonName]:
    """Return the names of some people by id."""
    found = {}
    for chunk in _chunks(ids):
        for row in connection.execute(_PEOPLE, {"ids": chunk}):
            found[row.id] = PersonName(row.name or "", row.id_number or "", row.unit or "")
    return found


def _add_units(connection: sa.Connection, found: Names, ids: Iterable[str]) -> None:
    wanted = [i for i in ids if i not in found.units]
    for chunk in _chunks(wanted):
        at = Unit.table.c
        for row in connection.execute(sa.select(at.id, at.name, at.short_name).where(at.id.in_(chunk))):
            found.units[row.id] = row.name or row.short_name or ""
            found.short_units[row.id] = row.short_name or row.name or ""


def _others(connection: sa.Connection, target: str, ids: Sequence[str]) -> dict[str, str]:
    table, named = record_type(target).table, name_column(target)
    found: dict[str, str] = {}
    if named is None:
        return found
    for chunk in _chunks(ids):
        for row in connection.execute(sa.select(table.c.id, named).where(table.c.id.in_(chunk))):
            found[row[0]] = name_text(target, row[1])
    return found


def _chunks(ids: Sequence[str]) -> Iterable[list[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield list(ids[start : start + _CHUNK])
