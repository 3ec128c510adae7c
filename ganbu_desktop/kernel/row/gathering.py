"""What a report of a row stands on: the entries that belong to a period, and their people as they were then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.ages import full_months, years_and_months
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.names import MAIN, Names, names_of
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.grassroots import Known, Unknown, grassroots_months
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.person_index import unit_order_keys
from ganbu_desktop.kernel.people.post_texts import PostThen, posts_then
from ganbu_desktop.kernel.people.service import unit_on
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import NO_RECORD, Figure, Period
from ganbu_desktop.kernel.row.reports import GRASSROOTS, MONTHS, Listing, PeriodReport
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, in_force
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, Reference, fields_of

_CHUNK = 500


@dataclass(frozen=True)
class Gathered:
    """The entries of a period in the order of the units, and those left out with the reason.

    ``people``: by id, of all entries; ``unit_ids``: in which unit each served on ``day``; ``posts``: what each was
    then; ``tenures``: theirs, where a listing asks for them; ``units``: every unit, in the order of the tree;
    ``names``: what the entries' references are called.
    """

    record: type[Record]
    within: tuple[str, ...]
    entries: tuple[Any, ...]
    left_out: tuple[tuple[str, str], ...]
    unplaced: int
    people: Mapping[str, Person]
    unit_ids: Mapping[str, str | None]
    posts: Mapping[str, PostThen]
    tenures: Mapping[str, Sequence[Tenure]]
    units: Mapping[str, Unit]
    names: Names
    period: Period
    figures: ParameterSet
    office: Office
    connection: sa.Connection

    @property
    def day(self) -> date:
        """Return the last day of the period that has been, on which everything of the report is reckoned."""
        return self.period.so_far

    def figure(self, entries: Iterable[Any], formula: str, *, rule: str = "") -> Figure:
        """Return how many people some entries are about, with the entries behind it; or the entries, without people."""
        chosen = list(entries)
        people = tuple(dict.fromkeys(p for entry in chosen if (p := getattr(entry, MAIN, None))))
        records = tuple((self.record.table.name, entry.id) for entry in chosen)
        number = len(people) if MAIN in fields_of(self.record) else len(chosen)
        version = version_of(self.figures.get(rule, self.day)) if rule else ""
        return Figure(number, formula=formula, rule=version, people=people, left_out=self.left_out, records=records)

    def running(self) -> Figure:
        """Return whose entries have not ended by the day."""
        open_ones = [e for e in self.entries if not ((end := ending(e, self.within)) and end.is_past(self.day))]
        return self.figure(open_ones, "期末还没有结束的条目，每人计一次")

    def months(self, entry: Any) -> int | None:
        """Return the months of an entry until its end or the day, days left out; None where they are not known."""
        ends = [moment for moment in (ending(entry, self.within), PartialDate.of(self.day)) if moment is not None]
        return full_months(getattr(entry, self.within[0]), min(ends))

    def sum_of_months(self, entries: Iterable[Any], formula: str) -> Figure:
        """Return the months of some entries, all told; who has entries of no known length is left out by name."""
        months = {entry.id: (entry, self.months(entry)) for entry in entries}
        known = [entry for entry, length in months.values() if length is not None]
        unknown = [entry for entry, length in months.values() if length is None]
        left_out = tuple((p, "起止日期不够确切") for entry in unknown if (p := getattr(entry, MAIN, None)))
        total = sum(length or 0 for _, length in months.values())
        return replace(self.figure(known, formula), value=total, left_out=(*self.left_out, *left_out))

    def text(self, entry: Any, name: str) -> str:
        """Return how a field of an entry reads, or its person's ``name``, ``unit`` or ``person_post`` on the day."""
        if name == MONTHS:
            months = self.months(entry)
            return NO_RECORD if months is None else str(months)
        if name == GRASSROOTS:
            return _told(grassroots_months(self.tenures.get(getattr(entry, MAIN), ()), self.units, self.day))
        described = fields_of(self.record).get(name)
        if isinstance(described, Reference):
            return self.names.of(described, getattr(entry, name), short=True)
        if described is not None:
            return described.format(getattr(entry, name))
        person_id = getattr(entry, MAIN, None) or ""
        if name == "unit":
            unit = self.units.get(self.unit_ids.get(person_id) or "")
            return (unit.short_name or unit.name or "") if unit is not None else ""
        if name == "person_post":
            return self.posts[person_id].post if person_id in self.posts else ""
        return (self.people[person_id].name or "") if person_id in self.people else ""

    def loops(self) -> list[LoopItem]:
        """Return the loop items that hang on the entries."""
        found = hanging_on(self.connection, LoopItem, [entry.id for entry in self.entries])
        return [item for items in found.values() for item in items if item.entry_table == self.record.table.name]


