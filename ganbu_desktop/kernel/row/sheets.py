"""Sheets about one entry: the value of every place a form can bind, from the record and what stands round it.

A form names what it shows. A name is looked for in this order: the sheet's own ``values``; a field of the record, as
people read it (a reference by its name, a choice by its label); what is known of the person (``name``, ``unit``,
``post``, or any field as ``person_…``); the day, the office and what hangs on the entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.fields import Date, Sealed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.names import MAIN, names_of
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.showing import standing_marks
from ganbu_desktop.kernel.spine.statement import NOT_HEARD, Statement
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_spec import IMAGE
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, Reference, fields_of

if TYPE_CHECKING:
    from ganbu_desktop.kernel.forms.entry_form import EntryForm

OwnValues = Callable[[Office, sa.Connection, Any], Mapping[str, Any]]
"""From a record to values of a sheet's own: sums, words put together, rows of another record."""
Seen = Callable[[Office, Record], Record]
"""From a record to what the acting account may see of it; raises PermissionDenied where that is nothing."""


@dataclass(frozen=True)
class Sheet:
    """One form about an entry; ``name`` is the TOML file's. ``values``: of its own. ``blank``: also handed out empty.

    ``named``: what its file is called after the person (default: the form's title). ``is_sensitive``: each print is
    noted, each page bears a watermark; so is every sheet of a record with parts that not everybody may read.
    """

    name: str
    values: OwnValues | None = None
    blank: bool = True
    named: str = ""
    is_sensitive: bool = False


def entry_form(sheet: Sheet, record: type[Record], seen: Seen, heard: str, *, is_private: bool) -> EntryForm:
    """Return the form that prints entries of a record, as the acting account may see them.

    ``heard``: the field of the person's own words; a sheet with room for them says where there are none.
    """
    from ganbu_desktop.kernel.forms.entry_form import EntryForm

    def values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
        (entry,) = find(connection, record, record.table.c.id == record_id)
        found = sheet_values(office, connection, seen(office, entry), sheet)
        return {**found, heard: NOT_HEARD} if heard in found and not found[heard] else found

    def named(office: Office, connection: sa.Connection, record_id: str) -> str:
        (entry,) = find(connection, record, record.table.c.id == record_id)
        return f"{_whose(connection, entry)}{sheet.named or _title(sheet.name)}"

    def blank(office: Office) -> Mapping[str, Any]:
        bindings = _bindings(sheet.name)
        nothing: dict[str, Any] = {name: [] if isinstance(kind, tuple) else "" for name, kind in bindings}
        pictures = {name: None for name, kind in bindings if kind == IMAGE}
        return {**nothing, **pictures, "office": office.called()}

    empty = blank if sheet.blank else None
    return EntryForm(sheet.name, record, values, named, empty, is_sensitive=sheet.is_sensitive or is_private)


def _bindings(name: str) -> list[tuple[str, str | tuple[str, ...]]]:
    return list(load_form(name).bindings.items())


def _title(name: str) -> str:
    return load_form(name).title


def sheet_values(office: Office, connection: sa.Connection, entry: Record, sheet: Sheet) -> dict[str, Any]:
    """Return a value for every place of a sheet; DocumentError names a place that nothing is known for."""
    known: dict[str, Callable[[], Any]] = {
        **_of_person(connection, entry),
        **_of_office(office),
        **_of_spine(office, connection, entry),
        **_of_record(connection, entry),
    }
    own = sheet.values(office, connection, entry) if sheet.values is not None else {}
    found: dict[str, Any] = {}
    for name, _ in _bindings(sheet.name):
        if name not in own and name not in known:
            raise DocumentError(f"《{_title(sheet.name)}》的数据项 {name} 没有来源；没有写出任何文件")
        found[name] = own[name] if name in own else known[name]()
    return found


def _of_record(connection: sa.Connection, entry: Record) -> dict[str, Callable[[], Any]]:
    names = names_of(connection, type(entry), [entry])

    def told(name: str) -> str:
        described = fields_of(type(entry))[name]
        value = getattr(entry, name)
        if isinstance(described, Reference):
            return names.of(described, value)
        return shown(described, value)

    return {name: partial(told, name) for name in fields_of(type(entry))}


