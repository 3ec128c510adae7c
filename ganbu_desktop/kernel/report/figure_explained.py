"""What a figure stands on, in words: the people and records behind it, and who is left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_list
from ganbu_desktop.kernel.record_names import RecordNames
from ganbu_desktop.kernel.report.spec import Figure


@dataclass(frozen=True)
class BehindPerson:
    """A person behind a figure, or left out of it (``reason``); ``is_gone``: deleted since."""

    id: str
    name: str
    unit: str
    post: str
    reason: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class BehindRecord:
    """An entry behind a figure: what kind it is, what it is called, and whose it is."""

    id: str
    kind: str
    text: str
    person_id: str | None


@dataclass(frozen=True)
class Explanation:
    """Everything behind one figure."""

    people: tuple[BehindPerson, ...]
    left_out: tuple[BehindPerson, ...]
    records: tuple[BehindRecord, ...]


def explain(office: Office, figure: Figure) -> Explanation:
    """Return whom and what a figure stands on, in its own order."""
    with office.reading() as connection:
        names = RecordNames(connection)
        people = _people(connection, names, [(person_id, "") for person_id in figure.people])
        left_out = _people(connection, names, figure.left_out)
        return Explanation(people, left_out, _records(names, figure.records))


def _people(
    connection: sa.Connection, names: RecordNames, wanted: Sequence[tuple[str, str]]
) -> tuple[BehindPerson, ...]:
    ids = list(dict.fromkeys(person_id for person_id, _ in wanted))
    rows = {row.person.id: row for row in person_list.rows(connection, ids)}
    gone = names.people([i for i in ids if i not in rows])
    found = []
    for person_id, reason in wanted:
        row = rows.get(person_id)
        if row is None:
            found.append(BehindPerson(person_id, gone[person_id], "", "", reason, is_gone=True))
        else:
            person = row.person
            post = person.current_post or ""
            found.append(BehindPerson(person_id, person.name or "", row.unit_name, post, reason))
    return tuple(found)


def _records(names: RecordNames, wanted: Sequence[tuple[str, str]]) -> tuple[BehindRecord, ...]:
    tables: dict[str, list[str]] = defaultdict(list)
    for table, record_id in wanted:
        tables[table].append(record_id)
    found = []
    for table, ids in tables.items():
        label = names.label(table)
        for record_id, (text, person_id) in zip(ids, names.described(table, ids), strict=True):
            found.append(BehindRecord(record_id, label, text, person_id))
    return tuple(found)
