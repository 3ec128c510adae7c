"""Changing 管理状态, unit or 编制 of people: was the record wrong (更正), or did something happen on a day (变动)?

A change ends the spell that lasts and opens the next, a decided one; what was inferred of the time before stays
inferred. A correction rewrites the spell that lasts: it always was so. Where nobody says which, nothing is closed: the
boundary lies between the two days on which the values were recorded, and a check asks for the date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import DECIDED, ServiceSpell, serves
from ganbu_desktop.kernel.people.service_derive import CHANGED, CORRECT
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import fields_of

VALUES = {"management_state": "state", "unit_id": "unit_id", "staffing_type": "staffing_type"}
"""The fields of a person that make a spell, and the spell's."""
RECORDED = "变动登记"


@dataclass(frozen=True)
class Said:
    """What was answered: ``on`` the day of the change (变动), None for a correction (更正); ``source``: by what."""

    on: PartialDate | None
    source: str = RECORDED


def moves(pairs: Sequence[Pair]) -> list[tuple[Person, Person]]:
    """Return the changed people whose state, unit or 编制 changes: those about whom it has to be asked."""
    return [
        (old, new)
        for old, new in pairs
        if isinstance(old, Person)
        and isinstance(new, Person)
        and any(_happened(name, getattr(old, name), getattr(new, name)) for name in VALUES)
    ]


def _happened(name: str, old: str | None, new: str | None) -> bool:
    """Tell whether a value is another one, not merely filled in where nothing had been recorded."""
    if name == "management_state":
        return serves(old) != serves(new) or (old != new and old is not None)
    return old is not None and old != new


def what_changes(pairs: Sequence[Pair]) -> str:
    """Return which of the fields change in some pairs: ``管理状态、所在单位``."""
    described = fields_of(Person)
    changed = {n for old, new in moves(pairs) for n in VALUES if getattr(old, n) != getattr(new, n)}
    return "、".join(described[name].label for name in VALUES if name in changed)


def in_words(people: Sequence[tuple[Person, Person]], units: Mapping[str, str]) -> list[str]:
    """Return what becomes another value, a line a person: ``张三：县财政局→县教育局``; ``units``: names by id."""
    return [f"{new.name or '未填姓名'}：{_turned(old, new, units)}" for old, new in people]


def _turned(old: Person, new: Person, units: Mapping[str, str]) -> str:
    texts = []
    for name in VALUES:
        before, after = getattr(old, name), getattr(new, name)
        if _happened(name, before, after):
            shown = [
                (units.get(v, "") if name == "unit_id" else v) or "（没有填）" for v in (before or "", after or "")
            ]
            texts.append("→".join(shown))
    return "，".join(texts)


def save_said(office: Office, pairs: Sequence[Pair], said: Said | None, *, title: str, right: str) -> None:
    """Write all pairs as one operation together with what they mean for the spells; None where nobody said.

    CheckFailed for a date before the spell that it would close, and UndoConflict as ``editing.save_changes``.
    """
    people = moves(pairs)
    kind = "edit" if said is None or not people else CORRECT if said.on is None else CHANGED
    with office.operation(title, right=right, kind=kind) as current:
        if said is not None:
            write_spells(current, people, said)
        write_changes(current, pairs)


def write_spells(current: Operation, people: Sequence[tuple[Person, Person]], said: Said) -> None:
    """Write the spells of people who change, inside an open operation of kind ``CORRECT`` or ``CHANGED``."""
    lasting = _lasting(current, [old.id for old, _ in people])
    for old, new in people:
        spell = lasting.get(old.id)
        values = {theirs: getattr(new, mine) for mine, theirs in VALUES.items()}
        if said.on is None:
            if spell is not None and spell.basis == DECIDED:
                current.change(spell, **values)
            continue
        if spell is not None:
            _close(current, spell, old, said.on)
        current.insert(
            ServiceSpell(person_id=new.id, from_on=said.on, basis=DECIDED, source=said.source or RECORDED, **values)
        )


def _lasting(current: Operation, ids: Sequence[str]) -> dict[str, ServiceSpell]:
    at, found = ServiceSpell.table.c, dict[str, ServiceSpell]()
    for start in range(0, len(ids), 500):
        rows = current.find(
            ServiceSpell, at.person_id.in_(ids[start : start + 500]), at.until_on.is_(None), at.until_last.is_(None)
        )
        found |= {row.person_id: row for row in rows}
    return found


def _close(current: Operation, spell: ServiceSpell, person: Person, on: PartialDate) -> None:
    if spell.from_on is not None and not on.last_day() > spell.from_on.first_day():
        raise CheckFailed(
            f"{person.name or '这位干部'}现在的这一段服务经历从 {spell.from_on} 开始，变动日期 {on} 不能早于它；"
            "没有保存，您的输入还在屏幕上"
        )
    if spell.basis == DECIDED:
        current.change(spell, until_on=on)
