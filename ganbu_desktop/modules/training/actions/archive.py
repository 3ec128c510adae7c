"""Hours merged into the archive, and how other systems' workbooks are read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.records import HoursMapping, TrainingHours
from ganbu_desktop.modules.training.rights import EDIT
from ganbu_desktop.modules.training.rules.entries import Key, key_of, with_year
from ganbu_desktop.store.operations import Operation, find
from ganbu_desktop.store.record import fields_of


@dataclass(frozen=True)
class Merged:
    """What a merge came to: rows new, rows that were given what they lacked, rows that were there already."""

    new: int
    filled: int
    same: int


def merge_hours(office: Office, entries: Sequence[TrainingHours], *, title: str) -> Merged:
    """Put entries into the archives; run twice, the second time changes nothing."""
    with office.operation(title, right=EDIT) as current:
        return merge_within(current, entries)


def merge_within(current: Operation, entries: Sequence[TrainingHours]) -> Merged:
    """Merge inside an open operation: the same person, class and dates are one entry, whose gaps are filled."""
    fresh, filled, same = _sorted_out(current.connection, entries)
    current.insert_many(fresh)
    current.update_many(filled)
    return Merged(len(fresh), len(filled), same)


def foreseen(office: Office, entries: Sequence[TrainingHours]) -> Merged:
    """Return what merging would come to, writing nothing."""
    with office.reading() as connection:
        fresh, filled, same = _sorted_out(connection, entries)
    return Merged(len(fresh), len(filled), same)


def _sorted_out(
    connection: sa.Connection, entries: Sequence[TrainingHours]
) -> tuple[list[TrainingHours], list[tuple[TrainingHours, TrainingHours]], int]:
    at = TrainingHours.table.c
    owners = sorted({e.person_id for e in entries})
    there: dict[Key, TrainingHours] = {}
    for start in range(0, len(owners), 500):
        for found in find(connection, TrainingHours, at.person_id.in_(owners[start : start + 500])):
            there[key_of(found)] = found
    fresh: dict[Key, TrainingHours] = {}
    filled: dict[Key, TrainingHours] = {}
    same = 0
    for entry in (with_year(e) for e in entries):
        key = key_of(entry)
        standing = filled.get(key) or fresh.get(key) or there.get(key)
        if standing is None:
            fresh[key] = entry
            continue
        completed = _filled(standing, entry)
        same += completed == standing
        if completed != standing:
            (fresh if key in fresh else filled)[key] = completed
    return list(fresh.values()), [(there[key], new) for key, new in filled.items()], same


def _filled(standing: TrainingHours, other: TrainingHours) -> TrainingHours:
    """Return ``standing`` with what it lacks; what it says already is never written over."""
    gaps = {n: getattr(other, n) for n in fields_of(TrainingHours) if getattr(standing, n) is None}
    return dataclasses.replace(standing, **gaps)


def read_mappings(office: Office) -> dict[str, dict[int, str]]:
    """Return every remembered layout: fingerprint → column number → field."""
    return {m.fingerprint: {int(k): v for k, v in json.loads(m.columns).items()} for m in office.find(HoursMapping)}


def remember_mapping(office: Office, fingerprint: str, title: str, mapping: Mapping[int, str]) -> None:
    """Keep which column is which item for the next workbook of the same layout."""
    text = json.dumps({str(k): v for k, v in sorted(mapping.items())}, ensure_ascii=False)
    condition: sa.ColumnElement[bool] = HoursMapping.table.c.fingerprint == fingerprint
    with office.operation(f"记住学时文件版式：{title}", right=EDIT) as current:
        found = current.find(HoursMapping, condition)
        values: dict[str, Any] = {"columns": text, "title": title}
        if found:
            current.change(found[0], **values)
        else:
            current.insert(HoursMapping(fingerprint=fingerprint, title=title, columns=text))
