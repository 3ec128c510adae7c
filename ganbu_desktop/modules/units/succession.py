"""梯队: the leading posts that fall vacant within some years, by age or by term, and how many candidates each has.

Figures say how many candidates there are; who they are is for those who may read them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers
from ganbu_desktop.kernel.people.person import AppointmentSheet
from ganbu_desktop.kernel.people.quota import CHIEF
from ganbu_desktop.kernel.people.retirement import retirement_of, why_unknown
from ganbu_desktop.kernel.people.seats import Seat
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.units.records import SuccessionCandidate
from ganbu_desktop.modules.units.staffing import LEADING, read_county

AHEAD, TERM, LEAST = "succession_ahead_years", "succession_term_years", "succession_least_candidates"
BY_AGE, BY_TERM = "到龄", "任满"


@dataclass(frozen=True)
class ComingVacancy:
    """One leading post whose holder reaches the age or the term: when, why, and how many candidates there are."""

    unit: Unit
    post: Seat
    holder: str
    expected_on: PartialDate
    reason: str
    candidates: Figure
    lacking: Figure

    @property
    def is_chief(self) -> bool:
        """Return whether it is a unit's chief post."""
        return self.post.kind == CHIEF


@dataclass(frozen=True)
class UnknownAge:
    """One leading post of whose holder the month of retirement cannot be worked out, and why."""

    unit: Unit
    post: Seat
    holder: str
    reason: str


@dataclass(frozen=True)
class Outlook:
    """The leading posts that fall vacant within the figure's years, and those of which it cannot be told by age."""

    coming: tuple[ComingVacancy, ...]
    unknown: tuple[UnknownAge, ...]


def coming_vacancies(office: Office, day: date) -> Outlook:
    """Return what falls vacant within the figure's years of a day, by unit, soonest first, and whose age is unknown."""
    figures, county = office.parameters(), read_county(office, day)
    posts = [p for p in county.posts if p.is_held and p.kind in LEADING and county.workers[p.person_id].is_serving]
    with office.reading() as connection:
        ids = list(dict.fromkeys(post.person_id for post in posts))
        known = {d.person.id: d for d in dossiers(connection, ids, (AppointmentSheet,))}
    counted = Counter((c.unit_id, c.post_name) for c in office.find(SuccessionCandidate) if c.stands(day))
    until = PartialDate.of(day).plus_months(12 * figures.integer(AHEAD, day))
    order = {unit.id: number for number, unit in enumerate(county.units)}
    coming, unknown = list[ComingVacancy](), list[UnknownAge]()
    for post in posts:
        unit, name = county.unit(post.unit_id), county.workers[post.person_id].name
        by_age = _by_age(known[post.person_id], figures, day)
        if isinstance(by_age, str):
            unknown.append(UnknownAge(unit, post, name, by_age))
        expected = _expected(by_age, post, figures, day)
        if expected is not None and expected[0] <= until:
            number = counted[post.unit_id, post.post_name]
            coming.append(ComingVacancy(unit, post, name, *expected, *_figures(number, figures, day)))
    coming.sort(key=lambda v: (order[v.unit.id], str(v.expected_on), v.post.id))
    unknown.sort(key=lambda u: (order[u.unit.id], u.post.id))
    return Outlook(tuple(coming), tuple(unknown))


def _figures(number: int, figures: ParameterSet, day: date) -> tuple[Figure, Figure]:
    rule, least = version_of(figures.get(LEAST, day)), figures.integer(LEAST, day)
    formula = "为这个岗位登记、没有移出的备选人数；名单限部务会范围"
    lacking = Figure(max(least - number, 0), formula=f"至少 {least} 人 − 备选人数，不足为 0", rule=rule)
    return Figure(number, formula=formula), lacking


def _expected(
    by_age: PartialDate | str, post: Seat, figures: ParameterSet, day: date
) -> tuple[PartialDate, str] | None:
    """Return when a post falls vacant and why: the earlier of age and term, None where neither is known."""
    known: list[tuple[PartialDate, str]] = []
    if isinstance(by_age, PartialDate):
        known.append((by_age, BY_AGE))
    years = figures.integer(TERM, day)
    if years and post.appointed_on is not None:
        known.append((post.appointed_on.plus_months(12 * years).to_month(), BY_TERM))
    return min(known, key=lambda pair: (str(pair[0]), pair[1]), default=None)


def _by_age(holder: Dossier, figures: ParameterSet, day: date) -> PartialDate | str:
    """Return the month of retirement, or why it cannot be worked out."""
    found = retirement_of(holder.person, holder.sheet, figures, day)
    return why_unknown(holder.person, holder.sheet) if found is None else found.month
