"""Archives, their entries and yearly summaries; inspections and front-line records."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.limiting import VOID
from ganbu_desktop.modules.political import conditions, rules
from ganbu_desktop.modules.political.actions.saving import EDIT, as_drafts, name_of, refuse, save, written
from ganbu_desktop.modules.political.records import (
    PoliticalArchive,
    PoliticalEntry,
)
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import record_type, replace

IN_USE = "1"
"""The code of table ``political_archive_state`` for 在用."""


def open_archives(office: Office, person_ids: Sequence[str]) -> int:
    """Open an archive, numbered on, for each of these people who has none; returns how many."""
    with office.operation("建立政治素质档案", right=EDIT) as current:
        standing = current.find(PoliticalArchive)
        having = {archive.person_id for archive in standing}
        today = PartialDate.of(office.today())
        prefix = f"政档〔{today.year}〕"
        last = max((_running(a.number, prefix) for a in standing), default=0)
        missing = [i for i in dict.fromkeys(person_ids) if i not in having]
        for number, person_id in enumerate(missing, last + 1):
            current.insert(
                PoliticalArchive(person_id=person_id, number=f"{prefix}{number:04d}", opened_on=today, status=IN_USE)
            )
    return len(missing)


def _running(number: str | None, prefix: str) -> int:
    rest = (number or "").removeprefix(prefix)
    return int(rest) if number and number.startswith(prefix) and rest.isascii() and rest.isdigit() else 0


def save_archives(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save headers of archives; a person has one, and no two bear the same number."""
    save(office, pairs, title=title, within=_one_archive_each)


def _one_archive_each(current: Operation, pairs: Sequence[Pair]) -> None:
    at = PoliticalArchive.table.c
    for archive in written(pairs, PoliticalArchive):
        name = name_of(current, archive.person_id)
        if len(current.find(PoliticalArchive, at.person_id == archive.person_id)) > 1:
            refuse([f"{name}已有政治素质档案，一人一档"])
        if archive.number and len(current.find(PoliticalArchive, at.number == archive.number)) > 1:
            refuse([f"档案编号“{archive.number}”已用于另一人"])


def save_entries(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save entries as drafts; an entry against somebody gets the end that the figure of its day gives.

    One that was begun from a talk or a home visit (转入) keeps its origin: each record is carried over once, of its own
    person, and from a home visit nothing is taken without the day on which the person agreed.
    """
    figures = office.parameters()
    filled: list[Pair] = []
    for old, new in as_drafts(office, pairs):
        if isinstance(new, PoliticalEntry):
            new = replace(new, {"ends_on": rules.entry_end(new, figures)})
            if new.origin_table == conditions.HOME_VISIT and new.consented_on is None:
                refuse([conditions.WITHOUT_CONSENT])
        filled.append((old, new))
    save(office, filled, title=title, within=_carried_once)


def _carried_once(current: Operation, pairs: Sequence[Pair]) -> None:
    at = PoliticalEntry.table.c
    for old, entry in pairs:
        if not isinstance(entry, PoliticalEntry) or entry.origin_table not in conditions.CARRIED_FROM:
            continue
        same = current.find(
            PoliticalEntry, at.origin_id == entry.origin_id, at.origin_table == entry.origin_table, at.state != VOID
        )
        if len(same) > 1:
            refuse(["这条记录已经转入过政治素质档案，不能再转"])
        source = record_type(entry.origin_table)
        found = current.find(source, source.table.c.id == entry.origin_id)
        if old is None and not found:
            refuse([f"要转入的{source.label}已经不在数据文件中"])
        if found and getattr(found[0], "person_id", None) != entry.person_id:
            refuse([f"由{source.label}转入的条目，干部须是那条记录里的本人"])
