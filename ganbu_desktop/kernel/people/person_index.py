"""What people are found and ordered by, kept in step with the records inside every operation.

The table ``person_index`` is derived: it can be rebuilt from the records at any time and is never audited.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes, person_name
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.pinyin import syllables
from ganbu_desktop.store import search
from ganbu_desktop.store.audit import Change
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import metadata

person_index = sa.Table(
    "person_index",
    metadata,
    sa.Column("person_id", sa.String(32), primary_key=True),
    sa.Column("pinyin", sa.Text, nullable=False),
    sa.Column("stroke_key", sa.Text, nullable=False, index=True),
    sa.Column("level_order", sa.Integer, nullable=False),
    sa.Column("default_key", sa.Text, nullable=False, index=True),
)

unit_index = sa.Table(
    "unit_index",
    metadata,
    sa.Column("unit_id", sa.String(32), primary_key=True),
    sa.Column("order_key", sa.Text, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("search_text", sa.Text, nullable=False),
)

_LAST = 9999
_NO_UNIT = "~"


_NEEDED = tuple(
    Person.table.c[name]
    for name in ("id", "unit_id", "position", "name", "id_number", "post_level", "post_level_since", "current_post")
)

_PEOPLE: sa.Select[Any] = sa.select(*_NEEDED, unit_index.c.order_key, unit_index.c.search_text).select_from(
    Person.table.outerjoin(unit_index, unit_index.c.unit_id == Person.table.c.unit_id)
)
_PEOPLE_OF_IDS = _PEOPLE.where(Person.table.c.id.in_(sa.bindparam("ids", expanding=True)))
_ROWS_THERE = sa.select(person_index).where(person_index.c.person_id.in_(sa.bindparam("ids", expanding=True)))


def derive(connection: sa.Connection, changes: Sequence[Change]) -> None:
    """Bring the derived tables in step with one operation's changes."""
    touched = {c.record_id: c.after is None for c in changes if c.record_table == "person" and _matters(c)}
    gone = [person_id for person_id, is_gone in touched.items() if is_gone]
    _drop(connection, gone)
    wanted = dict.fromkeys(person_id for person_id, is_gone in touched.items() if not is_gone)
    if any(change.record_table == "unit" for change in changes):
        wanted |= dict.fromkeys(_people_of(connection, _renew_units(connection)))
    _index(connection, _people(connection, list(wanted)))


def _matters(change: Change) -> bool:
    """Tell whether a person's change touches anything that the index is made from."""
    if change.before is None or change.after is None:
        return True
    return any(change.before.get(column.name) != change.after.get(column.name) for column in _NEEDED)


def rebuild(connection: sa.Connection) -> None:
    """Make the derived tables anew from the records."""
    connection.execute(person_index.delete())
    _write_units(connection)
    _index(connection, connection.execute(_PEOPLE).all())


def _people(connection: sa.Connection, ids: Sequence[str]) -> list[sa.Row[Any]]:
    found: list[sa.Row[Any]] = []
    for start in range(0, len(ids), 500):
        found += connection.execute(_PEOPLE_OF_IDS, {"ids": ids[start : start + 500]}).all()
    return found


