"""Comparing what was read with the store: who is who, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.garbage import collector_paused
from ganbu_desktop.kernel.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.person import PERSON_SETS, Person, Photo, Tenure
from ganbu_desktop.kernel.unit import Unit
from ganbu_desktop.modules.cadres.intake.incoming import Incoming, IncomingPerson, IncomingRow, Problem
from ganbu_desktop.modules.cadres.intake.joining import same_month
from ganbu_desktop.modules.cadres.intake.natural_keys import keyed
from ganbu_desktop.modules.cadres.intake.plan import (
    ImportPlan,
    PersonPlan,
    RowChange,
    Status,
    UnitPlan,
    changes_between,
)
from ganbu_desktop.store.audit import operation_table
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, new_id

_CHUNK = 500
_NOT_COMPARED = ("position",)


@collector_paused()
def make_plan(office: Office, incoming: Incoming, progress: Progress | None = None) -> ImportPlan:
    """Return what importing ``incoming`` would do; reads only."""
    progress = progress or SilentProgress()
    with office.reading() as connection:
        comparison = _Comparison(connection, incoming, progress)
        plan = ImportPlan(incoming, comparison.units(), comparison.people(), [])
        plan.already = _imported_before(connection, incoming.digests)
    plan.problems = [*incoming.problems(), *comparison.refused]
    return plan


def _imported_before(connection: sa.Connection, digests: Iterable[str]) -> str:
    for digest in digests:
        statement = (
            sa.select(operation_table.c.at, operation_table.c.actor)
            .where(operation_table.c.kind == "import", operation_table.c.detail.contains(digest))
            .order_by(operation_table.c.seq.desc())
        )
        row = connection.execute(statement).first()
        if row is not None:
            return f"{row.actor} 已于 {row.at.replace('T', ' ')} 导入过同一个文件"
    return ""


def candidates_of(people: PeopleByKey, incoming: IncomingPerson) -> list[Person]:
    """Return the stored people that an incoming one may be: by ID number, else by name and birth month."""
    if incoming.id_number:
        found = people.by_id.get(incoming.id_number, [])
        if found:
            return found
    same = people.by_name.get(incoming.name, [])
    if incoming.id_number:
        same = [p for p in same if not p.id_number]
    if incoming.born_on is None or incoming.in_store_only:
        return same
    return [p for p in same if p.born_on is None or same_month(p.born_on, incoming.born_on)]


class PeopleByKey:
    """The stored people that the incoming ones may be, read in chunks."""

    def __init__(self, connection: sa.Connection, incoming: Sequence[IncomingPerson]) -> None:
        self.by_id: dict[str, list[Person]] = {}
        self.by_name: dict[str, list[Person]] = {}
        column = Person.table.c
        found: dict[str, Person] = {}
        for key, wanted in (
            (column.id_number, sorted({p.id_number for p in incoming if p.id_number})),
            (column.name, sorted({p.name for p in incoming if p.name})),
        ):
            for start in range(0, len(wanted), _CHUNK):
                for person in find(connection, Person, key.in_(wanted[start : start + _CHUNK])):
                    found[person.id] = person
        for person in found.values():
            if person.id_number:
                self.by_id.setdefault(person.id_number, []).append(person)
            self.by_name.setdefault(person.name or "", []).append(person)


class _Comparison:
    def __init__(self, connection: sa.Connection, incoming: Incoming, progress: Progress) -> None:
        self._connection = connection
        self._incoming = incoming
        self._progress = progress
        self.refused: list[Problem] = []
        self._units = find(connection, Unit)
        self._unit_ids = _unit_names(self._units)

    def units(self) -> list[UnitPlan]:
        """Compare the units; new ones get their ids here, so that posts can name them."""
        by_name = {u.name: u for u in self._units if u.name}
        by_code = {u.code: u for u in self._units if u.code}
        found = []
        for row in self._incoming.units:
            if row.unit_name and row.unit_name in self._unit_ids:
                continue
            old = by_code.get(row.values.get("code") or "") or by_name.get(row.values["name"])
            if old is None:
                row.values.setdefault("id", new_id())
                found.append(UnitPlan(row, Status.NEW))
            else:
                changes = changes_between(Unit, old, row.values)
                found.append(UnitPlan(row, Status.CHANGED if changes else Status.UNCHANGED, old, changes))
            unit_id = old.id if old else row.values["id"]
            for name in (row.values["name"], row.values.get("short_name")):
                if name:
                    self._unit_ids[name] = unit_id
        return found

    def people(self) -> list[PersonPlan]:
        """Compare the people with those in the store."""
        stored = PeopleByKey(self._connection, self._incoming.people)
        plans = [self._match(stored, person) for person in self._incoming.people]
        self._refuse_second_claims(plans)
        targets = [p.target.id for p in plans if p.target is not None]
        owned = _OwnedRows(self._connection, targets)
        total = len(plans)
        for number, plan in enumerate(plans, 1):
            if number % 50 == 0:
                self._progress.step(number, total, "比对人员")
            if plan.status is not Status.REFUSED:
                self.compare(plan, owned)
        return plans

    def _match(self, stored: PeopleByKey, incoming: IncomingPerson) -> PersonPlan:
        candidates = candidates_of(stored, incoming)
        by_id = bool(incoming.id_number) and any(c.id_number == incoming.id_number for c in candidates)
        if len(candidates) == 1 and (by_id or incoming.born_on is None or candidates[0].born_on is not None):
            sure = by_id or incoming.in_store_only or candidates[0].born_on is not None
            if sure and (by_id or incoming.born_on is not None or incoming.in_store_only):
                return PersonPlan(incoming, Status.CHANGED, candidates[0])
        if candidates:
            names = "、".join(_who(c) for c in candidates[:3])
            reason = f"库中有可能是同一人的：{names}；请选择是哪一位，或作为新人"
            return PersonPlan(incoming, Status.DOUBTFUL, candidates=candidates, reason=reason, accepted=False)
        if incoming.in_store_only:
            self._refuse_rows(incoming)
            reason = "人员表和库中都没有这个人"
            return PersonPlan(incoming, Status.REFUSED, reason=reason, accepted=False)
        return PersonPlan(incoming, Status.NEW)

    def _refuse_rows(self, incoming: IncomingPerson) -> None:
        who = f"{incoming.name}（{incoming.id_number or '无身份证号'}）"
        for child in incoming.children:
            message = f"A01 人员表和库中都没有{who}，这一行没有导入"
            self.refused.append(Problem(child.place, "姓名", incoming.name, message))

    def _refuse_second_claims(self, plans: Sequence[PersonPlan]) -> None:
        claimed: dict[str, PersonPlan] = {}
        for plan in plans:
            if plan.target is None:
                continue
            first = claimed.setdefault(plan.target.id, plan)
            if first is not plan:
                plan.status, plan.accepted, plan.target = Status.DOUBTFUL, False, None
                plan.candidates = [first.target] if first.target else []
                plan.reason = f"与{first.incoming.place}对应到库中同一个人，请核对"

    def compare(self, plan: PersonPlan, owned: _OwnedRows) -> None:
        """Fill in what differs for one matched, new or doubtful person."""
        self._resolve_units(plan)
        plan.fields = []
        plan.rows = []
        if plan.target is not None:
            plan.fields = changes_between(Person, plan.target, plan.incoming.row.values, _NOT_COMPARED)
        for cls in PERSON_SETS:
            mine = [c for c in plan.incoming.children if c.cls is cls]
            if mine:
                existing = owned.of(cls, plan.target.id) if plan.target else []
                _compare_rows(plan, cls, mine, existing)
        plan.photo_is_new = plan.incoming.photo is not None and not owned.has_photo(plan)
        if plan.status in (Status.CHANGED, Status.UNCHANGED):
            changed = plan.fields or plan.rows or plan.photo_is_new
            plan.status = Status.CHANGED if changed else Status.UNCHANGED

    def _resolve_units(self, plan: PersonPlan) -> None:
        incoming = plan.incoming
        kept = []
        for child in incoming.children:
            if child.cls is Tenure and "unit_id" not in child.values:
                unit_id = self._unit_ids.get(child.unit_name)
                if unit_id is None:
                    message = f"机构“{child.unit_name}”不在单位表（B01）中，库中也没有，这一行没有导入"
                    self.refused.append(Problem(child.place, "任职机构名称", child.unit_name, message))
                    continue
                child.values["unit_id"] = unit_id
            kept.append(child)
        incoming.children = kept
        if (plan.target is None or plan.target.unit_id is None) and "unit_id" not in incoming.row.values:
            home = self._home_unit(incoming)
            if home:
                incoming.row.values["unit_id"] = home

    def _home_unit(self, incoming: IncomingPerson) -> str | None:
        tenures = [c.values for c in incoming.children if c.cls is Tenure and not c.values.get("removed_on")]
        main = [t for t in tenures if t.get("is_main")] or tenures
        if main:
            position = main[0].get("team_position")
            if position:
                incoming.row.values.setdefault("position", position)
            return str(main[0]["unit_id"])
        return self._unit_ids.get(incoming.unit_name)


def _unit_names(units: Iterable[Unit]) -> dict[str, str]:
    """Return unit ids by full and short name; a short name that two units share names neither."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for unit in units:
        if unit.short_name:
            if found.get(unit.short_name, unit.id) != unit.id:
                shared.add(unit.short_name)
            found[unit.short_name] = unit.id
    for name in shared:
        del found[name]
    found.update({u.name: u.id for u in units if u.name})
    return found


