"""Comparing what was read with the store: who is who, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.garbage import collector_paused
from ganbu_desktop.kernel.forms.person_values import school_text
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people.person import PERSON_SETS, Education, Person, Photo, Tenure
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.intake.form_said import FormsSaid, not_said
from ganbu_desktop.modules.intake.incoming import Incoming, IncomingPerson, IncomingRow, Problem
from ganbu_desktop.modules.intake.joining import put_together
from ganbu_desktop.modules.intake.matching import (
    Newcomers,
    PeopleByKey,
    candidates_of,
    is_certain,
    question_of,
    same_number,
)
from ganbu_desktop.modules.intake.natural_keys import keyed, unit_key
from ganbu_desktop.modules.intake.plan import ImportPlan, PersonPlan, RowChange, Status, UnitPlan, changes_between
from ganbu_desktop.store.audit import operation_table
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, new_id

_CHUNK = 500
_NOT_COMPARED = ("position",)
_OLD_LENGTH = 15


@collector_paused()
def make_plan(office: Office, incoming: Incoming, progress: Progress | None = None) -> ImportPlan:
    """Return what importing ``incoming`` would do; reads only."""
    progress = progress or SilentProgress()
    with office.reading() as connection:
        comparison = _Comparison(connection, incoming, progress)
        plan = ImportPlan(incoming, comparison.units(), comparison.people(), [])
        plan.already = _imported_before(connection, incoming.digests)
    plan.problems = [*incoming.problems(), *comparison.refused]
    incoming.notices += [n for n in comparison.notices() if n not in incoming.notices]
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


class _Comparison:
    def __init__(self, connection: sa.Connection, incoming: Incoming, progress: Progress) -> None:
        self._connection = connection
        self._incoming = incoming
        self._progress = progress
        self.refused: list[Problem] = []
        self._homeless: dict[str, int] = {}
        self._units = find(connection, Unit)
        self._unit_ids = _unit_names(self._units)

    def units(self) -> list[UnitPlan]:
        """Compare the units; new ones get their ids here, so that posts can name them."""
        by_name = {unit_key(u.name): u for u in self._units if u.name}
        by_code = {u.code: u for u in self._units if u.code}
        found: dict[str, UnitPlan] = {}
        for row in self._incoming.units:
            if row.unit_name and unit_key(row.unit_name) in self._unit_ids:
                continue
            old = by_code.get(row.values.get("code") or "") or by_name.get(unit_key(row.values["name"]))
            unit_id = old.id if old else row.values.setdefault("id", new_id())
            if unit_id in found:
                message = f"与{found[unit_id].incoming.place}是库中同一个单位，这一行没有导入"
                self.refused.append(Problem(row.place, "机构名称", row.values["name"], message))
                continue
            changes = changes_between(Unit, old, row.values) if old else []
            status = Status.NEW if old is None else Status.CHANGED if changes else Status.UNCHANGED
            found[unit_id] = UnitPlan(row, status, old, changes)
            self._unit_ids |= {unit_key(n): unit_id for n in (row.values.get("short_name"), row.values["name"]) if n}
        return list(found.values())

    def notices(self) -> list[str]:
        """Return a sentence for every unit that people belong to by 统计关系 and that nobody knows."""
        return [
            f"统计关系所在单位“{name}”不在单位表（B01）中，库中也没有，{count} 人没有归到单位"
            for name, count in self._homeless.items()
        ]

    def people(self) -> list[PersonPlan]:
        """Compare the people with those in the store."""
        stored = PeopleByKey(self._connection, self._incoming.people)
        plans = [self._match(stored, person) for person in self._incoming.people]
        self._refuse_second_claims(plans)
        owned = _OwnedRows(self._connection, plans)
        total = len(plans)
        for number, plan in enumerate(plans, 1):
            if number % 50 == 0:
                self._progress.step(number, total, "比对人员")
            if plan.status is not Status.REFUSED:
                self.compare(plan, owned)
        return plans

    def _match(self, stored: PeopleByKey, incoming: IncomingPerson) -> PersonPlan:
        candidates = candidates_of(stored, incoming)
        if len(candidates) == 1 and is_certain(candidates[0], incoming):
            if same_number(candidates[0], incoming) and len(incoming.id_number or "") == _OLD_LENGTH:
                incoming.row.values.pop("id_number", None)
            return PersonPlan(incoming, Status.CHANGED, candidates[0])
        if incoming.in_store_only and not (candidates and incoming.id_number is None):
            stranger = next((c for c in candidates if same_number(c, incoming)), None)
            self._refuse_rows(incoming, stranger)
            reason = incoming.absence or "人员表和库中都没有这个人"
            return PersonPlan(incoming, Status.REFUSED, reason=reason, accepted=False)
        if candidates:
            reason = question_of(candidates, incoming)
            return PersonPlan(incoming, Status.DOUBTFUL, candidates=candidates, reason=reason, accepted=False)
        return PersonPlan(incoming, Status.NEW)

    def _refuse_rows(self, incoming: IncomingPerson, stranger: Person | None) -> None:
        who = f"{incoming.name}（{incoming.id_number or '无身份证号'}）"
        why = incoming.absence or f"A01 人员表和库中都没有{who}"
        if stranger is not None:
            why = f"身份证号是库中{stranger.name}的，姓名却是“{incoming.name}”"
        for child in incoming.children:
            self.refused.append(Problem(child.place, "姓名", incoming.name, f"{why}，这一行没有导入"))

    def _refuse_second_claims(self, plans: Sequence[PersonPlan]) -> None:
        claimed: dict[str, PersonPlan] = {}
        newcomers = Newcomers()
        for plan in plans:
            if plan.target is not None:
                first = claimed.setdefault(plan.target.id, plan)
                if first is not plan:
                    plan.status, plan.accepted, plan.target, plan.rival = Status.DOUBTFUL, False, None, first
                    plan.reason = f"与{first.incoming.place}对应到库中同一个人，请核对"
            elif plan.status is Status.NEW:
                rival = newcomers.earlier(plan)
                if rival is not None:
                    plan.status, plan.accepted, plan.rival = Status.DOUBTFUL, False, rival
                    plan.reason = f"与{rival.incoming.place}的{rival.name}{_likeness(plan, rival)}，请选择"

    def compare(self, plan: PersonPlan, owned: _OwnedRows) -> None:
        """Fill in what differs for one matched, new or doubtful person."""
        self._resolve_units(plan)
        plan.fields = []
        plan.rows = []
        if plan.target is not None:
            values = not_said(plan.incoming.row.values, owned.said(plan, Person))
            plan.fields = changes_between(Person, plan.target, values, _NOT_COMPARED)
        for cls in PERSON_SETS:
            mine = [c for c in plan.incoming.children if c.cls is cls]
            if mine:
                existing = owned.of(cls, plan.target.id) if plan.target else []
                _compare_rows(plan, cls, mine, existing, owned.said(plan, cls))
        plan.photo_is_new = plan.incoming.photo is not None and not owned.has_photo(plan)
        if plan.status in (Status.CHANGED, Status.UNCHANGED):
            changed = plan.fields or plan.rows or plan.photo_is_new
            plan.status = Status.CHANGED if changed else Status.UNCHANGED

    def _resolve_units(self, plan: PersonPlan) -> None:
        incoming = plan.incoming
        kept = []
        for child in incoming.children:
            if child.cls is Tenure and "unit_id" not in child.values:
                unit_id = self._unit_ids.get(unit_key(child.unit_name))
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
        home = self._unit_ids.get(unit_key(incoming.unit_name))
        if home is None and incoming.unit_name:
            self._homeless[incoming.unit_name] = self._homeless.get(incoming.unit_name, 0) + 1
        return home


def _unit_names(units: Iterable[Unit]) -> dict[str, str]:
    """Return unit ids by full and short name; a short name that two units share names neither."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for unit in units:
        if unit.short_name:
            key = unit_key(unit.short_name)
            if found.get(key, unit.id) != unit.id:
                shared.add(key)
            found[key] = unit.id
    for name in shared:
        del found[name]
    found.update({unit_key(u.name): u.id for u in units if u.name})
    return found


