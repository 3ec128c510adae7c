"""Deferral (顺延): what lawful leave could have cost of a standard, and until when that much is put off.

Nothing else is put off by it: who was away on one day owes all but what that day could have cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ganbu_desktop.foundation.parameters import ParameterSet

WAY = "training_deferred_hours"
BY_SHARE, BY_DAYS = "按比例", "按天数"
"""The choices of the figure ``WAY``."""
_DAY_TENTHS = 10


@dataclass(frozen=True)
class Targets:
    """Hours and days in tenths and calendar days: what a standard asks for, or how much of it is put off."""

    hours_tenths: int
    days_tenths: int | None
    span_days: int | None


@dataclass(frozen=True)
class Deferral:
    """What is put off (``moved``), and until when (``due_on``, that day included)."""

    moved: Targets
    due_on: date


def deferral(
    targets: Targets, away_days: int, first_year: int, last_year: int, figures: ParameterSet, day: date
) -> Deferral | None:
    """Return what ``away_days`` calendar days of leave in some years put off; None without any.

    The figure says how much they could have cost (as of ``day``): their share of the years' days (按比例), or a whole
    day of classes each (按天数).
    """
    if not away_days:
        return None
    end = date(last_year, 12, 31)
    whole = (end - date(first_year, 1, 1)).days + 1
    if figures.value(WAY, day) == BY_DAYS:
        moved = Targets(
            min(away_days * figures.integer("training_day_hours_tenths", day), targets.hours_tenths),
            _least(targets.days_tenths, away_days * _DAY_TENTHS),
            _least(targets.span_days, away_days),
        )
    else:
        moved = Targets(
            _part(targets.hours_tenths, away_days, whole) or 0,
            _part(targets.days_tenths, away_days, whole),
            _part(targets.span_days, away_days, whole),
        )
    return Deferral(moved, end + timedelta(days=away_days))


def reduced(targets: Targets, moved: Targets) -> Targets:
    """Return what is left of targets without what is put off."""
    return Targets(
        targets.hours_tenths - moved.hours_tenths,
        _difference(targets.days_tenths, moved.days_tenths),
        _difference(targets.span_days, moved.span_days),
    )


def _least(target: int | None, most: int) -> int | None:
    return None if target is None else min(target, most)


def _part(target: int | None, away_days: int, whole: int) -> int | None:
    """Return the share of a target, rounded up: a started tenth is put off as well, in the person's favour."""
    return None if target is None else min(-(-target * away_days // whole), target)


def _difference(target: int | None, moved: int | None) -> int | None:
    return None if target is None else target - (moved or 0)
