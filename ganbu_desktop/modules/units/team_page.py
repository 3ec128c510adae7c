"""What the page of teams reads: one team's members, structure and targets beside the last review's frozen structure."""

from __future__ import annotations

from dataclasses import dataclass

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import NO_RECORD, Cell, Figure, ReportTable
from ganbu_desktop.modules.units.following import last_reviews
from ganbu_desktop.modules.units.records import TeamReview
from ganbu_desktop.modules.units.staffing import read_county
from ganbu_desktop.modules.units.teams import Member, Snapshot, Team, read_snapshot, targets, team_units, teams
from ganbu_desktop.store.operations import read_blob


@dataclass(frozen=True)
class TeamFacts:
    """One team as its page shows it: titled figures on top, and tables."""

    unit: Unit
    reviewed: str
    tables: tuple[ReportTable, ...]


def units_with_teams(office: Office) -> list[Unit]:
    """Return the units that have a team, in the order of the tree."""
    return team_units(read_county(office))


def team_facts(office: Office, unit_id: str) -> TeamFacts | None:
    """Return one team as of today, None for a unit without one."""
    day = office.today()
    found = teams(office, day, [unit_id])
    if not found:
        return None
    with office.reading() as connection:
        review = last_reviews(connection).get(unit_id)
        content = read_blob(connection, review.snapshot) if review is not None and review.snapshot else b""
    before = read_snapshot(content) if content else None
    wanted = targets(found[0], office.parameters(), day)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (t.title, t.wanted if t.wanted.value is not None else "无要求", t.actual, _missing(t.missing)) for t in wanted
    )
    header = (("结构要求", "应配", "实配", "缺配"),)
    return TeamFacts(
        found[0].unit,
        _reviewed(review),
        (
            members_table(found[0]),
            ReportTable("结构性配备", header, rows, (3, 1, 1, 1), "lccc"),
            structure_table(found[0], before),
        ),
    )


def _missing(figure: Figure) -> Cell:
    return figure if figure.value is not None else "—"


def _reviewed(review: TeamReview | None) -> str:
    if review is None:
        return "还没有研判过。"
    term = f"；班子任期届满 {review.term_ends_on}" if review.term_ends_on else ""
    return f"上次研判 {review.held_on or '（没有日期）'}{term}。"


def members_table(team: Team) -> ReportTable:
    """Return the members of a team, each of whom a press on the age opens."""
    header = (("姓名", "班子职务", "年龄", "性别", "党派", "学历", "专业", "来源"),)
    rows = tuple(_member_row(member) for member in team.members)
    return ReportTable("班子成员", header, rows, (2, 5, 1, 1, 2, 2, 2, 3), "clcccccl")


def _member_row(member: Member) -> tuple[Cell, ...]:
    age = Figure(member.age, formula="到今天的周岁", people=(member.person_id,))
    texts = (member.sex, member.party, member.education, member.major)
    sources = "、".join(member.sources)
    return (member.name, member.posts, age, *(text or NO_RECORD for text in texts), sources)


def structure_table(team: Team, before: Snapshot | None) -> ReportTable:
    """Return a team's structure item by item, beside what was frozen with the last review."""
    last = f"上次研判（{before.day}）" if before is not None else "上次研判"
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (p.group, p.item, p.figure, before.figures.get((p.group, p.item), NO_RECORD) if before else NO_RECORD)
        for p in team.parts
    )
    return ReportTable("班子结构", (("项目", "分项", "现在", last),), rows, (2, 3, 1, 2), "llcc")
