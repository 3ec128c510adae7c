"""What was done to a person, told in the words of the screen: when, who, which field, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ganbu_desktop.foundation.fields import Field, Hidden
from ganbu_desktop.kernel.editing import restore_version
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.people.rights import EDIT
from ganbu_desktop.store.audit import Change, Image, record_from
from ganbu_desktop.store.record import Record, Reference, fields_of, record_type


@dataclass(frozen=True)
class FieldChange:
    """One field that a step changed: label, text before, text after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class RecordChange:
    """One record that a step made, changed or deleted; ``what`` is 新增, 修改 or 删除."""

    change: Change
    label: str
    what: str
    fields: tuple[FieldChange, ...]

    def restorable(self) -> bool:
        """Return whether there is a version before this change to go back to."""
        return self.change.before is not None


@dataclass(frozen=True)
class HistoryEntry:
    """One step in the life of a record: when, who, what."""

    seq: int
    at: datetime
    actor: str
    title: str
    records: tuple[RecordChange, ...]


def history(office: Office, person_id: str) -> list[HistoryEntry]:
    """Return what was done to a person and to all that hangs on one, newest first."""
    units = {u.id: u.name or "" for u in office.find(Unit)}
    return [
        HistoryEntry(entry.seq, entry.at, entry.actor, entry.title, tuple(_record_change(c, units) for c in changes))
        for entry, changes in office.operations.history(person_id)
    ]


def restore_before(office: Office, changed: RecordChange) -> None:
    """Bring one record back to what it was before a change, as a new operation."""
    restore_version(office, changed.change, right=EDIT)


def _record_change(change: Change, units: Mapping[str, str]) -> RecordChange:
    cls = record_type(change.record_table)
    what = "新增" if change.before is None else "删除" if change.after is None else "修改"
    before, after = _texts(cls, change.before, units), _texts(cls, change.after, units)
    fields = [
        FieldChange(label, before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys([*before, *after])
        if before.get(label, "") != after.get(label, "")
    ]
    return RecordChange(change, _title(cls, after or before), what, tuple(fields))


def _title(cls: type[Record], texts: Mapping[str, str]) -> str:
    """Return the kind of a record, and of a row the first thing it says."""
    first = "" if cls.owner is None else next((text for text in texts.values() if text), "")
    return f"{cls.label}：{first}" if first else cls.label


def _texts(cls: type[Record], image: Image | None, units: Mapping[str, str]) -> dict[str, str]:
    if image is None:
        return {}
    record = record_from(cls, image)
    told = {n: f for n, f in fields_of(cls).items() if not isinstance(f, Hidden) and n != cls.owner}
    return {f.label: _text(f, getattr(record, n), units) for n, f in told.items()}


def _text(field: Field, value: object, units: Mapping[str, str]) -> str:
    if isinstance(field, Reference):
        return units.get(str(value), "（已删除）") if value else ""
    return field.format(value)
