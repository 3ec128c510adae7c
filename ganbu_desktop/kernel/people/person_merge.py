"""Two records of one person: what hangs on either, in whatever room, what stands in the way, and handing it on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Number
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.people.service_guard import faults
from ganbu_desktop.store.operations import Operation, find
from ganbu_desktop.store.record import Integer, Record, Reference, fields_of, is_derived, record_types, replace

_PERSON = Person.table.name
_HANGS_BY = ("entry_id", "origin_id")


def references(cls: type[Record], target: str = _PERSON) -> list[str]:
    """Return the names of a record's references to records of a table."""
    return [n for n, f in fields_of(cls).items() if isinstance(f, Reference) and f.target == target]


def held(connection: sa.Connection, person_id: str) -> list[Record]:
    """Return every record of every room that names a person in whatever reference; not what is derived from others."""
    found: list[Record] = []
    for cls in record_types():
        names = references(cls)
        if names:
            rows = find(connection, cls, sa.or_(*(cls.table.c[name] == person_id for name in names)))
            found += [row for row in rows if not is_derived(row)]
    return found


def carrying(connection: sa.Connection, records: Sequence[Record]) -> set[str]:
    """Return the ids of those records that others refer to or hang on, so that they cannot be left out."""
    ids = [record.id for record in records]
    tables = {type(record).table.name for record in records}
    found: set[str] = set()
    for cls in record_types():
        names = [name for table in tables for name in references(cls, table)]
        for name in [*names, *(name for name in _HANGS_BY if name in cls.table.c)]:
            column = cls.table.c[name]
            found |= set(connection.execute(sa.select(column).where(column.in_(ids))).scalars())
    return found


def handed_on(record: Record, left: str, taken: str) -> Record:
    """Return a record with every mention of one person turned into the other; its content stays as it is."""
    values: dict[str, Any] = {n: taken for n in references(type(record)) if getattr(record, n) == left}
    if (getattr(record, "entry_table", None), getattr(record, "entry_id", None)) == (_PERSON, left):
        values["entry_id"] = taken
    return replace(record, values)


def hand_on(current: Operation, records: Sequence[Record], left: str, taken: str) -> None:
    """Write records under another person, inside an open operation."""
    current.update_many([(record, handed_on(record, left, taken)) for record in records])


def obstacles(
    mine: Sequence[Record], theirs: Sequence[Record], kept_id: str, left_id: str, ledgers: Sequence[LedgerSpec]
) -> list[str]:
    """Return why what hangs on two people cannot stand under one, each with what is to be done first.

    Refused: two of what there is once a person (an archive) or once a person and year, class or session; and a record
    that would name one person in two parts (somebody standing in for himself).
    """
    found = [
        _twice(spec, number)
        for spec in ledgers
        if _is_single(spec)
        and (number := len(_keys(mine, spec, kept_id, left_id) & _keys(theirs, spec, kept_id, left_id)))
    ]
    return [*found, *_both_parts(theirs, kept_id, left_id), *_served_twice(mine, theirs)]


@cache
def _is_single(spec: LedgerSpec) -> bool:
    """Tell whether a ledger holds one record a person, or one a person and year, class or the like: no day, no text."""
    described = fields_of(spec.record)
    rest = [described[name] for name in spec.key if name != "person_id"]
    kinds = (Reference, Number, Choice)
    return "person_id" in spec.key and all(isinstance(f, kinds) and not isinstance(f, Integer) for f in rest)


def _keys(records: Sequence[Record], spec: LedgerSpec, kept_id: str, left_id: str) -> set[tuple[Any, ...]]:
    own = (handed_on(r, left_id, kept_id) for r in records if type(r) is spec.record)
    return {tuple(getattr(r, name) for name in spec.key) for r in own}


def _twice(spec: LedgerSpec, number: int) -> str:
    if spec.key == ("person_id",):
        said = f"两人各有一份{spec.record.label}，每人只能有一份"
    else:
        said = f"两人的{spec.record.label}有 {number} 条是同一项的，同一项每人只能有一条"
    return f"{said}：请先在“{spec.title}”中核对，把要留的内容并到一条，删除另一条，再来合并"


def _served_twice(mine: Sequence[Record], theirs: Sequence[Record]) -> Iterator[str]:
    """Yield where the decided service of the two cannot have been one person's: which is right is a question."""
    decided = [r for r in (*mine, *theirs) if isinstance(r, ServiceSpell)]
    for fault in faults(decided):
        yield f"两人认定的服务经历合在一起{fault}：请先在“服务经历”中核对，改正或删除一条后再来合并"


def _both_parts(theirs: Sequence[Record], kept_id: str, left_id: str) -> Iterator[str]:
    labels = Counter(
        type(r).label
        for r in theirs
        if len(names := references(type(r))) > 1 and {kept_id, left_id} <= {getattr(r, n) for n in names}
    )
    for label, number in labels.items():
        yield f"有 {number} 条{label}同时写着这两人，合并后成了同一人对自己：请先核对，改正或删除后再来合并"
