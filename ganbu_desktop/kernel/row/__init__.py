"""A plain row of the mission as one description: what follows from a record and the few words beside it.

``row.Row`` is the description; the other files say what follows: the verb, reminders, sheets, reports, demo, manual.
What a room needs to describe its rows is handed out here.
"""

from ganbu_desktop.kernel.reminders.reminder import Nature
from ganbu_desktop.kernel.report.spec import NO_RECORD, Figure, share
from ganbu_desktop.kernel.row.check import Now
from ganbu_desktop.kernel.row.checks import in_order, not_ahead, not_without
from ganbu_desktop.kernel.row.gathering import Gathered
from ganbu_desktop.kernel.row.reminders import Due, Missing, Owed
from ganbu_desktop.kernel.row.reports import Closure, CountBy, Coverage, Figures, Listing, PeriodReport
from ganbu_desktop.kernel.row.row import County, DescriptionError, Row, acting, today
from ganbu_desktop.kernel.row.sheets import Sheet

__all__ = [
    "NO_RECORD",
    "Closure",
    "CountBy",
    "County",
    "Coverage",
    "DescriptionError",
    "Due",
    "Figure",
    "Figures",
    "Gathered",
    "Listing",
    "Missing",
    "Nature",
    "Now",
    "Owed",
    "PeriodReport",
    "Row",
    "Sheet",
    "acting",
    "in_order",
    "not_ahead",
    "not_without",
    "share",
    "today",
]
