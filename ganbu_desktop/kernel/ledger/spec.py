"""Ledgers (台账): what a room says once of a kind of record, and gets a list, an entry form, a grid and workbooks for.

A room offers its ledgers in ``modules/<room>/ledgers.py`` as ``LEDGERS``. The window, the command line and the Excel
layout all read the same description, so that what is exported can be filled in and imported again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.record import Record


class Save(Protocol):
    """A room's action that writes changed rows of a ledger: the only writer."""

    def __call__(self, office: Office, pairs: Sequence[Pair], *, title: str) -> None:
        """Write all pairs (old, new) as one operation called ``title``, or raise GanbuError and write nothing."""


def _whole(office: Office, record: Record) -> Record:
    return record


def _no_defaults(office: Office) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, eq=False)
class LedgerSpec:
    """One ledger.

    ``name``: on the command line and in page targets (English, ``talks``). ``title``: its Chinese name, also the
    sheet's. ``fields``: entry form and workbook columns in order; references among them (``person_id``, ``unit_id``
    and those of the room's own records, which are named by their ``named_by`` field). ``listed``: the columns shown at
    first (default: all but long texts). ``key``: by which fields an imported row is the same row again. ``newest_by``:
    the date field that orders the list, newest first. ``save``: the room's action. ``new``: values of a fresh row.
    ``forms``: names of the entry forms that print one of its rows. ``required``: fields an imported row must have.
    ``derived``: further columns of the list, worked out for a chunk of records (title and one text a record).
    ``seen``: a record as the acting account may see it, for records with parts that not everybody may read;
    ``guarded``: these parts, which no list is searched, filtered or ordered by, so that nobody reads them by asking.
    ``carried``: what 保存并下一条 takes over to the next entry (same place, same talker), besides ``key``, the fields
    of ``new`` and the ordering date, never the person; the clerk may choose others.
    ``may_import``: False where rows come about only by the room's own pages. ``help``: what the empty list says.
    ``was``: titles that the column of a field bore in older workbooks, which are still read.
    """

    name: str
    title: str
    record: type[Record]
    fields: tuple[str, ...]
    key: tuple[str, ...]
    save: Save
    newest_by: str
    listed: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    new: Callable[[Office], Mapping[str, Any]] = _no_defaults
    forms: tuple[str, ...] = ()
    derived: Mapping[str, Callable[[Office, Sequence[Record]], Sequence[str]]] = field(default_factory=dict)
    seen: Callable[[Office, Record], Record] = _whole
    guarded: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    may_import: bool = True
    help: str = ""
    was: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
