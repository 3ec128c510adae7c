"""The record types of the training room.

``planning``: what is to be held and where. ``teaching``: what happens in a class. ``archive``: what stays of it with
the person. ``gatherings``: lectures, study meetings and campaigns, which are counted by unit only.
"""

from ganbu_desktop.modules.training.records.archive import (
    HoursMapping,
    TrainingExemption,
    TrainingHours,
    TrainingNeed,
)
from ganbu_desktop.modules.training.records.gatherings import Campaign, CampaignItem, Lecture, StudyMeeting
from ganbu_desktop.modules.training.records.planning import (
    BusyPeriod,
    TrainingBase,
    TrainingClass,
    TrainingCost,
    TrainingPlan,
)
from ganbu_desktop.modules.training.records.teaching import (
    Attendance,
    ClassEvaluation,
    Enrolment,
    FollowUp,
    Session,
    StudyGroup,
    Substitution,
    TrainingScore,
)

__all__ = [
    "Attendance",
    "BusyPeriod",
    "Campaign",
    "CampaignItem",
    "ClassEvaluation",
    "Enrolment",
    "FollowUp",
    "HoursMapping",
    "Lecture",
    "Session",
    "StudyGroup",
    "StudyMeeting",
    "Substitution",
    "TrainingBase",
    "TrainingClass",
    "TrainingCost",
    "TrainingExemption",
    "TrainingHours",
    "TrainingNeed",
    "TrainingPlan",
    "TrainingScore",
]
