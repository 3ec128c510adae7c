"""Votes and unsigned sheets as sums: no single ballot is kept, and nothing of too small a group is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.kernel.report.samples import SMALLEST
from ganbu_desktop.kernel.report.spec import Figure, share
from ganbu_desktop.kernel.spine.effect_period import version_of

TOO_FEW = "样本不足"


@dataclass(frozen=True)
class Sums:
    """What was counted of one question: sheets given out, handed back and valid, and how many chose each option."""

    issued: int
    returned: int
    valid: int
    chosen: Mapping[str, int]


def check_sums(sums: Sums) -> None:
    """Raise CheckFailed with a sentence when the sums cannot be those of one vote."""
    if min(sums.issued, sums.returned, sums.valid, *sums.chosen.values(), 0) < 0:
        raise CheckFailed("票数不能是负数；数据未改动")
    if not sums.valid <= sums.returned <= sums.issued:
        raise CheckFailed("有效票不能多于收回票，收回票不能多于发出票；数据未改动")
    if sum(sums.chosen.values()) > sums.valid:
        raise CheckFailed(f"各项得票合计 {sum(sums.chosen.values())} 多于有效票 {sums.valid}；数据未改动")


def shares(sums: Sums, figures: ParameterSet, day: date, smallest: str = SMALLEST) -> dict[str, Figure]:
    """Return each option's share of the valid sheets; no data at all below the smallest sample in force on ``day``.

    ``smallest``: the name of the rule figure that says how many sheets there must be.
    """
    figure = figures.get(smallest, day)
    rule = version_of(figure)
    if sums.valid < figures.integer(smallest, day):
        return {
            name: Figure(None, TOO_FEW, f"有效票不足 {figure.format_value()} 份，不出分项", rule)
            for name in sums.chosen
        }
    formula = f"得票 ÷ 有效票 {sums.valid}"
    return {name: share(count, sums.valid, formula=formula, rule=rule) for name, count in sums.chosen.items()}
