"""Reports of a row: what is said of its entries in a period, as tables put together from a few kinds of part.

A ``PeriodReport`` says which entries belong to the period; each part makes one table of them: ``Figures`` (numbers of
the row's own), ``CountBy`` (a count for each word of a field, with shares), ``Listing`` (a line for each entry),
``Coverage`` (who of those serving has one) and ``Closure`` (loops closed and overdue). Every figure names its people,
who is left out and why, its formula and the version of its rule. What an entry lacks to be placed in the period leaves
it out, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ganbu_desktop.foundation.fields import Choice, Date, Flag
from ganbu_desktop.store.record import Record, Reference, fields_of

if TYPE_CHECKING:
    from ganbu_desktop.kernel.report.spec import Figure
    from ganbu_desktop.kernel.row.gathering import Gathered

GRASSROOTS = "grassroots"
PERSON_COLUMNS = {"name": "姓名", "unit": "单位", "person_post": "职务", GRASSROOTS: "基层工作年限"}
"""What a listing may name of the entry's person, besides fields of the entry."""
MONTHS = "months"
"""What a listing may name of entries that begin and end: the months so far, days left out."""

Sum = Callable[["Gathered"], "Figure"]
"""From what was gathered of a period to a number of the row's own, with people and formula."""
Word = Callable[["Gathered", Any], str]
"""From an entry to what stands in a column of the row's own."""
Chosen = Callable[[Any], bool]
Excused = Callable[["Gathered"], Mapping[str, str]]
"""From what was gathered to people who are not expected after all, each with the reason."""


@dataclass(frozen=True)
class Figures:
    """A table of one line: ``sums`` by their titles."""

    sums: tuple[tuple[str, Sum], ...]
    title: str = ""

    def faults(self, record: type[Record], hidden: Set[str]) -> Iterator[str]:
        """Yield what cannot be."""
        if not self.sums:
            yield "Figures wants sums=((title, function), ...)"


@dataclass(frozen=True)
class CountBy:
    """Entries and people for each word of a choice, flag or reference, with their shares; empty ones as 未填."""

    field: str
    title: str = ""

    def faults(self, record: type[Record], hidden: Set[str]) -> Iterator[str]:
        """Yield what cannot be."""
        if not isinstance(fields_of(record).get(self.field), Choice | Flag | Reference):
            yield f"CountBy({self.field!r}) wants a choice, a flag or a reference of the record"
        elif self.field in hidden:
            yield f"CountBy({self.field!r}) would tell what is guarded; count something else"


@dataclass(frozen=True)
class Listing:
    """A line for each entry. ``columns``: fields of the entry, ``months`` (from its beginning, days left out), and of
    its person ``name``, ``unit``, ``person_post`` and ``grassroots`` (基层工作年限).

    ``own``: further columns by title, each a named function of what was gathered and the entry. ``widths``: shares of
    the page by column, where the kind of field does not say enough.
    """

    columns: tuple[str, ...]
    title: str = ""
    own: tuple[tuple[str, Word], ...] = ()
    widths: tuple[tuple[str, float], ...] = ()

    def faults(self, record: type[Record], hidden: Set[str]) -> Iterator[str]:
        """Yield what cannot be."""
        described = fields_of(record)
        for name in self.columns:
            is_known = name in described or name == MONTHS or (name in PERSON_COLUMNS and "person_id" in described)
            if not is_known:
                yield f"Listing names {name!r}; the record has {', '.join(described)}"
            elif name in hidden:
                yield f"Listing names {name!r}, which is guarded; a list shows it to everybody, leave it out"


@dataclass(frozen=True)
class Coverage:
    """Who of the people serving has an entry, by unit. ``word``: 谈话, 体检 (应谈话, 已谈话); ``done``: what counts.

    ``basis``: who is expected, ``first`` (serving on the first day), ``last`` or ``any`` day of the period.
    ``excused``: who of them is not: ill, on maternity leave, lent out.
    """

    word: str
    basis: str
    done: Chosen | None = None
    excused: Excused | None = None
    title: str = ""

    def faults(self, record: type[Record], hidden: Set[str]) -> Iterator[str]:
        """Yield what cannot be."""
        if "person_id" not in fields_of(record):
            yield "Coverage wants entries about people; the record has no person_id"
        if self.basis not in ("first", "last", "any"):
            yield f"Coverage: basis is 'first', 'last' or 'any', not {self.basis!r}"


@dataclass(frozen=True)
class Closure:
    """Loop items that hang on the entries: closed, open, overdue on the report's day, share closed."""

    title: str = ""

    def faults(self, record: type[Record], hidden: Set[str]) -> Iterator[str]:
        """Yield nothing: loops can hang on any entry."""
        return iter(())


Part = Figures | CountBy | Listing | Coverage | Closure


@dataclass(frozen=True)
class PeriodReport:
    """One report. ``within``: the date that lies in the period; or where what reaches into it begins, and where it
    ends: the first of the dates behind it that is recorded (actual return, else the end as decided).

    ``chosen``: which of these entries belong (a named function of the entry). ``figures``: rule figures it rests on,
    whose versions are printed. ``remarks``: lines under the tables, after those that the parts say themselves.
    """

    name: str
    title: str
    within: tuple[str, ...]
    parts: tuple[Part, ...]
    periods: tuple[str, ...] = ("year", "quarter", "month")
    chosen: Chosen | None = None
    figures: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    help: str = ""
    landscape: bool = True
    is_submitted: bool = field(default=False)

    def faults(self, record: type[Record], hidden: Set[str]) -> Iterator[str]:
        """Yield what cannot be."""
        described = fields_of(record)
        if not self.within or not all(isinstance(described.get(n), Date) for n in self.within):
            yield f"report {self.name!r}: within names one date, or where entries begin and end, not {self.within}"
        if not self.parts:
            yield f"report {self.name!r} has no parts; a listing is the least"
        for part in self.parts:
            for fault in part.faults(record, hidden):
                yield f"report {self.name!r}: {fault}"
