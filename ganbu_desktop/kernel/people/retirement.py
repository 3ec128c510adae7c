"""When a person retires: the one answer for page, forms, rosters, reminders, conditions, reports and 梯队.

``foundation.retirement`` holds the table of the law; here stands whose line of it counts. The line is found by a short
list of rules, the first that fits wins. Each is plain data, so that one person and a statement over all people read
the very same list.

1. What the office chose for the person (退休年龄类别), then 改革前任职年龄界限 of the 任免表 where one was chosen.
2. Men. Without a sex nothing is said.
3. Women of 县处级 and above and in senior professional posts count like men (组通字〔2015〕14号), by the switch
   ``female_county_level_series`` and the list ``female_county_levels``.
4. Women whose post, 人员类别 or 编制类型 is a worker's (工勤): original age 50. One of the three is enough: to look
   five years too early costs a glance, five too late is against the law. Where they disagree, ``doubt`` says so.
5. All other women: original age 55.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.codes import CodeTable
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.retirement import (
    Category,
    RetirementFigures,
    StatutoryAge,
    births_reaching,
    earliest_flexible_month,
    latest_flexible_month,
    statutory_age,
)
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person
from ganbu_desktop.store.record import fields_of

_MAN, _WOMAN = "1", "2"
_WORKER_HEADINGS = ("机关技术工人岗位", "机关普通工人岗位", "事业单位技术工人岗位", "事业单位普通工人岗位")
_WORKER_CATEGORIES = ("机关工勤人员", "事业单位工勤人员", "企业工勤人员")
_WORKER_STAFFING = ("工勤编制",)
_MAY_PUT_OFF = ("事业单位专业技术人员", "企业专业技术人员", *_WORKER_CATEGORIES)
_BY_LIMIT = {"60": Category.M60, "55": Category.F55}
"""The limits that follow the delay; 63, 65, 66 and 已到龄人员 have no formula."""
_SAY_NOTHING = ("其他人员", "其他编制")
_LIMIT = "pre_reform_limit"
_TO_THE_MONTH = len("YYYYMM")
_PUT_OFF_UNKNOWN = "未填人员类别或类别不明，不能确定是否适用弹性延迟"


@dataclass(frozen=True)
class Retirement:
    """When a person retires, and from when until when she may.

    ``basis``: why this category, in words; ``doubt``: what in the record speaks for another one, empty where nothing
    does. ``earliest``: first month of 弹性提前, ``notify_by``: the last month to say so in writing for it. ``latest``:
    last month of 弹性延迟, ``agree_by``: the last month to settle it in writing; both None where ``no_delay`` says why
    it cannot be put off, or that this is not known. ``on_request``: when a woman who counts like a man may go at her
    own request.
    """

    category: Category
    basis: str
    doubt: str
    reached: StatutoryAge
    earliest: PartialDate
    notify_by: PartialDate
    latest: PartialDate | None
    agree_by: PartialDate | None
    no_delay: str
    on_request: PartialDate | None

    @property
    def month(self) -> PartialDate:
        """Return 法定退休年月."""
        return self.reached.month

    def age_text(self) -> str:
        """Return ``60岁`` or ``61岁3个月``."""
        return self.reached.age_text()

    def text(self) -> str:
        """Return what stands in the form's 到龄时间: ``2030.12（61岁3个月）``."""
        return self.reached.text()

    def early_text(self) -> str:
        """Return how early, and until when it must be said for that."""
        if self.earliest >= self.month:
            text = "没有可以提前的月份"
        else:
            text = f"最早 {self.earliest}（不晚于 {self.notify_by} 书面告知）"
        return f"{text}；本人申请可在 {self.on_request} 退休" if self.on_request else text

    def late_text(self) -> str:
        """Return how late, and until when it must be settled; else why not."""
        return f"最晚 {self.latest}（不晚于 {self.agree_by} 书面明确）" if self.latest else self.no_delay

    def flexible_text(self) -> str:
        """Return both ends of 弹性退休 as one clause."""
        return f"弹性提前：{self.early_text()}；弹性延迟：{self.late_text()}"


