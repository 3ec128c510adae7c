"""Quotas: approved, filled, vacant and over for each unit and kind, and since when a leading post is vacant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import full_months
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.posts import lasts
from ganbu_desktop.kernel.people.quota import CHIEF, DEPUTY, INNER, Quota
from ganbu_desktop.kernel.people.seats import Seat
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.units.staffing import (
    COUNTS_LEADERS,
    LEADING,
    RANK_KINDS,
    Approved,
    County,
    Holders,
    holders,
)

HELD_FORMULA = {
    "leading": "当日在任（未到免职时间）的本单位领导职务，成员类别为{kind}；同一人只计一次，兼任正副职的计在正职",
    "inner": "当日在任的领导职务中不是领导成员的，含没有单独核定的内设机构；同一人只计一次",
    "rank": "编制所在单位（没有填的按所在单位）在本单位或没有单独核定的内设机构、当日职级属于“{kind}”的在职人员",
    "staff": "编制所在单位（没有填的按所在单位）在本单位或没有单独核定的内设机构、当日编制类型为“{kind}”的在职人员",
}
NOT_APPROVED = "没有核定数，不能算空缺和超配"


@dataclass(frozen=True)
class Line:
    """One unit and kind of quota. ``vacant`` and ``over`` have no data where nothing was approved."""

    unit: Unit
    kind: str
    label: str
    approved: Figure
    filled: Figure
    vacant: Figure
    over: Figure
    document: str
    effective_from: PartialDate | None
    vacancies: tuple[PartialDate | None, ...]

    @property
    def number(self) -> int | None:
        """Return the approved number."""
        return self.approved.value


def lines(county: County, figures: ParameterSet, units: Iterable[str] | None = None) -> list[Line]:
    """Return every line with an approved number or people in it, by unit and kind (of ``units`` only, where given)."""
    filled = holders(county)
    order = [entry.code for entry in codes.table("quota_kind").entries]
    wanted = None if units is None else set(units)
    found = []
    for unit in county.units:
        if wanted is not None and unit.id not in wanted:
            continue
        for kind in order:
            held, approved = filled.get((unit.id, kind), Holders()), county.approved.get((unit.id, kind))
            if _stands(kind, held, approved):
                found.append(_line(county, figures, unit, kind, held, approved))
    return found


def _stands(kind: str, held: Holders, approved: Approved | None) -> bool:
    """Tell whether a line is worth a row: an approved number, or people where a number is usually approved."""
    if approved is not None:
        return approved.number > 0 or bool(held.people) or approved.quota_id is not None
    return bool(held.people) and kind not in (*RANK_KINDS, INNER)


def _line(
    county: County, figures: ParameterSet, unit: Unit, kind: str, held: Holders, approved: Approved | None
) -> Line:
    label = codes.table("quota_kind").label_for(kind)
    rule = version_of(figures.get(COUNTS_LEADERS, county.day)) if kind in RANK_KINDS else ""
    formula = HELD_FORMULA[_formula_of(kind)].format(kind=label.removeprefix("领导"))
    number, filled = approved.number if approved else None, len(held.people)
    told = {"rule": rule, "people": held.people, "left_out": held.left_out}
    vacancies = _vacancies(county, unit.id, kind, approved, filled)
    return Line(
        unit,
        kind,
        label,
        Figure(
            number,
            formula=f"核定数（{approved.document}）" if approved else NOT_APPROVED,
            records=((Quota.table.name, approved.quota_id),) if approved and approved.quota_id else (),
        ),
        Figure(filled, formula=formula, **told),  # type: ignore[arg-type]
        Figure(None if number is None else max(number - filled, 0), formula="核定 − 实配，不足为 0", **told),  # type: ignore[arg-type]
        Figure(None if number is None else max(filled - number, 0), formula="实配 − 核定，不足为 0", **told),  # type: ignore[arg-type]
        approved.document if approved else "",
        approved.effective_from if approved else None,
        vacancies,
    )


def _formula_of(kind: str) -> str:
    if kind in LEADING:
        return "leading"
    return "inner" if kind == INNER else "rank" if kind in RANK_KINDS else "staff"


def _vacancies(
    county: County, unit_id: str, kind: str, approved: Approved | None, filled: int
) -> tuple[PartialDate | None, ...]:
    """Return since when each vacant leading post is vacant, the longest first; nothing for other kinds."""
    if approved is None or kind not in LEADING:
        return ()
    held = [post for post in county.posts if post.unit_id == unit_id and post.kind == kind]
    since = approved.effective_from
    return tuple(vacant_since(held, seat, since, county.day) for seat in range(approved.number, filled, -1))


def vacant_since(held: Sequence[Seat], seat: int, approved_from: PartialDate | None, day: date) -> PartialDate | None:
    """Return since when, as of a day, fewer than ``seat`` people have held the post without a break.

    ``held``: every post of the unit and kind, held and given up. Counted from the last removal that left the seat
    empty, or from the day the number was approved if that is later; None where neither is known. A removal that is
    still to come empties nothing, and a post given up on an unknown day does not say since when.
    """
    dated = [post for post in held if not post.is_endless]
    since: PartialDate | None = None
    is_full = len({post.person_id for post in dated if post.appointed_on is None}) >= seat
    changes = {moment for post in dated for moment in (post.appointed_on, post.removed_on) if moment is not None}
    for moment in sorted((m for m in changes if m.has_begun(day)), key=lambda m: (m.first_day(), str(m))):
        then = moment.first_day()
        if len({post.person_id for post in dated if lasts(post.appointed_on, post.removed_on, then)}) >= seat:
            since, is_full = None, True
        elif is_full:
            since, is_full = moment, False
    known = [moment for moment in (since, approved_from) if moment is not None]
    return max(known) if known else None


@dataclass(frozen=True)
class Vacancy:
    """One vacant leading post: its line, since when, and for how many full months (None: not known)."""

    line: Line
    since: PartialDate | None
    months: int | None


def vacancies(found: Iterable[Line], day: date) -> list[Vacancy]:
    """Return each vacant leading post of some lines, with how long it has been vacant."""
    month = PartialDate(day.year, day.month)
    return [Vacancy(line, since, full_months(since, month)) for line in found for since in line.vacancies]


@dataclass(frozen=True)
class Posts:
    """One row of the county's table of leading posts: a unit with its chief and deputy line, None where it has none."""

    unit: Unit
    chief: Line | None
    deputy: Line | None


