"""Writing an accepted import plan: one operation, one audit entry, one undo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ganbu_desktop.foundation.errors import UndoConflict
from ganbu_desktop.foundation.garbage import collector_paused
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people.person import Person, Photo
from ganbu_desktop.kernel.people.service_change import Said, moves, write_spells
from ganbu_desktop.kernel.people.service_derive import IMPORT_CHANGED, IMPORT_CORRECT
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.intake.plan import FieldChange, ImportPlan, PersonPlan, RowChange, Status, UnitPlan
from ganbu_desktop.modules.intake.rights import IMPORT
from ganbu_desktop.modules.intake.tally import Tally, tally
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record, new_id, replace

_CHUNK = 200
Values = dict[str, Any]


@dataclass(frozen=True)
class ImportResult:
    """What was written: counts of people, units and rows; ``tally``: what became of everything that was read."""

    new_people: int
    changed_people: int
    new_units: int
    changed_units: int
    rows: int
    left_out: int
    tally: Tally = field(default_factory=Tally)

    def __str__(self) -> str:
        return (
            f"新增 {self.new_people} 人、变更 {self.changed_people} 人，"
            f"新增单位 {self.new_units} 个、变更 {self.changed_units} 个；未导入 {self.left_out} 人"
        )


@collector_paused()
def apply_plan(
    office: Office,
    plan: ImportPlan,
    progress: Progress | None = None,
    *,
    said: Said | None = None,
) -> ImportResult:
    """Write what the plan accepts, or nothing at all.

    ``said``: whether the other states, units and 编制 of the file (``moved``) are changes or corrections; asked once a
    file. Without an answer no spell is closed, and a check asks for each date.

    Raises UndoConflict when the store has changed since the plan was made; Cancelled leaves the store as before.
    """
    progress = progress or SilentProgress()
    people = [p for p in plan.people if p.accepted and p.status in (Status.NEW, Status.CHANGED)]
    units = [u for u in plan.units if u.accepted and u.status in (Status.NEW, Status.CHANGED)]
    title = (
        f"导入{'、'.join(plan.incoming.files[:3])}{'等' if len(plan.incoming.files) > 3 else ''}（{len(people)} 人）"
    )
    detail = json.dumps({"files": plan.incoming.files[:200], "digests": plan.incoming.digests}, ensure_ascii=False)
    moving = moved(plan) if said is not None else []
    kind = "import" if said is None or not moving else IMPORT_CORRECT if said.on is None else IMPORT_CHANGED
    with office.operation(title, right=IMPORT, kind=kind, detail=detail) as current:
        _write_units(current, units)
        rows = 0
        if said is not None:
            write_spells(current, moving, said)
        for start in range(0, len(people), _CHUNK):
            progress.step(start, len(people), "写入人员")
            rows += _write_people(office, current, people[start : start + _CHUNK])
        progress.step(len(people), len(people), "写入完成，正在保存")
    new_people = sum(1 for p in people if p.status is Status.NEW)
    new_units = sum(1 for u in units if u.status is Status.NEW)
    left_out = sum(1 for p in plan.people if p.status is not Status.UNCHANGED) - len(people)
    changed = len(people) - new_people
    return ImportResult(new_people, changed, new_units, len(units) - new_units, rows, left_out, tally(plan))


def keep_rest(office: Office, plan: ImportPlan) -> None:
    """Turn a plan that was just written into what is left of it: whom, what and which rows the clerk left out."""
    for person in plan.people:
        if not person.accepted or person.status not in (Status.NEW, Status.CHANGED):
            continue
        person.target = office.get(Person, person.written_id)
        person.fields = [f for f in person.fields if not f.accepted]
        person.rows = [r for r in person.rows if not r.accepted]
        person.photo_is_new, person.accepted = False, False
        person.status = Status.CHANGED if person.fields or person.rows else Status.UNCHANGED
    for unit in plan.units:
        if unit.accepted and unit.status in (Status.NEW, Status.CHANGED):
            unit.status = Status.UNCHANGED


def moved(plan: ImportPlan) -> list[tuple[Person, Person]]:
    """Return the people whose state, unit or 编制 the plan changes, as they are and as they would be."""
    pairs = [
        (p.target, replace(p.target, {**_accepted(p.fields), **_home(p)}))
        for p in plan.people
        if p.target is not None and p.accepted and p.status is Status.CHANGED
    ]
    return moves(pairs)


def _write_units(current: Operation, units: Sequence[UnitPlan]) -> None:
    new = [u.incoming.values for u in units if u.target is None]
    current.insert_values(Unit, new)
    for unit in units:
        if unit.target is not None:
            _still(current, unit.target)
            current.change(unit.target, **_accepted(unit.fields))


def _accepted(changes: Sequence[FieldChange]) -> dict[str, Any]:
    return {c.name: c.after for c in changes if c.accepted}


def _still(current: Operation, record: Record) -> None:
    if current.get(type(record), record.id) != record:
        raise UndoConflict("预览之后数据又有改动，这次没有导入，数据未改动；请重新预览后再导入")


def _write_people(office: Office, current: Operation, people: Sequence[PersonPlan]) -> int:
    new: dict[type[Record], list[Values]] = {Person: []}
    rows = 0
    for plan in people:
        person_id = plan.target.id if plan.target else new_id()
        plan.written_id = person_id
        if plan.target is None:
            new[Person].append(_new_person(plan, person_id))
        else:
            _still(current, plan.target)
            current.change(plan.target, **_accepted(plan.fields), **_home(plan))
        for row in plan.rows:
            if row.accepted:
                rows += 1
                _write_row(current, new, row, person_id)
        if plan.photo_is_new and plan.incoming.photo:
            _write_photo(office, current, new, person_id, plan.incoming.photo)
    for cls, values in new.items():
        current.insert_values(cls, values)
    return rows


def _home(plan: PersonPlan) -> dict[str, Any]:
    unit_id = plan.incoming.row.values.get("unit_id")
    taken = plan.target is not None and plan.target.unit_id is not None
    named = any(c.name == "unit_id" for c in plan.fields)
    return {} if taken or named or unit_id is None else {"unit_id": unit_id}


def _new_person(plan: PersonPlan, person_id: str) -> Values:
    own = {"id": person_id, "name": plan.incoming.name or None, "id_number": plan.incoming.id_number}
    left_out = {change.name for change in plan.fields if not change.accepted}
    return {name: value for name, value in {**own, **plan.incoming.row.values}.items() if name not in left_out}


def _write_row(current: Operation, new: dict[type[Record], list[Values]], row: RowChange, person_id: str) -> None:
    if row.old is None:
        new.setdefault(row.cls, []).append({"person_id": person_id, **row.values})
        return
    _still(current, row.old)
    current.change(row.old, **_accepted(row.fields))


def _write_photo(
    office: Office, current: Operation, new: dict[type[Record], list[Values]], person_id: str, photo: bytes
) -> None:
    blob = current.put_blob(photo)
    for old in current.find(Photo, Photo.table.c.person_id == person_id):
        current.delete(old)
    taken_on = PartialDate.of(office.today())
    new.setdefault(Photo, []).append({"person_id": person_id, "blob": blob, "taken_on": taken_on})
