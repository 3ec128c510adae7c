"""A form about one entry on a record that every store has, for the printing that all rooms share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from support.builders import add, make_person

from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.store.operations import find

LAYOUT = "correction-request"


def blank_values(_office: Office) -> dict[str, Any]:
    """Return an empty text for each binding."""
    return dict.fromkeys(load_form(LAYOUT).bindings, "")


def _values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    (correction,) = find(connection, Correction, Correction.table.c.id == record_id)
    (person,) = find(connection, Person, Person.table.c.id == correction.person_id)
    return blank_values(office) | {"name": person.name or "", "asked": correction.asked}


def _named(_office: Office, connection: sa.Connection, record_id: str) -> str:
    (correction,) = find(connection, Correction, Correction.table.c.id == record_id)
    return f"更正申请_{correction.asked[:2]}"


def correction_form(*, has_blank: bool = True, is_sensitive: bool = False) -> EntryForm:
    """Return a form that prints corrections."""
    return EntryForm(
        LAYOUT, Correction, _values, _named, blank=blank_values if has_blank else None, is_sensitive=is_sensitive
    )


def add_corrections(office: Office, *asked: str) -> list[str]:
    """Add one person with a correction for each text; return their ids."""
    person = make_person(office)
    corrections = [
        Correction(person_id=person.id, entry_table="person", entry_id=person.id, asked=text) for text in asked
    ]
    add(office, *corrections)
    return [correction.id for correction in corrections]
