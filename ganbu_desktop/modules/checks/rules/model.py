"""What a check is: a described pure function over one person (or one unit) and the circumstances of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.drafts import Draft
from ganbu_desktop.store.record import Record

S = TypeVar("S", Dossier, Unit)


@dataclass(frozen=True)
class Found:
    """One thing found, before it has a level: the sentence, and the record and field it concerns."""

    message: str
    record: Record | None = None
    field: str | None = None


@dataclass(frozen=True)
class UnitCounts:
    """Who serves in one unit: chiefs and deputies in office, and people by kind of staffing."""

    chiefs: int = 0
    deputies: int = 0
    staff: Mapping[str, int] = field(default_factory=dict)


NO_COUNTS = UnitCounts()


@dataclass(frozen=True)
class CheckContext:
    """The circumstances: figures, the month that counts as now, and what only the whole store can tell.

    ``levels``: the office's own level of a check by key, None for one that is switched off. ``same_number`` and
    ``same_name``: how many people share an identity number, or a name and month of birth; those who stand alone are
    left out. ``counts``: who serves in each unit, by unit id. ``drafts``: the drafts of negative entries that
    lack something, by person id.
    """

    parameters: ParameterSet
    as_of: PartialDate
    levels: Mapping[str, Level | None] = field(default_factory=dict)
    same_number: Mapping[str, int] = field(default_factory=dict)
    same_name: Mapping[tuple[str, str], int] = field(default_factory=dict)
    counts: Mapping[str, UnitCounts] = field(default_factory=dict)
    drafts: Mapping[str, Sequence[Draft]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    _words: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def number(self, name: str) -> int:
        """Return a whole-number figure as of the month of the run."""
        if name not in self._numbers:
            self._numbers[name] = self.parameters.integer(name, self.as_of)
        return self._numbers[name]

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of words as of the month of the run."""
        if name not in self._words:
            self._words[name] = self.parameters.words(name, self.as_of)
        return self._words[name]


@dataclass(frozen=True)
class Check(Generic[S]):
    """One rule: ``key`` never changes, ``number`` is its place in the printed list, ``help`` says what and whence."""

    key: str
    number: int
    group: str
    level: Level
    title: str
    help: str
    function: Callable[[S, CheckContext], Iterable[Found]]

    def run(self, subject: S, context: CheckContext) -> list[Finding]:
        """Return what this check finds in one person or unit; nothing when it is switched off."""
        level = context.levels.get(self.key, self.level)
        if level is None:
            return []
        record, person_id = _home(subject)
        return [self._finding(found, level, record, person_id) for found in self.function(subject, context)]

    def _finding(self, found: Found, level: Level, home: Record, person_id: str | None) -> Finding:
        record = found.record or home
        return Finding(self.key, level, found.message, person_id, type(record).table.name, record.id, found.field)


def _home(subject: Dossier | Unit) -> tuple[Person | Unit, str | None]:
    if isinstance(subject, Dossier):
        return subject.person, subject.person.id
    return subject, None
