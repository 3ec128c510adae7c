"""What the 任免审批表 of a stored person would say today, so that a form saying the same is no change.

The form has one text for what the store keeps as rows (学历, 奖惩), and some that only print as a default (the age's
month, the editor's version): the file is compared with what our own export would write, not with empty fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.lrmx_person import lrmx_person
from ganbu_desktop.kernel.people.dossier import dossiers
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person
from ganbu_desktop.modules.intake.from_lrmx import incoming_from_lrmx
from ganbu_desktop.modules.intake.incoming import IncomingPerson
from ganbu_desktop.store.record import Record

Said = Mapping[type[Record], Mapping[str, Any]]
_NOTHING: Said = {}


class FormsSaid:
    """The fields of 人员 and 任免表 by person id, as their forms would state them."""

    def __init__(self, connection: sa.Connection, forms: Mapping[str, IncomingPerson]) -> None:
        """``forms``: the incoming form of each stored person, by the person's id."""
        self._said = {
            found.person.id: _said(incoming_from_lrmx(lrmx_person(found, None, _month(forms[found.person.id])), ""))
            for found in dossiers(connection, list(forms))
        }

    def of(self, person_id: str) -> Said:
        """Return what one person's form says; nothing for somebody without an incoming form."""
        return self._said.get(person_id, _NOTHING)


def _month(incoming: IncomingPerson) -> PartialDate:
    """Return the month of the ages as the file states it: for somebody without a form the day of the export."""
    month = _sheet(incoming).get("age_as_of")
    return month if isinstance(month, PartialDate) else PartialDate(1900, 1)


def _sheet(form: IncomingPerson) -> Mapping[str, Any]:
    return next((child.values for child in form.children if child.cls is AppointmentSheet), {})


def _said(form: IncomingPerson) -> Said:
    return {Person: form.row.values, AppointmentSheet: _sheet(form)}


def not_said(values: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that differ from what the form says already."""
    return {n: v for n, v in values.items() if n not in said or said[n] != v}
