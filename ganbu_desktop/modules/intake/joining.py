"""People and units that several files of one import name, put together before the store is asked who they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ganbu_desktop.foundation.fields import Hidden
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.intake.incoming import IncomingPerson, IncomingRow
from ganbu_desktop.modules.intake.natural_keys import keyed, says_the_same, unit_key
from ganbu_desktop.store.record import Integer, fields_of


def joined(people: Sequence[IncomingPerson]) -> tuple[list[IncomingPerson], list[str]]:
    """Return the people, each once, and a sentence for every value in which two files differ.

    The same person is the same identity number or, where a file has none, the same name and month of birth in another
    file. What was read first counts; later files fill its gaps. The given people are left as they are.
    """
    register = _Register()
    notices: list[str] = []
    for person in people:
        place = register.place_of(person)
        if place is None:
            register.add(person)
        else:
            notices += _put_together(register.own(place), person)
    return register.people, notices


def joined_units(units: Sequence[IncomingRow]) -> tuple[list[IncomingRow], list[str]]:
    """Return the units, each name once, and a sentence for every value in which two files differ."""
    found: dict[str, IncomingRow] = {}
    notices: list[str] = []
    for unit in units:
        key = unit_key(unit.values["name"])
        first = found.get(key)
        if first is None:
            found[key] = _copy(unit)
            continue
        notices += _fill(first, unit, unit.values["name"])
        if not unit.unit_name:
            first.unit_name = ""
    return list(found.values()), notices


def same_month(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether two dates of birth may be the same, as far as both are known."""
    return one.to_month().agrees_with(other.to_month())


def put_together(first: IncomingPerson, other: IncomingPerson) -> tuple[IncomingPerson, list[str]]:
    """Return a person with the gaps filled by another row of the same person, and a sentence for each difference."""
    children = [_copy(child) for child in first.children]
    whole = replace(first, row=_copy(first.row), children=children)
    return whole, _put_together(whole, other)


class _Register:
    """The people so far, by number and by name."""

    def __init__(self) -> None:
        self.people: list[IncomingPerson] = []
        self._by_id: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._copied: set[int] = set()

    def add(self, person: IncomingPerson) -> None:
        """Take somebody new in."""
        place = len(self.people)
        self.people.append(person)
        if person.id_number:
            self._by_id.setdefault(person.id_number, place)
        self._by_name.setdefault(person.name, []).append(place)

    def place_of(self, person: IncomingPerson) -> int | None:
        """Return where somebody from another file stands who is this person, if it is certain."""
        by_id = self._by_id.get(person.id_number or "")
        if by_id is not None and self.people[by_id].place.file != person.place.file:
            return by_id
        found = [place for place in self._by_name.get(person.name, ()) if _is_same(self.people[place], person)]
        return found[0] if len(found) == 1 else None

    def own(self, place: int) -> IncomingPerson:
        """Return a person that may be written to."""
        if place not in self._copied:
            person = self.people[place]
            children = [_copy(child) for child in person.children]
            self.people[place] = replace(person, row=_copy(person.row), children=children)
            self._copied.add(place)
        return self.people[place]


def _copy(row: IncomingRow) -> IncomingRow:
    return replace(row, values=dict(row.values), problems=list(row.problems))


def _is_same(one: IncomingPerson, other: IncomingPerson) -> bool:
    if one.place.file == other.place.file or (one.id_number and other.id_number):
        return False
    if one.in_store_only or other.in_store_only:
        return True
    return one.born_on is not None and other.born_on is not None and same_month(one.born_on, other.born_on)


def _put_together(first: IncomingPerson, other: IncomingPerson) -> list[str]:
    if first.in_store_only:
        first.place, first.row.place = other.place, other.row.place
    first.in_store_only = first.in_store_only and other.in_store_only
    first.id_number = first.id_number or other.id_number
    first.born_on = first.born_on or other.born_on
    first.unit_name = first.unit_name or other.unit_name
    first.photo = first.photo or other.photo
    first.is_form = first.is_form or other.is_form
    notices = _fill(first.row, other.row, first.name)
    mine = list(first.children)
    for row in other.children:
        old = _same_row(mine, other.children, row)
        if old is None:
            first.children.append(row)
        else:
            notices += _fill(old, row, first.name)
    return notices


def _same_row(mine: list[IncomingRow], others: list[IncomingRow], row: IncomingRow) -> IncomingRow | None:
    own = [r for r in mine if r.cls is row.cls]
    theirs = [r for r in others if r.cls is row.cls]
    keys = keyed(row.cls, [_getter(r) for r in theirs])
    key = next(key for key, candidate in zip(keys, theirs, strict=True) if candidate is row)
    return dict(zip(keyed(row.cls, [_getter(r) for r in own]), own, strict=True)).get(key)


def _getter(row: IncomingRow) -> Callable[[str], Any]:
    return lambda name: row.unit_name if name == "unit_id" else row.values.get(name)


def _places(row: IncomingRow, other: IncomingRow) -> tuple[str, str]:
    """Name two rows by their files, or by their numbers where they stand in one file."""
    if row.place.file == other.place.file:
        return f"第 {row.place.row} 行", f"第 {other.place.row} 行"
    return f"“{row.place.file}”", f"“{other.place.file}”"


def _fill(row: IncomingRow, other: IncomingRow, name: str) -> list[str]:
    described = fields_of(row.cls)
    row.problems += other.problems
    notices = []
    for field, value in other.values.items():
        mine = row.values.setdefault(field, value)
        if mine == value or says_the_same(row.values.get, field, value):
            continue
        if not isinstance(described[field], Hidden | Integer):
            label = described[field].label
            mine_at, other_at = _places(row, other)
            notices.append(f"{name}的“{label}”在{mine_at}和{other_at}中不同，按{mine_at}")
    return notices
