"""The forms of the units room: quotas, vacancies, prechecks, teams, reviews, posts, village cadres and leaving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.ages import years_and_months
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person_list import unit_and_below
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.samples import TOO_FEW
from ganbu_desktop.kernel.report.spec import NO_RECORD
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.units import leaving, quotas, teams
from ganbu_desktop.modules.units.following import last_reviews, review_before
from ganbu_desktop.modules.units.precheck import planned, precheck
from ganbu_desktop.modules.units.quotas import Line
from ganbu_desktop.modules.units.records import PostProfile, TeamReview, VillageCadre
from ganbu_desktop.modules.units.reports.teams import difficulty_rows
from ganbu_desktop.modules.units.staffing import LEADING, County, read_county
from ganbu_desktop.store.once import once
from ganbu_desktop.store.operations import find, read_blob
from ganbu_desktop.store.record import fields_of

_YEARS_BACK = 5
_EXIT_COLUMNS = {
    "1": "selected",
    "2": "transferred",
    "3": "resigned",
    "4": "dismissed",
    "5": "retired",
    "6": "died",
    "7": "expelled",
    "8": "others",
}
_LINES = 4


def _unit(connection: sa.Connection, unit_id: str) -> Unit:
    return find(connection, Unit, Unit.table.c.id == unit_id)[0]


def _unit_name(office: Office, connection: sa.Connection, unit_id: str) -> str:
    return _unit(connection, unit_id).name or "未命名单位"


def _head(office: Office, connection: sa.Connection, unit_id: str) -> dict[str, Any]:
    printed_on = PartialDate.of(office.today()).as_chinese()
    return {"unit": _unit_name(office, connection, unit_id), "printed_on": printed_on}


def _county(office: Office, connection: sa.Connection) -> County:
    """Return the county of today, read once a print."""
    return once(connection, "units county", lambda: read_county(office))


def _quota_lines(office: Office, connection: sa.Connection, unit_id: str) -> list[Line]:
    """Return the lines of a unit and those below it; the whole county's are worked out once a print."""
    county = _county(office, connection)
    found = once(connection, "units quota lines", lambda: quotas.lines(county, office.parameters()))
    below = set(unit_and_below(connection, unit_id))
    return [line for line in found if line.unit.id in below]


def _numbered(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{"row": str(number), **row} for number, row in enumerate(rows, 1)]


def quota_values(office: Office, connection: sa.Connection, unit_id: str) -> Mapping[str, Any]:
    """Return 职数台账 of a unit and those below it: leading posts with who holds them, then ranks and staffing."""
    county, found = _county(office, connection), _quota_lines(office, connection, unit_id)
    posts = [
        {"name": county.name_of(p.unit.id), **_posts(county, p.chief, "chief"), **_posts(county, p.deputy, "deputy")}
        for p in quotas.posts_by_unit(found)
    ]
    rows = [
        {
            "name": county.name_of(line.unit.id),
            "kind": line.label,
            "approved": line.approved.shown(),
            "filled": line.filled.shown(),
            "vacant": line.vacant.shown(),
            "over": line.over.shown(),
            "document": line.document or "没有核定文件",
            "effective_on": str(line.effective_from or ""),
        }
        for line in found
        if line.kind not in LEADING
    ]
    return {**_head(office, connection, unit_id), "posts": _numbered(posts), "lines": _numbered(rows)}


def _posts(county: County, line: Line | None, kind: str) -> dict[str, str]:
    """Return one half of a row of the county's table of posts; nothing for a unit without such posts."""
    if line is None:
        return {f"{kind}_{name}": "" for name in ("approved", "filled", "people", "vacant", "document")}
    return {
        f"{kind}_approved": line.approved.shown(),
        f"{kind}_filled": line.filled.shown(),
        f"{kind}_people": county.names(line.filled.people),
        f"{kind}_vacant": quotas.vacant_or_over(line).shown(),
        f"{kind}_document": line.document,
    }


def vacant_values(office: Office, connection: sa.Connection, unit_id: str) -> Mapping[str, Any]:
    """Return 空缺岗位表 of a unit and those below it."""
    county, found = _county(office, connection), _quota_lines(office, connection, unit_id)
    rows = [
        {
            "name": county.name_of(v.line.unit.id),
            "kind": v.line.label,
            "approved": v.line.approved.shown(),
            "filled": v.line.filled.shown(),
            "since": str(v.since or NO_RECORD),
            "lasted": years_and_months(v.months) if v.months is not None else NO_RECORD,
            "document": v.line.document,
        }
        for v in quotas.vacancies(found, office.today())
    ]
    return {**_head(office, connection, unit_id), "posts": _numbered(rows)}


