"""The tables of a report of a row: one for each kind of part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Flag, LongText, Number, Scaled
from ganbu_desktop.kernel.ledger.names import MAIN
from ganbu_desktop.kernel.people.service import Basis, Serving, serving
from ganbu_desktop.kernel.report.spec import Cell, Figure, ReportTable, share
from ganbu_desktop.kernel.row.gathering import Gathered
from ganbu_desktop.kernel.row.reports import (
    GRASSROOTS,
    MONTHS,
    PERSON_COLUMNS,
    Closure,
    CountBy,
    Coverage,
    Figures,
    Listing,
    Part,
)
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.store.record import fields_of

UNFILLED, NO_UNIT = "未填", "未分单位"
_WIDTHS: tuple[tuple[type, float], ...] = (
    (LongText, 4),
    (Date, 1.5),
    (Flag, 1),
    (Number, 1),
    (Scaled, 1),
    (Choice, 1.8),
)
_WORDS = {**PERSON_COLUMNS, MONTHS: "已历月数"}
_PERSON_WIDTHS = {"name": 1.2, "unit": 2.4, "person_post": 2.6, MONTHS: 1.2, GRASSROOTS: 2.0}


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
    entries = replace(people, value=len(found), formula=what)
    part = share(len(found), len(gathered.entries), formula=f"{what}÷期内全部条目", records=people.records)
    return (word, entries, people, part)


def _words(described: Any) -> list[str]:
    if isinstance(described, Choice):
        return [entry.label for entry in codes.table(described.table).entries if not (entry.heading or entry.retired)]
    return [described.yes, described.no] if isinstance(described, Flag) else []


def _listing(part: Listing, gathered: Gathered) -> ReportTable:
    described = fields_of(gathered.record)
    titles = [described[n].label if n in described else _WORDS[n] for n in part.columns]
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
    aligns = ["l" if name in ("unit", "person_post") or _is_text(described.get(name)) else "c" for name in part.columns]
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
    """Return who of those serving has an entry, by unit in the order of the tree, and all of them."""
    found, excused = _expected(part, gathered)
    done = {entry.person_id for entry in gathered.entries if part.done is None or part.done(entry)}
    groups: dict[str | None, list[str]] = {}
    for person_id, stay in found.people.items():
        if person_id not in excused:
            groups.setdefault(stay.unit_id if stay.unit_id in gathered.units else None, []).append(person_id)
    titles: list[tuple[str, list[str]]] = [
        (unit.short_name or unit.name or "", sorted(groups[unit_id]))
        for unit_id, unit in gathered.units.items()
        if unit_id in groups
    ]
    titles += [(NO_UNIT, sorted(groups[None]))] if None in groups else []
    rows = [_covered(part, title, people, done, ()) for title, people in titles]
    out = (*found.left_out, *found.unknown, *excused.items())
    rows.append(_covered(part, "合计", [p for _, people in titles for p in people], done, out))
    head = ("单位", f"应{part.word}", f"已{part.word}", f"未{part.word}", "覆盖率")
    return ReportTable(part.title, (head,), tuple(rows), (3.0, 1.0, 1.0, 1.0, 1.0), "lcccc")


def _expected(part: Coverage, gathered: Gathered) -> tuple[Serving, dict[str, str]]:
    """Return who served by the part's basis, and of them who is excused, with the reason."""
    basis = Basis[part.basis.upper()]
    found = serving(gathered.connection, gathered.period.first, gathered.day, basis=basis)
    excused = part.excused(gathered) if part.excused is not None else {}
    return found, {person_id: reason for person_id, reason in excused.items() if person_id in found.people}


def _covered(
    part: Coverage, title: str, people: Sequence[str], done: set[str], out: tuple[tuple[str, str], ...]
) -> tuple[Cell, ...]:
    having = tuple(person_id for person_id in people if person_id in done)
    lacking = tuple(person_id for person_id in people if person_id not in done)
    who = f"{Basis[part.basis.upper()].value}、没有免除的人"
    return (
        title,
        Figure(len(people), formula=who, people=tuple(people), left_out=out),
        Figure(len(having), formula=f"其中期内已{part.word}的，每人计一次", people=having),
        Figure(len(lacking), formula=f"其中期内未{part.word}的", people=lacking),
        share(len(having), len(people), formula=f"已{part.word}÷应{part.word}", people=having),
    )


def remarks_of(part: Part, gathered: Gathered) -> list[str]:
    """Return what a part says under the tables: whom a coverage expects, and of whom it cannot be told."""
    if not isinstance(part, Coverage):
        return []
    found, excused = _expected(part, gathered)
    said = [f"应{part.word}：{Basis[part.basis.upper()].value}的人" + (f"，免除 {len(excused)} 人" if excused else "")]
    said += [f"不能确定 {len(found.unknown)} 人，没有计入"] if found.unknown else []
    return [f"{'；'.join(said)}。"]


def _closure(part: Closure, gathered: Gathered) -> ReportTable:
    items = [item for item in gathered.loops() if not item.is_void]
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


_MAKERS: Mapping[type, Callable[[Any, Gathered], ReportTable]] = {
    Figures: _figures,
    CountBy: _count_by,
    Listing: _listing,
    Coverage: _coverage,
    Closure: _closure,
}
