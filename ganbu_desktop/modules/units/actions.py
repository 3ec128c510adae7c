"""The verbs of the units room: the only writers of the tree of units."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, change_title, save_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.person_list import unit_and_below
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.people.unit import Unit, UnitName
from ganbu_desktop.modules.units.records import (
    PostProfile,
    SuccessionCandidate,
    SurveyVisit,
    TeamReview,
    VillageCadre,
)
from ganbu_desktop.store.record import Record

EDIT, DELETE = "units.edit", "units.delete"
_NAMING_UNITS: tuple[type[Record], ...] = (
    TeamReview,
    SurveyVisit,
    PostProfile,
    SuccessionCandidate,
    VillageCadre,
    ExitEvent,
    AttendanceState,
)
"""What names a unit without hanging on it; a unit's own quotas and former names go to the bin with it."""


def register_unit(office: Office, unit: Unit) -> Unit:
    """Add one unit at the end of its siblings."""
    if not unit.name:
        raise CheckFailed("请先填写机构名称；数据未改动")
    with office.operation(f"新增单位：{unit.name}", right=EDIT) as current:
        siblings = current.find(Unit, Unit.table.c.parent_id.is_not_distinct_from(unit.parent_id))
        if any(s.name == unit.name for s in siblings):
            raise CheckFailed(f"同级已有“{unit.name}”，没有新增；数据未改动")
        position = unit.position or max((s.position for s in siblings), default=0) + 1
        return current.insert(dataclasses.replace(unit, position=position))


def save_unit(office: Office, old: Unit, new: Unit) -> None:
    """Save changed fields of a unit; a unit cannot be put below itself."""
    if not new.name:
        raise CheckFailed("机构名称不能为空；没有保存")
    if new.founded_on and new.dissolved_on and new.dissolved_on.last_day() <= new.founded_on.first_day():
        raise CheckFailed(f"撤销日期 {new.dissolved_on} 不晚于成立日期 {new.founded_on}；没有保存")
    if new.parent_id is not None:
        with office.reading() as connection:
            if new.parent_id in unit_and_below(connection, new.id):
                raise CheckFailed("不能把单位放到它自己或它的下级之下；没有保存")
    pairs: list[Pair] = [(old, new)]
    if old.name and old.name != new.name:
        pairs.append((None, _former_name(office, old)))
    save_changes(office, pairs, title=change_title(new.name, old, new), right=EDIT)


def _former_name(office: Office, old: Unit) -> UnitName:
    """Return the name that a unit is about to lose, from when the one before it ended."""
    earlier = office.find(UnitName, UnitName.table.c.unit_id == old.id)
    began = max((name.used_until for name in earlier if name.used_until is not None), default=None)
    today = PartialDate.of(office.today())
    return UnitName(unit_id=old.id, name=old.name or "", short_name=old.short_name, used_from=began, used_until=today)


def delete_unit(office: Office, unit: Unit) -> None:
    """Move a unit to the recycle bin; refused while units, people or posts still hang on it, or once did."""
    with office.operation(f"删除单位：{unit.name}", right=DELETE) as current:
        if current.find(Unit, Unit.table.c.parent_id == unit.id):
            raise CheckFailed(f"“{unit.name}”下面还有单位，不能删除；数据未改动。请先移走或删除下级单位。")
        people = len(current.find(Person, Person.table.c.unit_id == unit.id))
        tenures = len(current.find(Tenure, Tenure.table.c.unit_id == unit.id))
        if people or tenures:
            raise CheckFailed(
                f"还有 {people} 人、{tenures} 条任职记录属于“{unit.name}”，不能删除；数据未改动。请先调整这些人员。"
            )
        for cls in _NAMING_UNITS:
            if current.find(cls, cls.table.c.unit_id == unit.id):
                raise CheckFailed(f"还有{cls.label}登记在“{unit.name}”名下，不能删除；数据未改动。请先处理这些记录。")
        if current.find(Person, Person.table.c.staffing_unit_id == unit.id):
            raise CheckFailed(f"还有人的编制在“{unit.name}”，不能删除；数据未改动。请先调整这些人员。")
        served = {spell.person_id for spell in current.find(ServiceSpell, ServiceSpell.table.c.unit_id == unit.id)}
        if served:
            raise CheckFailed(
                f"有 {len(served)} 人的服务经历在“{unit.name}”，以前各期的统计还要用它，不能删除；数据未改动。"
                "单位已经撤销的，请在单位信息里填“撤销日期”。"
            )
        current.delete(unit)


def place_unit(office: Office, unit_id: str, parent_id: str | None, sibling_ids: Sequence[str]) -> None:
    """Put a unit below ``parent_id`` (None: top) in the order of ``sibling_ids``, which holds the unit itself.

    Raises CheckFailed when the new parent is the unit or stands below it, or has another unit of the same name.
    """
    with office.operation(_place_title(office, unit_id, parent_id), right=EDIT) as current:
        unit = current.get(Unit, unit_id)
        if parent_id is not None and parent_id in unit_and_below(current.connection, unit_id):
            raise CheckFailed("不能把单位放到它自己或它的下级之下；数据未改动")
        for other in current.find(Unit, Unit.table.c.parent_id.is_not_distinct_from(parent_id)):
            if other.id != unit_id and other.name == unit.name and unit.parent_id != parent_id:
                raise CheckFailed(f"那里已有“{unit.name}”，没有移动；数据未改动")
        pairs = []
        for position, sibling_id in enumerate(sibling_ids, 1):
            old = current.get(Unit, sibling_id)
            above = parent_id if sibling_id == unit_id else old.parent_id
            pairs.append((old, dataclasses.replace(old, position=position, parent_id=above)))
        current.update_many(pairs)


def _place_title(office: Office, unit_id: str, parent_id: str | None) -> str:
    unit = office.get(Unit, unit_id)
    name = unit.name if unit else ""
    return f"移动单位：{name}" if unit and unit.parent_id != parent_id else f"调整单位顺序：{name}"
