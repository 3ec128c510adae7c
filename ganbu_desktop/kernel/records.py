"""Every record type of the program, so that the tables are known wherever records are replayed or migrated."""

from ganbu_desktop.kernel import access_log, attendance, parameter_overrides, person, person_index, reminder, unit
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
    "effect_period",
    "evidence",
    "loop",
    "metadata",
    "parameter_overrides",
    "person",
    "person_index",
    "procedure",
    "reminder",
    "report_run",
    "statement",
    "unit",
]
