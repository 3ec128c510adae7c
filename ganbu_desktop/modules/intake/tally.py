"""What became of everything that was read: people, fields and rows that went in, were left out, or could not be read.

Counted from the plan as it was written, so that no message says more than was done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.intake.incoming import IncomingRow
from ganbu_desktop.modules.intake.plan import ImportPlan, PersonPlan, RowChange, Status
from ganbu_desktop.store.record import fields_of


@dataclass(frozen=True)
class Count:
    """How many went in, how many the clerk left out or has still to decide, how many could not be read."""

    taken: int = 0
    left: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Tally:
    """``fields`` of people; ``rows`` of the sets that hang on them, refused ones of the file's own rows."""

    people: Count = Count()
    fields: Count = Count()
    rows: Count = Count()

    def is_whole(self) -> bool:
        """Tell whether everything that was read went in."""
        return not any(count.left or count.refused for count in (self.people, self.fields, self.rows))

    def rest(self) -> str:
        """Say what did not go in, in one sentence; empty when everything did."""
        counts = (("人", self.people), ("格", self.fields), ("行", self.rows))
        parts = [f"{count.left} {noun}留着没有导入" for noun, count in counts if count.left]
        parts += [f"{count.refused} {noun}读不进去" for noun, count in counts if count.refused]
        return "，".join(parts)


def tally(plan: ImportPlan) -> Tally:
    """Count a plan by what is ticked in it now."""
    taken = [p for p in plan.people if _is_taken(p)]
    left = [p for p in plan.people if _is_left(p)]
    cells = sum(len(row.problems) for person in plan.people for row in _rows_read(person))
    cells += sum(len(unit.incoming.problems) for unit in plan.units)
    return Tally(
        Count(len(taken), len(left), sum(p.status is Status.REFUSED for p in plan.people)),
        Count(sum(map(_fields_in, taken)), sum(map(_fields_out, taken)), cells),
        Count(
            sum(row.accepted for row in _changes(taken)),
            sum(not row.accepted for row in _changes(taken)),
            len(plan.problems) - cells,
        ),
    )


def _is_taken(person: PersonPlan) -> bool:
    return person.accepted and person.status in (Status.NEW, Status.CHANGED)


def _is_left(person: PersonPlan) -> bool:
    return person.status is Status.DOUBTFUL or (not person.accepted and person.status in (Status.NEW, Status.CHANGED))


def _rows_read(person: PersonPlan) -> Iterable[IncomingRow]:
    return (person.incoming.row, *person.incoming.children)


def _changes(people: Iterable[PersonPlan]) -> list[RowChange]:
    return [row for person in people for row in person.rows]


def _fields_in(person: PersonPlan) -> int:
    if person.status is Status.CHANGED:
        return sum(change.accepted for change in person.fields)
    stated = sum(name in fields_of(Person) for name in person.incoming.row.values)
    return stated - _fields_out(person)


def _fields_out(person: PersonPlan) -> int:
    return sum(not change.accepted for change in person.fields)