class _OwnedRows:
    """The rows that hang on the matched people, read class by class in chunks when first asked for."""

    def __init__(self, connection: sa.Connection, plans: Iterable[PersonPlan]) -> None:
        self._connection = connection
        matched = {p.target.id: p.incoming for p in plans if p.target is not None}
        self._ids = list(matched)
        self._rows: dict[type[Record], dict[str, list[Record]]] = {}
        self._said = FormsSaid(connection, {i: incoming for i, incoming in matched.items() if incoming.is_form})

    def said(self, plan: PersonPlan, cls: type[Record]) -> Mapping[str, Any]:
        """Return what the stored person's own form would say of one set; empty unless a form is compared."""
        return self._said.of(plan.target.id).get(cls, {}) if plan.target and plan.incoming.is_form else {}

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
    plan: PersonPlan,
    cls: type[Record],
    incoming: Sequence[IncomingRow],
    existing: Sequence[Record],
    said: Mapping[str, Any],
) -> None:
    telling = [row for row in incoming if not row.values or not_said(row.values, said)]
    plan.unchanged_rows += len(incoming) - len(telling)
    incoming = telling
    if not existing:
        plan.rows += [RowChange(None, row, row.values) for row in incoming]
        return
    by_key = dict(zip(keyed(cls, [_getter_of(r) for r in existing]), existing, strict=True))
    for key, row in zip(keyed(cls, [r.values.get for r in incoming]), incoming, strict=True):
        old = by_key.get(key)
        if old is None and any(_says_it_all(record, row) for record in existing):
            plan.unchanged_rows += 1
            continue
        if old is None:
            plan.rows.append(RowChange(None, row, row.values))
            continue
        changes = changes_between(cls, old, not_said(row.values, said), _NOT_COMPARED)
        if changes:
            plan.rows.append(RowChange(old, row, row.values, changes))
        else:
            plan.unchanged_rows += 1


