"""Handing data on: appointment form files, and the collection workbook in the layout it came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.exchange.collection_workbook import sheet_layout, write_collection_workbook
from ganbu_desktop.exchange.lrmx import NEW_EDITOR_ELEMENTS, LrmxPerson, LrmxRelative, write_lrmx
from ganbu_desktop.foundation import party
from ganbu_desktop.foundation.fields import Date, Field
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.lrmx_mapping import PERSON_ELEMENTS, SHEET_ELEMENTS, unknown_from_text
from ganbu_desktop.kernel.forms.person_values import FULL_TIME, IN_SERVICE, annual_text, education_lines, rewards_text
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people.dossier import Dossier, all_units, dossiers, photo_of
from ganbu_desktop.kernel.people.person import COLLECTION_SETS, AppointmentSheet, Person, Relative, Tenure
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.paper.rights import EXPORT
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Integer, Record, Reference, fields_of

DEFAULT_VERSION = "3.2.1.16"
_EDUCATION_ELEMENTS = ("XueLi", "XueWei", "XueLi_BiYeYuanXiaoXi", "XueWei_BiYeYuanXiaoXi")


def lrmx_person(dossier: Dossier, photo: bytes | None, month: PartialDate) -> LrmxPerson:
    """Return one person as the exchange file states it: dates as digits, everything else as the form prints it.

    ``month`` is the 计算年龄时间 of somebody who has no form yet. A file that came from the newer editor keeps that
    editor's elements.
    """
    person, sheet = dossier.person, dossier.sheet
    values = {e: _file_text(fields_of(Person)[n], getattr(person, n)) for e, n in PERSON_ELEMENTS.items()}
    sheet_fields = fields_of(type(sheet))
    values |= {e: _file_text(sheet_fields[n], getattr(sheet, n)) for e, n in SHEET_ELEMENTS.items()}
    values |= _education(dossier, FULL_TIME, "QuanRiZhiJiaoYu_") | _education(dossier, IN_SERVICE, "ZaiZhiJiaoYu_")
    values["RuDangShiJian"] = _party(person)
    values["JiangChengQingKuang"] = rewards_text(dossier)
    values["NianDuKaoHeJieGuo"] = annual_text(dossier)
    if not dossier.rows(AppointmentSheet):
        values["JiSuanNianLingShiJian"] = month.digits()
    unknown, newer = unknown_from_text(sheet.unknown_elements)
    for name in NEW_EDITOR_ELEMENTS:
        if not values[name] and name not in newer:
            del values[name]
    relatives = tuple(_relative(r) for r in dossier.rows(Relative))
    return LrmxPerson(values, relatives, photo, sheet.editor_version or DEFAULT_VERSION, unknown)


def _file_text(entry: Field, value: Any) -> str:
    if isinstance(entry, Date) and value is not None:
        return str(value.digits())
    return entry.format(value)


def _education(dossier: Dossier, mode: str, prefix: str) -> dict[str, str]:
    lines = education_lines(dossier, mode)
    texts = (lines.level, lines.degree, lines.level_school, lines.degree_school)
    return {prefix + name: text for name, text in zip(_EDUCATION_ELEMENTS, texts, strict=True)}


def _party(person: Person) -> str:
    if person.party_text:
        membership = party.read(person.party_text)
        return person.party_text if membership.unread else party.write(membership, digits=True)
    if person.party_joined_on is not None:
        return person.party_joined_on.digits()
    return ""


def _relative(relative: Relative) -> LrmxRelative:
    described = fields_of(Relative)
    names = ("relation", "name", "born_on", "political_status", "employer_and_post")
    unknown, _ = unknown_from_text(relative.unknown_elements)
    return LrmxRelative.of([_file_text(described[n], getattr(relative, n)) for n in names], unknown)


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
