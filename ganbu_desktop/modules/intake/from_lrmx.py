"""Appointment form files (.lrmx, .lrm) as incoming people."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ganbu_desktop.exchange.lrmx import LrmxPerson, LrmxRelative, element
from ganbu_desktop.exchange.package import FoundFile, LrmxReading, read_in_batches
from ganbu_desktop.exchange.sandbox import Limits, run_isolated
from ganbu_desktop.foundation import annual_results, party
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.kernel.forms.lrmx_mapping import PERSON_ELEMENTS, RELATIVE_FIELDS, SHEET_ELEMENTS, unknown_to_text
from ganbu_desktop.kernel.office.office import Progress
from ganbu_desktop.kernel.people.person import AnnualResult, AppointmentSheet, Person, Relative
from ganbu_desktop.modules.intake.incoming import Incoming, IncomingPerson, IncomingRow, Place, Problem
from ganbu_desktop.modules.intake.resume_text import standard_resume
from ganbu_desktop.store.record import Record, fields_of

_BYTES_A_SECOND = 1024 * 1024 / 10


def read_lrmx_files(incoming: Incoming, files: Sequence[FoundFile], progress: Progress) -> None:
    """Read files in worker processes and add their people; a file that cannot be read is refused by name."""
    for number, reading in enumerate(read_in_batches(files, _in_worker), 1):
        progress.step(number, len(files), f"读取 {reading.source}")
        _add(incoming, reading)


def _in_worker(job: dict[str, Any]) -> list[dict[str, Any]]:
    size = sum(Path(file["path"]).stat().st_size for file in job["files"])
    found: list[dict[str, Any]] = run_isolated(
        "package:read_job", job, limits=Limits(seconds=30.0 + size / _BYTES_A_SECOND)
    )
    return found


def _add(incoming: Incoming, reading: LrmxReading) -> None:
    incoming.files.append(reading.source)
    incoming.rows_read += 1
    place = Place(reading.source)
    if reading.person is None:
        incoming.refused.append(Problem(place, "", "", reading.error or "未能读取"))
        return
    person = incoming_from_lrmx(reading.person, reading.source)
    incoming.notices += [f"{reading.source}：{notice}" for notice in reading.person.notices]
    if not person.name:
        incoming.refused.append(Problem(place, "姓名", "", "没有姓名，这个文件没有导入"))
        return
    incoming.people.append(person)


def incoming_from_lrmx(person: LrmxPerson, source: str) -> IncomingPerson:
    """Return one file's person with relatives, form texts and annual results."""
    place = Place(source)
    row = _row(Person, {e: person.values.get(e, "") for e in PERSON_ELEMENTS}, PERSON_ELEMENTS, place)
    if "resume" in row.values:
        row.values["resume"] = standard_resume(row.values["resume"])
    derive_party(row.values)
    sheet = _row(AppointmentSheet, {e: person.values.get(e, "") for e in SHEET_ELEMENTS}, SHEET_ELEMENTS, place)
    sheet.values["editor_version"] = person.version or None
    unknown = unknown_to_text(person.unknown, tuple(person.values))
    if unknown:
        sheet.values["unknown_elements"] = unknown
    children = [sheet, *_relatives(person.relatives, place), *_annual(row.values, place)]
    name, id_number = row.values.get("name") or "", row.values.get("id_number")
    born_on = row.values.get("born_on")
    return IncomingPerson(place, name, id_number, born_on, row, children, person.photo, is_form=True)


def _row(cls: type[Record], texts: Mapping[str, str], names: Mapping[str, str], place: Place) -> IncomingRow:
    described = fields_of(cls)
    row = IncomingRow(cls, {}, place)
    for key, text in texts.items():
        name = names[key]
        _take(row, described[name], name, text, element(key).title)
    return row


def _take(row: IncomingRow, described: Field, name: str, text: str, title: str) -> None:
    try:
        value = described.parse(text)
    except FieldError as error:
        row.problems.append(Problem(row.place, title, text, str(error), name))
        return
    if value is not None:
        row.values[name] = value


def derive_party(values: dict[str, Any]) -> None:
    """Fill the party fields that the file does not have of their own from 入党时间, and write that in one spelling."""
    text = values.get("party_text")
    if not text:
        return
    membership = party.read(text)
    if not membership.unread:
        values["party_text"] = party.write(membership)
    for name, code in zip(("political_status", "second_party", "third_party"), membership.parties, strict=False):
        values[name] = code
    if membership.joined_on is not None:
        values["party_joined_on"] = membership.joined_on


def _relatives(relatives: Sequence[LrmxRelative], place: Place) -> list[IncomingRow]:
    described = fields_of(Relative)
    rows = []
    for number, relative in enumerate(relatives, 1):
        row = IncomingRow(Relative, {"position": number}, place)
        for attribute, name in RELATIVE_FIELDS.items():
            title = f"第 {number} 位家庭成员的{described[name].label}"
            _take(row, described[name], name, getattr(relative, attribute), title)
        unknown = unknown_to_text(relative.unknown)
        if unknown:
            row.values["unknown_elements"] = unknown
        rows.append(row)
    return rows


def _annual(values: Mapping[str, Any], place: Place) -> list[IncomingRow]:
    found = annual_results.read(values.get("annual_text") or "")
    return [IncomingRow(AnnualResult, {"year": y, "result": code}, place) for y, code in sorted(found.items())]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, by which a second import of the same file is recognised."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
