"""A person under edit: what is stored, and what has been changed of it on screen. Knows no Qt and never writes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from ganbu_desktop.kernel.describe import Record
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import LEDGER_SETS, AppointmentSheet, Person


class Draft:
    """Every tab of the page reads its values here and puts them back; ``pairs`` is what would be saved."""

    def __init__(self, stored: Dossier) -> None:
        """Start from what is stored."""
        self.stored = stored
        self.person: Person = stored.person
        self._stored_sheet = stored.sheet
        self.sheet: AppointmentSheet = self._stored_sheet
        self._rows: dict[type[Record], list[Record]] = {cls: list(stored.rows(cls)) for cls in LEDGER_SETS}

    def rows(self, cls: type[Record]) -> list[Record]:
        """Return the rows of a set as they stand on screen."""
        return list(self._rows[cls])

    def set_person(self, values: Mapping[str, Any]) -> None:
        """Change fields of the person."""
        self.person = dataclasses.replace(self.person, **values)

    def set_sheet(self, values: Mapping[str, Any]) -> None:
        """Change texts of the appointment form."""
        self.sheet = dataclasses.replace(self.sheet, **values)

    def set_rows(self, cls: type[Record], pairs: Sequence[Pair]) -> None:
        """Take (old, new) of the rows of one set; new rows come last, those with a position in its order."""
        rows = {row.id: row for row in self._rows[cls]}
        for old, new in pairs:
            if new is not None:
                rows[new.id] = new
            elif old is not None:
                rows.pop(old.id, None)
        kept = list(rows.values())
        if any(hasattr(row, "position") for row in kept):
            kept.sort(key=lambda row: int(getattr(row, "position")))  # noqa: B009 - not every record type has one
        self._rows[cls] = kept

    def copy(self) -> Draft:
        """Return a draft of the same state, for a look ahead."""
        other = Draft(self.stored)
        other.person, other.sheet, other._stored_sheet = self.person, self.sheet, self._stored_sheet
        other._rows = {cls: list(rows) for cls, rows in self._rows.items()}
        return other

    def pairs(self) -> list[Pair]:
        """Return (old, new) of every record that differs from what is stored."""
        found: list[Pair] = []
        if self.person != self.stored.person:
            found.append((self.stored.person, self.person))
        if self.sheet != self._stored_sheet:
            found.append((self._stored_sheet if self.stored.rows(AppointmentSheet) else None, self.sheet))
        for cls, rows in self._rows.items():
            found += _differences(self.stored.rows(cls), rows)
        return found

    def dirty(self) -> bool:
        """Return whether there is anything to save."""
        return bool(self.pairs())

    def dossier(self) -> Dossier:
        """Return the dossier as it stands on screen."""
        sets: dict[type[Record], list[Record]] = {**self.stored.sets, **self._rows, AppointmentSheet: [self.sheet]}
        return Dossier(self.person, sets, self.stored.units)


def _differences(stored: Sequence[Record], rows: Sequence[Record]) -> list[Pair]:
    before, after = {r.id: r for r in stored}, {r.id: r for r in rows}
    gone: list[Pair] = [(old, None) for key, old in before.items() if key not in after]
    kept: list[Pair] = [(before.get(key), new) for key, new in after.items() if before.get(key) != new]
    return [*gone, *kept]
