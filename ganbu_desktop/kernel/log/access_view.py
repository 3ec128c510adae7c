"""The access log as an auditor reads it: who saw, printed or wrote out what of whom, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ganbu_desktop.kernel.log.access_log import Access, accesses
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.store.record import record_types

NEWEST = 20_000
"""How many lines are read at most, the newest; the whole log goes out with ``operation_export.export_log``."""
_GONE, _LOG = "（已删除）", "操作日志"
_CHUNK = 500


@dataclass(frozen=True)
class AccessLine:
    """One line in words. ``person`` and ``post`` are empty where nobody in particular was seen."""

    seq: int
    at: datetime
    account: str
    what: str
    subject: str
    person: str
    post: str
    purpose: str


def access_lines(office: Office, person_id: str | None = None) -> list[AccessLine]:
    """Return who saw what (of one person), the newest first; asks for the auditor's right."""
    found = accesses(office, person_id, NEWEST)
    with office.reading() as connection:
        people = _people(connection, found)
    labels = {cls.table.name: cls.label for cls in record_types()} | {"operation": _LOG}
    return [_line(access, people, labels.get(access.subject, access.subject)) for access in found]


def _people(connection: sa.Connection, found: list[Access]) -> dict[str, tuple[str, str]]:
    wanted = sorted({access.person_id for access in found if access.person_id})
    at = Person.table.c
    people: dict[str, tuple[str, str]] = {}
    for start in range(0, len(wanted), _CHUNK):
        chosen = at.id.in_(wanted[start : start + _CHUNK])
        for row in connection.execute(sa.select(at.id, at.name, at.current_post).where(chosen)):
            people[row.id] = (row.name or "未命名", row.current_post or "")
    return people


def _line(access: Access, people: dict[str, tuple[str, str]], subject: str) -> AccessLine:
    person, post = people.get(access.person_id, (_GONE, "")) if access.person_id else ("", "")
    return AccessLine(access.seq, access.at, access.account, access.what, subject, person, post, access.purpose)
