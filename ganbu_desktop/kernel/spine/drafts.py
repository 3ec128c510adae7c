"""Drafts of entries that would count against people, and what of the three things that protect a person they lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import limiting_types
from ganbu_desktop.kernel.spine.showing import drafts_of
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.store.operations import find


@dataclass(frozen=True)
class Draft:
    """One draft: what kind of entry, of when, and what it still lacks."""

    label: str
    occurred_on: PartialDate | None
    lacks_evidence: bool
    lacks_statement: bool
    lacks_end: bool

    def named(self) -> str:
        """Return how the draft is called in a sentence."""
        return f"{self.label}草稿（{self.occurred_on or '无日期'}）"


def drafts(
    connection: sa.Connection, *, hand: str | None, person_id: str | None = None
) -> Mapping[str, tuple[Draft, ...]]:
    """Return by person the drafts that lack something, of those that are shown to a hand (``Account.hand``)."""
    found: dict[str, tuple[Draft, ...]] = {}
    for cls in limiting_types().values():
        at = cls.table.c
        whose = [] if person_id is None else [at.person_id == person_id]
        entries = [e for e in find(connection, cls, drafts_of(connection, cls, hand), *whose) if e.is_limiting]
        ids = [e.id for e in entries]
        evidence, statements = hanging_on(connection, Evidence, ids), hanging_on(connection, Statement, ids)
        for entry in entries:
            draft = Draft(
                cls.label,
                entry.occurred_on,
                not any(e.is_complete for e in evidence.get(entry.id, [])),
                not any(s.is_complete for s in statements.get(entry.id, [])),
                entry.ends_on is None and not entry.no_end_ground,
            )
            if draft.lacks_evidence or draft.lacks_statement or draft.lacks_end:
                found[entry.person_id] = (*found.get(entry.person_id, ()), draft)
    return found
