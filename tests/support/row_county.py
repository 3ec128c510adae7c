"""What the tests over every row share: one small county with all invented records, copied for each test that writes."""

from __future__ import annotations

import dataclasses
import random
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from support.builders import ACCOUNT, PASSWORD, clock, make_office

from ganbu_desktop import modules
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, Hidden, LongText, Number, Scaled, Sealed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Account, Office, SilentProgress
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.row.row import Row
from ganbu_desktop.kernel.spine.limiting import DRAFT, LimitingRecord
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.record import Record, Reference, fields_of, needed_fields, record_type

PEOPLE = 40

modules.load_records()
ROWS = [(room, row) for room, rows in modules.rows().items() for row in rows]
NAMES = [row.name for _, row in ROWS]


@cache
def _county() -> bytes:
    """Return the bytes of a store with the invented records of every room, made once a process."""
    from ganbu_desktop.modules.people.demo import fill_demo

    with tempfile.TemporaryDirectory() as folder:
        office = make_office(Path(folder))
        fill_demo(office, PEOPLE)
        for fill in modules.demo_fillers():
            fill(office, SilentProgress())
        office.file.close()
        return office.path.read_bytes()


def copied(folder: Path, rights: frozenset[str] | None = None) -> Office:
    """Return an office of a copy of the county."""
    path = folder / "county.ganbu"
    path.write_bytes(_county())
    return Office(DataFile.open(path, password=PASSWORD, clock=clock), Account(ACCOUNT, rights), clock=clock)


class Marker:
    """Makes a record whose every field holds a value that nothing else on a sheet holds."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._number = 100
        self._made: list[Record] = []
        self.marks: dict[str, str] = {}

    def record(self, row: Row) -> Record:
        """Return and write a marked record; ``marks`` tells by field what must be read on paper."""
        values: dict[str, Any] = {}
        for name, entry in fields_of(row.record).items():
            if isinstance(entry, Hidden):
                continue
            values[name], self.marks[name] = self._value(entry)
        values |= {name: value for name, value in row.new.items() if name not in row.fields and not callable(value)}
        found = row.record(**values)
        self._write(found)
        return found

    def _write(self, record: Record) -> None:
        """Write past the verbs, which other tests are about."""
        images = [dict(other.__dict__) for other in (*self._made, record)]
        with self._office.file.writer() as connection:
            for image, other in zip(images, (*self._made, record), strict=True):
                connection.execute(type(other).table.insert(), image)
        self._made.clear()

    def _value(self, entry: Field) -> tuple[Any, str]:
        self._number += 1
        mark = f"记号{self._number}"
        if isinstance(entry, Reference):
            return self._referred(entry, mark)
        if isinstance(entry, Date):
            moment = PartialDate(2001, self._number % 12 + 1, self._number % 28 + 1)
            return moment, moment.as_chinese()
        if isinstance(entry, Choice):
            labels = [e for e in codes.table(entry.table).entries if not (e.heading or e.retired)]
            chosen = labels[self._number % len(labels)]
            return chosen.code, chosen.label
        if isinstance(entry, Flag):
            return True, entry.yes
        if isinstance(entry, Number):
            return 90_000 + self._number, str(90_000 + self._number)
        if isinstance(entry, Scaled):
            return 900_000 + self._number, entry.format(900_000 + self._number)
        if isinstance(entry, Sealed):
            return None, ""
        return (f"{mark}\n又{mark}", f"又{mark}") if isinstance(entry, LongText) else (mark, mark)

    def _referred(self, entry: Reference, mark: str) -> tuple[str | None, str]:
        if entry.target == Person.table.name:
            made: Record = Person(name=mark)
        elif entry.target == Unit.table.name:
            made = Unit(name=mark)
        else:
            return self._existing(record_type(entry.target))
        self._made.append(made)
        return made.id, mark

    def _existing(self, cls: type[Record]) -> tuple[str | None, str]:
        found = self._office.find(cls)[:1]
        if not found:
            return None, ""
        text = str(getattr(found[0], cls.named_by) or "") if cls.named_by else ""
        return found[0].id, text


def fresh(office: Office, row: Row, **values: Any) -> Record:
    """Return a record of the county, unwritten, under an id and (where it names others) a key of its own."""
    found = office.find(row.record)
    chosen = random.Random(row.name).choice(found)
    fresh_id = f"{'f' * 8}{random.Random(row.name).getrandbits(96):024x}"
    alone = dict.fromkeys((*_may_name_others(row), *_written_later(row)))
    made = dataclasses.replace(chosen, id=fresh_id, **alone, **_other_key(office, row, chosen, found))
    if isinstance(made, LimitingRecord):
        made = dataclasses.replace(made, state=DRAFT, effective_on=None)
    return dataclasses.replace(made, **values)


def _may_name_others(row: Row) -> list[str]:
    """Return the fields that may name an entry of the same person (the talk that a need came from) and may be empty."""
    everybody = (Person.table.name, Unit.table.name)
    return [
        name
        for name, entry in fields_of(row.record).items()
        if isinstance(entry, Reference)
        and entry.target not in everybody
        and name not in (*row.key, *needed_fields(row.record))
    ]


def _written_later(row: Row) -> list[str]:
    """Return the fields that the program writes when it acts on an entry (its number, who closed it)."""
    described = fields_of(row.record)
    return [f.name for f in dataclasses.fields(row.record) if f.default is None and described[f.name].by_program]


def _other_key(office: Office, row: Row, chosen: Record, found: Sequence[Record]) -> dict[str, Any]:
    """Return another record for the first one that the key names, so that the entry is not the same again."""
    described = fields_of(row.record)
    name = next((n for n in row.key if isinstance(described[n], Reference)), None)
    if name is None:
        return {}
    keys = {tuple(getattr(entry, n) for n in row.key) for entry in found}
    reference = described[name]
    assert isinstance(reference, Reference)
    for other in office.find(record_type(reference.target)):
        key = tuple(other.id if n == name else getattr(chosen, n) for n in row.key)
        if key not in keys:
            return {name: other.id}
    return {}
