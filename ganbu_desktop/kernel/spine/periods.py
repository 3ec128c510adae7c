"""Periods of effect worked out from the discipline figures, and who stands within one on a day.

The figure that counts is the one in force when the conduct happened; a rule made later never reaches back. Where no
version was in force then, nothing is worked out: a person decides and writes the ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod, computed, covers
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record

_MEASURES = "discipline_months_"


def measures(figures: ParameterSet) -> dict[str, str]:
    """Return the titles of the measures that carry a period of effect, by the name of their figure."""
    names = [name for name in figures.names() if name.startswith(_MEASURES)]
    return {name: figures.get(name).title.removeprefix("影响期：") for name in names}


def affected(
    entry: Record,
    measure: str,
    figures: ParameterSet,
    *,
    conduct_on: PartialDate | None,
    effective_on: PartialDate,
    limits: str | None = None,
) -> EffectPeriod:
    """Return the period that ``measure`` brings, hung on ``entry``: from ``effective_on``, by the rule of the conduct.

    ``measure``: the name of a figure, as ``measures`` gives it. ``limits``: the code of table ``effect_limit`` for what
    it keeps the person from. CheckFailed when the day of the conduct is not known,
    or no version was in force on it.
    """
    if conduct_on is None:
        raise CheckFailed("没有写明行为发生的日期，影响期没有推算；请补填日期，影响期按行为发生时的规定计算")
    if measure not in figures.versions:
        raise CheckFailed("没有这一种处分或处理的影响期规定，没有推算；请手工登记影响期并写明依据")
    figure = figures.get(measure, conduct_on)
    if figure.effective_from > conduct_on:
        raise CheckFailed(
            f"行为发生时（{conduct_on}）“{figure.title}”的现有版本（{figure.effective_from} 起）还没有施行，"
            "不能向前适用，没有推算；请按当时的规定手工登记影响期并写明依据"
        )
    matter = measures(figures).get(measure, figure.title)
    return computed(place_of(entry), AFFECTED, effective_on, figure, matter, limits)


def longest(periods: Iterable[EffectPeriod]) -> EffectPeriod | None:
    """Return the period that runs longest where several measures meet; one without an end before any other."""
    standing = [p for p in periods if not p.is_void]
    open_ended = [p for p in standing if p.ends_on is None]
    return (
        open_ended[0]
        if open_ended
        else max(standing, key=lambda p: p.ends_on.digits() if p.ends_on else "", default=None)
    )


def within(
    connection: sa.Connection, day: date, kinds: Sequence[str] = (AFFECTED,), person_ids: Sequence[str] = ()
) -> dict[str, list[EffectPeriod]]:
    """Return by person the periods of ``kinds`` that cover a day; ``person_ids`` narrows it to some people.

    What is void or over is left out, so that nobody is kept from anything by it.
    """
    at = EffectPeriod.table.c
    wanted = [covers(day), at.kind.in_(kinds), at.person_id.is_not(None)]
    if person_ids:
        wanted.append(at.person_id.in_(person_ids))
    found: dict[str, list[EffectPeriod]] = {}
    for period in find(connection, EffectPeriod, *wanted):
        found.setdefault(period.person_id or "", []).append(period)
    return found


def is_within(day: date, kinds: Sequence[str] = (AFFECTED,)) -> sa.Select[tuple[str]]:
    """Return the ids of people within a period on a day, as a statement to narrow a list of people by."""
    at = EffectPeriod.table.c
    return sa.select(at.person_id).where(covers(day), at.kind.in_(kinds), at.person_id.is_not(None))
