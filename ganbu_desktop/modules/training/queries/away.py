"""When people could not be called up: this room's own entries, and the lawful states of 在岗状态."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.attendance import STUDYING, lawful_absences
from ganbu_desktop.modules.training.records import TrainingExemption
from ganbu_desktop.store.operations import find

_CHUNK = 500


@dataclass(frozen=True)
class Away:
    """One lawful time away; ``is_exempt``: whether training is put off by it (study elsewhere is none such).

    ``approved_to``: until when it was approved, where that is known and no return is recorded.
    """

    id: str
    label: str
    starts_on: PartialDate | None
    ends_on: PartialDate | None
    is_exempt: bool = True
    approved_to: PartialDate | None = None

    def is_overdue(self, day: date) -> bool:
        """Return whether somebody was to be back by a day and no return is recorded: 应返未登记."""
        return self.ends_on is None and self.approved_to is not None and self.approved_to.is_past(day)

    def meets(self, first: date, last: date) -> bool:
        """Return whether any day of a period can lie in it; one without an end lasts on."""
        begun = self.starts_on is not None and self.starts_on.first_day() <= last
        return begun and (self.ends_on is None or self.ends_on.last_day() >= first)


def absences(connection: sa.Connection, person_ids: Sequence[str] | None = None) -> dict[str, list[Away]]:
    """Return the lawful times away of some people (of everybody), from this room's own entries and from 在岗状态."""
    own, general = codes.table("training_exemption_kind"), codes.table("attendance_kind")
    found: dict[str, list[Away]] = {}
    for row in sorted(_entered(connection, person_ids), key=lambda r: r.id):
        found.setdefault(row.person_id, []).append(Away(row.id, own.label_for(row.kind), row.starts_on, row.ends_on))
    for owner, states in lawful_absences(connection, person_ids).items():
        for state in states:
            last = state.last_day_away()
            ends_on = PartialDate.of(last) if last else None
            away = Away(
                state.id, general.label_for(state.kind), state.starts_on, ends_on, state.kind != STUDYING, state.ends_on
            )
            found.setdefault(owner, []).append(away)
    return found


def _entered(connection: sa.Connection, person_ids: Sequence[str] | None) -> list[TrainingExemption]:
    if person_ids is None:
        return find(connection, TrainingExemption)
    at = TrainingExemption.table.c.person_id
    chunks = [person_ids[start : start + _CHUNK] for start in range(0, len(person_ids), _CHUNK)]
    return [row for chunk in chunks for row in find(connection, TrainingExemption, at.in_(chunk))]


def exemptions(
    connection: sa.Connection, first: date, last: date, person_ids: Sequence[str] | None = None
) -> dict[str, list[Away]]:
    """Return the days of a period on which people could not be called up and nothing was owed."""
    found: dict[str, list[Away]] = {}
    for owner, times in absences(connection, person_ids).items():
        kept = [t for t in times if t.is_exempt and t.meets(first, last)]
        if kept:
            found[owner] = kept
    return found
