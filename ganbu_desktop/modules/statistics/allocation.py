"""配备情况统计分析表: the leading teams by age words, sex, party and education, and by year of birth."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import NO_RECORD, Cell, Figure, Period, Report, ReportTable
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.statistics.cross import TOTAL, rate
from ganbu_desktop.modules.statistics.team_reports import by_whom
from ganbu_desktop.modules.statistics.teams import (
    CHIEF,
    DEPUTY,
    OTHER,
    Member,
    Team,
    chosen,
    ids,
    inputs_of_teams,
    no_age,
    read_teams,
)

AROUND = "age_word_around_years"
"""How many years the county adds where it says N岁左右: with 2, 35岁左右 is 不满37岁."""
_AGES = (40, 35, 30)
_WORDS = tuple(f"{age}岁左右" for age in _AGES)
_EDUCATIONS = (("研究生", ("研究生",)), ("大学", ("大学",)), ("大专及以下", ("大专", "中专", "高中及以下")))
Test = Callable[[Member], bool]


def allocation_report(office: Office, period: Period) -> Report:
    """Compute both tables; ages as of the period's last day."""
    day = period.last
    figures = office.parameters()
    more, version = figures.integer(AROUND, day), version_of(figures.get(AROUND, day))
    with office.reading() as connection:
        found = read_teams(connection, period, figures)
    teams = found.all
    groups = (
        ("乡镇（街道）", [team for team in teams if team.is_town]),
        ("县直部门和其他单位", [team for team in teams if not team.is_town]),
        (TOTAL, list(teams)),
    )
    rows = [_row(f"{name}·{kind}", _of(inside, kind), more, version) for name, inside in groups for kind in _KINDS]
    words = "，".join(f"“{age}岁左右”指不满 {age + more} 岁" for age in _AGES)
    remarks = (
        *found.said,
        f"{words}；年龄算到 {day.year} 年 {day.month} 月。占比为占本行人数的百分比，四舍五入。",
        "同时在几个班子任职的，在每类里计一次；出生年月、政治面貌、学历没有填的不计入相应各列，点数字可看是谁。",
    )
    return Report(
        f"领导班子配备情况统计分析表（{period.chinese()}）", (_main(rows), _births(teams)),
        by_whom(office, period), "单位：名", remarks,
        signatures=("填表人：", "审核人：", "填表日期："), rule_versions={AROUND: version},
        inputs=inputs_of_teams(teams),
    )  # fmt: skip


_KINDS = (CHIEF, DEPUTY, "全部成员")


def _of(teams: Sequence[Team], kind: str) -> tuple[Member, ...]:
    """Return the members of some teams, each once."""
    found: dict[str, Member] = {}
    for team in teams:
        for member in team.members if kind == _KINDS[2] else team.of_kind(kind):
            found.setdefault(member.id, member)
    return tuple(found.values())


def _row(name: str, members: tuple[Member, ...], more: int, version: str) -> tuple[Cell, ...]:
    cells: list[Cell] = [name, Figure(len(members), "", "现职班子成员", people=ids(members))]
    for age, word in zip(_AGES, _WORDS, strict=True):
        there = tuple(m.id for m in members if m.age is not None and m.age < age + more)
        cells.append(Figure(len(there), "", word, version, there, no_age(members)))
        cells.append(rate(there, len(members), f"{word}人数÷本行人数", version))
    tests: list[tuple[str, Test, Test, str]] = [
        ("女", lambda m: m.sex == "2", lambda m: m.sex is None, "性别没有填"),
        (
            "党外",
            lambda m: m.party is not None and m.party != "中共党员",
            lambda m: m.party is None,
            "政治面貌没有填",
        ),
    ]
    for title, by_lines in _EDUCATIONS:
        tests.append((f"最高学历{title}", _educated(by_lines), lambda m: m.education is None, "学历没有填"))
    for title, by_lines in _EDUCATIONS:
        full_time = _educated(by_lines, full_time=True)
        tests.append((f"全日制学历{title}", full_time, lambda m: m.full_time_education is None, "全日制学历没有填"))
    for title, test, is_unknown, reason in tests:
        there = chosen(members, test)
        left = tuple((member.id, reason) for member in members if is_unknown(member))
        cells.append(Figure(len(there), "", title, people=there, left_out=left))
    return tuple(cells)


def _educated(by_lines: tuple[str, ...], *, full_time: bool = False) -> Test:
    if full_time:
        return lambda member: member.full_time_education in by_lines
    return lambda member: member.education in by_lines


def _main(rows: Sequence[tuple[Cell, ...]]) -> ReportTable:
    ages = [word for word in _WORDS for _ in range(2)]
    titles = [title for title, _ in _EDUCATIONS]
    head = ("类别", "总数", *ages, "女", "党外", *["最高学历"] * 3, *["全日制学历"] * 3)
    sub = ("类别", "总数", *["人数", "占比"] * 3, "女", "党外", *titles, *titles)
    widths = (42.0, 12.0, *(11.0, 14.0) * 3, 10.0, 10.0, *(13.0, 11.0, 14.0) * 2)
    return ReportTable("配备情况", (head, sub), tuple(rows), widths, "l" + "r" * (len(widths) - 1))


def _births(teams: Sequence[Team]) -> ReportTable:
    """Return a row for each year of birth, those not known last."""
    members = _of(teams, _KINDS[2])
    kinds = {kind: set(ids(_of(teams, kind))) for kind in (CHIEF, DEPUTY)}
    years = sorted({member.born[:4] for member in members if member.born})
    rows = [_birth(f"{year}年", tuple(m for m in members if (m.born or "")[:4] == year), kinds) for year in years]
    unknown = tuple(member for member in members if not member.born)
    if unknown:
        rows.append(_birth(NO_RECORD, unknown, kinds))
    rows.append(_birth(TOTAL, members, kinds))
    header = (("出生年份", "总数", CHIEF, DEPUTY, OTHER, "男", "女"),)
    return ReportTable("按出生年份", header, tuple(rows), (20.0, *(14.0,) * 6), "l" + "r" * 6)


def _birth(name: str, members: tuple[Member, ...], kinds: dict[str, set[str]]) -> tuple[Cell, ...]:
    chief = tuple(member.id for member in members if member.id in kinds[CHIEF])
    deputy = tuple(member.id for member in members if member.id in kinds[DEPUTY] - kinds[CHIEF])
    other = tuple(member.id for member in members if member.id not in kinds[CHIEF] | kinds[DEPUTY])
    found = (
        (ids(members), "这一年出生的班子成员"),
        (chief, "在任一班子任正职"),
        (deputy, "任副职，不任正职"),
        (other, "班子的其他成员"),
        (chosen(members, lambda member: member.sex == "1"), "性别为男"),
        (chosen(members, lambda member: member.sex == "2"), "性别为女"),
    )
    return (name, *(Figure(len(people), "", formula, people=people) for people, formula in found))
