"""Joining two records of one person: likely pairs, both side by side, and one step that undo takes back whole."""

from ganbu_desktop.modules.people.merging.comparing import Comparison, FieldPair, RowLine, compare
from ganbu_desktop.modules.people.merging.joining import CONFIRMING, Joined, join
from ganbu_desktop.modules.people.merging.likely import LikelyPair, doubts_about, likely_pairs

__all__ = [
    "CONFIRMING",
    "Comparison",
    "FieldPair",
    "Joined",
    "LikelyPair",
    "RowLine",
    "compare",
    "doubts_about",
    "join",
    "likely_pairs",
]
