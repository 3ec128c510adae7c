"""Handing data on: appointment form files, and the collection workbook in the layout it came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from ganbu_desktop.exchange.collection_workbook import sheet_layout, write_collection_workbook
from ganbu_desktop.exchange.lrmx import write_lrmx
from ganbu_desktop.foundation.fields import Date
from ganbu_desktop.kernel.forms.lrmx_person import lrmx_person
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people.dossier import Dossier, all_units, dossiers, photo_of
from ganbu_desktop.kernel.people.person import COLLECTION_SETS, Person, Tenure
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.paper.rights import EXPORT
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Integer, Record, Reference, fields_of


def iterate_lrmx(office: Office, person_ids: Sequence[str]) -> Iterator[tuple[Dossier, bytes]]:
    """Yield dossier and exchange file of each person, in one consistent view of the store."""
    office.require(EXPORT)
    with office.reading() as connection:
        for found in dossiers(connection, person_ids):
            yield found, write_lrmx(lrmx_person(found, photo_of(connection, found), office.month()))


def export_collection(office: Office, person_ids: Sequence[str], target: Path, progress: Progress | None = None) -> int:
    """Write the people, their sets and the units they name as a collection workbook; returns how many people.

    Every field that the workbook has is written as it would be read back; it is one whole file or none.
    """
    office.require(EXPORT)
    progress = progress or SilentProgress()
    with office.reading() as connection:
        rows = _collection_rows(connection, person_ids, progress)
        write_collection_workbook(target, rows, cover={"实有人数": str(len(rows["A01"]))})
    return len(rows["A01"])


def _collection_rows(
    connection: sa.Connection, person_ids: Sequence[str], progress: Progress
) -> dict[str, list[dict[str, str]]]:
    units = all_units(connection)
    rows: dict[str, list[dict[str, str]]] = {"A01": []}
    named: set[str] = set()
    writers = {cls: _RowWriter(cls) for cls in COLLECTION_SETS}
    person_writer = _RowWriter(Person)
    for number, found in enumerate(dossiers(connection, person_ids, COLLECTION_SETS), 1):
        if number % 100 == 0:
            progress.step(number, len(person_ids), "整理采集表")
        person = found.person
        head = {"姓名": person.name or "", "身份证号": person.id_number or ""}
        row = person_writer.row(person)
        if person.unit_id and not row.get("统计关系所在单位") and not found.rows(Tenure):
            row["统计关系所在单位"] = found.unit_name(person.unit_id)
        rows["A01"].append(row | head)
        named |= {person.unit_id or ""}
        for cls, writer in writers.items():
            for record in found.rows(cls):
                values = head | writer.row(record)
                if isinstance(record, Tenure):
                    values["任职机构名称"] = found.unit_name(record.unit_id)
                    named.add(record.unit_id or "")
                rows.setdefault(str(cls.sheet), []).append(values)
    writer = _RowWriter(Unit)
    wanted = set(units) if _is_everyone(connection, len(rows["A01"])) else _with_parents(named, units)
    rows["B01"] = [writer.row(u) for u in find(connection, Unit) if u.id in wanted]
    return rows


def _is_everyone(connection: sa.Connection, people: int) -> bool:
    """Tell whether everybody is handed on; then units without people go along."""
    return people == connection.execute(sa.select(sa.func.count()).select_from(Person.table)).scalar_one()


def _with_parents(ids: set[str], units: Mapping[str, Unit]) -> set[str]:
    found: set[str] = set()
    for unit_id in ids:
        current = units.get(unit_id)
        while current is not None and current.id not in found:
            found.add(current.id)
            current = units.get(current.parent_id or "")
    return found


class _RowWriter:
    """Writes records of one class under the workbook's headers: dates as digits, choices by their names."""

    def __init__(self, cls: type[Record]) -> None:
        known = set(sheet_layout(str(cls.sheet)).headers)
        titled = {n: (f.header or f.label, f) for n, f in fields_of(cls).items() if not isinstance(f, Reference)}
        self._columns = [(n, header, f) for n, (header, f) in titled.items() if header in known]

    def row(self, record: Record) -> dict[str, str]:
        """Return the filled fields of a record by header."""
        found = {}
        for name, header, entry in self._columns:
            value = getattr(record, name)
            if value is None or (isinstance(entry, Integer) and not value):
                continue
            found[header] = value.digits() if isinstance(entry, Date) else entry.format(value)
        return found
