"""What pages, forms and reports read of the political room: plain values, what counts today before what did once.

There is no total anywhere: entries are counted by dimension and direction, each beside its latest date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import serving_on
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.samples import SMALLEST
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, Standing, in_force
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.showing import NOBODY, Shown, marks, shown_to, standings
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.political import rules
from ganbu_desktop.modules.political.records import (
    FORWARD,
    BallotItem,
    BallotSum,
    FrontlineRecord,
    OffHoursNote,
    PoliticalArchive,
    PoliticalEntry,
    PoliticalInspection,
    Rectification,
    SelfCheck,
    TeamInspection,
    VetoDecision,
    VetoReview,
    YearSummary,
)
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record

L = TypeVar("L", bound=LimitingRecord)
_CHUNK = 500
_MATERIALS = {
    "考察": PoliticalInspection,
    "一线表现": FrontlineRecord,
    "民主测评": BallotSum,
    "社区走访": OffHoursNote,
}
"""Sources of which the room keeps the material itself, besides the entries drawn from it."""


@dataclass(frozen=True)
class DimensionCount:
    """How many entries of a dimension count, for and against, and the latest of each; never added up."""

    dimension: str
    forward: int = 0
    forward_latest: PartialDate | None = None
    reverse: int = 0
    reverse_latest: PartialDate | None = None


@dataclass(frozen=True)
class EntryView:
    """One entry with its standing and what it rests on; ``marks`` stand beside it on screen and paper."""

    entry: LimitingRecord
    standing: Standing
    evidence: tuple[Evidence, ...]
    statements: tuple[Statement, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """Return 未听取本人意见 and how an entry stands that does not count."""
        return marks(Shown(self.standing), self.entry, self.statements)


@dataclass(frozen=True)
class Completeness:
    """Which of the expected sources have been collected."""

    expected: tuple[str, ...]
    collected: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the sources of which there is nothing yet."""
        return tuple(source for source in self.expected if source not in self.collected)

    @property
    def text(self) -> str:
        """Return ``4/7``."""
        return f"{len(self.expected) - len(self.missing)}/{len(self.expected)}"


@dataclass(frozen=True)
class ArchiveView:
    """The archive of one person as it is shown; ``entries`` holds history too when it was asked for."""

    person: Person
    unit_name: str
    header: PoliticalArchive | None
    completeness: Completeness
    counts: tuple[DimensionCount, ...]
    entries: tuple[EntryView, ...]
    summaries: tuple[YearSummary, ...]
    inspections: tuple[PoliticalInspection, ...]
    frontline: tuple[FrontlineRecord, ...]
    ballots: tuple[BallotSum, ...]
    vetoes: tuple[EntryView, ...]
    notes: tuple[EntryView, ...]


def archive(office: Office, person_id: str, *, history: bool = False) -> ArchiveView | None:
    """Return a person's archive as of today, or None when the person is gone.

    ``history`` adds drafts and what is over, protected or void, each with its mark.
    """
    expected, day, hand = expected_sources(office, office.today()), office.today(), office.account.hand
    with office.reading() as connection:
        people = find(connection, Person, Person.table.c.id == person_id)
        if not people:
            return None
        units = find(connection, Unit, Unit.table.c.id == people[0].unit_id)
        headers = find(connection, PoliticalArchive, PoliticalArchive.table.c.person_id == person_id)
        return ArchiveView(
            person=people[0],
            unit_name=(units[0].name or "") if units else "",
            header=headers[0] if headers else None,
            completeness=completeness(connection, [person_id], expected, day)[person_id],
            counts=dimension_counts(connection, [person_id], day)[person_id],
            entries=entries_of(connection, PoliticalEntry, person_id, day, history=history, hand=hand),
            summaries=_latest(connection, YearSummary, person_id, "year"),
            inspections=_latest(connection, PoliticalInspection, person_id, "held_on"),
            frontline=_latest(connection, FrontlineRecord, person_id, "started_on"),
            ballots=_latest(connection, BallotSum, person_id, "held_on"),
            vetoes=entries_of(connection, VetoDecision, person_id, day, history=history, hand=hand),
            notes=entries_of(connection, OffHoursNote, person_id, day, history=history, hand=hand),
        )


