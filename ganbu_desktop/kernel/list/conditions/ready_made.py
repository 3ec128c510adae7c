"""The ready-made conditions on what the kernel knows of people: service, age, results, experience, periods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.list.conditions.comparing import Clause, Expression
from ganbu_desktop.kernel.list.conditions.ready import ReadyCondition, number, words
from ganbu_desktop.kernel.list.conditions.reckoning import Moment, age, months_until, post_months
from ganbu_desktop.kernel.people.person import AnnualResult, AppointmentSheet, Education, Person, Tenure
from ganbu_desktop.kernel.people.posts import level_since
from ganbu_desktop.kernel.people.retirement import reaches_between
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod
from ganbu_desktop.kernel.spine.periods import is_within

_SERVICE, _AGE, _RESULTS, _PAST, _LIMITS, _WHO = "任职", "年龄", "考核", "经历与学历", "影响期", "人员"
EXPERIENCE = "experience_"
"""How the names of the figures begin that say by which words an experience is told."""
_EXCELLENT = "1"
_FULL_TIME, _IN_SERVICE, _EITHER = "全日制", "在职", "不限"
_LEVELS = {"研究生": "1B", "本科": "2B", "大专": "22"}
"""The last entry of table ``education`` that still counts, by the level asked for."""
_SHEET_WORDS = {
    "研究生": ("研究生",),
    "本科": ("研究生", "本科", "大学"),
    "大专": ("研究生", "本科", "大学", "大专", "专科"),
}
_LOWER_WORDS = {"本科": ("大学专科", "大学普通班")}
_CPC, _HAN = ("01", "02"), "01"
_NOT_LATER_THAN = 2

Values = Mapping[str, Any]


def _years_since(dated_on: Expression, moment: Moment, years: int) -> Clause:
    months = months_until(dated_on, PartialDate.of(moment.day))
    return months >= years * 12


def _in_post(moment: Moment, values: Values) -> Clause:
    years: int = values["years"]
    return post_months(moment, PartialDate.of(moment.day)) >= years * 12


def _in_level(moment: Moment, values: Values) -> Clause:
    return _years_since(level_since(), moment, values["years"])


def _in_rank(moment: Moment, values: Values) -> Clause:
    return _years_since(Person.table.c.rank_since, moment, values["years"])


def _younger_than(moment: Moment, values: Values, figure: str) -> Clause:
    limit: int = values["age"] + moment.figures.integer(figure, moment.day)
    return age(PartialDate.of(moment.day)) < limit


def _at_least_old(moment: Moment, values: Values) -> Clause:
    years: int = values["age"]
    return age(PartialDate.of(moment.day)) >= years


def _retires_within(moment: Moment, values: Values) -> Clause:
    now = PartialDate.of(moment.day).to_month()
    return reaches_between(moment.figures, moment.day, now, now.plus_months(values["months"]))


def _excellent_lately(moment: Moment, values: Values) -> Clause:
    at = AnnualResult.table.c
    people = sa.select(at.person_id).where(at.result == _EXCELLENT, at.year >= moment.day.year - values["years"])
    return Person.table.c.id.in_(people)


def _excellent_running(moment: Moment, values: Values) -> Clause:
    at, years = AnnualResult.table.c, values["years"]
    newest = (
        sa.select(at.person_id, sa.func.max(at.year).label("year"))
        .where(at.year <= moment.day.year)
        .group_by(at.person_id)
        .subquery()
    )
    people = (
        sa.select(at.person_id)
        .join(newest, newest.c.person_id == at.person_id)
        .where(
            at.result == _EXCELLENT,
            at.year <= newest.c.year,
            at.year > newest.c.year - years,
            newest.c.year >= moment.day.year - _NOT_LATER_THAN,
        )
        .group_by(at.person_id)
        .having(sa.func.count(sa.distinct(at.year)) >= years)
    )
    return Person.table.c.id.in_(people)


def experiences(figures: ParameterSet) -> tuple[str, ...]:
    """Return the experiences that have words of their own."""
    return tuple(figures.get(name).title for name in figures.names() if name.startswith(EXPERIENCE))


def _words_of(experience: str, moment: Moment) -> tuple[str, ...]:
    """Return the words of an experience; a text that is none is itself the words, parted by 、."""
    for name in moment.figures.names():
        if name.startswith(EXPERIENCE) and moment.figures.get(name).title == experience:
            return moment.figures.words(name, moment.day)
    for mark in "，,；;":
        experience = experience.replace(mark, "、")
    return tuple(word.strip() for word in experience.split("、") if word.strip())


def _has_experience(moment: Moment, values: Values) -> Clause:
    wanted, at, unit = _words_of(values["experience"], moment), Tenure.table.c, Unit.table.c
    post = sa.func.coalesce(unit.name, "") + sa.func.coalesce(at.post_name, "")
    held = (
        sa.select(at.person_id)
        .select_from(Tenure.table.outerjoin(Unit.table, unit.id == at.unit_id))
        .where(sa.or_(*(_tells(post, word) for word in wanted)))
    )
    told = (_tells(Person.table.c.resume, word) for word in wanted)
    return sa.or_(*told, Person.table.c.id.in_(held))


def _tells(text: Expression, word: str) -> Clause:
    """Return the condition that a text holds a post; 副镇长 does not hold 镇长."""
    if word.startswith("副") or not word.endswith("长"):
        return text.contains(word, autoescape=True)
    return sa.func.replace(text, f"副{word}", "").contains(word, autoescape=True)


def _education_modes(wanted: str) -> tuple[str, ...]:
    return (_FULL_TIME, _IN_SERVICE) if wanted == _EITHER else (wanted,)


def _educated(moment: Moment, values: Values) -> Clause:
    at, wanted = Education.table.c, values["level"]
    table = codes.table("education")
    good = [entry.code for entry in table.entries if entry.order <= table.order_of(_LEVELS[wanted])]
    recorded, told = [], []
    for mode in _education_modes(values["mode"]):
        rows = sa.select(at.person_id).where(at.mode == mode)
        recorded.append(Person.table.c.id.in_(rows.where(at.level.in_(good))))
        told.append(sa.and_(Person.table.c.id.not_in(rows), Person.table.c.id.in_(_on_sheet(mode, wanted))))
    if values["mode"] == _EITHER:
        recorded.append(Person.table.c.id.in_(sa.select(at.person_id).where(at.level.in_(good))))
    return sa.or_(*recorded, *told)


def _on_sheet(mode: str, wanted: str) -> sa.Select[Any]:
    """Select the people whose appointment form says the level in words."""
    at = AppointmentSheet.table.c
    text: Expression = at.full_time_education if mode == _FULL_TIME else at.in_service_education
    for lower in _LOWER_WORDS.get(wanted, ()):
        text = sa.func.replace(text, lower, "")
    return sa.select(at.person_id).where(sa.or_(*(text.contains(word) for word in _SHEET_WORDS[wanted])))


def _affected(moment: Moment, _values: Values) -> Clause:
    return Person.table.c.id.in_(is_within(moment.day))


def _no_longer_affected(moment: Moment, _values: Values) -> Clause:
    at, today = EffectPeriod.table.c, PartialDate.of(moment.day)
    over = sa.select(at.person_id).where(
        at.kind == AFFECTED, at.is_void.is_not(True), at.person_id.is_not(None), at.ends_on <= today
    )
    return sa.and_(Person.table.c.id.in_(over), Person.table.c.id.not_in(is_within(moment.day)))


def _outside_the_party(_moment: Moment, _values: Values) -> Clause:
    return sa.and_(Person.table.c.political_status != "", Person.table.c.political_status.not_in(_CPC))


def _women(_moment: Moment, _values: Values) -> Clause:
    return Person.table.c.sex == "2"


def _minority(_moment: Moment, _values: Values) -> Clause:
    return sa.and_(Person.table.c.ethnicity != "", Person.table.c.ethnicity.not_in((_HAN, "汉族", "汉")))


_FROM_MAIN = "从现任主职务的任职时间起按月计算，兼职不重新起算；没有任职时间的不算"

READY_MADE: tuple[ReadyCondition, ...] = (
    ReadyCondition("post-years", "任现职满 {years} 年", _SERVICE, _FROM_MAIN, _in_post, (number("years", "年数", 5),)),
    ReadyCondition(
        "level-years",
        "任现职务层次满 {years} 年",
        _SERVICE,
        "从“任现职务层次时间”起按月计算；没有填的不算",
        _in_level,
        (number("years", "年数", 3),),
    ),
    ReadyCondition(
        "rank-years",
        "任现职级满 {years} 年",
        _SERVICE,
        "从“任现职级时间”起按月计算；没有填的不算",
        _in_rank,
        (number("years", "年数", 2),),
    ),
    ReadyCondition(
        "under-age",
        "{age} 岁以下",
        _AGE,
        "按本县口径（参数“N 岁以下”），一般指不满 N+1 岁；只知道出生年份的不算",
        lambda moment, values: _younger_than(moment, values, "age_word_under_years"),
        (number("age", "岁数", 35),),
    ),
    ReadyCondition(
        "around-age",
        "{age} 岁左右",
        _AGE,
        "按本县口径（参数“N 岁左右”），一般指不满 N+2 岁；只知道出生年份的不算",
        lambda moment, values: _younger_than(moment, values, "age_word_around_years"),
        (number("age", "岁数", 35),),
    ),
    ReadyCondition("over-age", "满 {age} 周岁", _AGE, "按月计算周岁", _at_least_old, (number("age", "岁数", 55),)),
    ReadyCondition(
        "retires-within",
        "{months} 个月内到龄",
        _AGE,
        "按法定退休年月推算，本月起算；已过到龄年月的不算；类别按退休年龄类别、任免表、职务层次、人员类别和编制类型",
        _retires_within,
        (number("months", "月数", 6),),
    ),
    ReadyCondition(
        "excellent-lately",
        "近 {years} 年有优秀",
        _RESULTS,
        "今年和此前几个考核年度里，有一年年度考核为优秀",
        _excellent_lately,
        (number("years", "年数", 3),),
    ),
    ReadyCondition(
        "excellent-running",
        "连续 {years} 年优秀",
        _RESULTS,
        "从最近一个有结论的考核年度往前数，连续几年都是优秀；最近的结论早于前年的不算",
        _excellent_running,
        (number("years", "年数", 3),),
    ),
    ReadyCondition(
        "experience",
        "有 {experience} 经历",
        _PAST,
        "简历或任职里有相应的字词（参数里可改）；也可以自己写字词，几个用顿号分开，有一个就算；副职不算正职",
        _has_experience,
        (words("experience", "经历", "乡镇党委书记", experiences),),
    ),
    ReadyCondition(
        "education",
        "学历 {level} 以上（{mode}）",
        _PAST,
        "学历信息里最高到这一层或以上；没有学历信息的看任免表上的文字",
        _educated,
        (
            words("level", "学历", "本科", lambda _figures: tuple(_LEVELS), strict=True),
            words("mode", "教育类别", _FULL_TIME, lambda _f: (_FULL_TIME, _IN_SERVICE, _EITHER), strict=True),
        ),
    ),
    ReadyCondition("affected", "影响期内", _LIMITS, "有正在影响期内的处理处分", _affected),
    ReadyCondition(
        "affected-before", "影响期已满", _LIMITS, "影响期都已届满，现在不在任何影响期内", _no_longer_affected
    ),
    ReadyCondition("outside-party", "党外干部", _WHO, "政治面貌已填，且不是中共党员、预备党员", _outside_the_party),
    ReadyCondition("women", "女干部", _WHO, "性别为女", _women),
    ReadyCondition("minority", "少数民族干部", _WHO, "民族已填，且不是汉族", _minority),
)
