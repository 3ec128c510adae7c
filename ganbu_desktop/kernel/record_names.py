"""What records are called: their person and first date, also of those that are gone (from the audit's images)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Date
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.store.audit import change_table
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, fields_of, record_type, record_types

_CHUNK = 500


class RecordNames:
    """Names people and records for one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def label(self, table: str) -> str:
        """Return what records of a table are called."""
        return record_type(table).label if table in {cls.table.name for cls in record_types()} else table

    def people(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the names of people by id."""
        found: dict[str, str] = {}
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            found |= {p.id: p.name or "" for p in find(self._connection, Person, Person.table.c.id.in_(chunk))}
        gone = [i for i in ids if i not in found]
        found |= {i: str(image.get("name") or "已删除的人员") for i, image in self._images(gone).items()}
        return {i: found.get(i, "已删除的人员") for i in ids}

    def records(self, table: str, ids: Sequence[str]) -> list[str]:
        """Return for each record its person and first date, or what it is called."""
        return [text for text, _ in self.described(table, ids)]

    def described(self, table: str, ids: Sequence[str]) -> list[tuple[str, str | None]]:
        """Return for each record what ``records`` says (nothing for an unknown one) and its person's id, if any."""
        if table not in {cls.table.name for cls in record_types()}:
            return [("", None)] * len(ids)
        cls = record_type(table)
        images: dict[str, Mapping[str, Any]] = {}
        for start in range(0, len(ids), _CHUNK):
            chunk = list(ids[start : start + _CHUNK])
            images |= {record.id: record.__dict__ for record in find(self._connection, cls, cls.table.c.id.in_(chunk))}
        images = {**self._images([i for i in ids if i not in images]), **images}
        people = self.people(list({str(x["person_id"]) for x in images.values() if x.get("person_id")}))
        return [
            (_described(cls, images[i], people), images[i].get("person_id")) if i in images else ("", None) for i in ids
        ]

    def _images(self, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        at = change_table.c
        found: dict[str, Mapping[str, Any]] = {}
        for start in range(0, len(ids), _CHUNK):
            statement = sa.select(at.record_id, at.before).where(
                at.record_id.in_(list(ids[start : start + _CHUNK])), at.after.is_(None), at.before.is_not(None)
            )
            rows = self._connection.execute(statement.order_by(at.seq))
            found |= {row.record_id: json.loads(row.before) for row in rows}
        return found


def _described(cls: type[Record], image: Mapping[str, Any], people: Mapping[str, str]) -> str:
    who = people.get(str(image.get("person_id")), "") or str(image.get(cls.named_by or "name") or "")
    days = [image.get(name) for name, field in fields_of(cls).items() if isinstance(field, Date)]
    day = next((d for d in days if d), None)
    if isinstance(day, str):
        day = PartialDate.from_digits(day)
    return " ".join(str(part) for part in (who, day) if part) or cls.label
