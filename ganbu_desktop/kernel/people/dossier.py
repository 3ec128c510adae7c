"""Everything recorded of some people, read in chunks: what forms, checks and exports work on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

import sqlalchemy as sa

from ganbu_desktop.kernel.people.person import PERSON_SETS, AppointmentSheet, Attachment, Person, Photo
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.operations import find, read_blob
from ganbu_desktop.store.record import Record

R = TypeVar("R", bound=Record)
ALL_SETS = tuple(cls for cls in PERSON_SETS if cls is not Attachment)
"""What forms, checks and exports look at."""

_CHUNK = 200


@dataclass(frozen=True)
class Dossier:
    """One person with the rows of the sets that were asked for; ``units`` names every unit that appears."""

    person: Person
    sets: Mapping[type[Record], list[Record]]
    units: Mapping[str, Unit] = field(repr=False)

    def rows(self, cls: type[R]) -> list[R]:
        """Return the person's rows of one set, in their order."""
        return cast("list[R]", self.sets.get(cls, []))

    @property
    def sheet(self) -> AppointmentSheet:
        """Return the person's 任免表 texts; an empty one when there are none."""
        found = self.rows(AppointmentSheet)
        return found[0] if found else AppointmentSheet(person_id=self.person.id)

    @property
    def unit(self) -> Unit | None:
        """Return the unit the person belongs to."""
        return self.units.get(self.person.unit_id or "")

    def unit_name(self, unit_id: str | None) -> str:
        """Return the full name of a unit, empty when unknown."""
        unit = self.units.get(unit_id or "")
        return (unit.name or "") if unit else ""


def all_units(connection: sa.Connection) -> dict[str, Unit]:
    """Return every unit by id."""
    return {u.id: u for u in find(connection, Unit)}


def dossiers(
    connection: sa.Connection, person_ids: Sequence[str], sets: Sequence[type[Record]] = ALL_SETS
) -> Iterator[Dossier]:
    """Yield the dossiers of some people in the given order; people who are gone are left out."""
    units = all_units(connection)
    for start in range(0, len(person_ids), _CHUNK):
        wanted = list(person_ids[start : start + _CHUNK])
        people = {p.id: p for p in find(connection, Person, Person.table.c.id.in_(wanted))}
        rows: dict[str, dict[type[Record], list[Record]]] = {i: {} for i in wanted}
        for cls in sets:
            for record in find(connection, cls, cls.table.c.person_id.in_(wanted)):
                owner = cast("str", record.person_id)  # type: ignore[attr-defined]
                rows[owner].setdefault(cls, []).append(record)
        for person_id in wanted:
            if person_id in people:
                yield Dossier(people[person_id], rows[person_id], units)


def dossier(connection: sa.Connection, person_id: str) -> Dossier | None:
    """Return one person's dossier, or None."""
    return next(dossiers(connection, [person_id]), None)


def photo_of(connection: sa.Connection, found: Dossier) -> bytes | None:
    """Return the JPEG of a person's photo, or None."""
    photos = found.rows(Photo)
    return read_blob(connection, photos[-1].blob) if photos else None
