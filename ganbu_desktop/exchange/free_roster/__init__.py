"""A roster that a unit made itself: where its header stands, what its columns mean, which rows are persons.

Suggests, never decides: every column carries the suggested item and how sure it is, every row left out its reason.
"""

from ganbu_desktop.exchange.free_roster.columns import LEFT_OUT, RosterColumn, item_keys, layout_fingerprint
from ganbu_desktop.exchange.free_roster.header import known_header
from ganbu_desktop.exchange.free_roster.reader import NoHeader, RosterReading, RosterRow, best_sheet, read_roster

__all__ = [
    "LEFT_OUT",
    "NoHeader",
    "RosterColumn",
    "RosterReading",
    "RosterRow",
    "best_sheet",
    "item_keys",
    "known_header",
    "layout_fingerprint",
    "read_roster",
]
