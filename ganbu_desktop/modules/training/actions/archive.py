"""Hours in the archive, days put off, needs, and how other systems' workbooks are read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.text import without_blanks
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.actions.saving import EDIT, refuse_turned, save
from ganbu_desktop.modules.training.records import HoursMapping, TrainingExemption, TrainingHours, TrainingNeed
from ganbu_desktop.modules.training.records.archive import CAUGHT_UP
from ganbu_desktop.store.operations import Operation, find
from ganbu_desktop.store.record import fields_of

Key = tuple[str, str, str]


def key_of(entry: TrainingHours) -> Key:
    """Return by what an entry is the same again: person, title of the class, and its dates."""
    dates = f"{entry.starts_on or ''}—{entry.ends_on or ''}"
    return entry.person_id, without_blanks(entry.class_title), dates


def with_year(entry: TrainingHours) -> TrainingHours:
    """Return an entry that counts to the year it ended in, where no other year is said."""
    if entry.year is not None:
        return entry
    moment = entry.ends_on or entry.starts_on
    return dataclasses.replace(entry, year=moment.year) if moment else entry


def save_hours(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write entries of the archive. One caught up needs its proof; the same entry does not stand there twice."""

    def prepare(current: Operation, old: TrainingHours | None, new: TrainingHours) -> TrainingHours:
        refuse_turned(new.starts_on, new.ends_on, new.class_title)
        if new.source == CAUGHT_UP and not (new.proof or new.certificate or "").strip():
            raise CheckFailed(
                f"补录“{new.class_title}”要写明证明材料或证书编号；没有保存。没有凭证的请先向本人和主办单位核实。"
            )
        if old is None or key_of(old) != key_of(new):
            same = current.find(TrainingHours, TrainingHours.table.c.person_id == new.person_id)
            if any(key_of(s) == key_of(new) and s.id != new.id for s in same):
                raise CheckFailed(f"这个人已有“{new.class_title}”同一时间的学时，没有重复登记；数据未改动")
        if old is not None and old.year == new.year and old.ends_on != new.ends_on:
            new = dataclasses.replace(new, year=None)
        return with_year(new)

    save(office, pairs, TrainingHours, title=title, prepare=prepare)


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


def save_exemptions(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write the days on which nothing is owed; they need their ground, never a diagnosis."""

    def prepare(current: Operation, old: TrainingExemption | None, new: TrainingExemption) -> TrainingExemption:
        refuse_turned(new.starts_on, new.ends_on, "培训顺延")
        if new.starts_on is None:
            raise CheckFailed("请填写顺延的开始时间；没有保存")
        return new

    save(office, pairs, TrainingExemption, title=title, prepare=prepare)


def save_needs(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write needs: they are there to plan classes by, and nothing else reads them."""
    save(office, pairs, TrainingNeed, title=title)


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