def precheck_values(office: Office, connection: sa.Connection, unit_id: str) -> Mapping[str, Any]:
    """Return 职数预审表 of a unit and those below it: before and after what the appointment forms propose."""
    county, below = _county(office, connection), set(unit_and_below(connection, unit_id))
    proposed = once(connection, "units precheck", lambda: precheck(county, planned(office)))
    rows = [
        {
            "name": county.name_of(row.unit.id),
            "kind": row.label,
            "approved": row.approved.shown(),
            "before": row.before.shown(),
            "going": county.names(row.going.people),
            "coming": county.names(row.coming.people),
            "after": row.after.shown(),
            "over": row.over.shown(),
            "opinion": f"任后超 {row.over.value} 名" if row.over.value else "",
        }
        for row in proposed.rows
        if row.unit.id in below
    ]
    return {**_head(office, connection, unit_id), "lines": _numbered(rows)}


def team_values(office: Office, connection: sa.Connection, unit_id: str) -> Mapping[str, Any]:
    """Return 班子结构分析表 of one unit's team as of today."""
    day = office.today()
    everyone = once(connection, "units teams", lambda: teams.teams_of(office, _county(office, connection)))
    found = [team for team in everyone if team.unit.id == unit_id]
    review = once(connection, "units reviews", lambda: last_reviews(connection)).get(unit_id)
    members = [
        {
            "name": m.name,
            "post": m.posts,
            "age": NO_RECORD if m.age is None else str(m.age),
            "sex": m.sex or NO_RECORD,
            "party": m.party or NO_RECORD,
            "education": m.education or NO_RECORD,
            "major": m.major or NO_RECORD,
        }
        for team in found
        for m in team.members
    ]
    wanted = [t for team in found for t in teams.targets(team, office.parameters(), day)]
    asked = [
        f"{t.title}：应配 {t.wanted.shown()}，实配 {t.actual.shown()}，缺配 {t.missing.shown()}"
        for t in wanted
        if t.wanted.value is not None
    ]
    return {
        **_head(office, connection, unit_id),
        "members": _numbered(members),
        "figures": _figures([(p.group, p.item, p.figure.shown()) for team in found for p in team.parts]),
        "targets": "；".join(asked) or "没有要求",
        "reviewed": (review.title or "") if review is not None else "还没有研判过",
    }


def _figures(parts: Sequence[tuple[str, str, str]]) -> str:
    """Return figures as a line for each group; what is nobody is left out."""
    groups: dict[str, list[str]] = {}
    for group, item, shown in parts:
        if shown != "0":
            groups.setdefault(group, []).append(f"{item} {shown}")
    return "\n".join(f"{group}：{'，'.join(items)}" for group, items in groups.items())


