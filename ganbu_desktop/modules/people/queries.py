"""What the cadres pages read: small functions from an office to frozen rows, safe to call from the reading thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.forms.person_values import (
    FULL_TIME,
    IN_SERVICE,
    annual_text,
    birth_and_age,
    education_lines,
    month_text,
    party_text,
    rewards_text,
)
from ganbu_desktop.kernel.ledger.groups import LedgerGroup
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import looking, person_groups, person_list
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers, photo_of
from ganbu_desktop.kernel.people.faults import faults_of
from ganbu_desktop.kernel.people.person import PERSON_SETS, AppointmentSheet, Attachment, Education, Person, Photo
from ganbu_desktop.kernel.people.person_index import unit_index
from ganbu_desktop.kernel.people.person_list import ListQuery
from ganbu_desktop.kernel.people.retirement import retirement_of, why_unknown
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, fields_of

# ---- lists


def groups(office: Office, query: ListQuery, by: str) -> list[LedgerGroup]:
    """Return the people a query shows by groups: each with its words and how many there are."""
    with office.reading() as connection:
        return person_groups.groups(connection, query, by)


def group_ids(office: Office, query: ListQuery, by: str, key: object) -> list[str]:
    """Return the ids of one group's people, in the query's order."""
    with office.reading() as connection:
        return person_groups.ids_of(connection, query, by, key)


def people(office: Office, wanted: Sequence[str]) -> dict[str, Person]:
    """Return some people by id; those who are gone are left out."""
    return {row.person.id: row.person for row in looking.rows(office, wanted)}


def count(office: Office, query: ListQuery) -> int:
    """Return how many people a query shows."""
    with office.reading() as connection:
        return person_list.count(connection, query)


def longest_names(office: Office) -> list[str]:
    """Return the longest names there are, a few."""
    name = Person.table.c.name
    asked = sa.select(name).where(name.is_not(None)).order_by(sa.func.length(name).desc()).limit(3)
    with office.reading() as connection:
        return [str(found) for found in connection.execute(asked).scalars()]


def education_texts(office: Office, people: Sequence[Person]) -> dict[str, str]:
    """Return 学历学位 as a list shows it, by person: the highest 全日制 and 在职 level and degree."""
    wanted = [p.id for p in people]
    held: dict[str, dict[type[Record], list[Record]]] = {i: {} for i in wanted}
    with office.reading() as connection:
        for cls in (Education, AppointmentSheet):
            for record in find(connection, cls, cls.table.c.person_id.in_(wanted)):
                held[str(getattr(record, str(cls.owner)))].setdefault(cls, []).append(record)
    return {p.id: _education_text(Dossier(p, held[p.id], {})) for p in people}


def _education_text(found: Dossier) -> str:
    parts = []
    for mode in (FULL_TIME, IN_SERVICE):
        lines = education_lines(found, mode)
        text = "".join(part for part in (lines.level, lines.degree) if part)
        if text:
            parts.append(f"{mode}{text}")
    return "；".join(parts)


# ---- units


@dataclass(frozen=True)
class UnitNode:
    """One unit of the tree. ``people``: cadres of the unit itself; ``total``: with all units below it."""

    id: str
    parent_id: str | None
    name: str
    people: int
    total: int


@dataclass(frozen=True)
class UnitTree:
    """All units, parents before children, in order; ``everyone`` and those ``without_unit``."""

    nodes: tuple[UnitNode, ...]
    everyone: int
    without_unit: int


def unit_tree(office: Office) -> UnitTree:
    """Return the tree of units with the number of cadres in each."""
    person, unit = Person.table.c, Unit.table.c
    with office.reading() as connection:
        counted = sa.select(person.unit_id, sa.func.count()).group_by(person.unit_id)
        people = {unit_id: int(number) for unit_id, number in connection.execute(counted)}
        listed = (
            sa.select(unit.id, unit.parent_id, unit_index.c.name)
            .join(unit_index, unit_index.c.unit_id == unit.id)
            .order_by(unit_index.c.order_key)
        )
        units = [(i, parent, name) for i, parent, name in connection.execute(listed)]
    totals = {i: people.get(i, 0) for i, _parent, _name in units}
    parents = {i: parent for i, parent, _name in units}
    for unit_id, _parent, _name in units:
        _add_above(totals, parents, unit_id, people.get(unit_id, 0))
    nodes = tuple(UnitNode(i, parent, name or "（未命名）", people.get(i, 0), totals[i]) for i, parent, name in units)
    return UnitTree(nodes, sum(people.values()), people.get(None, 0))


def _add_above(totals: dict[str, int], parents: dict[str, str | None], unit_id: str, number: int) -> None:
    seen = {unit_id}
    above = parents[unit_id]
    while above in totals and above not in seen:
        totals[above] += number
        seen.add(above)
        above = parents[above]


def team(office: Office, person_id: str) -> list[str]:
    """Return the people of a person's own unit in their order; only the person without a unit."""
    with office.reading() as connection:
        person = person_list.person_of(connection, person_id)
        if person is None or person.unit_id is None:
            return [person_id]
        everyone = person_list.ids(connection, ListQuery(unit_id=person.unit_id))
        own = set(
            connection.execute(sa.select(Person.table.c.id).where(Person.table.c.unit_id == person.unit_id)).scalars()
        )
        return [i for i in everyone if i in own]


