"""Which figures say how long each kind of sanction limits a person, from what, and since when (rulebook 7, 18)."""

from __future__ import annotations

from dataclasses import dataclass

from ganbu_desktop.kernel.spine.effect_period import (
    NO_HIGHER_POST,
    NO_LEADING_POST,
    NO_PROMOTION,
    NOT_READMITTED,
    ON_PROBATION,
)


@dataclass(frozen=True)
class Measure:
    """One period that a kind of sanction brings.

    ``figure``: the name of the months; ``limits``: code of table ``effect_limit``; ``is_after_restoring``: it runs from
    the day the rights of a party member are restored, not from the decision.
    """

    figure: str
    limits: str = NO_PROMOTION
    is_after_restoring: bool = False


def _measure(name: str, limits: str = NO_PROMOTION, *, is_after_restoring: bool = False) -> Measure:
    return Measure(f"discipline_months_{name}", limits, is_after_restoring)


_AFTER_RESTORING = _measure("party_probation_after", is_after_restoring=True)
_MEASURES: dict[str, tuple[Measure, ...]] = {
    "11": (_measure("party_warning"),),
    "12": (_measure("party_serious_warning"),),
    "13": (_measure("party_removal"),),
    "14": (_measure("party_probation", ON_PROBATION), _AFTER_RESTORING),
    "15": (_measure("party_probation_two", ON_PROBATION), _AFTER_RESTORING),
    "16": (_measure("party_expulsion", NOT_READMITTED),),
    "21": (_measure("warning"),),
    "22": (_measure("demerit"),),
    "23": (_measure("serious_demerit"),),
    "24": (_measure("demotion"),),
    "25": (_measure("dismissal"),),
    "31": (_measure("institution_warning"),),
    "32": (_measure("institution_demerit"),),
    "33": (_measure("institution_demotion"),),
    "41": (_measure("admonition"),),
    "43": (_measure("post_adjusted"),),
    "44": (_measure("ordered_resignation_post", NO_LEADING_POST), _measure("ordered_resignation", NO_HIGHER_POST)),
    "45": (_measure("post_removal_post", NO_LEADING_POST), _measure("post_removal", NO_HIGHER_POST)),
    "46": (_measure("post_lowered"),),
    "51": (_measure("unfit_moved"),),
    "52": (_measure("unfit_lowered"),),
}
"""By the code of table ``sanction_kind``; expulsion and suspension have no period that a figure could give."""
PROBATION = frozenset({"14", "15"})
"""留党察看: two stages, the second from the day the rights are restored."""
PROBATION_MOST = "discipline_most_probation"
ADMINISTRATIVE = frozenset({"21", "22", "23", "24", "25", "26"})
"""政务处分."""
MERGED = frozenset({"21", "22", "23", "24", "25"})
"""政务处分 of which several equal ones can be put together to one period."""
MERGED_MOST = "discipline_most_merged"
COMPLAINTS = ("complaint_review", "complaint_appeal", "complaint_appeal_direct")
"""The procedures, of ``resources/procedures``, by which a person contests a sanction."""
VILLAGE = frozenset({"21", "22", "23"})
"""The 政务处分 that there are for cadres of villages and communities: 警告, 记过, 记大过."""


def measures_of(kind: str | None) -> tuple[Measure, ...]:
    """Return the periods that a kind of sanction brings, the one that ends last at the end; none where no figure is."""
    return _MEASURES.get(kind or "", ())
