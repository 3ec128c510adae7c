"""One person's archive: every entry, the sums of a year and of five years, and where the person stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ganbu_desktop.foundation.errors import NotFound
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.modules.training.queries.roll import Member, roll
from ganbu_desktop.modules.training.records import TrainingHours
from ganbu_desktop.modules.training.rules.standards import Earned, State, shown_tenths
from ganbu_desktop.store.operations import find

FIVE = 5


@dataclass(frozen=True)
class Archive:
    """A person's archive as of the end of a year."""

    year: int
    member: Member
    entries: tuple[TrainingHours, ...]
    year_figure: Figure
    five_figure: Figure
    shortfall: Figure

    @property
    def standing_text(self) -> str:
        """Return where the person stands, with what is missing or why nothing can be said."""
        found = self.member.standing
        if found.state is State.SHORT:
            short = f"{found.state.value}，差 {self.shortfall.shown()} 学时"
            return "；".join(text for text in (short, found.reason) if text)
        return "，".join(text for text in (found.state.value, found.reason) if text)


def archive_of(office: Office, person_id: str, year: int | None = None) -> Archive:
    """Return a person's archive (of this year); NotFound when the person is gone."""
    wanted = year or office.today().year
    found = roll(office, wanted, date(wanted, 12, 31), person_ids=[person_id], seen_on=office.today())
    if not found:
        raise NotFound("这名干部已不存在")
    member = found[0]
    with office.reading() as connection:
        entries = find(connection, TrainingHours, TrainingHours.table.c.person_id == person_id)
    entries.sort(key=lambda e: (e.year or 0, e.ends_on or PartialDate(1850), e.class_title, e.id), reverse=True)
    years = range(wanted - FIVE + 1, wanted + 1)
    five = Earned()
    for number in years:
        five = five.plus(member.year(number))
    return Archive(
        wanted,
        member,
        tuple(entries),
        _sum(member, member.year(wanted), f"{wanted} 年认可学时之和", entries, range(wanted, wanted + 1)),
        _sum(member, five, f"{years[0]}—{wanted} 年认可学时之和", entries, years),
        _shortfall(member),
    )


def _sum(member: Member, sums: Earned, formula: str, entries: list[TrainingHours], years: range) -> Figure:
    behind = tuple((TrainingHours.table.name, e.id) for e in entries if e.year in years)
    value = sums.hours_tenths if sums.entries > sums.incomplete else None
    return Figure(value, shown_tenths(value), f"{formula}；网络学时另计", people=(member.person.id,), records=behind)


def _shortfall(member: Member) -> Figure:
    found = member.standing
    value = found.shortfall_tenths
    return Figure(
        value,
        shown_tenths(value),
        "标准学时－顺延学时－认可学时",
        found.standard.version if found.standard else "",
        (member.person.id,),
        ((member.person.id, found.reason),) if value is None else (),
    )