def _says_it_all(record: Record, row: IncomingRow) -> bool:
    """Tell whether a stored row holds everything that an incoming one says, as a roster's 学历 column does.

    A roster has 院校系及专业 in one cell where the store has school and major.
    """
    values = {name: value for name, value in row.values.items() if name not in _NOT_COMPARED}
    if isinstance(record, Education) and values.get("school") == school_text(record):
        del values["school"]
    return all(getattr(record, name) == value for name, value in values.items())


def _getter_of(record: Record) -> Callable[[str], Any]:
    return lambda name: getattr(record, name)


def _likeness(plan: PersonPlan, rival: PersonPlan) -> str:
    """Say what makes two rows look like one person."""
    if plan.incoming.id_number and plan.incoming.id_number == rival.incoming.id_number:
        return "身份证号相同"
    return "同名，可能是同一个人"


def join_rows(office: Office, plan: ImportPlan, pairs: Sequence[PersonPlan]) -> None:
    """Settle doubtful rows as the same person as their rivals: they fill the gaps of the earlier rows.

    Where two rows differ the earlier one counts, and a notice says so; the joined row is not imported by itself.
    """
    with office.reading() as connection:
        comparison = _Comparison(connection, plan.incoming, SilentProgress())
        comparison.units()
        for person in pairs:
            first = person.rival
            if first is None:
                continue
            first.incoming, notices = put_together(first.incoming, person.incoming)
            plan.incoming.notices += notices
            person.status, person.accepted, person.target = Status.REFUSED, False, None
            person.fields, person.rows, person.photo_is_new = [], [], False
            person.reason = f"与{first.incoming.place}合为一人"
            comparison.compare(first, _OwnedRows(connection, [first]))
    plan.problems += comparison.refused


def decide(office: Office, plan: ImportPlan, person: PersonPlan, target: Person | None) -> None:
    """Settle a doubtful person: as ``target``, or as somebody new (None)."""
    person.target = target
    person.status = Status.CHANGED if target else Status.NEW
    person.accepted = True
    person.reason = ""
    person.incoming.row.values.pop("unit_id", None)
    compare_again(office, plan, person)


def compare_again(office: Office, plan: ImportPlan, person: PersonPlan) -> None:
    """Compare one person of a plan anew; fields and rows that were left out stay left out."""
    left_out = {change.name for change in person.fields if not change.accepted}
    left_rows = [change.row for change in person.rows if not change.accepted]
    with office.reading() as connection:
        comparison = _Comparison(connection, plan.incoming, SilentProgress())
        comparison.units()
        comparison.compare(person, _OwnedRows(connection, [person]))
    for change in person.fields:
        change.accepted = change.name not in left_out
    for row in person.rows:
        row.accepted = not any(row.row is left for left in left_rows)
    plan.problems += comparison.refused
