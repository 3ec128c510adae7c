"""The description of one row of the mission, from which ledger, verb, reminders, sheets and reports follow.

A room offers its rows in ``modules/<room>/rows.py`` (or a package ``rows``) as ``ROWS``. A description is values and
named functions; no text in it is ever evaluated. What a row has of its own enters by a function of a fixed kind:
``check`` (faults of a record), ``before`` (the operation), ``prepare`` and ``forget`` (inside it), ``derived``
(columns), ``Sheet.values`` and ``Figures`` (numbers). None of them is handed the row. Whatever fewer than three rows
need stays out of here and is written by hand in the room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ganbu_desktop.foundation.fields import Date, Field, Hidden
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec, Save
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.row.check import Check
from ganbu_desktop.kernel.row.reminders import Due, Missing, Owed
from ganbu_desktop.kernel.row.reports import PeriodReport
from ganbu_desktop.kernel.row.sheets import Sheet
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record, fields_of, needed_fields

if TYPE_CHECKING:
    from ganbu_desktop.kernel.forms.entry_form import EntryForm
    from ganbu_desktop.kernel.reminders.reminder import ReminderRule
    from ganbu_desktop.kernel.report.spec import ReportSpec

_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
_RIGHT = re.compile(r"[a-z_]+\.[a-z_]+")
_NUMBER = "number"
_SET_BY_REVIEW = frozenset({"reviewed_on"})


class DescriptionError(ValueError):
    """A description that cannot be; the text says what to write instead, to whoever writes a row."""


@dataclass(frozen=True)
class County:
    """What invented records may use: the office's day, serving people and their units, in a fixed order."""

    day: date
    people: Sequence[Person]
    units: Sequence[Unit]

    def ago(self, days: int) -> PartialDate:
        """Return the day that lies ``days`` before the office's day (after it when negative)."""
        return PartialDate.of(date.fromordinal(self.day.toordinal() - days))


Before = Callable[[Office, Any, Any], Record | None]
"""Looks at (old or None, new or None) before the operation begins, where the account's rights or the store's keys are
asked: raises CheckFailed or PermissionDenied, or returns what is to be written."""
Prepare = Callable[[Operation, Any, Any], Record]
"""Looks at (old or None, new) inside the operation: raises CheckFailed, or returns what is to be written."""
Forget = Callable[[Operation, Any], None]
"""Looks at an entry that is about to be deleted: raises CheckFailed, or deletes what goes with it."""
Demo = Callable[[County], Iterable[Record]]
"""Invented entries, and after each what hangs on it."""


def today(office: Office) -> PartialDate:
    """Return the office's day, for ``Row.new``."""
    return PartialDate.of(office.today())


def acting(office: Office) -> str:
    """Return the name of the acting account, for ``Row.new``."""
    return office.account.name


def _whole(office: Office, record: Record) -> Record:
    return record


