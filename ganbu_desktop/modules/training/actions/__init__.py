"""The verbs of the training room: the only writers of its records."""

from ganbu_desktop.modules.training.actions.archive import (
    merge_hours,
    remember_mapping,
    save_exemptions,
    save_hours,
    save_needs,
)
from ganbu_desktop.modules.training.actions.calling import (
    apply_substitution,
    call_up,
    decide_substitution,
    issue_notice,
    save_enrolments,
    save_substitutions,
    withdraw,
)
from ganbu_desktop.modules.training.actions.gatherings import (
    complete_item,
    lay_out_campaign,
    save_campaign_items,
    save_campaigns,
    save_lectures,
    save_study_meetings,
)
from ganbu_desktop.modules.training.actions.planning import (
    open_class,
    save_bases,
    save_busy_periods,
    save_classes,
    save_costs,
    save_plans,
)
from ganbu_desktop.modules.training.actions.saving import APPROVE, EDIT
from ganbu_desktop.modules.training.actions.teaching import (
    complete_class,
    mark_attendance,
    save_attendance,
    save_evaluations,
    save_follow_ups,
    save_groups,
    save_scores,
    save_sessions,
)

__all__ = [
    "APPROVE",
    "EDIT",
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
    "save_attendance",
    "save_bases",
    "save_busy_periods",
    "save_campaign_items",
    "save_campaigns",
    "save_classes",
    "save_costs",
    "save_enrolments",
    "save_evaluations",
    "save_exemptions",
    "save_follow_ups",
    "save_groups",
    "save_hours",
    "save_lectures",
    "save_needs",
    "save_plans",
    "save_scores",
    "save_sessions",
    "save_study_meetings",
    "save_substitutions",
    "withdraw",
]
