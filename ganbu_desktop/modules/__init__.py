"""One room for each mission module; no module imports another.

A room may have ``records`` (its record types), ``rules``, ``actions`` (the only writers) and ``pages`` (the only Qt).
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ganbu_desktop.kernel.conditions.ready import ReadyCondition
    from ganbu_desktop.kernel.entry_form import EntryForm
    from ganbu_desktop.kernel.ledger import LedgerSpec
    from ganbu_desktop.kernel.office import Office, Progress
    from ganbu_desktop.kernel.reminder import Rule
    from ganbu_desktop.kernel.report import ReportSpec


def rooms() -> list[str]:
    """Return the names of the rooms that exist."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg)


def reminder_rules() -> list[Rule]:
    """Return what every room reminds of, and the reports that are to be handed up."""
    from ganbu_desktop.kernel.report_reminders import report_reminders

    return [*_offered("reminders", "RULES"), report_reminders(reports())]


def ledgers() -> list[LedgerSpec]:
    """Return the ledgers of every room."""
    return _offered("ledgers", "LEDGERS")


def reports() -> list[ReportSpec]:
    """Return the reports of every room."""
    return _offered("reports", "REPORTS")


def reports_by_room() -> dict[str, list[ReportSpec]]:
    """Return the reports of each room that has some."""
    found = {room: _offered("reports", "REPORTS", (room,)) for room in rooms()}
    return {room: specs for room, specs in found.items() if specs}


def entry_forms() -> list[EntryForm]:
    """Return the forms about one entry of every room, and of report runs."""
    return [*import_module("ganbu_desktop.kernel.report_forms").FORMS, *_offered("forms", "FORMS")]


def ready_conditions() -> list[ReadyCondition]:
    """Return the ready-made conditions about people of every room."""
    return _offered("ready_conditions", "READY_CONDITIONS")


def demo_fillers() -> list[Callable[[Office, Progress], int]]:
    """Return what adds invented records of each room for the invented people that are in the store already."""
    found = []
    for room in rooms():
        name = f"{__name__}.{room}.demo"
        fill = getattr(import_module(name), "fill", None) if find_spec(name) is not None else None
        if callable(fill):
            found.append(fill)
    return found


def _offered(part: str, constant: str, of: Sequence[str] | None = None) -> list[Any]:
    found: list[Any] = []
    for room in rooms() if of is None else of:
        name = f"{__name__}.{room}.{part}"
        spec = find_spec(name)
        if spec is not None and spec.origin:
            found += getattr(import_module(name), constant)
    return found


def load_records() -> None:
    """Import the record types of kernel and rooms, so that their rows can be undone, restored and migrated.

    And what rooms answer to one another through the kernel (``answers``).
    """
    import_module("ganbu_desktop.kernel.records")
    _load("records")
    _load("answers")


def load() -> None:
    """Import what pages stand on in every room: records, actions and reads; nothing of it knows Qt."""
    for part in ("records", "actions", "queries"):
        _load(part)


def _load(part: str) -> None:
    for room in rooms():
        name = f"{__name__}.{room}.{part}"
        if find_spec(name) is not None:
            import_module(name)
