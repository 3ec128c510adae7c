"""Lists of any ledger: which ids, in which order, by which conditions; rows by chunks.

A list holds ids only. Its first chunk is asked for with a limit and follows the index of the ordering column, so that
it shows at once whatever the size. Of entries that can count against a person a list shows what is in force, and drafts
to whom they are for (``spine.showing``); ``extra={"history": True}`` asks for the rest, which is marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import (
    Choice,
    Date,
    Field,
    Hidden,
    LongText,
    Name,
    Number,
    Scaled,
    Sealed,
    Text,
)
from ganbu_desktop.kernel.ledger.names import (
    MAIN,
    PERSON,
    UNIT,
    Names,
    is_about_a_person,
    name_column,
    names_of,
    references,
)
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.list.column_filter import EMPTY, NOT_EMPTY, filtered
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import person_index, unit_index
from ganbu_desktop.kernel.people.person_list import unit_and_below
from ganbu_desktop.kernel.spine.limiting import DRAFT, LimitingRecord, Standing
from ganbu_desktop.kernel.spine.showing import NOBODY, sees_draft, shown_to, standings, stands
from ganbu_desktop.store import search
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, Reference, fields_of

PERSON_COLUMN, UNIT_COLUMN, STATE_COLUMN = "person.name", "person.unit", "state"
"""Columns of a list that are no plain fields: 姓名 and 单位 of whom the entry is about, and how the entry stands."""
_TONES = {Standing.DRAFT: "hint", Standing.OVER: "muted", Standing.VOID: "muted", Standing.PROTECTED: "muted"}
_CHUNK = 500
_FILTER = 6
"""Words of one search that count; the search of a filter is numbered from here."""


@dataclass(frozen=True, kw_only=True)
class LedgerQuery:
    """What a list of a ledger shows.

    ``day``: on which limiting entries must be in force. ``hand``: whose drafts of such entries are shown: nobody's
    where it is not said, everybody's for None (``Account.hand``). ``search``: words that the person (name, pinyin,
    unit, post) or a short text of the entry must meet, each of them. ``filters``: text that the shown value of a column
    must hold, by column (see ``column_filter``). ``sort``: a column; empty for newest first. ``extra``: ``history``
    (True: also what is over, protected or void), ``person_id`` (one person's entries), ``unit_id`` (people of that unit
    and all below it), ``ids`` (only these). ``where``: a condition on the ledger's table (of ``conditions``).
    """

    day: date
    hand: str | None = NOBODY
    search: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    descending: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    where: sa.ColumnElement[bool] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class LedgerColumn:
    """One column of a list. ``field``: what describes it, None for what is worked out; such a one cannot be sorted."""

    name: str
    title: str
    field: Field | None
    is_listed: bool = True
    is_sortable: bool = True
    is_filterable: bool = True


@dataclass(frozen=True)
class LedgerRow:
    """One row: the record, the shown text of every column by its name, and a tone (hint, muted) for its standing."""

    record: Record
    texts: Mapping[str, str]
    person_id: str | None = None
    standing: Standing | None = None

    @property
    def tone(self) -> str:
        """Return the tone of the row's colour: drafts stand out, what counts no more steps back."""
        return _TONES.get(self.standing, "") if self.standing else ""


def is_limiting(spec: LedgerSpec) -> bool:
    """Tell whether the ledger's entries can count against a person."""
    return issubclass(spec.record, LimitingRecord)


def columns(spec: LedgerSpec) -> list[LedgerColumn]:
    """Return every column that a list of the ledger can show, in order; ``is_listed`` are those shown at first.

    What not everybody may read is in no list, only in the entry itself, where each look at it is noted.
    """
    described = fields_of(spec.record)
    found = []
    if is_about_a_person(spec):
        found += [LedgerColumn(PERSON_COLUMN, "姓名", None), LedgerColumn(UNIT_COLUMN, "单位", None)]
    if is_limiting(spec):
        found.append(LedgerColumn(STATE_COLUMN, "状态", None, is_sortable=False))
    taken = {MAIN, STATE_COLUMN, *spec.guarded} if is_limiting(spec) else {MAIN, *spec.guarded}
    for name in _shown(spec):
        if name not in taken or (name == MAIN and not is_about_a_person(spec)):
            entry = described[name]
            is_open = not isinstance(entry, Sealed)
            found.append(LedgerColumn(name, entry.label, entry, _is_listed(spec, name, entry), is_open, is_open))
    for title in spec.derived:
        found.append(LedgerColumn(title, title, None, is_sortable=False, is_filterable=False))
    return found


def _shown(spec: LedgerSpec) -> list[str]:
    """Return the fields that a list can show: those of the form, and further ones that it names itself."""
    return [*spec.fields, *(name for name in spec.listed if name not in spec.fields)]


def _is_listed(spec: LedgerSpec, name: str, entry: Field) -> bool:
    return name in spec.listed if spec.listed else not isinstance(entry, LongText | Hidden)


