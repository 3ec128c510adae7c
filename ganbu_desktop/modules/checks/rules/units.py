"""Units: what must be known of them, and whether those who serve fit the approved numbers."""

from __future__ import annotations

from collections.abc import Iterator

from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.checks.rules.model import NO_COUNTS, Check, CheckContext, Found
from ganbu_desktop.modules.checks.rules.shared import code
from ganbu_desktop.store.record import fields_of

_GROUP = "单位"
_REQUIRED = ("name", "short_name", "level")
_STAFFING = {
    "staff_administrative": "行政编制",
    "staff_civil_service_like": "事业编制（参公）",
    "staff_institution": "事业编制（其他）",
    "staff_worker": "工勤编制",
    "staff_other": "其他编制",
}
"""Field of the unit → label of the kind of staffing it approves."""


def _is_grouping(unit: Unit) -> bool:
    return unit.kind == code("unit_kind", "机构分组")


def too_many_leaders(unit: Unit, context: CheckContext) -> Iterator[Found]:
    """Find more chiefs or deputies in office than approved."""
    counts = context.counts.get(unit.id, NO_COUNTS)
    for field, label, held in (
        ("chief_posts", "正职", counts.chiefs),
        ("deputy_posts", "副职", counts.deputies),
    ):
        approved = getattr(unit, field)
        if approved is not None and held > approved:
            message = f"{unit.name or ''}{label}领导核定 {approved} 名，在任 {held} 名，超 {held - approved} 名"
            yield Found(message, field=field)


def too_many_staff(unit: Unit, context: CheckContext) -> Iterator[Found]:
    """Find more people of one kind of staffing than approved."""
    counts = context.counts.get(unit.id, NO_COUNTS)
    for field, label in _STAFFING.items():
        approved, held = getattr(unit, field), counts.staff.get(code("staffing_type", label), 0)
        if approved is not None and held > approved:
            message = f"{unit.name or ''}{label}核定 {approved} 名，在册 {held} 名，超 {held - approved} 名"
            yield Found(message, field=field)


def required(unit: Unit, context: CheckContext) -> Iterator[Found]:
    """Find units without name, short name or level."""
    described = fields_of(Unit)
    for field in _REQUIRED:
        if not getattr(unit, field) and not (field == "level" and _is_grouping(unit)):
            yield Found(f"{unit.name or '某单位'}没有填{described[field].label}", field=field)


def staffing(unit: Unit, context: CheckContext) -> Iterator[Found]:
    """Find units without any approved number of staff."""
    if not _is_grouping(unit) and all(getattr(unit, field) is None for field in _STAFFING):
        yield Found(f"{unit.name or '某单位'}没有填任何编制数", field="staff_administrative")


def chief_posts(unit: Unit, context: CheckContext) -> Iterator[Found]:
    """Find an approved number of chiefs that is missing or unlikely."""
    most = context.number("chief_posts_max")
    if _is_grouping(unit):
        return
    if unit.chief_posts is None:
        yield Found(f"{unit.name or '某单位'}没有填正职领导职数", field="chief_posts")
    elif unit.chief_posts > most:
        yield Found(f"{unit.name or ''}正职领导职数为 {unit.chief_posts}，多于 {most}", field="chief_posts")


_E, _W = Level.ERROR, Level.WARNING
CHECKS: tuple[Check[Unit], ...] = (
    Check("over-posts", 22, "任职", _W, "超职数", "在任正职、副职与单位核定的领导职数比较。", too_many_leaders),
    Check("unit-required", 67, _GROUP, _E, "单位必填项空缺", "机构名称、简称、级别。", required),
    Check("unit-staffing", 68, _GROUP, _W, "编制数空缺", "至少应填一种编制数。", staffing),
    Check(
        "unit-chief-posts",
        73,
        _GROUP,
        _W,
        "正职领导职数空缺或过多",
        "上限见参数“单位正职领导职数提示上限”。",
        chief_posts,
    ),
    Check("over-staffing", 76, _GROUP, _W, "超编制数", "按编制类型统计的在册人数与核定编制数比较。", too_many_staff),
)
