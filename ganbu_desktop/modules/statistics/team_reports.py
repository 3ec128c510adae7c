"""The tables about leading teams that a city asks of its counties: posts, structure, young cadres, staffing as it is.

A table says what is asked for (应配), what is there (实配) and what lacks (缺配); every threshold is a rule figure with
its source, and who is counted is behind each number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.statistics.cross import NOBODY, TOTAL, rate
from ganbu_desktop.modules.statistics.teams import (
    CHIEF,
    DEPUTY,
    Member,
    Team,
    Teams,
    chosen,
    ids,
    inputs_of_teams,
    no_age,
    read_teams,
)

UNDER = "age_word_under_years"
"""How many years the county adds where it says N岁以下: with 1, 35岁以下 is 不满36岁."""
CHIEF_35, SECRETARY_ONE_IN = "team_chief_35_percent", "team_chief_secretary_one_in"
MEMBER_30, MEMBER_35 = "team_member_30_least", "team_young_percent"
WOMEN, NON_PARTY = "team_women_least", "team_non_party_least"
_FEMALE = "2"
_PARTY = "中共党员"
_MEMBER_RULE = "班子成员按现任职务的“领导成员”或成员类别正职、副职认定，同一班子兼几职的计一次"
_SIGNED = ("填表人：", "审核人：", "填表日期：")


def by_whom(office: Office, period: Period) -> str:
    """Return the words that name the office over a table."""
    return f"填报单位：{office.called(period.last)}"


@dataclass(frozen=True)
class Rules:
    """The rule figures of a day, with the version of each that was used."""

    values: dict[str, int]
    versions: dict[str, str]


def _rules(office: Office, day: date, names: Sequence[str]) -> Rules:
    figures = office.parameters()
    versions = {name: version_of(figures.get(name, day)) for name in names}
    return Rules({name: figures.integer(name, day) for name in names}, versions)


def _teams(office: Office, period: Period) -> Teams:
    with office.reading() as connection:
        return read_teams(connection, period, office.parameters())


def posts_report(office: Office, period: Period) -> Report:
    """班子职数统计: approved posts, holders and vacancies of each team; an approved number not written is 无记录."""
    found = _teams(office, period)
    teams = found.all
    rows: list[tuple[Cell, ...]] = [(team.name, *_posts(team, CHIEF), *_posts(team, DEPUTY)) for team in teams]
    if teams:
        rows.append((TOTAL, *_posts_sum(teams, CHIEF), *_posts_sum(teams, DEPUTY)))
    head = ("单位", *["正职"] * 4, *["副职"] * 4)
    sub = ("单位", *["核定", "实配", "缺配", "超配"] * 2)
    table = ReportTable("", (head, sub), tuple(rows), (34.0, *(12.0,) * 8), "l" + "r" * 8)
    remarks = (
        *found.said,
        f"{_MEMBER_RULE}。",
        "核定职数取期末生效的核定文件，没有的取单位信息里的领导职数。",
        "都没有的为“无记录”，不按 0 计，也不进合计的缺配、超配。",
    )
    return Report(
        f"班子职数统计（{period.chinese()}）", (table,), by_whom(office, period), "单位：名", remarks,
        signatures=_SIGNED, inputs=inputs_of_teams(teams),
    )  # fmt: skip


def _approved(team: Team, kind: str) -> int | None:
    return team.chief_posts if kind == CHIEF else team.deputy_posts


def _posts(team: Team, kind: str) -> tuple[Figure, ...]:
    approved, held = _approved(team, kind), ids(team.of_kind(kind))
    records = (("unit", team.unit_id),)
    lacking = None if approved is None else max(0, approved - len(held))
    over = None if approved is None else max(0, len(held) - approved)
    return (
        Figure(approved, "", f"核定文件里的{kind}领导职数，没有的取单位信息", records=records),
        Figure(len(held), "", f"班子里的{kind}", people=held),
        Figure(lacking, "", "核定－实配，不足为缺", people=held, records=records),
        Figure(over, "", "实配－核定，多出为超", people=held, records=records),
    )


def _posts_sum(teams: Sequence[Team], kind: str) -> tuple[Figure, ...]:
    known = [team for team in teams if _approved(team, kind) is not None]
    cells = [_posts(team, kind) for team in known]
    records = tuple(("unit", team.unit_id) for team in known)
    held = tuple(person_id for team in teams for person_id in ids(team.of_kind(kind)))
    sums = [sum(row[n].value or 0 for row in cells) if cells else None for n in (0, 2, 3)]
    approved, lacking, over = sums
    said = "各单位合计，不含没有核定数的单位"
    return (
        Figure(approved, "", said, records=records),
        Figure(len(held), "", f"各班子的{kind}，跨单位兼职的各计一次", people=held),
        Figure(lacking, "", said, records=records),
        Figure(over, "", said, records=records),
    )


def structure_report(office: Office, period: Period) -> Report:
    """结构性干部配备情况: women and cadres outside the party in each team, asked for, there and lacking."""
    rules = _rules(office, period.last, (WOMEN, NON_PARTY))
    found = _teams(office, period)
    teams = [team for team in found.all if team.members]
    asked: tuple[tuple[str, str, Callable[[Member], bool]], ...] = (
        (WOMEN, "性别为女", lambda m: m.sex == _FEMALE),
        (NON_PARTY, "政治面貌不是中共党员", lambda m: m.party is not None and m.party != _PARTY),
    )
    rows: list[tuple[Cell, ...]] = []
    for team in teams:
        cells: list[Cell] = [team.name, _held(team.members)]
        for name, formula, test in asked:
            cells += _asked(rules, name, rules.values[name], chosen(team.members, test), formula)
        rows.append(tuple(cells))
    if teams:
        rows.append(_column_sums(rows))
    head = ("单位", "班子成员", *["女干部"] * 3, *["党外干部"] * 3)
    sub = ("单位", "班子成员", *["应配", "实配", "缺配"] * 2)
    table = ReportTable("", (head, sub), tuple(rows), (36.0, 14.0, *(14.0,) * 6), "l" + "r" * 7)
    remarks = (*found.said, f"{_MEMBER_RULE}。", "应配数为参数，0 表示没有要求；政治面貌没有填的不算党外。")
    return Report(
        f"结构性干部配备情况（{period.chinese()}）", (table,), by_whom(office, period), "单位：名", remarks,
        signatures=_SIGNED, rule_versions=rules.versions, inputs=inputs_of_teams(teams),
    )  # fmt: skip


def _held(members: tuple[Member, ...], formula: str = "班子成员") -> Figure:
    return Figure(len(members), "", formula, people=ids(members))


def _asked(
    rules: Rules,
    name: str,
    needed: int,
    there: tuple[str, ...],
    formula: str,
    left_out: tuple[tuple[str, str], ...] = (),
) -> list[Figure]:
    """Return 应配, 实配, 缺配."""
    rule = rules.versions[name]
    return [
        Figure(needed, "", "参数规定的数，按比例的向上取整", rule),
        Figure(len(there), "", formula, rule, there, left_out),
        Figure(max(0, needed - len(there)), "", "应配－实配，够了为 0", rule, there),
    ]


def _column_sums(rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """Return the line of sums under rows whose cells after the first are all figures."""
    cells: list[Cell] = [TOTAL]
    for column in list(zip(*rows, strict=True))[1:]:
        figures = [cell for cell in column if isinstance(cell, Figure)]
        people = tuple(dict.fromkeys(p for figure in figures for p in figure.people))
        value = sum(figure.value or 0 for figure in figures)
        cells.append(Figure(value, "", "各行相加", figures[0].rule, people))
    return tuple(cells)


def young_report(office: Office, period: Period) -> Report:
    """乡镇（街道）领导班子年轻干部配备: the county's four shares, and each township's young members."""
    day = period.last
    rules = _rules(office, day, (UNDER, CHIEF_35, SECRETARY_ONE_IN, MEMBER_30, MEMBER_35))
    found = _teams(office, period)
    towns = [team for team in found.all if team.is_town and team.members]
    more = rules.values[UNDER]
    young = _Young(rules, lambda m: _younger(m, 30 + more), lambda m: _younger(m, 35 + more))
    remarks = (
        *found.said,
        f"“30岁以下”指不满 {30 + more} 岁，“35岁以下”指不满 {35 + more} 岁，"
        f"年龄算到 {day.year} 年 {day.month} 月；应配数按实有人数乘比例向上取整。",
        f"乡镇（街道）按单位的隶属关系为乡、镇、街道认定。{_MEMBER_RULE}；出生年月没有填的不计入，点数字可看是谁。",
    )
    return Report(
        f"乡镇（街道）领导班子年轻干部配备情况（{period.chinese()}）", (young.summary(towns), young.by_town(towns)),
        by_whom(office, period), "单位：名", remarks, signatures=_SIGNED, rule_versions=rules.versions,
        inputs=inputs_of_teams(towns),
    )  # fmt: skip


def _younger(member: Member, years: int) -> bool:
    return member.age is not None and member.age < years


@dataclass(frozen=True)
class _Young:
    """The tables of young members in the making."""

    rules: Rules
    is_30: Callable[[Member], bool]
    is_35: Callable[[Member], bool]

    def summary(self, towns: Sequence[Team]) -> ReportTable:
        """Return what the townships together reach."""
        values = self.rules.values
        chiefs = tuple(member for team in towns for member in team.of_kind(CHIEF))
        members = tuple(member for team in towns for member in team.members)
        young_chiefs = tuple(member for member in chiefs if self.is_35(member))
        secretaries = chosen(young_chiefs, lambda member: member.is_secretary)
        reached = tuple(team for team in towns if len(chosen(team.members, self.is_30)) >= values[MEMBER_30])
        percent_35, one_in = values[CHIEF_35], values[SECRETARY_ONE_IN]
        rows = (
            self._share(f"正职中35岁以下不低于 {percent_35}%", CHIEF_35, chiefs, ids(young_chiefs), percent_35),
            self._share(
                f"35岁以下正职中书记不少于 {one_in} 分之一", SECRETARY_ONE_IN, young_chiefs, secretaries, 100, one_in
            ),
            self._share(
                f"班子成员中35岁以下不低于 {values[MEMBER_35]}%", MEMBER_35, members,
                chosen(members, self.is_35), values[MEMBER_35],
            ),
            self._reached(towns, reached),
        )  # fmt: skip
        header = (("要求", "基数", "应配", "实配", "占比", "缺配"),)
        return ReportTable("总体情况", header, rows, (70.0, 18.0, 18.0, 18.0, 18.0, 18.0), "l" + "r" * 5)

    def _share(
        self, title: str, rule: str, whole: tuple[Member, ...], there: tuple[str, ...], percent: int, parts: int = 1
    ) -> tuple[Cell, ...]:
        needed = -(-len(whole) * percent // (100 * parts))
        base = Figure(len(whole), "", "实有人数", people=ids(whole), left_out=no_age(whole))
        asked = _asked(self.rules, rule, needed, there, title, no_age(whole))
        return (title, base, *asked[:2], rate(there, len(whole), "实配÷基数", self.rules.versions[rule]), asked[2])

    def _reached(self, towns: Sequence[Team], reached: Sequence[Team]) -> tuple[Cell, ...]:
        least, rule = self.rules.values[MEMBER_30], self.rules.versions[MEMBER_30]
        units = tuple(("unit", team.unit_id) for team in towns)
        done = tuple(("unit", team.unit_id) for team in reached)
        undone = tuple(unit for unit in units if unit not in done)
        tenths = (2000 * len(done) + len(units)) // (2 * len(units)) if units else None
        percent = "" if tenths is None else f"{tenths // 10}.{tenths % 10}%"
        return (
            f"每个班子有 {least} 名以上30岁以下成员（按班子数）",
            Figure(len(units), "", "有成员的乡镇（街道）班子", records=units),
            Figure(len(units), "", "每个班子都应达到", rule, records=units),
            Figure(len(done), "", "达到的班子", rule, records=done),
            NOBODY if tenths is None else Figure(tenths, percent, "达到的班子÷全部班子", rule, records=done),
            Figure(len(undone), "", "没有达到的班子", rule, records=undone),
        )

    def by_town(self, towns: Sequence[Team]) -> ReportTable:
        """Return a row for each township."""
        rows = []
        for team in towns:
            members, left = team.members, no_age(team.members)
            there_30, there_35 = chosen(members, self.is_30), chosen(members, self.is_35)
            needed_35 = -(-len(members) * self.rules.values[MEMBER_35] // 100)
            chiefs = team.of_kind(CHIEF)
            asked_35 = _asked(self.rules, MEMBER_35, needed_35, there_35, "35岁以下班子成员", left)
            cells: list[Cell] = [team.name, _held(members), _held(chiefs, "班子里的正职")]
            young = chosen(chiefs, self.is_35)
            cells.append(Figure(len(young), "", "35岁以下的正职", self.rules.versions[UNDER], young, left))
            cells += _asked(self.rules, MEMBER_30, self.rules.values[MEMBER_30], there_30, "30岁以下班子成员", left)
            cells += [*asked_35[:2], rate(there_35, len(members), "实配÷班子成员"), asked_35[2]]
            rows.append(tuple(cells))
        head = ("乡镇（街道）", "班子成员", *["正职"] * 2, *["30岁以下成员"] * 3, *["35岁以下成员"] * 4)
        sub = ("乡镇（街道）", "班子成员", "人数", "35岁以下", "应配", "实配", "缺配", "应配", "实配", "占比", "缺配")
        return ReportTable("各乡镇（街道）", (head, sub), tuple(rows), (34.0, *(13.0,) * 10), "l" + "r" * 10)
