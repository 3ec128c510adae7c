"""What the room's reports have in common: cells about people, money and hours, and the figures' versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, ReportTable
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.training.queries.people import Lines, PersonLine
from ganbu_desktop.modules.training.queries.roll import Member, Roll
from ganbu_desktop.modules.training.rules.standards import Earned, shown_tenths
from ganbu_desktop.store.record import Record

Rows = tuple[tuple[Cell, ...], ...]


def versions(office: Office, day: date, *names: str) -> Mapping[str, str]:
    """Return the versions of some figures as of a day, by name."""
    figures = office.parameters()
    return {name: version_of(figures.get(name, day)) for name in names}


def rule(office: Office, day: date, name: str) -> str:
    """Return the version of one figure as of a day."""
    return version_of(office.parameters().get(name, day))


def counted(people: Iterable[str], formula: str, **explained: object) -> Figure:
    """Return how many people there are, each once."""
    ids = tuple(dict.fromkeys(people))
    return Figure(len(ids), formula=formula, people=ids, **explained)  # type: ignore[arg-type]


def entries(records: Sequence[Record], formula: str, **explained: object) -> Figure:
    """Return how many entries there are, with which they are."""
    behind = tuple((type(r).table.name, r.id) for r in records)
    return Figure(len(records), formula=formula, records=behind, **explained)  # type: ignore[arg-type]


def hours(tenths: int | None, formula: str, **explained: object) -> Figure:
    """Return hours out of tenths; None has no data."""
    text = "" if tenths is None else shown_tenths(tenths)
    return Figure(tenths, text, formula, **explained)  # type: ignore[arg-type]


def money(cents: int | None, formula: str, **explained: object) -> Figure:
    """Return yuan with two decimals out of cents; None has no data."""
    if cents is None:
        return Figure(None, formula=formula, **explained)  # type: ignore[arg-type]
    whole, rest = divmod(abs(cents), 100)
    return Figure(cents, f"{'-' if cents < 0 else ''}{whole:,}.{rest:02d}", formula, **explained)  # type: ignore[arg-type]


def earned_hours(member: Member, sums: Earned, formula: str) -> Figure:
    """Return a person's counted hours; without any entry there is no record, which is not zero."""
    known = sums.entries > sums.incomplete
    return hours(sums.hours_tenths if known else None, formula, people=(member.person.id,))


def where(person: PersonLine) -> str:
    """Return unit and post in one cell; the post alone where it begins with the unit."""
    if person.unit_name and person.post.startswith(person.unit_name):
        return person.post
    return " ".join(text for text in (person.unit_name, person.post) if text)


def left_tables(lines: Lines) -> tuple[ReportTable, ...]:
    """Return who is no more on a roll of a period and of whom that is unknown; a table each, where there is anybody."""
    titled = (("期内离开、期末不在职，没有列入", lines.gone), ("不能确定期末是否在职，没有列入", lines.unknown))
    return tuple(_left_table(title, people) for title, people in titled if people)


def _left_table(title: str, people: Sequence[tuple[PersonLine, str]]) -> ReportTable:
    rows = tuple((str(n), line.name, where(line), reason) for n, (line, reason) in enumerate(people, 1))
    return ReportTable(title, (("序号", "姓名", "单位及职务", "原因"),), rows, (6, 12, 50, 54), "ccll")


def people_read(found: Roll) -> tuple[tuple[str, str, str], ...]:
    """Return what a report read of people, as ``Report.inputs`` takes it: where they served, and with what levels."""
    left = (*found.lines.gone, *found.lines.unknown)
    read = [_read(line, reason) for line, reason in left]
    read += [_read(m.person, m.levels, m.exempt_days) for m in found.members]
    return tuple(sorted(read))


def _read(line: PersonLine, *said: object) -> tuple[str, str, str]:
    values = repr((line.unit_id, *said)).encode("utf-8", "surrogatepass")
    return Person.table.name, line.id, blake2b(values, digest_size=8).hexdigest()


def in_period(period: Period, start: PartialDate | None, end: PartialDate | None = None) -> bool:
    """Return whether something that ended (else began) falls into a period."""
    return period.holds(end or start)


def left(period: Period) -> str:
    """Return the words on the line over a table."""
    return f"统计期间：{period.chinese()}"
