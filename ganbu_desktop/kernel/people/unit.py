"""Units: the tree of bodies that cadres serve in (sheet B01), when each existed, and its older names."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, LongText, Number, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.dates import has_begun
from ganbu_desktop.store.record import Integer, Record, column, reference

_STAFF = "编制职数"


class Unit(Record, table="unit", label="单位", sheet="B01", root=True):
    """One body of the county: its names, place in the tree, and approved numbers."""

    parent_id: str | None = reference("unit", label="上级单位")
    position: int = column(Integer(label="同级排序号", header="同级排序号"), not_null=True, default=0)
    name: str | None = column(Text(label="机构名称", group="基本情况", wanted=True, max_length=120))
    short_name: str | None = column(Text(label="机构简称", group="基本情况", wanted=True, max_length=60))
    code: str | None = column(Text(label="机构编码", group="基本情况", max_length=40))
    division: str | None = column(Choice(label="所在政区", group="基本情况", table="division", open=True))
    subordination: str | None = column(
        Choice(label="隶属关系", group="基本情况", table="unit_subordination", wanted=True)
    )
    level: str | None = column(Choice(label="机构级别", group="基本情况", table="unit_level", wanted=True))
    category: str | None = column(Choice(label="机构类别", group="基本情况", table="unit_category", wanted=True))
    kind: str | None = column(Choice(label="法人单位标识", group="基本情况", table="unit_kind"))
    staff_administrative: int | None = column(Number(label="行政编制数", group=_STAFF))
    staff_civil_service_like: int | None = column(Number(label="事业编制数（参照）", group=_STAFF))
    staff_institution: int | None = column(Number(label="事业编制数（非参照）", group=_STAFF))
    staff_worker: int | None = column(Number(label="工勤编制数", group=_STAFF))
    staff_other: int | None = column(Number(label="其他编制数", group=_STAFF))
    civil_service_like_on: PartialDate | None = column(Date(label="参照公务员法管理审批时间", group="参照管理"))
    civil_service_like_document: str | None = column(Text(label="参照公务员法管理审批文号", group="参照管理"))
    inner_leader_posts: int | None = column(Number(label="内设机构领导职数", group=_STAFF))
    chief_posts: int | None = column(Number(label="正职领导职数", group=_STAFF))
    deputy_posts: int | None = column(Number(label="副职领导职数", group=_STAFF))
    founded_on: PartialDate | None = column(Date(label="成立日期", group="存续", help="一直就有的不填"))
    dissolved_on: PartialDate | None = column(
        Date(label="撤销日期", group="存续", help="从这一天起不再有；此前的统计和报表仍列出")
    )
    note: str | None = column(LongText(label="备注", group="其他"))

    @property
    def called(self) -> str:
        """Return what the unit is called in tables: its short name, else its name."""
        return self.short_name or self.name or "未命名"


class UnitName(Record, table="unit_name", label="单位名称沿革", owner="unit_id", root=True):
    """A name that a unit bore before; the present one stands in the unit itself. ``unit_names`` reads them."""

    unit_id: str = reference("unit", label="单位", not_null=True)
    name: str = column(Text(label="曾用名称", max_length=120), not_null=True)
    short_name: str | None = column(Text(label="曾用简称", max_length=60))
    used_from: PartialDate | None = column(Date(label="启用日期"))
    used_until: PartialDate | None = column(Date(label="停用日期", wanted=True), indexed=True)
    document: str | None = column(Text(label="更名文号", wanted=True, max_length=60))


def existed(unit: Unit, day: date) -> bool:
    """Return whether a unit existed on a day; a date known to the month counts from its first day, as a post does."""
    begun = unit.founded_on is None or unit.founded_on.has_begun(day)
    return begun and not (unit.dissolved_on is not None and unit.dissolved_on.has_begun(day))


def existed_on(day: date) -> sa.ColumnElement[bool]:
    """Return the same on ``Unit.table``."""
    at = Unit.table.c
    begun = sa.or_(at.founded_on.is_(None), has_begun(at.founded_on, day))
    return sa.and_(begun, sa.or_(at.dissolved_on.is_(None), sa.not_(has_begun(at.dissolved_on, day))))
