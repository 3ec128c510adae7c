"""The verbs of the training room: with those that follow from its rows the only writers of its records."""

from ganbu_desktop.modules.training.actions.archive import merge_hours, remember_mapping
from ganbu_desktop.modules.training.actions.calling import (
    apply_substitution,
    call_up,
    decide_substitution,
    issue_notice,
    save_substitutions,
    withdraw,
)
from ganbu_desktop.modules.training.actions.gatherings import complete_item, lay_out_campaign
from ganbu_desktop.modules.training.actions.planning import open_class
from ganbu_desktop.modules.training.actions.teaching import (
    complete_class,
    mark_attendance,
)

__all__ = [
    "apply_substitution",
    "call_up",
    "complete_class",
    "complete_item",
    "decide_substitution",
    "issue_notice",
    "lay_out_campaign",
    "mark_attendance",
    "merge_hours",
    "open_class",
    "remember_mapping",
    "save_substitutions",
    "withdraw",
]
