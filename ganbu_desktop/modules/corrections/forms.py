"""The forms of the room: 更正申请表, 更正申请回执, 申诉登记表, each about one challenge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.modules.corrections.ledgers import subject
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import fields_of

_DAYS = ("asked_on", "accepted_on", "concluded_on", "receipt_on")
_TEXTS = ("number", "materials", "accepted_by", "checked", "checked_by", "reason", "old_text", "new_text")


def _values(name: str) -> Callable[[Office, sa.Connection, str], Mapping[str, Any]]:
    def values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
        found = _all_values(connection, record_id)
        is_open = not found["concluded_on"]
        known = {
            **found,
            "office": office.called(),
            "signed_on": found["concluded_on"] or PartialDate.of(office.today()).as_chinese(),
            "open_note": "这件申请正在办理，有结论后另行回复。" if is_open else "",
            "appeal_note": "" if is_open else "对结论有不同意见的，可以在收到本回执后提出申诉。",
        }
        return {binding: known[binding] for binding in load_form(name).bindings}

    return values


def _all_values(connection: sa.Connection, record_id: str) -> dict[str, str]:
    (correction,) = find(connection, Correction, Correction.table.c.id == record_id)
    people = find(connection, Person, Person.table.c.id == correction.person_id)
    person = people[0] if people else None
    units = find(connection, Unit, Unit.table.c.id == person.unit_id) if person and person.unit_id else []
    texts = {name: getattr(correction, name) or "" for name in _TEXTS}
    days = {name: _day(getattr(correction, name)) for name in _DAYS}
    if correction.successor_id:
        texts["new_text"] = texts["new_text"] or "原条目作废，另立新条目"
    return {
        **texts,
        **days,
        "asked": _asked(correction),
        "name": (person.name or "") if person else correction.asked_by or "",
        "unit": (units[0].name or "") if units else "",
        "post": (person.current_post or "") if person else "",
        "conclusion": fields_of(Correction)["conclusion"].format(correction.conclusion),
    }


def _asked(correction: Correction) -> str:
    """Return what was asked, after the entry it is about where that is not the person as a whole."""
    is_whole = correction.entry_table == Person.table.name and not correction.field_name
    return correction.asked if is_whole else f"{subject(correction)}。{correction.asked}"


def _day(moment: PartialDate | None) -> str:
    if moment is None:
        return ""
    return "".join(
        f"{part}{word}" for part, word in zip((moment.year, moment.month, moment.day), "年月日", strict=True) if part
    )


def _blank(name: str) -> Callable[[Office], Mapping[str, Any]]:
    return lambda office: dict.fromkeys(load_form(name).bindings, "")


def _named(title: str) -> Callable[[Office, sa.Connection, str], str]:
    def named(office: Office, connection: sa.Connection, record_id: str) -> str:
        values = _all_values(connection, record_id)
        return f"{title}_{values['number']}_{values['name']}"

    return named


FORMS = tuple(
    EntryForm(name, Correction, _values(name), _named(title), blank)
    for name, title, blank in (
        ("correction-request", "更正申请表", _blank("correction-request")),
        ("correction-receipt", "更正申请回执", None),  # a letter: it says something or it is not written
        ("appeal-record", "申诉登记表", _blank("appeal-record")),
    )
)
