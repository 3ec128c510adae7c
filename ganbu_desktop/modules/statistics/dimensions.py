"""Dimensions (统计项目): the ways to part people, each a raw value read in SQL and the line that it falls on.

A raw value is what the driver gives (a code, digits of a date, a number); it is turned into a line once for each
distinct value, not once for each person. ``None`` means that nothing is recorded: it becomes a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import age_at, full_years
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.levels import level_on, level_since_on, rank_on
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.posts import post_since
from ganbu_desktop.kernel.people.service import staffing_on, unit_on
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.statistics import expressions, lines
from ganbu_desktop.store.record import date_of_digits

Raw = Any
Line = str | None
AGE_BOUNDS, YEARS_BOUNDS = "age_group_bounds", "level_years_bounds"
_LAST = 10**6


@dataclass(frozen=True)
class Body:
    """A unit as statistics see it: its short name, its place in the county's order, and its kinds."""

    name: str
    order: str
    category: str | None
    level: str | None
    kind: str | None


@dataclass(frozen=True)
class Moment:
    """What lines depend on: the day of ages and terms, the rule figures of that day, the units."""

    day: PartialDate
    figures: ParameterSet
    units: Mapping[str, Body]

    def bounds(self, name: str) -> tuple[int, ...]:
        """Return the upper bounds of bands, a rule figure of words."""
        return tuple(int(text) for text in self.figures.words(name, self.day))


@dataclass(frozen=True)
class Parting:
    """A dimension at a moment: ``line_of`` a raw value, all ``fixed`` lines (others follow as they occur) and order."""

    line_of: Callable[[Raw], Line]
    fixed: tuple[str, ...] = ()
    order_of: Callable[[str], Any] = str
    rule: str = ""


@dataclass(frozen=True, eq=False)
class Dimension:
    """One way to part people. ``raw``: the SQL value of a person then; ``missing``: why a person has no line.

    What has no history (政治面貌, 职称, 人员类别 and the like) is as it stands in the store.
    """

    name: str
    title: str
    group: str
    missing: str
    raw: Callable[[Period], sa.ColumnElement[Any]]
    part: Callable[[Moment], Parting]


def _fixed(items: tuple[str, ...], line_of: Callable[[Raw], Line], rule: str = "") -> Parting:
    return Parting(line_of, items, items.index, rule)


def _known(names: tuple[str, ...], line_of: Callable[[str], Line]) -> Callable[[Moment], Parting]:
    parting = _fixed(names, lambda raw: None if raw in (None, "") else line_of(raw))
    return lambda _moment: parting


def _coded(table: str) -> Callable[[Moment], Parting]:
    """Part by a code table: the lines that occur, in the table's own order."""

    def part(_moment: Moment) -> Parting:
        found = codes.table(table)
        order = {entry.label: entry.order for entry in reversed(found.entries)}
        return Parting(
            lambda raw: None if raw in (None, "") else found.label_for(raw),
            order_of=lambda label: (order.get(label, _LAST), label),
        )

    return part


def _flag(yes: str, no: str) -> Callable[[Moment], Parting]:
    return lambda _moment: _fixed((yes, no), lambda raw: None if raw is None else yes if raw else no)


def _ages(moment: Moment) -> Parting:
    bounds = moment.bounds(AGE_BOUNDS)
    names = lines.age_names(bounds)
    rule = version_of(moment.figures.get(AGE_BOUNDS, moment.day))

    def line_of(raw: Raw) -> Line:
        age = age_at(date_of_digits(raw), moment.day) if raw else None
        return None if age is None else names[sum(age > bound for bound in bounds)]

    return _fixed(names, line_of, rule)


def _birth_years(_moment: Moment) -> Parting:
    return Parting(lambda raw: f"{raw[:4]}年" if raw else None)


def _years(moment: Moment) -> Parting:
    bounds = moment.bounds(YEARS_BOUNDS)
    names = lines.year_names(bounds)
    rule = version_of(moment.figures.get(YEARS_BOUNDS, moment.day))

    def line_of(raw: Raw) -> Line:
        years = full_years(date_of_digits(raw), moment.day) if raw else None
        return None if years is None else names[sum(years >= bound for bound in bounds)]

    return _fixed(names, line_of, rule)


def _unit(moment: Moment) -> Parting:
    order = {body.name: body.order for body in moment.units.values()}
    return Parting(
        lambda raw: moment.units[raw].name if raw in moment.units else None,
        order_of=lambda name: (order.get(name, ""), name),
    )


def _of_unit(table: str, value: Callable[[Body], str | None]) -> Callable[[Moment], Parting]:
    def part(moment: Moment) -> Parting:
        coded = _coded(table)(moment)
        return Parting(
            lambda raw: coded.line_of(value(moment.units[raw])) if raw in moment.units else None,
            order_of=coded.order_of,
        )

    return part


def _person(name: str) -> Callable[[Period], sa.ColumnElement[Any]]:
    column: sa.ColumnElement[Any] = Person.table.c[name]
    return lambda _period: column


def _then(value: Callable[[date], sa.ColumnElement[Any]]) -> Callable[[Period], sa.ColumnElement[Any]]:
    return lambda period: value(period.so_far)


def _annual(back: int) -> Callable[[Period], sa.ColumnElement[Any]]:
    return lambda period: expressions.annual_result(period.last.year - back)


