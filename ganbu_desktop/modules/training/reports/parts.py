"""What the room's reports have in common: cells about people, money and hours, and the figures' versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.report import Cell, Figure, Period
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.training.queries.roll import Member, PersonLine
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


def in_period(period: Period, start: PartialDate | None, end: PartialDate | None = None) -> bool:
    """Return whether something that ended (else began) falls into a period."""
    return period.holds(end or start)


def left(period: Period) -> str:
    """Return the words on the line over a table."""
    return f"统计期间：{period.chinese()}"
