"""The rows of the data-check page: findings with what became of them, and people with what they lack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from ganbu_desktop.desktop.tables import Column, Query, Row, Sort
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.modules.checks.checking import CheckReport, Subject, field_label
from ganbu_desktop.modules.checks.completeness import Incomplete, item_of
from ganbu_desktop.modules.checks.rules import BY_KEY

STANDING, NEW, SOLVED = "", "新发现", "已解决"
TONES = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}
NO_UNIT = "（无单位）"
T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """One finding with whom it is about and what became of it since the run before."""

    finding: Finding
    subject: Subject
    state: str = STANDING

    @property
    def unit(self) -> str:
        """Return the unit as the tree groups by it."""
        return self.subject.unit or NO_UNIT

    @property
    def title(self) -> str:
        """Return the check's name."""
        return BY_KEY[self.finding.rule].title


def entries_of(report: CheckReport) -> list[Entry]:
    """Return a report's findings as entries."""
    return [Entry(finding, report.subject(finding)) for finding in report.findings]


def compared(old: Sequence[Entry], new: Sequence[Entry]) -> list[Entry]:
    """Return the new entries marked against the old ones, and those that are gone as solved, each at its place."""
    before = {entry.finding for entry in old if entry.state != SOLVED}
    now = {entry.finding for entry in new}
    marked = [entry if entry.finding in before else replace(entry, state=NEW) for entry in new]
    gone = [replace(entry, state=SOLVED) for entry in old if entry.state != SOLVED and entry.finding not in now]
    return sorted([*marked, *gone], key=_places(old, new))


def _places(old: Sequence[Entry], new: Sequence[Entry]) -> Callable[[Entry], int]:
    people: dict[str, int] = {}
    for entry in [*new, *old]:
        people.setdefault(entry.finding.person_id or entry.finding.record_id or "", len(people))
    return lambda entry: people[entry.finding.person_id or entry.finding.record_id or ""]


def replaced(old: Sequence[Entry], new: Sequence[Entry], person_ids: Iterable[str]) -> list[Entry]:
    """Return ``old`` with the findings of some people as they are now."""
    wanted = set(person_ids)
    mine = [entry for entry in old if entry.finding.person_id in wanted]
    others = [entry for entry in old if entry.finding.person_id not in wanted]
    solved = [entry for entry in mine if entry.state == SOLVED]
    merged = [*others, *solved, *compared(mine, new)]
    return sorted(merged, key=_places(old, new))


class _Listed(Generic[T]):
    """Things in memory, found without looking at all of them when only the first are wanted."""

    columns: Sequence[Column] = ()
    sorts: Sequence[Sort] = (Sort("given", "单位顺序"),)

    def __init__(self) -> None:
        self.things: list[T] = []

    def set(self, things: Sequence[T]) -> None:
        """Replace everything."""
        self.things = list(things)

    def ids(self, query: Query, limit: int | None = None) -> list[str]:
        """Return the places of the things that a query shows."""
        keys = [column.key for column in self.columns]
        if query.sort in keys:
            index = keys.index(query.sort)
            found = sorted(self._matching(query), key=lambda n: self.cells(self.things[n])[index])
            if query.descending:
                found.reverse()
            return [str(n) for n in found[:limit]]
        return [str(n) for n, _ in zip(self._matching(query), _count(limit), strict=False)]

    def _matching(self, query: Query) -> Iterator[int]:
        words = query.search.split()
        keys = [column.key for column in self.columns]
        filters = [(keys.index(key), text.strip()) for key, text in query.filters.items() if key in keys]
        for number, thing in enumerate(self.things):
            if not self.wanted(thing, query.extra):
                continue
            cells = self.cells(thing) if words or filters else ()
            if all(any(word in cell for cell in cells) for word in words) and all(
                _holds(cells[index], text) for index, text in filters
            ):
                yield number

    def wanted(self, thing: T, extra: Mapping[str, object]) -> bool:
        """Return whether the page's own choice shows a thing."""
        raise NotImplementedError

    def cells(self, thing: T) -> tuple[str, ...]:
        """Return the texts of a thing."""
        raise NotImplementedError

    def at(self, row_id: str) -> T | None:
        """Return the thing of a row."""
        number = int(row_id)
        return self.things[number] if number < len(self.things) else None


def _count(limit: int | None) -> Iterable[int]:
    return range(limit) if limit is not None else iter(int, 1)


def _holds(cell: str, text: str) -> bool:
    if text in ("空", "非空"):
        return bool(cell) == (text == "非空")
    return text in cell


class FindingSource(_Listed[Entry]):
    """Findings; ``extra``: ``levels`` (words), ``rule`` (key) and ``unit`` (name)."""

    columns = (
        Column("level", "级别", 78),
        Column("state", "变化", 70),
        Column("name", "姓名", 84),
        Column("message", "问题", 360),
        Column("place", "项目", 140),
        Column("rule", "校核项", 190),
        Column("unit", "单位", 170),
    )

    def wanted(self, thing: Entry, extra: Mapping[str, object]) -> bool:
        """Match level, check and unit."""
        levels = extra.get("levels")
        if isinstance(levels, frozenset) and thing.finding.level not in levels:
            return False
        return extra.get("rule") in (None, thing.finding.rule) and extra.get("unit") in (None, thing.unit)

    def cells(self, thing: Entry) -> tuple[str, ...]:
        """Return the texts of a finding."""
        finding, subject = thing.finding, thing.subject
        place = field_label(finding)
        known = (finding.level.label, thing.state, subject.name)
        return *known, finding.message, place, thing.title, subject.unit

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Return the rows."""
        found = []
        for row_id in ids:
            thing = self.at(row_id)
            if thing is not None:
                solved = thing.state == SOLVED
                tone = "muted" if solved else ""
                tip = f"{thing.finding.message}\n{BY_KEY[thing.finding.rule].help}"
                icon = "ok" if solved else TONES[thing.finding.level]
                found.append(Row(row_id, self.cells(thing), tone=tone, tip=tip, icon=icon))
        return found


class GapSource(_Listed[Incomplete]):
    """People who lack something; ``extra``: ``item`` and ``unit``."""

    columns = (
        Column("name", "姓名", 90),
        Column("unit", "单位", 180),
        Column("count", "缺项", 70, "right", filterable=False),
        Column("gaps", "待完善的内容", 620),
    )

    def wanted(self, thing: Incomplete, extra: Mapping[str, object]) -> bool:
        """Match what is lacking and the unit."""
        item = extra.get("item")
        lacking = item is None or any(item_of(gap) == item for gap in thing.gaps)
        return lacking and extra.get("unit") in (None, thing.unit or NO_UNIT)

    def cells(self, thing: Incomplete) -> tuple[str, ...]:
        """Return the texts of a person."""
        labels = "、".join(gap.label for gap in thing.gaps)
        return thing.name, thing.unit, f"{len(thing.gaps)}", labels

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Return the rows."""
        things = ((row_id, self.at(row_id)) for row_id in ids)
        return [Row(row_id, self.cells(thing)) for row_id, thing in things if thing is not None]
