"""One room for each mission module; no module imports another.

A room may have ``rows`` (plain rows of the mission as descriptions), ``records`` (its record types), ``rules``,
``actions`` (the only writers) and ``pages`` (the only Qt). What follows from its rows stands beside what it offers by
hand; a room of rows alone says what it is called (``ROOM``) and needs nothing else.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Any

    from ganbu_desktop.kernel.forms.entry_form import EntryForm
    from ganbu_desktop.kernel.ledger.spec import LedgerSpec
    from ganbu_desktop.kernel.list.conditions.ready import ReadyCondition
    from ganbu_desktop.kernel.manual import ManualPage
    from ganbu_desktop.kernel.office.office import Clock, Office, Progress
    from ganbu_desktop.kernel.reminders.reminder import Rule
    from ganbu_desktop.kernel.report.spec import ReportSpec
    from ganbu_desktop.kernel.row.room import Room
    from ganbu_desktop.kernel.row.row import Row


def rooms() -> list[str]:
    """Return the names of the rooms that exist."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg)


def rows() -> dict[str, list[Row]]:
    """Return the rows of each room that has some, in the order of its tabs."""
    found = {room: _offered("rows", "ROWS", (room,)) for room in rooms()}
    return {room: described for room, described in found.items() if described}


def named_rooms() -> dict[str, Room]:
    """Return what each room is called that has rows and no pages of its own."""
    without = (room for room in rows() if find_spec(f"{__name__}.{room}.pages") is None)
    return {room: import_module(f"{__name__}.{room}").ROOM for room in without}


def reminder_rules() -> list[Rule]:
    """Return what every room reminds of, and the reports that are to be handed up."""
    from ganbu_desktop.kernel.report.reminders import report_reminders

    followed = [rule for room, described in rows().items() for row in described for rule in row.rules(room)]
    return [*_offered("reminders", "RULES"), *followed, report_reminders(reports())]


def ledgers() -> list[LedgerSpec]:
    """Return the ledgers of every room."""
    return [*_offered("ledgers", "LEDGERS"), *(row.ledger for row in _all_rows())]


def ledger_rooms() -> dict[str, str]:
    """Return in which room each ledger is kept, by the ledger's name."""
    return {
        spec.name: room
        for room in rooms()
        for spec in (*_offered("ledgers", "LEDGERS", (room,)), *(row.ledger for row in rows().get(room, ())))
    }


def form_rooms() -> dict[str, str]:
    """Return which room each form about one entry belongs to, by the form's name."""
    return {
        form.name: room
        for room in rooms()
        for form in (*_offered("forms", "FORMS", (room,)), *(f for row in rows().get(room, ()) for f in row.forms))
    }


def sheets() -> list[tuple[str, str]]:
    """Return name and title of what the print page writes about chosen people."""
    return [(info.name, info.title) for info in import_module(f"{__name__}.paper.printing").forms()]


def reports() -> list[ReportSpec]:
    """Return the reports of every room."""
    return [spec for specs in reports_by_room().values() for spec in specs]


def reports_by_room() -> dict[str, list[ReportSpec]]:
    """Return the reports of each room that has some."""
    followed = rows()
    found = {
        room: [
            *_offered("reports", "REPORTS", (room,)),
            *(spec for row in followed.get(room, ()) for spec in row.report_specs),
        ]
        for room in rooms()
    }
    return {room: specs for room, specs in found.items() if specs}


def entry_forms() -> list[EntryForm]:
    """Return the forms about one entry of every room, and of report runs."""
    followed = [form for row in _all_rows() for form in row.forms]
    return [*import_module("ganbu_desktop.kernel.report.forms").FORMS, *_offered("forms", "FORMS"), *followed]


def ready_conditions() -> list[ReadyCondition]:
    """Return the ready-made conditions about people of every room."""
    return _offered("ready_conditions", "READY_CONDITIONS")


def manual_pages() -> list[ManualPage]:
    """Return the pages of the manual that follow from the rows of each room."""
    from ganbu_desktop.kernel.row.manual import manual_page

    named = named_rooms()
    return [
        manual_page(
            name, named[name].title if name in named else name, named[name].manual if name in named else "", found
        )
        for name, found in rows().items()
    ]


def demo_fillers() -> list[Callable[[Office, Progress], int]]:
    """Return what adds invented records of each room for the invented people that are in the store already."""
    found = []
    for room in rooms():
        name = f"{__name__}.{room}.demo"
        fill = getattr(import_module(name), "fill", None) if find_spec(name) is not None else None
        if callable(fill):
            found.append(fill)
    return [*found, *_row_fillers()]


def fill_demo(office: Office, people: int, progress: Progress) -> int:
    """Fill an empty store with the invented county, what every room adds included; return how many people it has."""
    written: int = import_module(f"{__name__}.people.demo").fill_demo(office, people, progress=progress)
    for fill_room in demo_fillers():
        fill_room(office, progress)
    return written


SAMPLE_PEOPLE, _SAMPLE_UNITS = 60, 8


def demo_files(folder: Path, people: int = SAMPLE_PEOPLE, *, clock: Clock) -> list[Path]:
    """Write invented files as units hand them in and return their paths; ``clock`` says when they are made.

    Other people than those of ``fill_demo``, so that an import of them into its county finds new ones.
    """
    county = import_module(f"{__name__}.people.demo")
    seed = county.DEMO_SEED + 1

    def fill(office: Office) -> None:
        county.fill_demo(office, people, units=_SAMPLE_UNITS, seed=seed)

    written: list[Path] = import_module(f"{__name__}.paper.samples").demo_files(
        folder, fill, county.COUNTY, clock=clock, seed=seed
    )
    return written


def _row_fillers() -> list[Callable[[Office, Progress], int]]:
    """Return what adds the invented entries of the rows of each room."""
    from ganbu_desktop.kernel.row.demo import filler

    return [filler(described) for described in rows().values()]


def _all_rows() -> list[Row]:
    return [row for described in rows().values() for row in described]


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
    _load("rows")
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
