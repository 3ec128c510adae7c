"""The rows of the training room; wishes to send somebody else have a procedure of their own (``actions``)."""

from ganbu_desktop.modules.training.rows import archive, gatherings, planning, teaching

ROWS = (
    planning.PLANS,
    planning.CLASSES,
    teaching.ENROLMENTS,
    teaching.GROUPS,
    teaching.SESSIONS,
    teaching.ATTENDANCE,
    teaching.SCORES,
    teaching.FOLLOW_UPS,
    teaching.EVALUATIONS,
    archive.HOURS,
    archive.EXEMPTIONS,
    archive.NEEDS,
    planning.COSTS,
    gatherings.LECTURES,
    gatherings.STUDY_MEETINGS,
    planning.BASES,
    planning.BUSY_PERIODS,
    gatherings.CAMPAIGNS,
    gatherings.CAMPAIGN_ITEMS,
)