R = TypeVar("R", bound=Record)


def _latest(connection: sa.Connection, cls: type[R], person_id: str, by: str) -> tuple[R, ...]:
    rows = find(connection, cls, cls.table.c.person_id == person_id)
    return tuple(sorted(rows, key=lambda row: (getattr(row, by) is not None, getattr(row, by) or 0), reverse=True))


def expected_sources(office: Office, day: date) -> tuple[str, ...]:
    """Return the kinds of source that an archive should hold on a day."""
    return office.parameters().words("political_expected_sources", day)


def entries_of(
    connection: sa.Connection,
    cls: type[L],
    person_id: str,
    day: date,
    *,
    history: bool = False,
    hand: str | None = NOBODY,
) -> tuple[EntryView, ...]:
    """Return a person's entries of one kind with what they rest on, newest first; only what counts unless asked."""
    conditions = [cls.table.c.person_id == person_id]
    conditions.append(shown_to(connection, cls, day, hand=hand, history=True) if history else in_force(cls, day))
    return views(connection, find(connection, cls, *conditions), day)


def views(connection: sa.Connection, entries: Sequence[LimitingRecord], day: date) -> tuple[EntryView, ...]:
    """Return entries with their standing, evidence and statements, newest first."""
    ids = [entry.id for entry in entries]
    how: dict[str, Standing] = {}
    for cls in {type(entry) for entry in entries}:
        how |= standings(connection, cls, ids, day)
    evidence, statements = hanging_on(connection, Evidence, ids), hanging_on(connection, Statement, ids)
    ordered = sorted(entries, key=lambda e: (e.occurred_on.digits() if e.occurred_on else "", e.id), reverse=True)
    return tuple(
        EntryView(
            entry,
            how[entry.id],
            tuple(evidence.get(entry.id, ())),
            tuple(statements.get(entry.id, ())),
        )
        for entry in ordered
    )


def dimension_counts(
    connection: sa.Connection,
    person_ids: Sequence[str],
    day: date,
    *,
    within: tuple[PartialDate, PartialDate] | None = None,
) -> dict[str, tuple[DimensionCount, ...]]:
    """Return by person the counts of every dimension, of entries in force on ``day`` (and that happened ``within``)."""
    at, labels = PoliticalEntry.table.c, codes.table("political_dimension")
    found: dict[tuple[str, str, bool], tuple[int, PartialDate | None]] = {}
    for start in range(0, len(person_ids), _CHUNK):
        conditions = [at.person_id.in_(person_ids[start : start + _CHUNK]), in_force(PoliticalEntry, day)]
        if within is not None:
            conditions += [at.occurred_on >= within[0], at.occurred_on <= within[1]]
        latest = sa.func.max(at.occurred_on, type_=at.occurred_on.type)
        columns = (at.person_id, at.dimension, at.direction)
        for person_id, dimension, direction, count, last in connection.execute(
            sa.select(*columns, sa.func.count(), latest).where(*conditions).group_by(*columns)
        ):
            found[person_id, dimension, direction == FORWARD] = (count, last)
    nothing: tuple[int, PartialDate | None] = (0, None)
    return {
        person_id: tuple(
            DimensionCount(
                entry.label,
                *found.get((person_id, entry.code, True), nothing),
                *found.get((person_id, entry.code, False), nothing),
            )
            for entry in labels.entries
        )
        for person_id in person_ids
    }


def completeness(
    connection: sa.Connection,
    person_ids: Sequence[str],
    expected: tuple[str, ...],
    day: date,
    *,
    within: tuple[PartialDate, PartialDate] | None = None,
) -> dict[str, Completeness]:
    """Return by person which expected sources are collected: by entries in force, or by the room's own material."""
    found: dict[str, set[str]] = {person_id: set() for person_id in person_ids}
    labels = codes.table("entry_source")
    for start in range(0, len(person_ids), _CHUNK):
        some = person_ids[start : start + _CHUNK]
        for person_id, code in _collected(connection, PoliticalEntry, some, day, within, "source_kind"):
            found[person_id].add(labels.label_for(code) if code else "")
        for source in expected:
            if source in _MATERIALS:
                for person_id, _ in _collected(connection, _MATERIALS[source], some, day, within, "person_id"):
                    found[person_id].add(source)
    return {
        person_id: Completeness(expected, tuple(source for source in expected if source in found[person_id]))
        for person_id in person_ids
    }


