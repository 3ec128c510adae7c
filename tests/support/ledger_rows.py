"""Rows of any record, made from the descriptions of its fields alone, so that a new ledger needs no rows of its own."""

from __future__ import annotations

import random
from typing import Any

from support.builders import add
from support.workbooks import GIVEN, HOSTILE_TEXTS, identity_number

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, LongText, Number, Scaled, Sealed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.names import PERSON, UNIT
from ganbu_desktop.kernel.log.sealed import sealed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.store.record import Integer, Record, Reference, fields_of, needed_fields, new_id, record_type


def _letters(number: int) -> str:
    return GIVEN[number % 20] + GIVEN[number // 20 % 20] + (GIVEN[number // 400 % 20] if number >= 400 else "")


class Filler:
    """Makes rows of any record: every field filled now and then, references to rows made for them."""

    def __init__(self, office: Office, people: int = 4) -> None:
        """Begin with three units and some people of different names and numbers."""
        self.office, self.choose = office, random.Random(7)
        units = [Unit(name=f"青禾县第{n}局", short_name=f"{n}局") for n in range(3)]
        unit_ids = [unit.id for unit in units]
        staff = [
            Person(name=f"王{_letters(n)}", id_number=identity_number(n), unit_id=unit_ids[n % 3])
            for n in range(people)
        ]
        add(office, *units, *staff)
        self.made: dict[str, list[str]] = {PERSON: [p.id for p in staff], UNIT: unit_ids}
        self.making: set[str] = set()

    def rows(self, cls: type[Record], count: int) -> list[str]:
        """Insert ``count`` rows past guards and actions, which other tests are about; returns their ids."""
        self.making.add(cls.table.name)
        images = [self._image(cls, number) for number in range(count)]
        with self.office.file.writer() as connection:
            connection.execute(cls.table.insert(), images)
        self.making.discard(cls.table.name)
        return [str(image["id"]) for image in images]

    def _image(self, cls: type[Record], number: int) -> dict[str, Any]:
        needed = needed_fields(cls)
        image: dict[str, Any] = {"id": new_id()}
        for name, entry in fields_of(cls).items():
            must = name in needed or name in (cls.owner, cls.named_by)
            image[name] = self._value(cls, name, entry, number) if must or self.choose.random() < 0.7 else None
        if issubclass(cls, Hanging):
            image |= {"entry_table": PERSON, "entry_id": image["person_id"] or self.made[PERSON][0]}
        if issubclass(cls, LimitingRecord):
            image |= {"state": self.choose.choice("112"), "ends_on": None, "origin_id": None, "successor_id": None}
        return image

    def _value(self, cls: type[Record], name: str, entry: Field, number: int) -> Any:
        if isinstance(entry, Reference):
            return self.choose.choice(self._targets(entry.target)) if entry.target not in self.making else None
        if isinstance(entry, Number | Integer):
            return number + 1
        if isinstance(entry, Scaled):
            return self.choose.randrange(10_000)
        if isinstance(entry, Date):
            return PartialDate(2020 + number % 6, self.choose.choice((None, 3)))
        if isinstance(entry, Flag):
            return bool(number % 2)
        if isinstance(entry, Choice):
            return self.choose.choice([e.code for e in codes.table(entry.table).entries if not e.heading])
        text = f"{entry.label}{number}"
        if name != cls.named_by and self.choose.random() < 0.3:
            text = entry.parse(self.choose.choice(HOSTILE_TEXTS)) or text
        if isinstance(entry, Sealed):
            return sealed(self.office, text)
        return f"{text}\n第二行" if isinstance(entry, LongText) else text

    def _targets(self, target: str) -> list[str]:
        if target not in self.made:
            self.made[target] = self.rows(record_type(target), 3)
        return self.made[target]
