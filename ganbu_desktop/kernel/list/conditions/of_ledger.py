"""What may be asked of a ledger: its own fields, and everything that may be asked of the people it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Field, Hidden, Sealed, Text
from ganbu_desktop.kernel.ledger.names import MAIN, UNIT, is_about_a_person, name_column
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.list.conditions.catalogue import Catalogue, with_people
from ganbu_desktop.kernel.list.conditions.fields import ConditionField, plain_field
from ganbu_desktop.kernel.list.conditions.operators import Kind, kind_of
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person_index import person_index
from ganbu_desktop.store.record import Reference, fields_of

_CHUNK = 500


def ledger_catalogue(spec: LedgerSpec, people: Catalogue) -> Catalogue:
    """Return what can be asked of a ledger's entries; what is sealed or guarded can be asked by nobody."""
    column = spec.record.table.c[MAIN] if is_about_a_person(spec) else None
    return with_people(spec.title, tuple(_fields(spec)), people, column)


def _fields(spec: LedgerSpec) -> Iterator[ConditionField]:
    described = fields_of(spec.record)
    names = dict.fromkeys((*spec.fields, *spec.listed))
    for name in names:
        field = described[name]
        if isinstance(field, Sealed) or name in spec.guarded or (name == MAIN and is_about_a_person(spec)):
            continue
        if isinstance(field, Reference):
            yield from _named(spec, name, field)
        elif not isinstance(field, Hidden):
            yield _field(spec, name, field, kind_of(field), spec.record.table.c[name])


def _named(spec: LedgerSpec, name: str, field: Reference) -> Iterator[ConditionField]:
    stored, text = spec.record.table.c[name], Text(label=field.label)
    if field.target == UNIT:
        yield _field(spec, name, text, Kind.UNIT, stored)
    elif (named := name_column(field.target)) is not None:
        value = sa.select(named).where(named.table.c.id == stored).correlate(spec.record.table).scalar_subquery()
        yield _field(spec, name, text, Kind.TEXT, value)


def _field(spec: LedgerSpec, name: str, field: Field, kind: Kind, value: sa.ColumnElement[Any]) -> ConditionField:
    key, help_text = f"{spec.name}.{name}", field.help
    return plain_field(key, field.label, spec.title, field, kind, lambda _moment, _as_of: value, help=help_text)


def people_of_entries(office: Office, spec: LedgerSpec, ids: Sequence[str]) -> list[str]:
    """Return whom some entries are about, each once, in the order of units and teams."""
    at, found = spec.record.table.c, set[str]()
    with office.reading() as connection:
        for start in range(0, len(ids), _CHUNK):
            chosen = sa.select(at[MAIN]).where(at.id.in_(list(ids[start : start + _CHUNK])), at[MAIN].is_not(None))
            found |= set(connection.execute(chosen).scalars())
        order = sa.select(person_index.c.person_id).order_by(person_index.c.default_key)
        return [person_id for person_id in connection.execute(order).scalars() if person_id in found]
