"""The verbs of the talks room: with those that follow from its rows the only writers of its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed, PermissionDenied
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.log import sealed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.row.saving import numbered, refuse
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.hands import same_hand
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.talks import checks, rules
from ganbu_desktop.modules.talks.records import (
    HomeVisit,
    Need,
    Talk,
)
from ganbu_desktop.modules.talks.rights import CLOSE, EDIT, may_read
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record
from ganbu_desktop.store.record import replace as with_values

R = TypeVar("R", bound=Record)
PROMISE = "2"
"""The code of table ``loop_kind`` for 谈话承诺."""
_CHUNK = 500


def save_talks(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write talks; a new one gets its number and, where they are not given, the person's unit, post and level."""
    refuse(checks.talk_faults, office, [new for _, new in pairs])
    _refuse_unread(office, pairs, Talk)
    with office.operation(title, right=EDIT) as current:
        _refuse_needed(current, pairs, Need.table.c.talk_id, "谈话")
        prepared = _with_posts(current, pairs, Talk)
        write_changes(current, numbered(current, prepared, Talk, "held_on"))


def save_visits(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write home visits, planned or made; one that was made without consent, appointment or company is refused."""
    refuse(checks.visit_faults, office, [new for _, new in pairs])
    _refuse_unread(office, pairs, HomeVisit)
    planned = [(old, _planned(new)) for old, new in pairs]
    with office.operation(title, right=EDIT) as current:
        _refuse_needed(current, planned, Need.table.c.visit_id, "家访")
        prepared = _with_posts(current, planned, HomeVisit)
        write_changes(current, numbered(current, prepared, HomeVisit, "planned_on"))


def save_needs(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write needs; the words of a private kind are sealed on the way and never stored as typed."""
    refuse(checks.need_faults, office, [new for _, new in pairs])
    kept = [(old, _private(office, new)) for old, new in pairs]
    with office.operation(title, right=EDIT) as current:
        for old, new in kept:
            _refuse_closed(old, new)
            _refuse_foreign_source(current, new)
        write_changes(current, numbered(current, kept, Need, "raised_on"))


def promise(
    office: Office,
    talk: Talk,
    *,
    what: str,
    unit_id: str | None,
    responsible: str,
    due_on: PartialDate,
) -> LoopItem:
    """Record one promised help of a talk as a loop item, with who sees to it and by when."""
    if not what.strip() or not responsible.strip():
        raise CheckFailed("请写明承诺的事项和责任人；没有登记")
    item = LoopItem(
        **place_of(talk),
        kind=PROMISE,
        problem=what.strip(),
        unit_id=unit_id,
        responsible=responsible.strip(),
        due_on=due_on,
    )
    with office.operation(f"登记谈话承诺：{what.strip()[:20]}", right=EDIT) as current:
        current.get(Talk, talk.id)
        return current.insert(item)


def close_need(office: Office, need: Need, *, closed_by: str) -> Need:
    """Close a need by another hand than the responsible one, once its result and its day stand there."""
    with office.operation("困难诉求销号", right=CLOSE) as current:
        standing = current.get(Need, need.id)
        if standing.closed_on is not None:
            raise CheckFailed("这条诉求已经销号；数据未改动")
        if not standing.result or standing.finished_on is None:
            raise CheckFailed("请先填写办理结果和办结日期，再销号；数据未改动")
        if not closed_by.strip() or same_hand(closed_by, standing.responsible):
            raise CheckFailed("销号人不能是责任人本人，没有销号；数据未改动")
        today = PartialDate.of(office.today())
        return current.change(standing, closed_by=closed_by.strip(), closed_on=today)


def _refuse_unread(office: Office, pairs: Sequence[Pair], cls: type[Talk] | type[HomeVisit]) -> None:
    """Who may not read an entry must not write over it."""
    if any(isinstance(old, cls) and not may_read(office, old) for old, _ in pairs):
        raise PermissionDenied(f"账号“{office.account.name}”不在这条{cls.label}的可见范围内，不能改动；数据未改动")


def _refuse_needed(current: Operation, pairs: Sequence[Pair], source: sa.Column[str | None], name: str) -> None:
    """Refuse to delete what a need still stands on; promises go with it."""
    for old, new in pairs:
        if old is None or new is not None:
            continue
        if current.find(Need, source == old.id):
            raise CheckFailed(f"还有困难诉求来自这次{name}，不能删除；数据未改动。请先处理这些诉求。")


def _planned(visit: Record | None) -> Record | None:
    if isinstance(visit, HomeVisit) and visit.planned_on is None:
        return replace(visit, planned_on=visit.appointment_on or visit.visited_on)
    return visit


def _with_posts(current: Operation, pairs: Sequence[Pair], cls: type[Talk] | type[HomeVisit]) -> list[Pair]:
    """Give new entries the unit, post and level that the person has now, where nothing is given."""
    fresh = {new.person_id for old, new in pairs if old is None and isinstance(new, cls)}
    people: dict[str, Person] = {}
    wanted = sorted(fresh)
    for start in range(0, len(wanted), _CHUNK):
        chosen = Person.table.c.id.in_(wanted[start : start + _CHUNK])
        people |= {person.id: person for person in current.find(Person, chosen)}
    found: list[Pair] = []
    for old, new in pairs:
        person = people.get(new.person_id) if old is None and isinstance(new, cls) else None
        if person is not None and isinstance(new, cls):
            given = {
                "unit_id": new.unit_id or person.unit_id,
                "post": new.post or person.current_post_short or person.current_post,
                "post_level": new.post_level or person.post_level,
            }
            found.append((old, with_values(new, given)))
        else:
            found.append((old, new))
    return found


def _private(office: Office, need: Record | None) -> Record | None:
    """Move the words of a private kind to the sealed field; what stands there already stays unless written anew."""
    if not isinstance(need, Need) or need.kind not in rules.SENSITIVE_NEEDS or not need.description:
        return need
    return replace(need, description=None, sealed_description=sealed.sealed(office, need.description))


def _refuse_closed(old: Record | None, new: Record | None) -> None:
    if not isinstance(old, Need) or old.closed_on is None:
        return
    if not isinstance(new, Need) or replace(old, satisfaction=new.satisfaction) != new:
        raise CheckFailed("这条诉求已经销号，除满意度外不能再改，也不能删除；数据未改动")


def _refuse_foreign_source(current: Operation, need: Record | None) -> None:
    if not isinstance(need, Need):
        return
    sources: list[tuple[type[Talk] | type[HomeVisit], str | None]] = [(Talk, need.talk_id), (HomeVisit, need.visit_id)]
    for cls, source_id in sources:
        if source_id is not None and current.get(cls, source_id).person_id != need.person_id:
            raise CheckFailed(f"来源{cls.label}是另一个人的，请重新选择；没有保存，数据未改动")
