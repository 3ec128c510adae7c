"""Values of an invented person for the verification sheet: empty, typical, hostile."""

from __future__ import annotations

from typing import Any

from support.appointment_values import hostile as hostile_appointment
from support.appointment_values import typical as typical_appointment


def typical() -> dict[str, Any]:
    """Return one complete person."""
    return _from_appointment(typical_appointment())


def hostile() -> dict[str, Any]:
    """Return longest values, twelve relatives, rare characters, formula-like and markup-like text."""
    values = _from_appointment(hostile_appointment())
    values.update(id_number="=430000197503120021", unit="@" + values["current_post"], checked_by="+1|cmd")
    return values


def _from_appointment(values: dict[str, Any]) -> dict[str, Any]:
    relatives = [
        {("birth" if field == "birth_or_age" else field): text for field, text in relative.items()}
        for relative in values["relatives"]
    ]
    unwanted = {"retirement_due", "proposed_post", "proposed_removal", "reason", "reporting_unit", "filled_by"}
    return {
        **{name: value for name, value in values.items() if name not in unwanted},
        "relatives": relatives,
        "id_number": "430000197503120021",
        "political_status": "中共党员",
        "unit": "中共清河县委组织部",
        "post_level": "乡科级正职",
        "post_level_since": "2019.04",
        "rank": "三级主任科员",
        "rank_since": "2022.06",
        "checked_by": "何静",
        "as_of": "2026年11月",
    }