def gather(
    report: PeriodReport, record: type[Record], office: Office, connection: sa.Connection, period: Period
) -> Gathered:
    """Return the entries that belong to a period; limiting ones only where they are in force on its last day."""
    conditions = [in_force(record, period.so_far)] if issubclass(record, LimitingRecord) else []
    found, unplaced = list[Any](), list[tuple[str, str]]()
    for entry in find(connection, record, *conditions):
        if report.chosen is not None and not report.chosen(entry):
            continue
        reason = outside(entry, report.within, period)
        if reason == "":
            found.append(entry)
        elif reason is not None:
            unplaced.append((getattr(entry, MAIN, None) or "", reason))
    units = {unit.id: unit for unit in find(connection, Unit)}
    keys = unit_order_keys(list(units.values()))
    people = _people(connection, [p for entry in found if (p := getattr(entry, MAIN, None))])
    unit_ids = _units_then(connection, list(people), period.so_far)

    def order(entry: Any) -> tuple[str, str, str]:
        unit_id = unit_ids.get(getattr(entry, MAIN, None) or "") or getattr(entry, "unit_id", None) or ""
        return keys.get(unit_id, "~"), str(getattr(entry, report.within[0])), entry.id

    return Gathered(
        record=record,
        within=report.within,
        entries=tuple(sorted(found, key=order)),
        left_out=tuple(dict.fromkeys(pair for pair in unplaced if pair[0])),
        unplaced=len(unplaced),
        people=people,
        unit_ids=unit_ids,
        posts=posts_then(connection, period.so_far) if people else {},
        tenures=_tenures(connection, list(people)) if _names_grassroots(report) else {},
        units={unit_id: units[unit_id] for unit_id in sorted(units, key=lambda each: keys[each])},
        names=names_of(connection, record, found),
        period=period,
        figures=office.parameters(),
        office=office,
        connection=connection,
    )


def outside(entry: Record, within: Sequence[str], period: Period) -> str | None:
    """Return "" for an entry of the period, None for one of another, else why nobody can tell.

    A date known to the month or year belongs where all of its days do; an entry without a last date still runs.
    """
    described = fields_of(type(entry))
    begun: PartialDate | None = getattr(entry, within[0])
    if begun is None:
        return f"没有{described[within[0]].label}"
    ended = ending(entry, within)
    if begun.first_day() > period.last or (ended is not None and ended.last_day() < period.first):
        return None
    if begun.last_day() > period.last:
        return f"{described[within[0]].label} {begun} 不够确切，分不到这个期间"
    if ended is not None and ended.first_day() < period.first:
        return f"截止 {ended} 不够确切，分不到这个期间"
    return ""


def ending(entry: Record, within: Sequence[str]) -> PartialDate | None:
    """Return where an entry ends: the first recorded of the dates behind its beginning, or its only date."""
    return next((moment for name in within[1:] or within if (moment := getattr(entry, name)) is not None), None)


def _people(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Person]:
    wanted, found = list(dict.fromkeys(ids)), dict[str, Person]()
    for start in range(0, len(wanted), _CHUNK):
        chosen = Person.table.c.id.in_(wanted[start : start + _CHUNK])
        found |= {person.id: person for person in find(connection, Person, chosen)}
    return found


def _names_grassroots(report: PeriodReport) -> bool:
    return any(GRASSROOTS in part.columns for part in report.parts if isinstance(part, Listing))


def _tenures(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[Tenure]]:
    found = dict[str, list[Tenure]]()
    for start in range(0, len(ids), _CHUNK):
        for tenure in find(connection, Tenure, Tenure.table.c.person_id.in_(ids[start : start + _CHUNK])):
            found.setdefault(tenure.person_id, []).append(tenure)
    return found


def _told(found: Known | Unknown) -> str:
    """Return how much somebody has been at the grassroots, never more exactly than it is recorded."""
    if isinstance(found, Known):
        return years_and_months(found.months)
    return f"至少{years_and_months(found.at_least)}，待核实" if found.at_least else "待核实"


def _units_then(connection: sa.Connection, ids: Sequence[str], day: date) -> dict[str, str | None]:
    at, found = Person.table.c, dict[str, str | None]()
    for start in range(0, len(ids), _CHUNK):
        statement = sa.select(at.id, unit_on(day)).where(at.id.in_(ids[start : start + _CHUNK]))
        found |= {row[0]: row[1] for row in connection.execute(statement)}
    return found