def ids(connection: sa.Connection, spec: LedgerSpec, query: LedgerQuery, limit: int | None = None) -> list[str]:
    """Return the ids of the entries that a query shows, in its order."""
    limits = conditions(connection, spec, query)
    if limits is None:
        return []
    table = spec.record.table
    source, order = ordered(spec, query)
    statement = sa.select(table.c.id).select_from(source).where(*limits).order_by(*order)
    if limit is not None:
        statement = statement.limit(limit)
    return list(connection.execute(statement).scalars())


def count(connection: sa.Connection, spec: LedgerSpec, query: LedgerQuery) -> int:
    """Return how many entries a query shows."""
    limits = conditions(connection, spec, query)
    if limits is None:
        return 0
    statement = sa.select(sa.func.count()).select_from(spec.record.table).where(*limits)
    return int(connection.execute(statement).scalar_one())


def ordered(spec: LedgerSpec, query: LedgerQuery) -> tuple[sa.FromClause, list[sa.ColumnElement[Any]]]:
    """Return what is read from and by which columns it is ordered, the id last so that an order is always the same."""
    table = spec.record.table
    at, source = table.c, table
    if not query.sort:
        return source, [at[spec.newest_by].desc(), at.id.desc()]
    keys: list[sa.ColumnElement[Any]]
    if query.sort in (PERSON_COLUMN, UNIT_COLUMN):
        by_name = query.sort == PERSON_COLUMN
        keys = [person_index.c.stroke_key if by_name else person_index.c.default_key, at[MAIN], at.id]
        joined = table.join if not at[MAIN].nullable else table.outerjoin
        return joined(person_index, person_index.c.person_id == at[MAIN]), _turned(keys, query.descending)
    if query.sort in spec.guarded or isinstance(fields_of(spec.record)[query.sort], Sealed):
        return source, [at.id]
    reference = references(spec.record).get(query.sort)
    named = name_column(reference.target) if reference else None
    if reference is not None and named is not None:
        key = sa.select(named).where(named.table.c.id == at[query.sort]).scalar_subquery()
        return source, _turned([key, at.id], query.descending)
    return source, _turned([at[query.sort], at.id], query.descending)


def _turned(keys: list[sa.ColumnElement[Any]], descending: bool) -> list[sa.ColumnElement[Any]]:
    return [key.desc() for key in keys] if descending else keys


def conditions(connection: sa.Connection, spec: LedgerSpec, query: LedgerQuery) -> list[sa.ColumnElement[bool]] | None:
    """Return the conditions of a query, None where nothing can be found for what was typed."""
    at, extra = spec.record.table.c, query.extra
    found: list[sa.ColumnElement[bool]] = []
    if extra.get("person_id") is not None:
        found.append(at[MAIN] == extra["person_id"])
    if extra.get("unit_id") is not None:
        found.append(_of_units(spec, unit_and_below(connection, str(extra["unit_id"]))))
    if extra.get("ids") is not None:
        found.append(at.id.in_(list(extra["ids"])))
    if issubclass(spec.record, LimitingRecord):
        history = bool(extra.get("history"))
        found.append(shown_to(connection, spec.record, query.day, hand=query.hand, history=history))
    if query.where is not None:
        found.append(query.where)
    for number, word in enumerate(query.search.split()[:_FILTER]):
        condition = _typed(spec, word, number)
        if condition is None:
            return None
        found.append(condition)
    for name, text in query.filters:
        if text.strip():
            found.append(_filter(spec, name, text.strip(), query.day))
    return found


def _of_units(spec: LedgerSpec, units: list[str]) -> sa.ColumnElement[bool]:
    at = spec.record.table.c
    if is_about_a_person(spec):
        return at[MAIN].in_(sa.select(Person.table.c.id).where(Person.table.c.unit_id.in_(units)))
    return sa.or_(*(at[name].in_(units) for name, r in references(spec.record).items() if r.target == UNIT))


def _typed(spec: LedgerSpec, word: str, number: int) -> sa.ColumnElement[bool] | None:
    """Return the condition that an entry meets one typed word; None for a word with nothing to be found by."""
    if not any(c.isalnum() for c in word):
        return None
    at = spec.record.table.c
    parts = [at[name].contains(word, autoescape=True) for name in _searched(spec)]
    for name, reference in references(spec.record).items():
        if name == MAIN and reference.target == PERSON:
            parts.append(at[MAIN].in_(_people(word, number)))
        elif name in spec.fields and (named := name_column(reference.target)) is not None:
            parts.append(at[name].in_(sa.select(named.table.c.id).where(named.contains(word, autoescape=True))))
    return sa.or_(*parts) if parts else sa.false()


def _searched(spec: LedgerSpec) -> list[str]:
    """Return the short texts that quick search looks into; long ones are for filters, private ones for nobody."""
    described = fields_of(spec.record)
    return [name for name in spec.fields if isinstance(described[name], Text | Name) and name not in spec.guarded]


