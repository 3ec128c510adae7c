"""A home-made roster as incoming people: one row a person, columns matched to items by name or by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ganbu_desktop.exchange.cells import EMPTY_CELL, Cell
from ganbu_desktop.exchange.free_roster import RosterReading, RosterRow, item_keys
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.kernel.people.person import AppointmentSheet, Education, Person, Supplement, Tenure
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.intake.from_lrmx import derive_party
from ganbu_desktop.modules.intake.incoming import Incoming, IncomingPerson, IncomingRow, Place, Problem, RowParser
from ganbu_desktop.modules.intake.resume_text import standard_resume

_UNIT_KEYS = ("A02.任职机构名称", "B01.机构名称")
_POST_KEY = "A02.职务名称"
_NAME, _ID_NUMBER = "姓名", "身份证号"
_PARTY_FIELDS = ("political_status", "second_party", "third_party", "party_joined_on")
_LEVEL_AND_DEGREE = (("全日制学历", "全日制学位"), ("在职学历", "在职学位"), ("学历", "学位"))
_LINES = re.compile(r"[\n、，,/／；;]+")
_SHEET_COLUMNS: Mapping[str, str] = {
    "full_time_education": "全日制学历",
    "full_time_degree": "全日制学位",
    "full_time_education_school": "全日制毕业院校系及专业",
    "in_service_education": "在职学历",
    "in_service_degree": "在职学位",
    "in_service_education_school": "在职毕业院校系及专业",
}
_EDUCATION_COLUMNS: Mapping[str, str] = {
    "level_name": "学历",
    "degree_name": "学位",
    "school": "毕业院校系及专业",
    "major": "所学专业名称",
}
_TENURE_COLUMNS: Mapping[str, str] = {
    "post_name": "职务名称",
    "appointed_on": "任职时间",
    "appointment_document": "任职文号",
}


def mapping_targets() -> dict[str, str]:
    """Return what a roster's column can be mapped to: item key → the name shown to the clerk."""
    return {key: key.partition(".")[2] for key in item_keys()}


class _Parsers:
    """One parser for each record that a roster row can hold a part of."""

    def __init__(self) -> None:
        self.person = RowParser(Person)
        self.children = (
            ("A08.", RowParser(AppointmentSheet, _SHEET_COLUMNS)),
            ("A08.", RowParser(Education, _EDUCATION_COLUMNS)),
            ("A99Z1.", RowParser(Supplement)),
            ("A02.", RowParser(Tenure, _TENURE_COLUMNS)),
        )


def add_roster(incoming: Incoming, reading: RosterReading, file: str) -> None:
    """Add the people of one roster sheet, and the units that they name."""
    parsers = _Parsers()
    units: dict[str, None] = {}
    incoming.hidden_rows += reading.hidden_count
    incoming.notices += [f"“{file}”{reading.sheet}：{notice}" for notice in reading.notices]
    incoming.columns[file, reading.sheet] = {key.partition(".")[2]: n for n, key in reading.mapping.items()}
    for row in reading.rows:
        incoming.rows_read += 1
        place = Place(file, reading.sheet, row.number)
        unit = _unit_name(row)
        if unit:
            units[unit] = None
        _add_row(incoming, parsers, row, unit, place)
    place = Place(file, reading.sheet)
    incoming.units += [IncomingRow(Unit, {"name": name}, place, unit_name=name) for name in units]


def _cells(row: RosterRow, prefix: str) -> dict[str, Cell]:
    return {key.removeprefix(prefix): cell for key, cell in row.values.items() if key.startswith(prefix)}


def _unit_name(row: RosterRow) -> str:
    texts = (clean_line(row.values.get(key, EMPTY_CELL).text) for key in _UNIT_KEYS)
    return next((text for text in texts if text), row.group)


def _add_row(incoming: Incoming, parsers: _Parsers, row: RosterRow, unit: str, place: Place) -> None:
    parsed = parsers.person.parse(_cells(row, "A01."), place)
    name = parsed.values.get("name")
    if not name:
        incoming.refused.append(Problem(place, _NAME, "", "没有姓名，这一行没有导入"))
        return
    if any(problem.header == _ID_NUMBER for problem in parsed.problems):
        incoming.refused += parsed.problems
        return
    _complete(parsed, row, unit)
    born_on, id_number = parsed.values.get("born_on"), parsed.values.get("id_number")
    children = _children(parsers, row, unit, place)
    incoming.people.append(IncomingPerson(place, name, id_number, born_on, parsed, children, unit_name=unit))


def _complete(parsed: IncomingRow, row: RosterRow, unit: str) -> None:
    """Write the résumé in the standard shape, and a full post from unit and post where only these are given."""
    if "resume" in parsed.values:
        parsed.values["resume"] = standard_resume(parsed.values["resume"])
    stated = {name: parsed.values[name] for name in _PARTY_FIELDS if name in parsed.values}
    derive_party(parsed.values)
    parsed.values |= stated
    post = clean_line(row.values.get(_POST_KEY, EMPTY_CELL).text)
    if post and "current_post" not in parsed.values:
        parsed.values["current_post"] = post if not unit or post.startswith(unit) else unit + post


def _with_degrees_apart(cells: dict[str, Cell]) -> dict[str, Cell]:
    """Part a cell that holds both, as 大学 above 法学学士 does, when there is no column for the degree."""
    for level, degree in _LEVEL_AND_DEGREE:
        parts = [part for part in _LINES.split(cells[level].text) if part.strip()] if level in cells else []
        if len(parts) == 2 and degree not in cells and codes.table("degree").code_for(parts[1]):
            cells |= {level: Cell(parts[0]), degree: Cell(parts[1])}
    return cells


def _children(parsers: _Parsers, row: RosterRow, unit: str, place: Place) -> list[IncomingRow]:
    found = []
    for prefix, parser in parsers.children:
        child = parser.parse(_with_degrees_apart(_cells(row, prefix)), place)
        if child.cls is Tenure:
            if not unit or not {"post_name", "appointed_on"} <= set(child.values):
                continue
            child.unit_name = unit
            child.values |= {"is_main": True, "state": codes.table("tenure_state").code_for("在任"), "position": 1}
        if child.values or child.problems:
            found.append(child)
    return found