def _who(person: Person) -> str:
    post = person.current_post_short or person.current_post or "职务不详"
    return f"{person.name}（{person.born_on or '出生年月不详'}，{post}）"


class _OwnedRows:
    """The rows that hang on the matched people, read class by class in chunks when first asked for."""

    def __init__(self, connection: sa.Connection, person_ids: Sequence[str]) -> None:
        self._connection = connection
        self._ids = list(person_ids)
        self._rows: dict[type[Record], dict[str, list[Record]]] = {}

    def of(self, cls: type[Record], person_id: str) -> list[Record]:
        """Return the rows of one class that hang on one person."""
        if cls not in self._rows:
            self._rows[cls] = self._read(cls)
        return self._rows[cls].get(person_id, [])

    def _read(self, cls: type[Record]) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        column = cls.table.c.person_id
        for start in range(0, len(self._ids), _CHUNK):
            for record in find(self._connection, cls, column.in_(self._ids[start : start + _CHUNK])):
                found.setdefault(record.person_id, []).append(record)  # type: ignore[attr-defined]
        return found

    def has_photo(self, plan: PersonPlan) -> bool:
        """Tell whether the person's stored photo is the incoming one."""
        import hashlib

        if plan.target is None or plan.incoming.photo is None:
            return False
        digest = hashlib.sha256(plan.incoming.photo).hexdigest()
        return any(p.blob == digest for p in self.of(Photo, plan.target.id))  # type: ignore[attr-defined]


