"""Coverage by talks and home visits: who is expected, who was reached, how often, by unit.

What counts is written under each table: talks alone (group talks do not count), each person once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.kernel.report.spec import Cell, Figure, share
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.talks import expected, rules
from ganbu_desktop.modules.talks.expected import Cadre, Expected
from ganbu_desktop.modules.talks.records import Talk

FREQUENCIES = ("talk_principal_months", "talk_other_months", "home_visit_months")
DENOMINATOR = ("talk_newly_appointed_left_out_months", "talk_exempt_share_percent")
_LEADING = (rules.DEPARTMENT_LEADER, rules.DEPARTMENT_MEMBER)
_RESPONSIBLE = (*_LEADING, rules.PARTY_ORGANISATION)
"""The levels of talkers who answer for principals, and for everybody else (分级负责)."""


@dataclass(frozen=True)
class Coverage:
    """What happened to those who were expected in a window: counts of talks and visits by person id."""

    expected: Expected
    talks: Mapping[str, int]
    visits: Mapping[str, int]
    by_leaders: Mapping[str, int]
    by_responsible: Mapping[str, int]
    owed: Mapping[str, int]
    visits_owed: int
    rule: str

    def talked(self, cadre: Cadre) -> bool:
        """Return whether a person was talked with at all."""
        return self.talks.get(cadre.person_id, 0) > 0

    def reached(self, cadre: Cadre) -> bool:
        """Return whether a person was talked with as often as owed."""
        return self.talks.get(cadre.person_id, 0) >= self.owed[cadre.person_id]

    def visited(self, cadre: Cadre) -> bool:
        """Return whether a person was visited as often as owed."""
        return self.visits.get(cadre.person_id, 0) >= self.visits_owed


def coverage_in(connection: sa.Connection, figures: ParameterSet, year: int) -> Coverage:
    """Return the coverage of a year, by the figures as of its last day."""
    window = rules.Window(date(year, 1, 1), date(year, 12, 31))
    who = expected.expected_in(connection, figures, window)
    level = Talk.table.c.talker_level
    return Coverage(
        expected=who,
        talks=expected.talk_counts(connection, window),
        visits=expected.visit_counts(connection, window),
        by_leaders=expected.talk_counts(connection, window, level.in_(_LEADING)),
        by_responsible=expected.talk_counts(connection, window, level.in_(_RESPONSIBLE)),
        owed={cadre.person_id: cadre.times_a_year(figures, window.last) for cadre in who.cadres},
        visits_owed=rules.times_a_year(figures.integer("home_visit_months", window.last)),
        rule="；".join(rule_versions(figures, window.last, (*FREQUENCIES, *DENOMINATOR)).values()),
    )


def inputs(connection: sa.Connection, found: Coverage) -> tuple[tuple[str, str, str], ...]:
    """Return what a coverage was made of: everybody with what was counted and said, and each talk and visit.

    So a later run of the same period names the talk that was entered late, and whose service was corrected.
    """
    who = found.expected
    said = {**who.left_out, **{cadre.person_id: reason for cadre, reason in who.unknown}}
    everybody = (*who.cadres, *who.outside, *(cadre for cadre, _ in who.unknown))
    people = (
        ("person", c.person_id, _digest(found.talks.get(c.person_id), found.visits.get(c.person_id), c, said))
        for c in everybody
    )
    return tuple(sorted((*people, *expected.events(connection, who.window))))


def _digest(talks: int | None, visits: int | None, cadre: Cadre, said: Mapping[str, str]) -> str:
    parts = (talks or 0, visits or 0, cadre.unit_id, cadre.is_principal, said.get(cadre.person_id, ""))
    return expected.digest(parts)


def rule_versions(figures: ParameterSet, day: date, names: Iterable[str]) -> dict[str, str]:
    """Return which version of each figure counts on a day, by its title."""
    found = [figures.get(name, day) for name in names]
    return {figure.title: version_of(figure) for figure in found}


Picked = Callable[[Cadre], bool]


def unit_rows(coverage: Coverage) -> list[tuple[Cell, ...]]:
    """Return a row for each unit in the order of the tree, and the total row at the end."""
    kept: dict[str | None, list[Cadre]] = {}
    outside: dict[str | None, list[Cadre]] = {}
    names: dict[str | None, str] = {}
    for group, cadres in ((kept, coverage.expected.cadres), (outside, coverage.expected.outside)):
        for cadre in cadres:
            group.setdefault(cadre.unit_id, []).append(cadre)
            names.setdefault(cadre.unit_id, cadre.unit_name)
    rows: list[tuple[Cell, ...]] = [
        (name, *figures_of(coverage, kept.get(unit, ()), outside.get(unit, ()))) for unit, name in names.items()
    ]
    total = figures_of(coverage, coverage.expected.cadres, coverage.expected.outside)
    return [*rows, ("合计", *total)]


def figures_of(coverage: Coverage, cadres: Sequence[Cadre], outside: Sequence[Cadre]) -> tuple[Figure, ...]:
    """Return expected, talked, coverage, reached, its share, visited, its share and left out of some people."""
    left = tuple((c.person_id, coverage.expected.left_out[c.person_id]) for c in outside)
    due = _count(coverage, cadres, left, lambda _cadre: True, f"应谈人数：{expected.WHO}，剔除见列出的原因")
    talked = _count(
        coverage, cadres, left, coverage.talked, "期内单独谈话 1 次以上的人数（集体谈话不算），每人只计一次"
    )
    reached = _count(coverage, cadres, left, coverage.reached, "期内单独谈话达到规定次数的人数")
    visited = _count(coverage, cadres, left, coverage.visited, "期内家访达到规定次数的人数")
    return (
        due,
        talked,
        _share(coverage, talked, due, "已谈人数 ÷ 应谈人数"),
        reached,
        _share(coverage, reached, due, "次数达标人数 ÷ 应谈人数"),
        visited,
        _share(coverage, visited, due, "家访达标人数 ÷ 应访人数"),
        Figure(
            len(left), formula="剔除人数：病产假、借出等和新任职的，原因逐人列出", rule=coverage.rule, left_out=left
        ),
    )


def level_rows(coverage: Coverage) -> list[tuple[Cell, ...]]:
    """Return who did their part (分级负责): principals by the department, the others by their unit or higher up."""
    principals = [c for c in coverage.expected.cadres if c.is_principal]
    others = [c for c in coverage.expected.cadres if not c.is_principal]
    return [
        ("县管正职：部领导或部务会成员谈", *_level(coverage, principals, coverage.by_leaders)),
        ("其他县管干部：单位党组织及以上谈", *_level(coverage, others, coverage.by_responsible)),
    ]


def _level(coverage: Coverage, cadres: Sequence[Cadre], talks: Mapping[str, int]) -> tuple[Figure, ...]:
    """Return expected, talked by this level, and the share; who was talked with by nobody of the level is named."""
    due = _count(coverage, cadres, (), lambda _cadre: True, f"应谈人数：{expected.WHO}")
    left = tuple(
        (c.person_id, "谈话人层级为其他人员、低于这一级或没有填" if coverage.talked(c) else "没有单独谈话")
        for c in cadres
        if c.person_id not in talks
    )
    talked = _count(coverage, cadres, left, lambda c: c.person_id in talks, "由这一级负责人单独谈过 1 次以上的人数")
    return due, talked, _share(coverage, talked, due, "已谈人数 ÷ 应谈人数")


def _count(
    coverage: Coverage, cadres: Sequence[Cadre], left: tuple[tuple[str, str], ...], picked: Picked, formula: str
) -> Figure:
    people = tuple(c.person_id for c in cadres if picked(c))
    return Figure(len(people), formula=formula, rule=coverage.rule, people=people, left_out=left)


def _share(coverage: Coverage, part: Figure, whole: Figure, formula: str) -> Figure:
    missing = tuple(sorted(set(whole.people) - set(part.people)))
    unreached = tuple((person_id, "未达到") for person_id in missing)
    return share(
        part.value or 0,
        whole.value or 0,
        formula=formula,
        rule=coverage.rule,
        people=part.people,
        left_out=unreached,
    )