def _people(text: str, number: int) -> sa.ScalarSelect[Any] | sa.Select[Any]:
    """Return the people found by name, pinyin, unit, post or identity number; ``number`` keeps two searches apart."""
    matching = search.matching(text, number)
    if matching is None:
        return sa.select(Person.table.c.id).where(sa.false())
    sql, values = matching
    return sa.text(sql).bindparams(**values).columns(sa.column("owner_id", sa.Text)).scalar_subquery()


def _of_person(column: sa.Column[Any], text: str) -> sa.ColumnElement[bool]:
    """Return the condition of the column 姓名: a part of the name, or the beginning of its pinyin."""
    if text.isascii():
        return column.in_(_people(text, _FILTER))
    return column.in_(sa.select(Person.table.c.id).where(Person.table.c.name.contains(text, autoescape=True)))


def _filter(spec: LedgerSpec, name: str, text: str, day: date) -> sa.ColumnElement[bool]:
    at = spec.record.table.c
    if name == PERSON_COLUMN:
        return filtered(at[MAIN], Text(label="姓名"), text, partial(_of_person, at[MAIN]))
    if name == UNIT_COLUMN:
        unit_id = sa.select(Person.table.c.unit_id).where(Person.table.c.id == at[MAIN]).scalar_subquery()
        return filtered(unit_id, None, text, lambda word: unit_id.in_(_units(word)))
    if name == STATE_COLUMN and issubclass(spec.record, LimitingRecord):
        return sa.or_(sa.false(), *(stands(spec.record, s, day) for s in Standing if text in s.value))
    column, described = at[name], fields_of(spec.record)[name]
    if name in spec.guarded and text not in (EMPTY, NOT_EMPTY):
        return sa.false()
    return filtered(column, described, text, partial(_value_filter, column, described))


def _value_filter(column: sa.Column[Any], described: Field, text: str) -> sa.ColumnElement[bool]:
    if isinstance(described, Choice):
        hits = [e.code for e in codes.table(described.table).entries if text in e.label]
        return sa.or_(column.in_(hits), column.contains(text, autoescape=True) if described.open else sa.false())
    if isinstance(described, Date):
        digits = "".join(c for c in text if c.isdigit())
        return sa.cast(column, sa.Text).startswith(digits) if digits else sa.false()
    if isinstance(described, Number | Scaled):
        return _number_filter(column, described, text)
    if isinstance(described, Reference):
        if described.target == UNIT:
            return column.in_(_units(text))
        named = name_column(described.target)
        if named is None:
            return sa.false()
        return column.in_(sa.select(named.table.c.id).where(named.contains(text, autoescape=True)))
    if isinstance(described, Sealed):
        return sa.false()
    return sa.cast(column, sa.Text).contains(text, autoescape=True)


def _number_filter(column: sa.Column[Any], described: Field, text: str) -> sa.ColumnElement[bool]:
    try:
        wanted = described.parse(text)
    except FieldError:
        return sa.false()
    return column.is_not_distinct_from(wanted)


def _units(text: str) -> sa.Select[Any]:
    return sa.select(unit_index.c.unit_id).where(unit_index.c.search_text.contains(text, autoescape=True))


def rows(office: Office, spec: LedgerSpec, wanted: Sequence[str]) -> list[LedgerRow]:
    """Return the rows of some ids, in that order; ids that are gone are left out."""
    cls = spec.record
    records: dict[str, Record] = {}
    standing: Mapping[str, Standing] = {}
    with office.reading() as connection:
        for start in range(0, len(wanted), _CHUNK):
            chosen = cls.table.c.id.in_(list(wanted[start : start + _CHUNK]))
            records |= {r.id: r for r in find(connection, cls, chosen)}
        kept = [spec.seen(office, records[i]) for i in wanted if i in records and _is_shown(office, records[i])]
        names = names_of(connection, cls, kept)
        if issubclass(cls, LimitingRecord):
            standing = standings(connection, cls, [r.id for r in kept], office.today())
    derived = {title: work(office, kept) for title, work in spec.derived.items()}
    found = []
    for number, record in enumerate(kept):
        texts = texts_of(spec, record, names, standing.get(record.id))
        texts |= {title: values[number] for title, values in derived.items()}
        found.append(LedgerRow(record, texts, getattr(record, MAIN, None), standing.get(record.id)))
    return found


def _is_shown(office: Office, record: Record) -> bool:
    if not isinstance(record, LimitingRecord) or record.state != DRAFT:
        return True
    return sees_draft(office.account.hand, record)


def texts_of(spec: LedgerSpec, record: Record, names: Names, standing: Standing | None) -> dict[str, str]:
    """Return what people read of a record's own columns, by column name."""
    described, texts = fields_of(spec.record), {}
    for name in _shown(spec):
        entry, value = described[name], getattr(record, name)
        texts[name] = names.of(entry, value, short=True) if isinstance(entry, Reference) else entry.format(value)
    if is_about_a_person(spec):
        person = names.people.get(getattr(record, MAIN) or "")
        texts[PERSON_COLUMN], texts[UNIT_COLUMN] = (person.name, person.unit) if person else ("", "")
    if standing is not None:
        texts[STATE_COLUMN] = standing.value
    return texts
