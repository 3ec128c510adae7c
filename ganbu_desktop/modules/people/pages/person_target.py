"""What the person page is asked to show."""

from __future__ import annotations

import dataclasses

from ganbu_desktop.foundation.findings import Finding


@dataclasses.dataclass(frozen=True)
class PersonTarget:
    """A person, a place to jump to (record type, record, field), and the list that Alt+Up and Alt+Down walk through."""

    person_id: str
    record_type: str | None = None
    record_id: str | None = None
    field: str | None = None
    neighbours: tuple[str, ...] = dataclasses.field(default=(), repr=False)


def target_of(target: object) -> PersonTarget | None:
    """Return what ``desk.go("person", …)`` was given: a target, a finding or a person's id; None for anything else."""
    if isinstance(target, PersonTarget):
        return target
    if isinstance(target, Finding) and target.person_id:
        return PersonTarget(target.person_id, target.record_type, target.record_id, target.field)
    return PersonTarget(target) if isinstance(target, str) and target else None
