"""Which stored person an incoming one is: by identity number, else by name and month of birth; never by a guess."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation import identity_number
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.intake.incoming import IncomingPerson
from ganbu_desktop.modules.intake.joining import same_month
from ganbu_desktop.modules.intake.plan import PersonPlan
from ganbu_desktop.store.operations import find

_CHUNK = 500


class PeopleByKey:
    """The stored people that the incoming ones may be, read in chunks. Old and new identity numbers are one."""

    def __init__(self, connection: sa.Connection, incoming: Sequence[IncomingPerson]) -> None:
        self.by_id: dict[str, list[Person]] = {}
        self.by_name: dict[str, list[Person]] = {}
        column = Person.table.c
        found: dict[str, Person] = {}
        for key, wanted in (
            (column.id_number, sorted({form for p in incoming if p.id_number for form in _forms(p.id_number)})),
            (column.name, sorted({p.name for p in incoming if p.name})),
        ):
            for start in range(0, len(wanted), _CHUNK):
                for person in find(connection, Person, key.in_(wanted[start : start + _CHUNK])):
                    found[person.id] = person
        for person in found.values():
            if person.id_number:
                self.by_id.setdefault(identity_number.modern(person.id_number), []).append(person)
            self.by_name.setdefault(person.name or "", []).append(person)


def _forms(number: str) -> Iterator[str]:
    yield number
    modern = identity_number.modern(number)
    if modern != number:
        yield modern
    old = identity_number.old_form(number)
    if old is not None:
        yield old


def candidates_of(people: PeopleByKey, incoming: IncomingPerson) -> list[Person]:
    """Return the stored people that an incoming one may be: by ID number, else by name and birth month.

    Somebody of the same name and month with another number may be the same person with a number put right.
    """
    if incoming.id_number:
        found = people.by_id.get(identity_number.modern(incoming.id_number), [])
        if found:
            return found
    same = people.by_name.get(incoming.name, [])
    if incoming.in_store_only:
        return [p for p in same if not (p.id_number and incoming.id_number)]
    return [p for p in same if _may_be(p, incoming)]


def _may_be(person: Person, incoming: IncomingPerson) -> bool:
    if person.born_on is None or incoming.born_on is None:
        return not (person.id_number and incoming.id_number)
    return same_month(person.born_on, incoming.born_on)


def is_certain(person: Person, incoming: IncomingPerson) -> bool:
    """Tell whether the only candidate needs no question."""
    if person.id_number and incoming.id_number:
        return same_number(person, incoming) and not is_somebody_else(person, incoming)
    return incoming.in_store_only or (person.born_on is not None and incoming.born_on is not None)


def same_number(person: Person, incoming: IncomingPerson) -> bool:
    """Tell whether both have the same identity number, in its old or new form."""
    if not (person.id_number and incoming.id_number):
        return False
    return identity_number.modern(person.id_number) == identity_number.modern(incoming.id_number)


def is_somebody_else(person: Person, incoming: IncomingPerson) -> bool:
    """Tell whether a number hit speaks against itself: another name, and another month of birth or none to compare."""
    if not incoming.name or plain_name(incoming.name) == plain_name(person.name or ""):
        return False
    if incoming.in_store_only:
        return True
    return bool(incoming.born_on and person.born_on and not same_month(person.born_on, incoming.born_on))


class Newcomers:
    """The people of one import who are not stored yet, to find those that are listed twice."""

    def __init__(self) -> None:
        self._by_number: dict[str, PersonPlan] = {}
        self._by_name: dict[str, list[PersonPlan]] = {}

    def earlier(self, plan: PersonPlan) -> PersonPlan | None:
        """Return who was met before and may be the same person; None registers somebody new."""
        incoming = plan.incoming
        number = identity_number.modern(incoming.id_number or "")
        namesakes = self._by_name.setdefault(incoming.name, [])
        found = self._by_number.get(number) or next((p for p in namesakes if _is_same(p.incoming, incoming)), None)
        if found is None:
            namesakes.append(plan)
            if number:
                self._by_number[number] = plan
        return found


def _is_same(one: IncomingPerson, other: IncomingPerson) -> bool:
    if one.id_number and other.id_number:
        return False
    return one.born_on is None or other.born_on is None or same_month(one.born_on, other.born_on)


def plain_name(name: str) -> str:
    """Return a name without dots and marks, which people write in many ways."""
    return name if name.isalpha() else "".join(c for c in name if c.isalnum())


def question_of(candidates: Sequence[Person], incoming: IncomingPerson) -> str:
    """Return what the clerk is asked about these candidates."""
    names = "、".join(_who(c) for c in candidates[:3])
    if any(same_number(c, incoming) for c in candidates):
        return f"身份证号与库中的{names}相同，姓名和出生年月却对不上；请核对是不是同一人"
    if all(c.id_number and incoming.id_number for c in candidates):
        return f"库中有姓名和出生年月相同、身份证号不同的：{names}；是同一人请选择，不是则作为新人"
    return f"库中有可能是同一人的：{names}；请选择是哪一位，或作为新人"


def _who(person: Person) -> str:
    post = person.current_post_short or person.current_post or "职务不详"
    return f"{person.name}（{person.born_on or '出生年月不详'}，{post}）"
