"""Texts that several of the room's sheets share: who somebody is, spans of days, values of fields."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import NotFound
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.queries.classes import ClassView, read_class
from ganbu_desktop.modules.training.queries.people import PersonLine, people
from ganbu_desktop.modules.training.records import TrainingClass
from ganbu_desktop.store.once import once
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, fields_of

R = TypeVar("R", bound=Record)


def record(connection: sa.Connection, cls: type[R], record_id: str) -> R:
    """Return the record a sheet is about; NotFound when it is gone."""
    found = find(connection, cls, cls.table.c.id == record_id)
    if not found:
        raise NotFound(f"这条{cls.label}已不存在，没有打印")
    return found[0]


def person(connection: sa.Connection, person_id: str) -> PersonLine:
    """Return who somebody is; NotFound when gone."""
    found = once(connection, ("training line", person_id), lambda: people(connection, person_ids=[person_id]))
    if not found:
        raise NotFound("这名干部已不存在，没有打印")
    return found[0]


def figures(office: Office, connection: sa.Connection) -> ParameterSet:
    """Return the rule figures, read once a print."""
    return once(connection, "training figures", office.parameters)


def class_view(office: Office, connection: sa.Connection, class_id: str) -> ClassView:
    """Return a class with all that hangs on it, read once a print; NotFound when it is gone."""
    entry = once(connection, ("training class", class_id), lambda: record(connection, TrainingClass, class_id))
    read = partial(read_class, connection, entry, figures(office, connection), office.today())
    return once(connection, ("training view", class_id), read)


def shown(entry: Record, name: str) -> str:
    """Return a field's value as people read it."""
    return fields_of(type(entry))[name].format(getattr(entry, name))


def chinese(moment: PartialDate | None) -> str:
    """Return a date with 年月日, empty when there is none."""
    return moment.as_chinese() if moment else ""


def today(office: Office) -> str:
    """Return today with 年月日."""
    return PartialDate.of(office.today()).as_chinese()


def span(start: PartialDate | None, end: PartialDate | None, *, is_short: bool = False) -> str:
    """Return two dates as one span, in full or as figures."""
    texts = [(str(m) if is_short else m.as_chinese()) for m in (start, end) if m is not None]
    return ("—" if is_short else "至").join(dict.fromkeys(texts))


def stacked(*texts: str | None) -> str:
    """Return texts one below the other in one cell, without those that are empty."""
    return "\n".join(text for text in texts if text)


def where(line: PersonLine) -> str:
    """Return unit and post; the post alone where it begins with the unit."""
    if line.unit_name and not line.post.startswith(line.unit_name):
        return f"{line.unit_name}{line.post}"
    return line.post
