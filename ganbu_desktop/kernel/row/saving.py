"""The verb of a row: every entry checked before anything is written, then all of them in one operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.ledger.spec import Save
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.row.check import Check, Now
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record, replace

if TYPE_CHECKING:
    from ganbu_desktop.kernel.row.row import Row

_NOT_SAVED = "。没有保存，数据未改动。"


def saver(row: Row) -> Save:
    """Return the action that writes entries of a row; it needs the row's right and nothing else does the writing."""

    def save(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
        given = [(old, _filled(row, office, old, new)) for old, new in pairs]
        if row.check is not None:
            refuse(row.check, office, [new for _, new in given])
        if row.before is not None:
            given = [(old, row.before(office, old, new)) for old, new in given]
        with office.operation(title, right=row.right) as current:
            standing = [(old, _with_post(row, current, old, new)) for old, new in given]
            ready = [(old, _prepared(row, current, old, new)) for old, new in standing]
            if row.once:
                _refuse_twice(row, current, ready)
            write_changes(current, numbered(current, ready, row.record, row.numbered) if row.numbered else ready)

    return save


def _filled(row: Row, office: Office, old: Record | None, new: Record | None) -> Record | None:
    """Return a new entry with what a fresh one has, where an import or another action left it open."""
    if old is not None or new is None:
        return new
    fresh = row.ledger.new(office)
    by_program = {name: fresh[name] for name in ("recorded_by", "recorded_on") if name in fresh}
    missing = {name: value for name, value in by_program.items() if getattr(new, name) is None}
    return replace(new, missing) if missing else new


def refuse(check: Check, office: Office, records: Sequence[Record | None]) -> None:
    """CheckFailed with everything that stands in the way of the first record that cannot be saved."""
    now = Now(office.today(), office.parameters(), office.account.name)
    for number, record in enumerate(records, 1):
        found = list(check(record, now)) if record is not None else []
        if found:
            place = f"第 {number} 条：" if len(records) > 1 else ""
            raise CheckFailed(f"{place}{'；'.join(found)}{_NOT_SAVED}")


def _with_post(row: Row, current: Operation, old: Record | None, new: Record | None) -> Record | None:
    """Return a new entry with the person's unit and post as they stand, where they are not given."""
    if old is not None or new is None or not row.from_person:
        return new
    open_fields = {name: of for name, of in row.from_person.items() if getattr(new, name) is None}
    if not open_fields:
        return new
    person = current.get(Person, new.__dict__["person_id"])
    return replace(new, {name: getattr(person, of) for name, of in open_fields.items()})


def _prepared(row: Row, current: Operation, old: Record | None, new: Record | None) -> Record | None:
    if new is not None:
        return row.prepare(current, old, new) if row.prepare is not None else new
    if old is not None and row.forget is not None:
        row.forget(current, old)
    return None


def _refuse_twice(row: Row, current: Operation, pairs: Sequence[Pair]) -> None:
    """Refuse an entry that comes to a key which another one has, in the store or in the same save."""

    def key(record: Record) -> tuple[Any, ...]:
        return tuple(getattr(record, name) for name in row.key)

    at = row.record.table.c
    written = {old.id for old, _ in pairs if old is not None}
    taken = {key(new) for old, new in pairs if old is not None and new is not None and key(old) == key(new)}
    for old, new in pairs:
        if new is None or (old is not None and key(old) == key(new)):
            continue
        same = [at[name] == value for name, value in zip(row.key, key(new), strict=True)]
        if key(new) in taken or any(found.id not in written for found in current.find(row.record, *same)):
            raise CheckFailed(row.once)
        taken.add(key(new))


def numbered(current: Operation, pairs: Sequence[Pair], cls: type[Record], dated_by: str) -> list[Pair]:
    """Give new entries of a kind the next number of their year (2026-0001), the year of their date ``dated_by``."""
    last: dict[int, int] = {}
    found: list[Pair] = []
    for old, new in pairs:
        if old is None and new is not None and not new.__dict__["number"]:
            moment = new.__dict__[dated_by]
            year = (moment or current.day).year
            last[year] = (last[year] if year in last else _last_number(current, cls, year)) + 1
            new = replace(new, {"number": f"{year}-{last[year]:04d}"})
        found.append((old, new))
    return found


def _last_number(current: Operation, cls: type[Record], year: int) -> int:
    number = cls.table.c.number
    counted = sa.cast(sa.func.substr(number, 6), sa.Integer)
    return int(
        current.connection.execute(sa.select(sa.func.max(counted)).where(number.startswith(f"{year}-"))).scalar() or 0
    )
