"""Which figure says how long each kind of sanction limits a person."""

from __future__ import annotations

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


def measure_of(kind: str | None) -> str | None:
    """Return the name of the figure that says how long a kind of sanction limits; None where none does."""
    name = _FIGURES.get(kind or "")
    return None if name is None else f"discipline_months_{name}"
