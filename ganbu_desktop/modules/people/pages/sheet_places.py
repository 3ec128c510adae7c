"""Which field stands at which place of the appointment form, by the form's own bindings."""

from __future__ import annotations

from dataclasses import dataclass

from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.kernel.describe import fields_of
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person, Relative

FORM = "appointment"
PERSON, SHEET = "person", "sheet"
RELATIVES = "relatives"


@dataclass(frozen=True)
class Place:
    """One field in a cell. ``part`` of ``parts`` from the top; ``lines``: it holds several lines."""

    owner: str
    name: str
    part: int = 0
    parts: int = 1
    lines: bool = False

    def field(self) -> Field:
        """Return the field's description."""
        cls = {PERSON: Person, SHEET: AppointmentSheet}.get(self.owner, Relative)
        return fields_of(cls)[self.name]


def _one(owner: str, name: str, *, lines: bool = False) -> tuple[Place, ...]:
    return (Place(owner, name, lines=lines),)


def _pair(prefix: str, suffix: str) -> tuple[Place, ...]:
    names = (f"{prefix}_education{suffix}", f"{prefix}_degree{suffix}")
    return tuple(Place(SHEET, name, part, 2) for part, name in enumerate(names))


PLACES: dict[str, tuple[Place, ...]] = {
    "name": _one(PERSON, "name"),
    "sex": _one(PERSON, "sex"),
    "birth_and_age": (Place(PERSON, "born_on", 0, 2),),
    "ethnicity": _one(PERSON, "ethnicity"),
    "native_place": _one(PERSON, "native_place", lines=True),
    "birthplace": _one(PERSON, "birthplace", lines=True),
    "party_joined": _one(PERSON, "party_text"),
    "work_began": _one(PERSON, "work_began_on"),
    "retirement_due": (Place(SHEET, "retirement_due_on", 0, 2),),
    "health": _one(PERSON, "health"),
    "technical_title": _one(PERSON, "technical_title", lines=True),
    "expertise": _one(PERSON, "expertise", lines=True),
    "full_time_education": _pair("full_time", ""),
    "full_time_school": _pair("full_time", "_school"),
    "in_service_education": _pair("in_service", ""),
    "in_service_school": _pair("in_service", "_school"),
    "current_post": _one(PERSON, "current_post", lines=True),
    "proposed_post": _one(SHEET, "proposed_post", lines=True),
    "proposed_removal": _one(SHEET, "proposed_removal", lines=True),
    "resume": _one(PERSON, "resume", lines=True),
    "rewards": _one(PERSON, "rewards_text", lines=True),
    "annual_results": _one(PERSON, "annual_text", lines=True),
    "reason": _one(SHEET, "reason", lines=True),
    "reporting_unit": _one(SHEET, "reporting_unit", lines=True),
    "filled_by": _one(SHEET, "filled_by"),
}
"""The fields of every binding of the form that can be edited in its place; the photo has its own way."""

_RELATIVE_FIELDS = {"birth": "born_on"}


def relative_place(binding: str, row: int) -> Place:
    """Return the field at a place of the family block; ``owner`` is the row's number."""
    name = _RELATIVE_FIELDS.get(binding, binding)
    return Place(str(row), name, lines=name not in ("name", "born_on"))