@dataclass(frozen=True, eq=False)
class Row:
    """One plain row. Everything but the first four has a default from the record.

    ``record``; ``name``: of the ledger, on the command line and in targets; ``key``: by which fields an imported row is
    the same row again, each required but those in ``may_lack``; ``right``: what writing needs (``room.verb``);
    ``reads``: a right without which nobody is shown anything of it, in list, sheet, report, workbook or reminder.

    List and dialog: ``title`` (the record's label), ``help`` (what the empty list and the manual say), ``fields`` (all
    that are typed or numbered), ``required`` (besides the record's own and the key), ``listed``, ``carried``,
    ``newest_by`` (the first indexed date), ``new`` (values of a fresh entry, or functions of the office such as
    ``today``), ``derived``, ``seen``, ``guarded``, ``may_import``: see ``LedgerSpec``. ``was``: titles that a field had
    in older workbooks (retired words of a choice are aliases in its code table). ``tab``: the group of its tab.

    Verb: ``check``, ``before``, ``prepare``, ``forget``; ``once``: what is said where another entry has the same key,
    in the store or in the same save (empty: entries may share one); ``numbered``: the date by whose year new
    entries get their ``number``;
    ``heard``: the field of the person's own words, whose absence each sheet that has room for them tells;
    ``from_person``: field of the entry → field of the person, filled in as it stands when the entry is made.

    What follows from dates and papers: ``reminders``, ``sheets``, ``reports``. ``own_forms``: names of forms that print
    an entry with much else and stand in the room's ``forms``. ``unprinted``: fields that no sheet shows, on purpose.
    ``hangs``: kinds of spine records that the entry's card offers. ``demo``: invented entries.
    """

    record: type[Record]
    name: str
    key: tuple[str, ...]
    right: str
    reads: str = ""
    title: str = ""
    help: str = ""
    fields: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    may_lack: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    newest_by: str = ""
    new: Mapping[str, Any] = field(default_factory=dict)
    derived: Mapping[str, Callable[[Office, Sequence[Any]], Sequence[str]]] = field(default_factory=dict)
    seen: Callable[[Office, Record], Record] = _whole
    guarded: tuple[str, ...] = ()
    may_import: bool = True
    was: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tab: str = ""
    check: Check | None = None
    before: Before | None = None
    prepare: Prepare | None = None
    forget: Forget | None = None
    once: str = ""
    numbered: str = ""
    heard: str = ""
    from_person: Mapping[str, str] = field(default_factory=dict)
    reminders: tuple[Due | Owed | Missing, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    reports: tuple[PeriodReport, ...] = ()
    own_forms: tuple[str, ...] = ()
    unprinted: tuple[str, ...] = ()
    hangs: tuple[type[Hanging], ...] = ()
    demo: Demo | None = None

    def __post_init__(self) -> None:
        """Fill in what follows from the record and refuse what cannot be."""
        described = fields_of(self.record)
        self._fill("title", self.record.label)
        self._fill("fields", _typed(self.record))
        self._fill("newest_by", _first_date(self.record))
        needed = [name for name in self.fields if name in needed_fields(self.record)]
        asked = (*needed, *self.required, *(name for name in self.key if name not in self.may_lack))
        object.__setattr__(self, "required", tuple(name for name in self.fields if name in asked))
        for fault in self._faults(described):
            raise DescriptionError(f"Row {self.name!r} of {self.record.__name__}: {fault}")

    def _fill(self, name: str, default: object) -> None:
        if not getattr(self, name):
            object.__setattr__(self, name, default)

    def _faults(self, described: Mapping[str, Field]) -> Iterable[str]:
        if not _NAME.fullmatch(self.name):
            yield "write its name in lower case with hyphens, as on the command line: 'home-visits'"
        for right in (self.right, self.reads):
            if not _RIGHT.fullmatch(right or "a.b"):
                yield f"write the right {right!r} as 'room.verb', such as 'mobility.edit'"
        yield from self._unknown(described)
        if not self.key:
            yield "give key=(...): by which fields is an imported row the same row again?"
        for name in self.may_lack:
            if name not in self.key:
                yield f"may_lack names {name!r}, which is no part of the key; leave it out there"
        if not isinstance(described.get(self.newest_by), Date):
            yield "declare a date of the record indexed=True, or name a date in newest_by"
        if self.numbered and not (_is_date(described, self.numbered) and _NUMBER in described):
            yield f"numbered={self.numbered!r} wants a date of that name and a field 'number' (by_program=True)"
        if self.from_person and "person_id" not in described:
            yield "from_person wants a reference person_id; the record is about nobody"
        for part in self.reminders:
            yield from part.faults(self.record)
        for report in self.reports:
            yield from report.faults(self.record, {*self.guarded})

    def _unknown(self, described: Mapping[str, Field]) -> Iterable[str]:
        inside = {"key": self.key, "required": self.required, "carried": self.carried, "was": self.was}
        anywhere = {"fields": self.fields, "listed": self.listed, "guarded": self.guarded, "new": self.new}
        anywhere |= {"unprinted": self.unprinted, "heard": (self.heard,) if self.heard else ()}
        for argument, names in {**inside, **anywhere, "from_person": self.from_person}.items():
            for name in names:
                if name not in described:
                    yield f"{argument} names {name!r}; the record has {', '.join(described)}"
                elif argument in inside and name not in self.fields:
                    yield f"{argument} names {name!r}, which nobody can type; add it to fields"

    # ---- what follows

    @cached_property
    def save(self) -> Save:
        """The verb: writes entries as one operation, checked, numbered, with what hangs on a deleted one."""
        from ganbu_desktop.kernel.row.saving import saver

        return saver(self)

    @cached_property
    def ledger(self) -> LedgerSpec:
        """The ledger: list, dialog, grid, workbook."""
        return LedgerSpec(
            name=self.name,
            title=self.title,
            record=self.record,
            fields=self.fields,
            key=self.key,
            save=self.save,
            newest_by=self.newest_by,
            listed=self.listed,
            required=self.required,
            new=self._fresh,
            forms=(*(sheet.name for sheet in self.sheets), *self.own_forms),
            derived=self.derived,
            seen=self._shown if self.reads else self.seen,
            guarded=self.guarded,
            carried=self.carried,
            may_import=self.may_import,
            help=f"还没有{self.title}。{self.help}",
            was=self.was,
        )

    def _fresh(self, office: Office) -> Mapping[str, Any]:
        drafted = {"recorded_by": acting, "recorded_on": today} if issubclass(self.record, LimitingRecord) else {}
        return {name: v(office) if callable(v) else v for name, v in {**drafted, **self.new}.items()}

    def _shown(self, office: Office, record: Record) -> Record:
        office.require(self.reads)
        return self.seen(office, record)

    @cached_property
    def forms(self) -> list[EntryForm]:
        """The forms about one entry."""
        from ganbu_desktop.kernel.row.sheets import entry_form

        is_private = bool(self.guarded or self.reads)
        return [
            entry_form(sheet, self.record, self.ledger.seen, self.heard, is_private=is_private) for sheet in self.sheets
        ]

    def rules(self, page: str) -> list[ReminderRule]:
        """Return what is reminded of; one click leads to the entry on ``page``."""
        return [part.rule(self.record, self.reads, (page, self.name)) for part in self.reminders]

    @cached_property
    def report_specs(self) -> list[ReportSpec]:
        """The reports."""
        from ganbu_desktop.kernel.row.report_run import report_spec

        return [report_spec(report, self.record, self.reads) for report in self.reports]


def _typed(record: type[Record]) -> tuple[str, ...]:
    """Return what is typed of a record, and its number or name; of a limiting one its own fields before the common."""
    found = [
        name
        for name, entry in fields_of(record).items()
        if not isinstance(entry, Hidden) and (not entry.by_program or name in (record.named_by, _NUMBER))
    ]
    if not issubclass(record, LimitingRecord):
        return tuple(found)
    common = [name for name in found if name in fields_of(LimitingRecord) and name not in _SET_BY_REVIEW]
    own = [name for name in found if name not in fields_of(LimitingRecord)]
    return ("person_id", *own, *(name for name in common if name != "person_id"))


def _first_date(record: type[Record]) -> str:
    leading = {next(iter(index.columns)).name for index in record.table.indexes}
    return next((n for n, entry in fields_of(record).items() if isinstance(entry, Date) and n in leading), "")


def _is_date(described: Mapping[str, Field], name: str) -> bool:
    return isinstance(described.get(name), Date)