def shown(described: Any, value: Any) -> str:
    """Return how a value reads on paper: dates as 2026年3月2日 as far as they are known, else as on screen."""
    if isinstance(described, Date):
        return value.as_chinese() if isinstance(value, PartialDate) else ""
    if isinstance(described, Sealed):
        return ""
    return str(described.format(value))


def _of_person(connection: sa.Connection, entry: Record) -> dict[str, Callable[[], Any]]:
    person_id = getattr(entry, MAIN, None)
    people = find(connection, Person, Person.table.c.id == person_id) if person_id else []
    person = people[0] if people else None
    if MAIN not in fields_of(type(entry)):
        return {}

    def told(name: str) -> str:
        return shown(fields_of(Person)[name], getattr(person, name)) if person is not None else ""

    def unit() -> str:
        names = names_of(connection, Person, people)
        reference = fields_of(Person)["unit_id"]
        assert isinstance(reference, Reference)
        return names.of(reference, person.unit_id) if person is not None else ""

    found: dict[str, Callable[[], Any]] = {
        f"person_{name}": partial(told, name)
        for name, described in fields_of(Person).items()
        if not isinstance(described, Reference)
    }
    return {**found, "name": found["person_name"], "unit": unit, "post": found["person_current_post"]}


def _of_office(office: Office) -> dict[str, Callable[[], Any]]:
    return {"office": office.called, "printed_on": lambda: PartialDate.of(office.today()).as_chinese()}


def _of_spine(office: Office, connection: sa.Connection, entry: Record) -> dict[str, Callable[[], Any]]:
    found: dict[str, Callable[[], Any]] = {
        "evidence": lambda: evidence_text(connection, entry),
        "statement": lambda: statement_text(connection, entry),
        "loops": lambda: loop_rows(office, connection, entry),
    }
    if isinstance(entry, LimitingRecord):
        found["marks"] = lambda: standing_marks(connection, entry, office.today())
    return found


def evidence_text(connection: sa.Connection, entry: Record) -> str:
    """Return a line for each piece of evidence: kind, number or source, date, place."""
    lines = []
    for number, piece in enumerate(hanging(connection, Evidence, type(entry).table.name, entry.id), 1):
        described = fields_of(Evidence)
        parts = [shown(described[name], getattr(piece, name)) for name in ("kind", "document", "dated_on", "place")]
        lines.append(f"{number}. " + "　".join(part for part in parts if part))
    return "\n".join(lines)


def statement_text(connection: sa.Connection, entry: Record) -> str:
    """Return the person's words with when they were said, or the lawful reason why the person was not heard."""
    lines = []
    for said in hanging(connection, Statement, type(entry).table.name, entry.id):
        if said.not_heard_ground:
            lines.append(f"{NOT_HEARD}：{said.not_heard_ground}")
        else:
            signed = "本人已签字" if said.is_signed else f"未签字：{said.unsigned_reason or '原因无记录'}"
            day = said.stated_on.as_chinese() if said.stated_on else "日期无记录"
            lines.append(f"{said.words or ''}（{day}，{signed}）")
    if not lines and isinstance(entry, LimitingRecord) and entry.is_limiting:
        return NOT_HEARD
    return "\n".join(lines)


def loop_rows(office: Office, connection: sa.Connection, entry: Record) -> list[dict[str, str]]:
    """Return the loop items of an entry as rows: problem, measure, responsible, time limit, result, state."""
    described = fields_of(LoopItem)
    rows = []
    for number, item in enumerate(hanging(connection, LoopItem, type(entry).table.name, entry.id), 1):
        names = ("problem", "measure", "responsible", "due_on", "result")
        state = "已作废" if item.is_void else "已销号" if item.is_closed else ""
        state = state or ("超期" if item.is_overdue(office.today()) else "办理中")
        texts = {name: described[name].format(getattr(item, name)) for name in names}
        rows.append({"row": str(number), **texts, "state": state})
    return rows


def _whose(connection: sa.Connection, entry: Record) -> str:
    """Return whom a sheet is about: the person, the unit, or the entry's own name."""
    names = names_of(connection, type(entry), [entry])
    described = fields_of(type(entry))
    for name in (MAIN, "unit_id"):
        reference = described.get(name)
        if isinstance(reference, Reference) and (said := names.of(reference, getattr(entry, name), short=True)):
            return said
    named_by = type(entry).named_by
    return str(getattr(entry, named_by) or "") if named_by else ""
