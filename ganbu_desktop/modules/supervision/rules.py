"""How long each kind of sanction limits a person: which figure counts, and its version on the day of the conduct."""

from __future__ import annotations

from ganbu_desktop.foundation.parameters import Parameter, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate

_FIGURES = {
    "11": "party_warning",
    "12": "party_serious_warning",
    "13": "party_removal",
    "14": "party_probation",
    "15": "party_probation_two",
    "16": "party_expulsion",
    "21": "warning",
    "22": "demerit",
    "23": "serious_demerit",
    "24": "demotion",
    "25": "dismissal",
    "31": "institution_warning",
    "32": "institution_demerit",
    "33": "institution_demotion",
    "41": "admonition",
    "43": "post_adjusted",
    "44": "ordered_resignation",
    "45": "post_removal",
    "46": "post_lowered",
    "51": "unfit_moved",
    "52": "unfit_lowered",
}
"""By the code of table ``sanction_kind``; expulsion and suspension have no period that a figure could give."""


def months_of(kind: str | None, occurred_on: PartialDate | None, figures: ParameterSet) -> Parameter | None:
    """Return the months of effect of a kind of sanction as the rule stood when the conduct happened."""
    name = _FIGURES.get(kind or "")
    return None if name is None else figures.get(f"discipline_months_{name}", occurred_on)
