"""How every verb of the room writes rows: judged first, then written as one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record, replace

R = TypeVar("R", bound=Record)
EDIT = "political.edit"
Within = Callable[[Operation, Sequence[Pair]], None]


def save(office: Office, pairs: Sequence[Pair], *, title: str, within: Within | None = None) -> None:
    """Write all pairs as one step called ``title``; ``within`` writes or refuses more inside the same step."""
    with office.operation(title, right=EDIT) as current:
        write_changes(current, pairs)
        if within is not None:
            within(current, pairs)


def written(pairs: Sequence[Pair], cls: type[R]) -> list[R]:
    """Return the rows of one kind as they are to stand, without the deleted ones."""
    return [new for _, new in pairs if isinstance(new, cls)]


def as_drafts(office: Office, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs with recorder and day filled in where a new limiting record has none."""
    today = PartialDate.of(office.today())
    found: list[Pair] = []
    for old, new in pairs:
        if old is None and isinstance(new, LimitingRecord):
            values = {"recorded_by": new.recorded_by or office.account.name, "recorded_on": new.recorded_on or today}
            new = replace(new, values)
        found.append((old, new))
    return found


def refuse(problems: Iterable[str]) -> None:
    """Raise CheckFailed with every problem; nothing has been written."""
    found = list(dict.fromkeys(problems))
    if found:
        raise CheckFailed(f"{'；'.join(found)}。没有保存，您的输入还在屏幕上")


def name_of(current: Operation, person_id: str | None) -> str:
    """Return a person's name for a sentence."""
    found = current.find(Person, Person.table.c.id == person_id)
    return (found[0].name or "该干部") if found else "该干部"