_BASIC, _POST, _LEARNING, _UNITS, _WORK = "基本情况", "职务职级", "学历职称", "单位", "考核和来源"
DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("sex", "性别", _BASIC, "性别没有填", _person("sex"), _coded("sex")),
    Dimension(
        "ethnicity",
        "民族（汉族、少数民族）",
        _BASIC,
        "民族没有填",
        _person("ethnicity"),
        _known(lines.ETHNICITIES, lines.ethnicity),
    ),
    Dimension("ethnicity-each", "民族（逐个）", _BASIC, "民族没有填", _person("ethnicity"), _coded("ethnicity")),
    Dimension(
        "party", "政治面貌", _BASIC, "政治面貌没有填", _person("political_status"), _known(lines.PARTIES, lines.party)
    ),
    Dimension("age", "年龄", _BASIC, "出生年月没有填", _person("born_on"), _ages),
    Dimension("birth-year", "出生年份", _BASIC, "出生年月没有填", _person("born_on"), _birth_years),
    Dimension(
        "level",
        "职务层次（正科、副科、其他）",
        _POST,
        "现职务层次没有填",
        _then(level_on),
        _known(lines.LEVELS, lines.level),
    ),
    Dimension("post-level", "职务层次", _POST, "现职务层次没有填", _then(level_on), _coded("post_level")),
    Dimension("rank", "职级", _POST, "现职级没有填", _then(rank_on), _coded("rank")),
    Dimension("level-years", "任现职务层次年限", _POST, "任现职务层次时间没有填", _then(level_since_on), _years),
    Dimension("post-years", "任现职年限", _POST, "没有现任职务的任职时间", _then(post_since), _years),
    Dimension("principal", "主要负责人", _POST, "主要负责人没有填", _person("is_principal"), _flag("是", "不是")),
    Dimension("category", "人员类别", _POST, "人员类别没有填", _person("person_category"), _coded("person_category")),
    Dimension("staffing", "编制类型", _POST, "编制类型没有填", _then(staffing_on), _coded("staffing_type")),
    Dimension("tier", "干部层级", _POST, "干部层级没有填", _person("tier"), _coded("cadre_tier")),
    Dimension("authority", "管理权限", _POST, "管理权限没有填", _person("authority"), _coded("management_authority")),
    Dimension(
        "education",
        "最高学历",
        _LEARNING,
        "学历没有填",
        _then(expressions.education),
        _known(lines.EDUCATIONS, lines.education),
    ),
    Dimension(
        "full-time-education",
        "全日制学历",
        _LEARNING,
        "全日制学历没有填",
        _then(lambda day: expressions.education(day, full_time=True)),
        _known(lines.EDUCATIONS, lines.education),
    ),
    Dimension(
        "degree",
        "最高学位",
        _LEARNING,
        "学历学位没有填",
        _then(expressions.degree),
        _known(lines.DEGREES, lines.degree),
    ),
    Dimension(
        "title", "职称", _LEARNING, "专业技术职务没有填", _person("technical_title"), _known(lines.TITLES, lines.title)
    ),
    Dimension("unit", "单位", _UNITS, "所在单位没有填", _then(unit_on), _unit),
    Dimension(
        "unit-category",
        "单位性质类别",
        _UNITS,
        "所在单位或它的机构类别没有填",
        _then(unit_on),
        _of_unit("unit_category", lambda body: body.category),
    ),
    Dimension(
        "unit-level",
        "单位级别",
        _UNITS,
        "所在单位或它的级别没有填",
        _then(unit_on),
        _of_unit("unit_level", lambda body: body.level),
    ),
    Dimension(
        "unit-kind",
        "法人单位、内设机构",
        _UNITS,
        "所在单位或它的法人单位标识没有填",
        _then(unit_on),
        _of_unit("unit_kind", lambda body: body.kind),
    ),
    Dimension("annual-1", "年度考核（上一年）", _WORK, "没有这一年的考核结论", _annual(1), _coded("annual_result")),
    Dimension("annual-2", "年度考核（上两年）", _WORK, "没有这一年的考核结论", _annual(2), _coded("annual_result")),
    Dimension("annual-3", "年度考核（上三年）", _WORK, "没有这一年的考核结论", _annual(3), _coded("annual_result")),
    Dimension(
        "excellent",
        "近三年考核优秀次数",
        _WORK,
        "近三年没有考核结论",
        lambda period: expressions.excellent_years(period.last.year - 3, period.last.year - 1),
        _known(lines.EXCELLENT, lines.excellent),
    ),
    Dimension(
        "source", "来源标识", _WORK, "没有登记来源标识", _then(expressions.source), lambda _: Parting(lines.source)
    ),
    Dimension(
        "grassroots",
        "两年以上基层经历",
        _WORK,
        "基层工作经历没有填",
        _person("grassroots_two_years"),
        _flag("有", "没有"),
    ),
    Dimension(
        "selected",
        "选调生",
        _WORK,
        "是否选调生没有填",
        lambda _: expressions.selected_graduate(),
        _flag("是", "不是"),
    ),
)
_BY_NAME = {dimension.name: dimension for dimension in DIMENSIONS}


def dimension(name: str) -> Dimension:
    """Return a dimension by its name; CheckFailed where there is none (a table of a newer version)."""
    found = _BY_NAME.get(name)
    if found is None:
        raise CheckFailed(f"没有名为“{name}”的统计项目，可能是更新的版本保存的；没有统计，数据未改动")
    return found
