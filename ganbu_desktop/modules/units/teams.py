"""班子 (teams): who is in a team, its structure in figures that open their people, and what it should be made of.

A team is everybody who holds a post as 领导成员 of a unit. Members are counted once whatever posts they hold in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dated import is_done, stands
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers
from ganbu_desktop.kernel.people.person import Education, SourceTag
from ganbu_desktop.kernel.people.quota import CHIEF, DEPUTY
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.units.staffing import County, read_county

BOUNDS, YOUNG_AGE = "age_group_bounds", "team_young_age"
_MEMBERS = ("01", "02")
"""Codes of ``political_status`` for members of the Party, full and probationary."""
_UNAFFILIATED = ("03", "12", "13")
_LEVELS = ("研究生", "大学", "大专", "中专及以下")
_SHORT_COURSE = "22"
_SEXES = {"1": "男", "2": "女"}
_CLASSES = (
    (
        "理工农医",
        ("工学", "理学", "农学", "医学", "工程", "机械", "计算机", "土木", "电气", "化学", "农业", "林", "水利", "医"),
    ),
    ("经济管理", ("经济", "管理", "会计", "金融", "财政", "工商", "统计", "审计")),
    ("法学", ("法学", "法律", "政治", "社会", "公安", "马克思")),
    ("人文教育", ("文学", "中文", "历史", "哲学", "教育", "新闻", "外语", "英语", "艺术", "师范")),
)
_OTHER_CLASS = "其他"


@dataclass(frozen=True)
class Member:
    """One member of a team as structure tables and reviews need to know."""

    person_id: str
    name: str
    posts: str
    is_chief: bool
    age: int | None
    sex: str | None
    party: str | None
    education: str | None
    major: str | None
    sources: tuple[str, ...]
    grassroots: bool | None


@dataclass(frozen=True)
class Part:
    """One figure of a structure: its group (年龄) and item (41—45岁)."""

    group: str
    item: str
    figure: Figure


@dataclass(frozen=True)
class Team:
    """One unit's team and its structure on a day."""

    unit: Unit
    members: tuple[Member, ...]
    parts: tuple[Part, ...]

    def part(self, group: str, item: str) -> Figure:
        """Return one figure of the structure."""
        return next(part.figure for part in self.parts if (part.group, part.item) == (group, item))


@dataclass(frozen=True)
class Target:
    """What a team should have of one kind (应配), has (实配) and lacks (缺配); no data where nothing is required."""

    title: str
    wanted: Figure
    actual: Figure
    missing: Figure


def team_units(county: County) -> list[Unit]:
    """Return the units that have a team: leading posts approved, or somebody in them."""
    held = {post.unit_id for post in county.posts if post.is_held and post.is_team}
    approved = {unit for (unit, kind), number in county.approved.items() if kind in (CHIEF, DEPUTY) and number.number}
    return [unit for unit in county.units if unit.id in held or unit.id in approved]


def teams(office: Office, day: date, units: Iterable[str] | None = None) -> list[Team]:
    """Return the teams as of a day (of ``units`` only, where given): who was in them then, and how old."""
    return teams_of(office, read_county(office, day), units)


def teams_of(office: Office, county: County, units: Iterable[str] | None = None) -> list[Team]:
    """Return the teams of a county as of its day (of ``units`` only, where given)."""
    wanted = None if units is None else set(units)
    chosen = [unit for unit in team_units(county) if wanted is None or unit.id in wanted]
    posts = _posts_by_unit(county)
    ids = list(dict.fromkeys(person for unit in chosen for person in posts.get(unit.id, {})))
    with office.reading() as connection:
        known = {d.person.id: d for d in dossiers(connection, ids, (Education, SourceTag))}
    figures = office.parameters()
    return [_team(unit, posts.get(unit.id, {}), known, figures, county.day) for unit in chosen]


def _posts_by_unit(county: County) -> dict[str, dict[str, tuple[str, bool]]]:
    """Return by unit and person what the posts in its team are called, and whether one is chief."""
    order = {person_id: number for number, person_id in enumerate(county.workers)}
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for post in sorted(county.posts, key=lambda p: (order.get(p.person_id, -1), p.kind != CHIEF)):
        worker = county.workers.get(post.person_id)
        if post.is_held and post.is_team and worker is not None and worker.is_serving:
            names, chief = found.setdefault(post.unit_id, {}).get(post.person_id, ("", False))
            joined = "、".join(name for name in (names, post.post_name) if name)
            found[post.unit_id][post.person_id] = (joined, chief or post.kind == CHIEF)
    return found


