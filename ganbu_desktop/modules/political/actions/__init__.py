"""The verbs of the political room: the only writers of its records."""

from ganbu_desktop.modules.political.actions.archive import (
    open_archives,
    save_archives,
    save_entries,
)
from ganbu_desktop.modules.political.actions.ballots import save_ballots, save_counts, save_items
from ganbu_desktop.modules.political.actions.judging import (
    decide_veto,
    release_veto,
    review_veto,
    save_vetoes,
)
from ganbu_desktop.modules.political.actions.negative_list import save_clauses, save_lists
from ganbu_desktop.modules.political.actions.party_life import (
    add_problem,
)
from ganbu_desktop.modules.political.actions.saving import EDIT

__all__ = [
    "EDIT",
    "add_problem",
    "decide_veto",
    "open_archives",
    "release_veto",
    "review_veto",
    "save_archives",
    "save_ballots",
    "save_clauses",
    "save_counts",
    "save_entries",
    "save_items",
    "save_lists",
    "save_vetoes",
]
