"""Results of the yearly assessments, read together."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.people.person import AnnualResult

EXCELLENT_YEARS = 3


def consecutive_excellent(results: Sequence[AnnualResult]) -> list[int]:
    """Return the last three years when all of them, one after the other, are 优秀; else nothing."""
    excellent = codes.table("annual_result").code_for("优秀")
    years = {r.year: r.result for r in results if r.year}
    if not years:
        return []
    last = [max(years) - n for n in reversed(range(EXCELLENT_YEARS))]
    return last if all(years.get(year) == excellent for year in last) else []
