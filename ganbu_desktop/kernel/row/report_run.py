"""Working the reports of a row out: which entries belong to the period, and the table of each part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Flag, LongText, Number, Scaled
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger_names import MAIN, Names, names_of
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import Person
from ganbu_desktop.kernel.report import (
    Cell,
    Figure,
    Period,
    Report,
    ReportSpec,
    ReportTable,
    inputs_of,
    share,
)
from ganbu_desktop.kernel.row.reports import (
    PERSON_COLUMNS,
    Closure,
    CountBy,
    Coverage,
    Figures,
    Listing,
    Part,
    PeriodReport,
)
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, in_force
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, Reference, fields_of

UNFILLED = "未填"
_CHUNK = 500
_WIDTHS: tuple[tuple[type, float], ...] = (
    (LongText, 4),
    (Date, 1.5),
    (Flag, 1),
    (Number, 1),
    (Scaled, 1),
    (Choice, 1.8),
)
_PERSON_WIDTHS = {"name": 1.2, "unit": 2.4, "post": 2.6}


@dataclass(frozen=True)
class Gathered:
    """What a report stands on: the entries of the period in the order of their people, those left out with the reason.

    ``day``: the last day of the period, on which ages, attendance and the like are reckoned. ``people``: by id, of all
    entries; ``names``: what the entries' references are called.
    """

    record: type[Record]
    entries: tuple[Any, ...]
    left_out: tuple[tuple[str, str], ...]
    people: Mapping[str, Person]
    names: Names
    person_units: Names
    period: Period
    figures: ParameterSet
    office: Office
    connection: sa.Connection

    @property
    def day(self) -> date:
        """Return the last day of the period that has been."""
        return self.period.so_far

    def figure(self, entries: Iterable[Any], formula: str, *, rule: str = "") -> Figure:
        """Return how many people some entries are about, with the entries behind it; or the entries, without people."""
        chosen = list(entries)
        people = tuple(dict.fromkeys(p for entry in chosen if (p := getattr(entry, MAIN, None))))
        records = tuple((self.record.table.name, entry.id) for entry in chosen)
        number = len(people) if MAIN in fields_of(self.record) else len(chosen)
        version = version_of(self.figures.get(rule, self.day)) if rule else ""
        return Figure(number, formula=formula, rule=version, people=people, left_out=self.left_out, records=records)

    def text(self, entry: Any, name: str) -> str:
        """Return how a field of an entry reads, or what is known of its person (``name``, ``unit``, ``post``)."""
        described = fields_of(self.record).get(name)
        if isinstance(described, Reference):
            return self.names.of(described, getattr(entry, name), short=True)
        if described is not None:
            return described.format(getattr(entry, name))
        person = self.people.get(getattr(entry, MAIN, None) or "")
        if person is None:
            return ""
        if name == "unit":
            reference = fields_of(Person)["unit_id"]
            assert isinstance(reference, Reference)
            return self.person_units.of(reference, person.unit_id, short=True)
        return (person.name if name == "name" else person.current_post_short or person.current_post) or ""


def report_spec(report: PeriodReport, record: type[Record], reads: str) -> ReportSpec:
    """Return the report that a room offers."""

    def compute(office: Office, period: Period) -> Report:
        if reads:
            office.require(reads)
        with office.reading() as connection:
            gathered = gather(report, record, office, connection, period)
            tables = tuple(table(part, gathered) for part in report.parts)
            loops = _loops(gathered) if any(isinstance(part, Closure) for part in report.parts) else []
        figures = [gathered.figures.get(name, period.last) for name in report.figures]
        return Report(
            title=f"{period.chinese()}{report.title}",
            left=f"单位：{office.called(period.last)}（盖章）",
            right=f"期间：{period.chinese()}",
            tables=tables,
            remarks=(*_remarks(report, gathered), *report.remarks),
            landscape=report.landscape,
            rule_versions={figure.name: version_of(figure) for figure in figures},
            inputs=inputs_of([*gathered.entries, *gathered.people.values(), *loops]),
        )

    return ReportSpec(report.name, report.title, report.periods, compute, report.help, report.is_submitted)


def gather(
    report: PeriodReport, record: type[Record], office: Office, connection: sa.Connection, period: Period
) -> Gathered:
    """Return the entries that belong to a period; limiting ones only where they are in force on its last day."""
    conditions = [in_force(record, period.so_far)] if issubclass(record, LimitingRecord) else []
    found, left_out = [], []
    for entry in find(connection, record, *conditions):
        if report.chosen is not None and not report.chosen(entry):
            continue
        reason = outside(entry, report.within, period)
        if reason == "":
            found.append(entry)
        elif reason is not None:
            left_out.append((getattr(entry, MAIN, None) or "", reason))
    people = _people(connection, [p for entry in found if (p := getattr(entry, MAIN, None))])
    order = {person_id: number for number, person_id in enumerate(_ordered(connection, people))}
    found.sort(key=lambda e: (order.get(getattr(e, MAIN, None) or "", 0), str(getattr(e, report.within[0])), e.id))
    return Gathered(
        record=record,
        entries=tuple(found),
        left_out=tuple(dict.fromkeys(pair for pair in left_out if pair[0])),
        people=people,
        names=names_of(connection, record, found),
        person_units=names_of(connection, Person, list(people.values())),
        period=period,
        figures=office.parameters(),
        office=office,
        connection=connection,
    )


def outside(entry: Record, within: Sequence[str], period: Period) -> str | None:
    """Return "" for an entry of the period, None for one of another, else why nobody can tell.

    A date known to the month or year belongs where all of its days do; an entry without a last date still runs.
    """
    label = fields_of(type(entry))[within[0]].label
    begun: PartialDate | None = getattr(entry, within[0])
    if begun is None:
        return f"没有{label}"
    ended: PartialDate | None = getattr(entry, within[-1])
    if begun.first_day() > period.last or (ended is not None and ended.last_day() < period.first):
        return None
    if begun.last_day() > period.last:
        return f"{label} {begun} 不够确切，分不到这个期间"
    if ended is not None and ended.first_day() < period.first:
        return f"{fields_of(type(entry))[within[-1]].label} {ended} 不够确切，分不到这个期间"
    return ""


def _people(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Person]:
    wanted, found = list(dict.fromkeys(ids)), dict[str, Person]()
    for start in range(0, len(wanted), _CHUNK):
        chosen = Person.table.c.id.in_(wanted[start : start + _CHUNK])
        found |= {person.id: person for person in find(connection, Person, chosen)}
    return found


def _ordered(connection: sa.Connection, people: Mapping[str, Person]) -> list[str]:
    """Return people in the order of the roster."""
    from ganbu_desktop.kernel.person_list import ListQuery, ids

    return [person_id for person_id in ids(connection, ListQuery()) if person_id in people] if people else []


def table(part: Part, gathered: Gathered) -> ReportTable:
    """Return the table of one part."""
    return _MAKERS[type(part)](part, gathered)


def _figures(part: Figures, gathered: Gathered) -> ReportTable:
    head = tuple(title for title, _ in part.sums)
    cells = tuple(make(gathered) for _, make in part.sums)
    return ReportTable(part.title, (head,), (cells,), (1.0,) * len(head), "c" * len(head))


def _count_by(part: CountBy, gathered: Gathered) -> ReportTable:
    described = fields_of(gathered.record)[part.field]
    groups: dict[str, list[Any]] = {word: [] for word in _words(described)}
    for entry in gathered.entries:
        groups.setdefault(gathered.text(entry, part.field) or UNFILLED, []).append(entry)
    groups = {word: found for word, found in groups.items() if found or word != UNFILLED}
    wanted = {**groups, "合计": list(gathered.entries)}
    whole = [_count_row(word, found, gathered, described.label) for word, found in wanted.items()]
    titles: Sequence[str] = (described.label, "条数", "人数", "占比")
    kept = (0, 1, 2, 3) if MAIN in fields_of(gathered.record) else (0, 1, 3)
    head, rows = tuple(titles[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in whole)
    return ReportTable(part.title, (head,), rows, (3.0, *(1.0,) * (len(kept) - 1)), "l" + "c" * (len(kept) - 1))


def _count_row(word: str, found: Sequence[Any], gathered: Gathered, label: str) -> tuple[Cell, ...]:
    what = "期内全部条目" if word == "合计" else f"{label}为“{word}”的条目"
    people = gathered.figure(found, f"{what}的人，每人计一次")
    entries = Figure(len(found), formula=f"{what}", people=people.people, records=people.records)
    part = share(len(found), len(gathered.entries), formula=f"{what}÷期内全部条目", records=people.records)
    return (word, entries, people, part)


def _words(described: Any) -> list[str]:
    if isinstance(described, Choice):
        return [entry.label for entry in codes.table(described.table).entries if not (entry.heading or entry.retired)]
    return [described.yes, described.no] if isinstance(described, Flag) else []


def _listing(part: Listing, gathered: Gathered) -> ReportTable:
    described = fields_of(gathered.record)
    titles = [described[n].label if n in described else PERSON_COLUMNS[n] for n in part.columns]
    head = ("序号", *titles, *(title for title, _ in part.own))
    rows = tuple(
        (
            str(number),
            *(gathered.text(entry, name) for name in part.columns),
            *(word(gathered, entry) for _, word in part.own),
        )
        for number, entry in enumerate(gathered.entries, 1)
    )
    own = dict(part.widths)
    widths = [own.get(name, _width(described.get(name), name)) for name in part.columns]
    aligns = ["l" if name in ("unit", "post") or _is_text(described.get(name)) else "c" for name in part.columns]
    return ReportTable(
        part.title,
        (head,),
        rows,
        (0.7, *widths, *(own.get(title, 1.5) for title, _ in part.own)),
        "c" + "".join(aligns) + "c" * len(part.own),
    )


def _width(described: Any, name: str) -> float:
    if described is None:
        return _PERSON_WIDTHS[name]
    return next((width for kind, width in _WIDTHS if isinstance(described, kind)), 2.2)


def _is_text(described: Any) -> bool:
    return described is not None and not isinstance(described, Choice | Date | Flag | Number | Scaled)


def _coverage(part: Coverage, gathered: Gathered) -> ReportTable:
    raise NotImplementedError


def _closure(part: Closure, gathered: Gathered) -> ReportTable:
    items = [item for item in _loops(gathered) if not item.is_void]
    day = gathered.day
    closed = [i for i in items if i.closed_on is not None and i.closed_on.has_begun(day)]
    overdue = [i for i in items if i not in closed and i.due_on is not None and i.due_on.is_past(day)]
    words = {"应销号": items, "已销号": closed, "未销号": [i for i in items if i not in closed], "其中超期": overdue}
    cells = [_loop_figure(word, found) for word, found in words.items()]
    rate = share(len(closed), len(items), formula="已销号÷应销号", records=cells[0].records)
    head = (*words, "销号率")
    return ReportTable(part.title, (head,), ((*cells, rate),), (1.0,) * len(head), "c" * len(head))


def _loop_figure(word: str, items: Sequence[LoopItem]) -> Figure:
    people = tuple(dict.fromkeys(item.person_id for item in items if item.person_id))
    records = tuple((LoopItem.table.name, item.id) for item in items)
    return Figure(len(items), formula=f"期内条目的闭环事项，期末{word}的", people=people, records=records)


def _loops(gathered: Gathered) -> list[LoopItem]:
    found = hanging_on(gathered.connection, LoopItem, [entry.id for entry in gathered.entries])
    return [item for items in found.values() for item in items if item.entry_table == gathered.record.table.name]


def _remarks(report: PeriodReport, gathered: Gathered) -> list[str]:
    labels = [fields_of(gathered.record)[name].label for name in report.within]
    said = f"{labels[0]}在期内的条目" if len(labels) == 1 else f"{labels[0]}至{labels[1]}与期间有重合的条目"
    found = [f"统计范围：{said}。"]
    if gathered.left_out:
        found.append(f"另有 {len(gathered.left_out)} 人的条目没有算进来，点开数字可看到是谁、为什么。")
    return found


_MAKERS: Mapping[type, Callable[[Any, Gathered], ReportTable]] = {
    Figures: _figures,
    CountBy: _count_by,
    Listing: _listing,
    Coverage: _coverage,
    Closure: _closure,
}
