"""干部队伍基本情况表: the serving cadres by the usual kinds, from what the store holds now.

Posts and levels of an earlier day cannot be told from the records, so everything but the ages is as of now; the remarks
say so. Nothing of the day of making it goes in, so that the same store gives the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ganbu_desktop.foundation.ages import age_at, full_years
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.dossier import Dossier, dossiers
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import Education
from ganbu_desktop.kernel.person_list import ListQuery, ids
from ganbu_desktop.kernel.report import Cell, Figure, Period, Report, ReportSpec, ReportTable, inputs_of, share
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.cadres.checks.shared import is_serving

BOUNDS = "age_group_bounds"
_HEAD = ("类别", "项目", *["总体"] * 2, *["职务层次"] * 6, *["性别"] * 4)
_SUB = ("类别", "项目", "人数", "比率", "正科", "比率", "副科", "比率", "其他", "比率", "男", "比率", "女", "比率")
_WIDTHS = (24, 26, *(11.0, 13.0) * 6)
_SPANS = ((1, "不满1年"), (3, "1—3年"), (5, "3—5年"), (10, "5—10年"))
_LONGEST_SPAN = "10年及以上"
_PARTIES = {"01": "中共党员", "02": "中共党员", "03": "共青团员和群众", "12": "无党派", "13": "共青团员和群众"}
_LEVELS = ("研究生", "大学", "大专", "中专及以下")
_SHORT_COURSE = "22"
"""大学普通班 counts as 大专."""
_UNKNOWN = "无记录"
_HAN = "01"


@dataclass(frozen=True)
class _Kind:
    """One way to part people: its title, its items in order, and the item of a person (None: not known)."""

    title: str
    items: tuple[str, ...]
    of: Callable[[Dossier], str | None]
    missing: str
    rule: str = ""


_COLUMNS: tuple[tuple[str, Callable[[Dossier], bool]], ...] = (
    ("正科", lambda d: d.person.post_level == "1A41"),
    ("副科", lambda d: d.person.post_level == "1A42"),
    ("其他", lambda d: d.person.post_level not in ("1A41", "1A42")),
    ("男", lambda d: d.person.sex == "1"),
    ("女", lambda d: d.person.sex == "2"),
)


def headcount(office: Office, period: Period) -> Report:
    """Compute the table of the serving cadres, ages as of the period's last day."""
    day = PartialDate.of(period.last)
    bounds = office.parameters().get(BOUNDS, period.last)
    with office.reading() as connection:
        everybody = list(dossiers(connection, ids(connection, ListQuery()), (Education,)))
    people = [found for found in everybody if is_serving(found.person)]
    others = tuple((d.person.id, "管理状态不是现职") for d in everybody if not is_serving(d.person))
    rows = [_row("总数", "现职干部", people, people, "管理状态为现职或没有填的人", "", others)]
    for kind in _kinds(office, period, version_of(bounds)):
        rows += _rows(kind, people)
    rows.append(_average(people, day))
    return Report(
        title=f"干部队伍基本情况表（{period.chinese()}）",
        tables=(ReportTable("", (_HEAD, _SUB), tuple(rows), _WIDTHS, "cl" + "r" * 12),),
        left=f"填报单位：{office.called(period.last)}",
        right="单位：人",
        remarks=(
            f"年龄和任现职务层次年限算到 {period.last.year} 年 {period.last.month} 月；人员、职务、学历等为生成时库内的"
            "现有数据，不能倒推到以前的某一天。",
            "“总体”的比率为占现职干部的百分比，其他比率为占本行人数的百分比，四舍五入；学历按最高学历计，大学普通班计入大专。",
        ),
        signatures=("填表人：", "审核人：", "填表日期："),
        rule_versions={BOUNDS: version_of(bounds)},
        inputs=inputs_of([record for d in everybody for record in (d.person, *d.rows(Education))]),
    )


def _kinds(office: Office, period: Period, bounds_version: str) -> tuple[_Kind, ...]:
    day = PartialDate.of(period.last)
    bounds = [int(text) for text in office.parameters().words(BOUNDS, period.last)]
    names = _age_names(bounds)
    return (
        _Kind("民族", ("汉族", "少数民族"), _ethnicity, "民族没有填"),
        _Kind("政治面貌", ("中共党员", "民主党派", "无党派", "共青团员和群众"), _party, "政治面貌没有填"),
        _Kind("年龄", names, lambda d: _age_group(d, day, bounds, names), "出生年月没有填", bounds_version),
        _Kind("学历", _LEVELS, _education, "学历没有填"),
        _Kind(
            "任现职务层次", (*(n for _, n in _SPANS), _LONGEST_SPAN), lambda d: _span(d, day), "任现职务层次时间没有填"
        ),
    )


