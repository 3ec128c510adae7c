"""What an import would do: every person and field compared with the store, nothing written.

The plan is plain data that a preview shows and the clerk changes: each person can be left out or matched by hand, each
changed field kept as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.intake.incoming import Incoming, IncomingPerson, IncomingRow, Problem
from ganbu_desktop.modules.intake.natural_keys import says_the_same
from ganbu_desktop.store.record import Record, fields_of


class Status(Enum):
    """What would become of one person or unit; the value is what the clerk reads."""

    NEW = "新增"
    CHANGED = "变更"
    UNCHANGED = "未变"
    DOUBTFUL = "待确认"
    REFUSED = "不导入"


@dataclass
class FieldChange:
    """One field's value in the store and in the file; ``accepted``: the file's value is taken."""

    name: str
    label: str
    before: Any
    after: Any
    before_text: str
    after_text: str
    accepted: bool = True


@dataclass
class RowChange:
    """One row that hangs on the person: new (``old`` None) or changed."""

    old: Record | None
    row: IncomingRow
    values: dict[str, Any]
    fields: list[FieldChange] = field(default_factory=list)
    accepted: bool = True

    @property
    def cls(self) -> type[Record]:
        """Return the record class of this row."""
        return self.row.cls

    def summary(self) -> str:
        """Return the row's filled values in one line."""
        described = fields_of(self.cls)
        texts = [described[n].format(v) for n, v in self.values.items() if n in described]
        return "  ".join(t for t in texts if t)


@dataclass
class PersonPlan:
    """What the import would do to one person.

    ``rival``: an earlier row of the same import that may be the same person. ``written_id``: as whom the import has
    written this one.
    """

    incoming: IncomingPerson
    status: Status
    target: Person | None = None
    candidates: list[Person] = field(default_factory=list)
    fields: list[FieldChange] = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)
    unchanged_rows: int = 0
    photo_is_new: bool = False
    reason: str = ""
    accepted: bool = True
    rival: PersonPlan | None = None
    written_id: str = ""

    @property
    def name(self) -> str:
        """Return the name shown for this person."""
        return self.incoming.name or (self.target.name if self.target else "") or ""


@dataclass
class UnitPlan:
    """What the import would do to one unit."""

    incoming: IncomingRow
    status: Status
    target: Unit | None = None
    fields: list[FieldChange] = field(default_factory=list)
    accepted: bool = True


@dataclass
class ImportPlan:
    """The whole preview. ``already``: when and by whom the same file was imported before."""

    incoming: Incoming
    units: list[UnitPlan]
    people: list[PersonPlan]
    problems: list[Problem]
    already: str = ""

    def count(self, status: Status) -> int:
        """Return how many people have this status."""
        return sum(1 for p in self.people if p.status is status)

    def is_empty(self) -> bool:
        """Tell whether applying the plan would write nothing."""
        writes = (Status.NEW, Status.CHANGED)
        people = any(p.accepted and p.status in writes for p in self.people)
        return not people and not any(u.accepted and u.status in writes for u in self.units)


def changes_between(
    cls: type[Record], old: Record, values: dict[str, Any], skip: Sequence[str] = ()
) -> list[FieldChange]:
    """Return the fields in which incoming values differ from a stored record.

    A field that the file leaves empty is no statement and changes nothing.
    """
    described = fields_of(cls)
    found = []
    for name, after in values.items():
        before = getattr(old, name)
        if before == after or name in skip or says_the_same(partial(getattr, old), name, after):
            continue
        entry = described[name]
        found.append(FieldChange(name, entry.label, before, after, entry.format(before), entry.format(after)))
    return found