def _compare_rows(
    plan: PersonPlan, cls: type[Record], incoming: Sequence[IncomingRow], existing: Sequence[Record]
) -> None:
    if not existing:
        plan.rows += [RowChange(None, row, row.values) for row in incoming]
        return
    by_key = dict(zip(keyed(cls, [_getter_of(r) for r in existing]), existing, strict=True))
    for key, row in zip(keyed(cls, [r.values.get for r in incoming]), incoming, strict=True):
        old = by_key.get(key)
        if old is None:
            plan.rows.append(RowChange(None, row, row.values))
            continue
        changes = changes_between(cls, old, row.values, _NOT_COMPARED)
        if changes:
            plan.rows.append(RowChange(old, row, row.values, changes))
        else:
            plan.unchanged_rows += 1


def _getter_of(record: Record) -> Callable[[str], Any]:
    return lambda name: getattr(record, name)


def decide(office: Office, plan: ImportPlan, person: PersonPlan, target: Person | None) -> None:
    """Settle a doubtful person: as ``target``, or as somebody new (None)."""
    with office.reading() as connection:
        comparison = _Comparison(connection, plan.incoming, SilentProgress())
        comparison.units()
        person.target = target
        person.status = Status.CHANGED if target else Status.NEW
        person.accepted = True
        person.reason = ""
        person.incoming.row.values.pop("unit_id", None)
        comparison.compare(person, _OwnedRows(connection, [target.id] if target else []))
    plan.problems += comparison.refused