def _team(
    unit: Unit,
    posts: Mapping[str, tuple[str, bool]],
    known: Mapping[str, Dossier],
    figures: ParameterSet,
    day: date,
) -> Team:
    members = [_member(known[p], posts[p], day) for p in posts if p in known]
    members.sort(key=lambda member: not member.is_chief)
    return Team(unit, tuple(members), structure(members, figures, day))


def _member(found: Dossier, post: tuple[str, bool], day: date) -> Member:
    person = found.person
    courses = [row for row in found.rows(Education) if row.level and is_done(row, day)]
    highest = min(courses, key=lambda row: _level_place(row.level or ""), default=None)
    categories = codes.table("source_category")
    return Member(
        person.id,
        person.name or "未命名",
        post[0],
        post[1],
        age_at(person.born_on, PartialDate.of(day)),
        _SEXES.get(person.sex or ""),
        _party(person.political_status),
        None if highest is None else _LEVELS[_level_place(highest.level or "")],
        None if highest is None or not highest.major else _major(highest.major_class or highest.major),
        tuple(dict.fromkeys(categories.label_for(tag.category) for tag in found.rows(SourceTag) if stands(tag, day))),
        person.grassroots_two_years,
    )


def _level_place(level: str) -> int:
    if level == _SHORT_COURSE:
        return 2
    return int(level[0]) - 1 if level[:1] in ("1", "2", "3") else 3


def _party(status: str | None) -> str | None:
    if status is None:
        return None
    if status in _MEMBERS:
        return "中共党员"
    return "无党派和群众" if status in _UNAFFILIATED else "民主党派"


def _major(text: str) -> str:
    return next((name for name, words in _CLASSES if any(word in text for word in words)), _OTHER_CLASS)


def structure(members: Sequence[Member], figures: ParameterSet, day: date) -> tuple[Part, ...]:
    """Return the structure of some members: number, average age, and how they part by each usual kind."""
    everybody = tuple(member.person_id for member in members)
    bounds = [int(text) for text in figures.words(BOUNDS, day)]
    names = age_names(bounds)
    rule = version_of(figures.get(BOUNDS, day))
    parts = [Part("人数", "合计", Figure(len(members), formula="当日在任的领导成员，每人计一次", people=everybody))]
    parts.append(Part("年龄", "平均年龄", _average_age(members)))
    kinds: tuple[tuple[str, tuple[str, ...], Callable[[Member], str | None], str], ...] = (
        ("年龄", names, lambda m: None if m.age is None else names[sum(m.age > b for b in bounds)], rule),
        ("性别", ("男", "女"), lambda m: m.sex, ""),
        ("党派", ("中共党员", "民主党派", "无党派和群众"), lambda m: m.party, ""),
        ("学历", _LEVELS, lambda m: m.education, ""),
        ("专业", (*(name for name, _ in _CLASSES), _OTHER_CLASS), lambda m: m.major, ""),
        ("经历", ("有两年以上基层经历", "没有"), _grassroots, ""),
    )
    for group, items, of, version in kinds:
        parts += _parted(group, items, of, members, version)
    return (*parts, *_sources(members))


def _grassroots(member: Member) -> str | None:
    if member.grassroots is None:
        return None
    return "有两年以上基层经历" if member.grassroots else "没有"


def age_names(bounds: Sequence[int]) -> tuple[str, ...]:
    """Return the names of the age bands that upper bounds make (30岁及以下, 31—35岁 …)."""
    between = [f"{low + 1}—{high}岁" for low, high in pairwise(bounds)]
    return (f"{bounds[0]}岁及以下", *between, f"{bounds[-1] + 1}岁及以上")


def _parted(
    group: str, items: Sequence[str], of: Callable[[Member], str | None], members: Sequence[Member], rule: str
) -> list[Part]:
    unknown = tuple((m.person_id, f"{group}没有记录") for m in members if of(m) is None)
    found = []
    for item in items:
        people = tuple(m.person_id for m in members if of(m) == item)
        figure = Figure(len(people), formula=f"班子成员中{group}为“{item}”", rule=rule, people=people, left_out=unknown)
        found.append(Part(group, item, figure if len(unknown) < len(members) or not members else _none(figure)))
    return found