@dataclass(frozen=True)
class _Rule:
    """Who has one of these values in a column (None: any) has this category; None: there is no formula."""

    name: str
    values: frozenset[str] | None
    category: Category | None
    sex: str | None = None


@dataclass(frozen=True)
class _Found:
    category: Category
    basis: str
    doubt: str = ""


def retirement_of(
    person: Person, sheet: AppointmentSheet, parameters: ParameterSet, day: PartialDate | date
) -> Retirement | None:
    """Return when a person retires by the figures in force on a day; None where it cannot be told (``why_unknown``)."""
    figures = RetirementFigures.of(parameters, day)
    found = _category(person, sheet, _rules_on(figures, parameters, day))
    reached = statutory_age(found.category, person.born_on, figures) if found else None
    if found is None or reached is None:
        return None
    category, born_on = found.category, person.born_on
    earliest = earliest_flexible_month(category, born_on, figures) or reached.month
    no_delay = _no_delay(person, parameters, day)
    latest = None if no_delay else latest_flexible_month(category, born_on, figures)
    like_man = person.sex == _WOMAN and category is Category.M60
    request = statutory_age(Category.F55, born_on, figures) if like_man else None
    return Retirement(
        category,
        found.basis,
        found.doubt,
        reached,
        earliest,
        earliest.plus_months(-figures.early_notice_months),
        latest,
        reached.month.plus_months(-figures.late_notice_months) if latest else None,
        no_delay,
        request.month if request else None,
    )


def why_unknown(person: Person, sheet: AppointmentSheet) -> str:
    """Return why ``retirement_of`` says nothing of a person; empty where it does."""
    if person.retirement_category is None and sheet.pre_reform_limit and sheet.pre_reform_limit not in _BY_LIMIT:
        label = fields_of(AppointmentSheet)[_LIMIT].format(sheet.pre_reform_limit)
        return f"任免表上的“{label}”没有推算办法"
    if person.retirement_category is None and not sheet.pre_reform_limit and person.sex not in (_MAN, _WOMAN):
        return "性别没有填"
    if person.born_on is None:
        return "出生年月没有填"
    return "出生年月没有写到月" if person.born_on.month is None else ""


def reaches_between(
    parameters: ParameterSet, day: PartialDate | date, first: PartialDate, last: PartialDate
) -> sa.ColumnElement[bool]:
    """Return the condition on ``Person.table`` that the statutory month lies from ``first`` to ``last``; never null."""
    figures = RetirementFigures.of(parameters, day)
    born_on = sa.type_coerce(Person.table.c.born_on, sa.String())
    month, is_known = sa.func.substr(born_on, 1, 6), sa.func.length(born_on) >= _TO_THE_MONTH
    category = _category_column(_rules_on(figures, parameters, day))
    clauses = []
    for each in Category:
        births = births_reaching(each, first, last, figures)
        if births is not None:
            within = month.between(births[0].digits(), births[1].digits())
            clauses.append(sa.and_(category == each.value, within))
    return sa.func.coalesce(sa.and_(is_known, sa.or_(sa.false(), *clauses)), sa.false())


def _category(person: Person, sheet: AppointmentSheet, rules: tuple[_Rule, ...]) -> _Found | None:
    for rule in rules:
        value = _value(person, sheet, rule.name)
        if value is None or not (rule.values is None or value in rule.values):
            continue
        if rule.sex is not None and rule.sex != person.sex:
            continue
        if rule.category is None:
            return None
        field = fields_of(AppointmentSheet if rule.name == _LIMIT else Person)[rule.name]
        return _Found(rule.category, f"按{field.label}“{field.format(value)}”", _doubt(person, rule))
    return None


def _value(person: Person, sheet: AppointmentSheet, name: str) -> str | None:
    value: str | None = getattr(sheet if name == _LIMIT else person, name)
    return value or None


