"""A home-made roster as incoming people: one row a person, columns matched to fields by name or by hand."""

from __future__ import annotations

from collections.abc import Mapping

from ganbu_desktop.exchange.cells import Cell
from ganbu_desktop.exchange.free_roster import RosterReading
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.kernel.person import AppointmentSheet, Person
from ganbu_desktop.modules.cadres.intake.incoming import (
    Incoming,
    IncomingPerson,
    IncomingRow,
    Place,
    Problem,
    RowParser,
)
from ganbu_desktop.modules.cadres.intake.resume_text import standard_resume
from ganbu_desktop.store.record import Record, shown_fields

UNIT_KEY = "unit"
_PREFIXES: Mapping[str, type[Record]] = {"person": Person, "sheet": AppointmentSheet}


def mapping_targets() -> dict[str, str]:
    """Return what a roster's column can be mapped to: key → the name shown to the clerk."""
    found = {UNIT_KEY: "所在单位"}
    for prefix, cls in _PREFIXES.items():
        for name, entry in shown_fields(cls).items():
            found[f"{prefix}.{name}"] = entry.label if cls is Person else f"任免表：{entry.label}"
    return found


def add_roster(incoming: Incoming, reading: RosterReading, file: str, sheet: str, mapping: Mapping[int, str]) -> None:
    """Add the people of one roster sheet. ``mapping``: column number (from 1) → target key."""
    parsers = {
        prefix: RowParser(
            cls, {key.partition(".")[2]: str(column) for column, key in mapping.items() if key.startswith(prefix + ".")}
        )
        for prefix, cls in _PREFIXES.items()
    }
    unit_columns = [column for column, key in mapping.items() if key == UNIT_KEY]
    for row in reading.rows:
        incoming.rows_read += 1
        place = Place(file, sheet, row.number)
        cells = {str(column): row.cell(column) for column in mapping}
        unit = " ".join(clean_line(cells[str(c)].text) for c in unit_columns).strip()
        _add_row(incoming, parsers, cells, unit, place)


def _columns_of(prefix: str, mapping: Mapping[int, str]) -> dict[str, str]:
    parts = {column: key.partition(".") for column, key in mapping.items()}
    return {name: str(column) for column, (head, _, name) in parts.items() if head == prefix}


def _add_row(
    incoming: Incoming, parsers: Mapping[str, RowParser], cells: Mapping[str, Cell], unit: str, place: Place
) -> None:
    parsed = parsers["person"].parse(cells, place)
    name = parsed.values.get("name")
    if not name:
        incoming.refused.append(Problem(place, "姓名", "", "没有姓名，这一行没有导入"))
        return
    if any(_is_id_problem(p, parsers) for p in parsed.problems):
        incoming.refused += parsed.problems
        return
    if "resume" in parsed.values:
        parsed.values["resume"] = standard_resume(parsed.values["resume"])
    sheet = parsers["sheet"].parse(cells, place)
    children: list[IncomingRow] = [sheet] if sheet.values or sheet.problems else []
    person = IncomingPerson(
        place, name, parsed.values.get("id_number"), parsed.values.get("born_on"), parsed, children, unit_name=unit
    )
    incoming.people.append(person)


def _is_id_problem(problem: Problem, parsers: Mapping[str, RowParser]) -> bool:
    return problem.header == parsers["person"].title_of("id_number")