def _none(figure: Figure) -> Figure:
    return Figure(None, formula=figure.formula, rule=figure.rule, left_out=figure.left_out)


def _sources(members: Sequence[Member]) -> list[Part]:
    """Return how many come from each recognised source; somebody without one is not left out, for most have none."""
    found = []
    for entry in codes.table("source_category").entries:
        people = tuple(m.person_id for m in members if entry.label in m.sources)
        if people:
            formula = f"有“{entry.label}”来源标识的班子成员"
            found.append(Part("来源", entry.label, Figure(len(people), formula=formula, people=people)))
    return found


def _average_age(members: Sequence[Member]) -> Figure:
    """Return the average age to a tenth of a year, rounded half up."""
    aged = [(m.person_id, m.age) for m in members if m.age is not None]
    unknown = tuple((m.person_id, "出生年月没有记录") for m in members if m.age is None)
    formula = "周岁之和 ÷ 人数，一位小数"
    if not aged:
        return Figure(None, formula=formula, left_out=unknown)
    tenths = (20 * sum(age for _, age in aged) + len(aged)) // (2 * len(aged))
    people = tuple(person for person, _ in aged)
    return Figure(tenths, f"{tenths // 10}.{tenths % 10}", formula, people=people, left_out=unknown)


def targets(team: Team, figures: ParameterSet, day: date) -> list[Target]:
    """Return what a team should have by the county's figures: women, people outside the Party, young, grassroots."""
    members, age = team.members, figures.integer(YOUNG_AGE, day)
    rows: tuple[tuple[str, str, bool, Callable[[Member], bool | None]], ...] = (
        ("女干部", "team_women_least", False, lambda m: None if m.sex is None else m.sex == "女"),
        ("党外干部", "team_non_party_least", False, lambda m: None if m.party is None else m.party != "中共党员"),
        (f"{age}岁及以下", "team_young_percent", True, lambda m: None if m.age is None else m.age <= age),
        ("两年以上基层经历", "team_grassroots_percent", True, lambda m: m.grassroots),
    )
    return [_target(members, title, name, percent, holds, figures, day) for title, name, percent, holds in rows]


def _target(
    members: Sequence[Member],
    title: str,
    name: str,
    is_percent: bool,
    holds: Callable[[Member], bool | None],
    figures: ParameterSet,
    day: date,
) -> Target:
    figure = figures.get(name, day)
    required = figures.integer(name, day)
    wanted = -(-required * len(members) // 100) if is_percent else required
    people = tuple(m.person_id for m in members if holds(m))
    unknown = tuple((m.person_id, "没有记录，不能判断") for m in members if holds(m) is None)
    rule = version_of(figure)
    formula = f"班子人数 × {required}%，有小数的进一" if is_percent else "参数规定的人数"
    asked = Figure(wanted if required else None, formula=formula, rule=rule)
    actual = Figure(len(people), formula=f"班子成员中的{title}", rule=rule, people=people, left_out=unknown)
    lacking = Figure(max(wanted - len(people), 0) if required else None, formula="应配 − 实配，不足为 0", rule=rule)
    return Target(title, asked, actual, lacking)


def snapshot(team: Team, day: date) -> bytes:
    """Return a team's structure as it is frozen with a review: members and figures, as JSON."""
    members = [
        {"name": m.name, "posts": m.posts, "age": m.age, "sex": m.sex, "party": m.party, "education": m.education}
        for m in team.members
    ]
    figures = [[part.group, part.item, part.figure.shown()] for part in team.parts]
    content = {"day": str(PartialDate.of(day)), "unit": team.unit.name, "members": members, "figures": figures}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()


@dataclass(frozen=True)
class Snapshot:
    """A frozen structure: the day, the members as written then, the figures as they read by (group, item)."""

    day: str
    members: tuple[Mapping[str, object], ...]
    figures: Mapping[tuple[str, str], str]


def read_snapshot(content: bytes) -> Snapshot:
    """Return what was frozen with a review."""
    found = json.loads(content)
    return Snapshot(found["day"], tuple(found["members"]), {(g, i): shown for g, i, shown in found["figures"]})