def _people_of(connection: sa.Connection, unit_ids: Sequence[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(unit_ids), 500):
        of_units = Person.table.c.unit_id.in_(unit_ids[start : start + 500])
        found += connection.execute(sa.select(Person.table.c.id).where(of_units)).scalars()
    return found


def _renew_units(connection: sa.Connection) -> list[str]:
    """Write the units' index anew and return the units whose place or names have changed."""
    before = {row.unit_id: tuple(row)[1:] for row in connection.execute(sa.select(unit_index))}
    after = _write_units(connection)
    return [i for i in {*before, *after} if before.get(i) != after.get(i)]


def _write_units(connection: sa.Connection) -> dict[str, tuple[str, str, str]]:
    units = find(connection, Unit)
    keys = unit_order_keys(units)
    rows = {}
    for unit in units:
        names = [n for n in (unit.name, unit.short_name) if n]
        rows[unit.id] = (keys[unit.id], unit.short_name or unit.name or "", "\x01".join(names))
    connection.execute(unit_index.delete())
    if rows:
        columns = ("unit_id", "order_key", "name", "search_text")
        connection.execute(unit_index.insert(), [dict(zip(columns, (i, *r), strict=True)) for i, r in rows.items()])
    return rows


def unit_order_keys(units: Sequence[Unit]) -> dict[str, str]:
    """Return a text for each unit whose order is the order of the tree, parents before children."""
    by_id = {u.id: u for u in units}
    keys: dict[str, str] = {}

    def key_of(unit: Unit, above: frozenset[str]) -> str:
        if unit.id not in keys:
            parent = by_id.get(unit.parent_id or "")
            cyclic = parent is None or parent.id in above
            prefix = "" if cyclic or parent is None else key_of(parent, above | {unit.id}) + "/"
            keys[unit.id] = f"{prefix}{unit.position:06d}{unit.id}"
        return keys[unit.id]

    for unit in units:
        key_of(unit, frozenset({unit.id}))
    return keys


def _drop(connection: sa.Connection, ids: Sequence[str]) -> None:
    for person_id in ids:
        connection.execute(person_index.delete().where(person_index.c.person_id == person_id))
    search.remove(connection, ids)


def _index(connection: sa.Connection, people: Sequence[sa.Row[Any]]) -> None:
    if not people:
        return
    rows, documents = [], []
    for person in people:
        readings = name_readings(person.name or "")
        rows.append(_row(person, person.order_key or _NO_UNIT, readings[0] if readings else ""))
        documents.append(_document(person, person.search_text or "", readings))
    _write_rows(connection, rows)
    search.put(connection, documents)


def rows_of(connection: sa.Connection, ids: Sequence[str]) -> list[dict[str, object]]:
    """Return the rows that the index should have for some people, without writing them."""
    people = _people(connection, ids)
    readings = [name_readings(person.name or "") for person in people]
    return [
        _row(person, person.order_key or _NO_UNIT, read[0] if read else "")
        for person, read in zip(people, readings, strict=True)
    ]


def _write_rows(connection: sa.Connection, rows: Sequence[dict[str, object]]) -> None:
    """Write the rows that are not there already just so."""
    there: dict[object, dict[str, object]] = {}
    for start in range(0, len(rows), 500):
        ids = [row["person_id"] for row in rows[start : start + 500]]
        there |= {r.person_id: dict(r._mapping) for r in connection.execute(_ROWS_THERE, {"ids": ids})}
    wrong = [row for row in rows if there.get(row["person_id"]) != row]
    stale = [{"stale_id": row["person_id"]} for row in wrong if row["person_id"] in there]
    if stale:
        connection.execute(person_index.delete().where(person_index.c.person_id == sa.bindparam("stale_id")), stale)
    if wrong:
        connection.execute(person_index.insert(), wrong)


def level_order(code: str | None) -> int:
    """Return the place of a 职务层次 in its table, highest first; unknown ones come last."""
    if not code:
        return _LAST
    return codes.table("post_level").order_of(code)


def _row(person: sa.Row[Any], order_key: str, pinyin: str) -> dict[str, object]:
    stroke = person_name.stroke_key(person.name or "")
    order = level_order(person.post_level)
    since = person.post_level_since.digits() if person.post_level_since else _NO_UNIT
    position = person.position if person.position > 0 else _LAST
    return {
        "person_id": person.id,
        "pinyin": pinyin,
        "stroke_key": stroke,
        "level_order": order,
        "default_key": f"{order_key}!{position:05d}|{order:04d}|{since}|{stroke}",
    }


def in_team(default_key: str) -> str:
    """Return the part of a ``default_key`` that orders people of one unit, whichever it is."""
    return default_key.partition("!")[2]


def _document(person: sa.Row[Any], unit_name: str, readings: Sequence[str]) -> search.Document:
    keys: set[str] = set()
    for reading in readings:
        syllables = reading.split()
        keys.add("".join(syllables))
        keys.add("".join(s[0] for s in syllables))
    parts = (person.name, unit_name, person.current_post, person.id_number)
    return search.Document(person.id, frozenset(keys), "\x01".join(p for p in parts if p))


def name_readings(name: str) -> list[str]:
    """Return the pinyin of a name, syllables parted by blanks; the surname's own reading first, at most eight."""
    if not name:
        return []
    own = person_name.surname_readings(name)
    surname = person_name.surname(name)
    given = name[len(surname) :]
    starts = [" ".join(r) for r in own] if own else _general_readings(surname, per_character=2)
    found = [f"{s} {g}".strip() for s in starts or [""] for g in _general_readings(given, per_character=2)[:4] or [""]]
    return [r for r in dict.fromkeys(found) if r][:8]


def _general_readings(text: str, *, per_character: int) -> list[str]:
    if not text:
        return []
    readings = [found[:per_character] for found in map(syllables, text) if found]
    return [" ".join(p) for p in product(*readings)]