# ---- one person


@dataclass(frozen=True)
class PersonView:
    """One person as a page shows it: the dossier, the photo, what the checks found, the attachments."""

    dossier: Dossier
    photo: bytes | None
    findings: tuple[Finding, ...]


def dossier(office: Office, person_id: str) -> Dossier | None:
    """Return everything recorded of one person, attachments included, or None."""
    with office.reading() as connection:
        return next(dossiers(connection, [person_id], PERSON_SETS), None)


def person_view(office: Office, person_id: str) -> PersonView | None:
    """Return one person with photo and findings, or None."""
    with office.reading() as connection:
        found = next(dossiers(connection, [person_id], PERSON_SETS), None)
        photo = photo_of(connection, found) if found else None
    if found is None:
        return None
    return PersonView(found, photo, tuple(faults_of.ask(office, found)))


@dataclass(frozen=True)
class Glance:
    """One person as the card beside the list shows it."""

    view: PersonView
    facts: list[tuple[str, str]]


def glance(office: Office, person_id: str) -> Glance | None:
    """Return one person with the facts of the head, or None."""
    view = person_view(office, person_id)
    return Glance(view, head_facts(office, view.dossier)) if view else None


def photo(office: Office, person_id: str) -> bytes | None:
    """Return the JPEG of a person's photo, or None."""
    with office.reading() as connection:
        found = next(dossiers(connection, [person_id], (Photo,)), None)
        return photo_of(connection, found) if found else None


def head_facts(office: Office, found: Dossier) -> list[tuple[str, str]]:
    """Return (label, text) of what stands beside the photo; empty facts are left out."""
    person, month = found.person, office.month()
    described = fields_of(Person)
    age = age_at(person.born_on, month)
    born = month_text(person.born_on) + (f"（{age}岁）" if age is not None else "")
    due = retirement_of(person, found.sheet, office.parameters(), month)
    facts = [
        ("性别", described["sex"].format(person.sex)),
        ("出生年月", born),
        ("民族", described["ethnicity"].format(person.ethnicity)),
        ("政治面貌", described["political_status"].format(person.political_status)),
        ("参加工作", str(person.work_began_on or "")),
        ("职务层次", described["post_level"].format(person.post_level)),
        ("职级", described["rank"].format(person.rank)),
        ("到龄时间", f"{due.text()}，{due.category.label}" if due else why_unknown(person, found.sheet)),
        ("弹性提前", due.early_text() if due else ""),
        ("弹性延迟", due.late_text() if due else ""),
        ("退休类别待核对", due.doubt if due else ""),
    ]
    return [(label, text) for label, text in facts if text]


@dataclass(frozen=True)
class SheetHints:
    """What the form prints where nothing was typed: by field; ``notes`` are the printed second lines, by binding."""

    fields: Mapping[str, str]
    notes: Mapping[str, str]


def sheet_hints(office: Office, found: Dossier) -> SheetHints:
    """Return the derived texts of the appointment form: ages, education out of its rows, rewards, annual results."""
    figures = office.parameters()
    month = found.sheet.age_as_of or office.month()
    due = retirement_of(found.person, found.sheet, figures, month)
    fields = {
        "party_text": party_text(found.person),
        "rewards_text": rewards_text(found) or "无",
        "annual_text": annual_text(found),
        "retirement_due_on": str(due.month) if due else "",
    }
    for prefix, mode in (("full_time", FULL_TIME), ("in_service", IN_SERVICE)):
        lines = education_lines(found, mode)
        fields |= {f"{prefix}_education": lines.level, f"{prefix}_degree": lines.degree}
        fields |= {f"{prefix}_education_school": lines.level_school, f"{prefix}_degree_school": lines.degree_school}
    _month, _line, age = birth_and_age(found.person.born_on, month).partition("\n")
    notes = {"birth_and_age": age, "retirement_due": f"（{due.age_text()}）" if due else ""}
    return SheetHints({name: text for name, text in fields.items() if text}, notes)


def attachment(office: Office, found: Attachment) -> bytes:
    """Return the content of an attachment."""
    return office.blob(found.blob)