def posts_by_unit(found: Iterable[Line]) -> list[Posts]:
    """Return the leading posts of some lines, a row for each unit, in their order."""
    rows: dict[str, dict[str, Line]] = {}
    for line in found:
        if line.kind in LEADING:
            rows.setdefault(line.unit.id, {})[line.kind] = line
    return [Posts(next(iter(kinds.values())).unit, kinds.get(CHIEF), kinds.get(DEPUTY)) for kinds in rows.values()]


def vacant_or_over(line: Line) -> Figure:
    """Return the vacant number of a line as the county's table shows it: where there are too many, 超 and how many."""
    return replace(line.over, text=f"超{line.over.value}") if line.over.value else line.vacant


def total(found: Sequence[Line], name: str) -> Figure:
    """Return the sum of one figure (``approved``, ``filled``, ``vacant``, ``over``) over lines; no data where none."""
    parts: list[Figure] = [getattr(line, name) for line in found]
    known = [part.value for part in parts if part.value is not None]
    people = tuple(dict.fromkeys(person for part in parts for person in part.people))
    left_out = tuple(dict.fromkeys(pair for part in parts for pair in part.left_out))
    records = tuple(dict.fromkeys(record for part in parts for record in part.records))
    value = sum(known) if known else None
    return Figure(value, formula="各单位之和", people=people, left_out=left_out, records=records)