def _rules_on(figures: RetirementFigures, parameters: ParameterSet, day: PartialDate | date) -> tuple[_Rule, ...]:
    by_law = figures.female_county_level_as_m60
    return _rules(parameters.words("female_county_levels", day) if by_law else ())


@cache
def _rules(like_men: tuple[str, ...]) -> tuple[_Rule, ...]:
    """Return the rules in their order; ``like_men``: posts and ranks in which women count like men."""
    rules = [_Rule("retirement_category", frozenset({category.value}), category) for category in Category]
    rules += [_Rule(_LIMIT, frozenset({limit}), category) for limit, category in _BY_LIMIT.items()]
    rules += [_Rule(_LIMIT, None, None), _Rule("sex", frozenset({_MAN}), Category.M60)]
    rules += [_Rule(name, _codes(name, like_men), Category.M60, _WOMAN) for name in ("post_level", "rank")]
    rules += [_Rule(name, values, Category.F50, _WOMAN) for name, values in worker_values().items()]
    return (*rules, _Rule("sex", frozenset({_WOMAN}), Category.F55))


@cache
def worker_values() -> dict[str, frozenset[str]]:
    """Return the codes that say that a person is a worker, by column of the person."""
    return {
        "post_level": frozenset(_under(codes.table("post_level"), _WORKER_HEADINGS)),
        "person_category": _codes("person_category", _WORKER_CATEGORIES),
        "staffing_type": _codes("staffing_type", _WORKER_STAFFING),
    }


def _under(table: CodeTable, headings: tuple[str, ...]) -> Iterator[str]:
    """Yield the codes that stand under some headings of a code table."""
    is_wanted = False
    for entry in table.entries:
        if entry.heading:
            is_wanted = entry.label in headings
        elif is_wanted:
            yield entry.code


def _codes(table: str, labels: tuple[str, ...]) -> frozenset[str]:
    """Return the codes of labels; a label that the table does not know is kept as it is."""
    found = codes.table(table)
    return frozenset(found.code_for(label) or label for label in labels)


def _doubt(person: Person, rule: _Rule) -> str:
    """Return what speaks against the rule that was used: a worker's mark beside one that is not."""
    if person.sex != _WOMAN or rule.name in ("retirement_category", _LIMIT):
        return ""
    described, said = fields_of(Person), {}
    for name, workers in worker_values().items():
        value = getattr(person, name)
        if value and value not in _SAY_NOTHING:
            said[f"{described[name].label}为“{described[name].format(value)}”"] = value in workers
    if len(set(said.values())) <= 1:
        return ""
    return f"{'、'.join(said)}，对是不是工勤人员说法不一，请核对"


def _no_delay(person: Person, parameters: ParameterSet, day: PartialDate | date) -> str:
    """Return why a person may not put retirement off, or that this is not known; empty where she may."""
    category = person.person_category
    label = fields_of(Person)["person_category"].format(category) if category else ""
    if label and label in parameters.words("no_late_retirement_categories", day):
        return f"不适用（{label}到龄应当及时退休）"
    return "" if label in _MAY_PUT_OFF else _PUT_OFF_UNKNOWN


def _category_column(rules: tuple[_Rule, ...]) -> sa.ColumnElement[str | None]:
    """Return the same rules as a column over ``Person.table``."""
    person, sheet = Person.table.c, AppointmentSheet.table.c
    limit = (
        sa.select(sheet.pre_reform_limit)
        .where(sheet.person_id == person.id)
        .order_by(sheet.id)
        .limit(1)
        .correlate(Person.table)
        .scalar_subquery()
    )
    arms: list[tuple[sa.ColumnElement[bool], sa.ColumnElement[Any]]] = []
    for rule in rules:
        column = limit if rule.name == _LIMIT else person[rule.name]
        fits = column != "" if rule.values is None else column.in_(sorted(rule.values))
        both = fits if rule.sex is None else sa.and_(person.sex == rule.sex, fits)
        arms.append((both, sa.literal(rule.category.value) if rule.category else sa.null()))
    return sa.case(*arms)