def _rows(kind: _Kind, people: Sequence[Dossier]) -> list[tuple[Cell, ...]]:
    found: dict[str | None, list[Dossier]] = {item: [] for item in kind.items}
    for person in people:
        found.setdefault(kind.of(person), []).append(person)
    unknown = tuple((d.person.id, kind.missing) for d in found.get(None, ()))
    formula = f"现职干部中按{kind.title}分"
    rows = [_row(kind.title, item, found[item], people, formula, kind.rule, unknown) for item in kind.items]
    if unknown:
        rows.append(_row(kind.title, _UNKNOWN, found[None], people, kind.missing, kind.rule))
    return rows


def _row(
    kind: str,
    item: str,
    people: Sequence[Dossier],
    whole: Sequence[Dossier],
    formula: str,
    rule: str,
    left_out: tuple[tuple[str, str], ...] = (),
) -> tuple[Cell, ...]:
    cells: list[Cell] = [kind, item, _counted(people, formula, rule, left_out)]
    cells.append(share(len(people), len(whole), formula="本行人数÷现职干部人数", people=_ids(people), rule=rule))
    for name, holds in _COLUMNS:
        chosen = [d for d in people if holds(d)]
        cells.append(_counted(chosen, f"{formula}；{name}", rule, left_out))
        cells.append(share(len(chosen), len(people), formula=f"{name}人数÷本行人数", people=_ids(chosen), rule=rule))
    return tuple(cells)


def _counted(people: Sequence[Dossier], formula: str, rule: str, left_out: tuple[tuple[str, str], ...] = ()) -> Figure:
    return Figure(len(people), formula=formula, rule=rule, people=_ids(people), left_out=left_out)


def _ids(people: Sequence[Dossier]) -> tuple[str, ...]:
    return tuple(d.person.id for d in people)


def _average(people: Sequence[Dossier], day: PartialDate) -> tuple[Cell, ...]:
    """Return the row of average ages, to a tenth of a year."""
    cells: list[Cell] = ["平均年龄", "岁"]
    for chosen in (people, *([d for d in people if holds(d)] for _, holds in _COLUMNS)):
        aged = [(d, age) for d in chosen if (age := age_at(d.person.born_on, day)) is not None]
        unknown = tuple((d.person.id, "出生年月没有填") for d in chosen if age_at(d.person.born_on, day) is None)
        value = (20 * sum(age for _, age in aged) + len(aged)) // (2 * len(aged)) if aged else None
        text = "" if value is None else f"{value // 10}.{value % 10}"
        formula = "周岁之和÷人数，一位小数"
        cells += [Figure(value, text, formula, people=_ids([d for d, _ in aged]), left_out=unknown), ""]
    return tuple(cells)


def _ethnicity(found: Dossier) -> str | None:
    code = found.person.ethnicity
    return None if code is None else "汉族" if code == _HAN else "少数民族"


def _party(found: Dossier) -> str | None:
    code = found.person.political_status
    return None if code is None else _PARTIES.get(code, "民主党派")


def _age_names(bounds: Sequence[int]) -> tuple[str, ...]:
    between = [f"{low + 1}—{high}岁" for low, high in pairwise(bounds)]
    return (f"{bounds[0]}岁及以下", *between, f"{bounds[-1] + 1}岁及以上")


def _age_group(found: Dossier, day: PartialDate, bounds: Sequence[int], names: Sequence[str]) -> str | None:
    age = age_at(found.person.born_on, day)
    return None if age is None else names[sum(age > bound for bound in bounds)]


def _education(found: Dossier) -> str | None:
    """Return the highest level of all courses."""
    places = [_place(row.level) for row in found.rows(Education) if row.level]
    return _LEVELS[min(places)] if places else None


def _place(level: str) -> int:
    if level == _SHORT_COURSE:
        return 2
    return int(level[0]) - 1 if level[0] in "123" else 3


def _span(found: Dossier, day: PartialDate) -> str | None:
    years = full_years(found.person.post_level_since, day)
    if years is None:
        return None
    return next((name for bound, name in _SPANS if years < bound), _LONGEST_SPAN)


REPORTS = (
    ReportSpec(
        "headcount",
        "干部队伍基本情况表",
        ("year", "month"),
        headcount,
        help="现职干部按职务层次、性别、民族、政治面貌、年龄、学历分；除年龄外为现有数据",
    ),
)
