"""Every record type of the program, so that the tables are known wherever records are replayed or migrated."""

from ganbu_desktop.kernel.forms import office_templates, roster_designs
from ganbu_desktop.kernel.list import saved_view
from ganbu_desktop.kernel.log import access_log
from ganbu_desktop.kernel.office import parameter_overrides
from ganbu_desktop.kernel.people import attendance, derivation, leaving, person, person_index, quota, service, unit
from ganbu_desktop.kernel.reminders import reminder
from ganbu_desktop.kernel.spine import (
    correction,
    decision,
    effect_period,
    evidence,
    loop,
    procedure,
    report_run,
    statement,
)
from ganbu_desktop.store.record import metadata

__all__ = [
    "access_log",
    "attendance",
    "correction",
    "decision",
    "derivation",
    "effect_period",
    "evidence",
    "leaving",
    "loop",
    "metadata",
    "office_templates",
    "parameter_overrides",
    "person",
    "person_index",
    "procedure",
    "quota",
    "reminder",
    "report_run",
    "roster_designs",
    "saved_view",
    "service",
    "statement",
    "unit",
]
