"""Who may stand in the store twice, and what speaks against two records being one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import sqlalchemy as sa

from ganbu_desktop.foundation import identity_number, person_name
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person

_COLUMNS = ("id", "name", "id_number", "born_on", "sex")


@dataclass(frozen=True)
class Known:
    """What two records are told apart by; ``id_number`` in its 18 characters."""

    id: str
    name: str
    id_number: str
    born_on: PartialDate | None
    sex: str | None


@dataclass(frozen=True)
class LikelyPair:
    """Two records that may be one person: why, and what speaks against it (then it is not to be joined lightly)."""

    first_id: str
    second_id: str
    reason: str
    doubts: tuple[str, ...]


def known(person: Person | sa.Row[tuple[object, ...]]) -> Known:
    """Return what a person is told apart by."""
    number = identity_number.modern(identity_number.normalise(person.id_number or ""))
    return Known(person.id, person_name.normalise(person.name or ""), number, person.born_on, person.sex)


def doubts_about(first: Known, second: Known) -> tuple[str, ...]:
    """Return what speaks against two records being one person; empty when nothing does."""
    found = []
    if first.name != second.name:
        found.append("姓名不同")
    if first.id_number and second.id_number and first.id_number != second.id_number:
        found.append("身份证号不同")
    if _births_differ(first, second):
        found.append(f"出生年月不同（{first.born_on} 和 {second.born_on}）")
    if first.sex and second.sex and first.sex != second.sex:
        found.append("性别不同")
    return tuple(found)


def _births_differ(first: Known, second: Known) -> bool:
    one, other = first.born_on, second.born_on
    return one is not None and other is not None and not one.to_month().agrees_with(other.to_month())


def likely_pairs(office: Office) -> list[LikelyPair]:
    """Return the pairs that may be one person, those with the same identity number first.

    Same number; or same name and month of birth; or same name where one has no number and the births do not differ.
    Nothing is ever joined by itself.
    """
    at = Person.table.c
    with office.reading() as connection:
        rows = connection.execute(sa.select(*(at[name] for name in _COLUMNS)).order_by(at.name, at.id)).all()
    people = [known(row) for row in rows]
    found: dict[tuple[str, str], LikelyPair] = {}
    for first, second in _sharing((p.id_number, p) for p in people):
        found[first.id, second.id] = _pair(first, second, "身份证号相同")
    for first, second in _sharing((p.name, p) for p in people):
        reason = _reason(first, second)
        if reason and (first.id, second.id) not in found:
            found[first.id, second.id] = _pair(first, second, reason)
    return list(found.values())


def _sharing(keyed: Iterable[tuple[str, Known]]) -> Iterator[tuple[Known, Known]]:
    groups: dict[str, list[Known]] = defaultdict(list)
    for key, person in keyed:
        if key:
            groups[key].append(person)
    for group in groups.values():
        yield from combinations(group, 2)


def _pair(first: Known, second: Known, reason: str) -> LikelyPair:
    return LikelyPair(first.id, second.id, reason, doubts_about(first, second))


def _reason(first: Known, second: Known) -> str:
    """Return why two namesakes may be one person, empty where nothing says so."""
    if _births_differ(first, second):
        return ""
    both_born = first.born_on is not None and second.born_on is not None
    if both_born and first.born_on.month and second.born_on.month:  # type: ignore[union-attr]
        return "姓名和出生年月相同"
    return "姓名相同，一方没有身份证号" if not (first.id_number and second.id_number) else ""