def review_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return 研判报告: one review with its frozen structure, beside that of the review before."""
    review = find(connection, TeamReview, TeamReview.table.c.id == record_id)[0]
    frozen = _frozen(connection, review)
    items = [i for i in hanging(connection, LoopItem, TeamReview.table.name, review.id) if not i.is_void]
    return {
        "unit": _unit_name(office, connection, review.unit_id),
        "heading": review.title or "",
        "held": review.held_on.as_chinese() if review.held_on else "",
        "kind": fields_of(TeamReview)["kind"].format(review.kind),
        "participants": review.participants or "",
        "term_date": str(review.term_ends_on or ""),
        "basis": review.basis or "",
        "structure": _figures(list(frozen)) or "没有冻结的结构",
        "compared": _compared(connection, review, frozen),
        "facts": review.facts or "",
        "judgement": review.judgement or "",
        "strengths": review.strengths or "",
        "weaknesses": review.weaknesses or "",
        "suggestions": review.suggestions or "",
        "loops": [_loop(item, office) for item in items],
    }


def _frozen(connection: sa.Connection, review: TeamReview) -> list[tuple[str, str, str]]:
    if not review.snapshot:
        return []
    found = teams.read_snapshot(read_blob(connection, review.snapshot))
    return [(group, item, shown) for (group, item), shown in found.figures.items()]


def _compared(connection: sa.Connection, review: TeamReview, now: Sequence[tuple[str, str, str]]) -> str:
    """Return what changed against the review before, the first few items."""
    earlier = review_before(connection, review)
    if earlier is None:
        return "没有上次研判"
    before = {(group, item): shown for group, item, shown in _frozen(connection, earlier)}
    changed = [f"{i} {before[g, i]} → {shown}" for g, i, shown in now if before.get((g, i), shown) != shown]
    said = "；".join(changed[: 2 * _LINES]) or "各项没有变化"
    return f"与 {earlier.held_on} 相比：{said}"


def _loop(item: LoopItem, office: Office) -> Mapping[str, str]:
    state = "已销号" if item.is_closed else "超期" if item.is_overdue(office.today()) else "办理中"
    return {
        "problem": item.problem or "",
        "measure": item.measure or "",
        "responsible": item.responsible or "",
        "due_on": str(item.due_on or ""),
        "state": state,
    }


_REVIEW_TEXTS = (
    *("unit", "heading", "held", "kind", "participants", "term_date", "basis", "structure", "compared", "facts"),
    *("judgement", "strengths", "weaknesses", "suggestions"),
)


def _review_blank(office: Office) -> Mapping[str, Any]:
    return {**dict.fromkeys(_REVIEW_TEXTS, ""), "loops": []}


def _review_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    return find(connection, TeamReview, TeamReview.table.c.id == record_id)[0].title or "班子研判"


def difficulty_values(office: Office, connection: sa.Connection, unit_id: str) -> Mapping[str, Any]:
    """Return 岗位难度一览表 of a unit and those below it."""
    profiles = find(connection, PostProfile, PostProfile.table.c.unit_id.in_(unit_and_below(connection, unit_id)))
    county = _county(office, connection)
    names = {unit.id: county.name_of(unit.id) for unit in county.units}
    titles = (
        *("post_class", "name", "post", "workload", "risk", "remoteness", "pay_band", "meeting"),
        "decided_on",
    )
    rows = [dict(zip(titles, row, strict=True)) for row in difficulty_rows(profiles, names)]
    return {**_head(office, connection, unit_id), "posts": _numbered(rows)}


def village_values(office: Office, connection: sa.Connection, unit_id: str) -> Mapping[str, Any]:
    """Return 村干部花名册 of a township: those in office today, village by village."""
    day = office.today()
    cadres = [c for c in find(connection, VillageCadre, VillageCadre.table.c.unit_id == unit_id) if c.serves(day)]
    cadres.sort(key=lambda c: (c.village, c.post, c.id))
    described = fields_of(VillageCadre)
    rows = [
        {
            "village": c.village,
            "name": c.name,
            "sex": described["sex"].format(c.sex),
            "born": str(c.born_on or ""),
            "political_status": described["political_status"].format(c.political_status),
            "education": described["education"].format(c.education),
            "post": described["post"].format(c.post),
            "is_both": described["is_both"].format(c.is_both),
            "system": described["system"].format(c.system),
            "from_date": str(c.term_from or ""),
            "until_date": str(c.term_until or ""),
        }
        for c in cadres
    ]
    return {**_head(office, connection, unit_id), "cadres": _numbered(rows)}


def exit_values(office: Office, connection: sa.Connection, unit_id: str) -> Mapping[str, Any]:
    """Return 流动统计表 of a unit: its last years in numbers; a year with too few people on the roll is left blank."""
    events = find(connection, ExitEvent, ExitEvent.table.c.unit_id == unit_id)
    rows = []
    today = office.today()
    for year in range(today.year, today.year - _YEARS_BACK, -1):
        found = once(
            connection, ("units left", year), partial(leaving.year_of, office, year, min(today, date(year, 12, 31)))
        )
        group = next((g for g in found.units if g.unit_id == unit_id), None)
        kinds = Counter(e.kind for e in events if e.happened_on is not None and e.happened_on.year == year)
        if group is not None or unit_id in found.joined or kinds:
            rows.append({"year": f"{year}年", **_exit_cells(group, kinds, is_joined=unit_id in found.joined)})
    return {**_head(office, connection, unit_id), "years": rows}


def _exit_cells(group: leaving.Group | None, kinds: Mapping[str, int], *, is_joined: bool) -> dict[str, str]:
    """Return the numbers of a year; none of a unit that is too small to stand alone, or had nobody."""
    if group is None:
        said = TOO_FEW if is_joined else NO_RECORD
        return dict.fromkeys(("base", *_EXIT_COLUMNS.values(), "left", "rate"), said)
    numbers = {name: str(kinds.get(code, 0)) for code, name in _EXIT_COLUMNS.items()}
    return {"base": group.base.shown(), **numbers, "left": group.left.shown(), "rate": group.rate.shown()}


def _of_unit(name: str, values: Callable[[Office, sa.Connection, str], Mapping[str, Any]], *lists: str) -> EntryForm:
    """Return a form about one unit; it says nothing of a unit where all its ``lists`` are empty."""
    return EntryForm(name, Unit, values, _unit_name, is_empty=lambda found: not any(found[each] for each in lists))


FORMS = (
    _of_unit("quota-sheet", quota_values, "posts", "lines"),
    _of_unit("vacant-posts-sheet", vacant_values, "posts"),
    _of_unit("quota-precheck-sheet", precheck_values, "lines"),
    _of_unit("team-structure-sheet", team_values, "members"),
    EntryForm("team-review", TeamReview, review_values, _review_name, blank=_review_blank),
    _of_unit("post-difficulty-sheet", difficulty_values, "posts"),
    _of_unit("village-roster", village_values, "cadres"),
    _of_unit("exit-sheet", exit_values, "years"),
)
UNIT_FORMS = tuple(form.name for form in FORMS if form.subject is Unit)
"""The names of the sheets about one unit, as the units page offers them."""