def _collected(
    connection: sa.Connection,
    cls: type[Record],
    person_ids: Sequence[str],
    day: date,
    within: tuple[PartialDate, PartialDate] | None,
    column: str,
) -> Iterable[tuple[str, str | None]]:
    at = cls.table.c
    conditions: list[sa.ColumnElement[bool]] = [at.person_id.in_(person_ids)]
    if issubclass(cls, LimitingRecord):
        conditions.append(in_force(cls, day))
    if within is not None:
        dated = at[_DATED[cls]]
        conditions += [dated >= within[0], dated <= within[1]]
    for row in connection.execute(sa.select(at.person_id, at[column]).where(*conditions).distinct()):
        yield row[0], row[1]


_DATED: Mapping[type[Record], str] = {
    PoliticalEntry: "occurred_on",
    PoliticalInspection: "held_on",
    FrontlineRecord: "started_on",
    BallotSum: "held_on",
    OffHoursNote: "occurred_on",
}


def ballot_results(office: Office, ballot: BallotSum) -> list[rules.ItemResult] | None:
    """Return the results of a vote by item; None below the smallest sample of its day."""
    smallest = office.parameters().integer(SMALLEST, as_day(office, ballot.held_on))
    return rules.results(ballot, office.owned(BallotItem, ballot.id), smallest)


def ballot_items(office: Office, ballot: BallotSum) -> list[BallotItem]:
    """Return the sums of a vote as they are kept."""
    return office.owned(BallotItem, ballot.id)


def veto_reviews(office: Office, veto: VetoDecision) -> list[VetoReview]:
    """Return the reviews of a veto."""
    return office.owned(VetoReview, veto.id)


def serving_without_archive(office: Office) -> list[str]:
    """Return the people who serve now and have no archive, by unit and order of the list."""
    at, kept = Person.table.c, PoliticalArchive.table.c
    with office.reading() as connection:
        having = sa.exists(sa.select(kept.id).where(kept.person_id == at.id))
        chosen = sa.select(at.id).where(serving_on(office.today()), ~having).order_by(at.unit_id, at.position, at.id)
        return [row[0] for row in connection.execute(chosen)]


def as_day(office: Office, moment: PartialDate | None) -> date:
    """Return the day by which a figure is asked: that of the record, otherwise today."""
    return office.today() if moment is None else moment.first_day()


# ---- loops


@dataclass(frozen=True)
class LoopView:
    """One problem to be put right: the loop, the kind of record that it came from, whose it is."""

    item: LoopItem
    origin: str
    person_name: str
    unit_name: str

    @property
    def whose(self) -> str:
        """Return the person, else the unit."""
        return self.person_name or self.unit_name


_LOOPED: tuple[type[Record], ...] = (SelfCheck, Rectification, TeamInspection)


def loops(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[LoopView]:
    """Return the room's loops that meet all conditions, by their time limit."""
    labels = {cls.table.name: cls.label for cls in _LOOPED}
    at = LoopItem.table.c
    items = find(connection, LoopItem, at.entry_table.in_(list(labels)), *conditions)
    people = _named(connection, Person, {item.person_id for item in items})
    units = _named(connection, Unit, {item.unit_id for item in items})
    items.sort(key=lambda item: (item.due_on.digits() if item.due_on else "9", item.position, item.id))
    return [
        LoopView(
            item, labels[item.entry_table], people.get(item.person_id or "", ""), units.get(item.unit_id or "", "")
        )
        for item in items
    ]


def _named(connection: sa.Connection, cls: type[Person] | type[Unit], ids: set[str | None]) -> dict[str, str]:
    wanted = sorted(i for i in ids if i)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        table = cls.table
        chosen = sa.select(table.c.id, table.c.name).where(table.c.id.in_(wanted[start : start + _CHUNK]))
        found |= {row[0]: row[1] or "" for row in connection.execute(chosen)}
    return found
